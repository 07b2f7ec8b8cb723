"""`push-1000`: a thousand sealed operations that waited on a phone: over loopback, over slow 4G, and all again."""

import argparse

from bench.browser import address, phone, usable_after
from bench.outbox import modules_of, record, waiting
from bench.report import emit
from tests.browser.priced_line import LOOPBACK, SLOW_4G

_DRAIN = """async (root) => {
  const { drain } = await import(`${root}sync/push.js`);
  const started = performance.now();
  await drain();
  return performance.now() - started;
}"""
_AGAIN = "async (root) => (await import(`${root}store/outbox.js`)).sendAgainFrom(0)"


def _push(page, root: str, proxy, line) -> tuple[float, float, int, int]:
    """(seconds, bytes up and down, requests, left over)."""
    proxy.reset()
    proxy.line = line
    seconds = page.evaluate(_DRAIN, root) / 1000
    left = waiting(page, root)
    counted = (proxy.bytes_both, proxy.pushes)
    proxy.line = LOOPBACK
    return seconds, *counted, left


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench push-1000", description=__doc__)
    parser.add_argument("--count", type=int, default=1_000)
    chosen = parser.parse_args(arguments)
    with phone() as (server, proxy, _, page):
        page.goto(address(proxy, "/truc/ghi"))
        usable_after(page)
        release = modules_of(page)
        # A page without the scheduler of its own, so that only the measured drain sends.
        page.goto(address(proxy, "/healthz"))
        for name, line, target in (("loopback", LOOPBACK, 1.2), ("slow 4G", SLOW_4G, 9.0)):
            record(page, release, chosen.count)
            before = server.count("assistance")
            seconds, size, requests, left = _push(page, release, proxy, line)
            arrived = server.count("assistance") - before
            good = left == 0 and arrived == chosen.count
            emit(f"push-{chosen.count} {name}", seconds, "s", f"≤ {target} s, all once", seconds <= target and good)
            emit(f"push-{chosen.count} {name} requests", requests, "requests", "≤ 20", requests <= 20)
            each = size / chosen.count
            emit(f"push-{chosen.count} {name} wire", each, "B/operation", "≤ 700", each <= 700)
            if line is LOOPBACK:
                _all_again(server, page, release, proxy, chosen.count)


def _all_again(server, page, root: str, proxy, count: int) -> None:
    before = server.count("ledger_entry")
    page.evaluate(_AGAIN, root)
    resent = waiting(page, root)
    seconds, *_, left = _push(page, root, proxy, LOOPBACK)
    new = server.count("ledger_entry") - before
    good = seconds <= 1 and new == 0 and left == 0 and resent >= count
    emit(f"push-{count} all again", seconds, "s", "≤ 1 s, no new row", good)


if __name__ == "__main__":
    main()
