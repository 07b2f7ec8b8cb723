"""A citizen prepares a declaration on a phone of 360 px: in a lift without a network, after the tab was killed."""

import pytest

from tests.browser.at_rest import traces
from tests.browser.axe import faults
from tests.browser.conftest import ENGINES
from tests.browser.declarant import BIRTH, KEPT, Declarant
from tests.printing import reading


@pytest.fixture
def open_declarant(open_browser):
    """open_declarant("ct01") → a citizen with this form open on a phone, whose pages are kept."""

    def make(form: str = "khai-sinh", **options) -> Declarant:
        someone = Declarant(open_browser(**options), form)
        someone.open()
        someone.browser.wait("() => document.querySelector('[data-opens-offline]')")
        return someone

    return make


@pytest.fixture
def citizen(open_declarant):
    return open_declarant()


def test_in_a_lift_a_killed_tab_goes_on_where_it_stopped(server, citizen):
    server.kill()
    citizen.open()
    citizen.whose()
    citizen.part("requester", BIRTH["requester"])
    citizen.next()
    citizen.part("child", {"name": "Nguyễn Phạm Gia Hân", "birth": "02112026"})
    citizen.wait_kept("Gia Hân")
    citizen.browser.kill()
    citizen.browser.open()
    citizen.page = citizen.browser.page
    citizen.open()
    citizen.at("child")
    assert citizen.value("child.name") == "Nguyễn Phạm Gia Hân"
    assert citizen.value("child.birth") == "02/11/2026"
    assert "Phần 2/5" in citizen.browser.text("[data-parts] summary")


@pytest.mark.parametrize("engine", ENGINES)
def test_whoever_stays_with_the_first_page_fills_in_a_form_in_the_lift(server, open_browser, engine):
    browser = open_browser(engine)
    browser.goto("/")
    browser.wait("async () => Boolean(await caches.match('/to-khai/uy-quyen'))")
    server.kill()
    browser.goto("/to-khai/khai-sinh")
    browser.wait("() => document.querySelector('[data-declaration]')?.dataset.stepwise === ''")
    browser.press("Máy của tôi")
    browser.fill("[name='requester.name']", "Phạm Thị Lụa")
    browser.wait(KEPT, ["khai_sinh", "Thị Lụa"])
    browser.reopen()
    browser.goto("/to-khai/khai-sinh")
    browser.wait_value("[name='requester.name']", "Phạm Thị Lụa")


def test_a_condition_hides_and_brings_back_what_was_typed(citizen):
    citizen.part("requester", {"relation": "other", "relation_text": "Cô nuôi dưỡng trẻ"})
    citizen.write("requester.relation", "mother")
    assert not citizen.page.locator("[name='requester.relation_text']").is_visible()
    assert citizen.page.locator("[name='requester.relation_text']").is_disabled()
    citizen.write("requester.relation", "other")
    assert citizen.value("requester.relation_text") == "Cô nuôi dưỡng trẻ"


def test_a_part_that_nobody_needs_is_not_asked(citizen):
    citizen.part("requester", BIRTH["requester"])
    citizen.next()
    citizen.part("child", {**BIRTH["child"], "parents": "mother"})
    assert "Phần 2/4" in citizen.browser.text("[data-parts] summary")
    citizen.next()
    citizen.at("mother")
    citizen.browser.press("Điền giống người yêu cầu:")
    citizen.browser.press("Giống dân tộc của người được khai sinh:")
    citizen.next()
    citizen.part("copies", {"wanted": "no"})
    citizen.next()
    citizen.browser.wait_for("Xem lại trước khi gửi", "h2")
    assert "Người cha" not in citizen.browser.text("[data-answers]")
    assert "Số lượng bản sao" not in citizen.browser.text("[data-answers]")


def test_people_of_a_household_are_added_and_left_out(open_declarant):
    citizen = open_declarant("ct01")
    citizen.open("members")
    citizen.at("members")
    for at, name in enumerate(("Lê Văn Một", "Lê Thị Hai", "Lê Thị Ba")):
        citizen.browser.press("Thêm")
        citizen.write(f"members.{at}.name", name)
    citizen.page.locator("[data-row='0'] [data-drop]").click()
    assert citizen.value("members.0.name") == "Lê Thị Hai"
    assert citizen.value("members.1.name") == "Lê Thị Ba"
    assert citizen.page.locator("[name='members.2.name']").count() == 0
    assert citizen.page.locator("label[for='members-1-name']").is_visible()


