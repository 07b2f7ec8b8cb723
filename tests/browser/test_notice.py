"""A notice on a phone of 360 px: a lead hangs it up, takes a photo of the board, and the desk sees it there."""

from app.records import notice as records
from app.records.database import database, open_database
from app.rules.clock import DAY_MS, day_of
from app.web.sessions import now_ms
from tests import people, photos
from tests.browser.desk import Desk
from tests.notice_desk import NoticeDesk

PHONE = {"width": 360, "height": 740}
SMALL = """() => {
  const input = document.querySelector("[data-board-photo]");
  return input.files.length === 1 && input.files[0].name === "bang-tin.jpg" && !input.hasAttribute("aria-busy");
}"""


def _sent(server) -> dict:
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        desk = NoticeDesk()
        desk.now = now_ms()
        days = {"post_by": day_of(desk.now + 2 * DAY_MS), "expires_on": day_of(desk.now + 9 * DAY_MS)}
        return desk.sent(**days)


def test_a_board_is_photographed_and_the_desk_knows_it(server, open_browser):
    row = _sent(server)
    phone = open_browser(viewport=PHONE)
    Desk(phone).sign_in(people.HUNG)
    phone.wait_for("thông báo cần niêm yết, cần gỡ")
    phone.goto("/thong-bao")
    phone.press("Ghi đã niêm yết")
    phone.wait_path(f"/thong-bao/{row['id']}/niem-yet")
    phone.fill("[name=place]", "Bảng tin sảnh CT1A")
    whole = photos.jpeg(4000, 3000)
    phone.page.set_input_files("[name=photo]", {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": whole})
    # Made small on the phone: the form sends another file than the camera made.
    phone.wait(SMALL)
    phone.click("main form button[type=submit]")
    phone.wait_for("có ảnh")
    with database.connection_context():
        (made,) = records.postings(people.WARD, [row["id"]])[row["id"]]
        assert made["photo"] not in ("", photos.digest(whole))
    desk = open_browser()
    Desk(desk).sign_in(people.HA)
    desk.goto(f"/thong-bao/{row['id']}")
    desk.wait_for("Bảng tin sảnh CT1A", ".places")
    desk.click(".places a")
    desk.wait("() => document.querySelector('.board-photo img').naturalWidth > 0")
