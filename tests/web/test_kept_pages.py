"""Kept pages are the same bytes for everybody: what a phone stores for offline must name nobody."""

import pytest

from app.web.offline import kept_pages
from tests import people
from tests.page_client import PageClient

BUNDLE = "/truc/trang-giu.json"
PAGES = ["/truc", "/truc/cho-gui", "/truc/ghi", "/truc/ghi-danh", "/truc/mo-ca", "/truc/ngoai-tuyen", "/truc/phieu"]


def test_the_list_of_kept_pages_is_known(app):
    with app.app_context():
        assert kept_pages() == PAGES


@pytest.mark.parametrize("path", PAGES)
def test_a_kept_page_is_the_same_for_everybody(app, sign_in, path):
    seen = {sign_in(person).get(path).data for person in (people.LAN, people.AN, people.THAO)}
    seen.add(PageClient(app).get(path).data)
    assert len(seen) == 1


@pytest.mark.parametrize("path", PAGES)
def test_a_kept_page_is_marked_and_revalidates(visitor, path):
    first = visitor.get(path)
    assert first.status_code == 200
    assert first.headers["GD-Kept"] == "page"
    again = visitor.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_worker_names_every_kept_page_and_only_files_of_its_release(app, visitor):
    text = visitor.get("/sw.js").get_data(as_text=True)
    for path in PAGES:
        assert f'"{path}"' in text
    assert text.count(f"/r/{app.config['RELEASE']}/") == 6
    assert visitor.get("/sw.js").headers["Cache-Control"] == "no-cache"


def test_the_bundle_holds_every_kept_page_as_it_is_served(visitor):
    told = visitor.get(BUNDLE).get_json()
    assert sorted(told["pages"]) == PAGES
    for path in PAGES:
        assert told["pages"][path] == visitor.get(path).get_data(as_text=True)
    assert "default-src 'none'" in told["headers"]["Content-Security-Policy"]


def test_the_bundle_is_the_same_for_everybody(app, sign_in, visitor):
    seen = {sign_in(person).get(BUNDLE).data for person in (people.LAN, people.AN, people.THAO)}
    assert seen == {visitor.get(BUNDLE).data}
    assert visitor.get(BUNDLE).headers["GD-Kept"] == "pages"


def test_the_pages_are_pressed_for_a_browser_that_can_read_it(visitor):
    import brotli

    plain, pressed = visitor.get(BUNDLE), visitor.get(BUNDLE, headers={"Accept-Encoding": "br"})
    assert pressed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(pressed.data) == plain.data
    assert len(pressed.data) < len(plain.data) / 4
