"""A ward's roll-ups counted anew from the rows as they stand, by the same rule that keeps them (rules.rollup).

Works on any opened database: the running one, or a copy that is verified or about to be restored. Rows are read in
pages and only the columns that are looked at, so that millions need no memory: ten million slips take minutes.
"""

from contextlib import contextmanager

from peewee import BooleanField, __exception_wrapper__

from app.records.assistance import AssistanceDifficulty
from app.records.batch import TABLES
from app.records.postgresql import Postgresql
from app.records.rollup import RollUp, write_sql
from app.rules.rollup import COLUMNS, Amounts, Cell, Sums

_PAGE = 5_000
Cells = dict[Cell, Amounts]


@contextmanager
def one_moment(opened):
    """A transaction that reads: everything inside is of one moment, and nobody waits for it."""
    if isinstance(opened, Postgresql):
        with opened.atomic():
            opened.execute_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # A long look is no forgotten one.
            opened.execute_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield
    else:
        with opened.atomic("DEFERRED"):
            yield


def kept(opened, ward_id: int) -> Cells:
    """What stands; cells that came to nothing are left out."""
    query = RollUp.select().where(RollUp.ward_id == ward_id)
    found = {}
    for row in query.tuples().execute(opened):
        if any(row[6:]):
            found[row[1:6]] = row[6:]
    return found


def counted(opened, ward_id: int, nouns=tuple(COLUMNS)) -> Cells:
    """What the rows of these nouns say."""
    sums = Sums()
    for noun in nouns:
        for row in _rows(opened, ward_id, noun):
            sums.add(noun, row)
    return sums.whole()


def drift(said: Cells, stands: Cells) -> Cells:
    """What has to be added to the cells that stand, so that they are what the rows say."""
    nothing = (0, 0, 0, 0)
    found = {}
    for cell in said.keys() | stands.keys():
        wanted, has = said.get(cell, nothing), stands.get(cell, nothing)
        if wanted != has:
            found[cell] = tuple(one - other for one, other in zip(wanted, has, strict=True))
    return found


def make_anew(opened, ward_id: int) -> None:
    """Puts what the rows say in the place of what stands, inside the transaction that is open."""
    said = counted(opened, ward_id)
    RollUp.delete().where(RollUp.ward_id == ward_id).execute(opened)
    with __exception_wrapper__:
        opened.cursor().executemany(write_sql(opened.param), [(ward_id, *cell, *said[cell]) for cell in sorted(said)])


def _rows(opened, ward_id: int, noun: str):
    """Rows with the columns that are counted; an assistance with its difficulties."""
    model = TABLES[noun]
    names = ("id", *COLUMNS[noun])
    flags = [name for name in names if isinstance(model._meta.fields[name], BooleanField)]
    picked = ", ".join(f'"{name}"' for name in names)
    mark, table = opened.param, model._meta.table_name
    sql = f'SELECT {picked} FROM "{table}" WHERE "ward_id" = {mark} AND "id" > {mark} ORDER BY "id" LIMIT {_PAGE}'
    after = ""
    while True:
        with __exception_wrapper__:
            page = [
                dict(zip(names, row, strict=True)) for row in opened.cursor().execute(sql, (ward_id, after)).fetchall()
            ]
        if not page:
            return
        for name in flags:
            for row in page:
                row[name] = bool(row[name])
        if noun == "assistance":
            _add_difficulties(opened, ward_id, page)
        yield from page
        after = page[-1]["id"]


def _add_difficulties(opened, ward_id: int, page: list[dict]) -> None:
    met = {row["id"]: row for row in page}
    for row in page:
        row["difficulties"] = []
    query = AssistanceDifficulty.select(AssistanceDifficulty.assistance, AssistanceDifficulty.difficulty).where(
        AssistanceDifficulty.ward_id == ward_id,
        AssistanceDifficulty.assistance.between(page[0]["id"], page[-1]["id"]),
    )
    for id_, difficulty in query.tuples().execute(opened):
        # One whose record is gone belongs to nobody.
        if id_ in met:
            met[id_]["difficulties"].append(difficulty)
