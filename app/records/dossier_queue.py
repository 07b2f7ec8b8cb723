"""The work screen's questions to a ward's dossiers: what one person holds, what the counter has open, what is over.

Every question goes through an index whose size is that of its answer, or of what is open (some 1,500 of 100,000).
"""

from functools import reduce
from operator import and_, or_

from peewee import SQL, Case, Tuple, fn

from app.records.base import listed
from app.records.dossier import Dossier
from app.rules import clock
from app.rules.dossier_alarm import OWED
from app.rules.dossier_row import kept
from app.rules.dossier_search import Asked, Typed
from app.rules.dossier_states import CLOSED, OPEN, RUNNING

# What a line of a list is made of; the long texts of a dossier stay where they are.
_LINE = [
    getattr(Dossier, name)
    for name in (
        "id",
        "tracking",
        "state",
        "procedure_code",
        "procedure_name",
        "channel",
        "name",
        "phone",
        "receipt_number",
        "receipt_year",
        "national_code",
        "received_at",
        "received_on",
        "accepted_at",
        "due_original_at",
        "due_current_at",
        "finished_at",
        "closed_at",
        "supplement_asked_at",
        "extended_at",
        "extension_asked",
        "apologised_at",
        "promised_on",
        "holder",
        "unit",
        "steps",
        "return_by",
    )
]
# Behind every moment that is promised: first what waits for the citizen at the counter, then what waits for papers.
_READY, _WAITING = clock.END_MS, clock.END_MS + 1
_URGENCY = Case(
    None, ((Dossier.state.in_(sorted(RUNNING)), Dossier.due_current_at), (Dossier.state == "ready", _READY)), _WAITING
)
# (urgency, id) or (received_at, id) of the last row of the page before.
Cursor = tuple[int, str]


def urgency(row: dict) -> int:
    """Where a row stands in a queue: the moment it is due, while its clock runs."""
    if row["state"] in RUNNING:
        return row["due_current_at"]
    return _READY if row["state"] == "ready" else _WAITING


def mine(ward_id: int, staff: str, limit: int, cursor: Cursor | None = None) -> tuple[list[dict], bool]:
    """(what this person is responsible for, the most urgent first; whether there is more)."""
    query = Dossier.select(*_LINE).where(
        Dossier.ward_id == ward_id, Dossier.holder == staff, Dossier.state.in_(sorted(OPEN))
    )
    return _urgent_first(query, limit, cursor)


def handed_to(ward_id: int, staff: str, limit: int) -> list[dict]:
    """What is on its way to this person and not yet confirmed; it still counts as its giver's (R5)."""
    # The last hand-over as dossier_row.kept writes it: its names in the order of the alphabet.
    step = kept({"staff_to": staff, "taken_at": None})[1:-1]
    query = Dossier.select(*_LINE).where(
        Dossier.ward_id == ward_id, Dossier.state.in_(sorted(OWED)), Dossier.steps.contains(step)
    )
    return listed(query.order_by(Dossier.due_current_at, Dossier.id).limit(limit))


def handed_by(ward_id: int, staff: str, limit: int) -> list[dict]:
    """What this person has given away and nobody has confirmed yet."""
    query = Dossier.select(*_LINE).where(
        Dossier.ward_id == ward_id,
        Dossier.holder == staff,
        Dossier.state.in_(sorted(OWED)),
        Dossier.steps.contains('"taken_at":null'),
    )
    return listed(query.order_by(Dossier.due_current_at, Dossier.id).limit(limit))


def counter(ward_id: int, asked: Asked, limit: int, cursor: Cursor | None = None) -> tuple[list[dict], bool]:
    """(the counter's dossiers in one of the open states, or in all; the most urgent first; whether there is more)."""
    query = Dossier.select(*_LINE).where(Dossier.ward_id == ward_id, Dossier.state.in_(_states(asked)))
    return _urgent_first(query.where(*_filters(asked)), limit, cursor)


