"""What goes wrong on the tablet itself, in three engines: a clock that is a day or a year off, an operation that was
spoilt, a forgotten PIN, a password that changed meanwhile, and an outbox that cannot move and says why
(F01, F03, F07, F23, F26, F30, F62)."""

import time

import pytest

from app.records.database import database, open_database
from app.web import sessions
from app.web.sessions import now_ms
from tests import people
from tests.browser import fault_proxy
from tests.browser.conservation import Balance

DAY_MS = 24 * 3600 * 1000
# Every clock that the page reads from now on; the clock of the page is right again when it is left.
_SHIFT_CLOCK = """(ms) => {
  const right = (window.rightDate ??= Date);
  window.Date = class extends right {
    constructor(...given) {
      if (given.length) super(...given);
      else super(right.now() + ms);
    }
    static now() {
      return right.now() + ms;
    }
  };
}"""
# Under the drain's own lock: a round already under way has read the row whole, and may yet deliver it whole.
_SPOIL_FIRST = """() => navigator.locks.request("gandan-drain", async () => {
  const db = await new Promise((done) => (indexedDB.open("gandan").onsuccess = ({ target }) => done(target.result)));
  const transaction = db.transaction("outbox", "readwrite");
  transaction.objectStore("outbox").openCursor().onsuccess = ({ target }) =>
    target.result.update({ ...target.result.value, text: '{"op":' });
  await new Promise((done) => (transaction.oncomplete = done));
  db.close();
})"""


@pytest.mark.parametrize("days", [1, -1, 366, -366], ids=lambda days: f"{days} days")
def test_a_wrong_clock_delays_nothing_and_the_servers_time_counts(lobby, days):
    lobby.volunteer.begin()
    lobby.browser.evaluate(_SHIFT_CLOCK, days * DAY_MS)
    for _ in range(2):
        lobby.record()
        assert lobby.wait_delivered() == Balance(lobby.created, 0, 0)
    # The first was made before anybody could know; with the second the tablet says how wrong its clock is.
    first, second = lobby.server.ledger()[-2:]
    now = now_ms()
    for entry in (first, second):
        assert abs(now - entry["received_at"]) < DAY_MS // 24
        assert entry["at"] <= entry["received_at"], "nothing was done after it had arrived"
    assert abs(second["clock_offset"] - days * DAY_MS) < DAY_MS // 24
    assert abs(now - second["at"]) < DAY_MS // 24
    assert [entry["v"] for entry in (first, second)] == sorted(entry["v"] for entry in (first, second))


def test_the_clock_that_jumped_back_is_right_again(lobby):
    lobby.browser.goto("/truc")
    lobby.volunteer.begin()
    for _ in range(2):
        lobby.record()
        assert lobby.wait_delivered() == Balance(lobby.created, 0, 0)
    entry = lobby.server.ledger()[-1]
    assert abs(entry["clock_offset"]) < DAY_MS // 24
    assert abs(now_ms() - entry["at"]) < DAY_MS // 24


def test_what_cannot_be_sent_is_in_sight_with_its_reason_and_its_age(lobby):
    lobby.break_as(fault_proxy.refusal(403, "device_revoked", "/sync/"))
    code = lobby.record()
    lobby.browser.goto("/truc/cho-gui")
    lobby.wait_state("trouble")
    lobby.browser.wait_for("Vì sao chưa gửi được", "#tren-may")
    for words in (code, "Lượt cũ nhất:", "Tự thử lại:"):
        lobby.browser.wait_for(words, "#tren-may")
    assert lobby.heal() == Balance(lobby.created, 0, 0)
    lobby.browser.wait_for(code, "#da-gui")


def test_a_changed_password_stops_nothing_and_leads_nowhere_in_a_circle(lobby):
    lobby.break_as(fault_proxy.REFUSE)
    lobby.record()
    _set_password(lobby.server, "mat-khau-moi-cua-lan")
    assert lobby.heal() == Balance(lobby.created, 0, 0)
    lobby.volunteer.hand_over()
    browser = lobby.browser
    browser.goto("/truc/mo-ca")
    browser.wait_value("[name=point]", people.CT1A)
    browser.fill("[name=login]", people.LAN.login)
    browser.fill("[name=password]", people.PASSWORD)
    browser.press("Mở ca")
    browser.wait_for("Chưa mở ca được")
    assert browser.path() == "/truc/mo-ca"
    _set_password(lobby.server, people.PASSWORD)
    browser.goto("/truc/mo-ca")
    lobby.open_shift()
    lobby.record()
    assert lobby.wait_delivered() == Balance(lobby.created, 0, 0)


def test_a_late_answer_about_the_network_does_not_take_away_why_signing_in_failed(lobby):
    lobby.volunteer.hand_over()
    lobby.break_as(fault_proxy.trickle("/sync/v1/hello"))
    browser = lobby.browser
    browser.goto("/truc/mo-ca")
    browser.wait_value("[name=point]", people.CT1A)
    browser.fill("[name=login]", people.LAN.login)
    browser.fill("[name=password]", "không nhớ")
    browser.press("Mở ca")
    browser.wait_for("mật khẩu chưa đúng")
    assert lobby.wire.hits
    # The question that is under way is cut off: there is an answer now, and it is not what was asked last.
    lobby.wire.heal()
    time.sleep(1)
    assert "mật khẩu chưa đúng" in browser.text("form[data-open-shift]")
    lobby.open_shift()


def test_a_forgotten_pin_keeps_a_person_out_and_no_record_in(lobby):
    browser = lobby.browser
    browser.goto("/truc/mo-ca")
    browser.press("Mã PIN khóa màn hình")
    browser.fill("[name=new_pin]", "4821")
    browser.press("Lưu PIN")
    browser.wait_for("Đã đặt PIN")
    lobby.break_as(fault_proxy.REFUSE)
    lobby.record()
    lobby.volunteer.lock()
    for _ in range(2):
        browser.fill("[name=pin]", "0000")
        browser.press("Mở khóa, trực tiếp")
        browser.wait_for("PIN chưa đúng")
    assert lobby.heal() == Balance(lobby.created, 0, 0)
    browser.press("Mở ca cho người khác")
    lobby.open_shift()
    lobby.record()
    assert lobby.wait_delivered() == Balance(lobby.created, 0, 0)


def test_a_spoilt_head_does_not_hold_up_those_behind_it(lobby):
    lobby.break_as(fault_proxy.REFUSE)
    for _ in range(3):
        lobby.record()
    lobby.browser.evaluate(_SPOIL_FIRST)
    assert lobby.heal() == Balance(lobby.created - 1, 0, 1)
    lobby.browser.goto("/truc/cho-gui")
    lobby.browser.wait_for("Cần xem lại", "#can-xem-lai li")


def _set_password(server, password: str) -> None:
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        sessions.set_password(people.WARD, people.LAN.id, password, now_ms())
