"""A declaration handed over as codes, both devices offline: it arrives once, however often it is sent."""

import io
import json
import subprocess
import time

import pytest
from PIL import Image

from app.records.database import database, open_database
from tests import people
from tests.browser import camera
from tests.browser.at_rest import traces
from tests.browser.axe import faults
from tests.browser.declarant import Declarant
from tests.browser.desk import Desk
from tests.counter import open_counter

WORDS = ("Thị Lụa", "Gia Hân", "P1204", "001196012345", "Hòa Xá")
TYPE = "declaration.send/1"
# What another phone would show: sealed by the tablet's own scripts to keys of the test's choice.
_FRAMES = """async ({ mark, key, point }) => {
  const at = performance.getEntriesByType("resource").find(({ name }) => name.includes("/static/js/")).name;
  const core = at.slice(0, at.indexOf("/static/js/")) + "/static/js/core/";
  const [{ framesOf }, { sealDeclaration }, { uuid7 }] = await Promise.all(
    ["declaration_frames", "declaration_seal", "uuid"].map((name) => import(`${core}${name}.js`)));
  const b = { form: "khai_sinh", form_version: 1, values: { child: { name: "Trần An" } } };
  const operation = { op: uuid7(Date.now()), e: uuid7(Date.now()), b };
  const ward = { mark, key, public: point };
  return framesOf(await sealDeclaration(operation, ward), ward);
}"""


@pytest.fixture
def counter_open(server):
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        open_counter()


@pytest.fixture
def tablet(server, counter_open, on_duty):
    """A volunteer's tablet that has opened the page once, with the network."""
    volunteer = on_duty()
    volunteer.browser.press("Quét tờ khai")
    volunteer.browser.wait_path("/truc/quet")
    volunteer.browser.wait("() => document.querySelector('[data-scan-declaration]').hasAttribute('data-opens-offline')")
    volunteer.browser.wait("() => document.querySelector('[data-no-keys]').hidden")
    return volunteer


def shown_codes(page) -> list[Image.Image]:
    """The codes as they stand on the phone's screen, one after the other by hand."""
    count = int(page.locator("[data-panel=code] [data-field=count]").inner_text() or 1)
    pictures = []
    for _ in range(count):
        pictures.append(Image.open(io.BytesIO(page.locator("[data-code]").screenshot())))
        if count > 1:
            page.locator("[data-code-next]").click()
    return pictures


def printed(browser, path) -> str:
    browser.evaluate("() => { window.print = () => {}; }")
    browser.press("In ngay từ máy này")
    path.write_bytes(browser.page.pdf(prefer_css_page_size=True))
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def test_with_both_sides_offline_it_arrives_once_and_becomes_a_dossier(server, tablet, open_browser, tmp_path):
    phone = Declarant(open_browser(device_scale_factor=2))
    phone.open()
    phone.browser.wait("() => document.querySelector('[data-opens-offline]')")
    tablet.browser.close()
    server.kill()

    # In the lift: filled in, and shown.
    phone.browser.reopen()
    phone.page = phone.browser.page
    phone.open()
    phone.whose()
    phone.fill_birth()
    assert faults(phone.browser) == []
    phone.next_after("Đưa tờ khai cho cán bộ")
    phone.browser.wait_for("Đưa mã này cho cán bộ quét", "h2")
    # axe looks with little motion, and then nothing turns by itself.
    assert "Mã 1 / 2" in phone.browser.text("[data-counter]")
    phone.browser.press("Chạy tiếp")
    phone.browser.wait_for("Mã 2 / 2", "[data-counter]")
    phone.browser.press("Dừng")
    assert faults(phone.browser) == []
    phone.browser.screenshot(tmp_path / "phone.png")
    codes = shown_codes(phone.page)
    assert len(codes) == 2
    spoken = phone.browser.text("[data-panel=code] [data-field=tracking]")

    # In the lobby: the tablet was switched off and on, and has no network either.
    reader = tablet.browser
    reader.options["args"] = camera.film(tmp_path, *codes)
    reader.open()
    reader.goto("/truc/quet")
    assert faults(reader) == []
    reader.press("Mở máy ảnh")
    reader.wait_for("Đăng ký khai sinh", "[data-panel=read] h2")
    reader.wait_for("Nguyễn Phạm Gia Hân", "[data-answers]")
    assert faults(reader) == []
    sheet = printed(reader, tmp_path / "scanned.pdf")
    assert "TỜ KHAI ĐĂNG KÝ KHAI SINH" in sheet
    assert "NGUYỄN PHẠM GIA HÂN" in sheet
    assert "Nhận tờ khai này" not in sheet
    reader.press("Nhận tờ khai này")
    reader.wait_for("Đã lưu trên máy", "[data-panel=taken] h2")
    assert reader.text("[data-panel=taken] [data-field=tracking]") == spoken
    assert faults(reader) == []
    reader.goto("/truc")
    tablet.wait_counts(waiting=1)
    reader.wait_for("Tờ khai: Đăng ký khai sinh")
    reader.reopen()
    assert traces(reader.profile, *WORDS) == []

    # The network is back: the phone sends it too, and it is the same one.
    server.start()
    phone.next_after("Gửi tới phường")
    phone.browser.wait_for("Phường đã nhận tờ khai", "h2")
    assert phone.browser.text("[data-panel=sent] [data-field=code]") == spoken
    reader.goto("/truc")
    tablet.wait_counts(waiting=0, needsReview=0)
    # What comes behind a number that was taken already still arrives.
    tablet.hand_over()
    server.wait_ledger("shift.close/1", 1)
    (entry,) = server.ledger(TYPE)
    (row,) = server.rows("SELECT * FROM declaration")
    assert (entry["outcome"], row["tracking"]) == ("ok", spoken.replace("-", ""))

    # The clerk takes it over: typed is the code alone.
    browser = open_browser(viewport={"width": 1280, "height": 800})
    desk = Desk(browser)
    desk.sign_in(people.HA)
    browser.goto("/to-khai-da-gui")
    browser.fill("[name=q]", spoken.lower())
    browser.click("form[role=search] button[type=submit]")
    browser.click("#results tbody a")
    browser.wait_for("Nguyễn Phạm Gia Hân")
    declared = desk.sheet_text(f"{browser.path()}/to-khai.pdf")
    assert "TỜ KHAI ĐĂNG KÝ KHAI SINH" in declared
    assert "NGUYỄN PHẠM GIA HÂN" in declared
    browser.click("a[href^='/ho-so/moi?to-khai=']")
    browser.wait_for("tờ khai đã gửi")
    typed = browser.evaluate("() => ['name', 'address'].map((n) => document.querySelector(`[name=${n}]`).value)")
    assert typed == ["Phạm Thị Lụa", "P1204, tòa CT1A, phường Hà Đông, Hà Nội"]
    browser.wait_for("Hẹn trả", "[data-part=promise]")
    browser.page.focus("[name=name]")
    browser.page.keyboard.press("Control+Enter")
    browser.wait("() => location.search === '?vua=nhan'")
    assert "PHẠM THỊ LỤA" in desk.sheet_text(f"{browser.path()}/giay-tiep-nhan.pdf").upper()
    browser.goto(f"/to-khai-da-gui/{row['id']}")
    browser.wait_for("Đã nhận vào hồ sơ")


