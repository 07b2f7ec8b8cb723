"""Roll-ups equal a count of the rows by other means, whatever happened; what does not is found and put right."""

import shutil
from importlib import import_module

import pytest
from peewee import fn

from app import cli
from app.ledger import recount
from app.ledger.tending import tend_all
from app.ledger.verify import verify_ward
from app.records import restoring, rollup, rollup_count
from app.records.assistance import Assistance
from app.records.copying import write_copy
from app.records.database import Sqlite, database, writers_take_turns
from app.records.household import Household
from app.records.ledger_entry import LedgerEntry
from app.records.rollup import RollUp
from app.records.ward_reading import WardReading
from app.rules import clock
from app.rules.rollup import WORDS
from tests import people
from tests.counter import at
from tests.ledger.counted_history import History
from tests.ledger.eventful_ward import live_through

pytestmark = pytest.mark.usefixtures("app")
FROZEN = import_module("migrations.0016_roll_up")


def kept() -> dict:
    """{(ward, *cell): measures} of every ward, without what came to nothing."""
    rows = RollUp.select().tuples()
    return {row[:6]: row[6:] for row in rows if any(row[6:])}


def counted_by_sql() -> dict:
    """The same by the migration's statements, which know nothing of the rules; of households by one of our own."""
    with database.atomic() as transaction:
        RollUp.delete().execute()
        FROZEN.fill(database.execute_sql, writers_take_turns())
        found = kept()
        transaction.rollback()
    homes = (
        Household.select(Household.ward_id, Household.neighbourhood, Household.state, fn.COUNT(Household.id))
        .where(Household.active, Household.merged_into == "")
        .group_by(Household.ward_id, Household.neighbourhood, Household.state)
    )
    for ward_id, neighbourhood, state, n in homes.tuples():
        found[ward_id, "hh", "", neighbourhood, state, ""] = (n, 0, 0, 0)
    return found


def spoil() -> int:
    """Makes the first day of the slips by point wrong, beside the ledger; returns how many cells that are."""
    by_point = (RollUp.ward_id == people.WARD) & (RollUp.cube == "ad")
    first = RollUp.select(fn.MIN(RollUp.period)).where(by_point).scalar()
    return RollUp.update(n=RollUp.n + 3).where(by_point, RollUp.period == first).execute()


@pytest.mark.parametrize("seed", [1, 2])
def test_every_cube_equals_a_count_of_the_rows_after_a_random_history(app, seed, tmp_path):
    history = History(seed)
    history.live(900)
    history.say_it_all_again()
    made = kept()
    assert made == counted_by_sql()
    # nothing was compared with nothing
    assert {key for _, key, *_ in made} == set(WORDS)
    reading = WardReading(database.obj, people.WARD)
    found = verify_ward(reading)
    assert (found.whole, found.roll_up_drift) == (True, {})

    wrong = spoil()
    assert verify_ward(reading).roll_up_drift == {"ad": wrong}
    part = tmp_path / "part.sqlite3"
    write_copy(database.obj, part)
    restoring.begin_new_life(part)
    copy = Sqlite(str(part))
    restored = rollup_count.kept(copy, people.WARD)
    copy.close()
    assert restored == {cell[1:]: four for cell, four in made.items() if cell[0] == people.WARD}


def test_conflicts_and_what_was_parked_and_let_in_count_once(app):
    live_through()
    assert rollup.sums(people.WARD, "assistance_day")[0]["n"] > 0
    assert kept() == counted_by_sql()


def test_a_count_finds_what_is_wrong_and_a_repair_adds_what_is_missing(app):
    live_through()
    right, wrong = kept(), spoil()
    found = recount.check(people.WARD, at("2026-11-20 10:00"))
    assert (found.drifted, found.repaired) == ({"ad": wrong}, False)
    last = rollup.last_check(people.WARD)
    assert (last["drifted"], last["cubes"], last["counted_on"]) == (wrong, "ad", "2026-11-20")
    assert recount.repair(people.WARD, at("2026-11-20 10:01")).drift == wrong
    assert kept() == right
    assert rollup.last_check(people.WARD)["drifted"] == 0
    assert recount.repair(people.WARD, at("2026-11-20 10:02")).drift == 0


def test_two_who_repair_at_once_add_it_once_and_what_came_meanwhile_stays(app, monkeypatch):
    tablet = live_through()
    spoil()
    day_of, others = clock.day_of, []

    def while_others_are_quicker(at):
        if not others:
            others.append(True)
            # Between our look and our turn: a slip comes in, and a second process repairs what we have found.
            tablet.push(tablet.record(sealed=False))
            recount.repair(people.WARD, tablet.now)
        return day_of(at)

    monkeypatch.setattr(clock, "day_of", while_others_are_quicker)
    assert recount.repair(people.WARD, tablet.now).drift == 0
    assert kept() == counted_by_sql()
    assert rollup.last_check(people.WARD)["round"] == 2


def test_every_night_one_process_counts_and_a_machine_that_slept_does_it_when_it_wakes(app):
    live_through()
    wrong = spoil()

    def counted_at(moment: str):
        tend_all(at(moment))
        return (rollup.last_check(people.WARD) or {}).get("counted_at")

    first = at("2026-11-20 15:00")
    assert counted_at("2026-11-20 15:00") == first
    assert rollup.last_check(people.WARD)["drifted"] == wrong
    assert counted_at("2026-11-20 16:00") == first
    assert counted_at("2026-11-21 00:30") == first
    assert counted_at("2026-11-21 02:00") == at("2026-11-21 02:00")
    assert counted_at("2026-11-21 03:00") == at("2026-11-21 02:00")
    assert counted_at("2026-11-22 09:00") == at("2026-11-21 02:00")
    assert counted_at("2026-11-23 09:00") == at("2026-11-23 09:00")
    assert not rollup.claim_check(people.WARD, "2026-11-23")


def test_what_a_body_made_that_was_erased_by_law_stays_in_the_figures(app):
    live_through()
    entry = LedgerEntry.get(LedgerEntry.ward_id == people.WARD, LedgerEntry.type == "assistance.record/1")
    LedgerEntry.update(body=None, sealed=None).where(
        LedgerEntry.ward_id == people.WARD, LedgerEntry.v == entry.v
    ).execute()
    Assistance.delete().where(Assistance.ward_id == people.WARD, Assistance.id == entry.entity).execute()
    found = verify_ward(WardReading(database.obj, people.WARD))
    assert (found.whole, found.roll_up_drift) == (True, {})


@pytest.mark.sqlite
def test_an_operator_is_told_and_exit_codes_say_it_too(app, tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("GD_DATABASE_URL", raising=False)
    live_through()
    wrong = spoil()
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(database.obj.database, tmp_path / "gandan.sqlite3")

    def said(*arguments) -> tuple[int, str]:
        code = cli.main([*arguments, "--data", str(tmp_path)])
        told = capsys.readouterr()
        return code, told.out + told.err

    code, told = said("recount", "--check")
    assert code == 1
    assert f"Phường Thử: LỆCH {wrong} trong" in told
    assert "Lượt hỗ trợ theo điểm và kết quả, từng ngày" in told
    code, told = said("verify")
    assert (code, "chạy bin/gandan recount" in told) == (1, True)
    assert said("recount", "--ward", "phuong-ben", "--check")[0] == 0
    code, told = said("recount", "--ward", "khong-co")
    assert (code, "không có phường khong-co" in told) == (1, True)
    code, told = said("recount")
    assert (code, "Đã sửa" in told) == (0, True)
    code, told = said("recount", "--check")
    assert (code, "LỆCH" in told) == (0, False)
    assert said("verify")[0] == 0
