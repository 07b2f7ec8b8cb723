"""What all tables share: text, whole numbers and true/false only; every key begins with the ward."""

from peewee import CompositeKey, IntegerField, Model

from app.records.database import database


class Row(Model):
    """A row of one ward. Times are milliseconds since the epoch (`_at`), days are "YYYY-MM-DD" text (`_on`)."""

    ward_id = IntegerField()

    class Meta:
        database = database
        legacy_table_names = False
        strict_tables = True


def ward_key(*columns: str) -> CompositeKey:
    """A primary key that begins with the ward, so that the data can one day be split by ward."""
    return CompositeKey("ward_id", *columns)


def listed(query) -> list[dict]:
    """The rows of a query as plain dictionaries."""
    return list(query.dicts())


def found(query) -> dict | None:
    """The first row of a query as a dictionary, or None."""
    return query.dicts().first()
