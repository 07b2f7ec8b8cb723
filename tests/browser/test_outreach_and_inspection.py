"""An evening and an inspection at the desk, on a phone and on paper: planned, held, asked, put into minutes; opened,
looked at, concluded, mended and checked. Each page is looked at with everything open on it.
"""

from app.rules.inspection_checklist import checklists
from tests import people
from tests.browser.axe import faults
from tests.browser.desk import Desk

OPEN_ALL = "() => document.querySelectorAll('main details').forEach((each) => { each.open = true })"
LONG = "Hướng dẫn cài đặt, kích hoạt và sử dụng tài khoản định danh điện tử mức độ hai cho người cao tuổi, khuyết tật"


def look(browser, found: list[str]) -> None:
    browser.evaluate(OPEN_ALL)
    found += faults(browser)


def test_an_evening_is_planned_held_and_put_into_minutes(server, open_browser):
    browser, found = open_browser(), []
    desk = Desk(browser)
    desk.sign_in(people.HA)
    browser.goto("/tuyen-truyen/moi")
    browser.fill("[name=title]", LONG)
    browser.fill(
        "[name=planned_on]", browser.evaluate("() => new Date(Date.now() + 25_200_000).toISOString().slice(0, 10)")
    )
    browser.fill("[name=place]", "Nhà văn hóa tổ dân phố 7")
    browser.click("[name=neighbourhoods]")
    browser.click("main form button[type=submit]")
    browser.wait_for("Đã lên kế hoạch.")
    path = browser.path()
    look(browser, found)
    browser.fill("#da-to-chuc-attended", "45")
    browser.fill("#da-to-chuc-summary", "Đã cài cho 18 người.")
    browser.click("#da-to-chuc button[type=submit]")
    browser.wait_for("Đã tổ chức, chờ biên bản")
    browser.goto(f"{path}?viec=cau-hoi")
    browser.fill("#cau-hoi-asked", "Bao giờ có thêm ghế chờ?")
    browser.click("#cau-hoi button[type=submit]")
    browser.wait_for("Chưa trả lời")
    look(browser, found)
    browser.press("Ghi thành góp ý")
    browser.wait_for("Đã ghi vào sổ phản ánh")
    browser.goto(f"{path}?viec=lap-bien-ban")
    browser.fill("#lap-bien-ban-conclusion", "Tổ chức thêm một buổi.")
    browser.click("#lap-bien-ban button[type=submit]")
    browser.wait_for("In biên bản")
    look(browser, found)
    words = desk.sheet_text(f"{path}/bien-ban.pdf")
    for told in ("45 người", "Sẽ trả lời sau buổi này.", "Tổ chức thêm một buổi.", "THƯ KÝ"):
        assert told in words
    browser.goto("/tuyen-truyen?trang-thai=minuted")
    browser.wait_for("45 người dự")
    assert not found, "\n".join(found)


def test_an_inspection_is_opened_concluded_mended_and_checked(server, open_browser):
    head, found = open_browser(), []
    desk = Desk(head)
    desk.sign_in(people.MINH)
    head.goto("/kiem-tra/moi?mau=niem_yet")
    head.fill("[name=place]", "Bảng niêm yết ở trụ sở")
    head.click(f"[name=inspected][value='{people.HA.id}']")
    head.click("main form button[type=submit]")
    head.wait_for("Ghi kết quả từng mục")
    first, *others = [item["code"] for item in checklists()["niem_yet"].items]
    for code in others:
        head.click(f"[name=finding-{code}][value=pass]")
    head.click(f"[name=finding-{first}][value=fail]")
    look(head, found)
    head.fill(f"[name=note-{first}]", "Còn ba thủ tục đã bãi bỏ")
    path = head.path().removesuffix("/ket-qua")
    clerk = open_browser()
    Desk(clerk).sign_in(people.HA)
    clerk.goto("/kiem-tra")
    clerk.wait_for("Chưa có cuộc kiểm tra nào")
    head.click("main form button[type=submit]")
    head.wait_for("Đã ghi kết quả.")
    head.goto(f"{path}/ket-luan")
    look(head, found)
    head.fill("[name=present]", "Bà Đỗ Thu Hà, công chức một cửa")
    head.fill("[name=strengths]", "Bảng sạch, chữ lớn.")
    head.click("main form button[type=submit]")
    head.wait_for("Đã kết luận")
    look(head, found)
    words = desk.sheet_text(f"{path}/bien-ban.pdf")
    for told in ("Còn ba thủ tục đã bãi bỏ", people.HA.name, "NƠI ĐƯỢC KIỂM TRA", "Bảng sạch, chữ lớn."):
        assert told in words
    # The clerk's list begins with what is owed.
    clerk.goto("/kiem-tra/ton-tai")
    clerk.click("#results tbody a")
    clerk.wait_for("Ghi đã khắc phục")
    fault = clerk.path()
    look(clerk, found)
    clerk.fill("#khac-phuc-how", "Đã gỡ ba thủ tục.")
    clerk.click("#khac-phuc button[type=submit]")
    clerk.wait_for("chờ kiểm tra lại")
    head.goto(f"{fault}?viec=kiem-tra-lai")
    look(head, found)
    head.click("[name=verdict][value=good]")
    head.click("#kiem-tra-lai button[type=submit]")
    head.wait_for("Đã kiểm tra lại, đạt")
    head.goto("/kiem-tra/ton-tai")
    head.wait_for("Không có tồn tại nào")
    look(head, found)
    assert not found, "\n".join(found)
