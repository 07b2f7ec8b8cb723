"""`save`: from the tap on "Lưu" to "Đã lưu trên máy", sealing included, on a slow processor, the server gone."""

import argparse

from bench.browser import PROCESSOR_SLOWDOWN, address, middle, phone, slow_processor, until, usable_after
from bench.report import emit

_TIMED_SAVE = """() => new Promise((done) => {
  const saved = document.querySelector("[data-saved]");
  const started = performance.now();
  new MutationObserver((_, observer) => {
    if (saved.hidden) return;
    observer.disconnect();
    done(performance.now() - started);
  }).observe(saved, {attributes: true});
  document.querySelector("[data-save]").click();
})"""


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench save", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    chosen = parser.parse_args(arguments)
    with phone() as (server, proxy, context, page):
        server.stop()
        page.goto(address(proxy, "/truc/ghi"))
        usable_after(page)
        slow_processor(context, page, PROCESSOR_SLOWDOWN)
        times = []
        for _ in range(chosen.rounds):
            page.check("input[name=result][value=filed]", force=True)
            times.append(page.evaluate(_TIMED_SAVE))
            # The page is deaf for a moment after a save, so that a double tap does not open the next form.
            page.wait_for_timeout(1_000)
            page.click("[data-next=fresh]")
            until(page, "document.querySelector('[data-saved]').hidden")
        emit(f"save (CPU ÷{PROCESSOR_SLOWDOWN})", middle(times), "ms", "≤ 100 ms", middle(times) <= 100)


if __name__ == "__main__":
    main()
