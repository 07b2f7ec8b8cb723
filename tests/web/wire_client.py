"""A device that talks to /sync/v1 as the browser does: its own P-256 key, signed requests, gzip."""

import gzip
import os
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from app.ledger import enrolment
from app.records import ward
from app.rules import base64url
from app.web.sessions import now_ms
from tests import people
from tests.ledger.devices import Tablet, sign


class WireDevice:
    """Unenrolled at first; `enrol()` makes it a tablet whose operations come from tests.ledger.devices."""

    def __init__(self, app):
        self.client = FlaskClient(app, Response, use_cookies=False)
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        self.public = base64url.encode(point)
        self.name = ""
        self.tablet = None

    def code(self, ward_id=people.WARD, now=None) -> str:
        return enrolment.make_code(ward.ward(ward_id), people.CT1A, people.AN.id, now or now_ms())

    def enrol(self, code: str | None = None):
        response = self.client.post(
            "/sync/v1/enrol",
            json={"code": self.code() if code is None else code, "pubkey": self.public, "name": "Máy sảnh"},
        )
        if response.status_code == 200:
            told = response.get_json()
            self.name = f"{told['ward']['id']}.{told['device']['id']}"
            tablet = Tablet.__new__(Tablet)
            tablet.ward_id, tablet.id, tablet.q = told["ward"]["id"], told["device"]["id"], 0
            tablet.person, tablet.shift, tablet.now = people.LAN, "", now_ms()
            tablet.key, tablet.certificate = self.key, lambda: told["certificate"]
            self.tablet = tablet
        return response

    def signature(self, method, path, sent, at, nonce) -> str:
        said = "\n".join((method, path, base64url.encode(sha256(sent).digest()), at, nonce)).encode()
        return sign(self.key, said)

    def call(self, method: str, path: str, body=None, *, compress=False, at=None, nonce=None, headers=None, raw=None):
        sent = raw if raw is not None else (msgspec.json.encode(body) if body is not None else b"")
        if compress:
            sent = gzip.compress(sent)
        at = str(at or now_ms())
        nonce = nonce or base64url.encode(os.urandom(16))
        made = {
            "GD-Device": self.name,
            "GD-At": at,
            "GD-Nonce": nonce,
            "GD-Signature": self.signature(method, path, sent, at, nonce),
            "Content-Type": "application/json",
        }
        if compress:
            made["Content-Encoding"] = "gzip"
        return self.client.open(path, method=method, data=sent, headers=made | (headers or {}))

    def open_shift(self, person=people.LAN):
        response = self.call(
            "POST", "/sync/v1/shift", {"login": person.login, "password": people.PASSWORD, "point": people.CT1A}
        )
        if response.status_code == 200:
            told = response.get_json()
            self.tablet.person, self.tablet.shift = person, told["shift"]["id"]
            self.push(self.tablet.operation("shift.open/1", self.tablet.shift, {"ticket": told["ticket"]}))
        return response

    def push(self, *operations, **arguments):
        return self.call("POST", "/sync/v1/push", {"ops": list(operations)}, **arguments)
