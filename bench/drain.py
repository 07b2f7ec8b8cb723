"""`drain`: the network was away and comes back; the page with twenty operations stands open and nobody touches it.

Outages of several lengths, because a page that has failed for long asks less often; the worst of them is the figure.
"""

import argparse
import time

from bench.browser import address, phone, until, usable_after
from bench.outbox import modules_of, record, waiting
from bench.report import emit
from tests.browser.fault_proxy import BLACK_HOLE, REFUSE

OPERATIONS = 20
OUTAGES = ((7, REFUSE), (31, REFUSE), (23, BLACK_HOLE), (95, REFUSE))


def _save_one(page) -> None:
    """A slip through the form itself, so that the page's own schedule has something to deliver."""
    page.check("input[name=result][value=filed]", force=True)
    page.click("[data-save]")
    until(page, "!document.querySelector('[data-saved]').hidden")
    # The page is deaf for a moment after a save, so that a double tap does not open the next form.
    page.wait_for_timeout(1_000)
    page.click("[data-next=fresh]")
    until(page, "document.querySelector('[data-saved]').hidden")


def _seconds_to_empty(page, root: str, proxy, seconds_away: float, fault) -> float:
    proxy.break_as(fault)
    gone_at = time.monotonic()
    record(page, root, OPERATIONS - 1)
    _save_one(page)
    if waiting(page, root) != OPERATIONS:
        raise SystemExit("the operations did not wait")
    page.wait_for_timeout(max(0.0, seconds_away - (time.monotonic() - gone_at)) * 1000)
    proxy.heal()
    back_at = time.monotonic()
    while waiting(page, root):
        if time.monotonic() - back_at > 120:
            raise SystemExit("the outbox did not empty")
        time.sleep(0.02)
    return time.monotonic() - back_at


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench drain", description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    chosen = parser.parse_args(arguments)
    with phone() as (server, proxy, _, page):
        page.goto(address(proxy, "/truc/ghi"))
        usable_after(page)
        root = modules_of(page)
        # Loads the modules while there is a network.
        record(page, root, 0)
        waiting(page, root)
        before, times = server.count("assistance"), []
        for seconds_away, fault in OUTAGES * chosen.rounds:
            times.append(_seconds_to_empty(page, root, proxy, seconds_away, fault))
            emit(f"drain after {seconds_away} s of {fault.kind}", times[-1], "s", "≤ 10 s", times[-1] <= 10)
        arrived = server.count("assistance") - before
        all_once = arrived == OPERATIONS * len(times)
        emit("drain", max(times), "s", "≤ 10 s, all once", max(times) <= 10 and all_once)


if __name__ == "__main__":
    main()
