"""The steps that happen at tablets: saving, delivering, signing in, and the misfortunes of a browser.

Each is `step(play, choices, stream) -> bool`: whether there was anything to do.
"""

import json

from tests import people
from tests.ledger.simulator import chance
from tests.ledger.simulator.play import Play, Record
from tests.ledger.simulator.storage import KEPT, StorageFull
from tests.ledger.simulator.tablet import Intent, Tablet
from tests.ledger.simulator.wire import PAUSE
from tests.ledger.simulator.world import NEIGHBOURHOODS, PROCEDURE_TO_COME, point, slip

MASKED = "L.T.B.M · •••678 · khai sinh · 09:12"
VALUES = {
    "minutes": (5, 10, 15),
    "note": ("", "Hẹn chiều thứ Ba", "Đã gọi lại"),
    "result": ("filed", "rescheduled", "unfinished"),
    "apartment": ("1204", "P.305"),
    "difficulties": ([], ["elderly"], ["elderly", "nfc_unreadable"]),
    "neighbourhood": NEIGHBOURHOODS,
    "name": ("", "Đặng Thị Cúc"),
    "consent": (True, False),
}
FLAWED_BODIES = (
    {"minutes": 9_999},
    {"name": "Đặng Thị Cúc", "consent": False},
    {"help": "nothing we know"},
    {"phone": "12"},
    {"note": "mật khẩu là hoalan79"},
)
UNKNOWN_PLACES = ({"point": "diem-la"}, {"neighbourhood": "tdp-99"})


def tablet_of(play: Play, choices: dict) -> Tablet:
    tablet = play.tablets[choices["tablet"] % len(play.tablets)]
    play.cast.add(tablet.number)
    return tablet


def _record(play, tablet, stream, choices, **changed) -> Intent:
    body = slip(tablet.ward, stream, **changed)
    entity = chance.id_()
    return Intent("assistance.record/1", entity, body, hpke=choices.get("hpke", 0) == 1)


# Changes that plots ask for by name.
CHANGES = {
    "minutes": {"minutes": 33},
    "fewer": {"minutes": 22},
    "fewest": {"minutes": 11},
    "name": {"name": "Đặng Thị Cúc"},
    "forget": {"name": "", "consent": False},
}


def amendment(play: Play, record: Record, choices: dict, stream) -> tuple[dict, int]:
    """(body, base) of a change of one or more fields by somebody who saw the record as it stands, or as it was.

    `change`: one of CHANGES; `seen`: first | now.
    """
    held = play.audit.wards[record.ward].fold.tables["assistance"].get(record.entity)
    fresh = held is not None and choices.get("seen", "now" if stream.random() < 0.6 else "first") == "now"
    seen = held if fresh else record.body
    wanted = CHANGES.get(choices.get("change"))
    if wanted is None:
        names = stream.sample(sorted(VALUES), stream.choice((1, 1, 2, 3)))
        wanted = {name: stream.choice(VALUES[name]) for name in names}
    was = {name: seen[name] for name in wanted}
    if "change" not in choices and stream.random() < 0.05:
        was.popitem()
    return {"set": wanted, "was": was, "reason": "Ghi nhầm lúc đông người"}, held["v"] if fresh else 0


def _about(play, tablet, choices) -> Record | None:
    """A record that this tablet's person may know of: mostly of their own ward, delivered or not."""
    return play.record(tablet.ward, choices["pick"])


def _intent(play, tablet, choices, stream) -> Intent | None:
    what = choices["what"]
    if what == "record":
        return _record(play, tablet, stream, choices)
    if what == "to_come":
        return _record(play, tablet, stream, choices, procedure=PROCEDURE_TO_COME)
    if what == "place":
        return _record(play, tablet, stream, choices, **stream.choice(UNKNOWN_PLACES))
    if what == "later":
        return Intent("assistance.record/2", chance.id_(), slip(tablet.ward, stream))
    if what == "unheard":
        return Intent("survey.answer/7", chance.id_(), {"stars": 5})
    if what == "desk" and tablet.shift["staff"] == people.HA.id and _about(play, tablet, choices):
        return Intent("assistance.distinct/1", _about(play, tablet, choices).entity, {"other": chance.id_()})
    if what == "desk":
        return Intent("support_point.put/1", chance.id_(), point("Điểm giả"))
    if what == "decide":
        return Intent("review.settle/1", chance.id_(), {"take": [], "note": ""})
    if what == "invalid":
        return Intent(
            "assistance.record/1", chance.id_(), slip(tablet.ward, stream, **stream.choice(FLAWED_BODIES)), flaw="body"
        )
    if what in ("commitment", "sealed", "time", "ward", "device", "header"):
        return Intent("assistance.record/1", chance.id_(), slip(tablet.ward, stream), flaw=what)
    if what == "author":
        other = people.TUAN if tablet.shift["staff"] != people.TUAN.id else people.LAN
        return Intent("assistance.record/1", chance.id_(), slip(tablet.ward, stream), author=other.id)
    if what == "nobody":
        return Intent("assistance.record/1", chance.id_(), slip(tablet.ward, stream), author=chance.id_())
    if what == "shiftless":
        return Intent("assistance.record/1", chance.id_(), slip(tablet.ward, stream), shift=chance.id_())
    record = _about(play, tablet, choices)
    if record is None:
        return None
    if what == "amend":
        body, base = amendment(play, record, choices, stream)
        return Intent("assistance.amend/1", record.entity, body, base=base)
    if what == "void":
        reason = "nhầm" if stream.random() < 0.1 else "Ghi trùng với phiếu khác"
        return Intent("assistance.void/1", record.entity, {"reason": reason})
    if what == "again":
        return Intent("assistance.record/1", record.entity, slip(tablet.ward, stream))
    ops = [said for said in play.audit.said.values() if said.type == "assistance.record/1" and said.ward == tablet.ward]
    first = ops[choices["pick"] % len(ops)] if ops else None
    if first is None or first.rivals:
        return None
    return Intent("assistance.record/1", chance.id_(), slip(tablet.ward, stream), op=first.op)


