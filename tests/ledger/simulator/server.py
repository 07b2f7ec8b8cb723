"""The real server code over a database in memory, behind the calls of /sync/v1 as bytes in and bytes out.

It can die before any statement of a transaction, or after the commit and before the answer; it can be backed up, and
come back from a backup that lacks the tail. What a process holds in memory is lost with it.
"""

import json
from contextlib import suppress
from urllib.parse import parse_qsl

import msgspec

from app.ledger import (
    accept,
    dead_letter,
    enrolment,
    fleet,
    heartbeat,
    lists,
    lobby,
    pull,
    release,
    rescue,
    snapshot,
    ticket,
)
from app.ledger.envelope import BatchUnreadable, decode
from app.problems import Problem
from app.records import staff
from app.records import ward as ward_records
from app.records.database import migrate, open_database
from app.rules import base64url
from app.rules.permissions import allowed
from tests.ledger.simulator.exchange import Answer, Request
from tests.ledger.simulator.world import Moment

SKEW_MS = 5 * 60_000
_encode = msgspec.json.Encoder().encode
_INCARNATION = 'SELECT "incarnation" FROM "ledger_head" WHERE "ward_id" = ?'
_DEVICE = (
    'SELECT "ward_id", "id", "public_key", "revoked_at", "directive", "last_q", "durable_q" FROM "device" '
    'WHERE "ward_id" = ? AND "id" = ?'
)


class Died(BaseException):
    """The process is gone; nothing in it may catch this."""


class _Push(msgspec.Struct):
    ops: list[msgspec.Raw]


