"""A ward's first moment: its row, its keys, its empty ledger, and the two devices of the server itself."""

import secrets

from app.ledger import chain, seal
from app.ledger.envelope import new_id
from app.records import ward as ward_records
from app.records.database import database, lock_ward, one_at_a_time
from app.records.device import Device
from app.records.ledger_entry import LedgerEntry, LedgerHead
from app.records.ward import Ward, WardKey
from app.rules.operation import SYSTEM

# The server's own forms and its own acts have a sequence of their own, like any device.
WEB = "00000000-0000-0000-0000-000000000001"


def found_ward(slug: str, name: str, now: int) -> int:
    """Creates an empty ward and returns its id. Its names are filled by `ward.put/1`. Time in ms."""
    with database.atomic():
        one_at_a_time(0, "found_ward")
        ward_id = ward_records.free_number()
        Ward.insert(id=ward_id, slug=slug, name=name).execute()
        for purpose, (private, public) in (("seal", seal.new_seal_key()), ("sign", seal.new_sign_key())):
            WardKey.insert(ward_id=ward_id, purpose=purpose, private=private, public=public).execute()
        LedgerHead.insert(ward_id=ward_id, hash=chain.START, incarnation=secrets.token_hex(8)).execute()
        for lane, (device_id, kind) in enumerate(((SYSTEM, "system"), (WEB, "web"))):
            Device.insert(ward_id=ward_id, id=device_id, kind=kind, name=kind, lane=lane, enrolled_at=now).execute()
    return ward_id


def new_tablet(ward_id: int, name: str, public_key: bytes, point: str, by: str, now: int) -> dict:
    """Enrols a device under the next free lane; call inside the transaction that uses up its code."""
    # Two tablets enrolled in the same second would take the same lane.
    lock_ward(ward_id)
    lane = Device.select(Device.lane).where(Device.ward_id == ward_id).order_by(Device.lane.desc()).scalar() + 1
    row = {
        "ward_id": ward_id,
        "id": new_id(),
        "kind": "tablet",
        "name": name,
        "lane": lane,
        "public_key": public_key,
        "support_point": point,
        "enrolled_at": now,
        "enrolled_by": by,
    }
    Device.insert(**row).execute()
    return row


def returned_tablet(ward_id: int, statement: dict, now: int) -> None:
    """The row of a tablet that a certificate speaks of, under its old lane or, where somebody has that by now, the next
    free one; call it with the ward locked.
    """
    said = LedgerEntry.select(LedgerEntry.q).where(
        LedgerEntry.ward_id == ward_id, LedgerEntry.device == statement["device"]
    )
    taken = {row.lane for row in Device.select(Device.lane).where(Device.ward_id == ward_id)}
    Device.insert(
        ward_id=ward_id,
        id=statement["device"],
        kind="tablet",
        name=statement["name"],
        lane=statement["lane"] if statement["lane"] not in taken else max(taken) + 1,
        public_key=statement["key"],
        support_point=statement["point"],
        enrolled_at=statement["enrolled_at"],
        readmitted_at=now,
        last_q=said.order_by(LedgerEntry.q.desc()).limit(1).scalar() or 0,
    ).execute()
