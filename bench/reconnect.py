"""`reconnect`: 200 tablets with 20 sealed operations each come back in the same second.

They behave as our page does: twenty operations are one push; who is told to come back waits as long as it was told and
a random while longer (static/js/sync/schedule.js). A push is timed by the tablet, waiting in the server included; the
last figure counts from the first try of each, all its waiting included.
"""

import argparse

from bench.report import emit
from bench.ward import served_ward
from tests.fleet import FleetDevice, deliver_together, part


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench reconnect", description=__doc__)
    parser.add_argument("--devices", type=int, default=200)
    parser.add_argument("--size", type=int, default=20, help="operations of each")
    chosen = parser.parse_args(arguments)

    def fleet():
        devices = [FleetDevice() for _ in range(chosen.devices)]
        for device in devices:
            device.make(1, chosen.size)
        return devices

    with served_ward(fleet) as (devices, server):
        seconds, heard, done = deliver_together(devices, server.port)
        stored = server.column("SELECT op FROM ledger_entry WHERE ward_id = 1 AND type = 'assistance.record/1'")
        slips = server.count("assistance")
    made = {op for device in devices for op in device.ops}
    lost = len(made - set(stored)) + sum(
        set(one.told) != set(device.ops) for one, device in zip(done, devices, strict=True)
    )
    twice = len(stored) - len(set(stored)) + slips - len(made)
    taken = [answer.seconds for answer in heard if answer.status == 200]
    emit("reconnect all delivered", seconds, "s", "≤ 60 s", seconds <= 60)
    emit("reconnect lost", lost, "operations", "0", lost == 0)
    emit("reconnect twice", twice, "operations", "0", twice == 0)
    emit("reconnect p95 of a push", part(taken, 0.95), "s", "≤ 2 s", part(taken, 0.95) <= 2)
    emit("reconnect told to come back", len(heard) - len(taken), "answers", "", True)
    emit("reconnect p95 from the first try", part([one.seconds for one in done], 0.95), "s", "", True)


if __name__ == "__main__":
    main()
