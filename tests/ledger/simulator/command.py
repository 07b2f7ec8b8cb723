"""bin/simulate: plays seeded schedules against the server's own code, and prints what it saw in one line of JSON.

A schedule that breaks an invariant is shrunk and printed as a script that --script plays again. --mutants plants one
deliberate bug after the other and prints when each is caught.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from pathlib import Path

from bench.report import commit, machine
from tests.ledger.simulator.mutants import LIMIT, MUTANTS
from tests.ledger.simulator.schedule import schedule
from tests.ledger.simulator.script import parse
from tests.ledger.simulator.surgery import operated
from tests.ledger.simulator.theatre import Theatre

# Schedules that a process plays before it tells how far it is.
CHUNK = 50
_theatre: Theatre | None = None


def _open_theatre() -> None:
    global _theatre
    _theatre = Theatre()


def _play_chunk(seeds: range) -> tuple[int, Counter, list]:
    """(schedules played, what was seen, [(seed, failure, shrunk script as text)])."""
    seen, failures = Counter(), []
    for seed in seeds:
        script = schedule(seed)
        result = _theatre.play(script)
        seen += result.seen
        seen["steps"] += len(script.steps)
        if result.failure:
            short = _theatre.shrunk(script, result.failure)
            failures.append((seed, _theatre.play(short).failure or result.failure, str(short)))
            break
    return len(seeds), seen, failures


def simulate(schedules: int, seed: int, jobs: int, quiet: bool = False) -> tuple[dict, list]:
    """(the summary, failures). Stops soon after the first failure."""
    began = time.perf_counter()
    chunks = [range(first, min(first + CHUNK, seed + schedules)) for first in range(seed, seed + schedules, CHUNK)]
    played, seen, failures = 0, Counter(), []
    with multiprocessing.get_context("spawn").Pool(jobs, _open_theatre) as pool:
        for number, found, broken in pool.imap_unordered(_play_chunk, chunks):
            played += number
            seen += found
            failures += broken
            if not quiet and played % 500 == 0:
                rate = played / (time.perf_counter() - began)
                print(f"{played:>9} / {schedules}  {rate:6.1f} schedules/s", file=sys.stderr, flush=True)
            if failures:
                pool.terminate()
                break
    return summary(played, seed, seen, time.perf_counter() - began, jobs), failures


def summary(played: int, seed: int, seen: Counter, seconds: float, jobs: int) -> dict:
    def total(*beginnings: str) -> int:
        return sum(count for name, count in seen.items() if name.startswith(beginnings))

    return {
        "schedules": played,
        "seeds": f"{seed}–{seed + played - 1}",
        "steps": seen["steps"],
        "exchanges": total("fault "),
        "operations": total("outcome "),
        "conflicts": seen["outcome conflict values_conflict"],
        "merged": seen["outcome merged"],
        "parked": total("outcome parked"),
        "server_deaths": total("fault crash", "step restart"),
        "browser_deaths": total("browser killed"),
        "backups": seen["step backup"],
        "restores": seen["step restore"],
        "diverged": seen["problem diverged"],
        "forked": seen["problem device_forked"],
        "seconds": round(seconds, 1),
        "rate": round(played / seconds, 1),
        "jobs": jobs,
        "commit": commit(),
        "machine": machine(),
        "seen": dict(sorted(seen.items())),
    }


def _catch(asked: tuple[str, int]) -> tuple[str, int | None, tuple | None]:
    """(the seeded bug, schedules until it was caught or None, what broke)."""
    name, seed = asked
    caught = _theatre.catch(MUTANTS[name], seed, LIMIT)
    return (name, *caught) if caught else (name, None, None)


def catch_all(rounds: int, seed: int, jobs: int) -> dict[str, list[tuple[int | None, tuple | None]]]:
    """{seeded bug: [(schedules until it was caught, what broke) for each round]}; None: it got through."""
    asked = [(name, seed + LIMIT * number) for number in range(rounds) for name in MUTANTS]
    found: dict[str, list] = {name: [] for name in MUTANTS}
    with multiprocessing.get_context("spawn").Pool(jobs, _open_theatre) as pool:
        for name, number, failure in pool.imap_unordered(_catch, asked):
            found[name].append((number, failure))
            print(f"\r{sum(map(len, found.values())):>5} / {len(asked)} ", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def mutants_table(found: dict) -> str:
    """The seeded bugs as a table in Markdown."""
    lines = ["| where | seeded bug | schedules until caught, mean | most | what broke |", "|---|---|---|---|---|"]
    for name, tries in found.items():
        numbers = [number for number, _failure in tries if number is not None]
        mean = f"{sum(numbers) / len(numbers):.0f}" if len(numbers) == len(tries) else "**survived**"
        broke = ", ".join(sorted({failure[0] for _number, failure in tries if failure}))
        lines.append(f"| {MUTANTS[name].side} | {name} | {mean} | {max(numbers, default=0)} | {broke} |")
    return "\n".join(lines)


def _play_mutants(chosen) -> int:
    found = catch_all(chosen.rounds, chosen.seed, chosen.jobs)
    survived = [name for name, tries in found.items() if any(number is None for number, _failure in tries)]
    numbers = [number for tries in found.values() for number, _failure in tries if number is not None]
    print(mutants_table(found))
    mean = sum(numbers) / max(1, len(numbers))
    print(
        f"\n{len(found)} seeded bugs, {len(survived)} survived; {mean:.0f} schedules until caught in the mean of "
        f"{chosen.rounds} rounds from seed {chosen.seed}, at most {max(numbers, default=0)}; "
        f"commit {commit()}, {machine()}"
    )
    return 1 if survived else 0


def _show_mutant(name: str, seed: int) -> int:
    """The shortest script in which one seeded bug does its harm."""
    theatre, mutant = Theatre(), MUTANTS[name]
    caught = theatre.catch(mutant, seed, LIMIT)
    if caught is None:
        print(f"# {name}: not caught in {LIMIT} schedules from {seed}")
        return 1
    number, (invariant, why, _step) = caught
    with operated(mutant, theatre.server):
        short = theatre.shrunk(schedule(seed + number - 1), (invariant, why))
    print(f"# {name}: breaks {invariant}, found in schedule {number}: {why}\n{short}")
    return 0


def _play_file(path: Path) -> int:
    script = parse(path.read_text("utf-8"))
    failure = Theatre().play(script).failure
    print(script)
    print(f"# {failure[0]}: {failure[1]} (step {failure[2] or 'after healing'})" if failure else "# holds")
    return 1 if failure else 0


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bin/simulate", description=__doc__)
    parser.add_argument("--schedules", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--script", type=Path, help="play one script again")
    parser.add_argument("--mutant", choices=MUTANTS, metavar="NAME", help="the shortest script that one of them breaks")
    parser.add_argument("--mutants", action="store_true", help="plant each seeded bug and see when it is caught")
    parser.add_argument(
        "--rounds", type=int, default=1, help="how often each seeded bug is looked for, other seeds each"
    )
    parser.add_argument("--brief", action="store_true", help="leave out the counts of everything that was seen")
    chosen = parser.parse_args(arguments)
    if chosen.script:
        return _play_file(chosen.script)
    if chosen.mutant:
        return _show_mutant(chosen.mutant, chosen.seed)
    if chosen.mutants:
        return _play_mutants(chosen)
    told, failures = simulate(chosen.schedules, chosen.seed, chosen.jobs)
    if chosen.brief:
        del told["seen"]
    print(json.dumps(told, ensure_ascii=False))
    for seed, (name, why, step), script in failures:
        print(f"# schedule {seed} breaks {name} at step {step or 'after healing'}: {why}\n{script}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
