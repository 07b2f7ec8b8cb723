"""The steps that happen at the ward: its pages, its lists, its people, time, backups, restores, upgrades.

Each is `step(play, choices, stream) -> bool`: whether there was anything to do.
"""

import json
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from app.ledger import backup, fleet, rescue, tending
from app.ledger.accept import accept
from app.ledger.founding import WEB
from app.ledger.verify import Verdict
from app.problems import Problem
from app.rules import fingerprint, registry
from tests import people
from tests.ledger.simulator import chance
from tests.ledger.simulator.play import Backup, Play, say
from tests.ledger.simulator.steps_tablet import amendment, tablet_of
from tests.ledger.simulator.world import CANARIES, NEIGHBOURHOODS, POINTS, PROCEDURE_TO_COME, building, point, staff

CLERKS = {1: people.HA, 2: people.BINH}
ADMINS = {1: people.AN, 2: people.DUNG}
FUTURE = "assistance.record/2"


@contextmanager
def replaced(module, **names):
    """A module with some of its names meaning something else for a while."""
    before = {name: getattr(module, name) for name in names}
    for name, value in names.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(module, name, value)


def _at_the_desk(play: Play, ward: int, type_: str, entity: str, body: dict, author: str, base: int = 0, die: int = 0):
    """One operation of a page of the ward; `die`: the server dies before that statement."""
    opened = say(play, ward, type_, entity, body, device=WEB, author=author, base=base)
    if die:
        play.server.die_during(die, lambda: accept(ward, WEB, [opened], play.moment.at))
        play.audit.advance()
        return
    accept(ward, WEB, [opened], play.moment.at)
    play.audit.said[opened.operation.id].shown = True


def amend(play: Play, choices: dict, stream) -> bool:
    ward = choices.get("ward", 1)
    record = play.record(ward, choices["pick"])
    if record is None:
        return False
    body, base = amendment(play, record, choices, stream)
    _at_the_desk(play, ward, "assistance.amend/1", record.entity, body, CLERKS[ward].id, base, choices.get("die", 0))
    return True


def void(play: Play, choices: dict, stream) -> bool:
    ward = choices.get("ward", 1)
    record = play.record(ward, choices["pick"])
    if record is None:
        return False
    body = {"reason": "Ghi trùng với phiếu khác"}
    _at_the_desk(play, ward, "assistance.void/1", record.entity, body, CLERKS[ward].id, 0, choices.get("die", 0))
    return True


def tell_apart(play: Play, choices: dict, stream) -> bool:
    """A clerk says that a record is another visit than one that looks like it."""
    ward = choices.get("ward", 1)
    one, other = play.record(ward, choices["pick"]), play.record(ward, choices["pick"] + 1)
    if one is None or one is other:
        return False
    body = {"other": other.entity}
    _at_the_desk(play, ward, "assistance.distinct/1", one.entity, body, CLERKS[ward].id, 0, choices.get("die", 0))
    return True


def _review(play: Play, choices: dict, outcomes: tuple) -> tuple[int, dict | None]:
    ward = choices.get("ward", 1)
    rows = play.audit.wards[ward].fold.tables["review"].values()
    fitting = [row for row in rows if row["outcome"] in outcomes and (not row["closed"] or choices.get("closed"))]
    return ward, fitting[-1 - choices["pick"] % len(fitting)] if fitting else None


def release(play: Play, choices: dict, stream) -> bool:
    """A clerk tries a parked operation again."""
    ward, review = _review(play, choices, ("parked",))
    if review is None:
        return False
    _at_the_desk(play, ward, "review.release/1", review["op"], {}, CLERKS[ward].id, 0, choices.get("die", 0))
    return True


def settle(play: Play, choices: dict, stream) -> bool:
    """A clerk closes a review; of a conflict she takes each new value or leaves the old one."""
    outcomes = (choices["outcome"],) if "outcome" in choices else ("conflict", "rejected", "parked")
    ward, review = _review(play, choices, outcomes)
    if review is None:
        return False
    take = [name for name in review["conflicts"] if "take" in choices or stream.random() < 0.5]
    body = {"take": take, "note": "Đã hỏi lại người dân"}
    held = play.audit.wards[ward].fold.tables["assistance"].get(review["said"].entity)
    if review["conflicts"] and held and "take" not in choices and stream.random() < 0.7:
        body["was"] = {name: held[name] for name in review["conflicts"]}
    _at_the_desk(play, ward, "review.settle/1", review["op"], body, CLERKS[ward].id, 0, choices.get("die", 0))
    return True