def closed(ward_id: int, asked: Asked, limit: int, cursor: Cursor | None = None) -> tuple[list[dict], bool]:
    """(what is over, received in `asked.from_on` … `asked.to_on`, newest first; whether there is more).

    The index holds all that is filtered by, so only the page's own rows are read; what the days bound bounds the cost:
    25,000 entries are a year of a large ward.
    """
    place = Tuple(Dossier.received_at, Dossier.id)
    chosen = Dossier.select(Dossier.id).where(
        Dossier.ward_id == ward_id, Dossier.state.in_(_states(asked)), *_filters(asked)
    )
    if cursor:
        chosen = chosen.where(Dossier.received_at <= cursor[0], place < Tuple(*cursor))
    ids = [row["id"] for row in chosen.order_by(Dossier.received_at.desc(), Dossier.id.desc()).limit(limit + 1).dicts()]
    return lines(ward_id, ids[:limit]), len(ids) > limit


def lines(ward_id: int, ids: list[str]) -> list[dict]:
    """The lines of these dossiers in this order; what is not of the ward is left out."""
    if not ids:
        return []
    found = {
        row["id"]: row for row in Dossier.select(*_LINE).where(Dossier.ward_id == ward_id, Dossier.id.in_(ids)).dicts()
    }
    return [found[id_] for id_ in ids if id_ in found]


def exactly(ward_id: int, typed: Typed, years: list[int]) -> list[str]:
    """Ids of the dossiers that a whole code names: tracking code, national code, number of its receipt in `years`."""
    found = []
    if typed.tracking:
        found += _ids(ward_id, Dossier.tracking == typed.tracking)
    if typed.national_code:
        found += _ids(ward_id, Dossier.national_code == typed.national_code)
    if typed.number:
        found += _ids(ward_id, Dossier.receipt_year.in_(years), Dossier.receipt_number == typed.number)
    return list(dict.fromkeys(found))


def by_phone(ward_id: int, phone: str, limit: int) -> list[str]:
    """Ids of the dossiers of one telephone, newest first."""
    return _ids(ward_id, Dossier.phone == phone, limit=limit)


def open_with_words(ward_id: int, typed: Typed, limit: int) -> list[dict]:
    """Open dossiers with all these words, anywhere in what is searched, the most urgent first."""
    query = Dossier.select(*_LINE).where(
        Dossier.ward_id == ward_id, Dossier.state.in_(sorted(OPEN)), *_all_words(typed)
    )
    return _urgent_first(query, limit, None)[0]


def named(ward_id: int, typed: Typed, key: str, limit: int, cursor: Cursor | None = None) -> tuple[list[str], bool]:
    """(ids of dossiers whose given name begins with `key` and that have all the words, newest first; whether more).

    A range of the index over what is searched, and nothing but the index: see rules.dossier_search.name_key.
    """
    place = Tuple(Dossier.received_at, Dossier.id)
    query = Dossier.select(Dossier.id).where(
        Dossier.ward_id == ward_id, Dossier.folded >= key, Dossier.folded < key + "\U0010ffff", *_all_words(typed)
    )
    if cursor:
        query = query.where(place < Tuple(*cursor))
    ids = [row["id"] for row in query.order_by(Dossier.received_at.desc(), Dossier.id.desc()).limit(limit + 1).dicts()]
    return ids[:limit], len(ids) > limit


def heats(ward_id: int, ends: dict[str, int], staff: str = "") -> dict[str, int]:
    """{heat: how many running dossiers have it} below the last end (rules.dossier_alarm.ends); of one person or all."""
    edges = sorted(ends.items(), key=lambda each: each[1])
    bucket = Case(None, tuple((Dossier.due_current_at < at, name) for name, at in edges))
    query = Dossier.select(bucket.alias("heat"), fn.COUNT(Dossier.id).alias("number")).where(
        Dossier.ward_id == ward_id, Dossier.state.in_(sorted(RUNNING)), Dossier.due_current_at < edges[-1][1]
    )
    if staff:
        query = query.where(Dossier.holder == staff)
    counted = {row["heat"]: row["number"] for row in query.group_by(SQL("heat")).dicts()}
    return {name: counted.get(name, 0) for name, _ in edges}


