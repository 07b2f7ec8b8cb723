"""A backup is one consistent, verified file; only what two of them hold may leave the devices."""

import os

import apsw
import pytest

from app.ledger import backup
from app.problems import Problem
from app.records import rating as rating_records
from app.records.assistance import Assistance
from app.records.copying import opened_copy
from app.records.database import Sqlite, across_wards, database, migrate
from app.records.device import Device
from app.records.every_table import EVERY_TABLE
from app.records.ledger_entry import LedgerEntry, LedgerHead
from app.rules.rating import faces
from tests import people
from tests.ledger.devices import Tablet
from tests.ledger.eventful_ward import live_through

pytestmark = pytest.mark.usefixtures("app")

NOW = people.FOUNDED_AT + 10**9
MINUTE = 60_000


@pytest.fixture
def tablet(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift(), tablet.record())
    return tablet


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def durable_q(tablet) -> int:
    return Device.get(Device.ward_id == people.WARD, Device.id == tablet.id).durable_q


def head() -> LedgerHead:
    return LedgerHead.get(LedgerHead.ward_id == people.WARD)


def every_row(opened, model) -> list[tuple]:
    with across_wards("a test compares whole databases"):
        return sorted(model.select().tuples().execute(opened), key=repr)


def test_a_backup_is_one_private_file_with_every_row_of_every_table(app, folder):
    live_through()
    assert rating_records.keep(people.WARD, {"faces": "0" * 64}, "2026-09", {"kind": "assistance"}, faces(4))
    made = backup.back_up(folder, NOW)
    assert made.whole
    assert [path.name for path in folder.iterdir() if path.suffix == ".sqlite3"] == [made.path.name]
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not list(folder.glob("*.part*")) + list(folder.glob("*-wal"))
    assert sum(verdict.operations for verdict in made.verdicts) == sum(
        len(every_row(database.obj, model)) for model in (LedgerEntry,)
    )
    with opened_copy(made.path) as opened:
        for model in EVERY_TABLE:
            rows = every_row(opened, model)
            if model is LedgerHead:
                rows, mine = [row[:6] for row in rows], [row[:6] for row in every_row(database.obj, model)]
                assert rows == mine
            else:
                assert rows == every_row(database.obj, model), model.__name__


def test_no_table_is_forgotten(tmp_path):
    fresh = Sqlite(str(tmp_path / "fresh.sqlite3"))
    migrate(fresh)
    assert {model._meta.table_name for model in EVERY_TABLE} == set(fresh.get_tables()) - {"schema_migration"}
    fresh.close()


def test_durable_is_what_the_last_two_backups_both_hold(tablet, folder):
    first = backup.back_up(folder, NOW)
    assert (first.durable, durable_q(tablet), head().durable_v) == ({}, 0, 0)
    held, v = tablet.q, head().v
    tablet.push(tablet.record(), tablet.record())
    second = backup.back_up(folder, NOW + MINUTE)
    assert second.durable[people.WARD] == v
    assert (durable_q(tablet), head().durable_v, head().backed_up_at) == (held, v, NOW + MINUTE)
    assert tablet.push(tablet.record()).durable_q == held
    backup.back_up(folder, NOW + 2 * MINUTE)
    assert durable_q(tablet) == held + 2


def test_a_device_enrolled_between_two_backups_keeps_everything(tablet, folder):
    backup.back_up(folder, NOW)
    late = Tablet()
    late.push(late.open_shift())
    backup.back_up(folder, NOW + MINUTE)
    assert durable_q(late) == 0
    assert durable_q(tablet) == tablet.q


def test_durable_never_goes_back_when_a_backup_is_taken_away(tablet, folder):
    for place in range(3):
        tablet.push(tablet.record())
        backup.back_up(folder, NOW + place * MINUTE)
    before = durable_q(tablet), head().durable_v
    _, second, third = backup.kept_backups(folder)
    second.unlink()
    third.unlink()
    backup.back_up(folder, NOW + 9 * MINUTE)
    assert (durable_q(tablet), head().durable_v) == before


def test_a_single_backup_left_alone_frees_nothing(tablet, folder):
    for place in range(3):
        tablet.push(tablet.record())
        made = backup.back_up(folder / str(place), NOW + place * MINUTE)
        assert made.durable == {}
    assert durable_q(tablet) == 0


@pytest.mark.parametrize("how", ["cut", "garbage", "another life"])
def test_an_older_backup_that_is_no_use_any_more_is_not_counted_upon(tablet, folder, how):
    older = backup.back_up(folder, NOW).path
    tablet.push(tablet.record())
    if how == "cut":
        os.truncate(older, older.stat().st_size // 2)
    elif how == "garbage":
        older.write_bytes(b"not a database")
    else:
        connection = apsw.Connection(str(older))
        connection.execute("UPDATE ledger_head SET hash = ? WHERE ward_id = ?", ("0" * 64, people.WARD))
        connection.close()
    made = backup.back_up(folder, NOW + MINUTE)
    assert made.whole
    assert made.durable == {}
    assert durable_q(tablet) == 0


def test_a_copy_that_is_not_whole_is_kept_for_looking_and_counted_upon_by_nobody(tablet, folder):
    backup.back_up(folder, NOW)
    Assistance.update(minutes=99).where(Assistance.ward_id == people.WARD).execute()
    made = backup.back_up(folder, NOW + MINUTE)
    assert not made.whole
    assert made.path.name.startswith("broken-")
    assert made.path.exists()
    assert len(backup.kept_backups(folder)) == 1
    assert durable_q(tablet) == 0
    assert head().backed_up_at == NOW


def test_only_so_many_stay_and_never_fewer_than_two(tablet, folder):
    for place in range(4):
        made = backup.back_up(folder, NOW + place * MINUTE, keep=3)
    assert len(made.removed) == 1
    assert backup.kept_backups(folder)[-1] == made.path
    assert len(backup.kept_backups(folder)) == 3
    backup.back_up(folder, NOW + 9 * MINUTE, keep=1)
    assert len(backup.kept_backups(folder)) == 2


def test_two_in_one_second_are_two_files_in_their_order(tablet, folder):
    names = [backup.back_up(folder, NOW).path for _ in range(11)]
    assert backup.kept_backups(folder) == names
    assert names[-1].name.endswith("-11.sqlite3")


def test_what_an_interrupted_backup_left_is_swept(tablet, folder):
    folder.mkdir()
    left = folder / "gandan-20200101-000000.sqlite3.part"
    left.write_bytes(b"half")
    backup.back_up(folder, NOW)
    assert not left.exists()


def test_one_backup_at_a_time_writes_into_a_folder(tablet, folder):
    from app.records import folder_lock

    folder.mkdir()
    with folder_lock.one_backup_at_a_time(folder), pytest.raises(Problem, match="backup_runs"):
        backup.back_up(folder, NOW)
    assert backup.back_up(folder, NOW).whole


def test_a_full_disk_leaves_no_half_of_a_backup(tablet, folder, monkeypatch):
    from app.records import copying

    def full(_path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copying, "sync", full)
    with pytest.raises(OSError, match="No space"):
        backup.back_up(folder, NOW)
    assert list(folder.glob("*sqlite3*")) == []
    assert durable_q(tablet) == 0


def test_the_running_database_is_verified_beside_the_server(tablet, tmp_path):
    assert all(verdict.whole for verdict in backup.verify_running(tmp_path))
    Assistance.update(minutes=99).where(Assistance.ward_id == people.WARD).execute()
    assert [verdict.whole for verdict in backup.verify_running(tmp_path)] == [False, True]
    assert list(tmp_path.glob(".verify-*")) == []
