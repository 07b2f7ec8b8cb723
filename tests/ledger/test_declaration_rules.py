"""Declarations through the door: sent by citizens and tablets, taken over, and erased when their time is over (R21)."""

import json

import pytest

from app.ledger.envelope import new_id
from app.ledger.erasing import erase_due
from app.ledger.from_citizen import receive
from app.ledger.tending import tend_all
from app.ledger.verify import verify_ward
from app.records import declaration as records
from app.records.database import database
from app.records.ledger_entry import LedgerEntry
from app.records.ward_reading import WardReading
from app.rules import clock, tracking
from app.rules.declaration import EMPTY, KEPT_DAYS, LONGEST_VALUES
from tests import counter, people
from tests.counter import CounterDesk
from tests.ledger.devices import Tablet, statuses

DAY = clock.DAY_MS
VALUES = {
    "requester": {"name": "Nguye\u0302\u0303n Thị  Lan", "phone": "0912345678", "relation": "mother"},
    "child": {"name": "Lê Minh Canary", "birth": "2026-11-02", "hint": ""},
    "members": [{"name": "Lê Văn Bảo"}, {}],
}


def body(**changed) -> dict:
    return {"form": "khai_sinh", "form_version": 1, "values": VALUES, **changed}


@pytest.fixture
def desk(app):
    counter.open_counter()
    return CounterDesk()


def send(desk, **changed) -> dict:
    """The row of a declaration that a citizen just sent."""
    entity = new_id()
    result = receive(people.WARD, "declaration.send/1", entity, new_id(), body(**changed), desk.now)
    assert result["status"] == "ok", result
    return desk.row(entity, "declaration")


def verified():
    told = verify_ward(WardReading(database.obj, people.WARD))
    assert (told.broken_at, told.differences, told.drifts) == (None, [], []), told
    return told


def test_a_citizen_s_declaration_is_kept_clean_and_has_a_code(desk):
    row = send(desk)
    assert row.keys() == {*EMPTY, "id", "v", "ward_id"}
    assert json.loads(row["filled"]) == {
        "requester": {"name": "Nguyễn Thị Lan", "phone": "0912345678", "relation": "mother"},
        "child": {"name": "Lê Minh Canary", "birth": "2026-11-02"},
        "members": [{"name": "Lê Văn Bảo"}],
    }
    assert tracking.check(row["tracking"])
    assert (row["state"], row["channel"], row["name"], row["phone"]) == (
        "sent",
        "online",
        "Nguyễn Thị Lan",
        "0912345678",
    )
    assert records.told(people.WARD, row["id"]) == {"tracking": row["tracking"]}
    assert row["erase_at"] == desk.now + KEPT_DAYS * DAY
    verified()


def test_the_same_operation_again_is_one_declaration(desk):
    entity, op = new_id(), new_id()
    first = receive(people.WARD, "declaration.send/1", entity, op, body(), desk.now)
    again = receive(people.WARD, "declaration.send/1", entity, op, body(), desk.now + 5)
    assert again == first
    assert records.count_sent(people.WARD) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"form": "../etc"}, "form"),
        ({"form": 3}, "form"),
        ({"form_version": 0}, "form_version"),
        ({"form_version": True}, "form_version"),
        ({"extra": 1}, ""),
        ({"values": {}}, "values"),
        ({"values": {"a": {"b": "  "}}}, "values"),
        ({"values": []}, "values"),
        ({"values": {"a": "text"}}, "values"),
        ({"values": {"a": {"b": 3}}}, "values"),
        ({"values": {"a": {"b": {"c": "d"}}}}, "values"),
        ({"values": {"a": {"B!": "x"}}}, "values"),
        ({"values": {"A b": {"b": "x"}}}, "values"),
        ({"values": {"a": [["x"]]}}, "values"),
        ({"values": {"a": {"b": ["x" * 61]}}}, "values"),
        ({"values": {"a": [{"b": "x"}] * 61}}, "values"),
        ({"values": {f"s{at}": {"b": "x"} for at in range(41)}}, "values"),
        ({"values": {f"s{at}": {f"f{n}": "x" * 900 for n in range(10)} for at in range(6)}}, "values"),
    ],
)
def test_what_is_no_declaration_is_refused_and_not_kept(desk, changed, field):
    before = LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD).count()
    result = receive(people.WARD, "declaration.send/1", new_id(), new_id(), body(**changed), desk.now)
    assert (result["status"], result["code"]) == ("rejected", "body_invalid")
    assert list(result["fields"]) == [field]
    assert LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD).count() == before


