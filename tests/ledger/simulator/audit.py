"""Watches the ledger while a schedule runs and holds it against the oracle: invariants I1–I6 and I8 at every answer.

It reads the database with plain SQL of its own, hashes the chain by itself, and knows of every operation what its
maker said.
"""

import hashlib
import json
from collections import Counter

from tests.ledger.simulator.exchange import Answer, Request
from tests.ledger.simulator.fold import SYSTEM, SYSTEM_DEVICES, Fold
from tests.ledger.simulator.said import Said
from tests.ledger.simulator.world import CANARIES, CITIZENS

CHAINED = [
    "ward_id",
    "v",
    "op",
    "device",
    "q",
    "type",
    "entity",
    "base",
    "staff",
    "shift",
    "at_text",
    "clock_offset",
    "received_at",
    "app",
    "commitment",
    "outcome",
    "code",
]
_COLUMNS = [*CHAINED, "at", "hash"]
_READ = " UNION ALL ".join(
    f'SELECT * FROM (SELECT {", ".join(_COLUMNS)} FROM "ledger_entry" '
    f'WHERE "ward_id" = {ward} AND "v" > ? ORDER BY "v")'
    for ward in CANARIES
)
_BODY = 'SELECT "body" FROM "ledger_entry" WHERE "ward_id" = ? AND "v" = ?'
# After how long something parked is tried again by itself, and once more, and a last time.
WAITS = (5 * 60_000, 3_600_000, 86_400_000)
_START = hashlib.sha256(b"gandan ledger").hexdigest()


class Broken(Exception):
    """An invariant does not hold. `name`: I1 … I12, or "model" when the simulator itself is at fault."""

    def __init__(self, name: str, why: str):
        self.name, self.why = name, why
        super().__init__(name, why)


class WardAudit:
    """What one ward's ledger was seen to hold so far."""

    def __init__(self, ward: int, fold: Fold):
        self.ward = ward
        self.fold = fold
        self.v = 0
        self.hash = _START
        self.last_q: dict[str, int] = {}
        # op → (v, outcome, code); op → (device, q, commitment)
        self.logged: dict[str, tuple[int, str, str]] = {}
        self.place: dict[str, tuple[str, int]] = {}
        self.lists_v = 0

    def copy(self) -> "WardAudit":
        other = WardAudit(self.ward, self.fold.copy())
        other.v, other.hash, other.lists_v = self.v, self.hash, self.lists_v
        other.last_q, other.logged, other.place = dict(self.last_q), dict(self.logged), dict(self.place)
        return other


