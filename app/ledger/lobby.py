"""What one lobby tablet should hold just now: the ward's lists and its own lines, as the texts that are summed.

Call inside `records.whole_view`: head, lists and lines must be of one moment.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from app.ledger import chain
from app.records import scope as records
from app.rules import scope
from app.rules.canonical import canonical
from app.rules.scope_sum import sum_of_texts

# Wards whose lists stay in memory: some 300 kB each for a catalogue of 700 procedures.
WARDS_KEPT = 64

_decode = msgspec.json.Decoder().decode
_kept: OrderedDict[str, "Lists"] = OrderedDict()
_lock = threading.Lock()


@dataclass(slots=True)
class Lists:
    """`rows`: {kind: {id: (v, canonical text)}}. `procedures`: {code: (v, name)} of all that have a name."""

    rows: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    sums: dict[str, list] = field(default_factory=dict)
    procedures: dict[str, tuple[int, str]] = field(default_factory=dict)


def lists(ward_id: int, head: dict) -> Lists:
    """The lists as they stand at this head. The hash of the chain where a list last changed names what they hold."""
    named = (records.hash_at(ward_id, head["reference_v"]) or chain.START) + f" {ward_id}"
    with _lock:
        kept = _kept.get(named)
        if kept:
            _kept.move_to_end(named)
            return kept
    read = _read_lists(ward_id)
    with _lock:
        _kept[named] = read
        while len(_kept) > WARDS_KEPT:
            _kept.popitem(last=False)
    return read


def _read_lists(ward_id: int) -> Lists:
    read = Lists()
    for kind, held in scope.LISTS.items():
        rows = records.list_rows(held.noun, ward_id)
        if kind == "procedure":
            read.procedures = {row["code"]: (row["v"], row["name"]) for row in rows}
        read.rows[kind] = {
            scope.id_of(kind, row): (row["v"], canonical(held.told(row))) for row in rows if held.belongs(row)
        }
        read.sums[kind] = sum_of_texts({id_: text for id_, (_v, text) in read.rows[kind].items()})
    return read


def lines(ward_id: int, device_id: str, since: int, held: Lists) -> dict[str, tuple[int, str]]:
    """{id: (v, canonical text)} of this device's records of after `since` (ms).

    A line also changes when its procedure is named anew.
    """
    ops: dict[str, str] = {}
    said = records.record_operations(ward_id, device_id, since) + records.released_records(ward_id, device_id, since)
    # What was taken at once comes last and so wins over a second operation about the same record.
    for one in sorted(said, key=lambda one: one["outcome"] in ("ok", "merged")):
        ops[one["entity"]] = one["op"]
    rows = records.own_assistances(ward_id, device_id, list(ops), since)
    choose = records.awaiting_choice(ward_id) if rows else set()
    found = {}
    for row in rows:
        named_v, name = held.procedures.get(row["procedure"], (0, ""))
        told = scope.line(row, ops[row["id"]], name, row["id"] in choose)
        found[row["id"]] = (max(row["v"], named_v), _line_text(tuple(told.items())))
    return found


@lru_cache(maxsize=20_000)
def _line_text(told: tuple[tuple, ...]) -> str:
    """A line's canonical text. Every pull sums all lines of a day again; only what is masked stays in memory."""
    return canonical(dict(told))


def gone(ward_id: int, v: int, held: Lists) -> list[tuple[int, str, str]]:
    """[(v, kind, id)] of what was in the scope at the position `v` and is not any more. Never names anything else."""
    found = []
    for kind, rule in scope.LISTS.items():
        left: dict[str, tuple[int, str]] = {}
        for row in records.list_rows_after(rule.noun, ward_id, v):
            id_ = scope.id_of(kind, row)
            if id_ not in held.rows[kind] and not rule.belongs(row):
                left[str(row["id"])] = (row["v"], id_)
        if not left:
            continue
        named: dict[str, int] = {}
        for entity, body in records.effects_until(ward_id, list(left), v).items():
            if rule.belongs(_decode(body)["d"]):
                at, id_ = left[entity]
                named[id_] = max(at, named.get(id_, 0))
        found += [(at, kind, id_) for id_, at in named.items()]
    return found
