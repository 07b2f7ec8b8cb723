"""What a lobby's phone is sent before it can record anything stays small, and holds nothing of a desk."""

import re

import brotli
import pytest

from app.config import ROOT
from app.web.offline import _PRECACHED, BUNDLE

# Compressed bodies. On the wire come 16 kB more of requests, headers and icons: `bin/bench first-visit` ≤ 80 kB.
MOST_BYTES = 63_000
FORM = "/truc/ghi"
STYLES = ROOT / "static" / "css"


@pytest.fixture
def pages(visitor) -> dict[str, str]:
    """{address: kept page}"""
    return visitor.get(BUNDLE).get_json()["pages"]


def classes(order: str) -> set[str]:
    text = "".join((STYLES / name).read_text() for name in (STYLES / order).read_text().split())
    return set(re.findall(r"\.([a-z][a-z-]*)", re.sub(r"/\*.*?\*/", "", text, flags=re.S)))


def test_the_first_visit_stays_small(app, visitor, pages):
    folder = app.config["GD"].release_dir / app.config["RELEASE"]
    sizes = {name: len((folder / f"{name}.br").read_bytes()) for name in (*_PRECACHED, "sw/joined.js")}
    for path in (FORM, BUNDLE, "/sw.js"):
        sizes[path] = len(brotli.compress(visitor.get(path).data, quality=11))
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_a_kept_page_asks_for_nothing_but_what_is_kept(app, pages):
    kept = {f"/r/{app.config['RELEASE']}/{name}" for name in _PRECACHED}
    for path, page in pages.items():
        asked = {name for name in re.findall(r'(?:href|src)="(/r/[^"#]+)', page) if "/icons/" not in name}
        assert asked <= kept, path


def test_a_lobbys_phone_has_the_icons_that_its_pages_draw_and_no_others(pages):
    drawn = set(re.findall(r"/icons/(\w+\.svg#[a-z-]+)", "".join(pages.values())))
    made = re.findall(r'<symbol id="([a-z-]+)"', (ROOT / "static" / "icons" / "sprite.svg").read_text())
    assert sorted(drawn) == sorted(f"sprite.svg#{name}" for name in made)


def test_every_icon_that_a_template_names_is_drawn_once():
    drawings = [(ROOT / "static" / "icons" / name).read_text() for name in ("sprite.svg", "desk.svg")]
    made = re.findall(r'<symbol id="([a-z-]+)"', "".join(drawings))
    assert len(made) == len(set(made))
    for template in (ROOT / "templates").rglob("*.html"):
        named = set(re.findall(r'\bicon(?:\(|=)"([a-z-]+)"', template.read_text()))
        assert named <= set(made), template


def test_no_kept_page_needs_a_style_that_only_desks_get(pages):
    worn = set(" ".join(re.findall(r'class="([^"]*)"', "".join(pages.values()))).split())
    assert worn & (classes("ORDER_DESK") - classes("ORDER")) == set()