class Audit:
    """`said`: every operation of the schedule by id. `eras`: [(from when, knows_later, broken)] of the server."""

    def __init__(self, connection):
        self.connection = connection
        self.said: dict[str, Said] = {}
        self.wards = {ward: WardAudit(ward, Fold(ward)) for ward in CANARIES}
        self.told_device: dict[str, str] = {}
        self.letters: dict[str, set[str]] = {}
        self.forged: list[str] = []
        self.eras: list[tuple[int, bool, str]] = [(0, False, "")]
        self.seen: Counter = Counter()
        # How much had been written to the database when the ledgers were read last.
        self._writes = -1
        # (ward, device) → up to which q every backup that may be restored from holds its operations.
        self.safe_q = lambda ward, device: 0

    def copy(self) -> "Audit":
        other = Audit(self.connection)
        other.said = dict(self.said)
        other.wards = {ward: one.copy() for ward, one in self.wards.items()}
        return other

    # what people say

    def note(self, said: Said) -> None:
        first = self.said.setdefault(said.op, said)
        if first is not said:
            first.rivals.append(said)
        if said.flaw == "device":
            self.forged.append(said.op)

    def _read_letter(self, request: Request) -> None:
        """A dead letter was handed in: an operation of its own, about the one whose text it carries."""
        told = json.loads(request.body)
        ward, _, device = request.device.partition(".")
        self._note_letter(int(ward), device, told["q"], told["raw"])

    def _note_letter(self, ward: int, device: str, q: int, raw: str) -> None:
        op = _letter_id(device, q, raw)
        self.letters.setdefault(json.loads(raw)["op"], set()).add(op)
        if op not in self.said:
            self.said[op] = Said(op, "dead.letter/1", "", 0, ward, SYSTEM, "", 0, {"raw": raw}, "header")

    def read_file(self, text: str) -> None:
        """A rescue file comes in: what no header can be read of is a letter under its number."""
        file = json.loads(text)
        for raw in (text for parcel in file["parcels"] for text in parcel["ops"]):
            told = json.loads(raw)
            self._note_letter(file["ward"], file["device"], told["q"], raw)
            if told["op"] in self.forged and not self.in_ledger(file["ward"], told["op"]):
                # The server takes it as the file's own device's.
                self.told_device[told["op"]] = file["device"]

    def _read_forged(self, request: Request) -> None:
        """Under which device an operation with a forged one really travels: an outbox numbered anew heals it."""
        for op in self.forged:
            if op in request.body and not self.in_ledger(self.said[op].ward, op):
                told = next((one for one in json.loads(request.body)["ops"] if one["op"] == op), None)
                if told:
                    self.told_device[op] = told["dev"]

    # what travels

    def watch(self, request: Request, answer: Answer | None) -> None:
        """After every request: the ledger has grown as it must, and the answer says what the ledger holds."""
        if request.path == "/sync/v1/dead-letter":
            self._read_letter(request)
        elif request.path == "/sync/v1/rescue":
            self.read_file(json.loads(request.body)["file"])
        elif self.forged and request.path == "/sync/v1/push":
            self._read_forged(request)
        stood = {number: ward.v for number, ward in self.wards.items()}
        self.advance()
        if answer is None:
            return
        ward = int(request.device.partition(".")[0] or 0)
        for other in CANARIES:
            if other != ward and ward and (CANARIES[other] in answer.text or CITIZENS[other] in answer.text):
                raise Broken("I10", f"ward {ward} was told of ward {other}: {request.path}")
        if answer.status == 200 and '"durable_q":' in answer.text:
            self._check_durable(ward, request, answer.text)
        if answer.status != 200:
            self.seen[f"problem {json.loads(answer.text).get('code')}"] += 1
        elif request.path in ("/sync/v1/push", "/sync/v1/dead-letter"):
            sent = json.loads(request.body).get("ops", [])
            self._check_receipt(self.wards[ward], json.loads(answer.text), {one["op"]: one["c"] for one in sent})
            self._check_numbers(self.wards[ward], sent, stood[ward])

    def _check_numbers(self, ward: WardAudit, sent: list[dict], stood: int) -> None:
        """I4: what was new was taken under the number it came with."""
        for told in sent:
            v = ward.logged.get(told["op"], (0,))[0]
            if v > stood and ward.place[told["op"]][1] != told["q"]:
                raise Broken("I4", f"{told['op']} came as q {told['q']} and was taken as q {ward.place[told['op']][1]}")

    def _check_receipt(self, ward: WardAudit, receipt: dict, sent: dict[str, str]) -> None:
        """I1, I3: what is acknowledged stands in the ledger, as the answer says; `sent`: commitments by id."""
        for result in receipt["results"]:
            op = result["op"]
            held = ward.logged.get(op)
            if held is None:
                raise Broken("I3", f"{op} was acknowledged and is not in the ledger")
            told = (result["v"], result["status"], result["code"])
            other = op in sent and sent[op] != ward.place[op][2]
            if other != (result["code"] == "op_id_conflict"):
                raise Broken("I1", f"{op} was taken for {'itself' if other else 'another one'}")
            if other:
                self.seen["outcome rejected op_id_conflict"] += 1
            elif told != held:
                raise Broken("I3", f"{result['op']} was answered {told}, the ledger says {held}")
        if not max([result["v"] for result in receipt["results"]], default=0) <= receipt["head"] <= ward.v:
            raise Broken("I5", f"the head was told as {receipt['head']}, it is {ward.v}")

    def _check_durable(self, ward: int, request: Request, text: str) -> None:
        told = json.loads(text.partition("\n")[0])
        told = told["head"] if isinstance(told.get("head"), dict) else told
        safe = self.safe_q(ward, request.device.partition(".")[2])
        if told["durable_q"] > safe:
            raise Broken("I3", f"q {told['durable_q']} was called durable, the backups hold up to {safe}")

    # what the ledger holds

    def advance(self) -> None:
        """Takes up what was added to the wards' ledgers, entry by entry."""
        writes = self.connection.total_changes()
        if self._writes == writes:
            return
        self._writes = writes
        for row in list(self.connection.execute(_READ, [ward.v for ward in self.wards.values()])):
            entry = dict(zip(_COLUMNS, row, strict=True))
            ward = self.wards[entry["ward_id"]]
            self._check_place(ward, entry)
            self._check_outcome(ward, entry)

    def _check_place(self, ward: WardAudit, entry: dict) -> None:
        op, device, q = entry["op"], entry["device"], entry["q"]
        if entry["v"] != ward.v + 1:
            raise Broken("I5", f"after v {ward.v} comes v {entry['v']}")
        if op in ward.logged:
            raise Broken("I1", f"{op} stands twice in the ledger")
        if q != ward.last_q.get(device, 0) + 1:
            raise Broken("I4", f"after q {ward.last_q.get(device, 0)} of {device} comes q {q}")
        covered = "\n".join(str(entry[name]) for name in CHAINED)
        link = hashlib.sha256(f"{ward.hash}\n{covered}".encode()).hexdigest()
        if link != entry["hash"]:
            raise Broken("I5", f"the chain breaks at v {entry['v']}")
        ward.v, ward.hash = entry["v"], link
        ward.last_q[device] = q
        ward.place[op] = (device, q, entry["commitment"])

    def _check_outcome(self, ward: WardAudit, entry: dict) -> None:
        op, told = entry["op"], (entry["outcome"], entry["code"])
        said = self._who_said(entry)
        header = (said.type, said.entity, said.author, said.shift, said.base)
        if header != (entry["type"], entry["entity"], entry["staff"], entry["shift"], entry["base"]):
            raise Broken("I2", f"{op} stands in the ledger otherwise than it was said")
        if said.flaw != "time" and said.type != "dead.letter/1" and entry["at"] != min(said.at, entry["received_at"]):
            raise Broken("I2", f"{op} stands at another time than it was said")
        _from, ward.fold.knows_later, ward.fold.broken = next(
            era for era in reversed(self.eras) if era[0] <= entry["received_at"]
        )
        must = ward.fold.take(entry, said, self.told_device.get(op, entry["device"]))
        if must != told:
            raise Broken("I6", f"v {entry['v']} {entry['type']} {op} came to {told}, must be {must}")
        ward.logged[op] = (entry["v"], *told)
        self.seen[f"outcome {told[0]} {told[1]}".rstrip()] += 1
        if told[0] in ("ok", "merged", "conflict") and entry["type"].split(".")[0] in (
            ["ward", "support_point", "neighbourhood", "building", "staff", "procedure"]
        ):
            ward.lists_v = entry["v"]

    def _who_said(self, entry: dict) -> Said:
        op = entry["op"]
        if entry["device"] == SYSTEM and entry["type"] == "review.release/1":
            self._note_own_act(entry)
        if op not in self.said:
            raise Broken("I2", f"nobody said {entry['type']} {op}")
        said = self.said[op]
        return next((one for one in said.rivals if one.commitment == entry["commitment"]), said)

    def _note_own_act(self, entry: dict) -> None:
        """The server may by itself try again what is parked, by time no sooner than it promised, and nothing else."""
        ward, op, now = entry["ward_id"], entry["op"], entry["received_at"]
        body = json.loads(next(self.connection.execute(_BODY, (ward, entry["v"])))[0])["d"]
        review = self.wards[ward].fold.tables["review"].get(entry["entity"])
        if body.get("because") == "time" and review and now - review["raised_at"] < WAITS[min(review["tries"], 2)]:
            raise Broken("I6", f"{entry['entity']} was tried again too soon")
        self.said[op] = Said(op, entry["type"], entry["entity"], 0, ward, SYSTEM, "", entry["at"], body)
        self.seen[f"tried again: {body.get('because', 'signed in')}"] += 1

    def begin_again(self) -> None:
        """The server was restored: its ledgers are read anew from their beginning."""
        self.wards = {ward: WardAudit(ward, Fold(ward)) for ward in CANARIES}
        self._writes = -1
        self.advance()

    def in_ledger(self, ward: int, op: str) -> bool:
        return op in self.wards[ward].logged

    def delivered(self, said: Said) -> bool:
        """It stands in the ledger, by itself or as a dead letter."""
        logged = self.wards[said.ward].logged
        return said.op in logged or any(letter in logged for letter in self.letters.get(said.op, ()))


def _letter_id(device: str, q: int, raw: str) -> str:
    """RFC 4122 version 5, name = the number and what it says, in the space of the device."""
    name = f"{q} {hashlib.sha256(raw.encode()).hexdigest()}"
    digest = bytearray(hashlib.sha1(bytes.fromhex(device.replace("-", "")) + name.encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


__all__ = ["SYSTEM_DEVICES", "Audit", "Broken"]
