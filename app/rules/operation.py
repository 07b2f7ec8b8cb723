"""The words every operation is made of: the operation itself, what a rule is told, and what it answers."""

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from typing import Annotated

import msgspec

from app.rules.calendar import Calendar

# `\Z`, because `$` would let a line end through.
_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
Id = Annotated[str, msgspec.Meta(pattern=rf"^{_UUID}\Z")]
IdOrNone = Annotated[str, msgspec.Meta(pattern=rf"^(?:{_UUID})?\Z")]
# Printable ASCII: pages show it, and the chain joins headers with line ends.
_PRINTABLE = r"^[ -~]*\Z"
Short = Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[ -~]+\Z")]
# What JavaScript can hold and every database column, too: a larger number would stop the whole batch at its insert.
Whole = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]

# The author of what the server does by itself (imports of the seeder, releases of parked operations).
SYSTEM = "00000000-0000-0000-0000-000000000000"

_WIRE_NAMES = {
    "id": "op",
    "sequence": "q",
    "type": "t",
    "entity": "e",
    "base": "b",
    "ward": "w",
    "device": "dev",
    "author": "u",
    "shift": "sh",
    "clock_offset": "co",
    "commitment": "c",
    "salt": "s",
    "body": "d",
    "sealed": "x",
}


class Operation(msgspec.Struct, rename=_WIRE_NAMES):
    """One intent, immutable once stored on the device. Wire names are short because a tablet sends thousands.

    The limits hold for what is decoded from the wire; the ward's own forms also put cards under codes of their own.
    """

    id: Id
    sequence: Whole
    type: Short
    entity: Id
    base: Whole
    ward: Whole
    device: Id
    author: Id
    shift: IdOrNone
    at: Annotated[str, msgspec.Meta(max_length=40, pattern=_PRINTABLE)]
    clock_offset: Annotated[int, msgspec.Meta(ge=-(2**53) + 1, le=2**53 - 1)]
    app: Short
    commitment: Annotated[str, msgspec.Meta(max_length=80, pattern=_PRINTABLE)]
    salt: Annotated[str, msgspec.Meta(max_length=60, pattern=_PRINTABLE)] = ""
    body: msgspec.Raw = msgspec.Raw(b"null")
    # Kept as it came when it cannot be opened; a text with a NUL in it would stop the whole batch on PostgreSQL.
    sealed: Annotated[str, msgspec.Meta(pattern=_PRINTABLE)] = ""


@dataclass(slots=True)
class Lists:
    """The ward's lists that a body may refer to: ids and codes. `admins`: people who may still administer the ward.

    `calendar`: what due dates are counted with.
    """

    procedures: Set[str]
    neighbourhoods: Set[str]
    support_points: Set[str]
    procedure_words: dict[str, str]
    admins: Set[str] = frozenset()
    calendar: Calendar = field(default_factory=Calendar)


def _nothing_held(_noun: str, _id: str) -> None:
    return None


@dataclass(slots=True)
class Context:
    """What a rule may know besides the operation and the held row. Times in ms; days "YYYY-MM-DD" in Việt Nam.

    `at` is the device's time corrected by its clock offset and never later than `now`. `held(noun, id)` looks up any
    row of the ward as it stands at this place of the ledger. `from_tablet`: an enrolled device sent it, not our web.
    """

    now: int
    today: str
    at: int
    on: str
    author: dict | None
    shift: dict | None
    lists: Lists
    ticket: dict | None = None
    released: bool = False
    from_tablet: bool = False
    held: Callable[[str, str], dict | None] = _nothing_held


@dataclass(slots=True)
class Change:
    """The row as it stands afterwards. `conflicts`: {field: {"held", "new"}} that a person must choose between.

    `also`: (noun, id, row) of other rows that change with it, in the same transaction (the number it was given).
    """

    row: dict
    outcome: str = "ok"
    conflicts: dict = field(default_factory=dict)
    also: list[tuple[str, str, dict]] = field(default_factory=list)


@dataclass(slots=True)
class Refusal:
    """Why an operation does not apply: for ever (rejected), or not yet (parked)."""

    code: str
    parked: bool = False
    details: dict = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        return "parked" if self.parked else "rejected"


class RuleRefused(Exception):
    """A refusal found deep inside a rule (a register is closed): the door answers as if it had been returned."""

    def __init__(self, refusal: Refusal):
        self.refusal = refusal
        super().__init__(refusal.code)