def change_list(play: Play, choices: dict, stream) -> bool:
    """A list of the ward changes: what: procedure (the one to come, put or repealed) | rename | point | building |
    place.
    """
    ward, what, on = choices.get("ward", 1), choices["what"], bool(choices["pick"] % 2)
    if what in ("procedure", "rename"):
        return _change_procedure(play, ward, what == "rename", on)
    if what == "point":
        card = ("support_point.put/1", POINTS[1], point(f"Điểm {CANARIES[ward]} {choices['pick']}", on))
    elif what == "building":
        card = ("building.put/1", f"ct{choices['pick'] % 3}", building(f"Nhà {CANARIES[ward]}", on))
    else:
        place = choices["pick"] % len(NEIGHBOURHOODS)
        body = {"name": f"Tổ {CANARIES[ward]}", "former_name": "", "position": place, "active": on}
        card = ("neighbourhood.put/1", NEIGHBOURHOODS[place], body)
    _at_the_desk(play, ward, *card, ADMINS[ward].id, 0, choices.get("die", 0))
    return True


def _change_procedure(play: Play, ward: int, renamed: bool, on: bool) -> bool:
    """The procedure to come is put; once it is there, its next version has another name, or is repealed (or in force
    again). The old version goes and the new one comes, both or neither, as the ward's page does it.
    """
    held = play.audit.wards[ward].fold.tables["procedure"].values()
    versions = [row for row in held if row["code"] == PROCEDURE_TO_COME]
    if renamed and not versions:
        return False
    number, name = len(versions) + 1, f"Thủ tục {CANARIES[ward]}"
    last = versions[-1] if versions else people.procedure_body(PROCEDURE_TO_COME, name, "Cư trú")
    last = {fact: value for fact, value in last.items() if fact != "v"}
    changed = {"name": f"{name} {number}"} if renamed else {"status": "in_force" if on or not versions else "repealed"}
    cards = [(f"{PROCEDURE_TO_COME}@{number}", last | changed | {"version": number, "current": True})]
    if versions:
        cards.insert(0, (f"{PROCEDURE_TO_COME}@{number - 1}", last | {"current": False}))
    author = ADMINS[ward].id
    opened = [say(play, ward, "procedure.put/1", entity, body, device=WEB, author=author) for entity, body in cards]
    accept(ward, WEB, opened, play.moment.at, whole=True)
    return True


def change_staff(play: Play, choices: dict, stream) -> bool:
    """what: leave | return | role | password | admin (the last one tries to leave)."""
    ward, what = choices.get("ward", 1), choices["what"]
    persons = (people.LAN, people.TUAN) if ward == 1 else (people.THAO,)
    person = persons[choices["pick"] % len(persons)]
    if what == "password":
        play.server.passwords[person.id] = play.server.passwords.get(person.id, 0) + 1
        return True
    if what == "admin":
        person = ADMINS[ward]
    role = "leader" if what == "role" else ""
    body = staff(person, role, what not in ("leave", "admin"))
    _at_the_desk(play, ward, "staff.put/1", person.id, body, ADMINS[ward].id, 0, choices.get("die", 0))
    return True


def revoke(play: Play, choices: dict, stream) -> bool:
    tablet = tablet_of(play, choices)
    if not tablet.device:
        return False
    fleet.revoke(tablet.ward, tablet.device, ADMINS[tablet.ward].id, play.moment.at)
    return True


def direct(play: Play, choices: dict, stream) -> bool:
    """An admin tells a tablet to send the rest and stop, to forget everything, or neither any more."""
    tablet = tablet_of(play, choices)
    if not tablet.device:
        return False
    what = {"none": ""}.get(choices["what"], choices["what"])
    with suppress(Problem):
        fleet.direct(tablet.ward, tablet.device, what, ADMINS[tablet.ward].id, play.moment.at)
    return True


def take_rescue(play: Play, choices: dict, stream) -> bool:
    """A rescue file is brought to the ward's own page."""
    if not play.files:
        return False
    text = play.files[choices["pick"] % len(play.files)]
    ward = json.loads(text)["ward"]
    play.audit.read_file(text)
    take = partial(rescue.take_file, ward, text, CLERKS[ward].id, play.moment.at)
    if choices.get("die"):
        play.server.die_during(choices["die"], take)
    else:
        take()
    return True


