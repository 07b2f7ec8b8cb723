"""Kept pages are the same bytes for everybody: what a phone stores for offline must name nobody."""

import pytest

from app.web.offline import kept_pages
from tests import people
from tests.page_client import PageClient

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
