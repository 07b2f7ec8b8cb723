"""A photo feedback on a phone of 360 px over a line that breaks in the middle of the upload (F67, F68, F69): it goes on
after the browser was killed and opened again, until the ward's inbox has it whole, without the place in it.
"""

import os
import random
import time
from io import BytesIO
from pathlib import Path

from PIL import Image

from app.records.photo_folder import PhotoFolder
from tests import people, photos
from tests.browser import fault_proxy
from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.browser.priced_line import Line

# To look at them as pictures: GD_PICTURES=/tmp/pictures pytest tests/browser/test_voice_photo.py
PICTURES = os.environ.get("GD_PICTURES", "")
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
WORDS = "Vỉa hè trước sảnh CT1A bị lún, người già đi dễ ngã"
UPHILL = Line(up_bits=160_000)
KEPT = "() => document.querySelectorAll('[data-photo-list] li').length === {}"


def look(browser, name: str) -> list[str]:
    if PICTURES:
        for scheme in ("light", "dark"):
            browser.page.emulate_media(color_scheme=scheme)
            browser.page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}.png", full_page=True)
        browser.page.emulate_media(color_scheme="light")
    return faults(browser)


def busy_picture() -> bytes:
    """Large and full of grain, as a street is: the phone has to make it small, and it takes its time to send."""
    small = Image.frombytes("RGB", (300, 225), random.Random(7).randbytes(300 * 225 * 3))
    made = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Phone of somebody"
    exif.get_ifd(0x8825)[0x001B] = photos.PLACE
    small.resize((2400, 1800), Image.Resampling.BICUBIC).save(made, "JPEG", quality=92, exif=exif)
    return made.getvalue()


def give(browser, *files: tuple[str, str, bytes]) -> None:
    browser.page.locator("#photo").set_input_files(
        [{"name": name, "mimeType": type_, "buffer": content} for name, type_, content in files]
    )


def answered(clerk, feedback: str) -> list[str]:
    """The clerk puts a template into the answer and records it; what is wrong with the pages on the way."""
    found = []
    for path in ("/mau-tra-loi", "/mau-tra-loi/moi"):
        clerk.goto(path)
        found += look(clerk, f"{path[1:].replace('/', '-')}-1280")
    clerk.goto(f"/phan-anh/{feedback}?viec=tra-loi")
    clerk.choose("#tra-loi-template", "5b1f0c52-7d0e-5a51-9a55-0d6c6f2a0004")
    clerk.press("Chèn mẫu")
    clerk.wait("() => document.querySelector('#tra-loi-text').value.startsWith('Cảm ơn anh/chị đã góp ý ngày ')")
    clerk.choose("#tra-loi-how", "online")
    clerk.press("Ghi đã trả lời")
    clerk.wait_for("Đã xong: trả lời.")
    return found


