"""Makes the beginning of every schedule, once a process: the settled wards and their tablets, by the real code."""

import random

from app.ledger.accept import accept
from app.ledger.envelope import intent
from app.ledger.founding import found_ward
from tests.ledger.simulator import chance
from tests.ledger.simulator.audit import Audit, Broken
from tests.ledger.simulator.exchange import Network
from tests.ledger.simulator.fold import SYSTEM
from tests.ledger.simulator.play import Play, Start
from tests.ledger.simulator.said import Said
from tests.ledger.simulator.server import Server
from tests.ledger.simulator.tablet import Tablet
from tests.ledger.simulator.world import BEGIN_AT, CANARIES, TABLETS, Moment, ward_cards


def found() -> tuple[Server, Start]:
    """(a server for this process, the beginning that every schedule starts from)."""
    chance.install()
    chance.use(random.Random(3))
    moment = Moment(BEGIN_AT)
    server = Server(moment)
    audit = Audit(server.connection)
    play = Play(server, Network(server), audit, [], moment)
    server.watchers.append(audit.watch)
    for ward in CANARIES:
        found_ward(f"phuong-{ward}", CANARIES[ward], moment.at)
        for type_, entity, body in ward_cards(ward):
            _put(audit, ward, type_, entity, body, moment.at)
        audit.advance()
    for number, (ward, person) in enumerate(TABLETS):
        moment.at += 60_000
        tablet = Tablet(number, ward, moment, number)
        play.tablets.append(tablet)
        for heard in (play.enrol(tablet), play.sign_in(tablet, person), play.converse(tablet.drain())):
            if heard.kind not in ("answer", "done"):
                raise Broken("model", f"the beginning fails: {heard}")
    return server, Start(server.image(), server.warmth(), moment.at, play.tablets, audit)


def _put(audit: Audit, ward: int, type_: str, entity: str, body: dict, now: int) -> None:
    op = chance.id_()
    audit.note(Said(op, type_, entity, 0, ward, SYSTEM, "", now, body))
    accept(ward, SYSTEM, [intent(type_, entity, body, ward=ward, device=SYSTEM, author=SYSTEM, now=now, op=op)], now)
