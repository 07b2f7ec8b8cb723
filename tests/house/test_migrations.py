"""The migrations make exactly the tables of the models, and a database from the future is not opened."""

import inspect
import pkgutil

import pytest
from peewee import Model

import app.records
from app.problems import Problem
from app.records.base import Row
from app.records.database import check_sqlite, database, migrate, open_database


def models():
    found = []
    for info in pkgutil.iter_modules(app.records.__path__):
        module = __import__(f"app.records.{info.name}", fromlist=["_"])
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, Model) and kind not in (Model, Row) and kind.__module__ == module.__name__:
                found.append(kind)
    return found


def schema():
    """{table: (its columns, its key and indexes)}, in no order: a column that came later stands last in a database."""
    found = {}
    for table in database.get_tables():
        if not table.startswith("schema_migration"):
            columns = {(one.name, one.data_type.upper(), one.null, one.default) for one in database.get_columns(table)}
            indexes = {(one.name, tuple(one.columns), one.unique) for one in database.get_indexes(table)}
            found[table] = (columns, tuple(database.get_primary_keys(table)), indexes)
    return found


def test_migrations_equal_models(databases, empty_database):
    opened = open_database(empty_database)
    migrate(opened)
    migrated = schema()
    opened.close()
    opened = open_database(databases.new())
    opened.create_tables(models())
    assert schema() == migrated
    opened.close()


def test_every_key_and_unique_index_begins_with_the_ward():
    for model in models():
        if model.__name__ == "Ward":
            continue
        assert model._meta.get_primary_keys()[0].name == "ward_id", model
        for fields, _unique in (entry for entry in model._meta.indexes if isinstance(entry, tuple)):
            assert fields[0] == "ward_id", model


def test_migrating_twice_does_nothing(empty_database):
    opened = open_database(empty_database)
    assert migrate(opened)
    assert migrate(opened) == []
    opened.close()


def test_a_database_of_a_newer_release_is_not_opened(empty_database):
    opened = open_database(empty_database)
    migrate(opened)
    opened.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_from_the_future', '2030-01-01')")
    with pytest.raises(Problem, match="database_newer"):
        migrate(opened)
    opened.close()


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.7.0"])
def test_a_sqlite_that_can_corrupt_its_log_is_refused(version):
    with pytest.raises(Problem, match="sqlite_affected"):
        check_sqlite(version)


@pytest.mark.sqlite
def test_the_settings_that_keep_records_safe_are_on(app):
    assert database.execute_sql("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert database.execute_sql("PRAGMA synchronous").fetchone()[0] == 2
    check_sqlite("3.51.3")
