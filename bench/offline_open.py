"""`offline-open`: the server is gone; the form is opened from the phone itself."""

import argparse

from bench.browser import PROCESSOR_SLOWDOWN, address, middle, phone, slow_processor, usable_after
from bench.report import emit


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench offline-open", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    chosen = parser.parse_args(arguments)
    with phone() as (server, proxy, context, page):
        page.goto(address(proxy, "/truc"))
        server.stop()
        for rate, target in ((1, 200), (PROCESSOR_SLOWDOWN, 800)):
            times = []
            for _ in range(chosen.rounds):
                fresh = context.new_page()
                slow_processor(context, fresh, rate)
                fresh.goto(address(proxy, "/truc/ghi"), wait_until="commit")
                times.append(usable_after(fresh))
                fresh.close()
            figure = "offline-open" if rate == 1 else f"offline-open (CPU ÷{rate})"
            emit(figure, middle(times), "ms", f"≤ {target} ms", middle(times) <= target)


if __name__ == "__main__":
    main()
