"""A clerk's machine at the counter with the server really dead: received, printed, delivered, and forgotten in time."""

import subprocess
import time

import pytest

from app.records import register
from app.records.database import database, open_database
from tests import counter, people
from tests.browser.at_rest import traces
from tests.browser.axe import faults
from tests.browser.serving import Server
from tests.counter import CounterDesk
from tests.printing import reading

# WebKit's driver cannot print; desks have no WebKit either.
ENGINES = ("chromium", "firefox")
DESK = {"width": 1280, "height": 900}
_HELD = """async () => {
  const db = await new Promise((done) => (indexedDB.open("gandan").onsuccess = (event) => done(event.target.result)));
  const request = db.transaction("meta").objectStore("meta").getAllKeys();
  const keys = await new Promise((done) => (request.onsuccess = () => done(request.result)));
  db.close();
  return keys.filter((key) => key.startsWith("counter_")).sort();
}"""
_ALL_PRINTED = """async () => {
  const db = await new Promise((done) => (indexedDB.open("gandan").onsuccess = (event) => done(event.target.result)));
  const meta = db.transaction("meta", "readwrite").objectStore("meta");
  const held = await new Promise((done) => {
    meta.get("counter_numbers").onsuccess = (event) => done(event.target.result);
  });
  const used = held.leases.flatMap(({ year, numbers }) => numbers.map((number) => `${year}#${number}`));
  await new Promise((done) => (meta.put({ ...held, used }, "counter_numbers").onsuccess = done));
  db.close();
}"""
FIRST = {"name": "Quách Thị Kỳ Duyên", "phone": "0912340678", "address": "P1904B, tòa Bạch Dương"}
SECOND = {"name": "Lương Bá Thượng Nguyên", "phone": "0976543218", "address": "Số 8 ngõ Đắk Nông"}
WORDS = ("Kỳ Duyên", "12340678", "Bạch Dương", "Thượng Nguyên", "76543218", "ngõ Đắk Nông")


def open_counter(server: Server) -> None:
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        counter.open_counter()


def ready(clerk) -> None:
    """At the counter's page, with numbers to print, and the page kept."""
    browser = clerk.browser
    browser.press("Quầy một cửa")
    browser.wait_path("/truc/quay")
    browser.wait_for("Còn 20 số in sẵn")
    browser.wait("() => document.querySelector('[data-counter]').hasAttribute('data-opens-offline')")


def receive(browser, person: dict, procedure: str, words: str) -> str:
    """Fills the form as a clerk does and returns the number that stands on the sheet."""
    browser.press("Nhận hồ sơ")
    browser.fill("[role=combobox]", words)
    browser.press(procedure)
    for name, text in person.items():
        browser.fill(f"[name={name}]", text)
    browser.press("Lưu trên máy và in")
    browser.wait_for("Đã lưu trên máy", "[data-panel=sheet] h2")
    return browser.text("[data-field=given]")


def printed(browser, path) -> str:
    path.write_bytes(browser.page.pdf(prefer_css_page_size=True))
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def engine(request) -> str:
    return getattr(request, "param", "chromium")


@pytest.fixture
def clerk(server, on_duty, engine):
    open_counter(server)
    return on_duty(engine, people.HA, viewport=DESK)


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_two_dossiers_of_an_outage_are_printed_delivered_and_leave_no_name(server, clerk, tmp_path):
    ready(clerk)
    browser = clerk.browser
    server.kill()
    browser.reopen()
    browser.goto("/truc/quay")
    browser.wait_for("Còn 20 số in sẵn")

    assert receive(browser, FIRST, "Cấp Giấy xác nhận tình trạng hôn nhân", "hon nhan") == "01/TNHS"
    sheet = printed(browser, tmp_path / "first.pdf")
    # Each copy on a leaf of its own, A5 (TT 01/2018 Đ9.2).
    assert [page.strip() != "" for page in sheet.split("\f")] == [True, True, False]
    assert reading.size_mm((tmp_path / "first.pdf").read_bytes()) == pytest.approx((148, 210), abs=0.5)
    assert sheet.count("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ") == 2
    assert sheet.count("01/TNHS") == 2
    assert sheet.count("QUÁCH THỊ KỲ DUYÊN") == 2
    assert "Liên 1: Lưu" in sheet
    assert "Liên 2: Giao cho người nộp" in sheet
    assert "15.000 đồng" in sheet
    assert "TẠM" not in sheet
    due = browser.text("[data-panel=sheet] [data-field=due_at]").split("\n")[0]
    assert due in " ".join(sheet.split())
    # The same machine, turned to who has just handed in: their answer is sealed, and the dossier comes before it.
    browser.press("Đưa máy cho người dân đánh giá")
    browser.press("Bình thường")
    browser.press("Xong")
    browser.press("Trả máy")
    browser.press("Về danh sách")
    browser.fill("[name=find]", "ky duyen")
    browser.wait_for("1 hồ sơ", "[data-field=found]")
    browser.wait_for("Đã lưu trên máy, chưa gửi")
    assert receive(browser, SECOND, "Đăng ký khai sinh", "1.001193") == "02/TNHS"
    assert traces(browser.profile, *WORDS) == []

    server.start()
    entries = server.wait_ledger("dossier.receive/1", 2)
    assert [(entry["outcome"], entry["staff"]) for entry in entries] == [("ok", people.HA.id)] * 2
    rows = server.rows("SELECT name, receipt_number, due_original_at FROM dossier ORDER BY receipt_number")
    assert [(row["name"], row["receipt_number"]) for row in rows] == [(FIRST["name"], 1), (SECOND["name"], 2)]
    browser.press("Về danh sách")
    browser.wait_for("Mới tiếp nhận", "[data-panel=list]")
    browser.wait_for("Còn 18 số in sẵn")
    said = "SELECT value FROM rating_count WHERE survey = 'faces' AND cut = 'kind' AND of = 'dossier' AND n = 1"
    for _ in range(100):
        if server.rows(said):
            break
        browser.page.wait_for_timeout(200)
    assert [row["value"] for row in server.rows(said)] == [3]

    server.kill()
    browser.reopen()
    assert traces(browser.profile, *WORDS) == []
    browser.goto("/truc/quay")
    browser.wait_for(FIRST["name"])
    assert "counter_desk" in browser.evaluate(_HELD)
    # Three days and an hour later, the server still away.
    browser.page.clock.install(time=time.time() + 73 * 3600)
    browser.goto("/truc/quay")
    browser.wait_for("Máy chưa có dữ liệu của quầy")
    assert browser.evaluate(_HELD) == ["counter_numbers"]
    assert FIRST["name"] not in browser.text()


