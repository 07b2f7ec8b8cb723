"""R21: what the archive rules keep is never deleted. NĐ 23/2015 Đ14: the registers of certification (sổ chứng thực)
are kept for ever; TT 01/2018/TT-VPCP Đ10.2: numbers of the one-stop's books stay, struck through where void.

Read in the source: from which tables the running program deletes at all. Played: tests/ledger/test_registers_kept.py.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What may go: sessions, tries, codes and nonces that are over; difficulties, which are written anew with their
# assistance.
MAY_BE_DELETED = {
    "StaffSession",
    "SignInTry",
    "EnrolmentCode",
    "DeviceNonce",
    "assistance_difficulty",
    # keys of codes (`scan-…`) of months that are over, so that no picture of a code opens later: test_scan_key.py
    "WardKey",
    # what a ward tells its city of a month gives way to what it tells next; and the link is the ward's to cut
    "CityLink",
    "CitySent",
    "CityCell",
    # figures that are counted anew from the records behind a restore, and what the last count before it said
    "RollUp",
    "RollUpCheck",
    # rebuild's own tables in memory
    "{model._meta.table_name}",
}
_DELETES = re.compile(r"\b(\w+)\.(?:delete|truncate_table|drop_table)\(\)|DELETE FROM \"?([^\" ]+)\"?", re.I)
_WHOLE_TABLES = re.compile(r"\bTRUNCATE \{|DROP TABLE|\.drop_tables?\(|\bdelete_instance\(|\bdelete_by_id\(", re.I)


def _sources():
    for path in sorted((ROOT / "app").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), path.read_text()


def test_r21_the_program_deletes_from_no_table_but_these():
    deleted = {match[1] or match[2] for _, text in _sources() for match in _DELETES.finditer(text)}
    assert deleted == MAY_BE_DELETED


def test_r21_whole_tables_are_emptied_only_to_put_a_backup_in_their_place():
    assert [name for name, text in _sources() if _WHOLE_TABLES.search(text)] == ["app/records/restoring.py"]


def test_r21_a_newer_release_takes_no_table_away():
    """Migrations that a ward's data goes through; the way back (`down`) is for a release that failed at once."""
    for path in sorted((ROOT / "migrations").glob("0*.py")):
        upwards = path.read_text().partition("\ndef down(")[0]
        assert not re.search(r"drop_table|DROP TABLE|DELETE FROM|\.delete\(", upwards, re.I), path.name
