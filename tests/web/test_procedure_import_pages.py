"""Importing through the pages: real files up, a preview, one confirmation; all of it or nothing."""

import io
import os
import threading
import time

import pytest
from openpyxl import Workbook, load_workbook

from app.records import ledger_entry
from app.records import procedure as records
from app.records.database import database
from app.rules.procedure_import import COLUMNS, heading_row, row_of
from app.rules.spreadsheet import Limits, read, write_csv
from tests import people
from tests.page_client import PageClient

BIRTH = people.procedure_body("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch")
NEW = people.procedure_body("1.000656", "Thủ tục đăng ký khai tử", "Hộ tịch")
PREVIEW = "/thu-tuc/nhap/0195e000-0000-7000-8000-0000000000aa"


def file_of(*bodies) -> bytes:
    return write_csv([heading_row(), *(row_of(body) for body in bodies)])


def xlsx_of(*bodies) -> bytes:
    book = Workbook()
    for row in (heading_row(), *(row_of(body) for body in bodies)):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(client, content: bytes, name="danh-muc.csv"):
    return client.post("/thu-tuc/nhap", {"tep": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def state() -> tuple:
    rows = [(row["id"], row["current"], row["fee_text"]) for row in records.newest_procedures(people.WARD)]
    return rows, ledger_entry.head(people.WARD)["v"]


CHANGED = {**BIRTH, "fee_text": "Miễn khi đúng hạn"}


@pytest.mark.parametrize("path", ["/thu-tuc/nhap", "/thu-tuc/nhap/hien-co.csv", PREVIEW])
def test_only_those_with_the_right_import(visitor, sign_in, path):
    assert visitor.get(path).status_code == 302
    for person in (people.LAN, people.HUNG, people.MINH, people.THAO):
        assert sign_in(person).get(path).status_code == 403


@pytest.mark.parametrize("make", [file_of, xlsx_of])
def test_a_file_is_previewed_and_imported_at_one_confirmation(sign_in, make):
    clerk, before = sign_in(people.HA), state()
    answer = upload(clerk, make(CHANGED, NEW))
    assert answer.status_code == 303
    page = clerk.follow(answer).get_data(as_text=True)
    for words in ("(trống)</span></del>", "Miễn khi đúng hạn</span></ins>", "1.000656", "Nhập 2 thủ tục"):
        assert words in page, words
    assert state() == before
    done = clerk.post(answer.headers["Location"])
    assert done.status_code == 303
    assert "Đã nhập 1 thủ tục mới và 1 thủ tục có thay đổi" in clerk.follow(done).get_data(as_text=True)
    assert [(row["version"], bool(row["current"])) for row in records.versions(people.WARD, "1.001193")] == [
        (2, True),
        (1, False),
    ]
    assert records.procedure(people.WARD, "1.000656")["version"] == 1
    # What the file did not name stays.
    assert records.procedure(people.WARD, "1.004222")["version"] == 1


def test_the_preview_says_what_stays(sign_in):
    clerk = sign_in(people.HA)
    page = clerk.follow(upload(clerk, file_of(BIRTH, NEW))).get_data(as_text=True)
    stats = [part.partition("</dd>")[0] for part in page.split("<dd>")[1:5]]
    assert stats == ["1", "0", "1", "2"]


def test_confirming_twice_imports_once(sign_in):
    clerk = sign_in(people.HA)
    address = upload(clerk, file_of(CHANGED, NEW)).headers["Location"]
    clerk.post(address)
    after = state()
    assert clerk.post(address).status_code == 303
    assert state() == after


def test_two_confirmations_at_the_same_moment_import_once(app, sign_in):
    clerk = sign_in(people.HA)
    address = upload(clerk, file_of(CHANGED, NEW)).headers["Location"]
    statuses = []

    def confirm():
        statuses.append(PageClient(app).signed_in(people.HA).post(address).status_code)
        database.close()

    before = state()[1]
    threads = [threading.Thread(target=confirm) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 4
    assert state()[1] == before + 3


def test_the_same_file_again_does_nothing(sign_in):
    clerk = sign_in(people.HA)
    clerk.post(upload(clerk, file_of(CHANGED, NEW)).headers["Location"])
    after = state()
    answer = upload(clerk, file_of(CHANGED, NEW))
    assert "Không có gì để nhập" in clerk.follow(answer).get_data(as_text=True)
    assert clerk.post(answer.headers["Location"]).status_code == 303
    assert state() == after


def test_one_wrong_row_and_nothing_is_imported(sign_in):
    clerk, before = sign_in(people.HA), state()
    answer = upload(clerk, file_of(CHANGED, {**NEW, "name": "<b>x</b>", "fee_text": "5000"}, {**NEW, "code": "1.0012"}))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    for words in ("Tệp còn 2 dòng lỗi", "Phí chỉ ghi số (5000)", "Mã “1.0012” đã bị Excel đổi thành số", "Mã thủ tục"):
        assert words in page, words
    assert "<b>x</b>" not in page
    assert state() == before


def test_a_preview_that_became_stale_imports_nothing(sign_in):
    clerk, admin = sign_in(people.HA), sign_in(people.AN)
    address = upload(clerk, file_of(CHANGED, NEW)).headers["Location"]
    admin.post(upload(admin, file_of({**BIRTH, "fee_text": "Bản của anh An"})).headers["Location"])
    before = state()
    answer = clerk.post(address)
    assert answer.status_code == 409
    assert "Bản xem trước đã cũ" in answer.get_data(as_text=True)
    assert state() == before
    assert records.procedure(people.WARD, "1.000656") is None


def test_a_preview_is_for_who_uploaded_and_for_half_an_hour(app, sign_in):
    clerk = sign_in(people.HA)
    address = upload(clerk, file_of(CHANGED)).headers["Location"]
    for other in (people.AN, people.BINH):
        assert sign_in(other).get(address).status_code == 409
        assert sign_in(other).post(address).status_code == 409
    path = app.config["GD"].data_dir / "previews" / f"{address.rpartition('/')[2]}.sealed"
    old = time.time() - 31 * 60
    os.utime(path, (old, old))
    assert clerk.get(address).status_code == 409
    upload(clerk, file_of(CHANGED))
    assert not path.exists()


def test_an_unknown_preview_is_told(sign_in):
    assert sign_in(people.HA).get(PREVIEW).status_code == 409
    assert sign_in(people.HA).get("/thu-tuc/nhap/..%2f..%2fsecret").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp không có dòng nào"),
        (bytes(range(256)) * 50, "không phải tệp bảng"),
        ("Mã,Phí\n1,Miễn".encode("utf-16-le")[1:], "không phải tệp bảng"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "kiểu cũ (.xls)"),
        (b"a,b\n" + b"1,2\n" * 50_000, "hơn 5.000 dòng"),
        (b"x" * (5 * 1024 * 1024), "lớn hơn 4 MB"),
        (b"PK\x03\x04" + b"\0" * 600, "Tệp bị hỏng"),
    ],
    ids=["empty", "binary", "half letters", "old excel", "50,000 rows", "5 MB", "broken xlsx"],
)
def test_a_bad_file_is_refused_beside_the_field(sign_in, content, sentence):
    answer = upload(sign_in(people.HA), content)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_no_file_at_all_is_told(sign_in):
    answer = sign_in(people.HA).post("/thu-tuc/nhap", {"x": "1"}, content_type="multipart/form-data")
    assert (answer.status_code, "Chưa chọn tệp" in answer.get_data(as_text=True)) == (422, True)


def test_what_is_far_too_large_is_not_received(sign_in):
    assert upload(sign_in(people.HA), b"x" * (17 * 1024 * 1024)).status_code == 413


def test_a_heading_that_is_wrong_names_what_is_missing(sign_in):
    page = upload(sign_in(people.HA), "Mã thủ tục,Tên thủ tục\n1.001193,Khai sinh\n".encode()).get_data(as_text=True)
    assert "Thiếu cột: Lĩnh vực, Nơi giải quyết, Thời hạn" in page


@pytest.mark.parametrize("which", ["mau", "khoi-dau", "hien-co"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_file_that_is_offered_can_be_imported(sign_in, which, kind):
    clerk = sign_in(people.HA)
    answer = clerk.get(f"/thu-tuc/nhap/{which}.{kind}")
    assert f'filename="thu-tuc-{which}.{kind}"' in answer.headers["Content-Disposition"]
    assert upload(clerk, answer.data, f"thu.{kind}").status_code == 303


def test_the_starter_catalogue_is_imported_whole(sign_in, visitor):
    clerk = sign_in(people.HA)
    clerk.post(upload(clerk, clerk.get("/thu-tuc/nhap/khoi-dau.xlsx").data, "a.xlsx").headers["Location"])
    rows = records.newest_procedures(people.WARD)
    assert len(rows) == 218
    counts = {status: sum(row["status"] == status for row in rows) for status in ("in_force", "draft", "repealed")}
    assert counts == {"in_force": 97, "draft": 113, "repealed": 8}
    for row in rows:
        assert visitor.get(f"/thu-tuc/{row['code']}").status_code == (404 if row["status"] == "draft" else 200)


def test_an_exported_catalogue_runs_no_formula(sign_in):
    body = people.procedure_body("1.000656", "=HYPERLINK(1)", "Hộ tịch", note="@SUM(A1)")
    people.put(people.WARD, "procedure.put/1", [("1.000656@1", body)])
    clerk = sign_in(people.HA)
    content = clerk.get("/thu-tuc/nhap/hien-co.csv").data
    row = next(line.cells for line in read(content, Limits(len(content), 100)) if line.cells[0] == "1.000656")
    assert row[1] == "=HYPERLINK(1)"
    assert "'=HYPERLINK(1)" in clerk.get("/thu-tuc/nhap/hien-co.csv").get_data(as_text=True)
    sheet = load_workbook(io.BytesIO(clerk.get("/thu-tuc/nhap/hien-co.xlsx").data)).active
    for cells in sheet.iter_rows(min_row=2):
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
        assert cells[COLUMNS.index("code")].number_format == "@"
