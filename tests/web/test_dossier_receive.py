"""/ho-so/moi with the four questions, and the rules that meet the clerk there: R5, R8, R9."""

import pytest

from app.web import sessions
from tests import people
from tests.counter import SAME_DAY, THREE_DAYS, CounterDesk, at, open_counter
from tests.web.form_reader import form_fields, main_text

NEW = "/ho-so/moi"


@pytest.fixture
def desk(app, monkeypatch):
    """The counter at 10:00 on Thursday 19/11/2026; Tuesday 24/11 is a holiday."""
    open_counter()
    desk = CounterDesk().at("2026-11-19 10:00")
    set_clock(monkeypatch, "2026-11-19 10:00")
    return desk


def set_clock(monkeypatch, text):
    from app.web import door, dossier_receive

    for module in (sessions, door, dossier_receive):
        monkeypatch.setattr(module, "now_ms", lambda: at(text))


def filled(client, version=THREE_DAYS, **typed):
    """What a browser sends when the procedure was chosen and these fields typed."""
    look = client.post(NEW, {"procedure": version.partition("@")[0], "look": "1"})
    form = form_fields(look, NEW) | {"name": "Nguyễn Thị Ánh Tuyết", "decision": "accept"}
    return form | typed


def test_a_clerk_sees_the_promise_before_saving(desk, sign_in):
    client = sign_in(people.HA)
    text = main_text(client.post(NEW, {"procedure": "1.004873", "look": "1"}))
    assert "Hẹn trả 17 giờ 00, thứ Tư 25/11/2026" in text
    assert "(03 ngày làm việc; nghỉ 24/11)" in text
    assert "Theo luật: 05 ngày làm việc" in text
    assert "15.000 đồng" in text
