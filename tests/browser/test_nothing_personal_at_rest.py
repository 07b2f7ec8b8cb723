"""I12: after "saved", while typing, and after the lock, no file of the browser's profile names the citizen.

The key of a half-typed draft lives in sessionStorage, which browsers write into the profile too: a thief of the disk
within the draft's half hour could put the two together. What is saved is sealed to the ward and stays unreadable.
"""

import pytest

from tests import people
from tests.browser.at_rest import traces
from tests.browser.conftest import ENGINES, TWO_ENGINES
from tests.browser.volunteer import Visit

pytestmark = pytest.mark.whole_browser

SAVED = Visit(
    name="Quách Thị Kỳ Duyên",
    phone="0987612340",
    note="Bà ngoại hẹn sáng thứ Bảy mang giấy",
    apartment="P1904B",
)
TYPED = Visit(name="Lương Bá Thượng Nguyên", phone="0976543218", note="Cháu đích tôn ở Đắk Nông về")
# The telephone without its first digits: however it is written, these stand in it.
WORDS = ("Kỳ Duyên", "87612340", "ngoại hẹn sáng", "P1904B", "Thượng Nguyên", "76543218", "đích tôn ở Đắk")
_DRAFT_KEPT = """async () => {
  const db = await new Promise((done) => (indexedDB.open("gandan").onsuccess = (event) => done(event.target.result)));
  const request = db.transaction("meta").objectStore("meta").getAllKeys();
  const keys = await new Promise((done) => (request.onsuccess = () => done(request.result)));
  db.close();
  return keys.some((key) => /^draft:.*:draft$/.test(key));
}"""
_KEEP_IN_CLEAR = """async (word) => {
  localStorage.setItem("control", word);
  const opening = indexedDB.open("control", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("words");
  const db = await new Promise((done) => (opening.onsuccess = () => done(opening.result)));
  const writing = db.transaction("words", "readwrite", { durability: "strict" });
  writing.objectStore("words").put({ name: word }, "in clear");
  await new Promise((done) => (writing.oncomplete = done));
  db.close();
}"""


@pytest.mark.parametrize("engine", ENGINES)
def test_no_file_of_the_profile_names_the_citizen(server, on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    server.kill()
    lan.record(SAVED)
    assert traces(browser.profile, *WORDS) == []

    lan.begin()
    lan.fill_in(TYPED)
    browser.wait(_DRAFT_KEPT)
    assert traces(browser.profile, *WORDS) == [], "while a draft is kept"

    lan.lock()
    assert not browser.evaluate(_DRAFT_KEPT)
    assert traces(browser.profile, *WORDS) == [], "locked"
    browser.close()
    assert traces(browser.profile, *WORDS) == [], "closed"

    browser.open()
    browser.goto("/truc/mo-ca")
    browser.press("Mở khóa, trực tiếp")
    browser.wait_path("/truc")
    lan.wait_counts(waiting=1)
    assert "Q.T.K.D" in browser.text("main")
    lan.begin()
    assert browser.evaluate("() => document.querySelector('[name=name]').value") == ""


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_a_tab_closed_while_typing_leaves_nothing_either(server, on_duty, engine):
    lan = on_duty(engine)
    lan.begin()
    lan.fill_in(TYPED)
    lan.browser.wait(_DRAFT_KEPT)
    lan.browser.close()
    assert traces(lan.browser.profile, *WORDS) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_the_search_would_see_what_is_stored_in_clear(server, open_browser, engine):
    browser = open_browser(engine)
    browser.goto("/truc/ghi-danh")
    browser.evaluate(_KEEP_IN_CLEAR, people.LAN.name)
    browser.close()
    found = traces(browser.profile, people.LAN.name)
    assert len(found) >= 2, found
