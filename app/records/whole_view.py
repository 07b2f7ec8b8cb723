"""Several reads that must fit together: all of them see the database as it stood at the first one."""

from contextlib import contextmanager

from app.records.database import database, writers_take_turns


@contextmanager
def whole_view():
    """No write of anybody comes between the statements inside; nobody waits for anybody. For reading only."""
    if database.in_transaction():
        yield
        return
    with database.atomic("DEFERRED" if writers_take_turns() else "REPEATABLE READ"):
        yield
