"""A tablet as the server sees it: makes, seals and numbers operations the way the browser does, in Python."""

import os

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.ledger import founding, seal, ticket
from app.ledger.accept import accept_wire
from app.ledger.envelope import commitment, decode, new_id
from app.records import ward
from app.rules import base64url, clock, signed_text, tracking
from app.rules.canonical import canonical
from tests import people


def assistance_body(**changed) -> dict:
    body = {
        "point": people.CT1A,
        "procedure": "1.001193",
        "help": "guide",
        "neighbourhood": "tdp-03",
        "building": "CT1A",
        "apartment": "1204",
        "name": "",
        "phone": "",
        "consent": False,
        "channel": "at_point",
        "result": "filed",
        "national_code": "",
        "difficulties": [],
        "minutes": 7,
        "note": "",
        "follow_up": False,
        "on": "",
        "tracking": tracking.make(os.urandom(16)),
    }
    return {**body, **changed}


class Tablet:
    """An enrolled device with its own sequence; `now` is its (right) clock in ms."""

    def __init__(self, ward_id: int = people.WARD, person: people.Someone = people.LAN, now: int | None = None):
        self.ward_id = ward_id
        self.now = now or people.FOUNDED_AT + 1_000_000
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.row = founding.new_tablet(ward_id, "Máy thử", point, people.CT1A, "", self.now)
        self.id = self.row["id"]
        self.q = 0
        self.person = person
        self.shift = ""

    def operation(self, type_: str, entity: str, body: dict, *, sealed: bool = False, **changed) -> dict:
        """The next operation as the outbox would hold it; `changed` forges header fields by their wire names."""
        self.q += 1
        salt = base64url.encode(os.urandom(16))
        text = canonical(body)
        made = {
            "op": new_id(),
            "q": self.q,
            "t": type_,
            "e": entity,
            "b": 0,
            "w": self.ward_id,
            "dev": self.id,
            "u": self.person.id,
            "sh": self.shift,
            "at": clock.write(self.now),
            "co": 0,
            "app": "test",
            "c": commitment(salt, text.encode()),
        }
        made |= changed
        if sealed:
            plain = canonical({"d": body, "s": salt}).encode()
            info = signed_text.of_seal(made["op"], made["t"], made["e"], made["w"], made["c"])
            made["x"] = seal.seal(bytes(ward.key(self.ward_id, "seal")["public"]), seal.press(plain), info)
        else:
            made |= {"d": body, "s": salt}
        return made

    def open_shift(self, point: str = people.CT1A) -> dict:
        """The shift.open/1 operation of a new shift of this tablet's person."""
        person = {"id": self.person.id, "role": self.person.role}
        text, statement = ticket.shift_ticket(self.ward_id, self.id, person, point, self.now)
        self.shift = statement["shift"]
        return self.operation("shift.open/1", self.shift, {"ticket": text})

    def record(self, *, sealed: bool = True, **changed) -> dict:
        return self.operation("assistance.record/1", new_id(), assistance_body(**changed), sealed=sealed)

    def push(self, *operations: dict, now: int | None = None):
        """Through the same decoding as the wire; returns the receipt."""
        decoded = [decode(msgspec.json.encode(operation)) for operation in operations]
        return accept_wire(self.ward_id, self.id, decoded, now or self.now)

    def certificate(self) -> str:
        """What the ward gave it when it was enrolled."""
        return ticket.device_certificate(self.ward_id, self.row, base64url.encode(self.row["public_key"]))

    def rescue_file(self, *parcels: list, **changed) -> str:
        """A file of operations (or of raw texts) in signed parcels; `changed` forges what the file says."""
        made = {
            "format": "gandan-rescue/1",
            "ward": self.ward_id,
            "device": self.id,
            "made_at": self.now,
            "certificate": self.certificate(),
            "parcels": [],
        }
        for operations in parcels:
            texts = [one if isinstance(one, str) else msgspec.json.encode(one).decode() for one in operations]
            made["parcels"].append({"ops": texts, "sig": sign(self.key, "\n".join(texts).encode())})
        return msgspec.json.encode(made | changed).decode()


def sign(key: ec.EllipticCurvePrivateKey, said: bytes) -> str:
    """As a browser signs: r and s, 32 bytes each, in base64url."""
    r, s = decode_dss_signature(key.sign(said, ec.ECDSA(hashes.SHA256())))
    return base64url.encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))


def statuses(receipt) -> list[tuple[str, str]]:
    return [(result["status"], result["code"]) for result in receipt.results]
