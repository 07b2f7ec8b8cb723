"""What all tables share: text, whole numbers and true/false only; every key begins with the ward."""

from peewee import CompositeKey, IntegerField, Model

from app.records.database import database


class Row(Model):
    """A row of one ward. Times are milliseconds since the epoch (`_at`), days are "YYYY-MM-DD" text (`_on`).

    Whole numbers are BigIntegerField but for the ward's own: an operation may carry 2^53, and PostgreSQL's plain
    integer holds 32 bits.
    """

    ward_id = IntegerField()

    class Meta:
        database = database
        legacy_table_names = False
        strict_tables = True


def ward_key(*columns: str) -> CompositeKey:
    """A primary key that begins with the ward, so that the data can one day be split by ward."""
    return CompositeKey("ward_id", *columns)


def put(model, **row) -> None:
    """Inserts a whole row, or puts it in the place of the one with the same key."""
    key = [field.name for field in model._meta.get_primary_keys()]
    kept = [name for name in model._meta.sorted_field_names if name not in key]
    model.insert(**row).on_conflict(conflict_target=key, preserve=kept).execute()


def listed(query) -> list[dict]:
    """The rows of a query as plain dictionaries."""
    return list(query.dicts())


def found(query) -> dict | None:
    """The first row of a query as a dictionary, or None."""
    return query.dicts().first()
