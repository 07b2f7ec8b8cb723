"""/xuat: files that run nothing, whole, of one ward, and without citizens where they are not needed."""

import csv
import io
import time

import pytest
from openpyxl import load_workbook

from app.records import folder_lock, taking_away
from app.records.assistance import Assistance
from app.rules import long_table
from app.rules.table_file import Column
from app.web import export
from tests import counter, people
from tests.counter import CounterDesk
from tests.web.assistance_samples import recorded
from tests.web.form_reader import main_text

YEAR = "?tu=2026-01-01&den=2026-12-31"


@pytest.fixture
def worked(app):
    counter.open_counter()
    desk = CounterDesk(now="2026-09-21 09:00")
    desk.receive(name="=HYPERLINK(1)", address="Căn 1204")
    lines = [{"paper": "Bằng đại học", "pages": 3, "copies": 2}, {"paper": "+84", "pages": 1, "copies": 1}]
    body = {"procedure": counter.COPIES, "variant": "", "name": "Lê Thị Hạnh", "exemption": "", "fee_paid": 0}
    desk.send("certification.record/1", {**body, "fee_receipt": "", "signer": "", "note": "", "lines": lines})
    return desk


def table(answer) -> list[list]:
    if answer.content_type.startswith("text/csv"):
        return list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    sheet = load_workbook(io.BytesIO(answer.get_data())).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_dossier_leaves_whole_and_runs_nothing(worked, sign_in, kind):
    answer = sign_in(people.HA).get(f"/xuat/ho-so.{kind}{YEAR}")
    heading, row = table(answer)
    told = dict(zip(heading, row, strict=True))
    assert told["Số tiếp nhận"] == "01/TNHS/2026"
    assert told["Người nộp"] == ("'=HYPERLINK(1)" if kind == "csv" else "=HYPERLINK(1)")
    assert str(told["Phí, lệ phí (đồng)"]) == "15000"
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(answer.get_data()))
        assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_each_certified_paper_has_a_line_of_its_own(worked, sign_in):
    _heading, first, second = table(sign_in(people.MINH).get(f"/xuat/chung-thuc.xlsx{YEAR}"))
    assert first[5:9] == ["Bằng đại học", 3, 2, 10_000]
    assert second[0] == 2


def test_assistances_leave_without_the_citizen(app, sign_in):
    heading = table(sign_in(people.AN).get(f"/xuat/luot-ho-tro.csv{YEAR}"))[0]
    assert len(heading) == 12
    personal = {"Họ và tên", "Số điện thoại", "Căn hộ", "Ghi chú"}
    assert not personal & set(heading)
    assert Assistance.select().where(Assistance.ward_id == people.WARD).count() == 0


def test_another_ward_gets_an_empty_table(worked, sign_in):
    assert len(table(sign_in(people.BINH).get(f"/xuat/ho-so.csv{YEAR}"))) == 1


@pytest.mark.parametrize("path", ["/xuat", "/xuat/ho-so.csv", "/xuat/chung-thuc.xlsx", "/xuat/luot-ho-tro.csv"])
def test_only_a_desk_takes_files_away(app, sign_in, visitor, path):
    assert sign_in(people.HA).get(path).status_code == 200
    for person in (people.LAN, people.HUNG):
        assert sign_in(person).get(path).status_code == 403
    assert visitor.get(path).status_code in (302, 303, 401)


def test_what_is_no_table_is_not_found(app, sign_in):
    assert sign_in(people.HA).get("/xuat/staff_password.csv").status_code == 404
    assert sign_in(people.HA).get("/xuat/ho-so.exe").status_code == 404


@pytest.fixture
def crowded(app, monkeypatch):
    """Seven slips, where three are already too many to wait for, read two at a time."""
    for number in range(7):
        recorded(people.LAN, 0, note="x", minutes=number + 1)
    monkeypatch.setattr(export, "ROWS_AT_ONCE", 3)
    monkeypatch.setattr(taking_away, "PART_ROWS", 2)
    monkeypatch.setattr(long_table, "STEP_ROWS", 2)


def made(client, kind: str):
    """The file of a long table, when its page says that it is there."""
    answer = client.get(f"/xuat/luot-ho-tro.{kind}")
    where, until = answer.headers["Location"], time.monotonic() + 60
    while time.monotonic() < until:
        page = main_text(client.get(where))
        if "Tệp đã xong" in page:
            return where, client.get(f"{where}/bang")
        assert "trên 7 dòng" in page
        time.sleep(0.05)
    raise AssertionError("never made")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_long_table_says_how_far_it_is_and_is_whole(app, crowded, sign_in, kind):
    client = sign_in(people.HA)
    where, file = made(client, kind)
    rows = table(file)
    assert sorted(int(row[9]) for row in rows[1:]) == [1, 2, 3, 4, 5, 6, 7]
    assert rows[0][0] == "Ngày"
    assert f".{kind}" in file.headers["Content-Disposition"]
    # For whoever asked, and nobody else; nothing of it is left in the folder.
    assert sign_in(people.AN).get(where).status_code == 404
    folder = app.config["GD"].data_dir / "taking_away"
    assert not folder.exists() or list(folder.iterdir()) == []


def test_what_a_killed_server_left_is_wiped_and_what_another_writes_is_not(tmp_path):
    folder = tmp_path / "taking_away"
    with folder_lock.passing(folder) as first:
        (first / "sheet.xml").write_text("<row>")
        left = folder / "of-the-dead"
        left.mkdir()
        (left / "sheet.xml").write_text("<row>")
        with folder_lock.passing(folder) as second:
            assert sorted(folder.iterdir()) == sorted([first, second])
            assert (first / "sheet.xml").read_text() == "<row>"
    assert list(folder.iterdir()) == []


def test_a_long_table_runs_nothing(tmp_path):
    rows = [["=1+1", 5], ["@x", None], ["", 0], ["+84", 7]]
    columns = [Column("A"), Column("B")]
    content = list(long_table.xlsx_steps("T", columns, rows, tmp_path))[-1][1]
    sheet = load_workbook(io.BytesIO(content)).active
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found == [["A", "B"], ["=1+1", 5], ["@x", None], [None, 0], ["+84", 7]]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].quotePrefix
    assert sheet.freeze_panes == "A2"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_gone_says_so(app, sign_in):
    answer = sign_in(people.HA).get("/xuat/dang-lam/0195e000-0000-4000-8000-000000000000")
    assert answer.status_code == 404
    assert "Tệp xuất này không còn" in answer.get_data(as_text=True)
