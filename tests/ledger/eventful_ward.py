"""A ward in which everything happened once: what a rebuild, a backup and a restore have to cope with."""

from app.ledger.dead_letter import dead_letter
from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB
from app.ledger.release import accept_one, release_expired
from app.ledger.tending import tend
from tests import people
from tests.ledger.devices import Tablet, assistance_body

HOUR = 3600 * 1000


def by_web(person: people.Someone, type_: str, entity: str, body: dict, now: int, **changed) -> dict:
    opened = intent(type_, entity, body, ward=people.ward_of(person), device=WEB, author=person.id, now=now, **changed)
    return accept_one(people.ward_of(person), WEB, opened, now) | {"op": opened.operation.id}


def live_through() -> Tablet:
    """Records, corrections, conflicts and choices, refusals, everything parked and released. Returns the tablet."""
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    first = _conflict_and_choice(tablet)
    _refusals(tablet)
    _parked_for_the_catalogue(tablet)
    _tended(tablet)
    tablet.push(tablet.operation("assistance.void/1", first["e"], {"reason": "ghi nhầm người"}))
    tablet.push(tablet.operation("shift.close/1", tablet.shift, {"count": 3}))
    tablet.now += 80 * HOUR
    tablet.push(tablet.record(), tablet.record(sealed=False))
    release_expired(people.WARD, people.LAN.id, tablet.now)
    tablet.push(tablet.open_shift())
    return tablet


def _conflict_and_choice(tablet: Tablet) -> dict:
    first = tablet.record(name="Đặng Thị Ánh Nguyệt", phone="+84912345678", consent=True, difficulties=["elderly"])
    other = tablet.record(sealed=False, difficulties=["elderly", "nfc_unreadable"])
    tablet.push(first, other)
    by_web(people.HA, "assistance.distinct/1", first["e"], {"other": other["e"]}, tablet.now)
    theirs = {"set": {"note": "của chị Hà"}, "was": {"note": ""}, "reason": "bổ sung cho đủ"}
    by_web(people.HA, "assistance.amend/1", first["e"], theirs, tablet.now)
    ours = {"set": {"note": "của cô Lan", "minutes": 9, "difficulties": []}, "was": {"note": "", "minutes": 7}}
    ours["was"]["difficulties"] = ["elderly"]
    amended = tablet.operation("assistance.amend/1", first["e"], ours | {"reason": "sửa cho đúng"}, sealed=True)
    tablet.push(amended)
    by_web(people.HA, "review.settle/1", amended["op"], {"take": ["note"], "note": "cô Lan đúng"}, tablet.now)
    return first


def _refusals(tablet: Tablet) -> None:
    wrong = tablet.record(sealed=False)
    wrong["d"] = {**wrong["d"], "minutes": 8}
    unsealed = tablet.record()
    unsealed["x"] = unsealed["x"][:-4] + "AAAA"
    tablet.push(
        wrong,
        unsealed,
        tablet.record(point="khong-co"),
        tablet.record(phone="12", minutes=-1),
        tablet.operation("assistance.record/9", new_id(), assistance_body(), sealed=True),
        tablet.operation("assistance.record/1", new_id(), assistance_body(), at="yesterday"),
        tablet.operation("assistance.amend/1", new_id(), {"set": {}, "was": {}, "reason": "không có gốc"}),
    )
    tablet.q += 1
    dead_letter(people.WARD, tablet.id, tablet.q, '{"op": broken', tablet.now)


def _parked_for_the_catalogue(tablet: Tablet) -> None:
    early = tablet.record(procedure="2.002364")
    tablet.push(early)
    by_web(people.HA, "review.release/1", early["op"], {}, tablet.now)
    card = people.procedure_body("2.002364", "Cấp bản sao trích lục hộ tịch", "Hộ tịch")
    people.put(people.WARD, "procedure.put/1", [("2.002364@1", card)], tablet.now)
    by_web(people.HA, "review.release/1", early["op"], {}, tablet.now)


def _tended(tablet: Tablet) -> None:
    """A correction that came before its record, and is taken when the server tries again by itself."""
    late = tablet.record()
    early = tablet.operation(
        "assistance.amend/1", late["e"], {"set": {"minutes": 9}, "was": {"minutes": 7}, "reason": "gõ nhầm số phút"}
    )
    late["q"], early["q"] = early["q"], late["q"]
    tablet.push(early)
    tablet.now += HOUR
    tend(people.WARD, tablet.now)
    tablet.push(late)
    tablet.now += 2 * HOUR
    tend(people.WARD, tablet.now)