class Server:
    """One process over one database. `watchers` see every request and its answer."""

    def __init__(self, moment: Moment):
        self.moment = moment
        self.connection = _open().connection()
        self.passwords: dict[str, int] = {}
        self.watchers: list = []
        # For seeded bugs: what is done before every request, and what is undone when the process dies.
        self.before_request: list = []
        self.death_rites: list = []
        self._statements_left = 0
        self._directive = ""

    # lives and deaths

    def begin(self, image: bytes, warm: dict | None = None) -> None:
        """A process over these bytes that has just started; `warm`: what one that ran for a while keeps of them."""
        self.put_back(image)
        lists._kept.clear()
        lists._kept.update(warm or {})

    def _roll_back(self) -> None:
        """What SQLite does when it finds a transaction that nobody will end."""
        if self.connection.in_transaction:
            self.connection.execute("ROLLBACK")

    def put_back(self, image: bytes) -> None:
        """The database is these bytes again."""
        self._roll_back()
        self.connection.deserialize("main", image)

    def warmth(self) -> dict:
        """What this process keeps in memory of its database."""
        return dict(lists._kept)

    def image(self) -> bytes:
        return self.connection.serialize("main")

    def forget(self) -> None:
        """What a process keeps in memory of its database is lost."""
        lists._kept.clear()
        lobby._kept.clear()

    def die(self) -> None:
        """The process is killed between two requests, and started again."""
        for undo in self.death_rites:
            undo()
        self.forget()

    def _trace(self, cursor, sql, bindings) -> bool:
        # Only once: the ROLLBACK that follows is the work of whoever opens the database next.
        self._statements_left -= 1
        if self._statements_left == 0:
            raise Died
        return True

    def die_during(self, statement: int, work) -> None:
        """Dies before that statement of `work`, or after the last one when there are fewer."""
        self._statements_left = statement
        self.connection.exec_trace = self._trace
        with suppress(Died, Problem):
            work()
        self.connection.exec_trace = None
        self._roll_back()
        self.die()

    def handle_dying(self, request: Request, statement: int) -> None:
        """Like `handle`, but the server dies meanwhile and nobody gets an answer."""
        self.die_during(statement, lambda: self._route(request))
        for watch in self.watchers:
            watch(request, None)

    # one request

    def handle(self, request: Request) -> Answer:
        ward = request.device.partition(".")[0]
        self._directive = ""
        for prepare in self.before_request:
            prepare()
        try:
            text = self._route(request)
            answer = self._answer(200, text, ward, request)
        except Problem as problem:
            body = {"status": problem.status, "code": problem.code}
            if problem.details:
                body["details"] = problem.details
            answer = self._answer(problem.status, _encode(body).decode(), ward, request)
        for watch in self.watchers:
            watch(request, answer)
        return answer

    def _answer(self, status: int, text: str, ward: str, request: Request) -> Answer:
        found = self.connection.execute(_INCARNATION, (int(ward),)).fetchone() if ward else None
        return Answer(status, text, True, self.moment.at, found[0] if found else "", self._directive)

    def _route(self, request: Request) -> str:
        path = request.path.partition("?")[0]
        told = {
            "/sync/v1/push": self._push,
            "/sync/v1/dead-letter": self._dead_letter,
            "/sync/v1/enrol": self._enrol,
            "/sync/v1/shift": self._shift,
            "/sync/v1/pull": self._pull,
            "/sync/v1/snapshot": self._snapshot,
            "/sync/v1/readmit": self._readmit,
            "/sync/v1/heartbeat": self._heartbeat,
            "/sync/v1/rescue": self._rescue,
            "/sync/v1/wiped": self._wiped,
        }[path](request)
        return told if isinstance(told, str) else _encode(told).decode()

    def _device(self, request: Request, even_revoked: bool = False) -> dict:
        ward, _, device_id = request.device.partition(".")
        found = self.connection.execute(_DEVICE, (int(ward), device_id)).fetchone()
        if found is None or found[2] is None:
            raise Problem("device_unknown")
        device = dict(
            zip(("ward_id", "id", "public_key", "revoked_at", "directive", "last_q", "durable_q"), found, strict=True)
        )
        if device["revoked_at"] is not None and not even_revoked:
            raise Problem("device_revoked")
        self._directive = device["directive"]
        if request.at is not None and abs(request.at - self.moment.at) > SKEW_MS:
            raise Problem("clock_skew")
        return device

    def _push(self, request: Request) -> dict:
        device = self._device(request)
        try:
            operations = [decode(raw) for raw in msgspec.json.decode(request.body, type=_Push).ops]
        except BatchUnreadable as error:
            raise Problem("batch_unreadable") from error
        now = self.moment.at
        receipt = accept.accept_wire(device["ward_id"], device["id"], operations, now)
        release.release_behind_shifts(device["ward_id"], device["id"], operations, receipt.results, now)
        return _receipt(receipt)

    def _dead_letter(self, request: Request) -> dict:
        device = self._device(request)
        letter = json.loads(request.body)
        told = dead_letter.dead_letter(device["ward_id"], device["id"], letter["q"], letter["raw"], self.moment.at)
        return _receipt(told)

    def _pull(self, request: Request) -> dict:
        device = self._device(request)
        asked = dict(parse_qsl(request.path.partition("?")[2]))
        return pull.pull(device["ward_id"], device["id"], int(asked["v"]), asked["h"], self.moment.at)

    def _snapshot(self, request: Request) -> str:
        device = self._device(request)
        return "\n".join(snapshot.snapshot(device["ward_id"], device["id"], self.moment.at)) + "\n"

    def _readmit(self, request: Request) -> dict:
        certificate = json.loads(request.body)["certificate"]
        statement = ticket.read_certificate(certificate)
        if request.device != f"{statement['ward']}.{statement['device']}":
            raise Problem("certificate_invalid")
        if request.at is not None and abs(request.at - self.moment.at) > SKEW_MS:
            raise Problem("clock_skew")
        _ward, device = enrolment.readmit(certificate, self.moment.at)
        return {"device": {name: device[name] for name in ("id", "name", "lane")}, "next_q": device["last_q"] + 1}

    def _heartbeat(self, request: Request) -> dict:
        device = self._device(request)
        heartbeat.beat(device["ward_id"], device["id"], json.loads(request.body), self.moment.at)
        return {"next_q": device["last_q"] + 1, "durable_q": device["durable_q"]}

    def _rescue(self, request: Request) -> dict:
        device = self._device(request)
        file = json.loads(request.body)["file"]
        told = rescue.take_file(device["ward_id"], file, "", self.moment.at, through=device["id"])
        return {"operations": told["operations"], "new": told["new"]}

    def _wiped(self, request: Request) -> dict:
        device = self._device(request, even_revoked=True)
        fleet.wiped(device["ward_id"], device["id"], json.loads(request.body)["discarded"], self.moment.at)
        return {}

    def _enrol(self, request: Request) -> dict:
        wish = json.loads(request.body)
        point = base64url.decode(wish["pubkey"])
        ward, device = enrolment.enrol(wish["code"], wish["name"], point, self.moment.at)
        return {
            "ward": {"id": ward["id"], "seal_key": base64url.encode(ward_records.key(ward["id"], "seal")["public"])},
            "device": {"id": device["id"], "name": device["name"], "lane": device["lane"]},
            "certificate": ticket.device_certificate(ward["id"], device, wish["pubkey"]),
        }

    def _shift(self, request: Request) -> dict:
        device = self._device(request)
        if device["directive"]:
            raise Problem("device_draining")
        wish = json.loads(request.body)
        ward_id, now = device["ward_id"], self.moment.at
        person = staff.staff_by_login(ward_id, wish["login"])
        if person is None or not person["active"] or str(self.passwords.get(person["id"], 0)) != wish["password"]:
            raise Problem("sign_in_failed")
        if not allowed(person["role"], "shift.open"):
            raise Problem("not_allowed")
        text, said = ticket.shift_ticket(ward_id, device["id"], person, wish["point"], now)
        release.release_expired(ward_id, person["id"], now)
        shift = {name: said[name] for name in ("staff", "role", "point")}
        return {"ticket": text, "shift": {"id": said["shift"], **shift, "expires_at_ms": said["expires_at"]}}


def _receipt(receipt) -> dict:
    told = {"results": receipt.results, "next_q": receipt.next_q}
    return told | {"head": receipt.head, "durable_q": receipt.durable_q}


def _open():
    """An empty, migrated database in memory: in small pages, because every schedule copies it."""
    opened = open_database(":memory:")
    opened.connect(reuse_if_open=True)
    opened.connection().pragma("page_size", 1024)
    migrate(opened)
    return opened
