"""`first-visit`: a phone with empty caches opens the assistance form; then once more with nothing changed.

Counted on the wire below the browser, worker and precache included, headers included, both directions.
"""

import argparse

from bench.browser import (
    PROCESSOR_SLOWDOWN,
    address,
    forget_caches,
    phone,
    slow_processor,
    until,
    until_quiet,
    usable_after,
)
from bench.report import emit
from tests.browser.priced_line import LOOPBACK, SLOW_4G


def _script_bytes(page) -> int:
    """Compressed bytes of the scripts that the page and its worker's precache hold (bodies only)."""
    return page.evaluate(
        """async () => {
          let sum = 0;
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              if (!request.url.endsWith(".js")) continue;
              const timing = performance.getEntriesByName(request.url)[0];
              if (timing) sum += timing.encodedBodySize;
            }
          }
          return sum;
        }"""
    )


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench first-visit", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    with phone() as (_, proxy, context, page):
        sizes, times, again, scripts = [], [], [], []
        for _ in range(chosen.rounds):
            page.goto(address(proxy, "/healthz"))
            forget_caches(context, page)
            page.goto("about:blank")
            until_quiet(proxy)
            proxy.reset()
            proxy.line = SLOW_4G
            slow_processor(context, page, PROCESSOR_SLOWDOWN)
            page.goto(address(proxy, "/truc/ghi"), wait_until="commit")
            times.append(usable_after(page))
            slow_processor(context, page, 1)
            until(page, "navigator.serviceWorker.ready.then((r) => !!r.active)")
            until_quiet(proxy)
            sizes.append(proxy.bytes_both)
            scripts.append(_script_bytes(page))
            proxy.reset()
            page.reload()
            usable_after(page)
            until_quiet(proxy)
            again.append(proxy.bytes_both)
            proxy.line = LOOPBACK
        # The worst round of each: a browser whose caches were emptied may still remember a part.
        kilobytes = max(sizes) / 1000
        emit("first-visit bytes", kilobytes, "kB", "≤ 80 kB", kilobytes <= 80)
        script_kilobytes = max(scripts) / 1000
        emit("first-visit scripts", script_kilobytes, "kB", "≤ 40 kB", script_kilobytes <= 40)
        seconds = max(times) / 1000
        emit("first-visit usable (slow 4G, CPU ÷4)", seconds, "s", "≤ 1.8 s", seconds <= 1.8)
        reload_kilobytes = max(again) / 1000
        emit("first-visit reload", reload_kilobytes, "kB", "≤ 5 kB", reload_kilobytes <= 5)


if __name__ == "__main__":
    main()