def tend(play: Play, choices: dict, stream) -> bool:
    """What the server does by itself every minute."""
    if choices.get("die"):
        play.server.die_during(choices["die"], lambda: tending.tend_all(play.moment.at))
    else:
        tending.tend_all(play.moment.at)
    return True


def wait(play: Play, choices: dict, stream) -> bool:
    play.moment.at += choices["minutes"] * 60_000
    return True


def restart(play: Play, choices: dict, stream) -> bool:
    play.server.die()
    return True


def back_up(play: Play, choices: dict, stream) -> bool:
    """A copy of the running database, and only then the marks of what this one and the one before it hold."""
    image = play.server.image()
    play.backups.append(Backup(image, {ward: dict(one.last_q) for ward, one in play.audit.wards.items()}))
    play.covered = max(play.covered, len(play.backups) - 2)
    older = play.backups[-2].last_q
    marks = {ward: (0, older[ward]) for ward in CANARIES}
    made = backup.Backup(Path(), [Verdict(ward, "") for ward in CANARIES], len(image), 0)
    with replaced(backup, _marks_of_the_one_before=lambda path, made: marks):
        backup._advance(Path(), made, play.moment.at)
    return True


def restore(play: Play, choices: dict, stream) -> bool:
    """The disk is lost; the server comes back from the newest backup, or from the `older`-th before it."""
    place = max(0, len(play.backups) - 1 - choices.get("older", 0))
    chosen = play.backups[place]
    too_old = place < play.covered
    del play.backups[place + 1 :]
    play.server.begin(chosen.image)
    begin_new_life(play.server.connection)
    play.audit.begin_again()
    kept = play.kept_by(play.tablets)
    for op, said in play.audit.said.items():
        # The ward's own pages have no outbox; an evicted or aged copy cannot come back; and no tablet keeps what two
        # newer backups hold.
        if (said.tablet < 0 or op in play.fragile or too_old) and op not in kept and not play.audit.delivered(said):
            play.lost.add(op)
    return True


def begin_new_life(connection) -> None:
    """What `app.records.restoring` does to a copy: another incarnation; sessions and codes end."""
    for ward in CANARIES:
        connection.execute('UPDATE "ledger_head" SET "incarnation" = ? WHERE "ward_id" = ?', (chance.id_(), ward))
        connection.execute('DELETE FROM "enrolment_code" WHERE "ward_id" = ?', (ward,))


def upgrade(play: Play, choices: dict, stream) -> bool:
    """what: later (a new version knows a type more) | broken (a release with a mistake in one rule) | mended."""
    _from, later, broken = play.audit.eras[-1]
    what = choices["what"]
    if what == "later":
        later = True
    broken = {"broken": "assistance.void/1", "mended": ""}.get(what, broken)
    play.audit.eras.append((play.moment.at, later, broken))
    equip(later, broken, len(play.audit.eras))
    play.server.die()
    return True


_TODAY = dict(registry.KINDS)
_FINGERPRINT = fingerprint.FINGERPRINT


def _mistaken(*_told):
    raise ZeroDivisionError


def strip() -> None:
    """The rules are those of the code again."""
    equip()
    fingerprint.FINGERPRINT = _FINGERPRINT


def equip(later: bool = False, broken: str = "", release: int = 1) -> None:
    """Gives the server the rules of one release."""
    fingerprint.FINGERPRINT = f"release {release}"
    registry.KINDS.clear()
    registry.KINDS.update(_TODAY)
    if later:
        registry.KINDS[FUTURE] = _TODAY["assistance.record/1"]
    if broken:
        kind = _TODAY[broken]
        names = ("noun", "verb", "on_tablet", "in_shift", "personal", "list_changed")
        registry.KINDS[broken] = type(kind)(apply=_mistaken, **{name: getattr(kind, name) for name in names})


STEPS = {
    "desk_amend": amend,
    "desk_void": void,
    "tell_apart": tell_apart,
    "release": release,
    "settle": settle,
    "list": change_list,
    "staff": change_staff,
    "revoke": revoke,
    "direct": direct,
    "take_rescue": take_rescue,
    "tend": tend,
    "wait": wait,
    "restart": restart,
    "backup": back_up,
    "restore": restore,
    "upgrade": upgrade,
}
