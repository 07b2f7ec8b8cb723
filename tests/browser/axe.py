"""What a page owes to everybody, asked of the page itself: axe finds nothing, nothing sticks out of the screen."""

from pathlib import Path

from tests.browser.driver import PlaywrightBrowser

_AXE = Path(__file__).resolve().parents[1] / "js" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async (only) => {
  const how = only ? { runOnly: { type: "rule", values: only } } : {};
  const { violations } = await axe.run(document, { ...how, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}"""
# What is wider than the screen, with whoever is the cause; what scrolls inside its own frame is not.
_STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const out = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > width + 1);
  const widest = `${document.documentElement.scrollWidth} of ${width}`;
  return [widest, ...out.slice(0, 5).map((e) => e.outerHTML.slice(0, 120))];
}"""
_TEXT_SIZE = "size => { document.documentElement.style.fontSize = size; }"

PHONE, SMALL_PHONE, DESK, DESK_ZOOMED = (360, 740), (320, 568), (1280, 800), (640, 400)


def faults(browser: PlaywrightBrowser) -> list[str]:
    """Everything that is wrong with the page that is open: on a phone and at a desk, in light and in dark, with the
    page zoomed to 200 % and with twice as large letters."""
    page = browser.page
    found = []

    def look(name: str, problems: list[str]) -> None:
        found.extend(f"{page.url} {name}: {problem}" for problem in problems)

    page.evaluate(_AXE.read_text())
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        look(f"{width} light", page.evaluate(_RUN, None))
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        look(f"{width} dark", page.evaluate(_RUN, ["color-contrast"]))
        look(f"{width}", page.evaluate(_STICKS_OUT))
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    for width, height in (SMALL_PHONE, DESK_ZOOMED):
        page.set_viewport_size({"width": width, "height": height})
        look(f"{width}", page.evaluate(_STICKS_OUT))
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.evaluate(_TEXT_SIZE, "200%")
    look("letters twice as large", page.evaluate(_STICKS_OUT))
    page.evaluate(_TEXT_SIZE, "")
    return found