def owed(ward_id: int, now: int, limit: int, cursor: Cursor | None = None) -> tuple[list[dict], bool]:
    """(past due without an apology, the longest late first; whether there is more): see dossier_alarm.is_owed (R4)."""
    query = Dossier.select(*_LINE).where(*_owed(ward_id, now))
    if cursor:
        query = query.where(Tuple(Dossier.due_current_at, Dossier.id) > Tuple(*cursor))
    rows = listed(query.order_by(Dossier.due_current_at, Dossier.id).limit(limit + 1))
    return rows[:limit], len(rows) > limit


def count_owed(ward_id: int, now: int) -> int:
    return Dossier.select().where(*_owed(ward_id, now)).count()


def _owed(ward_id: int, now: int) -> tuple:
    return (
        Dossier.ward_id == ward_id,
        Dossier.state.in_(sorted(OWED)),
        Dossier.due_current_at < now,
        Dossier.apologised_at.is_null(),
        Dossier.finished_at.is_null() | (Dossier.finished_at > Dossier.due_current_at),
    )


def apologised(ward_id: int) -> list[dict]:
    """Apologised for and not finished yet."""
    return _running(ward_id, Dossier.apologised_at.is_null(False))


def asking_extension(ward_id: int) -> list[dict]:
    """A clerk has prepared a Mẫu 04 and the head has not signed it yet."""
    return _running(ward_id, Dossier.extension_asked != "")


def falling_due(ward_id: int, now: int, until: int, limit: int) -> list[dict]:
    """Running, not late, due before `until`; the first of them."""
    return _running(ward_id, Dossier.due_current_at >= now, Dossier.due_current_at < until, limit=limit)


def _running(ward_id: int, *wanted, limit: int = 200) -> list[dict]:
    query = Dossier.select(*_LINE).where(Dossier.ward_id == ward_id, Dossier.state.in_(sorted(RUNNING)), *wanted)
    return listed(query.order_by(Dossier.due_current_at, Dossier.id).limit(limit))


def _urgent_first(query, limit: int, cursor: Cursor | None) -> tuple[list[dict], bool]:
    if cursor:
        query = query.where(Tuple(_URGENCY, Dossier.id) > Tuple(*cursor))
    rows = listed(query.order_by(_URGENCY, Dossier.id).limit(limit + 1))
    return rows[:limit], len(rows) > limit


def _states(asked: Asked) -> list[str]:
    return sorted({"open": OPEN, "closed": CLOSED}.get(asked.state, {asked.state}))


def _filters(asked: Asked) -> list:
    wanted = [
        getattr(Dossier, column) == value
        for column, value in (("unit", asked.unit), ("holder", asked.holder), ("channel", asked.channel))
        if value
    ]
    if asked.from_on:
        wanted.append(Dossier.received_at >= _start(asked.from_on))
    if asked.to_on:
        wanted.append(Dossier.received_at < _start(asked.to_on) + clock.DAY_MS)
    return wanted


def _start(day: str) -> int:
    return clock.parse(f"{day}T00:00:00+07:00")


def _all_words(typed: Typed) -> list:
    said = [reduce(or_, [Dossier.folded.contains(one) for one in spellings]) for spellings in typed.words]
    return [reduce(and_, said)] if said else []


def _ids(ward_id: int, *wanted, limit: int = 50) -> list[str]:
    """Newest first, by a sum that no index knows: else SQLite walks through the ward in that order to find one code."""
    query = Dossier.select(Dossier.id).where(Dossier.ward_id == ward_id, *wanted)
    return [row["id"] for row in query.order_by((Dossier.received_at + 0).desc()).limit(limit).dicts()]
