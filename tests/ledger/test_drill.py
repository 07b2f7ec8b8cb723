"""The drill: back up, go on, lose the disk, restore; the tablets fill in what the backup did not hold.

A real server process over real files; the operator types what an operator types.
"""

import shutil

import pytest

from app import cli
from app.ledger.backup import kept_backups, verify_file
from app.records.copying import opened_copy
from app.records.database import database, open_database
from app.web.sessions import now_ms
from tests import people
from tests.browser.serving import Server
from tests.ledger.lobby_tablet import LobbyTablet

pytestmark = pytest.mark.sqlite


@pytest.fixture
def server(settled, tmp_path):
    running = Server(tmp_path, settled[1].parent)
    running.start()
    yield running
    running.kill()


@pytest.fixture
def back_up(server, tmp_path):
    """Backups go to another disk than the data."""

    def now():
        assert cli.main(["backup", "--data", str(server.data), "--to", str(tmp_path / "backups")]) == 0
        return kept_backups(tmp_path / "backups")[-1]

    return now


def enrolled(server, person: people.Someone, name: str) -> LobbyTablet:
    tablet = LobbyTablet(server.port)
    tablet.enrol(server.enrolment_code(), name)
    tablet.open_shift(person)
    tablet.drain()
    tablet.pull()
    return tablet


def worked(tablet: LobbyTablet, slips: int) -> None:
    """Slips, and the correction of one that was sent before."""
    for _ in range(slips):
        last = tablet.record(name="Đặng Thị Ánh Nguyệt", phone="+84912345678", consent=True, difficulties=["elderly"])
    tablet.drain()
    tablet.amend(last, {"minutes": 12}, {"minutes": 7})
    tablet.drain()
    tablet.pull()


def lose_the_disk(server) -> None:
    server.kill()
    shutil.rmtree(server.data)


def ledger(server) -> list[dict]:
    return server.rows("SELECT * FROM ledger_entry WHERE ward_id = ? ORDER BY v", people.WARD)


@pytest.mark.parametrize("which", ["the newest backup", "the one before it"])
def test_what_was_acknowledged_comes_back_once_and_in_order(server, back_up, which, capsys):
    lan, tuan = enrolled(server, people.LAN, "Máy A"), enrolled(server, people.TUAN, "Máy B")
    worked(lan, 3)
    before = back_up()
    worked(lan, 4)
    worked(tuan, 25)
    newest = back_up()
    worked(tuan, 2)
    late = enrolled(server, people.LAN, "Máy C")
    worked(late, 3)
    tuan.record()
    tablets = (lan, tuan, late)
    reached = {entry["op"]: entry["outcome"] for entry in ledger(server)}
    assert tuan.durable_q, "the tablets had thrown away what two backups hold: otherwise this proves less"

    lose_the_disk(server)
    file, older = (newest, []) if which == "the newest backup" else (before, ["--older"])
    assert cli.main(["restore", str(file), *older, "--data", str(server.data)]) == 0
    assert len(ledger(server)) < len(reached)
    server.start()
    for tablet in tablets:
        tablet.pull()
        tablet.drain()

    # I1–I5: each once, none lost, each device's in their order and without holes, the chain holds.
    there = ledger(server)
    ops = [entry["op"] for entry in there]
    assert len(ops) == len(set(ops))
    assert [tablet.outbox for tablet in tablets] == [{}, {}, {}]
    for tablet in tablets:
        own = [entry for entry in there if entry["device"] == tablet.id]
        assert [entry["op"] for entry in own] == tablet.made
        assert [entry["q"] for entry in own] == list(range(1, tablet.q + 1))
    # What was decided then is decided again: nobody's slip is rejected because it came a second time.
    assert {entry["op"]: entry["outcome"] for entry in there}.items() >= {
        op: outcome for op, outcome in reached.items() if op in {each for tablet in tablets for each in tablet.made}
    }.items()
    # I6: the tables equal the replay. I7: each tablet's lines are the server's.
    assert cli.main(["verify", "--data", str(server.data)]) == 0
    for tablet in tablets:
        tablet.cursor = (0, "")
        lines = tablet.pull()["rows"].get("line", [])
        assert len(lines) == len([entry for entry in there if _recorded_by(entry, tablet)])
    assert late.events[0] == "readmitted"
    assert "diverged" in lan.events + tuan.events
    # And it goes on: the next backups verify, and the tablets may forget again.
    worked(late, 1)
    back_up()
    back_up()
    late.pull()
    assert late.durable_q == late.q
    assert "Traceback" not in capsys.readouterr().err


def _recorded_by(entry: dict, tablet: LobbyTablet) -> bool:
    return entry["device"] == tablet.id and entry["type"] == "assistance.record/1"


def test_what_was_done_at_a_desk_after_the_backup_is_gone_and_kept_aside(server, back_up, capsys):
    """The documents say so: a web form is on no device. And no restore happens under a running server."""
    tablet = enrolled(server, people.LAN, "Máy A")
    worked(tablet, 2)
    file = back_up()
    card = {"name": "Tổ dân phố 99", "former_name": "", "position": 99, "active": True}
    open_database(server.data / "gandan.sqlite3")
    with database.connection_context():
        people.put(people.WARD, "neighbourhood.put/1", [("tdp-99", card)], now_ms())
    worked(tablet, 1)
    assert cli.main(["restore", str(file), "--data", str(server.data)]) == 1
    assert "Dừng lại rồi mới khôi phục" in capsys.readouterr().err
    server.kill()
    assert cli.main(["restore", str(file), "--data", str(server.data)]) == 0
    assert "Cần làm lại bằng tay" in capsys.readouterr().out
    server.start()
    tablet.pull()
    tablet.drain()
    assert [entry["op"] for entry in ledger(server) if entry["device"] == tablet.id] == tablet.made
    asked = "SELECT id FROM neighbourhood WHERE ward_id = 1 AND id = 'tdp-99'"
    assert server.rows(asked) == []
    (aside,) = server.data.glob("gandan.sqlite3.replaced-*")
    with opened_copy(aside) as kept:
        assert kept.execute_sql(asked).fetchone() == ("tdp-99",)
    assert all(verdict.whole for verdict in verify_file(aside))
