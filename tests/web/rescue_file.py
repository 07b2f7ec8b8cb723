"""A tablet whose work can leave it only in a file: signs it as the browser does."""

import json
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature

from app.rules import base64url
from app.web.sessions import now_ms
from tests import people
from tests.web.wire_client import WireDevice


def parcel(key: ec.EllipticCurvePrivateKey, texts: list[str]) -> dict:
    """Texts of operations with the device's signature over them."""
    digest = sha256("\n".join(texts).encode()).digest()
    r, s = decode_dss_signature(key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256()))))
    return {"ops": texts, "sig": base64url.encode(r.to_bytes(32, "big") + s.to_bytes(32, "big"))}


class Rescued:
    """`opened` is the operation that opened its shift; it is sent unless `unsent`."""

    def __init__(self, app, *, unsent: bool = False):
        self.device = WireDevice(app)
        self.certificate = self.device.enrol().get_json()["certificate"]
        self.tablet = self.device.tablet
        wish = {"login": people.LAN.login, "password": people.PASSWORD, "point": people.CT1A}
        told = self.device.call("POST", "/sync/v1/shift", wish).get_json()
        self.tablet.shift = told["shift"]["id"]
        self.opened = self.tablet.operation("shift.open/1", self.tablet.shift, {"ticket": told["ticket"]})
        if not unsent:
            self.device.push(self.opened)

    def file(self, operations: list[dict], **changed) -> str:
        """The text of a rescue file with these operations in parcels of two."""
        texts = [json.dumps(operation) for operation in operations]
        parcels = [parcel(self.device.key, texts[start : start + 2]) for start in range(0, len(texts), 2)]
        made = {
            "format": "gandan-rescue/1",
            "ward": self.tablet.ward_id,
            "device": self.tablet.id,
            "made_at": now_ms(),
            "certificate": self.certificate,
            "parcels": parcels,
        }
        return json.dumps(made | changed)
