"""The ward's lists as rules see them: ids and codes, kept in memory until the ledger says that they changed."""

import threading

from app.records import place, procedure, staff
from app.rules.operation import Lists
from app.rules.text import fold

_kept: dict[int, tuple[tuple, Lists]] = {}
_lock = threading.Lock()


def lists(ward_id: int, head: dict) -> Lists:
    """Fresh for this head: it says at which version a list last changed, and in which life of the database."""
    mark = (head["incarnation"], head["reference_v"])
    with _lock:
        kept = _kept.get(ward_id)
    if kept and kept[0] == mark:
        return kept[1]
    procedures = procedure.current_procedures(ward_id, status=None)
    read = Lists(
        procedures=frozenset(row["code"] for row in procedures),
        neighbourhoods=frozenset(row["id"] for row in place.neighbourhoods(ward_id, every=True)),
        support_points=frozenset(row["id"] for row in place.support_points(ward_id, every=True)),
        procedure_words={row["code"]: fold(row["name"]) for row in procedures},
        admins=frozenset(staff.active_admins(ward_id)),
    )
    with _lock:
        _kept[ward_id] = (mark, read)
    return read
