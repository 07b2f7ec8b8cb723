"""/so: every number in its place, struck through, lent, filtered, printed, taken away as a file, closed (R10)."""

import csv
import io
import subprocess

import pytest
from openpyxl import load_workbook

from app.config import PAGE_ROWS
from app.ledger.envelope import new_id
from app.records import register as records
from app.records.register import RegisterNumber
from app.web import sessions
from tests import counter, people
from tests.counter import CounterDesk
from tests.ledger.devices import Tablet, statuses
from tests.ledger.test_register_numbers import DEED, DIPLOMA, certify
from tests.web.form_reader import form_fields, main_text

COPIES_BOOK = "/so/chung-thuc-ban-sao"


@pytest.fixture
def noon(monkeypatch):
    return lambda text: monkeypatch.setattr(sessions.time, "time", lambda: counter.at(text) / 1000)


@pytest.fixture
def desk(app, noon):
    counter.open_counter()
    noon("2026-11-20 11:00")
    return CounterDesk()


def pdf_text(content: bytes) -> str:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def lend(desk, count=5) -> tuple[Tablet, str]:
    machine = Tablet(person=people.HA, now=desk.now)
    machine.push(machine.open_shift())
    lease = machine.operation("register.lease/1", new_id(), {"register": "tnhs", "count": count})
    assert statuses(machine.push(lease)) == [("ok", "")]
    return machine, lease["e"]


def void(desk, row, reason="Ghi nhầm tên"):
    assert desk.send("certification.void/1", {"reason": reason}, row["id"])["status"] == "ok"


def test_every_register_of_the_year_and_how_far_it_is_written(sign_in, desk):
    certify(desk, DIPLOMA, DEED)
    desk.receive()
    text = main_text(sign_in(people.HA).get("/so"))
    assert "Sổ và số năm 2026" in text
    assert "Đã ghi đến số 2/BS" in text
    assert "Đã ghi đến số 1/TNHS" in text
    assert text.count("Chưa có số nào trong năm") == 8
    assert "Chưa có số nào trong năm" in main_text(sign_in(people.HA).get("/so?nam=2025"))
    assert main_text(sign_in(people.HA).get("/so?nam=x")) == text


def test_a_number_that_is_void_stays_struck_through_with_who_and_why(sign_in, desk):
    row = certify(desk, DIPLOMA, DEED)
    void(desk, row)
    page = sign_in(people.HA).get(COPIES_BOOK)
    html, text = page.get_data(as_text=True), main_text(page)
    assert "<s>1/BS</s>" in html
    assert "<s>2/BS</s>" in html
    assert "Đã hủy 20/11/2026 10:00, Đỗ Thu Hà: Ghi nhầm tên" in text
    assert "Sổ liên tục từ 1 đến 2, không thiếu số nào" in text
    assert "0 số đã dùng, 2 số hủy gạch ngang" in text


def test_a_hole_is_looked_up_in_the_table_and_named(sign_in, desk):
    for _ in range(5):
        certify(desk)
    gone = RegisterNumber.register == "chung_thuc_ban_sao", RegisterNumber.number.in_([2, 5])
    RegisterNumber.delete().where(RegisterNumber.ward_id == people.WARD, *gone).execute()
    text = main_text(sign_in(people.HA).get(COPIES_BOOK))
    assert "Sổ thiếu số Thiếu: 2, 5." in text
    assert "không thiếu số nào" not in text


def test_a_dossiers_number_leads_to_the_dossier(sign_in, desk):
    row = desk.receive(name="Một cái tên rất dài " * 9)
    html = sign_in(people.HA).get("/so/tnhs").get_data(as_text=True)
    assert f'href="/ho-so/{row["id"]}"' in html
    assert row["procedure_name"] in html


