"""Restoring puts a verified copy in the place of the database, begins a new life, and throws nothing away."""

import shutil

import apsw
import pytest
from playhouse.migrations import Runner

from app.ledger import backup, restore
from app.ledger.enrolment import make_code
from app.problems import Problem
from app.records import ward as ward_records
from app.records.copying import opened_copy
from app.records.database import MIGRATIONS, Sqlite, across_wards, database, open_database
from app.records.device import Device, EnrolmentCode
from app.records.ledger_entry import LedgerEntry, LedgerHead
from app.records.staff import StaffSession
from app.web import sessions
from tests import people
from tests.ledger.devices import Tablet, statuses
from tests.ledger.eventful_ward import live_through

pytestmark = pytest.mark.usefixtures("app")

NOW = people.FOUNDED_AT + 10**9
HERE = LedgerEntry.ward_id == people.WARD


@pytest.fixture
def made(app, tmp_path):
    """(a tablet with a past, the backup of it)."""
    tablet = live_through()
    sessions.start_session(people.WARD, people.LAN.id, NOW)
    make_code(ward_records.ward(people.WARD), people.CT1A, people.AN.id, NOW)
    return tablet, backup.back_up(tmp_path / "backups", NOW).path


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "gandan.sqlite3"


def incarnations(opened) -> list[str]:
    with across_wards("a test looks at both wards"):
        return [row["incarnation"] for row in LedgerHead.select().dicts().execute(opened)]


def refused(code: str):
    return pytest.raises(Problem, match=f"^{code}$")


@pytest.mark.sqlite
def test_on_a_fresh_machine_the_copy_becomes_the_database(made, data):
    tablet, file = made
    before = incarnations(database.obj)
    done = restore.restore_file(file, data, NOW)
    assert done.aside is None
    assert [path.name for path in data.parent.iterdir()] == [data.name]
    opened = open_database(data)
    assert {len(set(incarnations(opened))), len(set(incarnations(opened)) & set(before))} == {2, 0}
    assert statuses(tablet.push(tablet.record())) == [("ok", "")]
    opened.close()


@pytest.mark.sqlite
def test_sessions_and_codes_of_the_copy_do_not_come_alive_again(made, data):
    _, file = made
    with opened_copy(file) as kept:
        assert StaffSession.select().count(kept)
        assert EnrolmentCode.select().count(kept)
    restore.restore_file(file, data, NOW)
    with opened_copy(data) as restored:
        assert StaffSession.select().count(restored) == 0
        assert EnrolmentCode.select().count(restored) == 0


@pytest.mark.sqlite
def test_what_stood_there_is_set_aside_with_everything_in_it(made, data):
    tablet, file = made
    restore.restore_file(file, data, NOW)
    opened = open_database(data)
    tablet.push(tablet.record())
    reached = LedgerEntry.select().where(HERE).count()
    # Not closed: its last operation stands in the log beside the file only.
    assert data.with_name(f"{data.name}-wal").stat().st_size
    done = restore.restore_file(file, data, NOW + 1_000)
    opened.close()
    with opened_copy(done.aside) as aside:
        assert LedgerEntry.select().where(HERE).count(aside) == reached
    with opened_copy(data) as restored:
        assert LedgerEntry.select().where(HERE).count(restored) == reached - 1
    assert all(verdict.whole for verdict in backup.verify_file(done.aside))


@pytest.mark.sqlite
def test_a_copy_that_does_not_hold_is_refused_and_nothing_is_touched(made, data):
    _, file = made
    data.write_bytes(b"what stands")
    connection = apsw.Connection(str(file))
    connection.execute("UPDATE assistance SET minutes = 99")
    connection.close()
    with refused("backup_broken"):
        restore.restore_file(file, data, NOW)
    assert [path.name for path in data.parent.iterdir()] == [data.name]
    assert data.read_bytes() == b"what stands"


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda file: file.unlink(), "backup_missing"),
        (lambda file: file.write_bytes(b""), "backup_not_ours"),
        (lambda file: file.write_text("một tệp khác"), "backup_not_ours"),
        (lambda file: file.write_bytes(file.read_bytes()[:70_000]), "backup_damaged"),
        (lambda file: file.write_bytes(file.read_bytes()[:40_000] + b"\xff" * 30_000), "backup_damaged"),
    ],
)
def test_a_file_that_is_no_backup_is_refused_in_words(made, data, spoil, code):
    _, file = made
    spoil(file)
    with refused(code):
        restore.restore_file(file, data, NOW)
    assert list(data.parent.iterdir()) == []


