"""One tablet, two volunteers: F04 and F10 (the next person neither sees nor signs what waits), F58 (the lock forgets),
F01 and F06 (an expired shift still records, and what it recorded is taken when its author signs in again)."""

import pytest

from tests import people
from tests.browser.conftest import TWO_ENGINES
from tests.browser.serving import ROOT, other_tree
from tests.browser.volunteer import Visit

_BUSY = {"app/web/sync.py": ("    device, batch = signed_request(Push)\n", '    raise Problem("busy")\n')}
_SHORT_SHIFT = {"app/config.py": ("SHIFT_SECONDS = 72 * 3600", "SHIFT_SECONDS = 3")}


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_the_next_person_sees_a_number_and_never_the_name(server, on_duty, tmp_path, engine):
    lan = on_duty(engine)
    browser = lan.browser
    server.kill()
    code = lan.record(Visit(name="Tạ Thị Mơ", phone="0912345678"))
    lan.hand_over()

    # The server is there and takes no operations yet: the outbox cannot empty itself in between.
    server.tree = other_tree(tmp_path, _BUSY)
    server.start()
    browser.reopen()
    browser.goto("/truc/mo-ca")
    tuan = lan
    tuan.open_shift(people.TUAN, shifts=1)
    browser.goto("/truc/cho-gui")
    browser.wait_for("1 phiếu của người khác", "#tren-may")
    shown = browser.text("main")
    assert code not in shown
    assert "T.T.M" not in shown
    assert people.LAN.name not in shown
    tuan.record(Visit(result="Hẹn lại"))
    browser.goto("/truc/phieu")
    browser.wait_for("Hẹn lại", "main")
    assert "Tạ Thị Mơ" not in browser.text("main")

    server.kill()
    server.tree = ROOT
    server.start()
    first, second = server.wait_ledger("assistance.record/1", 2)
    assert (first["staff"], second["staff"]) == (people.LAN.id, people.TUAN.id)
    assert first["shift"] != second["shift"]
    assert {first["outcome"], second["outcome"]} == {"ok"}
    (closed,) = server.ledger("shift.close/1")
    assert (closed["staff"], closed["outcome"]) == (people.LAN.id, "ok")


@pytest.mark.parametrize("engine", TWO_ENGINES)
def test_the_lock_forgets_and_what_waits_goes_on(server, on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    server.kill()
    code = lan.record(Visit(name="Tạ Thị Mơ", phone="0912345678"))
    lan.lock()
    shown = browser.text()
    assert people.LAN.name not in shown
    assert code not in shown
    for path in ("/truc", "/truc/ghi", "/truc/phieu"):
        browser.goto(path)
        browser.wait_path("/truc/mo-ca")
    browser.goto("/truc/cho-gui")
    browser.wait_for("1", "#tren-may .count")
    assert code not in browser.text("main")

    server.start()
    (entry,) = server.wait_ledger("assistance.record/1", 1)
    assert entry["staff"] == people.LAN.id
    browser.goto("/truc/mo-ca")
    browser.press("Mở khóa, trực tiếp")
    browser.wait_path("/truc")
    browser.goto("/truc/phieu")
    browser.wait_for("Chưa có lượt nào để in")


def test_after_the_shift_has_expired_records_are_kept_and_taken_after_signing_in_again(server, on_duty, tmp_path):
    server.kill()
    server.tree = other_tree(tmp_path, _SHORT_SHIFT)
    server.start()
    lan = on_duty()
    browser = lan.browser
    opened_at = browser.evaluate("() => Date.now()")
    browser.wait("opened => Date.now() > opened + 3000", opened_at)
    browser.goto("/truc")
    browser.wait_for("Ca trực đã quá 72 giờ")
    code = lan.record(Visit())
    (entry,) = server.wait_ledger("assistance.record/1", 1)
    assert (entry["outcome"], entry["code"]) == ("parked", "shift_expired")
    assert server.rows("SELECT * FROM assistance WHERE ward_id = ?", people.WARD) == []
    browser.goto("/truc/cho-gui")
    browser.wait_for("Ca trực đã quá 72 giờ. Lượt được giữ lại", "#can-xem-lai")
    assert code in browser.text("#can-xem-lai")
    # What changes elsewhere takes no button from under a thumb.
    browser.evaluate("() => document.querySelector('#can-xem-lai [data-seen]').focus()")
    browser.evaluate("() => new BroadcastChannel('gandan').postMessage('changed')")
    browser.page.wait_for_timeout(700)
    assert browser.evaluate("() => document.activeElement.matches('#can-xem-lai [data-seen]')")

    browser.goto("/truc/mo-ca")
    browser.press("Mở ca lại")
    lan.open_shift(shifts=2)
    (row,) = server.rows("SELECT * FROM assistance WHERE ward_id = ?", people.WARD)
    assert row["tracking"] == code.replace("-", "")
    assert row["staff"] == people.LAN.id
