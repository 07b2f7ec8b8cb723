"""/tin-bao: what the server is given of a tip it cannot open, and how little of it it keeps."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.records import ledger_entry
from app.records import tip as records
from app.records.tip import Tip
from app.rules import base64url, tip
from app.rules.clock import day_of
from app.web import sessions
from tests import people
from tests.web.form_reader import form_fields, main_text

PAGE, BOX, KEY = "/tin-bao", "/tin-bao/hop-thu", "/tin-bao/khoa"
DOOR, ANSWER = "/sync/v1/tip", "/sync/v1/tip-answer"
OURS = {"Sec-Fetch-Site": "same-origin"}
CHIEF = people.MINH


def new_key() -> str:
    point = ec.generate_private_key(ec.SECP256R1()).public_key()
    form = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64url.encode(point.public_bytes(*form))


@pytest.fixture
def public(sign_in) -> str:
    """The ward's key for tips, put by its head."""
    client, point = sign_in(CHIEF), new_key()
    form = form_fields(client.get(KEY), KEY) | {"holder": "Thanh tra thành phố", "public": point}
    assert client.post(KEY, form).json == {"kept": True}
    return point


def sealed(length: int = tip.SEALED_BYTES, fill: bytes = b"\x07") -> str:
    return base64url.encode(fill * length)


def tell(visitor, path: str, **body):
    return visitor.client.post(DOOR + path, json=body, headers=OURS)


def send(visitor, public: str, **changed):
    told = {"mark": "A" * 22, "key": tip.fingerprint(public), "sealed": sealed()}
    return tell(visitor, "", **told | changed)


def test_without_a_key_the_page_says_where_else_to_turn(visitor):
    page = main_text(visitor.get(PAGE))
    assert "chưa mở hộp tin báo kín" in page
    assert "Luật Tố cáo" in page


def test_the_page_says_who_reads_and_what_it_cannot_hide(visitor, public):
    page = main_text(visitor.get(PAGE))
    for words in ("Thanh tra thành phố", "Không che được", "Đây không phải đơn tố cáo", tip.fingerprint(public)):
        assert words in page


def test_a_tip_is_kept_with_its_day_and_nothing_else(visitor, public):
    before = ledger_entry.head(people.WARD)["v"]
    answer = send(visitor, public)
    assert answer.json == {"kept": True}
    assert "Set-Cookie" not in answer.headers
    (row,) = Tip.select().where(Tip.ward_id == people.WARD).dicts()
    assert row == {
        "ward_id": people.WARD,
        "mark": "A" * 22,
        "key": tip.fingerprint(public),
        "sealed": sealed(),
        "on": day_of(sessions.now_ms()),
        "reply": "",
    }
    assert ledger_entry.head(people.WARD)["v"] == before


def test_sent_again_it_is_one_and_another_under_its_mark_is_refused(visitor, public):
    assert [send(visitor, public).status_code for _ in range(2)] == [200, 200]
    assert send(visitor, public, sealed=sealed(fill=b"\x08")).json["code"] == "op_id_conflict"
    assert Tip.select().where(Tip.ward_id == people.WARD).count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"sealed": sealed(tip.SEALED_BYTES - 1)},
        {"sealed": sealed(tip.SEALED_BYTES + 1)},
        {"sealed": "Đòi thêm 500.000đ"},
        {"mark": "A" * 21},
        {"mark": "A" * 23},
        {"mark": 7},
    ],
)
def test_what_is_no_sealed_tip_is_not_kept(visitor, public, changed):
    assert send(visitor, public, **changed).status_code == 400
    assert Tip.select().where(Tip.ward_id == people.WARD).count() == 0


def test_after_a_change_of_key_the_page_is_loaded_anew(visitor, sign_in, public):
    client = sign_in(CHIEF)
    client.post(KEY, form_fields(client.get(KEY), KEY) | {"holder": "Chủ tịch", "public": new_key()})
    answer = send(visitor, public)
    assert (answer.status_code, answer.json["code"]) == (409, "tip_key_changed")


def test_a_full_day_is_full_for_everybody_alike(visitor, public, monkeypatch):
    monkeypatch.setattr(tip, "A_DAY_MOST", 2)
    marks = [letter * 22 for letter in "ABC"]
    assert [send(visitor, public, mark=mark).status_code for mark in marks] == [200, 200, 503]


def test_a_reply_is_fetched_by_its_mark_and_an_unknown_mark_hears_the_same_as_an_unanswered_one(
    visitor, sign_in, public
):
    send(visitor, public)
    unknown, unanswered = tell(visitor, "-reply", mark="B" * 22), tell(visitor, "-reply", mark="A" * 22)
    assert unknown.data == unanswered.data
    reply = sealed(tip.ANSWERED_BYTES)
    head = sign_in(CHIEF)
    assert head.client.post(ANSWER, json={"mark": "A" * 22, "reply": reply}, headers=OURS).json == {"kept": True}
    assert tell(visitor, "-reply", mark="A" * 22).json == {"reply": reply}
    assert head.client.post(ANSWER, json={"mark": "B" * 22, "reply": reply}, headers=OURS).status_code == 404
    assert head.client.post(ANSWER, json={"mark": "A" * 22, "reply": "chữ"}, headers=OURS).status_code == 400


@pytest.mark.parametrize("path", [BOX, KEY])
def test_only_the_head_comes_near(visitor, sign_in, path):
    assert sign_in(CHIEF).get(path).status_code == 200
    for person in (people.HA, people.LAN, people.AN, people.HUNG):
        assert sign_in(person).get(path).status_code == 403
    assert visitor.get(path).status_code == 302


def test_another_wards_head_sees_none_of_it(visitor, sign_in, public):
    send(visitor, public)
    assert sealed() in sign_in(CHIEF).get(BOX).text
    records.keep(people.OTHER_WARD, "Z" * 22, "", sealed(fill=b"\x09"), "2026-11-22")
    assert sealed(fill=b"\x09") not in sign_in(CHIEF).get(BOX).text
    assert records.count(people.OTHER_WARD) == 1


def test_a_wrong_key_is_not_put(sign_in):
    client = sign_in(CHIEF)
    for wrong in ("", "abc", "=" * 87):
        form = form_fields(client.get(KEY), KEY) | {"holder": "Thanh tra", "public": wrong}
        assert client.post(KEY, form).status_code == 422
    assert "Đang dùng" not in main_text(client.get(KEY))
