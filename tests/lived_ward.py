"""Three months of a small ward, made at random from one seed through the door: what figures are recounted over."""

import random

from app.records.batch import TABLES
from app.rules import assistance_fields, difficulty
from tests import counter, people, queue_morning
from tests.counter import LINKED, SAME_DAY, THREE_DAYS
from tests.feedback_desk import FeedbackDesk
from tests.ledger.devices import assistance_body
from tests.queue_morning import QueueDesk

FIRST, LAST = "2026-08-01", "2026-10-31"
# Behind everything that was done.
NOW = counter.at("2026-11-05 09:00")


def _days(chance: random.Random) -> str:
    return f"2026-{chance.randrange(8, 11):02d}-{chance.randrange(1, 31):02d}"


def _visits(desk: QueueDesk, chance: random.Random, count: int) -> None:
    codes = [each.code for each in difficulty.offered()][:6]
    for _ in range(count):
        desk.at(f"{_days(chance)} {chance.randrange(8, 20):02d}:15")
        body = assistance_body(
            point=chance.choice((people.CT1A, people.CT1B2)),
            procedure=chance.choice(("", "1.001193", "1.004222", "2.000815")),
            help=chance.choice(list(assistance_fields.HELP)),
            result=chance.choice(list(assistance_fields.RESULT)),
            neighbourhood=chance.choice(("", "tdp-03", "tdp-07", "tdp-12")),
            difficulties=sorted(chance.sample(codes, chance.randrange(0, 4))),
            minutes=chance.randrange(1, 60),
        )
        by = chance.choice((people.LAN, people.TUAN, people.HUNG))
        made = desk.send("assistance.record/1", body, by=by)
        assert made["status"] == "ok", made
        desk.now += 60_000
        if chance.random() < 0.15:
            said = {"reason": "Ghi hai lần"}
            assert desk.send("assistance.void/1", said, made["entity"], by)["status"] == "ok"
        elif chance.random() < 0.2:
            said = {"set": {"result": "filed"}, "was": {"result": body["result"]}, "reason": "Sửa cho đúng"}
            desk.send("assistance.amend/1", said, made["entity"], by)


def _dossiers(desk: QueueDesk, chance: random.Random, count: int) -> None:
    verbs = ("finish", "finish", "finish", "withdraw", "refuse", "request_supplement", "void", "nothing")
    for _ in range(count):
        row = desk.at(f"{_days(chance)} {chance.randrange(8, 16):02d}:30").receive(
            chance.choice((THREE_DAYS, SAME_DAY, LINKED)), channel=chance.choice(("direct", "online", "post"))
        )
        verb = chance.choice(verbs)
        desk.now += chance.randrange(3_600_000, 9 * 86_400_000)
        body = {"reason": "Chờ giấy tờ", "basis": "", "results": {}, "papers": [{"key": "to-khai", "what": "Chưa ký"}]}
        if verb != "nothing":
            desk.send(f"dossier.{verb}/1", body, row["id"], people.HA)


def _tickets(desk: QueueDesk, chance: random.Random, count: int) -> None:
    for point, lane, minutes in ((people.CT1A, "A", 20), (people.CT1B2, "B", 0)):
        hours = {"take_from": "00:00", "take_to": "23:59"}
        queue_morning.open_queue(point, lane=lane, apology_minutes=minutes, **hours)
    for _ in range(count):
        row = desk.at(f"{_days(chance)} 09:00").take(point=chance.choice((people.CT1A, people.CT1B2)))
        desk.now += chance.randrange(0, 45 * 60_000)
        if chance.random() < 0.85:
            row = desk.step("call", row)
            desk.step("done", row)


def _feedback(chance: random.Random, count: int) -> None:
    desk = FeedbackDesk()
    for _ in range(count):
        desk.at(f"{_days(chance)} 10:00")
        about = [people.HA.id] if chance.random() < 0.3 else []
        row = desk.hear(by=people.MINH, kind=chance.choice(("petition", "suggestion")), about=about)
        desk.now += chance.randrange(3_600_000, 3 * 86_400_000)
        if row["kind"] == "petition" and chance.random() < 0.8:
            row = desk.step("classify", row, by=people.MINH, category="conduct" if about else "ours", reason="")
            desk.now += chance.randrange(3_600_000, 25 * 86_400_000)
            if chance.random() < 0.7 and desk.now < NOW:
                desk.step("answer", row, by=people.MINH, text="Phường đã xem lại.", how="phone")


def live(visits: int = 120, dossiers: int = 70, tickets: int = 40, feedback: int = 30) -> None:
    """In the open database of two settled wards."""
    counter.open_counter()
    chance = random.Random(6)
    desk = QueueDesk()
    _visits(desk, chance, visits)
    _dossiers(desk, chance, dossiers)
    _tickets(desk, chance, tickets)
    _feedback(chance, feedback)


def rows(noun: str) -> list[dict]:
    """Every row of the ward as it stands in its table."""
    model = TABLES[noun]
    return list(model.select().where(model.ward_id == people.WARD).dicts())
