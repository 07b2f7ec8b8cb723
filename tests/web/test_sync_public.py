"""POST /sync/v1/public: what citizens' phones send without an account: idempotent by id, throttled, a short list."""

import pytest

from app.ledger.envelope import new_id
from app.records import ledger_entry
from app.records.feedback import Feedback
from app.rules import throttle, tracking
from app.web import sync_public
from tests import people

DOOR = "/sync/v1/public"
OURS = {"Sec-Fetch-Site": "same-origin"}


def voice(**changed) -> dict:
    body = {
        "kind": "suggestion",
        "content": "Sảnh nên có thêm ghế",
        "place": "",
        "name": "",
        "address": "",
        "phone": "",
    }
    operation = {"op": new_id(), "e": new_id(), "t": "feedback.receive/1", "b": body}
    return operation | changed


def knock(visitor, *operations):
    return visitor.client.post(DOOR, json={"ops": list(operations)}, headers=OURS)


def rows() -> list[dict]:
    return list(Feedback.select().where(Feedback.ward_id == people.WARD).dicts())


@pytest.fixture(autouse=True)
def quiet_street():
    sync_public._knocks.clear()


def test_what_is_sent_arrives_once_however_often_it_comes(visitor):
    one = voice()
    answers = [knock(visitor, one) for _ in range(3)]
    for answer in answers:
        assert answer.headers["GD-Proto"] == "1"
        (result,) = answer.json["results"]
        assert (result["op"], result["status"], result["code"]) == (one["op"], "ok", "")
        assert result["told"] == answers[0].json["results"][0]["told"]
    (row,) = rows()
    assert result["told"] == {"tracking": row["tracking"], "kind": "suggestion"}
    assert tracking.check(row["tracking"])
    assert (row["content"], row["channel"], row["holder"]) == ("Sảnh nên có thêm ghế", "online", "")


def test_the_same_id_with_other_words_is_no_second_and_no_changed_one(visitor):
    one = voice()
    knock(visitor, one)
    (result,) = knock(visitor, one | {"b": one["b"] | {"content": "Lời khác"}}).json["results"]
    assert (result["status"], result["code"]) == ("rejected", "op_id_conflict")
    assert [row["content"] for row in rows()] == ["Sảnh nên có thêm ghế"]


def test_what_only_the_ward_may_say_is_not_taken_from_a_phone(visitor):
    one = voice()
    code = tracking.make(bytes(range(11)))
    one["b"] |= {"channel": "counter", "about": [people.HA.id], "dossier": "1", "tracking": code}
    knock(visitor, one)
    (row,) = rows()
    assert row["tracking"] != code
    assert (row["channel"], row["about"], row["dossier"]) == ("online", "", "")


def test_a_refusal_names_the_field_and_leaves_nothing_in_the_ledger(visitor):
    before = ledger_entry.head(people.WARD)["v"]
    one = voice()
    one["b"] |= {"content": "", "phone": "12"}
    (result,) = knock(visitor, one).json["results"]
    assert result["status"] == "rejected"
    assert set(result["fields"]) == {"content", "phone"}
    assert ledger_entry.head(people.WARD)["v"] == before
    assert rows() == []
    # Mended, the same operation is taken.
    (result,) = knock(visitor, one | {"b": voice()["b"]}).json["results"]
    assert result["status"] == "ok"


@pytest.mark.parametrize("type_", ["staff.put/1", "dossier.receive/1", "assistance.record/1", "review.settle/1", "x"])
def test_nothing_else_goes_through_this_door(visitor, type_):
    before = ledger_entry.head(people.WARD)["v"]
    (result,) = knock(visitor, voice(t=type_)).json["results"]
    assert (result["status"], result["code"]) == ("rejected", "type_unknown")
    assert ledger_entry.head(people.WARD)["v"] == before


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"ops": [{}]}', b'{"ops": 7}', b'{"ops": [{"op": "1", "e": "1", "t": "x", "b": {}}]}'],
)
def test_what_cannot_be_read_is_refused_whole(visitor, body):
    answer = visitor.client.post(DOOR, data=body, content_type="application/json", headers=OURS)
    assert answer.status_code == 400
    assert answer.json["code"] == "request_unreadable"


def test_other_sites_and_plain_forms_do_not_knock(visitor):
    assert visitor.client.post(DOOR, data={"ops": "[]"}, headers=OURS).status_code == 400
    foreign = visitor.client.post(DOOR, json={"ops": [voice()]}, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.json["code"] == "cross_site"
    assert rows() == []


def test_more_than_any_lobby_sends_waits(visitor, monkeypatch):
    monkeypatch.setattr(throttle, "CITIZENS", throttle.Limit(free=3, first_wait_ms=60_000))
    assert [knock(visitor, voice()).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = knock(visitor, voice())
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 60
    assert len(rows()) == 3


def test_too_many_at_once_are_refused_whole(visitor):
    assert knock(visitor, *(voice() for _ in range(sync_public.OPERATIONS_MAX + 1))).status_code == 400
    assert rows() == []
