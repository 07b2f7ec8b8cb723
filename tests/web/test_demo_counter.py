"""The demo ward is a living counter on whatever day it is started, and every sheet of it says that it is a sample."""

import json
from collections import Counter

import pytest

from app.demo import ward as demo
from app.records import dossier_queue
from app.records.batch import held_rows
from app.records.certification import Certification
from app.records.database import migrate, open_database
from app.records.declaration import Declaration
from app.records.dossier import Dossier
from app.records.feedback import Feedback
from app.records.ticket import Ticket
from app.rules import dossier_alarm
from app.rules.declaration_check import check
from app.rules.declaration_form import ours
from app.rules.dossier_states import STATES
from app.web import sessions
from app.web.dossier_words import calendar_of
from tests.counter import at


@pytest.fixture
def demo_ward(empty_database, monkeypatch):
    """seed("2026-11-25 10:00") → (the ward's number, its dossiers)."""
    opened = open_database(empty_database)
    migrate(opened)
    opened.connect(reuse_if_open=True)

    def seed(now: str) -> tuple[int, list[dict]]:
        monkeypatch.setattr(sessions, "now_ms", lambda: at(now))
        demo.seed()
        ward_id = 1
        return ward_id, list(Dossier.select().where(Dossier.ward_id == ward_id).dicts())

    yield seed
    opened.close()


# A working day, a Sunday, the day before a holiday, the first days of a year, and of Tết.
@pytest.mark.parametrize("now", ["2026-11-25 10:00", "2026-11-22 09:00", "2027-01-04 07:30", "2027-02-08 12:00"])
def test_every_state_and_every_heat_stands_on_the_screen(demo_ward, now):
    ward_id, rows = demo_ward(now)
    assert 40 <= len(rows) <= 60
    assert {row["state"] for row in rows} == set(STATES)
    calendar = calendar_of(ward_id)
    heats = dossier_queue.heats(ward_id, dossier_alarm.ends(calendar, at(now)))
    assert heats["late"] >= 3
    assert sum(heats.values()) >= 6
    assert dossier_queue.count_owed(ward_id, at(now)) >= 2
    assert len(dossier_queue.apologised(ward_id)) == 1
    assert len(dossier_queue.asking_extension(ward_id)) == 1
    assert Certification.select().where(Certification.ward_id == ward_id).count() == 7
    assert all(row["received_at"] <= at(now) for row in rows)
    said = Feedback.select(Feedback.state, Feedback.kind, Feedback.about, Feedback.received_at)
    told = list(said.where(Feedback.ward_id == ward_id).dicts())
    assert {row["state"] for row in told} == {"published", "to_forward", "received"}
    assert sum(bool(row["about"]) for row in told) == sum(row["kind"] == "suggestion" for row in told) == 1


def test_each_kind_of_fate_is_there(demo_ward):
    _ward_id, rows = demo_ward("2026-11-25 10:00")
    assert any(len(row["results"]) > 300 and '"finished_at":1' in row["results"] for row in rows), "liên thông"
    assert Counter(row["returned_how"] for row in rows)["post"] == 2
    assert sum(row["supplement_count"] > 0 and row["accepted_at"] is not None for row in rows) == 2
    assert sum(row["extended_at"] is not None for row in rows) == 1
    assert sum(row["verified_at"] is not None for row in rows) == 1
    staff = held_rows("staff", 1, {row["holder"] for row in rows})
    assert {row["unit"] for row in staff.values()} >= {"mot-cua", "tu-phap"}
    numbers = sorted(row["receipt_number"] for row in rows if row["receipt_number"])
    assert numbers == list(range(1, len(numbers) + 1)), "gapless (TT 01/2018/TT-VPCP Đ10.2)"


@pytest.mark.parametrize("now", ["2026-11-25 10:00", "2026-11-25 00:01"])
def test_somebody_waits_in_the_lobby_on_whatever_hour_it_is_started(demo_ward, now):
    ward_id, _ = demo_ward(now)
    found = Counter(row.state for row in Ticket.select().where(Ticket.ward_id == ward_id))
    assert found == {"serving": 1, "waiting": 4}
    assert {row.on for row in Ticket.select().where(Ticket.ward_id == ward_id)} == {now[:10]}


def test_citizens_have_sent_declarations_from_home(demo_ward):
    ward_id, _ = demo_ward("2026-11-25 10:00")
    found = list(Declaration.select().where(Declaration.ward_id == ward_id))
    assert {row.state for row in found} == {"sent"}
    whole = {row.form: check(ours()[row.form], json.loads(row.filled), "2026-11-25") for row in found}
    assert whole["khai_sinh"].errors == {}
    assert whole["tinh_trang_hon_nhan"].errors
    assert "telex" in [code for _path, code, _params in whole["tinh_trang_hon_nhan"].warnings]
