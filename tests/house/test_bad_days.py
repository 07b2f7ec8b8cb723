"""Bad days of a server: a taken port, a folder nobody may write, a full disk, a setting that makes no sense.

Each ends in one clear sentence, and nothing is half-written.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from peewee import OperationalError

from app import config
from app.records.database import database
from tests.ledger.devices import Tablet, statuses

ROOT = Path(__file__).resolve().parents[2]


def serve(*arguments, **environ):
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "serve", *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_said_with_another_to_try(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = serve("--port", str(port), "--data", str(tmp_path))
    assert told.returncode == 1
    assert f"Cổng {port}" in told.stderr
    assert f"--port {port + 1}" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    told = serve("--port", "0", "--data", str(tmp_path / "file" / "data"))
    assert told.returncode == 1
    assert "Không ghi được vào thư mục dữ liệu" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://gandan:bi-mat@may/gandan", "phải bắt đầu bằng postgresql://"),
        ("postgresql://gandan:bi-mat@/gandan?host=/nowhere", "Không nối được tới PostgreSQL"),
        ("postgresql://gandan:bi-mat@may/gandan?khong=hieu", "không đọc được"),
    ],
)
def test_a_database_address_that_leads_nowhere_is_said_without_its_password(tmp_path, url, said):
    told = serve("--port", "0", "--data", str(tmp_path), GD_DATABASE_URL=url)
    assert told.returncode == 1
    assert said in told.stderr
    assert "bi-mat" not in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GD_DEMO", "yes"),
        ("GD_BASE_URL", "gandan.example"),
        ("GD_PROXIES", "-1"),
        ("GD_DATABASE_URL", "gandan.sqlite3"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_the_start(tmp_path, name, value):
    with pytest.raises(config.SettingsError, match=name):
        config.load({"GD_DATA": str(tmp_path), name: value})


def test_the_secret_is_made_once_and_nobody_else_may_read_it(tmp_path):
    first = config.load({"GD_DATA": str(tmp_path)}).secret
    assert config.load({"GD_DATA": str(tmp_path)}).secret == first
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


@pytest.mark.sqlite
def test_a_full_disk_refuses_the_whole_batch_and_keeps_what_was_there(app, visitor):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    kept = database.execute_sql("SELECT count(*) FROM ledger_entry").fetchone()[0]
    pages = database.execute_sql("PRAGMA page_count").fetchone()[0]
    database.execute_sql(f"PRAGMA max_page_count = {pages}")
    operations = [tablet.record(note="x" * 480) for _ in range(50)]
    with pytest.raises(OperationalError) as refused:
        tablet.push(*operations)
    from app.records.database import storage_problem

    assert storage_problem(refused.value) == "disk_full"
    assert database.execute_sql("SELECT count(*) FROM ledger_entry").fetchone()[0] == kept
    database.execute_sql("PRAGMA max_page_count = 1073741823")
    assert {status for status, _ in statuses(tablet.push(*operations))} == {"ok"}


def test_a_full_disk_is_told_to_a_device_and_to_a_person_in_words(app, monkeypatch):
    import apsw

    from app.web import sync
    from tests.page_client import PageClient
    from tests.web.wire_client import WireDevice

    def full(*_):
        try:
            raise apsw.FullError("FullError: database or disk is full")
        except apsw.FullError as error:
            raise OperationalError("database or disk is full") from error

    device = WireDevice(app)
    device.enrol()
    device.open_shift()
    monkeypatch.setattr(sync, "accept_wire", full)
    response = device.push(device.tablet.record())
    assert response.status_code == 507
    assert response.get_json()["code"] == "disk_full"
    assert "đầy" in response.get_json()["title"]

    from app.web import sign_in

    monkeypatch.setattr(sign_in.sessions, "verify", full)
    page = PageClient(app).post("/dang-nhap", {"login": "lan", "password": "x", "phuong": "phuong-thu"})
    assert page.status_code == 507
    assert "Ổ đĩa của máy chủ đã đầy" in page.get_data(as_text=True)


def test_a_data_folder_that_became_read_only_is_told_in_words(app):
    import apsw

    from app.records.database import storage_problem

    assert storage_problem(apsw.ReadOnlyError("attempt to write a readonly database")) == "data_read_only"
    assert storage_problem(apsw.IOError("disk I/O error")) == "data_read_only"
    assert storage_problem(apsw.BusyError("database is locked")) == "busy"
    assert storage_problem(ValueError("a mistake of ours")) is None
