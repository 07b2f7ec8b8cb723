"""Storage that is gone, spoilt or refused (F40, F41, F44, F46, F48): the tablet says so before anybody types, calls
nothing saved that is not, works again after a new enrolment, and what the server had is there once."""

from pathlib import Path

import pytest

from tests import people
from tests.browser.conftest import ENGINES
from tests.browser.desk import Desk
from tests.browser.volunteer import Visit

_NO_STORAGE = """() => {
  IDBFactory.prototype.open = () => {
    throw new DOMException("private window", "SecurityError");
  };
}"""


def spoil_storage(profile: Path) -> int:
    """Overwrites every file that the browser keeps this origin's IndexedDB in; how many there were."""
    found = [
        path
        for path in profile.rglob("*")
        if path.is_file() and "chrome" not in path.parts and {"IndexedDB", "idb", "indexeddb"} & {*path.parts}
    ]
    for path in found:
        path.write_bytes(b"\xa5" * path.stat().st_size)
    return len(found)


def clear_site_data(browser) -> None:
    """What a person does in the settings, and a browser by itself when room or patience run out."""
    session = browser.context.new_cdp_session(browser.page)
    session.send("Storage.clearDataForOrigin", {"origin": browser.origin, "storageTypes": "all"})


@pytest.mark.parametrize("engine", ENGINES)
def test_spoilt_storage_is_told_or_begins_anew(server, on_duty, engine):
    lan = on_duty(engine)
    browser = lan.browser
    first = lan.record(Visit())
    server.wait_ledger("assistance.record/1", 1)
    server.kill()
    lan.record(Visit())
    browser.kill()
    assert spoil_storage(browser.profile) > 0
    server.start()
    browser.open()
    browser.goto("/truc/ghi")
    if engine == "webkit":
        # It keeps the ruin and says so; the way past it is the server's own form.
        browser.wait_for("Có thể thiếu lượt chưa gửi", "main")
        browser.press("Ghi thẳng lên máy chủ")
        browser.wait_for("Đăng nhập", "h1")
    else:
        # It throws the ruin away: this is a browser that nobody has enrolled.
        browser.wait_path("/truc/ghi-danh")
        _begins_anew(lan)
    assert first.replace("-", "") in _codes(server)
    assert len(_codes(server)) == (1 if engine == "webkit" else 2)


def test_cleared_site_data_begins_anew(server, on_duty):
    lan = on_duty()
    first = lan.record(Visit())
    server.wait_ledger("assistance.record/1", 1)
    clear_site_data(lan.browser)
    lan.browser.goto("/truc")
    lan.browser.wait_path("/truc/ghi-danh")
    again = _begins_anew(lan)
    assert _codes(server) == sorted(code.replace("-", "") for code in (first, again))
    query = "SELECT id, last_q FROM device WHERE ward_id = ? AND kind = 'tablet' ORDER BY enrolled_at"
    old, new = server.rows(query, people.WARD)
    assert old["last_q"] == 2, "the shift and the slip: the first tablet stays known with what it had sent"
    # The ward sees both, and which slips to ask about.
    Desk(lan.browser).sign_in(people.AN)
    lan.browser.goto(f"/may/{new['id']}")
    lan.browser.wait_for("Máy này có thể là một máy cũ ghi danh lại", "main")
    lan.browser.goto(f"/may/{old['id']}")
    lan.browser.wait_for("Máy này có thể đã được ghi danh lại", "main")


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_a_window_without_storage_is_told_before_anybody_types(server, open_browser, engine):
    browser = open_browser(engine)
    browser.before_each_page(_NO_STORAGE)
    for path in ("/truc/mo-ca", "/truc/ghi"):
        browser.goto(path)
        browser.wait_for("Cửa sổ này không lưu được trên máy", "main")
    browser.press("Ghi thẳng lên máy chủ")
    browser.wait_for("Đăng nhập", "h1")
    assert server.ledger() == []


def _begins_anew(lan) -> str:
    """A new enrolment and one more slip, delivered; its tracking code."""
    lan.enrol(lan.server.enrolment_code())
    lan.open_shift(shifts=2)
    code = lan.record(Visit(result="Hẹn lại"))
    lan.server.wait_ledger("assistance.record/1", 2)
    return code


def _codes(server) -> list[str]:
    return sorted(
        row["tracking"] for row in server.rows("SELECT tracking FROM assistance WHERE ward_id = ?", people.WARD)
    )
