"""`simulate`: schedules a second on one core, the real server code under faults with the full oracle watching."""

import argparse
import time

from bench.report import emit
from tests.ledger.simulator.theatre import Theatre


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench simulate", description=__doc__)
    parser.add_argument("--schedules", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=500_000)
    chosen = parser.parse_args(arguments)
    theatre = Theatre()
    for seed in range(50):  # what is built once: statements, keys, tables of the rules
        theatre.play_seed(seed)
    started = time.perf_counter()
    for seed in range(chosen.seed, chosen.seed + chosen.schedules):
        failure = theatre.play_seed(seed).failure
        if failure:
            raise SystemExit(f"schedule {seed} breaks {failure[0]}: {failure[1]}")
    rate = chosen.schedules / (time.perf_counter() - started)
    emit("simulate", rate, "schedules/s on one core", "≥ 60", rate >= 60)


if __name__ == "__main__":
    main()