def test_a_declaration_of_every_size_that_is_taken_fits(desk):
    row = send(desk, values={f"s{at}": {f"f{n}": "Đ" * 900 for n in range(9)} for at in range(5)})
    assert len(row["filled"]) < LONGEST_VALUES


def test_r16_a_secret_in_it_is_refused(desk):
    values = {"requester": {"name": "Lan", "wish": "mật khẩu VNeID của tôi là 123456"}}
    result = receive(people.WARD, "declaration.send/1", new_id(), new_id(), body(values=values), desk.now)
    assert (result["status"], result["code"], result["fields"]) == (
        "rejected",
        "text_secret",
        {"values": "looks_secret"},
    )


def test_a_tablet_hands_in_what_it_scanned_sealed(desk):
    tablet = Tablet(now=desk.now)
    entity = new_id()
    sent = tablet.operation("declaration.send/1", entity, body(), sealed=True)
    # Inside a shift only: a shift vouches for who it was.
    assert statuses(tablet.push(sent)) != [("ok", "")]
    tablet = Tablet(now=desk.now)
    tablet.push(tablet.open_shift())
    assert statuses(tablet.push(tablet.operation("declaration.send/1", entity, body(), sealed=True))) == [("ok", "")]
    assert desk.row(entity, "declaration")["channel"] == "tablet"


def test_a_clerk_takes_it_in_hand_once(desk):
    row = send(desk)
    assert desk.send("declaration.take/1", {"how": "counter"}, row["id"])["status"] == "ok"
    taken = desk.row(row["id"], "declaration")
    assert (taken["state"], taken["taken_how"], taken["taken_by"]) == ("taken", "counter", people.HA.id)
    assert desk.send("declaration.take/1", {"how": "counter"}, row["id"])["code"] == "declaration_state"
    assert desk.send("declaration.take/1", {"how": "dossier"}, row["id"])["code"] == "body_invalid"
    assert desk.send("declaration.take/1", {"how": "counter"}, new_id())["code"] == "entity_unknown"
    verified()


@pytest.mark.parametrize("by", [people.LAN, people.HUNG, people.MINH])
def test_only_the_counter_takes_it_over(desk, by):
    row = send(desk)
    assert desk.send("declaration.take/1", {"how": "counter"}, row["id"], by)["code"] == "role_not_allowed"


def test_a_dossier_takes_it_over_in_the_same_step_and_keeps_it_longer(desk):
    row = send(desk)
    desk.now += 20 * DAY
    dossier = desk.receive(counter.SAME_DAY, declaration=row["id"])
    taken = desk.row(row["id"], "declaration")
    assert (taken["state"], taken["taken_how"], taken["dossier"]) == ("taken", "dossier", dossier["id"])
    assert taken["erase_at"] == desk.now + KEPT_DAYS * DAY
    # A second dossier of it is one more dossier, and does not take it from the first.
    desk.receive(counter.SAME_DAY, declaration=row["id"])
    assert desk.row(row["id"], "declaration")["dossier"] == dossier["id"]
    verified()


def test_a_dossier_may_name_a_declaration_that_never_came(desk):
    assert desk.receive(counter.SAME_DAY, declaration=new_id())["state"] == "received"


def test_r21_what_it_said_is_gone_after_thirty_days_from_rows_and_ledger(desk):
    row = send(desk)
    assert erase_due(people.WARD, desk.now + KEPT_DAYS * DAY - 1) == 0
    assert erase_due(people.WARD, desk.now + KEPT_DAYS * DAY) == 1
    gone = desk.row(row["id"], "declaration")
    assert (gone["state"], gone["filled"], gone["name"], gone["phone"], gone["folded"]) == ("expired", "{}", "", "", "")
    assert (gone["tracking"], gone["erase_at"]) == (row["tracking"], None)
    for model in (LedgerEntry, records.Declaration):
        rows = list(model.select().where(model.ward_id == people.WARD).dicts())
        assert "Canary" not in json.dumps(rows, default=str)
    assert verified().erased == 1
    assert erase_due(people.WARD, desk.now + 99 * DAY) == 0


