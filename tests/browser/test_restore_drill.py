"""The drill with real tablets (I3): backed up, gone on, the server's disk lost, restored. The pages that nobody touches
fill in by themselves what the backup did not hold; a tablet enrolled after the backup shows its certificate and is
taken back under its own name."""

import shutil

import pytest

from app import cli
from app.ledger.backup import kept_backups
from tests import people
from tests.browser.conservation import Balance, check_conserved
from tests.browser.serving import Server
from tests.browser.volunteer import Visit, Volunteer

pytestmark = pytest.mark.sqlite


def test_untouched_pages_refill_a_restored_server(server: Server, on_duty, open_browser, tmp_path):
    codes = []
    lan = on_duty()
    codes += [lan.record(Visit(name="Tạ Thị Mơ", phone="0912345678")) for _ in range(2)]
    server.wait_ledger("assistance.record/1", 2)
    assert cli.main(["backup", "--data", str(server.data), "--to", str(tmp_path / "backups")]) == 0
    codes += [lan.record(Visit(result="Hẹn lại")) for _ in range(3)]
    tuan = Volunteer(open_browser(), server)
    tuan.enrol(server.enrolment_code(people.CT1A), "Máy ghi danh sau bản sao")
    tuan.open_shift(people.TUAN, shifts=2)
    codes += [tuan.record(Visit(note="sau bản sao")) for _ in range(2)]
    before = server.wait_ledger("assistance.record/1", 7)
    (late,) = (entry["device"] for entry in before if entry["op"] == before[-1]["op"])

    server.kill()
    shutil.rmtree(server.data)
    # With nothing to send a tablet asks every five minutes: longer than a test wants to wait.
    for volunteer in (lan, tuan):
        codes.append(volunteer.record(Visit(result="Chưa xong")))
        volunteer.browser.goto("/truc")
        volunteer.wait_counts(waiting=1)
    (backup,) = kept_backups(tmp_path / "backups")
    assert cli.main(["restore", str(backup), "--data", str(server.data)]) == 0
    assert len(server.ledger()) == 2, "what the backup held, and nothing of what came after it"
    server.start()

    server.wait_ledger("assistance.record/1", 9, seconds=120)
    lan.wait_counts(waiting=0)
    tuan.wait_counts(waiting=0)
    assert check_conserved(server, lan.browser, 6) == Balance(6, 0, 0)
    assert check_conserved(server, tuan.browser, 3) == Balance(3, 0, 0)
    assert {entry["op"] for entry in before} < {entry["op"] for entry in server.ledger()}
    rows = server.rows("SELECT tracking FROM assistance WHERE ward_id = ?", people.WARD)
    assert sorted(row["tracking"] for row in rows) == sorted(code.replace("-", "") for code in codes)
    (device,) = server.rows("SELECT * FROM device WHERE ward_id = ? AND id = ?", people.WARD, late)
    assert device["readmitted_at"]
    assert device["name"] == "Máy ghi danh sau bản sao"
    assert cli.main(["verify", "--data", str(server.data)]) == 0
