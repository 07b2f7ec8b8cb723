"""A record with the keyboard alone; and with JavaScript switched off while there is a network."""

from tests import people
from tests.browser.volunteer import FORM, SAVED

_FOCUS_IS_SEEN = """() => {
  const at = document.activeElement;
  const marked = [at, at.closest("label"), at.nextElementSibling].filter(Boolean).map((e) => getComputedStyle(e));
  return marked.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
}"""


def test_a_record_with_the_keyboard_alone(server, on_duty):
    lan = on_duty()
    browser = lan.browser
    lan.begin()
    keyboard = browser.page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(60):
            keyboard.press("Tab")
            if browser.evaluate("selector => document.activeElement.matches(selector)", selector):
                assert browser.evaluate(_FOCUS_IS_SEEN), f"nobody sees that the focus is on {selector}"
                return
        raise AssertionError(f"the keyboard never comes to {selector}")

    tab_to("[role=combobox]")
    keyboard.type("khai")
    browser.wait("() => document.querySelector('[role=option]')")
    keyboard.press("Enter")
    browser.wait_value("[name=procedure]", "1.001193")
    tab_to("[name=help]")
    keyboard.press("ArrowRight")
    tab_to("[name=result]")
    keyboard.press("Space")
    tab_to("[name=difficulties]")
    keyboard.press("Space")
    tab_to("[data-person] summary")
    keyboard.press("Enter")
    tab_to("[name=name]")
    keyboard.type("Tạ Thị Mơ")
    tab_to("[name=consent]")
    keyboard.press("Space")
    tab_to("[data-save]")
    keyboard.press("Enter")
    browser.wait_for("Đã lưu trên máy", SAVED)
    assert browser.evaluate("card => document.activeElement.matches(card)", SAVED), (
        "a screen reader hears that it is saved"
    )
    # Right after saving a tap is not taken: a thumb shakes, and so does a key.
    browser.wait("saved => Date.now() > saved + 400", browser.evaluate("() => Date.now()"))
    tab_to("[data-next=fresh]")
    keyboard.press("Enter")
    browser.wait("form => document.querySelector(form).contains(document.activeElement)", FORM)

    (entry,) = server.wait_ledger("assistance.record/1", 1)
    assert entry["outcome"] == "ok"
    (row,) = server.rows("SELECT * FROM assistance WHERE ward_id = ?", people.WARD)
    assert (row["procedure"], row["name"], row["help"]) == ("1.001193", "Tạ Thị Mơ", "prepare")


def test_without_javascript_a_volunteer_records_and_a_clerk_finds(server, open_browser):
    page = open_browser(java_script_enabled=False).page

    def sign_in(person: people.Someone) -> None:
        page.goto(f"{server.origin}/dang-nhap")
        page.select_option("[name=phuong]", person.ward)
        page.fill("[name=login]", person.login)
        page.fill("[name=password]", people.PASSWORD)
        page.click("form[action='/dang-nhap'] button[type=submit]")

    page.goto(f"{server.origin}/truc/ghi")
    assert "Trang này cần JavaScript" in page.inner_text("main")
    sign_in(people.LAN)
    page.goto(f"{server.origin}/luot-ho-tro/moi")
    page.select_option("[name=point]", people.CT1A)
    page.fill("[name=procedure]", "1.001193")
    page.get_by_label("Nộp xong tại chỗ").check()
    page.get_by_text("Cần phiếu hoặc theo dõi?").click()
    page.fill("[name=name]", "Tạ Thị Mơ")
    page.get_by_role("button", name="Lưu").click()
    # Without the consent it is refused, with everything typed still there.
    page.get_by_role("alert").get_by_text("Người dân đồng ý").wait_for()
    assert page.input_value("[name=name]") == "Tạ Thị Mơ"
    page.check("[name=consent]")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Đã lưu vào sổ của phường").wait_for()
    page.get_by_role("button", name="Mục lục").click()
    page.get_by_role("button", name="Đăng xuất").click()

    sign_in(people.HA)
    page.goto(f"{server.origin}/luot-ho-tro")
    page.fill("[name=q]", "ta thi mo")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Tạ Thị Mơ").click()
    page.get_by_text("Thủ tục đăng ký khai sinh").first.wait_for()
    assert len(server.ledger()) == 1
