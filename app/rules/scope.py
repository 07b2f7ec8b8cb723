"""What a lobby tablet holds of its ward: which rows, and which fields of them. Nothing else is ever told to it.

The lists, and one masked line of each of its own records of the last 24 hours (SYNC.md §5, scopes).
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.rules import clock, mask, tracking
from app.rules.assistance_fields import HELP
from app.rules.permissions import allowed
from app.rules.text import fold

NAME = "lobby"
LINE_MS = 24 * 3600 * 1000
LINE = "line"


@dataclass(frozen=True, slots=True)
class Held:
    """`belongs` judges a row of the table or the body that put it; `told` is what the tablet gets, `id` always text."""

    noun: str
    belongs: Callable[[dict], bool]
    told: Callable[[dict], dict]


def _fields(*names: str) -> Callable[[dict], dict]:
    return lambda row: {name: row[name] for name in names}


def _active(row: dict) -> bool:
    return bool(row["active"])


def _offered(row: dict) -> bool:
    return bool(row["current"]) and row["status"] == "in_force"


def _works_here(row: dict) -> bool:
    return _active(row) and allowed(row["role"], "shift.open")


def _ward(row: dict) -> dict:
    return {"id": str(row["id"]), **{name: row[name] for name in ("organ_line_1", "organ_line_2", "place_name")}}


def _procedure(row: dict) -> dict:
    return {
        "id": row["code"],
        "name": row["name"],
        "field": row["field"],
        "words": fold(row["words"]),
        "favourite": row["favourite"],
    }


LISTS: dict[str, Held] = {
    "ward": Held("ward", lambda row: True, _ward),
    "point": Held("support_point", _active, _fields("id", "name", "short", "address")),
    "neighbourhood": Held("neighbourhood", _active, _fields("id", "name")),
    "building": Held("building", _active, _fields("id", "name", "neighbourhood")),
    "procedure": Held("procedure", lambda row: bool(row["current"]) and row["status"] == "in_force", _procedure),
    "staff": Held(
        "staff", lambda row: _active(row) and allowed(row["role"], "shift.open"), _fields("id", "name", "login")
    ),
}
KINDS = (*LISTS, LINE)


def id_of(kind: str, row: dict) -> str:
    """The id under which a tablet knows a row: a procedure by its code, whichever version is current."""
    return row["code"] if kind == "procedure" else str(row["id"])


def line(row: dict, op: str, procedure_name: str, choose: bool) -> dict:
    """One of the tablet's own records, masked: initials and three digits. `at`: when the server recorded it, in ms.

    `choose`: two people changed one field of it differently, and nobody has chosen yet.
    """
    labels = {"procedure": procedure_name, "help": HELP.get(row["help"], "")}
    return {
        "id": row["id"],
        "op": op,
        "u": row["staff"],
        "at": row["recorded_at"],
        "text": mask.masked_line(row, labels, clock.write(row["happened_at"])),
        "tracking": tracking.format(row["tracking"]),
        "void": row["voided_at"] is not None,
        "choose": choose,
    }
