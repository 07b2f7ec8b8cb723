"""What the ward orders of its tablets: to send the last and rest, to forget everything, to speak no more."""

from app.problems import Problem
from app.records.database import database, lock_ward
from app.records.device import Device
from app.rules.fleet import DIRECTIVES


def direct(ward_id: int, device_id: str, directive: str, by: str, now: int) -> None:
    """Tells the tablet with every answer what to do from now on: drain | wipe, or "" to take it back. Time in ms.

    Raises Problem: device_unknown, device_revoked (it is told nothing any more).
    """
    if directive not in DIRECTIVES:
        raise ValueError(f"no directive is called {directive}")
    with database.atomic():
        lock_ward(ward_id)
        row = Device.get_or_none(*_tablet(ward_id, device_id))
        if row is None:
            raise Problem("device_unknown")
        if row.revoked_at is not None:
            raise Problem("device_revoked")
        _change(ward_id, device_id, directive=directive, directed_by=by, directed_at=now)


def revoke(ward_id: int, device_id: str, by: str, now: int) -> None:
    """From now on this tablet's requests are refused; what it has not sent stays on it. Time in ms."""
    with database.atomic():
        Device.update(revoked_at=now, revoked_by=by).where(
            *_tablet(ward_id, device_id), Device.revoked_at.is_null()
        ).execute()


def wiped(ward_id: int, device_id: str, discarded: int, now: int) -> None:
    """The tablet is about to forget everything, with `discarded` operations that nobody took. Time in ms.

    Told twice it is told once. Raises Problem("wipe_not_asked") unless the ward wants it: then it keeps all it has.
    """
    with database.atomic():
        lock_ward(ward_id)
        row = Device.get_or_none(*_tablet(ward_id, device_id))
        if row is None or row.directive != "wipe":
            raise Problem("wipe_not_asked")
        if row.wiped_at is None:
            revoked = {} if row.revoked_at is not None else {"revoked_at": now, "revoked_by": row.directed_by}
            left = {"waiting": 0, "oldest_waiting_at": None}
            _change(ward_id, device_id, wiped_at=now, discarded=discarded, **revoked, **left)


def _tablet(ward_id: int, device_id: str) -> tuple:
    return (Device.ward_id == ward_id, Device.id == device_id, Device.kind == "tablet")


def _change(ward_id: int, device_id: str, **columns) -> None:
    Device.update(**columns).where(*_tablet(ward_id, device_id)).execute()