def test_months_ranges_and_empty_books(sign_in, desk, noon):
    certify(desk)
    certify(desk.at("2026-12-01 09:00"))
    noon("2026-12-01 10:00")
    client = sign_in(people.HA)
    assert "Trang 1/1, 1 số" in main_text(client.get(f"{COPIES_BOOK}?nam=2026&thang=12"))
    assert "Trang 1/1, 2 số" in main_text(client.get(COPIES_BOOK))
    assert "Trang 1/1, 1 số" in main_text(client.get(f"{COPIES_BOOK}?tu=2&den=2"))
    assert "Không có số nào trong khoảng này" in main_text(client.get(f"{COPIES_BOOK}?thang=1"))
    assert "Sổ năm 2026 chưa có số nào" in main_text(client.get("/so/pxl"))
    for strange in ("?thang=13", "?nam=99999", "?trang=-4", "?trang=x", "?tu=abc"):
        assert client.get(COPIES_BOOK + strange).status_code == 200
    assert client.get("/so/khong-co").status_code == 404


def test_the_ten_thousandth_number_is_a_page_away(sign_in, desk):
    certify(desk)
    kept = records.part_rows(people.WARD, records.Part("chung_thuc_ban_sao", 2026), 1)[0]
    numbers = [
        {**kept, "id": f"chung_thuc_ban_sao@2026#{number:06d}", "number": number, "subject": "", "state": "void"}
        for number in range(2, 10_001)
    ]
    for start in range(0, len(numbers), 500):
        RegisterNumber.insert_many(numbers[start : start + 500]).execute()
    client = sign_in(people.HA)
    first = main_text(client.get(COPIES_BOOK))
    assert "10000/BS" in first
    assert "Sổ liên tục từ 1 đến 10000, không thiếu số nào" in first
    pages = -(-10_000 // PAGE_ROWS)
    assert f"Trang 1/{pages}" in first
    last = client.get(f"{COPIES_BOOK}?trang=9999999")
    assert f"Trang {pages}/{pages}" in main_text(last)
    assert "1/BS" in main_text(last)
    # More than a volume: told, not tried.
    assert "nhiều nhất 1500 số" in first
    refused = client.get(f"{COPIES_BOOK}/so.pdf?nam=2026")
    assert refused.status_code == 422


def test_files_say_the_same_and_run_nothing(sign_in, desk):
    certify(desk, DIPLOMA, name='=HYPERLINK("http://x")')
    void(desk, certify(desk, DEED), "Ghi nhầm tên")
    client = sign_in(people.HA)
    answer = client.get(f"{COPIES_BOOK}/so.csv?nam=2026")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="so-chung-thuc-ban-sao-2026.csv"'
    heading, first, second = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert heading[:4] == ["Số", "Ngày", "Tình trạng số", "Người yêu cầu chứng thực"]
    assert first[:8] == ["1", "20/11/2026", "Đã dùng", '\'=HYPERLINK("http://x")', "Bằng tốt nghiệp", "2", "3", "12000"]
    assert second[-3:] == ["20/11/2026 10:00", "Đỗ Thu Hà", "Ghi nhầm tên"]
    assert second[2] == "Đã hủy"
    sheet = load_workbook(io.BytesIO(client.get(f"{COPIES_BOOK}/so.xlsx").data)).active
    assert [cell.value for cell in sheet["A"]] == ["Số", 1, 2]
    assert sheet["D2"].data_type == "s"
    desk.receive()
    lines = client.get("/so/tnhs/so.csv").data.decode("utf-8-sig").splitlines()
    assert "Cấp Giấy xác nhận tình trạng hôn nhân" in lines[1]


def test_the_book_on_paper_with_its_struck_numbers_and_its_closing_line(sign_in, desk, noon):
    certify(desk)
    void(desk, certify(desk, DEED), "Ghi nhầm loại giấy tờ")
    desk.receive()
    client = sign_in(people.MINH)
    paper = client.get(f"{COPIES_BOOK}/so.pdf?nam=2026&thang=11")
    assert paper.mimetype == "application/pdf"
    running = pdf_text(paper.data)
    assert "SỔ CHỨNG THỰC BẢN SAO TỪ BẢN CHÍNH" in running
    assert "Ghi nhầm loại giấy tờ" in running
    # The month is not over: nobody signs that it is.
    assert "Sổ này có" not in running
    noon("2026-12-01 08:00")
    client = sign_in(people.MINH)
    over = pdf_text(client.get(f"{COPIES_BOOK}/so.pdf?nam=2026&thang=11").data)
    assert "Sổ này có 02 số, từ số 01 đến số 02, trong đó 01 số đã hủy" in over
    ledger = pdf_text(client.get("/so/tnhs/so.pdf?nam=2026&thang=11").data)
    assert "SỔ THEO DÕI HỒ SƠ" in ledger
    assert {"Nguyễn", "Tuyết"} <= set(ledger.split())
    assert client.get("/so/pxl/so.pdf").status_code == 404


def test_a_year_is_closed_by_the_head_after_its_end_and_everybody_sees_by_whom(sign_in, desk, noon):
    certify(desk)
    path = f"{COPIES_BOOK}/khoa-so"
    client = sign_in(people.MINH)
    assert "Khóa sổ năm 2026" not in main_text(client.get(COPIES_BOOK))
    early = client.post(f"{path}/2026", {})
    assert (early.status_code, "Chỉ khóa sổ khi đã hết năm" in main_text(early)) == (409, True)
    noon("2027-01-04 08:30")
    client, clerk = sign_in(people.MINH), sign_in(people.HA)
    assert clerk.get(f"{path}/2026").status_code == 403
    assert clerk.post(f"{path}/2026").status_code == 403
    assert "Khóa sổ năm 2026" in main_text(client.get(f"{COPIES_BOOK}?nam=2026"))
    form = form_fields(client.get(f"{path}/2026"), f"{path}/2026")
    page = client.follow(client.post(f"{path}/2026", form))
    assert "Đã khóa ngày 04/01/2027, Trần Quang Minh" in main_text(page)
    assert client.post(f"{path}/2026", {}).status_code == 409
    assert "Đã khóa" in main_text(clerk.get("/so?nam=2026"))
    assert client.get(f"{path}/2024").status_code == 404


def test_numbers_on_loan_are_shown_and_taken_back_with_a_reason(sign_in, desk, noon):
    _machine, lease = lend(desk)
    client = sign_in(people.HA)
    assert "Đang cho mượn: Máy thử" in main_text(client.get("/so/tnhs"))
    lent = main_text(client.get("/so/dang-cho-muon"))
    assert "Máy thử" in lent
    assert "số 1–5, còn 5 số chưa dùng" in lent
    assert "1 giờ trước" in lent
    path = f"/so/dang-cho-muon/{lease}"
    form = form_fields(client.get(path), path)
    empty = client.post(path, {**form, "reason": "mất"})
    assert (empty.status_code, form_fields(empty, path)["reason"]) == (422, "mất")
    page = client.follow(client.post(path, {**form, "reason": "Máy mất, không tìm lại được"}))
    assert "Không có số nào đang cho mượn" in main_text(page)
    assert client.get(path).status_code == 409
    assert "Máy mất, không tìm lại được" in main_text(client.get("/so/tnhs"))
    assert sign_in(people.MINH).get(path).status_code == 403


def test_another_ward_has_its_own_books(sign_in, desk):
    certify(desk, name="Người của phường Thử")
    _machine, lease = lend(desk)
    stranger = sign_in(people.BINH)
    assert "Người của phường Thử" not in stranger.get(COPIES_BOOK).get_data(as_text=True)
    assert "chưa có số nào" in main_text(stranger.get(COPIES_BOOK))
    assert "Máy thử" not in main_text(stranger.get("/so/dang-cho-muon"))
    assert stranger.get(f"/so/dang-cho-muon/{lease}").status_code == 404
    assert stranger.post(f"/so/dang-cho-muon/{lease}", {"reason": "Không phải của tôi"}).status_code == 404
    assert len(stranger.get(f"{COPIES_BOOK}/so.csv").data.decode().splitlines()) == 1


@pytest.mark.parametrize("person", [people.LAN, people.HUNG])
def test_the_books_are_the_desks(sign_in, desk, person):
    for path in ("/so", COPIES_BOOK, f"{COPIES_BOOK}/so.csv", "/so/dang-cho-muon"):
        assert sign_in(person).get(path).status_code == 403
