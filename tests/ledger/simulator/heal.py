"""The end of every schedule: the network is well, everybody comes by, and then everything must have come true."""

import json

from app.ledger import rescue, tending
from tests.ledger.simulator import scope
from tests.ledger.simulator.audit import Broken
from tests.ledger.simulator.play import Play
from tests.ledger.simulator.steps_ward import CLERKS
from tests.ledger.simulator.tables import check_tables

ROUNDS = 12
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
        play.audit.advance(ward)
    tablets = play.awake()
    for _round in range(ROUNDS):
        for tablet in tablets:
            _come_by(play, tablet)
        play.moment.at += 600_000
        for ward in {tablet.ward for tablet in tablets}:
            tending.tend(ward, play.moment.at)
        if any(tablet.storage.outbox for tablet in tablets):
            continue
        for ward in play.audit.wards:
            play.audit.advance(ward)
        # Whoever finds out only now that the server was restored has something to send again.
        at_rest = [_pull_and_compare(play, tablet) for tablet in tablets]
        if all(at_rest):
            break
    else:
        waiting = {tablet.number: len(tablet.storage.outbox) for tablet in tablets if tablet.storage.outbox}
        raise Broken("I7", f"the outboxes do not get empty: {waiting}")
    _everything_arrived(play)
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
    if set(held) - set(must):
        raise Broken("I10", f"tablet {tablet.number} holds {sorted(set(held) - set(must))}")
    return True


def _everything_arrived(play: Play) -> None:
    for op, said in play.audit.said.items():
        if said.shown and op not in play.lost and not play.audit.delivered(said):
            raise Broken("I2", f"{said.type} {op} of tablet {said.tablet} never arrived")
