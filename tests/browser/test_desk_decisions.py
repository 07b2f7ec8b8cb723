"""What a clerk decides, with the keyboard alone, without JavaScript, and looked at where it goes wrong."""

import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.records.database import database, open_database
from app.records.device import Device
from app.web.sessions import now_ms
from tests import people
from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.ledger.devices import Tablet
from tests.web.assistance_samples import MAI, amended, recorded
from tests.web.rescue_file import parcel

LIST = "/can-xem-lai/can-chon"


@pytest.fixture
def books(server):
    """The ward's own database, beside its running server."""
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        yield


def disagreed() -> tuple[str, str]:
    entity = recorded(people.LAN, note="lần một", apartment="1204", **MAI)
    amended(people.HA, entity, {"note": "của chị Hà", "apartment": "1310"}, {"note": "lần một", "apartment": "1204"})
    new, was = {"note": "của cô Lan", "apartment": "1420"}, {"note": "lần một", "apartment": "1204"}
    return amended(people.LAN, entity, new, was)["op"], entity


def rescued() -> str:
    """The rescue file of a tablet that worked one shift without a network, one slip at a point nobody knows."""
    tablet, key = Tablet(now=now_ms()), ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    Device.update(public_key=point).where(Device.ward_id == people.WARD, Device.id == tablet.id).execute()
    operations = [tablet.open_shift(), tablet.record(), tablet.record(point="diem-ma")]
    made = {"format": "gandan-rescue/1", "ward": people.WARD, "device": tablet.id, "made_at": now_ms()}
    return json.dumps(made | {"parcels": [parcel(key, [json.dumps(each) for each in operations])]})


def row_of(server, entity: str) -> dict:
    (row,) = server.rows("SELECT * FROM assistance WHERE ward_id = ? AND id = ?", people.WARD, entity)
    return row


def test_two_fields_are_chosen_with_the_keyboard_alone(server, books, open_browser):
    op, entity = disagreed()
    browser = open_browser()
    Desk(browser).sign_in(people.HA)
    browser.goto(LIST)
    keyboard = browser.page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(60):
            keyboard.press("Tab")
            if browser.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"the keyboard never comes to {selector}")

    tab_to(f"[id='choose-{op}-apartment'] input")
    keyboard.press("Space")
    tab_to(f"[id='choose-{op}-note'] input")
    keyboard.press("ArrowDown")
    tab_to("main form button")
    keyboard.press("Enter")
    browser.wait_for("Đã lưu lựa chọn")
    assert browser.path() == LIST
    row = row_of(server, entity)
    assert (row["apartment"], row["note"]) == ("1310", "của cô Lan")


def test_a_value_that_changed_meanwhile_is_a_page_without_faults(server, books, open_browser):
    op, entity = disagreed()
    browser = open_browser()
    Desk(browser).sign_in(people.HA)
    browser.goto(LIST)
    amended(people.AN, entity, {"note": "của anh An"}, {"note": "của chị Hà"})
    browser.page.click(f"[id='choose-{op}-apartment'] input[value=new]")
    browser.page.click(f"[id='choose-{op}-note'] input[value=new]")
    browser.page.get_by_role("button", name="Lưu lựa chọn").click()
    browser.wait_for("ô Ghi chú đã được đổi")
    assert "của anh An" in browser.text("main")
    found = faults(browser)
    assert not found, "\n".join(found)
    assert row_of(server, entity)["note"] == "của anh An"


def test_without_javascript_a_clerk_chooses_tells_apart_and_brings_a_file(server, books, open_browser, tmp_path):
    op, entity = disagreed()
    twin = recorded(people.TUAN, **MAI)
    page = open_browser(java_script_enabled=False).page
    page.goto(f"{server.origin}/dang-nhap")
    page.select_option("[name=phuong]", people.HA.ward)
    page.fill("[name=login]", people.HA.login)
    page.fill("[name=password]", people.PASSWORD)
    page.click("form[action='/dang-nhap'] button[type=submit]")
    page.goto(f"{server.origin}{LIST}")
    page.check(f"[id='choose-{op}-apartment'] input[value=new]")
    page.check(f"[id='choose-{op}-note'] input[value=held]")
    page.get_by_role("button", name="Lưu lựa chọn").click()
    assert "Đã lưu lựa chọn" in page.inner_text("main")
    assert row_of(server, entity)["apartment"] == "1420"
    page.goto(f"{server.origin}/can-xem-lai/co-the-trung")
    page.get_by_role("button", name="Không phải trùng").click()
    assert "hai lượt khác nhau" in page.inner_text("main")
    assert {row_of(server, each)["distinct_from"] for each in (entity, twin)} == {"", entity}

    file = tmp_path / "cuu-ho.gandan.json"
    file.write_text(rescued())
    page.goto(f"{server.origin}/may")
    page.get_by_role("link", name="Nhập tệp cứu hộ").click()
    page.set_input_files("[name=tep]", file)
    page.get_by_role("button", name="Nhập tệp").click()
    assert "Đã nhận 3 thao tác mới" in page.inner_text("main")
    page.get_by_role("link", name="Ghi lượt hỗ trợ").click()
    assert "Điểm hỗ trợ này không có trong danh sách" in page.inner_text("main")


def test_what_became_of_a_file_is_a_page_without_faults(server, books, open_browser, tmp_path):
    browser = open_browser()
    Desk(browser).sign_in(people.HA)
    file = tmp_path / "khong-phai.json"
    file.write_text("{}")
    browser.goto("/may/tep-cuu-ho")
    browser.page.set_input_files("[name=tep]", file)
    browser.page.get_by_role("button", name="Nhập tệp").click()
    browser.wait_for("Không đọc được tệp cứu hộ")
    found = faults(browser)
    file.write_text(rescued())
    browser.page.set_input_files("[name=tep]", file)
    browser.page.get_by_role("button", name="Nhập tệp").click()
    browser.wait_for("Đã nhận 3 thao tác mới")
    found += faults(browser)
    assert not found, "\n".join(found)
