"""`survey-burst`: 100 phones answer a survey within 10 s while 20 tablets deliver what they have recorded.

Each phone opens its page by its code and posts a face, as from the QR of a slip. A phone is timed from the first byte
sent to the last received; the tablets' load goes on from before the first phone until after the last.
"""

import argparse
import asyncio
import random
from threading import Thread
from urllib.parse import urlencode

from app.records import assistance
from bench.report import emit
from bench.ward import served_ward
from tests import people
from tests.fleet import FleetDevice, Line, deliver_together, part, to_its_end
from tests.web.assistance_samples import recorded

SECONDS = 10


async def _phone(port: int, code: str, chance: random.Random) -> list:
    await asyncio.sleep(chance.uniform(0, SECONDS))
    line = Line(port)
    page = await line.call("GET", f"/danh-gia/{code}")
    body = urlencode({"level": chance.randint(1, 5)}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    said = await line.call("POST", f"/danh-gia/{code}", body, headers)
    line.close()
    return [page, said]


async def _burst(port: int, codes: list[str]) -> list:
    phones = [_phone(port, code, random.Random(place)) for place, code in enumerate(codes)]
    return [answer for answers in await asyncio.gather(*phones) for answer in answers]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench survey-burst", description=__doc__)
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--devices", type=int, default=20)
    chosen = parser.parse_args(arguments)

    def prepare():
        codes = []
        for _ in range(chosen.phones):
            codes.append(assistance.assistance(people.WARD, recorded(people.LAN))["tracking"])
        devices = [FleetDevice() for _ in range(chosen.devices)]
        for device in devices:
            device.make(20, 20)
        return codes, devices

    with served_ward(prepare) as ((codes, devices), server):
        tablets = {}
        load = Thread(target=lambda: tablets.update(done=deliver_together(devices, server.port)))
        load.start()
        answers = to_its_end(_burst(server.port, codes))
        load.join()
        faces = "ward_id = 1 AND cut = 'kind' AND survey = 'faces'"
        kept = sum(server.column(f"SELECT n FROM rating_count WHERE {faces}"))
        stored = server.column("SELECT op FROM ledger_entry WHERE ward_id = 1 AND type = 'assistance.record/1'")
    made = {op for device in devices for op in device.ops}
    taken = [answer.seconds for answer in answers]
    emit("survey-burst lost", chosen.phones - kept, "answers", "0", kept == chosen.phones)
    emit("survey-burst lost of tablets", len(made - set(stored)), "operations", "0", made <= set(stored))
    emit("survey-burst p95", part(taken, 0.95), "s", "≤ 1 s", part(taken, 0.95) <= 1)
    emit("survey-burst refused", sum(one.status not in (200, 303) for one in answers), "answers", "0", True)


if __name__ == "__main__":
    main()
