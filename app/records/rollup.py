"""Roll-ups as they are kept: one narrow table of cells, added to by the ledger and read by every figure.

Which cells there are and what they hold: rules.rollup. Nothing here ever touches the rows that were counted.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from peewee import BigIntegerField, IntegerField, TextField, __exception_wrapper__

from app.records.base import Row, found, put, ward_key
from app.records.database import database, one_at_a_time, writers_take_turns
from app.rules.rollup import CUBES, Amounts, Cell, Cube, stretches

_DIMENSIONS = ("by_1", "by_2", "by_3")
_MEASURES = ("n", "sum_1", "sum_2", "sum_3")


class RollUp(Row):
    """One cell. `cube`: the key of one of rules.rollup.CUBES, and "m" behind it for the months of a cube of days."""

    cube = TextField()
    period = TextField()
    by_1 = TextField()
    by_2 = TextField()
    by_3 = TextField()
    n = BigIntegerField()
    sum_1 = BigIntegerField()
    sum_2 = BigIntegerField()
    sum_3 = BigIntegerField()

    class Meta:
        primary_key = ward_key("cube", "period", "by_1", "by_2", "by_3")
        without_rowid = True


class RollUpCheck(Row):
    """The last count of a ward from its rows. `round`: how many there were; `cells`: how many cells it gave; `drifted`:
    how many of them stood otherwise, and in which `cubes` (keys, one space between)."""

    ward_id = IntegerField(primary_key=True)
    counted_on = TextField(default="")
    counted_at = BigIntegerField(default=0)
    round = BigIntegerField(default=0)
    cells = BigIntegerField(default=0)
    drifted = BigIntegerField(default=0)
    cubes = TextField(default="")


_NAMES = ("ward_id", "cube", "period", *_DIMENSIONS, *_MEASURES)
_ADDED = ", ".join(f'"{name}" = "roll_up"."{name}" + excluded."{name}"' for name in _MEASURES)
_INSERT = 'INSERT INTO "roll_up" (' + ", ".join(f'"{name}"' for name in _NAMES) + ")"
_CONFLICT = f'ON CONFLICT ("ward_id", "cube", "period", "by_1", "by_2", "by_3") DO UPDATE SET {_ADDED}'
_ADD_EACH = f"{_INSERT} VALUES ({', '.join('?' * len(_NAMES))}) {_CONFLICT}"
# One statement for all cells: PostgreSQL would answer each by itself.
_ARRAYS = ", ".join([*["%s::text[]"] * 5, *["%s::bigint[]"] * 4])
_ADD_ALL = f"{_INSERT} SELECT %s, * FROM unnest({_ARRAYS}) AS one {_CONFLICT}"


def write_sql(mark: str) -> str:
    """A cell that does not stand yet: its ward, the cell, its measures."""
    return f"{_INSERT} VALUES ({', '.join([mark] * len(_NAMES))})"


def add(ward_id: int, amounts: Mapping[Cell, Amounts]) -> None:
    """Adds to the ward's cells, inside the transaction that is open. Raises peewee's errors."""
    if not amounts:
        return
    with __exception_wrapper__:
        if writers_take_turns():
            rows = [(ward_id, *cell, *four) for cell, four in amounts.items()]
            database.cursor().executemany(_ADD_EACH, rows)
        else:
            columns = zip(*((*cell, *four) for cell, four in sorted(amounts.items())), strict=True)
            database.cursor().execute(_ADD_ALL, [ward_id, *map(list, columns)])


def sums(
    ward_id: int,
    cube: str,
    first: str = "",
    last: str = "",
    by: tuple[str, ...] = (),
    where: Mapping[str, str | Iterable[str]] | None = None,
) -> list[dict]:
    """What a cube holds between two days or months, both included ("" is no end), added up by some of its dimensions.

    `by`: dimensions of the cube, and "month", or "day" of a cube of days; each result has them and the cube's measures,
    in the order of `by`. Without `by` there is one result, of noughts where nothing was counted; otherwise what comes
    to nothing is left out. `where`: {dimension: value or values}. Raises ValueError for what the cube does not have.
    """
    kept = CUBES.get(cube)
    if kept is None:
        raise ValueError(f"no cube {cube}")
    asked = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in (where or {}).items()}
    if wrong := [name for name in (*by, *asked) if not _column(kept, name)]:
        raise ValueError(f"{cube} has no {', '.join(wrong)}")
    if any(not values for values in asked.values()):
        return [] if by else [dict.fromkeys(kept.measures, 0)]
    parts = stretches(kept, first, last, by_day="day" in by or "day" in asked or "month" in asked)
    shape = tuple((name, len(values)) for name, values in asked.items())
    sql = _sums_sql(kept, len(parts), by, shape, database.param)
    values = []
    for part in parts:
        values += [ward_id, *part, *(value for several in asked.values() for value in several)]
    names = (*by, *kept.measures)
    with __exception_wrapper__:
        rows = [dict(zip(names, row, strict=True)) for row in database.cursor().execute(sql, values)]
    for row in rows:
        for name in kept.measures:
            # PostgreSQL adds whole numbers up to a decimal one, and nothing to NULL.
            row[name] = int(row[name] or 0)
    return rows if not by else [row for row in rows if any(row[name] for name in kept.measures)]


def _column(cube: Cube, name: str) -> str:
    """The expression of a dimension; "" for one that the cube does not have."""
    if name == "month" and cube.period:
        return 'substr("period", 1, 7)'
    if name == "day" and cube.period == "day":
        return '"period"'
    return f'"{_DIMENSIONS[cube.dimensions.index(name)]}"' if name in cube.dimensions else ""


@cache
def _sums_sql(cube: Cube, parts: int, by: tuple[str, ...], shape: tuple[tuple[str, int], ...], mark: str) -> str:
    """`shape`: how many values each dimension may have. Bound for each part: ward, cube, from, to, those values."""
    grouped = [f'{_column(cube, name)} AS "{name}"' for name in by]
    measured = [f'"{column}" AS "{name}"' for column, name in zip(_MEASURES, cube.measures, strict=False)]
    wanted = [
        f'"ward_id" = {mark}',
        f'"cube" = {mark}',
        f'"period" BETWEEN {mark} AND {mark}',
        *(f"{_column(cube, name)} IN ({', '.join([mark] * number)})" for name, number in shape),
    ]
    part = f'SELECT {", ".join(grouped + measured)} FROM "roll_up" WHERE {" AND ".join(wanted)}'
    names = [f'"{name}"' for name in by]
    added = [f'SUM("{name}")' for name in cube.measures]
    order = f" GROUP BY {', '.join(names)} ORDER BY {', '.join(names)}" if by else ""
    return f'SELECT {", ".join(names + added)} FROM ({" UNION ALL ".join([part] * parts)}) AS "part"{order}'


def last_check(ward_id: int) -> dict | None:
    """The row of the last count; None where there was none."""
    return found(RollUpCheck.select().where(RollUpCheck.ward_id == ward_id))


def claim_check(ward_id: int, on: str) -> bool:
    """Whether it is this process that counts on that day: the first one that asks."""
    with database.atomic():
        one_at_a_time(ward_id, "recount")
        check = last_check(ward_id)
        if check is not None and check["counted_on"] >= on:
            return False
        put(RollUpCheck, **{**(check or {"ward_id": ward_id, **_NO_CHECK}), "counted_on": on})
        return True


_NO_CHECK = {"counted_at": 0, "round": 0, "cells": 0, "drifted": 0, "cubes": ""}


def note_check(ward_id: int, round_before: int, told: dict) -> bool:
    """Writes down what a count found (the columns of RollUpCheck besides `round`), inside the transaction that is open.

    False, and nothing is written, when another count was written down since `round_before`.
    """
    one_at_a_time(ward_id, "recount")
    check = last_check(ward_id)
    if (check["round"] if check else 0) != round_before:
        return False
    put(RollUpCheck, ward_id=ward_id, round=round_before + 1, **told)
    return True
