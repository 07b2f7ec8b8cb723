"""A code in front of a real browser's camera, or in a photo, goes into the field; and every way it can fail is told."""

from pathlib import Path

import pytest

from app.ledger import paper_seal
from app.records.database import database, open_database
from tests import people
from tests.browser import camera
from tests.browser.axe import faults

PICTURES = Path(__file__).parent / "pictures"
NO_CAMERA = ["--use-fake-device-for-media-stream=device-count=0"]
OPEN = "() => document.querySelector('dialog:has(video)').open"
CLOSED = "() => !document.querySelector('dialog:has(video)').open"
SAID = "dialog [role=status]"
# What a camera that is still on would look like: every stream the page was ever given.
REMEMBER_STREAMS = """() => {
  const devices = navigator.mediaDevices;
  globalThis.streams = [];
  if (!devices) return;
  const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    globalThis.streams.push(stream);
    return stream;
  };
}"""
ALL_STOPPED = "() => streams.length > 0 && streams.every((s) => s.getTracks().every((t) => t.readyState === 'ended'))"


@pytest.fixture
def sealed(server):
    """What the QR code of Mẫu 01 says, as this server prints it."""
    open_database(server.data / "gandan.sqlite3")
    told = {"kind": "01", "number": 12, "register": "TNHS", "year": 2026, "issued_on": "2026-11-20"}
    with database.connection_context():
        return paper_seal.seal_sheet(people.WARD, server.origin, **told, due_on="2026-11-25", facts={"name": "Mai"})


AS_ANDROID = """() => {
  globalThis.BarcodeDetector = class {
    static getSupportedFormats() { return Promise.resolve(["qr_code", "code_128", "code_39", "ean_13"]); }
    detect(picture) { return Promise.resolve(picture.videoWidth ? [{ rawValue: SEEN }] : []); }
  };
}"""
BUSY = """() => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotReadableError"));
}"""


def open_page(open_browser, args=(), path="/xac-minh", **options):
    browser = open_browser(args=list(args), **options)
    browser.before_each_page(REMEMBER_STREAMS)
    browser.goto(path)
    return browser


def test_the_camera_reads_a_sheet_and_the_page_judges_it_without_the_server(sealed, server, open_browser, tmp_path):
    browser = open_page(open_browser, camera.film(tmp_path, camera.qr_picture(sealed)))
    sent = []
    browser.page.on("request", lambda request: sent.append((request.method, request.url)))
    browser.press("Quét mã trên phiếu")
    browser.wait_for("Phiếu này do UBND phường Thử phát hành:", "[data-outcome=genuine]")
    browser.wait_for("12/TNHS/2026", "[data-outcome=genuine]")
    browser.wait_for("25/11/2026", "[data-outcome=genuine]")
    assert browser.evaluate(CLOSED)
    browser.wait(ALL_STOPPED)
    assert browser.evaluate("() => document.querySelector('#ma').value") == sealed
    assert not [request for request in sent if request[0] != "GET" or "TNHS" in request[1]]
    assert [url for _, url in sent if url.endswith(".wasm")], "Chromium on Linux has no BarcodeDetector"
    assert not browser.said
    assert not faults(browser)


@pytest.mark.parametrize("name", ["code128", "code39", "qr"])
def test_a_photo_is_read_where_there_is_no_camera(sealed, open_browser, tmp_path, name):
    texts = {"code128": "000.12.34.H26-191030-0001", "code39": "CT-BS-000123", "qr": sealed}
    photo = PICTURES / f"{name}.png"
    if name == "qr":
        photo = tmp_path / "photo.jpg"
        camera.qr_picture(sealed, scale=24).save(photo, quality=60)
    browser = open_page(open_browser, NO_CAMERA, permissions=["camera"])
    browser.press("Quét mã trên phiếu")
    browser.wait_for("Không thấy máy ảnh trên máy này", SAID)
    browser.page.set_input_files("dialog input[type=file]", photo)
    browser.wait(CLOSED)
    assert browser.evaluate("() => document.querySelector('#ma').value") == texts[name]
    outcome = "genuine" if name == "qr" else "unreadable"
    browser.wait(f"() => document.querySelector('[data-outcome={outcome}]').checkVisibility()")


def test_a_photo_without_a_code_and_a_file_that_is_no_photo(server, open_browser, tmp_path):
    from PIL import Image

    Image.new("RGB", (900, 700), "white").save(tmp_path / "empty.png")
    (tmp_path / "broken.png").write_bytes(b"not a picture")
    browser = open_page(open_browser, NO_CAMERA, permissions=["camera"])
    browser.press("Quét mã trên phiếu")
    for name in ("empty.png", "broken.png"):
        browser.page.set_input_files("dialog input[type=file]", tmp_path / name)
        browser.wait_for("Không thấy mã trong ảnh", SAID)
    assert browser.evaluate(OPEN)
    assert not faults(browser)


