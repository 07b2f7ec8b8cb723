"""The durable half of a model tablet: a faithful twin of static/js/store/outbox.js, identity.js, server_contact.js.

Every method is one IndexedDB transaction: it happens as a whole or not at all.
"""

import json

from tests.ledger.simulator.fold import DAY

KEPT = 30 * DAY
DELIVERED = ("ok", "merged")
STATUSES = (*DELIVERED, "conflict", "rejected", "parked")
NOTICED = 2_000
NOWHERE = {"v": 0, "h": "", "inc": ""}


class StorageFull(Exception):
    """Nothing was written."""


# Canonical JSON of what has ASCII keys and no floats.
written = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def understood(result) -> bool:
    """Whether a tablet of today knows what a result says."""
    return isinstance(result, dict) and result.get("status") in STATUSES


class Storage:
    """Stores by name. `full`: the phone has no room left, every write fails."""

    def __init__(self):
        self.meta: dict = {}
        self.outbox: dict[int, dict] = {}
        self.sent: dict[str, dict] = {}
        self.results: dict[str, dict] = {}
        self.rows: dict[str, dict] = {}
        self.reference: dict = {}
        self.lanes: dict = {}
        self.full = False

    def copy(self) -> "Storage":
        """What a cloned tablet holds. Rows are never changed in place."""
        other = Storage()
        for name in ("meta", "outbox", "sent", "results", "rows", "reference", "lanes"):
            setattr(other, name, dict(getattr(self, name)))
        other.full = self.full
        return other

    def _write(self) -> None:
        if self.full:
            raise StorageFull

    # the outbox

    def put(self, operation: dict, line: str | None, now: int) -> dict:
        self._write()
        op = operation["op"]
        held = self._waiting(op) or self.sent.get(op)
        if held:
            return {**operation, "q": held["q"]}
        q = self.meta.get("next_q", 1)
        stamped = {**operation, "q": q, "dev": operation["dev"]}
        self.outbox[q] = {
            "q": q,
            "op": op,
            "e": operation["e"],
            "t": operation["t"],
            "u": operation["u"],
            "w": operation["w"],
            "dev": operation["dev"],
            "savedAt": now,
            "text": written(stamped),
        }
        self.meta["next_q"] = q + 1
        if line:
            shown = {"entity": operation["e"], "op": op, "u": operation["u"], "savedAt": now, "line": line}
            self.rows[operation["e"]] = {**shown, "state": "waiting", "status": "", "code": ""}
        shift = self.meta.get("shift")
        if shift and shift["id"] == operation["sh"] and operation["t"].startswith("assistance.record/"):
            self.meta["shift"] = {**shift, "count": shift["count"] + 1}
        return stamped

    def tamper(self, q: int, changes: dict) -> None:
        """Somebody changes what waits to travel."""
        row = self.outbox.get(q)
        if row:
            self.outbox[q] = {**row, "text": _rewritten(row["text"], changes)}

    def _waiting(self, op: str) -> dict | None:
        return next((row for row in self.outbox.values() if row["op"] == op), None)

    def batch(self, limit: int | None = None) -> list[dict]:
        return [self.outbox[q] for q in sorted(self.outbox)[:limit]]

    def apply_answer(self, results: list, durable_q, now: int) -> int:
        self._write()
        moved = 0
        for result in results:
            if not understood(result):
                continue
            held = self._waiting(result.get("op"))
            if held is None:
                continue
            self._answered(held, result, now)
            moved += 1
        if type(durable_q) is int:
            self.meta["durable_q"] = durable_q
        return moved

    def _answered(self, held: dict, result: dict, now: int) -> None:
        op, status, code = held["op"], result["status"], result.get("code", "")
        delivered = status in DELIVERED
        del self.outbox[held["q"]]
        self.sent[op] = {**held, "sentAt": now - self.offset}
        self.results[op] = {"op": op, "status": status, "code": code, "v": result.get("v"), "at": now}
        if not delivered:
            self.results[op]["review"] = 1
        row = self.rows.get(held["e"])
        if row and not delivered:
            self.rows[held["e"]] = {**row, "state": "needs_review", "status": status, "code": code}
        elif row and row["op"] == op and row["state"] == "waiting":
            self.rows[held["e"]] = {**row, "state": "sent", "status": status}

    def give_up(self, op: str) -> None:
        self._write()
        held = self._waiting(op)
        if held:
            self.outbox[held["q"]] = {**held, "dead": True}

    def send_again_from(self, q: int, restored: bool = False) -> int:
        """`restored`: the server certainly was; anything that was sent may be lost, under whatever number."""
        self._write()
        identity = self.meta["identity"]
        dev, ward = identity["device"]["id"], identity["ward"]["id"]
        if restored:
            # A clone may have gone on under our numbers meanwhile: which of ours are safe, only the server knows.
            rows = [row for row in self.sent.values() if row["w"] == ward]
        else:
            rows = [row for row in self.sent.values() if row["q"] >= q and row["dev"] == dev]
        back = [{name: value for name, value in row.items() if name not in ("sentAt", "lasts")} for row in rows]
        for row in back:
            del self.sent[row["op"]]
            line = self.rows.get(row["e"])
            if line and line["op"] == row["op"]:
                self.rows[row["e"]] = {**line, "state": "waiting", "status": "", "code": ""}
        rows = back + self.batch()
        if restored or len({row["q"] for row in rows}) < len(rows):
            self._renumber(q, dev, sorted(rows, key=lambda row: (row["savedAt"], row["q"])))
        else:
            for row in back:
                self.outbox[row["q"]] = row
        return len(back)

    def _renumber(self, first: int, dev: str, rows: list[dict]) -> None:
        for row in rows:
            self.outbox.pop(row["q"], None)
        for place, row in enumerate(rows):
            changes = {"q": first + place, "dev": dev}
            self.outbox[first + place] = {**row, **changes, "text": _rewritten(row["text"], changes)}
        self.meta["next_q"] = first + len(rows)

    def close_gap(self, first: int) -> None:
        self._write()
        self._renumber(first, self.meta["identity"]["device"]["id"], self.batch())

    def prune(self, now: int) -> list[str]:
        """Ids of what was forgotten from `sent`."""
        self._write()
        durable = self.meta.get("durable_q", 0)
        dev = (self.meta.get("identity") or {}).get("device", {}).get("id")
        gone = []
        for op, row in list(self.sent.items()):
            lasts = row.get("lasts") or (row["dev"] == dev and row["q"] <= durable)
            done = lasts and not self.results.get(op, {}).get("review")
            if done or row["sentAt"] <= now - self.offset - KEPT:
                del self.sent[op]
                gone.append(op)
        for op, result in list(self.results.items()):
            if not result.get("review") and result["at"] <= now - KEPT:
                del self.results[op]
        for entity, row in list(self.rows.items()):
            if row["savedAt"] <= now - DAY:
                del self.rows[entity]
        return gone

    # rescue

    def unsafe(self) -> list[dict]:
        """What is not known to stand in a backup of the server, in order."""
        durable, dev = self.meta.get("durable_q", 0), (self.meta.get("identity") or {}).get("device", {}).get("id")
        sent = [row for row in self.sent.values() if row["q"] > durable and row["dev"] == dev]
        return sorted(sent, key=lambda row: row["q"]) + self.batch()

    def keep_parcel(self, sig: str, file: str, refused: str = "") -> None:
        self._write()
        self.lanes[sig] = {"file": file, "refused": refused}

    def parcel_delivered(self, sig: str) -> None:
        self._write()
        self.lanes.pop(sig, None)

    # who this device is

    def adopt(self, identity: dict) -> bool:
        """A new enrolment: numbers from 1; what the old one knows to be in a backup is marked."""
        self._write()
        if any(row["w"] != identity["ward"]["id"] for row in self.outbox.values()):
            return False
        before, durable = self.meta.get("identity"), self.meta.get("durable_q", 0)
        for op, row in list(self.sent.items()):
            if before and row["dev"] == before["device"]["id"] and row["q"] <= durable:
                self.sent[op] = {**row, "lasts": True}
        self._forget_cursor(and_lists=before is None or before["ward"]["id"] != identity["ward"]["id"])
        self.meta["identity"] = identity
        for key in ("pending_keys", "shift", "durable_q", "beat", "directive"):
            self.meta.pop(key, None)
        self._renumber(1, identity["device"]["id"], self.batch())
        return True

    def readmitted(self, device: dict) -> None:
        self._write()
        self.meta["identity"] = {**self.meta["identity"], "device": device}
        self._forget_cursor()

    def _forget_cursor(self, and_lists: bool = False) -> None:
        # Which life of the server it was stays: a restore in between must not go unnoticed.
        kept = {} if and_lists else {"cursor": {**NOWHERE, "inc": self.cursor["inc"]}, "held": self.held}
        self.reference = kept

    # what the server lets this tablet hold

    @property
    def cursor(self) -> dict:
        return self.reference.get("cursor", NOWHERE)

    @property
    def held(self) -> dict:
        return self.reference.get("held", {})

    def keep_pulled(self, asked: dict, lists: dict, cursor: dict, durable_q) -> bool:
        """New rows with the place where they are true. False: another tab has moved on from `asked`."""
        self._write()
        if (self.cursor["v"], self.cursor["h"]) != (asked["v"], asked["h"]):
            return False
        self._show_lines(self.held.get("line", {}), lists["line"])
        self.reference["cursor"] = {name: cursor[name] for name in ("v", "h", "inc")}
        self.reference["held"] = lists
        if type(durable_q) is int:
            self.meta["durable_q"] = durable_q
        return True

    def _show_lines(self, before: dict, lines: dict) -> None:
        for id_ in before:
            if id_ not in lines and id_ in self.rows and self.rows[id_]["state"] != "waiting":
                del self.rows[id_]
        for id_, line in lines.items():
            if line == before.get(id_):
                continue
            blank = {"entity": id_, "op": line["op"], "u": line["u"], "savedAt": line["at"] + self.offset}
            blank |= {"line": line["text"], "state": "sent", "status": "ok", "code": ""}
            row = {**blank, **self.rows.get(id_, {}), "void": line["void"], "choose": line["choose"]}
            if row["status"] in ("parked", "conflict") and not line["choose"]:
                row |= {"state": "sent", "status": "ok", "code": ""}
                result = self.results.get(row["op"], {})
                if "review" in result:
                    self.results[row["op"]] = {name: value for name, value in result.items() if name != "review"}
            self.rows[id_] = row

    def begin_shift(self, shift: dict) -> None:
        self._write()
        self.meta["shift"] = {**shift, "count": 0}

    def end_shift(self) -> None:
        self._write()
        self.meta.pop("shift", None)

    def heard(self, offset: int, incarnation: str, now: int) -> None:
        held = self.meta.get("contact") or {"offset": 0, "incarnation": "", "heardAt": 0}
        incarnation = incarnation or held["incarnation"]
        near = abs(held["offset"] - offset) < NOTICED
        if near and held["incarnation"] == incarnation and now - held["heardAt"] < 60_000:
            return
        kept = held["offset"] if near and held["heardAt"] else offset
        self.meta["contact"] = {"offset": kept, "incarnation": incarnation, "heardAt": now}

    def directed(self, directive: str) -> None:
        if self.meta.get("directive", "") != directive:
            self.meta["directive"] = directive

    @property
    def offset(self) -> int:
        return (self.meta.get("contact") or {"offset": 0})["offset"]


def _rewritten(text: str, changes: dict) -> str:
    try:
        return written({**json.loads(text), **changes})
    except ValueError:
        return text
