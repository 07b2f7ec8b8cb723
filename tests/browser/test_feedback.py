"""A phản ánh on a phone and at a desk: written down, sorted, forwarded; looked at with everything open."""

import os
from pathlib import Path

from app.records import feedback as records
from app.records.database import database
from app.rules.feedback_search import Asked
from tests import people
from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.browser.furnished import furnish

SIZES = {"360": {"width": 360, "height": 740}, "1280": {"width": 1280, "height": 900}}
# To look at them as pictures: GD_PICTURES=/tmp/pictures pytest tests/browser/test_feedback.py
PICTURES = os.environ.get("GD_PICTURES", "")
LONG = "Công Tằng Tôn Nữ Hoàng Thị Bích Phương Thảo Nguyên"
OPEN_ALL = "() => document.querySelectorAll('main details').forEach((each) => { each.open = true })"


def look(browser, name: str) -> list[str]:
    if PICTURES:
        # The search for faults leaves it small.
        browser.page.set_viewport_size(SIZES[name.rpartition("-")[2]])
        browser.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    return faults(browser)


def test_what_is_said_is_written_down_on_a_phone_and_moved_on_at_a_desk(server, open_browser):
    addresses = furnish(server)
    browser = open_browser(viewport=SIZES["360"])
    Desk(browser).sign_in(people.HA)
    found = []
    browser.goto("/phan-anh/moi")
    browser.evaluate(OPEN_ALL)
    found += look(browser, "form-360")
    browser.fill("[name=content]", "Đến ba lần vẫn thiếu giấy.\nMỗi lần một giấy khác.")
    browser.fill("[name=name]", LONG)
    browser.fill("[name=address]", "Căn 305, CT1B2, khu đô thị Xa La")
    browser.click("form[action='/phan-anh/moi'] button[type=submit]")
    browser.wait_for("Thiếu số điện thoại nên được ghi là góp ý")
    found += look(browser, "kept-360")
    browser.goto("/phan-anh")
    found += look(browser, "list-360")
    path = addresses["/phan-anh/<uuid:feedback_id>"]
    browser.goto(path)
    browser.evaluate(OPEN_ALL)
    found += look(browser, "show-360")
    head = open_browser(viewport=SIZES["1280"])
    Desk(head).sign_in(people.MINH)
    for name, where in (("list", "/phan-anh?trang-thai=tat-ca"), ("form", "/phan-anh/moi"), ("show", path)):
        head.goto(where)
        head.evaluate(OPEN_ALL)
        found += look(head, f"{name}-1280")
    head.goto(f"{path}?viec=chuyen")
    head.fill("#chuyen-to", "Công an phường")
    head.click("#chuyen button[type=submit]")
    head.wait_for("Đã chuyển cơ quan khác")
    found += look(head, "forwarded-1280")
    for name, where in (("scores", "/bao-cao/cham-diem"), ("export", "/xuat")):
        head.goto(where)
        found += look(head, f"{name}-1280")
    assert not found, "\n".join(found)
    with database.connection_context():
        rows, _more = records.page(people.WARD, people.MINH.id, Asked(state="forwarded"), 5, None)
    assert [row["forwarded_to"] for row in rows] == ["Công an phường"]