@pytest.mark.whole_browser
def test_a_camera_that_may_not_be_used_says_what_to_do(server, open_browser):
    browser = open_page(open_browser, ["--use-fake-device-for-media-stream", "--deny-permission-prompts"])
    browser.press("Quét mã trên phiếu")
    browser.wait_for("Trang này chưa được phép dùng máy ảnh", SAID)


def test_a_page_without_https_says_so_and_still_reads_photos(sealed, server, open_browser, tmp_path):
    camera.qr_picture(sealed, scale=6).save(tmp_path / "photo.png")
    browser = open_browser(args=["--host-resolver-rules=MAP gandan.test 127.0.0.1"])
    browser.origin = f"http://gandan.test:{server.port}"
    browser.goto("/xac-minh")
    browser.press("Quét mã trên phiếu")
    browser.wait_for("ở địa chỉ bắt đầu bằng https", SAID)
    browser.page.set_input_files("dialog input[type=file]", tmp_path / "photo.png")
    # There is no crypto.subtle on such a page: the server judges.
    browser.wait_for("Phiếu này do UBND phường Thử phát hành:", "[data-outcome=genuine]")
    assert "#" not in browser.page.url


def test_a_busy_camera_and_a_reader_that_cannot_be_fetched(server, open_browser):
    browser = open_page(
        open_browser, ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"], service_workers="block"
    )
    browser.page.route("**/*.wasm", lambda route: route.abort())
    browser.press("Quét mã trên phiếu")
    browser.wait_for("Chưa tải được phần đọc mã vì không có mạng", SAID)
    browser.wait(ALL_STOPPED)
    browser.press("Đóng")
    browser.page.unroute("**/*.wasm")
    browser.evaluate(BUSY)
    browser.press("Quét mã trên phiếu")
    browser.wait_for("có thể ứng dụng khác đang dùng", SAID)


def test_the_camera_stops_with_the_dialog_and_the_keyboard_is_enough(server, open_browser):
    browser = open_page(open_browser, ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"])
    browser.wait("() => !document.querySelector('[data-scan-into]').hidden")
    browser.evaluate("() => document.querySelector('[data-scan-into]').focus()")
    browser.page.keyboard.press("Enter")
    browser.wait_for("Đưa mã vào giữa khung hình", SAID)
    assert not faults(browser)
    browser.page.keyboard.press("Escape")
    browser.wait(CLOSED)
    browser.wait(ALL_STOPPED)
    assert browser.evaluate("() => document.activeElement.matches('[data-scan-into]')")


def test_androids_own_reader_is_used_where_it_knows_every_code(sealed, server, open_browser, tmp_path):
    """Desktop Chromium has none: one that answers as Android's does stands in its place, so that the way is run."""
    browser = open_browser(args=camera.film(tmp_path, camera.qr_picture("anything")))
    browser.before_each_page(AS_ANDROID.replace("SEEN", repr(sealed)))
    browser.goto("/xac-minh")
    sent = []
    browser.page.on("request", lambda request: sent.append(request.url))
    browser.press("Quét mã trên phiếu")
    browser.wait_for("Phiếu này do UBND phường Thử phát hành:", "[data-outcome=genuine]")
    assert not [url for url in sent if "vendor" in url]


def test_the_phones_own_camera_opens_the_address_and_it_is_judged_offline_too(sealed, server, open_browser):
    browser = open_browser()
    browser.goto(sealed.removeprefix(server.origin.upper()))
    browser.wait_for("Phiếu này do UBND phường Thử phát hành:", "[data-outcome=genuine]")
    browser.wait("async () => Boolean(await (await caches.open('gandan_visited')).match('/xac-minh'))")
    server.kill()
    for path in ("/xac-minh", "/X"):
        browser.goto(path)
        browser.fill("#ma", sealed.replace(".261125.", ".261225."))
        browser.press("Kiểm phiếu")
        browser.wait_for("Chữ ký không đúng", "[data-outcome=forged]")
        browser.fill("#ma", sealed)
        browser.press("Kiểm phiếu")
        browser.wait_for("25/11/2026", "[data-outcome=genuine]")
    # A second sheet before the same open page changes only what stands behind the #.
    browser.goto("/xac-minh#" + sealed.partition("#")[2].replace("TNHS", "PXL"))
    browser.wait_for("Chữ ký không đúng", "[data-outcome=forged]")


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_other_engines_judge_a_sheet_too(sealed, server, open_browser, engine):
    """By themselves where they know Ed25519, else with the server's help: the person sees no difference."""
    browser = open_browser(engine)
    browser.goto("/X#" + sealed.partition("#")[2])
    browser.wait_for("Phiếu này do UBND phường Thử phát hành:", "[data-outcome=genuine]")
    browser.goto("/xac-minh")
    browser.fill("#ma", sealed.replace(".261125.", ".261225."))
    browser.press("Kiểm phiếu")
    browser.wait_for("Chữ ký không đúng", "[data-outcome=forged]")
