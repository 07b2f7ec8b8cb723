"""What the ward no longer may keep is taken away by itself: what citizens wrote into declarations (R21).

Not an operation: an operation would say for ever what was erased. The chain covers the commitment of a body, never
the body, so that `verify` still holds; the row stays with its code, its days and who took it over.
"""

from app.records import declaration
from app.records.database import database, lock_ward
from app.rules.declaration import KEPT_MS

# A ward that erases thousands does it a minute at a time, so that its tablets are not kept waiting.
AT_ONCE = 200


def erase_due(ward_id: int, now: int) -> int:
    """Erases what is due; returns how many declarations. Time in ms."""
    refused = declaration.refused_to_erase(ward_id, now - KEPT_MS)
    if not refused and not declaration.due_for_erasure(ward_id, now, 1):
        return 0
    with database.atomic():
        lock_ward(ward_id)
        # Asked again under the lock: one may have been taken into a dossier meanwhile, and be kept longer.
        due = declaration.due_for_erasure(ward_id, now, AT_ONCE)
        declaration.erase(ward_id, due, now)
        declaration.erase_refused(ward_id, refused)
    return len(due)
