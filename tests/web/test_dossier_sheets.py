"""Sheets of a dossier: each when its act has happened and not before, under a seal that can be checked."""

import subprocess

import pytest

from app.ledger import paper_seal
from app.records import ledger_entry
from app.web.dossier_sheet_list import titles
from app.web.stationery import Stationery
from tests import people
from tests.counter import THREE_DAYS, at
from tests.web.counter_pages import clock as clock
from tests.web.form_reader import main_text

REASON = "Chờ cơ quan khác trả lời"


def printed(client, row, slug) -> str:
    answer = client.get(f"/ho-so/{row['id']}/{slug}.pdf")
    assert answer.status_code == 200, main_text(answer)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    return words(answer.data)


def words(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def there(client, row) -> set[str]:
    return {slug for slug in titles() if client.get(f"/ho-so/{row['id']}/{slug}.pdf").status_code == 200}


@pytest.fixture
def client(clock, sign_in):
    return sign_in(people.HA)


def test_the_receipt_says_what_was_promised(clock, client):
    row = clock.desk.receive(
        THREE_DAYS, fee_paid=15_000, fee_receipt="BL-12", return_by="post", return_address="Số 5 ngõ 12"
    )
    text = printed(client, row, "giay-tiep-nhan")
    for said in (
        "Số: 01/TNHS",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "NGUYỄN THỊ ÁNH TUYẾT",
        "Trích lục ly hôn Bản sao 1",
        "3. Thời gian giải quyết hồ sơ theo quy định là: 05 ngày làm việc",
        "10 giờ 00 phút, ngày 19 tháng 11 năm 2026",
        "17 giờ 00 phút, ngày 25 tháng 11 năm 2026",
        "Qua bưu chính công ích: Số 5 ngõ 12",
        "15.000 đồng (Nghị quyết HĐND thành phố). Biên lai số BL-12",
        "Đỗ Thu Hà",
    ):
        assert said in text, said
    assert "MẪU" not in text.replace("Mẫu", ""), "a sample is marked in the demo alone"
    assert there(client, row) == {"giay-tiep-nhan", "phieu-kiem-soat", "bia-thu"}


def test_what_has_not_happened_is_refused_with_a_sentence(clock, client):
    row = clock.desk.receive(THREE_DAYS)
    answer = client.get(f"/ho-so/{row['id']}/phieu-tu-choi.pdf")
    assert answer.status_code == 409
    assert "Hồ sơ này chưa có Phiếu từ chối (Mẫu 03)" in main_text(answer)
    assert client.get(f"/ho-so/{row['id']}/to-giay-la.pdf").status_code == 404
    void = clock.desk.do("void", row, reason="Ghi nhầm người nộp")
    assert there(client, void) == set()


def test_each_act_has_its_sheet(clock, client):
    desk = clock.desk
    asked = desk.receive(THREE_DAYS)
    paper = {"key": "ly-hon", "name": "", "form": "copy", "count": 1, "what": "bản sao mờ", "citation": ""}
    asked = desk.do("request_supplement", asked, papers=[paper], reason=REASON, override="")
    assert "bản sao mờ" in printed(client, asked, "phieu-bo-sung")
    refused = desk.do("refuse", desk.receive(THREE_DAYS), reason="Không thuộc thẩm quyền", basis="Luật Hộ tịch Đ7")
    assert "Không thuộc thẩm quyền" in printed(client, refused, "phieu-tu-choi")
    stopped = desk.do(
        "stop", desk.receive(THREE_DAYS), people.MINH, reason="Người nộp đã chết", basis="NĐ 118/2025 Đ19"
    )
    text = printed(client, stopped, "thong-bao-dung")
    assert "THÔNG BÁO" in text
    assert "Trần Quang Minh" in text
    extended = desk.do("extend", desk.receive(THREE_DAYS), people.MINH, reason=REASON, new_on="2026-11-27")
    text = printed(client, extended, "van-ban-gia-han")
    assert "25 tháng 11 năm 2026" in text
    assert "27 tháng 11 năm 2026" in text
    assert "Đỗ Thu Hà" not in text, "R11: never the clerk"


def test_an_extension_and_a_later_apology_are_two_sheets(clock, sign_in):
    row = clock.desk.do("extend", clock.desk.receive(THREE_DAYS), people.MINH, reason=REASON, new_on="2026-11-27")
    row = clock.at("2026-11-30 09:00").do("apologise", row, people.MINH, reason="Máy in hỏng", promised_on="")
    client = sign_in(people.HA)
    assert {"van-ban-gia-han", "van-ban-xin-loi"} <= there(client, row)
    assert REASON in printed(client, row, "van-ban-gia-han")
    assert "Máy in hỏng" in printed(client, row, "van-ban-xin-loi")


def test_the_result_goes_out_with_a_sheet_to_sign(clock, client):
    row = clock.desk.do("finish", clock.desk.receive(THREE_DAYS), results={})
    row = clock.desk.do("return", row, how="counter", to="Tạ Văn Bách", results=[], post_number="", post_fee=0)
    text = printed(client, row, "phieu-tra-ket-qua")
    assert "TẠ VĂN BÁCH" in text


def test_the_control_slip_tells_who_was_late(clock, sign_in):
    row = clock.desk.do("hand_over", clock.desk.receive(THREE_DAYS), to=people.MINH.id, note="")
    row = clock.at("2026-11-20 09:00").do("take_over", row, people.MINH)
    text = printed(sign_in(people.HA), row, "phieu-kiem-soat")
    assert "Quá hạn" in text
    assert "9 giờ 00" in text


def test_a_preview_shows_the_letter_and_writes_nothing(clock, sign_in):
    row = clock.desk.receive(THREE_DAYS)
    head, v = sign_in(people.MINH), ledger_entry.head(people.WARD)["v"]
    path = f"/ho-so/{row['id']}/gia-han/xem-truoc.pdf"
    answer = head.post(path, {"reason": REASON, "new_on": "2026-11-27"})
    text = words(answer.data)
    assert "TẠM" in text
    assert "27 tháng 11 năm 2026" in text
    assert head.post(path, {"reason": REASON, "new_on": "2026-11-28"}).status_code == 422
    assert ledger_entry.head(people.WARD)["v"] == v
    assert clock.desk.row(row["id"]) == row
    assert sign_in(people.HA).post(path, {"reason": REASON, "new_on": "2026-11-27"}).status_code == 403


def test_the_seal_is_genuine_and_notices_a_changed_line(clock, app):
    row = clock.desk.receive(THREE_DAYS)
    with app.test_request_context():
        record = Stationery(people.WARD, at("2026-11-19 10:05")).record("giay-tiep-nhan", row)
    checked = paper_seal.check(record["verify_text"], paper_seal.public_keys())
    sheet = checked.sheet
    assert (checked.outcome, sheet.full_number, sheet.due_on) == ("genuine", "1/TNHS/2026".zfill(12), "2026-11-25")
    assert row["name"].upper() not in record["verify_text"], "nothing of a person is in it"
    facts = {name: value for name, value in record.items() if name not in ("verify_text", "ward_slug", "rating_url")}
    assert paper_seal.facts_match(sheet, facts)
    assert not paper_seal.facts_match(sheet, facts | {"name": "Trần Văn Khác"})


def test_a_rating_code_leads_somewhere_or_is_not_printed(clock, app):
    row = clock.desk.receive(THREE_DAYS)
    with app.test_request_context():
        stationery = Stationery(people.WARD, at("2026-11-19 10:05"))
        leads = any(rule.rule.startswith("/danh-gia/") for rule in app.url_map.iter_rules())
        assert bool(stationery.record("giay-tiep-nhan", row)["rating_url"]) == leads