def test_the_old_know_only_their_year(citizen):
    citizen.write("requester.birth", "1950")
    assert citizen.value("requester.birth") == "1950"
    citizen.write("requester.birth", "31950")
    citizen.write("requester.relation", "mother")
    citizen.next()
    citizen.browser.wait_for("chưa đúng là một ngày", "[data-error-for='requester.birth']")
    citizen.write("requester.birth", "03/1950")
    assert citizen.value("requester.birth") == "03/1950"
    citizen.open("child")
    citizen.at("child")
    citizen.write("child.birth", "2026")
    citizen.next()
    citizen.browser.wait_for("cần đủ ngày, tháng, năm", "[data-error-for='child.birth']")


def test_what_looks_odd_is_said_and_mended_with_one_tap(citizen):
    citizen.part("requester", {**BIRTH["requester"], "name": "Phamj Thij Luaj", "id": "001096012345"})
    citizen.browser.press("Sửa thành “Phạm Thị Lụa”?")
    assert citizen.value("requester.name") == "Phạm Thị Lụa"
    citizen.write("requester.id", "00119601")
    assert "ở đây có 8" in citizen.browser.text("[data-doubt='requester.id']")
    citizen.next()
    citizen.at("child")


def test_what_is_missing_can_be_filled_in_later_but_is_not_forgotten(citizen):
    citizen.part("requester", {**BIRTH["requester"], "id": ""})
    citizen.next()
    citizen.browser.wait_for("Cần ghi “Số định danh cá nhân”.", "[data-error-summary]")
    citizen.next()
    citizen.part("child", {**BIRTH["child"], "parents": "none"})
    citizen.next()
    citizen.part("copies", {"wanted": "no"})
    citizen.next()
    citizen.at("requester")
    citizen.browser.wait_for("Cần ghi “Số định danh cá nhân”.", "[data-error-summary]")
    citizen.write("requester.id", BIRTH["requester"]["id"])
    citizen.next()
    citizen.browser.wait_for("Xem lại trước khi gửi", "h2")


def test_from_the_review_one_goes_back_to_a_field(citizen):
    citizen.fill_birth()
    citizen.browser.click("[data-edit='child.hometown']")
    citizen.at("child")
    citizen.browser.wait("() => document.activeElement.name === 'child.hometown'")
    citizen.page.go_back()
    citizen.browser.wait_for("Xem lại trước khi gửi", "h2")


def test_a_shared_machine_keeps_nothing(citizen):
    citizen.whose("Máy dùng chung, máy mượn")
    citizen.part("requester", BIRTH["requester"])
    citizen.next()
    citizen.at("child")
    citizen.page.wait_for_timeout(500)
    assert citizen.kept() == []
    citizen.open()
    citizen.at("requester")
    assert citizen.value("requester.name") == ""
    citizen.browser.close()
    assert traces(citizen.browser.profile, "Thị Lụa", "P1204", "001196012345") == []


def test_what_was_kept_can_be_erased(citizen):
    citizen.whose()
    citizen.part("requester", BIRTH["requester"])
    citizen.wait_kept("Thị Lụa")
    citizen.browser.press("Xóa khỏi máy này")
    citizen.browser.press("Xóa hết, không lấy lại được")
    citizen.browser.wait_for("Đã xóa tờ khai này khỏi máy.")
    assert citizen.kept() == []
    assert citizen.value("requester.name") == ""


def test_axe_is_silent_in_light_and_dark_and_nothing_sticks_out(citizen, tmp_path):
    long = "Nguyễn Phạm Hoàng Bảo Ngọc Khánh Thượng Nguyên Trường Xuân Mai Phương Thảo Uyên"
    browser = citizen.browser
    assert faults(browser) == []
    citizen.next()
    browser.wait_for("Còn ô cần xem lại", "[data-error-summary]")
    assert faults(browser) == []
    citizen.part("requester", {**BIRTH["requester"], "name": long, "id": "9" * 40})
    citizen.open("mother")
    assert faults(browser) == []
    citizen.open("requester")
    citizen.part("requester", {"name": f"{long} Nguyeenx"})
    assert faults(browser) == []
    browser.goto("/to-khai")
    assert faults(browser) == []


def test_axe_is_silent_on_the_review(citizen):
    citizen.fill_birth()
    assert faults(citizen.browser) == []


