"""/xuat: files that run nothing, whole, of one ward, and without citizens where they are not needed."""

import csv
import io

import pytest
from openpyxl import load_workbook

from app.records.assistance import Assistance
from tests import counter, people
from tests.counter import CounterDesk

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