def test_without_numbers_the_sheet_says_tam_and_is_printed_again_with_the_number_of_the_register(
    server, clerk, tmp_path
):
    ready(clerk)
    browser = clerk.browser
    server.kill()
    # Twenty others were printed before.
    browser.evaluate(_ALL_PRINTED)
    browser.goto("/truc/quay")
    browser.wait_for("Hết số in sẵn")
    assert receive(browser, FIRST, "Cấp Giấy xác nhận tình trạng hôn nhân", "hon nhan") == "......../TNHS"
    assert printed(browser, tmp_path / "before.pdf").count("TẠM") == 2
    browser.press("Về danh sách")
    browser.wait_for("TẠM, chưa có số")
    server.start()
    server.wait_ledger("dossier.receive/1", 1)
    browser.wait_for("21/", "[data-panel=list]")
    browser.press("In lại")
    sheet = printed(browser, tmp_path / "after.pdf")
    assert sheet.count("21/TNHS") == 2
    assert "TẠM" not in sheet


def test_a_number_that_was_taken_back_meanwhile_is_shown_to_the_clerk(server, clerk):
    ready(clerk)
    browser = clerk.browser
    server.kill()
    browser.goto("/truc/quay")
    receive(browser, FIRST, "Cấp Giấy xác nhận tình trạng hôn nhân", "hon nhan")
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        (lease,) = register.open_leases(people.WARD)
        CounterDesk(now="2026-11-20 10:00").send("register.give_back/1", {"reason": "Tưởng máy đã mất"}, lease["id"])
    server.start()
    (entry,) = server.wait_ledger("dossier.receive/1", 1)
    assert (entry["outcome"], entry["code"]) == ("parked", "number_taken")
    browser.goto("/truc/cho-gui")
    browser.wait_for("Số đã in trên giấy không còn thuộc máy này", "[data-reviews]")


def test_numbers_go_back_with_the_shift_and_a_locked_screen_forgets_names(server, clerk):
    ready(clerk)
    browser = clerk.browser
    receive(browser, FIRST, "Cấp Giấy xác nhận tình trạng hôn nhân", "hon nhan")
    server.wait_ledger("dossier.receive/1", 1)
    clerk.lock()
    held = browser.evaluate(_HELD)
    assert not {"counter_key", "counter_desk"} & set(held)
    assert "counter_lists" in held
    assert not any(key.startswith("counter_receipt") for key in held)
    browser.press("Mở khóa, trực tiếp")
    browser.wait_path("/truc")
    clerk.hand_over()
    server.wait_ledger("register.give_back/1", 1)
    states = server.rows(
        "SELECT state, count(*) AS numbers FROM register_number WHERE register = 'tnhs' GROUP BY state"
    )
    assert {row["state"]: row["numbers"] for row in states} == {"used": 1, "void": 19}
    assert browser.evaluate(_HELD) == ["counter_numbers"]


def test_a_volunteers_tablet_has_no_counter(server, on_duty):
    open_counter(server)
    browser = on_duty("chromium").browser
    assert "Quầy một cửa" not in browser.text()
    browser.goto("/truc/quay")
    browser.wait_for("Trang này dành cho công chức một cửa")
    assert "Nhận hồ sơ" not in browser.text("button")
    assert browser.evaluate(_HELD) == []


def test_the_counters_page_is_for_everybody(server, clerk, tmp_path):
    """axe, a narrow phone, letters twice as large: the list, the form with a procedure, the sheet."""
    ready(clerk)
    browser = clerk.browser

    def look(name: str) -> None:
        assert faults(browser) == []
        for width in (1280, 360):
            browser.page.set_viewport_size({"width": width, "height": 900})
            browser.page.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)

    look("empty")
    browser.press("Nhận hồ sơ")
    browser.fill("[role=combobox]", "hon nhan")
    browser.press("Cấp Giấy xác nhận tình trạng hôn nhân")
    browser.wait_for("15.000 đồng", "[data-promise]")
    browser.press("Lưu trên máy và in")
    browser.wait_for("Chưa lưu. Xem lại các ô sau:")
    look("form")
    for name, text in FIRST.items():
        browser.fill(f"[name={name}]", text)
    browser.press("Lưu trên máy và in")
    browser.wait_for("Đã lưu trên máy", "[data-panel=sheet] h2")
    look("sheet")
    browser.press("Về danh sách")
    browser.wait_for(FIRST["name"], "[data-panel=list]")
    look("list")
