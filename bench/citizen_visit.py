"""`citizen-visit` and `citizen-paint`: a stranger's phone opens the start page with empty caches, over a slow line.

Bytes are counted on the wire below the browser, worker and precache and headers included, both directions.
"""

import argparse

from bench.browser import PROCESSOR_SLOWDOWN, address, forget_caches, phone, slow_processor, until, until_quiet
from bench.report import emit
from tests.browser.priced_line import LOOPBACK, SLOW_4G

LAST_FORM = "/to-khai/uy-quyen"
_WATCH = """
window.painted = {largest: 0, shift: 0, interaction: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) painted.largest = entry.startTime;
}).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) painted.shift += entry.value;
}).observe({type: "layout-shift", buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) painted.interaction = Math.max(painted.interaction, entry.duration);
}).observe({type: "event", durationThreshold: 16, buffered: true});
"""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench citizen-visit", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    sizes, with_forms, largest, interactions, shifts = [], [], [], [], []
    with phone(enrolled=False) as (_, proxy, context, page):
        context.add_init_script(_WATCH)
        for _ in range(chosen.rounds):
            page.goto(address(proxy, "/healthz"))
            forget_caches(context, page)
            page.goto("about:blank")
            until_quiet(proxy)
            proxy.reset()
            proxy.line = SLOW_4G
            slow_processor(context, page, PROCESSOR_SLOWDOWN)
            page.goto(address(proxy, "/"), wait_until="load")
            page.tap("#search-q")
            page.keyboard.type("khai", delay=150)
            # A frame later the browser has written down how long it took.
            page.wait_for_timeout(1000)
            told = page.evaluate("() => window.painted")
            slow_processor(context, page, 1)
            until(page, "navigator.serviceWorker.ready.then((r) => !!r.active)")
            until_quiet(proxy)
            proxy.line = LOOPBACK
            sizes.append(proxy.bytes_both)
            # Ten seconds later the declarations come by themselves (decision 52).
            until(page, f"caches.match('{LAST_FORM}')")
            until_quiet(proxy)
            with_forms.append(proxy.bytes_both)
            largest.append(told["largest"])
            interactions.append(told["interaction"])
            shifts.append(told["shift"])
    kilobytes = max(sizes) / 1000
    emit("citizen-visit", kilobytes, "kB", "≤ 60 kB", kilobytes <= 60)
    emit("citizen-visit with the declarations, ten seconds later", max(with_forms) / 1000, "kB", "", True)
    seconds = max(largest) / 1000
    emit("citizen-paint largest (slow 4G, CPU ÷4)", seconds, "s", "≤ 1.8 s", 0 < seconds <= 1.8)
    emit("citizen-paint interaction", max(interactions), "ms", "≤ 100 ms", max(interactions) <= 100)
    emit("citizen-paint layout shift", max(shifts), "", "0", max(shifts) == 0)


if __name__ == "__main__":
    main()
