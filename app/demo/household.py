"""Households of the demo ward: every state, in a few neighbourhoods, with what hinders them and who went there.

Names and flats are invented; as in a real ward few of them have a name, for few were asked.
"""

from dataclasses import dataclass

from app.demo.dossiers import HA
from app.ledger.accept import accept
from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB
from app.rules.clock import DAY_MS, day_of
from app.rules.household_fields import EMPTY

_LEAD_OF_3 = "bac-hung"
# (neighbourhood, building, floors, flats a floor)
_BUILDINGS = (
    (3, "CT1A", 6, 4),
    (3, "CT2A", 4, 4),
    (4, "CT2B", 5, 3),
    (7, "Ngõ 12", 3, 5),
    (12, "CT1B2", 5, 4),
    (15, "CT6 Xa La", 4, 4),
)
# Of twenty flats: most manage alone, some need a hand, a few somebody who does it for them, the rest nobody has asked.
_STATES = ("self",) * 9 + ("guided",) * 5 + ("by_proxy",) * 2 + ("unreached",) * 4
_HINDERED = {
    "guided": ("vneid_passcode_forgotten", "procedure_unclear", "otp_missing"),
    "by_proxy": ("elderly", "no_smartphone"),
}


@dataclass(frozen=True)
class _Story:
    """A household of the lead's own neighbourhood that somebody knows more of. Days count from today."""

    apartment: str
    label: str
    state: str
    visits: tuple = ()
    next_on: int | None = None
    head_name: str = ""
    phone: str = ""
    members: tuple = ()


_STORIES = (
    _Story(
        "1204",
        "",
        "guided",
        ((-20, "absent", "", (), None), (-12, "met", "guided", ("sim_not_owned", "otp_missing"), -2)),
        head_name="Hoàng Thị Mai Phương",
        phone="+84912345601",
        members=({"relation": "spouse", "born": 1985}, {"relation": "child", "born": 2014}),
    ),
    _Story("0702", "Cụ ông cuối hành lang", "by_proxy", ((-8, "met", "by_proxy", ("elderly", "no_smartphone"), 0),)),
    _Story("0506", "", "unreached", ((-3, "absent", "", (), 3),)),
    _Story("0910", "", "self", ((-30, "met", "self", (), None),)),
    _Story("1101", "", "guided", ((-6, "refused", "", (), None),)),
    _Story("0803", "", "guided", ((-40, "met", "guided", ("old_phone_full",), None), (-9, "moved", "", (), None))),
)


def settle_in(ward_id: int, staff: dict[str, str], now: int) -> None:
    """`staff`: {login: id}. Time in ms."""
    made = []

    def say(type_: str, entity: str, body: dict, by: str, days_ago: int) -> None:
        at = now - days_ago * DAY_MS
        made.append(intent(type_, entity, body, ward=ward_id, device=WEB, author=staff[by], now=now, at=at))

    def day(offset: int | None) -> str:
        return day_of(now + offset * DAY_MS) if offset is not None else ""

    def write(number: int, by: str, type_: str, days_ago: int, **card) -> str:
        entity = new_id()
        known = {**EMPTY, "neighbourhood": f"tdp-{number:02d}", **card}
        say(type_, entity, {"set": known, "was": {}}, by, days_ago)
        return entity

    place = 0
    for number, building, floors, flats in _BUILDINGS:
        for floor in range(1, floors + 1):
            for flat in range(1, flats + 1):
                # Seven and twenty have no common part: the states are spread over every corridor.
                state, place = _STATES[place * 7 % 20], place + 1
                apartment = f"{floor}/{flat}" if building.startswith("Ngõ") else f"{floor}{flat:02d}"
                flat_of = {"building": building, "apartment": apartment, "state": state}
                entity = write(number, HA, "household.import/1", 60, **flat_of)
                hindered = _HINDERED.get(state, ())
                if hindered and place % 4:
                    met = {"household": entity, "difficulties": [hindered[place % len(hindered)]], "source": "call"}
                    say("household.observe/1", new_id(), {**met, "on": "", "note": ""}, HA, 25 - place % 20)
                if state == "by_proxy" or (state == "unreached" and place % 2):
                    wanted = {"follow_up": True, "follow_up_on": day(place % 9 - 3)}
                    was = {name: EMPTY[name] for name in wanted}
                    say("household.put/1", entity, {"set": wanted, "was": was}, HA, 5)
    for story in _STORIES:
        card = {name: getattr(story, name) for name in ("label", "state", "head_name", "phone")}
        card |= {"consent": bool(story.head_name), "members": list(story.members)}
        entity = write(3, _LEAD_OF_3, "household.put/1", 45, building="CT1A", apartment=story.apartment, **card)
        for offset, outcome, state, difficulties, next_on in story.visits:
            seen = {"household": entity, "on": day(offset), "outcome": outcome, "state": state, "note": ""}
            seen |= {"difficulties": list(difficulties), "next_on": day(next_on)}
            say("household.visit/1", new_id(), seen, _LEAD_OF_3, -offset)
    # One that two people wrote down, each in their own way.
    write(3, HA, "household.put/1", 4, building="Tòa CT1A", apartment="P.1204", state="unreached")
    wrong = [one for one in accept(ward_id, WEB, made, now).results if one["status"] != "ok"]
    if wrong:
        raise ValueError(f"the households of the demo do not fit the rules: {wrong[0]['code']}")
