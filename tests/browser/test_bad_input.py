"""What people and machines do wrong at the form: words that must be taken as they are, words that must be refused in a
clear sentence, and a phone without room. Nothing is lost, and nothing is called saved that is not."""

import unicodedata
from datetime import date, timedelta

from tests import people
from tests.browser.desk import Desk
from tests.browser.volunteer import SAVED, Visit

NAMED = Visit(name="Tạ Thị Mơ", phone="0912345678")
SCRIPT = "<script>document.title='bị chiếm'</script><img src=x onerror=\"document.title='bị chiếm'\">"

# field, what is typed there, what the form says then.
REFUSED = [
    ("name", "Đặng Thị " + "Á" * 191, "“Họ và tên” dài 200 ký tự, tối đa 120"),
    ("phone", "0912 345", "Số điện thoại chưa đúng: di động 10 chữ số"),
    ("phone", "hỏi con gái", "Số điện thoại chỉ gồm chữ số"),
    ("phone", "+1 202 555 0101", "Đây là số nước ngoài"),
    ("phone", "01234567890", "Đây là số 11 chữ số kiểu cũ"),
    ("note", "mã OTP của bác là 482913", "“Ghi chú” có vẻ chứa mật khẩu, mã PIN hoặc OTP"),
    ("note", "mat khau: Hanoi1975", "“Ghi chú” có vẻ chứa mật khẩu, mã PIN hoặc OTP"),
    ("on", (date.today() + timedelta(days=2)).isoformat(), "không được sau hôm nay"),
    ("on", (date.today() - timedelta(days=60)).isoformat(), "chỉ ghi bù được trong 31 ngày"),
    ("minutes", "481", "phải là số nguyên từ 0 đến 480"),
]

# As a password manager or a keyboard's clipboard does it: past every limit that holds for a thumb.
_FILLED_BY_MACHINE = """([name, value]) => {
  const control = document.querySelector(`form[data-outbox] [name=${name}]`);
  control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}"""

_VALUE = "name => document.querySelector(`form[data-outbox] [name=${name}]`).value"

_FULL = """() => {
  for (const verb of ["put", "add"]) {
    const write = IDBObjectStore.prototype[verb];
    IDBObjectStore.prototype[verb] = function (...what) {
      if (sessionStorage.getItem("full")) throw new DOMException("no room", "QuotaExceededError");
      return write.apply(this, what);
    };
  }
}"""


def test_what_cannot_be_taken_is_refused_in_a_sentence_and_stays_on_the_screen(server, on_duty):
    lan = on_duty()
    browser = lan.browser
    lan.begin()
    lan.fill_in(NAMED)
    for field, typed, sentence in REFUSED:
        before = browser.evaluate(_VALUE, field)
        browser.evaluate(_FILLED_BY_MACHINE, [field, typed])
        browser.press("Lưu")
        browser.wait_for(sentence, "[data-error-summary]")
        browser.wait_for(sentence, f"[data-error-for={field}]")
        assert browser.text(SAVED) == ""
        assert browser.evaluate(_VALUE, field) == typed
        # Told to a screen reader too: the summary has the focus, the field says that it is wrong.
        assert browser.evaluate("() => document.activeElement.matches('[data-error-summary]')")
        assert browser.evaluate("name => document.querySelector(`[name=${name}]`).ariaInvalid", field) == "true"
        browser.evaluate(_FILLED_BY_MACHINE, [field, before])
        assert browser.text(f"[data-error-for={field}]") == "", "a field that was answered anew is blamed no more"
    lan.save()
    server.wait_ledger("assistance.record/1", 1)
    (row,) = server.rows("SELECT * FROM assistance WHERE ward_id = ?", people.WARD)
    assert (row["name"], row["phone"], row["note"]) == (NAMED.name, "+84912345678", "")


def test_a_thumb_cannot_type_past_the_limit(server, on_duty):
    lan = on_duty()
    lan.record(Visit(name="Á" * 200))
    server.wait_ledger("assistance.record/1", 1)
    (row,) = server.rows("SELECT name FROM assistance WHERE ward_id = ?", people.WARD)
    assert row["name"] == "Á" * 120


