"""Plays a schedule: the steps one by one, then everything heals, and the invariants are checked throughout."""

import random
from collections import Counter
from dataclasses import dataclass, field

from app.ledger import enrolment
from app.ledger.envelope import intent
from app.problems import Problem
from app.records import ward as ward_records
from tests import people
from tests.ledger.simulator import chance
from tests.ledger.simulator.audit import Audit, Broken
from tests.ledger.simulator.exchange import Network
from tests.ledger.simulator.said import Said
from tests.ledger.simulator.script import Script
from tests.ledger.simulator.server import Server
from tests.ledger.simulator.storage import StorageFull
from tests.ledger.simulator.tablet import Tablet
from tests.ledger.simulator.wire import DONE, PAUSE, Heard
from tests.ledger.simulator.world import CITIZENS, Moment

LONGEST_TALK = 400
KILLED = Heard("killed")
FULL = Heard("problem", code="storage_full")


@dataclass(slots=True)
class Backup:
    """The bytes of a database, and up to which number each device's operations stood in it: {ward: {device: q}}."""

    image: bytes
    last_q: dict[int, dict[str, int]]


@dataclass(slots=True)
class Start:
    """The world as every schedule finds it."""

    image: bytes
    warm: dict
    at: int
    tablets: list[Tablet]
    audit: Audit


@dataclass(slots=True)
class Record:
    """An assistance that somebody remembers: who made it where, and what it said at first."""

    entity: str
    ward: int
    body: dict
    author: str
    tablet: int


@dataclass(slots=True)
class Play:
    """One schedule under way. `lost`: ids whose loss is declared; `fragile`: of these only the ledger has a copy.

    `files`: rescue files that somebody keeps, with the operations `in_files`. `cast`: numbers of the tablets that take
    part.
    """

    server: Server
    network: Network
    audit: Audit
    tablets: list[Tablet]
    moment: Moment
    backups: list[Backup] = field(default_factory=list)
    # How many of the oldest backups two newer ones have made worthless: tablets keep nothing for them.
    covered: int = 0
    records: list[Record] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    fragile: set[str] = field(default_factory=set)
    files: list[str] = field(default_factory=list)
    in_files: set[str] = field(default_factory=set)
    cast: set[int] = field(default_factory=set)
    seen: Counter = field(default_factory=Counter)

    # talking

    def converse(self, talk, faults: str = "", stop: int = 0):
        """Leads a talk to its end, or kills the browser at its `stop`-th pause or answer. Returns what was heard."""
        plan = iter([] if faults in ("", "ok") else str(faults).split(","))
        answer, turns = None, 0
        try:
            asked = next(talk)
            while True:
                answer = None if asked is PAUSE else self.carry(asked, next(plan, "ok"))
                turns += 1
                if turns > LONGEST_TALK:
                    raise Broken("I7", "a talk with the server does not come to an end")
                if turns == stop:
                    talk.close()
                    self.seen["browser killed"] += 1
                    return KILLED
                asked = talk.send(answer)
        except StopIteration as end:
            return end.value or DONE
        except StorageFull:
            return FULL

    def carry(self, request, fault: str):
        self.seen[f"fault {fault.partition(':')[0]}"] += 1
        return self.network.carry(request, fault)

    def note(self, op: dict, said: Said) -> None:
        self.audit.note(said)

    def enrol(self, tablet: Tablet, faults: str = "", stop: int = 0) -> Heard:
        ward = ward_records.ward(tablet.ward)
        code = enrolment.make_code(ward, people.CT1A, people.AN.id, self.moment.at)
        return self.converse(tablet.enrol(code), faults, stop)

    def sign_in(self, tablet: Tablet, person: people.Someone, faults: str = "", stop: int = 0) -> Heard:
        password = str(self.server.passwords.get(person.id, 0))
        return self.converse(tablet.sign_in(person.login, password, people.CT1A, self.note), faults, stop)

    def safe_q(self, ward: int, device: str) -> int:
        """A server may come back from either of the newest two backups."""
        return min(backup.last_q[ward].get(device, 0) for backup in self.backups[-2:])

    def record(self, ward: int, pick: int) -> Record | None:
        """One that somebody of this ward remembers: 0 is the last one that was made."""
        known = [record for record in self.records if record.ward == ward]
        return known[-1 - pick % len(known)] if known else None

    def awake(self) -> list[Tablet]:
        """The tablets that took part in this schedule."""
        return [tablet for tablet in self.tablets if tablet.number in self.cast]

    def kept_by(self, tablets) -> set[str]:
        """Operations that stand on these tablets or in a rescue file."""
        return self.in_files.union(*map(self.on, tablets))

    @staticmethod
    def on(tablet: Tablet) -> set[str]:
        return {*tablet.storage.sent, *(row["op"] for row in tablet.storage.outbox.values())}

    # what must hold after every step

    def check_kept(self) -> None:
        """I2: what was shown as saved is in the ledger, on a tablet, or declared lost."""
        kept = self.kept_by(self.tablets)
        for op, said in self.audit.said.items():
            if said.shown and op not in kept and op not in self.lost and not self.audit.delivered(said):
                raise Broken("I2", f"{said.type} {op}, shown as saved on tablet {said.tablet}, is nowhere")
        if self.seen["step restore"]:
            return
        for tablet in self.awake():
            for op in tablet.storage.sent:
                if not self.audit.delivered(self.audit.said[op]):
                    raise Broken("I2", f"tablet {tablet.number} takes {op} for delivered, and it is not")

    def check_sealed(self) -> None:
        """I12: no citizen can be read of what lies on a tablet."""
        for tablet in self.awake():
            storage = tablet.storage
            texts = [row["text"] for store in (storage.outbox, storage.sent) for row in store.values()]
            texts += [row["line"] for row in storage.rows.values()]
            if any(CITIZENS[tablet.ward] in text for text in texts):
                raise Broken("I12", f"a citizen's name lies open on tablet {tablet.number}")


