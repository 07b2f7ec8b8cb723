"""`push-http`: 50 tablets × 1,000 sealed operations over HTTP, 100 a push, the load on the same two cores.

Operations are made, sealed and squeezed beforehand and signed when they are sent. A push is timed by the tablet: from
its first byte to the whole answer, waiting in the server included.
"""

import argparse

from bench.report import emit
from bench.ward import served_ward
from tests.fleet import FleetDevice, deliver_together, part


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench push-http", description=__doc__)
    parser.add_argument("--devices", type=int, default=50)
    parser.add_argument("--pushes", type=int, default=10)
    parser.add_argument("--size", type=int, default=100, help="operations a push")
    chosen = parser.parse_args(arguments)

    def fleet():
        devices = [FleetDevice() for _ in range(chosen.devices)]
        for device in devices:
            device.make(chosen.pushes, chosen.size)
        return devices

    with served_ward(fleet) as (devices, server):
        seconds, heard, done = deliver_together(devices, server.port)
        stored = server.count("assistance")
    count = chosen.devices * chosen.pushes * chosen.size
    all_once = stored == count and all(
        set(one.told) == set(device.ops) for one, device in zip(done, devices, strict=True)
    )
    times = [answer.seconds for answer in heard if answer.status == 200]
    rate, spread = count / seconds, part(times, 0.99) / part(times, 0.5)
    emit("push-http", rate, "operations/s", "≥ 2500, all once", rate >= 2500 and all_once)
    emit("push-http p99/p50 of a push", spread, "×", "≤ 1.6", spread <= 1.6)
    emit("push-http p50 of a push", part(times, 0.5) * 1000, "ms", "", True)
    emit("push-http told to come back", len(heard) - len(times), "answers", "", True)


if __name__ == "__main__":
    main()