def test_what_is_missing_is_asked_for(server, on_duty):
    lan = on_duty()
    browser = lan.browser
    lan.begin()
    browser.press("Lưu")
    browser.wait_for("Cần có mục “Kết quả”", "[data-error-summary]")
    lan.fill_in(Visit(name="Tạ Thị Mơ", consent=False))
    browser.press("Lưu")
    browser.wait_for("hãy hỏi rồi đánh dấu “Người dân đồng ý”", "[data-error-summary]")
    browser.press("Người dân đã nghe và đồng ý")
    lan.save()
    server.wait_ledger("assistance.record/1", 1)


def test_words_are_taken_as_people_write_them(server, on_duty, open_browser):
    """Letters put together from pieces are stored as one (NFC), pictures stay, markup shows as the text it is."""
    lan = on_duty()
    browser = lan.browser
    pieces = unicodedata.normalize("NFD", "Nguyễn Thị Hường")
    assert pieces != "Nguyễn Thị Hường"
    lan.record(Visit(name=pieces, phone="+84 (0) 912.345.678", note="Vui lắm 👵🏽❤️"))
    code = lan.record(Visit(name=SCRIPT, note=SCRIPT))
    assert browser.evaluate("() => document.title").startswith("Ghi lượt mới")
    entries = server.wait_ledger("assistance.record/1", 2)
    assert {entry["outcome"] for entry in entries} == {"ok"}
    rows = server.rows("SELECT name, phone, note FROM assistance WHERE ward_id = ? ORDER BY v", people.WARD)
    assert rows[0] == {"name": "Nguyễn Thị Hường", "phone": "+84912345678", "note": "Vui lắm 👵🏽❤️"}
    assert rows[1] == {"name": SCRIPT, "phone": "", "note": SCRIPT}

    desk = Desk(open_browser())
    desk.sign_in(people.HA)
    (row,) = desk.find(code)
    assert "<script>" in row
    desk.open_first()
    assert SCRIPT in desk.browser.text("main")
    assert "bị chiếm" not in desk.browser.evaluate("() => document.title.split(' – ')[0]")


def test_a_phone_without_room_says_so_and_saves_when_there_is_room(server, on_duty):
    """F43. The error is injected: quotas of a test browser do not reach IndexedDB reliably."""
    lan = on_duty()
    browser = lan.browser
    server.kill()
    browser.before_each_page(_FULL)
    lan.begin()
    lan.fill_in(NAMED)
    browser.evaluate("() => sessionStorage.setItem('full', '1')")
    for _ in range(2):
        browser.press("Lưu")
        browser.wait_for("Bộ nhớ của máy đã đầy nên CHƯA lưu được lượt này", "[data-not-saved]")
        assert "Đã lưu" not in browser.text("main")
        assert browser.evaluate("() => document.querySelector('[name=name]').value") == NAMED.name
    browser.evaluate("() => sessionStorage.removeItem('full')")
    code = lan.save()
    server.start()
    server.wait_ledger("assistance.record/1", 1)
    (row,) = server.rows("SELECT tracking FROM assistance WHERE ward_id = ?", people.WARD)
    assert row["tracking"] == code.replace("-", "")


def test_a_full_phone_is_told_before_anybody_types(on_duty):
    lan = on_duty()
    browser = lan.browser
    browser.before_each_page(_FULL)
    browser.evaluate("() => sessionStorage.setItem('full', '1')")
    browser.goto("/truc/ghi")
    browser.wait_for("Máy đã đầy bộ nhớ")


def test_characters_with_a_meaning_elsewhere_mean_nothing_here(server, on_duty):
    lan = on_duty()
    notes = [f"a {words} b" for words in ("'", '"', "${1}", "{{ 1 }}", "\\", "%s", "&lt;")]
    for note in notes:
        lan.record(Visit(note=note))
    entries = server.wait_ledger("assistance.record/1", len(notes))
    assert {entry["outcome"] for entry in entries} == {"ok"}
    rows = server.rows("SELECT note FROM assistance WHERE ward_id = ? ORDER BY v", people.WARD)
    assert [row["note"] for row in rows] == notes
