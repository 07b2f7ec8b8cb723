"""R21 (NĐ 23/2015 Đ14: sổ chứng thực is kept for ever): whatever is done to a register, its rows and numbers stay.

The source says the same of every statement: tests/house/test_kept_for_ever.py. Drafts on devices, which must go, are in
tests/js/store/identity.test.js and tests/js/store/counter.test.js (Luật 91/2025/QH15).
"""

import pytest

from app.ledger.tending import tend_all
from app.ledger.verify import verify_ward
from app.records import certification, register
from app.records.certification import Certification
from app.records.database import database
from app.records.register import Register, RegisterNumber
from app.records.ward_reading import WardReading
from app.rules.registry import KINDS
from tests import counter, people
from tests.counter import CounterDesk, at
from tests.ledger.test_register_numbers import DEED, DIPLOMA, certify

BOOK = "chung_thuc_ban_sao"


@pytest.fixture
def desk(app):
    counter.open_counter()
    return CounterDesk()


def kept(model) -> list[dict]:
    query = model.select().where(model.ward_id == people.WARD)
    return sorted(query.dicts(), key=lambda row: row["id"])


def test_r21_nd23_d14_a_void_certification_stays_with_its_number_and_its_reason(desk):
    row = certify(desk, DIPLOMA, DEED)
    assert desk.send("certification.void/1", {"reason": "Ghi nhầm tên"}, row["id"])["status"] == "ok"
    (held,) = certification.certifications(people.WARD, [row["id"]]).values()
    assert (held["name"], held["lines"], held["void_reason"]) == (row["name"], row["lines"], "Ghi nhầm tên")
    assert [(one["number"], one["state"]) for one in register.numbers(people.WARD, BOOK, 2026)] == [
        (1, "void"),
        (2, "void"),
    ]
    # Neither it nor its number comes back to somebody else.
    assert certify(desk)["first_number"] == 3


def test_r21_no_operation_takes_anything_out_of_a_register(desk):
    """Every type there is, sent at a certification, a register and a number: refused or done, nothing is gone."""
    row = certify(desk, DIPLOMA, DEED)
    before = {model: kept(model) for model in (Certification, RegisterNumber, Register)}
    held = [row["id"], f"{BOOK}@2026", f"{BOOK}@2026#000001"]
    for type_ in KINDS:
        for entity in held:
            desk.send(type_, {"reason": "Xóa khỏi sổ chứng thực"}, entity)
    for model, rows in before.items():
        after = {one["id"]: one for one in kept(model)}
        for one in rows:
            still = after[one["id"]]
            said = ("number", "subject", "name", "lines", "year", "register", "first_number", "certified_at")
            assert all(still[name] == one[name] for name in said if name in one), one["id"]


def test_r21_nor_does_time(desk):
    certify(desk, DIPLOMA, DEED)
    desk.at("2027-01-04 09:00")
    closed = desk.send("register.close/1", {}, f"{BOOK}@2026", by=people.MINH)
    before = [kept(model) for model in (Certification, RegisterNumber, Register)]
    assert closed["status"] == "ok"
    # Thirty years on: what the server does by itself, and a replay of the ledger.
    tend_all(at("2056-11-20 10:00"))
    assert [kept(model) for model in (Certification, RegisterNumber, Register)] == before
    assert verify_ward(WardReading(database.obj, people.WARD)).differences == []
