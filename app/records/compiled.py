"""Queries that are asked all day: their SQL is built once. Building it costs ten times what running it does.

@compiled
def _by_login(ward_id, login):
    return Staff.select().where(Staff.ward_id == ward_id, Staff.login == login)

rows = _by_login(1, "lan")
"""

from collections.abc import Callable
from functools import wraps

from peewee import BlobField, BooleanField, Field

from app.records.database import database

# Values that stand for the arguments while the SQL is built: nothing else in a query looks like them.
_NUMBER = 2**52 + 77_000
_TEXT = "\0argument "
# What a database hands back in a form of its own: 0 and 1, a view of bytes.
_KINDS = {BooleanField: bool, BlobField: bytes}


def first(rows: list[dict]) -> dict | None:
    return rows[0] if rows else None


def compiled(build: Callable) -> Callable[..., list[dict]]:
    """`build(*arguments)` → a peewee query of plain columns; the result → its rows as dictionaries.

    Arguments are whole numbers, texts, and lists of them. True, False and None are part of the SQL, and so is the
    length of a list. `build` must make the same query for all arguments of one such shape.
    """
    known: dict = {}

    @wraps(build)
    def rows(*arguments) -> list[dict]:
        values: list = []
        shape = (type(database.obj), *(_shape(argument, values) for argument in arguments))
        statement = known.get(shape)
        if statement is None:
            statement = known[shape] = _Statement(build, arguments)
        return statement.rows(values)

    return rows


def _shape(argument, values: list):
    if isinstance(argument, list | tuple):
        values.extend(argument)
        return tuple(type(one) for one in argument)
    if argument is None or isinstance(argument, bool):
        return argument
    values.append(argument)
    return type(argument)


class _Statement:
    def __init__(self, build, arguments):
        stand_ins: dict = {}
        query = build(*(_stand_in(argument, stand_ins) for argument in arguments))
        self._sql, parameters = query.sql()
        # (which argument, or None; what stands there otherwise)
        self._parameters = [(stand_ins.get(value), value) for value in parameters]
        fields = [_field(column) for column in query.selected_columns]
        self._names = [field.name for field in fields]
        self._convert = [(field.name, _KINDS[type(field)]) for field in fields if type(field) in _KINDS]

    def rows(self, values: list) -> list[dict]:
        parameters = [fixed if place is None else values[place] for place, fixed in self._parameters]
        names = self._names
        found = [dict(zip(names, row, strict=True)) for row in database.execute_sql(self._sql, parameters)]
        for name, kind in self._convert:
            for row in found:
                if row[name] is not None:
                    row[name] = kind(row[name])
        return found


def _stand_in(argument, stand_ins: dict):
    if isinstance(argument, list | tuple):
        return [_stand_in(one, stand_ins) for one in argument]
    if argument is None or isinstance(argument, bool):
        return argument
    place = len(stand_ins)
    value = _NUMBER + place if isinstance(argument, int) else f"{_TEXT}{place}"
    stand_ins[value] = place
    return value


def _field(column) -> Field:
    if not isinstance(column, Field):
        raise TypeError("a compiled query selects plain columns")
    return column
