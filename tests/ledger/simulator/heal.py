"""The end of every schedule: the network is well, everybody comes by, and then everything must have come true."""

import json

from app.ledger import rescue, tending
from tests.ledger.simulator import scope
from tests.ledger.simulator.audit import Broken
from tests.ledger.simulator.fold import LATER
from tests.ledger.simulator.play import Play
from tests.ledger.simulator.steps_ward import CLERKS
from tests.ledger.simulator.tables import check_tables

ROUNDS = 12
# Steps after which work may rightly stand in another order than that of saving.
MIXING = ("restore", "clone", "take_rescue", "carry", "evict", "rescue", "clock")
# What only a new enrolment helps against.
ANEW = ("device_unknown", "device_revoked", "device_forked")


def heal(play: Play) -> None:
    for tablet in play.tablets:
        tablet.storage.full, tablet.calm = False, True
    play.network.delayed.clear()
    for text in play.files:
        ward = json.loads(text)["ward"]
        play.audit.read_file(text)
        rescue.take_file(ward, text, CLERKS[ward].id, play.moment.at)
        play.audit.advance()
    tablets = play.awake()
    for _round in range(ROUNDS):
        for tablet in tablets:
            _come_by(play, tablet)
        play.moment.at += 600_000
        for ward in {tablet.ward for tablet in tablets}:
            tending.tend(ward, play.moment.at)
        if any(tablet.storage.outbox for tablet in tablets):
            continue
        play.audit.advance()
        # Whoever finds out only now that the server was restored has something to send again.
        at_rest = [_pull_and_compare(play, tablet) for tablet in tablets]
        if all(at_rest):
            break
    else:
        waiting = {tablet.number: len(tablet.storage.outbox) for tablet in tablets if tablet.storage.outbox}
        raise Broken("I7", f"the outboxes do not get empty: {waiting}")
    _everything_arrived(play)
    _nothing_waits_in_vain(play)
    for ward in play.audit.wards.values():
        check_tables(play.server.connection, ward)


def _come_by(play: Play, tablet) -> None:
    """A person looks after one tablet: enrols it anew where its own screen asks for that."""
    if not tablet.device:
        play.enrol(tablet)
    heard = _send(play, tablet)
    if heard.code in ANEW:
        _enrol_anew(play, tablet)
        heard = _send(play, tablet)
    if heard.kind not in ("done", "busy"):
        raise Broken("I7", f"tablet {tablet.number} hears {heard.code or heard.kind} and cannot go on")
    play.check_kept()


def _send(play: Play, tablet):
    heard = play.converse(tablet.drain())
    return play.converse(tablet.deliver_parcels()) if heard.kind == "done" else heard


def _enrol_anew(play: Play, tablet) -> None:
    enrolled = play.enrol(tablet)
    if enrolled.kind != "answer":
        raise Broken("I7", f"tablet {tablet.number} cannot be enrolled anew: {enrolled.code or enrolled.kind}")


def _pull_and_compare(play: Play, tablet) -> bool:
    """I7, I10: what the tablet holds is what the oracle says it may hold, no more and no less.

    False: it has found something to send again, or had to be enrolled anew.
    """
    heard = play.converse(tablet.pull())
    if heard.code in ANEW:
        _enrol_anew(play, tablet)
        return False
    if heard.kind != "answer":
        raise Broken("I7", f"tablet {tablet.number} hears {heard.code or heard.kind} when all is well")
    if tablet.storage.outbox:
        return False
    held = tablet.storage.held
    must = scope.lobby(play.audit.wards[tablet.ward].fold, tablet.device, play.moment.at)
    for kind, rows in must.items():
        if held.get(kind, {}) != rows:
            raise Broken("I7", f"tablet {tablet.number} holds {kind} {held.get(kind, {})}, must hold {rows}")
    if tablet.healed and not tablet.strayed:
        raise Broken("I7", f"the rows of tablet {tablet.number} strayed and had to be healed")
    if set(held) - set(must):
        raise Broken("I10", f"tablet {tablet.number} holds {sorted(set(held) - set(must))}")
    return True


def _everything_arrived(play: Play) -> None:
    for op, said in play.audit.said.items():
        if said.shown and op not in play.lost and not play.audit.delivered(said):
            raise Broken("I2", f"{said.type} {op} of tablet {said.tablet} never arrived")
    if not play.seen["fault too_large"]:
        for op, letters in play.audit.letters.items():
            said = play.audit.said[op]
            if said.flaw != "header" and letters & play.audit.wards[said.ward].logged.keys():
                raise Broken("I11", f"{op} can be read and was given up")
    if not any(play.seen[f"step {kind}"] for kind in MIXING):
        _in_the_order_of_saving(play)


def _in_the_order_of_saving(play: Play) -> None:
    """I4: where nothing was restored, cloned or rescued, a tablet's work stands in the order in which it was saved."""
    before: dict[int, int] = {}
    for op, said in play.audit.said.items():
        logged = play.audit.wards[said.ward].logged.get(op)
        if logged is None or said.tablet < 0 or said.rivals:
            continue
        if logged[0] < before.get(said.tablet, 0):
            raise Broken("I4", f"{op} of tablet {said.tablet} overtook what was saved before it")
        before[said.tablet] = logged[0]


def _nothing_waits_in_vain(play: Play) -> None:
    """What was parked for something that has come is taken by itself, within a day or so.

    And what a shift that had run out kept back is taken when its author signs in on that tablet again.
    """
    for ward in play.audit.wards.values():
        opened = {}
        for op, (v, outcome, _code) in ward.logged.items():
            said = play.audit.said[op]
            if said.type == "shift.open/1" and outcome == "ok":
                opened[said.author, ward.place[op][0]] = v
        for op, review in ward.fold.tables["review"].items():
            again_at = opened.get((review["said"].author, review["device"]), 0)
            if review["code"] == "shift_expired" and not review["closed"] and again_at > review["v"]:
                raise Broken("I7", f"{op} waits for a shift that was opened long ago")
    if not any(_could_go_in(play, ward) for ward in play.audit.wards):
        return
    for _day in range(3):
        play.moment.at += 2 * 86_400_000
        tending.tend_all(play.moment.at)
    play.audit.advance()
    for ward in play.audit.wards:
        for op in _could_go_in(play, ward):
            raise Broken("I7", f"{op} waits for what has come long ago")


def _could_go_in(play: Play, ward: int) -> list[str]:
    audit = play.audit.wards[ward]
    tables = audit.fold.tables
    _from, later, broken = play.audit.eras[-1]
    known = {row["code"] for row in tables["procedure"].values() if row["current"]}
    waits_no_more = {
        "entity_unknown": lambda said: said.entity in tables["assistance"],
        "procedure_unknown": lambda said: said.type == "assistance.record/1" and said.body["procedure"] in known,
        "type_unknown": lambda said: later and said.type in LATER,
        "operation_error": lambda said: not broken,
    }
    return [
        op
        for op, review in tables["review"].items()
        if not review["closed"]
        and review["outcome"] == "parked"
        and review["tries"] < 3
        and waits_no_more.get(review["code"], lambda said: False)(review["said"])
    ]
