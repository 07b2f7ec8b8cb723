"""A tablet's other talks: its heartbeat, rescue files (its own, and those it carries for others), and being wiped.

Twins of static/js/sync/heartbeat.js, rescue.js and wipe.js.
"""

import base64
import json

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.ledger.simulator.storage import Storage, written
from tests.ledger.simulator.wire import DONE, PAUSE, Heard, signed
from tests.ledger.simulator.world import KEYS

PARCEL_ROWS = 4


def heartbeat(tablet):
    rows = tablet.storage.batch()
    oldest = max(0, rows[0]["savedAt"] - tablet.storage.offset) if rows else 0
    told = {"waiting": len(rows), "oldest_at": oldest, "persisted": "no", "offset": tablet.storage.offset}
    return (yield from signed(tablet, "POST", "/sync/v1/heartbeat", written({**told, "app": "1.4.2"})))


def rescue_file(tablet) -> str | None:
    """Everything here that may not stand in a backup of the server yet, signed by this tablet."""
    storage = tablet.storage
    identity = storage.meta.get("identity")
    rows = storage.unsafe()
    if not identity or not rows:
        return None
    parcels = []
    for start in range(0, len(rows), PARCEL_ROWS):
        ops = [row["text"] for row in rows[start : start + PARCEL_ROWS]]
        parcels.append({"ops": ops, "sig": _signature(tablet.key, "\n".join(ops).encode())})
    file = {"format": "gandan-rescue/1", "ward": identity["ward"]["id"], "device": identity["device"]["id"]}
    return written(file | {"made_at": tablet.now, "certificate": identity["certificate"], "parcels": parcels})


def _signature(key: int, said: bytes) -> str:
    r, s = decode_dss_signature(KEYS[key].private.sign(said, ec.ECDSA(hashes.SHA256())))
    return base64.urlsafe_b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).rstrip(b"=").decode()


def carry(tablet, text: str) -> bool:
    """Takes over another tablet's file, until the server has it. False: it is another ward's."""
    file = json.loads(text)
    if file["ward"] != tablet.ward or not tablet.device:
        return False
    for parcel in file["parcels"]:
        tablet.storage.keep_parcel(parcel["sig"], written({**file, "parcels": [parcel]}))
    return True


def deliver_parcels(tablet):
    for sig, parcel in list(tablet.storage.lanes.items()):
        if parcel["refused"]:
            continue
        heard = yield from signed(tablet, "POST", "/sync/v1/rescue", written({"file": parcel["file"]}))
        if heard.kind == "problem" and heard.status != 401:
            tablet.storage.keep_parcel(sig, parcel["file"], heard.code)
        elif heard.kind == "answer":
            tablet.storage.parcel_delivered(sig)
        else:
            return heard
        yield PAUSE
    return DONE


def wipe(tablet):
    """Does nothing while something waits, and nothing that the ward has not ordered. DONE: everything is gone."""
    storage = tablet.storage
    parcels = storage.lanes.values()
    if storage.meta.get("directive") != "wipe" or storage.outbox or any(not one["refused"] for one in parcels):
        return Heard("problem", code="not_now")
    heard = yield from signed(tablet, "POST", "/sync/v1/wiped", written({"discarded": len(parcels)}))
    if heard.kind != "answer" and heard.code != "device_revoked":
        return heard
    yield PAUSE
    tablet.storage = Storage()
    return DONE