def test_r21_what_was_taken_over_is_kept_thirty_days_from_then_and_stays_taken(desk):
    row = send(desk)
    taken_at = desk.now = desk.now + 29 * DAY
    dossier = desk.receive(counter.SAME_DAY, declaration=row["id"])
    assert erase_due(people.WARD, taken_at + 2 * DAY) == 0
    tend_all(taken_at + KEPT_DAYS * DAY)
    gone = desk.row(row["id"], "declaration")
    assert (gone["state"], gone["filled"], gone["dossier"]) == ("taken", "{}", dossier["id"])
    assert desk.row(dossier["id"])["name"] == "Nguyễn Thị Ánh Tuyết"
    verified()
    assert desk.send("declaration.take/1", {"how": "counter"}, row["id"])["code"] == "declaration_state"


def test_r21_what_was_refused_is_gone_too(desk):
    row = send(desk)
    refused = desk.send("declaration.send/1", body(), row["id"])
    assert refused["code"] == "entity_exists"
    erase_due(people.WARD, desk.now + KEPT_DAYS * DAY + 1)
    bodies = [one.body for one in LedgerEntry.select().where(LedgerEntry.ward_id == people.WARD)]
    assert not any("Canary" in (text or "") for text in bodies)
    verified()


def test_r21_what_was_refused_goes_although_nothing_else_is_due(desk):
    row = send(desk)
    sent_at = desk.now
    assert desk.send("declaration.send/1", body(), row["id"])["status"] == "rejected"
    desk.now += 20 * DAY
    desk.send("declaration.take/1", {"how": "counter"}, row["id"])
    assert erase_due(people.WARD, sent_at + KEPT_DAYS * DAY + 1) == 0
    kept = LedgerEntry.select().where(
        LedgerEntry.ward_id == people.WARD, LedgerEntry.entity == row["id"], LedgerEntry.body.is_null(False)
    )
    assert [one.outcome for one in kept if one.type == "declaration.send/1"] == ["ok"]
    assert "Canary" in desk.row(row["id"], "declaration")["filled"]


def test_r21_a_telephone_s_wrong_clock_keeps_nothing_longer(desk):
    tablet = Tablet(now=desk.now)
    tablet.push(tablet.open_shift())
    entity = new_id()
    tablet.now = desk.now + 3000 * DAY
    tablet.push(tablet.operation("declaration.send/1", entity, body()), now=desk.now)
    assert desk.row(entity, "declaration")["erase_at"] == desk.now + KEPT_DAYS * DAY


def test_another_ward_neither_sees_nor_erases_it(desk):
    row = send(desk)
    assert records.declaration(people.OTHER_WARD, row["id"]) is None
    assert records.page(people.OTHER_WARD, "", row["tracking"], [], 10, None) == ([], False)
    assert erase_due(people.OTHER_WARD, desk.now + 99 * DAY) == 0
    assert desk.row(row["id"], "declaration")["state"] == "sent"


def test_the_list_is_searched_by_code_and_by_any_name_without_marks(desk):
    row = send(desk)
    send(desk, values={"person": {"name": "Trần Văn Hùng"}})

    def found(state="", code="", *words):
        rows, _more = records.page(people.WARD, state, code, [[word] for word in words], 10, None)
        return [one["name"] for one in rows]

    assert set(found()) == {"Trần Văn Hùng", "Nguyễn Thị Lan"}
    assert found("", "", "canary") == ["Nguyễn Thị Lan"]
    assert found("", "", "hung", "tran") == ["Trần Văn Hùng"]
    assert found("", row["tracking"]) == ["Nguyễn Thị Lan"]
    assert found("taken") == []
    first, more = records.page(people.WARD, "sent", "", [], 1, None)
    assert more
    rest, more = records.page(people.WARD, "sent", "", [], 1, (first[0]["sent_at"], first[0]["id"]))
    assert not more
    assert {first[0]["name"], rest[0]["name"]} == {"Trần Văn Hùng", "Nguyễn Thị Lan"}
