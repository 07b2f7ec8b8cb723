"""`bin/gandan backup`, `verify`, `restore`: one clear sentence for everything that can be wrong."""

import os
import shutil

import apsw
import pytest

from app import cli
from app.ledger.backup import kept_backups
from app.ledger.picture import anew
from app.records import feedback_photo, folder_lock, ledger_entry, notice
from app.records.database import database
from app.records.photo_folder import PhotoFolder
from tests import people, photos
from tests.ledger.eventful_ward import live_through

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.sqlite]


@pytest.fixture
def data(app, tmp_path, monkeypatch):
    """A data folder with an eventful ward, as a server leaves it."""
    monkeypatch.delenv("GD_DATABASE_URL", raising=False)
    live_through()
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copyfile(database.obj.database, folder / "gandan.sqlite3")
    return folder


@pytest.fixture
def run(capsys):
    def told(*arguments) -> tuple[int, str]:
        """(exit code, everything that was said)."""
        code = cli.main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert said.err.count("\n") <= 1
        return code, said.out + said.err

    return told


def backups(folder):
    return kept_backups(folder / "backups")


def spoil(path, sql: str) -> None:
    connection = apsw.Connection(str(path))
    connection.execute(sql)
    connection.close()


def test_a_backup_says_what_it_holds_and_that_it_was_verified(run, data):
    reached = ledger_entry.head(people.WARD)["v"]
    code, said = run("backup", "--data", data)
    assert code == 0
    assert str(backups(data)[0]) in said
    assert "Đã kiểm." in said
    assert f"Phường Thử: {reached} thao tác" in said
    assert "Phường Bên: " in said
    assert "ai giữ tệp thì đọc được mọi nội dung" in said
    code, said = run("backup", "--data", data)
    assert f"hai bản gần nhất cùng có đến số {reached};" in said


def test_a_backup_goes_where_it_is_told_and_keeps_as_many_as_it_is_told(run, data, tmp_path):
    for _ in range(4):
        assert run("backup", "--data", data, "--to", tmp_path / "đĩa ngoài", "--keep", 2)[0] == 0
    assert len(list((tmp_path / "đĩa ngoài").glob("gandan-*.sqlite3"))) == 2
    assert not backups(data)


def test_fewer_than_two_cannot_be_kept(run, data):
    code, said = run("backup", "--data", data, "--keep", 1)
    assert code == 1
    assert "ít nhất 2 bản" in said


def test_verify_says_that_all_is_well_of_the_running_database_and_of_a_file(run, data):
    run("backup", "--data", data)
    for code, said in (run("verify", "--data", data), run("verify", backups(data)[0])):
        assert code == 0
        assert "các bảng đều khớp" in said


@pytest.mark.parametrize(
    ("sql", "said_of_it"),
    [
        ("UPDATE assistance SET minutes = 99 WHERE voided_at IS NOT NULL", "khác ở cột minutes"),
        ("UPDATE ledger_entry SET staff = 'x' WHERE ward_id = 1 AND v = 31", "SAI từ số 31 – chuỗi băm"),
        ("UPDATE ledger_entry SET body = '{}' WHERE ward_id = 1 AND v = 31", "SAI từ số 31 – nội dung"),
        ("DELETE FROM ledger_entry WHERE ward_id = 2 AND v = 7", "Phường Bên: SAI từ số 7 – thiếu một số"),
        ("UPDATE device SET last_q = last_q + 1 WHERE ward_id = 1 AND lane > 1", "số thứ tự của một máy"),
    ],
)
def test_what_is_wrong_is_named_and_what_to_do(run, data, sql, said_of_it):
    run("backup", "--data", data)
    spoil(data / "gandan.sqlite3", sql)
    code, said = run("verify", "--data", data)
    assert code == 1
    assert said_of_it in said
    assert "bin/gandan restore" in said
    code, said = run("backup", "--data", data)
    assert code == 1
    assert "KHÔNG khớp" in said
    assert len(backups(data)) == 1
    spoil(backups(data)[0], sql)
    code, said = run("verify", backups(data)[0])
    assert code == 1
    assert "Đừng khôi phục từ tệp này" in said
    code, said = run("restore", backups(data)[0], "--data", data)
    assert code == 1
    assert "không khôi phục" in said


def test_a_restore_says_what_comes_back_and_where_the_other_is(run, data):
    run("backup", "--data", data)
    code, said = run("restore", backups(data)[0], "--data", data)
    assert code == 0
    assert "gandan.sqlite3.replaced-" in said
    assert "Cần làm lại bằng tay" in said
    assert run("verify", "--data", data)[0] == 0


