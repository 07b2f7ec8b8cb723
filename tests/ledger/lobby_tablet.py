"""A tablet in Python that keeps to the protocol over real HTTP: outbox, what was sent, pulls, and a way back after a
restore. It reads nothing of the server's database.
"""

import http.client
import os
import time
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from app.ledger import seal
from app.ledger.envelope import commitment, new_id
from app.rules import base64url, clock, signed_text
from app.rules.canonical import canonical
from tests import people
from tests.ledger.devices import assistance_body

BATCH = 20


class LobbyTablet:
    """`outbox` and `sent` hold operations by their number; what the server calls durable leaves `sent`."""

    def __init__(self, port: int):
        self.port = port
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.public = base64url.encode(point)
        self.name = ""
        self.q = 0
        self.outbox: dict[int, dict] = {}
        self.sent: dict[int, dict] = {}
        self.durable_q = 0
        self.acknowledged: dict[str, str] = {}
        self.made: list[str] = []
        self.cursor = (0, "")
        self.incarnation = ""
        self.events: list[str] = []

    def call(self, method: str, path: str, body=None, signed: bool = True) -> tuple[int, dict]:
        """(status, the JSON of the answer). Raises OSError while the server is gone."""
        sent = b"" if body is None else msgspec.json.encode(body)
        at, nonce = str(int(time.time() * 1000)), base64url.encode(os.urandom(16))
        headers = {"Content-Type": "application/json"}
        if signed:
            said = "\n".join((method, path, base64url.encode(sha256(sent).digest()), at, nonce)).encode()
            r, s = decode_dss_signature(self.key.sign(said, ec.ECDSA(hashes.SHA256())))
            signature = base64url.encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
            headers |= {"GD-Device": self.name, "GD-At": at, "GD-Nonce": nonce, "GD-Signature": signature}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, sent, headers)
            answer = connection.getresponse()
            return answer.status, msgspec.json.decode(answer.read())
        finally:
            connection.close()

    def enrol(self, code: str, name: str) -> None:
        status, told = self.call("POST", "/sync/v1/enrol", {"code": code, "pubkey": self.public, "name": name}, False)
        assert status == 200, told
        self.ward, self.id = told["ward"]["id"], told["device"]["id"]
        self.name = f"{self.ward}.{self.id}"
        self.seal_key = base64url.decode(told["ward"]["seal_key"])
        self.certificate = told["certificate"]

    def open_shift(self, person: people.Someone) -> None:
        wish = {"login": person.login, "password": people.PASSWORD, "point": people.CT1A}
        status, told = self.call("POST", "/sync/v1/shift", wish)
        assert status == 200, told
        self.person, self.shift = person, told["shift"]["id"]
        self._keep("shift.open/1", self.shift, {"ticket": told["ticket"]})

    def record(self, **changed) -> str:
        """Keeps a slip; returns the id of what it is about."""
        entity = new_id()
        self._keep("assistance.record/1", entity, assistance_body(**changed))
        return entity

    def amend(self, entity: str, new: dict, was: dict) -> None:
        self._keep("assistance.amend/1", entity, {"set": new, "was": was, "reason": "sửa cho đúng"})

    def _keep(self, type_: str, entity: str, body: dict) -> None:
        self.q += 1
        salt = base64url.encode(os.urandom(16))
        made = {
            "op": new_id(),
            "q": self.q,
            "t": type_,
            "e": entity,
            "b": 0,
            "w": self.ward,
            "dev": self.id,
            "u": self.person.id,
            "sh": self.shift,
            "at": clock.write(int(time.time() * 1000)),
            "co": 0,
            "app": "test",
            "c": commitment(salt, canonical(body).encode()),
        }
        bound_to = signed_text.of_seal(made["op"], type_, entity, self.ward, made["c"])
        made["x"] = seal.seal(self.seal_key, seal.press(canonical({"d": body, "s": salt}).encode()), bound_to)
        self.outbox[self.q] = made
        self.made.append(made["op"])

    def drain(self) -> None:
        """Sends until the outbox is empty. Raises AssertionError when nothing moves."""
        for _ in range(100):
            if not self.outbox:
                return
            batch = [self.outbox[q] for q in sorted(self.outbox)][:BATCH]
            status, told = self.call("POST", "/sync/v1/push", {"ops": batch})
            if status == 401 and told["code"] == "device_unknown":
                self._readmitted()
                continue
            assert status == 200, told
            self._moved(batch, told)
        raise AssertionError("the outbox does not drain")

    def _moved(self, batch: list[dict], told: dict) -> None:
        named = {result["op"]: result["status"] for result in told["results"]}
        for one in batch:
            if one["op"] in named:
                self.acknowledged[one["op"]] = named[one["op"]]
                self.sent[one["q"]] = self.outbox.pop(one["q"])
        self._durable(told["durable_q"])
        if not named:
            assert told["next_q"] < batch[0]["q"], told
            assert self.send_again_from(told["next_q"]), f"{told['next_q']} is asked for, and kept nowhere"

    def _durable(self, q: int) -> None:
        self.durable_q = q
        for kept in [each for each in self.sent if each <= q]:
            del self.sent[kept]

    def send_again_from(self, q: int) -> int:
        again = {each: self.sent.pop(each) for each in [each for each in self.sent if each >= q]}
        self.outbox |= again
        return len(again)

    def _readmitted(self) -> None:
        status, told = self.call("POST", "/sync/v1/readmit", {"certificate": self.certificate})
        assert status == 200, told
        self.events.append("readmitted")
        self.send_again_from(told["next_q"])

    def pull(self) -> dict:
        """The rows of the last page. After a restore what the server lost waits again, before the cursor moves."""
        while True:
            v, h = self.cursor
            status, told = self.call("GET", f"/sync/v1/pull?v={v}&h={h}&scope=lobby")
            if status == 401 and told["code"] == "device_unknown":
                self._readmitted()
            elif status == 409 and told["code"] == "diverged":
                self.events.append("diverged")
                self.send_again_from(told["details"]["last_q"] + 1)
                self.cursor = (0, "")
            else:
                assert status == 200, told
                if self.incarnation not in ("", told["inc"]):
                    self.events.append("another life")
                    self.send_again_from(told["next_q"])
                self.cursor, self.incarnation = (told["v"], told["h"]), told["inc"]
                self._durable(told["durable_q"])
                if not told["more"]:
                    return told