def test_shown_mended_and_handed_over_it_leaves_the_phone(server, open_browser):
    phone = Declarant(open_browser())
    phone.open()
    phone.browser.wait("() => document.querySelector('[data-opens-offline]')")
    phone.whose()
    phone.fill_birth()
    server.kill()
    phone.next_after("Đưa tờ khai cho cán bộ")
    phone.browser.wait_for("Mã 2 / 2", "[data-counter]")
    first = phone.browser.text("[data-panel=code] [data-field=tracking]")
    phone.next_after("Quay lại sửa")
    phone.browser.wait_for("Xem lại trước khi gửi", "h2")
    assert not [key for key in phone.kept() if key.startswith("citizen:send")]
    phone.next_after("Đưa tờ khai cho cán bộ")
    phone.browser.wait_for("Đưa mã này cho cán bộ quét", "h2")
    # Mended, it is another declaration.
    code = phone.browser.text("[data-panel=code] [data-field=tracking]")
    assert code != first
    phone.next_after("Cán bộ đã nhận, xóa khỏi máy này")
    phone.browser.wait_for("Cán bộ đã nhận tờ khai", "h2")
    assert faults(phone.browser) == []
    assert not [key for key in phone.kept() if key.startswith(("citizen:form", "citizen:send"))]
    phone.browser.goto("/to-khai")
    phone.browser.wait_for(f"Mã tra cứu {code}")
    phone.open()
    assert phone.value("child.name") == ""


def test_what_cannot_be_opened_is_told_apart_and_says_what_to_do(server, tablet, tmp_path):
    browser = tablet.browser
    told = json.loads(
        browser.evaluate(
            """async () => {
              const text = await (await fetch("/to-khai/khai-sinh")).text();
              const page = new DOMParser().parseFromString(text, "text/html");
              return page.querySelector("[data-declaration]").dataset.wardKey;
            }"""
        )
    )
    good = {"mark": told["mark"], "key": told["key"], "point": told["public"]}
    (frame,) = browser.evaluate(_FRAMES, good)
    for change, words in (
        ({"mark": "ZZZZ"}, "gửi phường khác"),
        ({"key": "2501" + told["key"][4:]}, "giữ khóa cũ của phường"),
        ({"key": "9901" + told["key"][4:]}, "dùng khóa mới mà máy này chưa có"),
        ({"key": told["key"][:4] + "ZZZZ"}, "Máy này không mở được mã"),
    ):
        (other,) = browser.evaluate(_FRAMES, good | change)
        show(browser, tmp_path, other, words)
    show(browser, tmp_path, "HTTPS://GANDAN.TEST/M/ABCDEFGHJKMN", "không phải mã của tờ khai")
    show(browser, tmp_path, frame.replace("GDTK1", "GDTK2"), "bản ứng dụng mới hơn")
    show(browser, tmp_path, frame[:-1], "nội dung bị hỏng")
    assert faults(browser) == []
    photo = tmp_path / "good.png"
    camera.qr_picture(frame, scale=6).save(photo)
    browser.page.set_input_files("[data-scan-declaration] input[type=file]", photo)
    browser.wait_for("Trần An", "[data-answers]")
    # Dropped: nothing of it is left in the page.
    browser.press("Bỏ, không nhận")
    browser.wait_for("Mở máy ảnh")
    assert "Trần An" not in browser.evaluate("() => document.querySelector('main').textContent")
    # A week and an hour later, the server still away: nothing opens any more.
    server.kill()
    browser.page.clock.install(time=time.time() + 169 * 3600)
    browser.goto("/truc/quet")
    browser.wait_for("Máy này chưa mở được tờ khai")
    show(browser, tmp_path, frame, "Máy này không mở được mã")


def show(browser, folder, text: str, words: str) -> None:
    picture = folder / "code.png"
    camera.qr_picture(text, scale=6).save(picture)
    browser.page.set_input_files("[data-scan-declaration] input[type=file]", picture)
    browser.wait_for(words, "[data-wrong-box]")