@pytest.mark.sqlite
def test_somebody_elses_database_is_refused(made, data, tmp_path):
    other = tmp_path / "other.sqlite3"
    connection = apsw.Connection(str(other))
    connection.execute("CREATE TABLE shopping (item)")
    connection.close()
    with refused("backup_not_ours"):
        restore.restore_file(other, data, NOW)


@pytest.mark.sqlite
def test_a_copy_of_a_newer_release_is_refused(made, data):
    _, file = made
    connection = apsw.Connection(str(file))
    connection.execute("INSERT INTO schema_migration (name, applied) VALUES ('9999_of_tomorrow', '2030-01-01')")
    connection.close()
    with refused("database_newer"):
        restore.restore_file(file, data, NOW)


@pytest.mark.sqlite
def test_a_copy_of_an_older_release_is_verified_and_brought_up_to_date(app, data, tmp_path):
    tablet = Tablet()
    tablet.push(tablet.open_shift(), tablet.record(), tablet.record(point="khong-co"))
    old = tmp_path / "old.sqlite3"
    shutil.copyfile(backup.back_up(tmp_path / "backups", NOW).path, old)
    opened = Sqlite(str(old), lock_type="IMMEDIATE")
    runner = Runner(opened, directory=str(MIGRATIONS))
    while len(runner.applied()) > 1:
        runner.down()
    opened.close()
    before = old.read_bytes()
    assert all(verdict.whole for verdict in backup.verify_file(old))
    assert old.read_bytes() == before
    restore.restore_file(old, data, NOW)
    with opened_copy(data) as restored:
        assert LedgerHead.select(LedgerHead.durable_v).where(LedgerHead.ward_id == people.WARD).count(restored)


@pytest.mark.sqlite
def test_a_file_that_nobody_may_write_in_a_folder_that_nobody_may_write_is_read(made, data):
    _, file = made
    file.chmod(0o400)
    file.parent.chmod(0o500)
    try:
        assert restore.restore_file(file, data, NOW).verdicts
    finally:
        file.parent.chmod(0o700)


def test_the_newest_of_a_folder_is_named_when_an_older_one_was_chosen(made):
    tablet, older = made
    tablet.push(tablet.record())
    newest = backup.back_up(older.parent, NOW + 60_000).path
    assert restore.newer_beside(older) == newest
    assert restore.newer_beside(newest) is None
    assert restore.newer_beside(older.parent / "elsewhere.sqlite3") is None


@pytest.mark.postgres
def test_a_postgresql_gets_every_row_back(made, databases, tmp_path):
    tablet, file = made
    with refused("database_not_empty"):
        restore.restore_running(file, tmp_path, NOW, replace=False)
    tablet.push(tablet.record())
    reached = LedgerEntry.select().where(HERE).count()
    before = incarnations(database.obj)
    done = restore.restore_running(file, tmp_path, NOW, replace=True)
    assert LedgerEntry.select().where(HERE).count() == reached - 1
    assert not set(incarnations(database.obj)) & set(before)
    with opened_copy(done.aside) as aside:
        assert LedgerEntry.select().where(HERE).count(aside) == reached
    assert all(verdict.whole for verdict in backup.verify_running(tmp_path))


@pytest.mark.postgres
def test_an_empty_postgresql_is_filled_and_serves(made, databases, tmp_path):
    tablet, file = made
    target = databases.new()
    opened = open_database(target)
    assert restore.restore_running(file, tmp_path, NOW, replace=False).aside is None
    assert Device.get(Device.ward_id == people.WARD, Device.id == tablet.id).last_q == tablet.q
    assert statuses(tablet.push(tablet.record())) == [("ok", "")]
    opened.close()
    databases.drop(target)


@pytest.mark.postgres
def test_a_postgresql_that_somebody_works_on_is_left_alone(made, tmp_path):
    import psycopg

    with psycopg.connect(database.obj.database), refused("server_runs"):
        restore.restore_running(made[1], tmp_path, NOW, replace=True)
