"""The counter's registers after some work, so that no page of theirs is empty; and the address of each."""

from app.ledger.envelope import new_id
from app.rules import clock
from tests import counter, people
from tests.counter import CounterDesk
from tests.ledger.devices import Tablet
from tests.ledger.test_register_numbers import DEED, DIPLOMA, certify

LONG = "Tôn Nữ Công Tằng Thị Hoàng Phương Thảo Nguyên, đại diện Công ty trách nhiệm hữu hạn Một Thành Viên"


def furnish(now: int) -> dict[str, str]:
    """{rule of the route: address}: visits of today, one struck through, last year's book still open, numbers lent."""
    counter.open_counter()
    desk = CounterDesk()
    last_year = clock.local(now).year - 1
    certify(desk.at(f"{last_year}-11-20 10:00"))
    desk.now = now
    kept = certify(desk, DIPLOMA, DEED, name=LONG)
    for _ in range(3):
        certify(desk, fee_paid=12_000)
    wrong = certify(desk, DEED)
    desk.send("certification.void/1", {"reason": "Ghi nhầm tên người yêu cầu"}, wrong["id"])
    machine = Tablet(person=people.HA, now=now)
    machine.push(machine.open_shift())
    lease = machine.operation("register.lease/1", new_id(), {"register": "tnhs", "count": 20})
    machine.push(lease)
    one = f"/chung-thuc/{kept['id']}"
    book = "/so/chung-thuc-ban-sao"
    return {
        "/chung-thuc": "/chung-thuc",
        "/chung-thuc/<uuid:certification_id>": one,
        "/chung-thuc/<uuid:certification_id>/huy": f"{one}/huy",
        "/so": "/so",
        "/so/<code>": book,
        "/so/<code>/khoa-so/<int:year>": f"{book}/khoa-so/{last_year}",
        "/so/dang-cho-muon": "/so/dang-cho-muon",
        "/so/dang-cho-muon/<uuid:lease_id>": f"/so/dang-cho-muon/{lease['e']}",
        "/bo-phan": "/bo-phan",
        "/bo-phan/<code>": "/bo-phan/ho-tich",
        "/bo-phan/moi": "/bo-phan/moi",
    }
