"""Roll-ups as they are kept: one narrow table of cells, added to by the ledger and read by every figure.

Which cells there are and what they hold: rules.rollup. Nothing here ever touches the rows that were counted.
"""

from collections.abc import Iterable, Mapping
from functools import cache, reduce
from operator import or_

from peewee import BigIntegerField, IntegerField, TextField, __exception_wrapper__, fn

from app.records.base import Row, found, put, ward_key
from app.records.database import database, one_at_a_time, writers_take_turns
from app.rules.rollup import CUBES, DAY, Amounts, Cell, Cube, periods, stretches

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
    if wrong := [name for name in (*by, *asked) if name not in kept.dimensions and not _time(kept, name)]:
        raise ValueError(f"{cube} has no {', '.join(wrong)}")
    if len(set(by)) < len(by):
        # PostgreSQL would not know which of the two is meant.
        raise ValueError(f"{cube} by {', '.join(by)}: named twice")
    if any(not values for values in asked.values()):
        return [] if by else [dict.fromkeys(kept.measures, 0)]
    if kept.spread:
        return _spread(ward_id, kept, first, last, by, asked)
    return _read(ward_id, kept, first, last, by, asked, kept.measures)


def _read(ward_id: int, cube: Cube, first: str, last: str, by: tuple, asked: dict, measures: tuple) -> list[dict]:
    named = {*by, *asked}
    short = len(cube.dimensions) > 1 and cube.dimensions[1] not in named
    parts = stretches(cube, first, last, by_day=bool(named & {"day"}) or "month" in asked, short=short)
    shape = tuple((name, len(values)) for name, values in asked.items())
    # Where the first dimension is named, each day or month is sought for it, and what lies between is never read.
    listed = [periods(part) if cube.dimensions[0] in asked else [] for part in parts]
    sql = _sums_sql(cube, tuple(map(len, listed)), by, measures, shape, database.param)
    values = []
    for part, each in zip(parts, listed, strict=True):
        values += [ward_id, part[0], *(each or part[1:]), *(value for several in asked.values() for value in several)]
    names = (*by, *measures)
    with __exception_wrapper__:
        rows = [dict(zip(names, row, strict=True)) for row in database.cursor().execute(sql, values)]
    for row in rows:
        for name in measures:
            # PostgreSQL adds whole numbers up to a decimal one, and nothing to NULL.
            row[name] = int(row[name] or 0)
    return rows if not by else [row for row in rows if any(row[name] for name in measures)]


def _spread(ward_id: int, cube: Cube, first: str, last: str, by: tuple, asked: dict) -> list[dict]:
    """Of a cube whose last dimension is kept as measures."""
    spread = cube.dimensions[-1]
    wanted = asked.get(spread, (*cube.spread, "none"))
    others = {name: values for name, values in asked.items() if name != spread}
    rows = _read(ward_id, cube, first, last, tuple(name for name in by if name != spread), others, ("n", *cube.spread))
    found = []
    for row in rows:
        row["none"] = row.pop("n") - sum([row[value] for value in cube.spread])
        if spread not in by:
            found.append({**{name: row[name] for name in by}, "n": sum(row.get(value, 0) for value in wanted)})
            continue
        for value in sorted(wanted):
            if row.get(value):
                row[spread] = value
                found.append({name: row[name] for name in by} | {"n": row[value]})
    if by and spread not in by:
        return [row for row in found if row["n"]]
    return found if by[-1:] in ((), (spread,)) else sorted(found, key=lambda row: [row[name] for name in by])


def _time(cube: Cube, name: str) -> str:
    """The expression of "day" and "month"; "" for what is no time of this cube's."""
    if name == "month" and cube.period:
        return 'substr("period", 1, 7)'
    return '"period"' if name == "day" and cube.period == DAY else ""


def _column(cube: Cube, name: str) -> str:
    return _time(cube, name) or f'"{_DIMENSIONS[cube.dimensions.index(name)]}"'


@cache
def _sums_sql(cube: Cube, listed: tuple[int, ...], by: tuple, measures: tuple, shape: tuple, mark: str) -> str:
    """Bound for each part: ward, key, its periods (so many of `listed`, or from and to), then the values of `shape`."""
    grouped = [f'{_column(cube, name)} AS "{name}"' for name in by]
    measured = [f'"{column}" AS "{name}"' for column, name in zip(_MEASURES, measures, strict=False)]
    parts = []
    for number in listed:
        time = f"IN ({', '.join([mark] * number)})" if number else f"BETWEEN {mark} AND {mark}"
        named = [f"{_column(cube, name)} IN ({', '.join([mark] * values)})" for name, values in shape]
        wanted = [f'"ward_id" = {mark}', f'"cube" = {mark}', f'"period" {time}', *named]
        parts.append(f'SELECT {", ".join(grouped + measured)} FROM "roll_up" WHERE {" AND ".join(wanted)}')
    names = [f'"{name}"' for name in by]
    added = [f'SUM("{name}")' for name in measures]
    order = f" GROUP BY {', '.join(names)} ORDER BY {', '.join(names)}" if by else ""
    return f'SELECT {", ".join(names + added)} FROM ({" UNION ALL ".join(parts)}) AS "part"{order}'


def first_day(ward_id: int) -> str:
    """The first day that the ward counts anything on that has a day; "" before there is any."""
    keys = [cube.key for cube in CUBES.values() if cube.period == DAY]
    # One question: of each cube the first cell alone is looked at.
    firsts = [RollUp.select(fn.MIN(RollUp.period)).where(RollUp.ward_id == ward_id, RollUp.cube == key) for key in keys]
    return min((day for (day,) in reduce(or_, firsts).tuples() if day), default="")


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