def test_a_line_that_breaks_in_the_middle_goes_on_from_a_page_opened_later(server, wire, open_browser):
    citizen = open_browser(viewport=PHONE)
    citizen.goto("/gop-y")
    citizen.wait("() => !document.querySelector('[data-photos]').hidden")

    # What cannot be used is refused in words, and nothing of it stays.
    giant = bytearray(photos.jpeg(64, 64))
    frame = giant.index(b"\xff\xc0")
    giant[frame + 5 : frame + 9] = (6_000).to_bytes(2, "big") + (8_000).to_bytes(2, "big")
    heic = b"\0\0\0\x18ftypheic" + b"\0" * 64
    for file, said in (
        (("anh.heic", "image/heic", heic), "loại HEIC"),
        (("to-khai.pdf", "application/pdf", b"%PDF-1.7"), "không phải là ảnh"),
        (("48.jpg", "image/jpeg", bytes(giant)), "quá lớn"),
        (("hong.jpg", "image/jpeg", b"\xff\xd8\xff" + b"\0" * 99), "Không mở được"),
    ):
        give(citizen, file)
        citizen.wait_for(said, "[data-photo-trouble]")
    citizen.wait(KEPT.format(0))

    citizen.fill("[name=content]", WORDS)
    original = busy_picture()
    assert photos.PLACE in original
    give(citizen, ("via-he.jpg", "image/jpeg", original))
    citizen.wait(KEPT.format(1))
    found = look(citizen, "voice-photo-360")
    citizen.page.set_viewport_size(PHONE)
    # The camera may kill the tab: what was chosen comes back with what was typed.
    citizen.wait("async () => (await indexedDB.databases()).length > 0")
    citizen.page.wait_for_timeout(600)
    citizen.goto("/gop-y")
    citizen.wait(KEPT.format(1))

    wire.line = UPHILL
    citizen.press("Gửi tới phường")
    citizen.wait_for("Phường đã nhận", "[data-panel=sent]")
    citizen.wait_for("Còn 1 ảnh đang gửi", "[data-photo-status]")
    (row,) = server.rows("SELECT * FROM feedback WHERE ward_id = ?", people.WARD)
    hash_, size = row["photos"].split(":")
    assert 40_000 < int(size) <= 500_000
    folder = PhotoFolder(server.data)
    deadline = time.monotonic() + 60
    while not 0 < (have := folder.have(people.WARD, row["id"], hash_)) < int(size):
        assert time.monotonic() < deadline, "the upload never began"
        time.sleep(0.02)
    wire.break_as(fault_proxy.REFUSE)
    citizen.kill()
    have = folder.have(people.WARD, row["id"], hash_)
    assert 0 < have < int(size)

    clerk = open_browser(viewport=DESK)
    wire.heal()
    wire.line = fault_proxy.LOOPBACK
    Desk(clerk).sign_in(people.HA)
    clerk.goto("/phan-anh")
    clerk.wait_for("Thiếu tệp: 1 trên 1 ảnh chưa đến đủ.")

    # Another hour: the browser is opened again, and it goes on from where the ward has it.
    sent_before = wire.up.bytes
    citizen.open()
    citizen.goto("/gop-y")
    citizen.wait_for("Phường đã nhận đủ ảnh.", "[data-photo-status]")
    assert wire.up.bytes - sent_before < int(size) - have + 60_000
    found += look(citizen, "voice-later-360")

    clerk.goto(f"/phan-anh/{row['id']}")
    assert "Thiếu tệp" not in clerk.text()
    clerk.wait("() => document.querySelector('.photos img').naturalWidth > 0")
    found += look(clerk, "show-photo-1280")
    kept = folder.file(people.WARD, row["id"], hash_).read_bytes()
    assert max(Image.open(BytesIO(kept)).size) <= 1600
    assert dict(Image.open(BytesIO(kept)).getexif()) == {}
    for word in (photos.PLACE, b"Exif", b"Phone of somebody"):
        assert word not in kept
    # Answered with a template of the ward's, read and rated by code.
    found += answered(clerk, row["id"])
    citizen.goto(f"/tra-cuu?ma={row['tracking']}")
    citizen.wait_for("Phường đã có 1 trên 1 ảnh")
    citizen.wait_for("Cảm ơn anh/chị đã góp ý")
    found += look(citizen, "rate-360")
    citizen.page.set_viewport_size(PHONE)
    citizen.page.locator("[name=rating][value=unsatisfied]").check(force=True)
    citizen.fill("[name=reason]", "Vỉa hè vẫn chưa sửa")
    citizen.press("Gửi đánh giá")
    citizen.wait_for("Anh/chị đã đánh giá")
    clerk.goto("/phan-anh?trang-thai=answered")
    clerk.wait_for("Người dân: chưa hài lòng với câu trả lời")
    citizen.goto("/gop-y")

    # Nothing of it stays on the phone.
    left = "async () => { const o = indexedDB.open('gandan'); await new Promise((d) => { o.onsuccess = d; });"
    left += " const g = o.result.transaction('meta').objectStore('meta').getAllKeys();"
    left += " await new Promise((d) => { g.onsuccess = d; });"
    left += " return g.result.every((key) => !String(key).startsWith('citizen:photo')); }"
    assert citizen.evaluate(left)
    assert found == []