def save(play: Play, choices: dict, stream) -> bool:
    """what: see `_intent`. crash: before | after the transaction; then nobody was told that it is saved."""
    tablet = tablet_of(play, choices)
    if not tablet.device or tablet.shift is None or tablet.storage.meta.get("directive"):
        return False
    intent = _intent(play, tablet, choices, stream)
    if intent is None:
        return False
    op, said = tablet.make(intent)
    crash = choices.get("crash", "")
    if crash == "before":
        play.seen["browser killed before a save"] += 1
        return True
    held_before = op["op"] in play.on(tablet)
    if not tablet.keep(op, said, MASKED if intent.type.startswith("assistance.record/") else None):
        play.seen["honest refusal: storage full"] += 1
        return True
    if held_before:
        return True
    if crash == "after":
        said.shown = False
        play.seen["browser killed after a save"] += 1
    play.audit.note(said)
    if intent.type.startswith("assistance.record/") and not intent.op:
        play.records.append(Record(intent.entity, tablet.ward, intent.body, op["u"], tablet.number))
    play.seen[f"said {choices['what']}"] += 1
    return True


def _refused(play: Play, tablet: Tablet, heard) -> None:
    """What the screen then asks for is not done at once: a person comes by when a step or the healing says so."""
    if heard.kind not in ("answer", "done"):
        play.seen[f"stood in the way: {heard.code or heard.kind}"] += 1


def deliver(play: Play, choices: dict, stream) -> bool:
    """faults: one for each exchange, then all is well. stop: the browser is killed at that turn."""
    tablet = tablet_of(play, choices)
    if not tablet.storage.outbox:
        return False
    _refused(play, tablet, play.converse(tablet.drain(), choices.get("faults", ""), choices.get("stop", 0)))
    return True


def pull(play: Play, choices: dict, stream) -> bool:
    tablet = tablet_of(play, choices)
    if not tablet.device:
        return False
    _refused(play, tablet, play.converse(tablet.pull(), choices.get("faults", ""), choices.get("stop", 0)))
    return True


def two_tabs(play: Play, choices: dict, stream) -> bool:
    """Two tabs drain one outbox at once; `order` says which one has its turn, "s": a third one saves a record."""
    tablet = tablet_of(play, choices)
    if not tablet.storage.outbox:
        return False
    talks = {"a": tablet.drain(), "b": tablet.drain()}
    answers: dict = {}
    faults = iter(["ok", "ok", *str(choices.get("faults", "ok")).split(",")])
    # Both have read the outbox and sent it before either hears an answer.
    for turn in "ab" + str(choices["order"]) + "ab" * 12:
        if turn == "s":
            save(play, {"tablet": choices["tablet"], "what": "record"}, stream)
        if turn not in talks:
            continue
        try:
            request = talks[turn].send(answers.pop(turn, None))
        except (StopIteration, StorageFull):
            del talks[turn]
            continue
        if request is not PAUSE:
            answers[turn] = play.carry(request, next(faults, "ok"))
    for talk in talks.values():
        talk.close()
    return True


def late(play: Play, choices: dict, stream) -> bool:
    """A request that was held up on its way arrives after all."""
    return play.network.deliver_late(choices["pick"])


def sign_in(play: Play, choices: dict, stream) -> bool:
    tablet = tablet_of(play, choices)
    if not tablet.device:
        return False
    persons = (people.LAN, people.TUAN, people.HA) if tablet.ward == 1 else (people.THAO,)
    person = persons[choices["person"] % len(persons)]
    _refused(play, tablet, play.sign_in(tablet, person, choices.get("faults", ""), choices.get("stop", 0)))
    return True


def close_shift(play: Play, choices: dict, stream) -> bool:
    tablet = tablet_of(play, choices)
    if tablet.shift is None or tablet.storage.full:
        return False
    tablet.close_shift(play.note)
    return True


def clock(play: Play, choices: dict, stream) -> bool:
    """by: seconds; 0 sets it right."""
    tablet = tablet_of(play, choices)
    tablet.wrong = tablet.wrong + choices["by"] * 1_000 if choices["by"] else 0
    return True