def say(play: Play, ward: int, type_: str, entity: str, body: dict, *, device: str, author: str, base: int = 0):
    """The operation of somebody at a page of the ward, noted, as it goes to the door."""
    op = chance.id_()
    play.audit.note(Said(op, type_, entity, base, ward, author, "", play.moment.at, body))
    now = play.moment.at
    return intent(type_, entity, body, ward=ward, device=device, author=author, now=now, base=base, op=op)


def begin(server: Server, start: Start) -> Play:
    """A play of its own over the same beginning."""
    moment = Moment(start.at)
    server.moment = moment
    server.begin(start.image, start.warm)
    server.passwords.clear()
    audit = start.audit.copy()
    tablets = [tablet.copy(tablet.number, moment) for tablet in start.tablets]
    server.watchers[:] = [audit.watch]
    play = Play(server, Network(server), audit, tablets, moment)
    play.backups.append(Backup(start.image, {ward: dict(one.last_q) for ward, one in audit.wards.items()}))
    audit.safe_q = play.safe_q
    return play


@dataclass(slots=True)
class Result:
    """`failure`: (invariant, why, number of the step, 0 = after healing) or None. `seen`: what happened, counted."""

    failure: tuple[str, str, int] | None
    seen: Counter


def run(server: Server, start: Start, script: Script, steps: dict, heal) -> Result:
    """Plays the script; `steps` {kind: function(play, choices, stream)}; `heal` ends it. A bug found raises nothing."""
    play = begin(server, start)
    number = 0
    try:
        for step in script.steps:
            number = step.number
            stream = step.stream(script.seed)
            chance.use(stream)
            play.moment.at += stream.randrange(1_000, 40_000)
            did = steps[step.kind](play, step.choices, stream)
            play.seen[f"step {step.kind}" if did else f"idle {step.kind}"] += 1
            play.audit.advance()
            play.check_kept()
            play.check_sealed()
        number = 0
        chance.use(random.Random(script.seed))
        heal(play)
    except Broken as broken:
        return Result((broken.name, broken.why, number), play.seen + play.audit.seen)
    except (Problem, Exception) as error:  # whatever escapes from the server's code is a bug found, too
        return Result(("crash", f"{type(error).__name__}: {error}", number), play.seen + play.audit.seen)
    return Result(None, play.seen + play.audit.seen)