def test_a_restore_waits_for_nobody_who_works_there(run, data):
    run("backup", "--data", data)
    with folder_lock.shared(data):
        code, said = run("restore", backups(data)[0], "--data", data)
    assert code == 1
    assert "Dừng lại rồi mới khôi phục" in said
    with folder_lock.alone(data):
        code, said = run("backup", "--data", data)
        assert (code, "đang được khôi phục" in said) == (1, True)
        code, said = run("serve", "--port", "0", "--no-demo", "--data", data)
        assert (code, "đang được khôi phục" in said) == (1, True)


def test_a_lock_that_cannot_be_opened_is_named(run, data):
    (data / "in-use.lock").mkdir()
    for command in ("backup", "serve"):
        code, said = run(command, "--data", data)
        assert code == 1
        assert f"{data}/in-use.lock" in said


def test_an_older_backup_is_restored_only_when_it_is_meant(run, data):
    run("backup", "--data", data)
    run("backup", "--data", data)
    older, newest = backups(data)
    code, said = run("restore", older, "--data", data)
    assert code == 1
    assert str(newest) in said
    assert "--older" in said
    assert run("restore", older, "--older", "--data", data)[0] == 0


def test_where_there_is_no_database_nothing_is_made(run, tmp_path):
    for folder in (tmp_path / "nowhere", tmp_path):
        for command in ("backup", "verify"):
            code, said = run(command, "--data", folder)
            assert code == 1
            assert "Không thấy cơ sở dữ liệu" in said
    assert not (tmp_path / "nowhere").exists()


def test_a_database_that_is_rubbish_is_said_to_be_damaged(run, data):
    (data / "gandan.sqlite3").write_bytes(b"rubbish " * 1000)
    for command in ("backup", "verify"):
        code, said = run(command, "--data", data)
        assert code == 1
        assert "Cơ sở dữ liệu đang chạy bị hỏng" in said


def test_a_folder_that_cannot_be_written_is_named(run, data, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    code, said = run("backup", "--data", data, "--to", tmp_path / "file" / "backups")
    assert code == 1
    assert "Không ghi được vào" in said
    assert str(tmp_path / "file") in said


def test_a_full_disk_is_said_and_nothing_stays(run, data, monkeypatch):
    def full(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("app.records.copying.sync", full)
    code, said = run("backup", "--data", data)
    assert code == 1
    assert "đã đầy" in said
    assert not backups(data)
    assert not list(data.glob("**/*.part"))


def test_photos_are_in_the_backup_looked_at_and_brought_back(app, run, data):
    """A photo is a file beside the database: each copy has those it names, and says when one is missing."""
    feedback, picture, now = "0195e000-0000-7000-8000-0000000000fa", photos.jpeg(), 1_800_000_000_000
    sent, folder = photos.digest(picture), PhotoFolder(data)
    held = folder.keep(people.WARD, feedback, sent, anew(picture))
    feedback_photo.end(people.WARD, feedback, sent, "whole", held, now)
    # Of a notice on a board, too: the same folder, another table.
    board = "0195e000-0000-7000-8000-0000000000fb"
    other = photos.jpeg(colour=(90, 20, 20))
    notice.keep_photo(people.WARD, board, sent, folder.keep(people.WARD, board, sent, anew(other, camera=True)), now)
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copyfile(database.obj.database, data / "gandan.sqlite3")
    assert "Ảnh kèm phản ánh, ảnh bảng tin: đủ 2." in run("backup", "--data", data)[1]
    (made,) = backups(data)
    assert run("verify", made)[0] == 0
    lying = folder.file(people.WARD, feedback, sent)
    content = lying.read_bytes()
    lying.write_bytes(content[:-1])
    code, said = run("verify", "--data", data)
    assert (code, "THIẾU 1" in said) == (1, True)
    # Photos of another life of the server are set aside.
    stranger = folder.file(people.WARD, feedback, "0" * 64)
    stranger.write_bytes(b"x")
    code, said = run("restore", made, "--data", data)
    assert (code, "đủ 2" in said) == (0, True)
    assert lying.read_bytes() == content
    assert not stranger.exists()
    assert run("verify", "--data", data)[0] == 0
    # A copy that was moved without its photos says so.
    kept = made.parent / "photos" / f"{held}.jpg"
    assert kept.stat().st_mode & 0o077 == 0
    kept.unlink()
    assert "THIẾU 1" in run("verify", made)[1]