def evict(play: Play, choices: dict, stream) -> bool:
    """The browser throws the storage away: what was only there is a declared loss."""
    tablet = tablet_of(play, choices)
    if not tablet.device:
        return False
    here = play.on(tablet)
    elsewhere = play.kept_by(other for other in play.tablets if other is not tablet)
    play.lost |= {op for op in here - elsewhere if not play.audit.delivered(play.audit.said[op])}
    play.fragile |= here
    _drop_parcels(play, tablet)
    tablet.storage = type(tablet.storage)()
    return True


def _drop_parcels(play: Play, tablet: Tablet) -> None:
    """What it carried for others is still in the file that it came in."""
    play.seen["parcels lost with their carrier"] += len(tablet.storage.lanes)


def clone(play: Play, choices: dict, stream) -> bool:
    """Somebody restores an image of the tablet on another one: two devices with one identity."""
    tablet = tablet_of(play, choices)
    if len(play.tablets) > 6 or not tablet.device:
        return False
    play.tablets.append(tablet.copy(len(play.tablets), play.moment))
    play.cast.add(len(play.tablets) - 1)
    return True


def enrol(play: Play, choices: dict, stream) -> bool:
    """An admin enrols the tablet anew: for a forked or evicted one, and sometimes for no reason."""
    tablet = tablet_of(play, choices)
    _refused(play, tablet, play.enrol(tablet, choices.get("faults", ""), choices.get("stop", 0)))
    return True


def beat(play: Play, choices: dict, stream) -> bool:
    tablet = tablet_of(play, choices)
    if not tablet.device:
        return False
    _refused(play, tablet, play.converse(tablet.beat(), choices.get("faults", "")))
    return True


def rescue(play: Play, choices: dict, stream) -> bool:
    """Somebody saves what waits on a tablet as a file."""
    text = tablet_of(play, choices).rescue_file()
    if text is None:
        return False
    play.files.append(text)
    file = json.loads(text)
    play.in_files |= {json.loads(op)["op"] for parcel in file["parcels"] for op in parcel["ops"]}
    return True


def carry(play: Play, choices: dict, stream) -> bool:
    """Another tablet takes a rescue file over and hands it in."""
    tablet = tablet_of(play, choices)
    if not play.files or tablet.storage.full:
        return False
    if not tablet.carry(play.files[choices["pick"] % len(play.files)]):
        return False
    _refused(play, tablet, play.converse(tablet.deliver_parcels(), choices.get("faults", "")))
    return True


def obey(play: Play, choices: dict, stream) -> bool:
    """The tablet does what its last answer told it: when everything is sent, it forgets everything."""
    tablet = tablet_of(play, choices)
    sent = set(tablet.storage.sent)
    if tablet.storage.full or tablet.storage.meta.get("directive") != "wipe":
        return False
    heard = play.converse(tablet.wipe(), choices.get("faults", ""), choices.get("stop", 0))
    if heard.kind == "done":
        elsewhere = play.kept_by(play.tablets)
        play.lost |= {op for op in sent - elsewhere if not play.audit.delivered(play.audit.said[op])}
        play.fragile |= sent
        play.seen["wiped"] += 1
    return True


def stray(play: Play, choices: dict, stream) -> bool:
    """A row that the tablet holds is spoilt by whatever; the sums of the next pull must tell."""
    tablet = tablet_of(play, choices)
    kinds = [kind for kind, rows in tablet.storage.held.items() if rows]
    if not kinds:
        return False
    kind = kinds[choices["pick"] % len(kinds)]
    rows = dict(tablet.storage.held[kind])
    id_ = sorted(rows)[choices["pick"] % len(rows)]
    if stream.random() < 0.5:
        del rows[id_]
    else:
        rows[id_] = {**rows[id_], "name": "?"}
    tablet.storage.reference["held"] = {**tablet.storage.held, kind: rows}
    tablet.strayed += 1
    return True


def quota(play: Play, choices: dict, stream) -> bool:
    tablet = tablet_of(play, choices)
    tablet.storage.full = not tablet.storage.full
    return True


def prune(play: Play, choices: dict, stream) -> bool:
    """What the tablet does after every pull that went well: forgets what the server's backups have."""
    tablet = tablet_of(play, choices)
    if not tablet.device or tablet.storage.full or play.converse(tablet.pull()).kind != "answer":
        return False
    held, server_now = dict(tablet.storage.sent), tablet.now - tablet.storage.offset
    # What is no older than this and goes all the same had better stand in a backup.
    old = {op for op, row in held.items() if row["sentAt"] <= server_now - KEPT}
    play.fragile |= old.intersection(tablet.storage.prune(tablet.now))
    return True


STEPS = {
    "save": save,
    "drain": deliver,
    "pull": pull,
    "tabs": two_tabs,
    "late": late,
    "sign_in": sign_in,
    "close_shift": close_shift,
    "clock": clock,
    "evict": evict,
    "clone": clone,
    "enrol": enrol,
    "beat": beat,
    "rescue": rescue,
    "carry": carry,
    "obey": obey,
    "stray": stray,
    "quota": quota,
    "prune": prune,
}
