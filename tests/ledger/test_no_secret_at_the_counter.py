"""R16 through the real door: no operation of the counter is done that carries a password or a one-time code.

Each case is an operation that passes as it is, and is refused with a secret in any one of its texts. (Pages ask the
same rule before they send, so that what is typed there does not even come to the ledger's list of refusals.)
"""

import pytest

from tests import counter, people
from tests.counter import LINKED, THREE_DAYS, CounterDesk, receiving
from tests.ledger.test_register_numbers import certifying

SECRET = "mật khẩu là Hoalan79"
REASON = "Chờ cơ quan khác trả lời"
_PAPER = {"key": "ly-hon", "name": "", "form": "copy", "count": 1, "what": "bản sao mờ", "citation": ""}
_OUTSIDE = {**_PAPER, "key": "", "name": "Giấy ủy quyền", "what": "", "citation": "NĐ 123/2015 Điều 9"}
_BACK = {"how": "counter", "to": "", "results": [], "post_number": "", "post_fee": 0}


def _ready(desk):
    return desk.do("finish", desk.receive(THREE_DAYS), results={})


def _linked(desk):
    return desk.receive(LINKED)


def _waiting(desk):
    return desk.do("request_supplement", desk.receive(THREE_DAYS), papers=[_PAPER], reason=REASON, override="")


# (verb, who, the body that passes, what it is done to, the texts that a person writes in it)
CASES = [
    ("amend", people.HA, {"set": {"note": "gọi"}, "was": {"note": ""}, "reason": REASON}, None, ["set", "reason"]),
    ("hand_over", people.HA, {"to": people.MINH.id, "note": "gấp"}, None, ["note"]),
    ("request_supplement", people.HA, {"papers": [_PAPER], "reason": REASON, "override": ""}, None,
     ["papers.what", "reason", "override"]),
    ("request_supplement", people.HA, {"papers": [_OUTSIDE], "reason": REASON, "override": ""}, None,
     ["papers.name", "papers.citation"]),
    ("complete", people.HA, {"documents": [], "number": 0}, _waiting, ["documents"]),
    ("verify", people.HA, {"reason": REASON, "document": "Công văn 12/UBND"}, None, ["reason", "document"]),
    ("ask_extension", people.HA, {"reason": REASON, "new_on": "2026-11-27"}, None, ["reason"]),
    ("extend", people.MINH, {"reason": REASON, "new_on": "2026-11-27"}, None, ["reason"]),
    ("refuse", people.HA, {"reason": REASON, "basis": "Luật Hộ tịch Đ7"}, None, ["reason", "basis"]),
    ("stop", people.MINH, {"reason": REASON, "basis": "NĐ 118/2025 Đ19"}, None, ["reason", "basis"]),
    ("withdraw", people.HA, {"reason": REASON}, None, ["reason"]),
    ("void", people.HA, {"reason": REASON}, None, ["reason"]),
    ("finish", people.HA, {"results": {"khai-sinh": "12/2026"}}, _linked, ["results.khai-sinh"]),
    ("return", people.HA, _BACK, _ready, ["to", "post_number"]),
]  # fmt: skip


def with_secret(body: dict, place: str) -> dict:
    name, _, inner = place.partition(".")
    value = body[name]
    if isinstance(value, list):
        inside = {
            **(value[0] if value else {"key": "to-khai", "form": "original", "count": 1}),
            (inner or "what"): SECRET,
        }
        return {**body, name: [inside]}
    return {**body, name: {**value, inner or next(iter(value)): SECRET} if isinstance(value, dict) else SECRET}


@pytest.fixture
def desk(app):
    counter.open_counter()
    return CounterDesk()


@pytest.mark.parametrize(
    ("verb", "by", "body", "begun", "place"),
    [
        pytest.param(verb, by, body, begun, place, id=f"{verb}-{place}")
        for verb, by, body, begun, places in CASES
        for place in places
    ],
)
def test_r16_a_text_of_a_dossier_that_is_a_secret_is_refused(desk, verb, by, body, begun, place):
    row = (begun or CounterDesk.receive)(desk)
    code = desk.refused(verb, row, by, **with_secret(body, place))
    assert code in ("text_secret", "body_invalid")
    # It was the secret and nothing else.
    desk.do(verb, row, by, **body)


@pytest.mark.parametrize("verb", ["apologise", "redate"])
def test_r16_the_apology_and_the_moved_day_too(desk, verb):
    row = desk.receive(THREE_DAYS)
    desk.at("2026-11-30 09:00")
    by, body = (people.MINH, {"promised_on": "2026-12-01"}) if verb == "apologise" else (people.HA, {})
    assert desk.refused(verb, row, by, reason=SECRET, **body) == "text_secret"


_RECEIVED = ("name", "address", "subject", "return_address", "national_code", "fee_receipt", "note", "reason")


@pytest.mark.parametrize("name", _RECEIVED)
def test_r16_nothing_of_a_reception_is_a_secret(desk, name):
    told = desk.send("dossier.receive/1", receiving(THREE_DAYS, **{name: SECRET}))
    assert told["status"] == "rejected"
    assert desk.row(told["entity"]) is None


@pytest.mark.parametrize("name", ["name", "fee_receipt", "signer", "note", "lines"])
def test_r16_nothing_of_a_certification_is_a_secret(desk, name):
    changed = [{"paper": SECRET, "pages": 1, "copies": 1}] if name == "lines" else SECRET
    told = desk.send("certification.record/1", certifying(**{name: changed}))
    assert told["status"] == "rejected"
    assert desk.row(told["entity"], "certification") is None
    told = desk.send("certification.record/1", certifying())
    void = desk.send("certification.void/1", {"reason": SECRET}, told["entity"])
    assert (void["status"], void["code"]) == ("rejected", "text_secret")


def test_r16_to_speak_of_one_is_no_secret(desk):
    row = desk.receive(THREE_DAYS, note="Bác quên mật khẩu VNeID, không nhận được OTP; hẹn con đến làm cùng")
    assert desk.do("hand_over", row, to=people.MINH.id, note="Người nộp quên mật khẩu")["steps"]
