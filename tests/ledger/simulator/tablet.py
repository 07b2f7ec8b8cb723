"""A model tablet: what a person does on it, and its talks with the server. Its durable half is `storage.Storage`.

Whoever drives it (this simulator, or one that runs the real JavaScript) needs no more than these verbs: save, drain,
pull, beat, sign_in, enrol, and the misfortunes crash (closing a talk), evict, clone.
"""

from dataclasses import dataclass

from app.ledger import seal
from app.rules import base64url
from tests.ledger.simulator import chance, errands
from tests.ledger.simulator.drain import drain
from tests.ledger.simulator.pull import pull
from tests.ledger.simulator.said import Said
from tests.ledger.simulator.storage import Storage, StorageFull, written
from tests.ledger.simulator.wire import PAUSE, signed
from tests.ledger.simulator.world import KEYS, Moment, rfc3339

PERSONAL = ("assistance.record/1", "assistance.amend/1", "assistance.record/2")


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody wants kept: everything of an operation that is not the tablet's to give."""

    type: str
    entity: str
    body: dict
    base: int = 0
    author: str = ""
    shift: str = ""
    flaw: str = ""
    op: str = ""
    hpke: bool = False
    ticket: dict | None = None


class Tablet:
    """`number` names it in scripts; `wrong`: its clock minus the true time, ms; `moment`: the true time."""

    def __init__(self, number: int, ward: int, moment: Moment, key: int):
        self.number, self.ward, self.moment, self.key = number, ward, moment, key
        self.storage = Storage()
        self.wrong = 0
        self.app = "1.4.2"
        # How often its rows were spoilt, and how often they did not add up and a snapshot was taken.
        self.strayed = self.healed = 0
        # Nothing more is to go wrong: the end of a schedule.
        self.calm = False

    @property
    def now(self) -> int:
        return self.moment.at + self.wrong

    @property
    def device(self) -> str:
        """Its id as the ward gave it, "" before it was enrolled."""
        return (self.storage.meta.get("identity") or {"device": {"id": ""}})["device"]["id"]

    @property
    def shift(self) -> dict | None:
        return self.storage.meta.get("shift")

    def copy(self, number: int, moment: Moment) -> "Tablet":
        """The same tablet at this moment, under another number: a clone, or the start of a schedule."""
        other = Tablet(number, self.ward, moment, self.key)
        other.storage, other.wrong, other.strayed = self.storage.copy(), self.wrong, self.strayed
        return other

    # saving

    def make(self, intent: Intent) -> tuple[dict, Said]:
        """The operation, all but its number, and the oracle's note of it."""
        identity, shift = self.storage.meta["identity"], self.shift or {"staff": "", "id": ""}
        salt, text = chance.salt(), written(intent.body)
        op = {
            "op": intent.op or chance.id_(),
            "t": intent.type,
            "e": intent.entity,
            "b": intent.base,
            "w": self.ward,
            "dev": identity["device"]["id"],
            "u": intent.author or shift["staff"],
            "sh": intent.shift or shift["id"],
            "at": rfc3339(self.now),
            "co": self.storage.offset,
            "app": self.app,
            "c": chance.commitment(salt, text),
        }
        self._spoil(op, intent.flaw)
        if intent.type in PERSONAL:
            plain = f'{{"d":{text},"s":"{salt}"}}'
            info = f"gandan/op/1\n{op['op']}\n{op['t']}\n{op['e']}\n{op['w']}\n{op['c']}".encode()
            key = base64url.decode(identity["ward"]["seal_key"])
            op["x"] = seal.seal(key, plain.encode(), info) if intent.hpke else chance.quick_box(plain, info)
            if intent.flaw == "sealed":
                op["x"] = op["x"][:-8]
        else:
            op |= {"d": intent.body, "s": salt}
        said = Said(
            op["op"],
            op["t"],
            op["e"],
            op["b"],
            self.ward,
            op["u"],
            op["sh"],
            self.now - self.storage.offset,
            intent.body,
            intent.flaw,
            self.number,
            ticket=intent.ticket,
            commitment=op["c"],
        )
        return op, said

    @staticmethod
    def _spoil(op: dict, flaw: str) -> None:
        if flaw == "device":
            op["dev"] = chance.id_()
        elif flaw == "commitment":
            op["c"] = chance.commitment(chance.salt(), "{}")
        elif flaw == "time":
            op["at"] = "yesterday"
        elif flaw == "header":
            op["app"] = "Gần Dân"

    def keep(self, op: dict, said: Said, line: str | None = None) -> bool:
        """Stores it. True: the person sees "Đã lưu trên máy"; False: an honest refusal."""
        try:
            kept = self.storage.put(op, line, self.now)
        except StorageFull:
            return False
        if said.flaw == "ward":
            # Whoever forges the ward changes what travels; the tablet itself knows its own.
            self.storage.tamper(kept["q"], {"w": self.ward + 1})
        said.shown = True
        return True

    # talks with the server: each yields requests, is sent answers, may be stopped at every yield

    def drain(self):
        return (yield from drain(self))

    def pull(self):
        return (yield from pull(self))

    def beat(self):
        return (yield from errands.heartbeat(self))

    def deliver_parcels(self):
        return (yield from errands.deliver_parcels(self))

    def wipe(self):
        return (yield from errands.wipe(self))

    def rescue_file(self) -> str | None:
        return errands.rescue_file(self)

    def carry(self, text: str) -> bool:
        return errands.carry(self, text)

    def enrol(self, code: str):
        body = written({"code": code, "pubkey": KEYS[self.key].public, "name": f"Máy {self.number}"})
        heard = yield from signed(self, "POST", "/sync/v1/enrol", body, unsigned=True)
        if heard.kind != "answer":
            return heard
        yield PAUSE
        self.storage.adopt(heard.json)
        yield PAUSE
        yield from self.pull()
        return heard

    def sign_in(self, login: str, password: str, point: str, note):
        """Opens a shift; `note(op, said)` is told of what is kept, before the person is."""
        body = written({"login": login, "password": password, "point": point})
        heard = yield from signed(self, "POST", "/sync/v1/shift", body)
        if heard.kind != "answer":
            return heard
        yield PAUSE
        self.close_shift(note)
        yield PAUSE
        given = heard.json["shift"]
        shift = {"id": given["id"], "staff": given["staff"], "role": given["role"], "point": given["point"]}
        self.storage.begin_shift(shift)
        yield PAUSE
        ticket = {
            "shift": given["id"],
            "staff": given["staff"],
            "point": given["point"],
            "device": self.device,
            "expires_at": given["expires_at_ms"],
        }
        self._note_and_keep(Intent("shift.open/1", shift["id"], {"ticket": heard.json["ticket"]}, ticket=ticket), note)
        yield PAUSE
        yield from self.pull()
        return heard

    def close_shift(self, note) -> None:
        shift = self.shift
        if shift is None:
            return
        self._note_and_keep(Intent("shift.close/1", shift["id"], {"count": shift["count"]}, base=1), note)
        self.storage.end_shift()

    def _note_and_keep(self, intent: Intent, note) -> None:
        op, said = self.make(intent)
        note(op, said)
        self.keep(op, said)