def test_it_is_sent_once_after_the_network_came_back(server, citizen):
    citizen.whose()
    citizen.fill_birth()
    server.kill()
    citizen.next_after("Gửi tới phường")
    citizen.browser.wait_for("Chưa gửi được: đang chờ mạng", "h2")
    citizen.browser.press("Gửi ngay")
    citizen.browser.wait_for("Vẫn chưa có mạng")
    citizen.browser.reopen()
    citizen.page = citizen.browser.page
    citizen.open()
    citizen.browser.wait_for("Chưa gửi được: đang chờ mạng", "h2")
    citizen.browser.goto("/to-khai")
    citizen.browser.wait_for("Đang chờ mạng để gửi")
    citizen.open()
    server.start()
    citizen.browser.wait_for("Chưa gửi được", "h2")
    citizen.browser.press("Gửi ngay")
    citizen.browser.wait_for("Phường đã nhận tờ khai", "h2")
    (row,) = server.rows("SELECT * FROM declaration")
    assert citizen.browser.text("[data-field=code]").replace("-", "") == row["tracking"]
    assert row["name"] == "Phạm Thị Lụa"
    assert "father" in row["filled"]
    # Nothing of what it said stays on the phone; what was sent is known by its code.
    assert not [key for key in citizen.kept() if key.startswith(("citizen:form", "citizen:send"))]
    citizen.browser.goto("/to-khai")
    citizen.browser.wait_for(citizen.browser.text("[data-form=khai_sinh]")[-14:])
    citizen.open()
    assert citizen.value("child.name") == ""


def test_what_waits_can_be_taken_back(server, citizen):
    citizen.whose("Máy dùng chung, máy mượn")
    citizen.fill_birth()
    server.kill()
    citizen.next_after("Gửi tới phường")
    citizen.browser.wait_for("Chưa gửi được: đang chờ mạng", "h2")
    assert [key for key in citizen.kept() if key.startswith("citizen:send")]
    citizen.browser.press("Máy dùng chung: không lưu lại gì")
    citizen.browser.press("Xóa khỏi máy này")
    citizen.browser.press("Xóa hết, không lấy lại được")
    citizen.at("requester")
    assert not [key for key in citizen.kept() if key.startswith("citizen:send")]
    assert citizen.value("requester.name") == ""


def test_told_on_another_page_the_code_is_not_lost(server, citizen):
    citizen.whose()
    citizen.fill_birth()
    server.kill()
    citizen.next_after("Gửi tới phường")
    citizen.browser.wait_for("Chưa gửi được: đang chờ mạng", "h2")
    server.start()
    citizen.browser.goto("/to-khai")
    server.wait_ledger("declaration.send/1", 1)
    citizen.browser.goto("/to-khai")
    (row,) = server.rows("SELECT * FROM declaration")
    citizen.browser.wait_for(f"Mã tra cứu {row['tracking'][:4]}-{row['tracking'][4:8]}-{row['tracking'][8:]}")


def test_without_a_network_the_browser_prints_the_sheet_to_sign(server, citizen, tmp_path):
    citizen.fill_birth()
    server.kill()
    page = citizen.page
    page.evaluate("() => { window.print = () => {}; }")
    citizen.browser.press("In ngay từ máy này")
    sheet = tmp_path / "sheet.pdf"
    sheet.write_bytes(page.pdf(prefer_css_page_size=True))
    pages = reading.pages(sheet.read_bytes())
    printed = reading.text(sheet.read_bytes())
    assert len(pages) == 1
    for words in (
        "TỜ KHAI ĐĂNG KÝ KHAI SINH",
        "Kính gửi: Ủy ban nhân dân",
        "NGUYỄN PHẠM GIA HÂN",
        "Ngày hai tháng mười một năm hai nghìn không trăm hai mươi sáu",
        "Tôi cam đoan",
    ):
        assert words in printed
    assert "Sửa" not in printed


@pytest.mark.whole_browser
def test_with_a_network_the_server_makes_the_pdf(citizen):
    citizen.fill_birth()
    with citizen.page.context.expect_page() as opened:
        citizen.browser.press("In hoặc lưu PDF")
    opened.value.wait_for_load_state()
    assert opened.value.url.endswith("/to-khai/khai-sinh")
    opened.value.close()
    citizen.browser.wait_for("Xem lại trước khi gửi", "h2")
