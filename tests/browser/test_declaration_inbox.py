"""A declaration from home becomes a dossier: found, read, printed with its receipt; nothing typed twice; axe."""

import pytest

from app.ledger.envelope import new_id
from app.ledger.from_citizen import receive
from app.records import declaration as records
from app.records.database import database, open_database
from app.web.sessions import now_ms
from tests import people
from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.counter import open_counter
from tests.printing.declaration_samples import BIRTH, MARRIAGE, RESIDENCE


@pytest.fixture
def sent(server):
    """The row of a birth that was declared from home, among others: one with a very long name, one for the police."""
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        open_counter()
        rows = []
        lacking = {**BIRTH, "child": {**BIRTH["child"], "name": "Traafn An", "hometown": ""}}
        for form, values in (("ket_hon", MARRIAGE), ("ct01", RESIDENCE), ("khai_sinh", lacking), ("khai_sinh", BIRTH)):
            entity = new_id()
            body = {"form": form, "form_version": 1, "values": values}
            answer = receive(people.WARD, "declaration.send/1", entity, new_id(), body, now_ms())
            assert answer["status"] == "ok", answer
            rows.append(records.declaration(people.WARD, entity))
        yield rows


def test_a_clerk_receives_as_a_dossier_what_was_filled_in_at_home(server, open_browser, sent):
    browser = open_browser(viewport={"width": 1280, "height": 800})
    desk = Desk(browser)
    desk.sign_in(people.HA)
    browser.goto("/to-khai-da-gui")
    browser.fill("[name=q]", "anh tuyet minh an")
    browser.click("form[role=search] button[type=submit]")
    browser.wait_for("Tất cả")
    browser.click("#results tbody a")
    browser.wait_for("Trần Minh An")
    paper = desk.sheet_text(f"{browser.path()}/to-khai.pdf")
    assert "TỜ KHAI ĐĂNG KÝ KHAI SINH" in paper
    browser.click("a[href^='/ho-so/moi?to-khai=']")
    browser.wait_for("tờ khai đã gửi")
    assert browser.evaluate("() => document.querySelector('[name=name]').value") == "Nguyễn Thị Ánh Tuyết"
    browser.wait_for("Hẹn trả", "[data-part=promise]")
    browser.page.focus("[name=name]")
    browser.page.keyboard.press("Control+Enter")
    browser.wait("() => location.search === '?vua=nhan'")
    dossier = browser.path()
    assert "NGUYỄN THỊ ÁNH TUYẾT" in desk.sheet_text(f"{dossier}/giay-tiep-nhan.pdf").upper()
    browser.goto(f"/to-khai-da-gui/{sent[-1]['id']}")
    browser.wait_for("Đã nhận vào hồ sơ")


def test_its_pages_are_in_nobodys_way(server, open_browser, sent):
    browser = open_browser(viewport={"width": 360, "height": 740})
    Desk(browser).sign_in(people.HA)
    found = []
    for path in ("/to-khai-da-gui", *(f"/to-khai-da-gui/{row['id']}" for row in sent), "/to-khai-da-gui?q=khong+ai"):
        browser.goto(path)
        browser.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        found += faults(browser)
        found += [f"{path} says: {words}" for words in browser.said]
    assert not found, "\n".join(found)
