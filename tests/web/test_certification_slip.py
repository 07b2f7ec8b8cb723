"""Phiếu hẹn on the certification's pages (NĐ 23/2015 Đ7): owed when the result is for another day, and only then."""

import subprocess

import pytest

from app.records import certification as records
from app.web import sessions
from tests import counter, people
from tests.web.form_reader import form_fields, main_text

PATH = "/chung-thuc"


@pytest.fixture
def noon(app, monkeypatch):
    counter.open_counter()
    return lambda text: monkeypatch.setattr(sessions.time, "time", lambda: counter.at(text) / 1000)


def typed(client, **changed) -> dict:
    form = {**form_fields(client.get(PATH), PATH), "name": "Nguyễn Văn Bình", "paper": "Bằng tốt nghiệp", "pages": "2"}
    return {**form, "copies": "3", **changed}


def recorded(client, **changed) -> tuple[dict, str]:
    """(the row just made, the text of the page after it)."""
    page = client.follow(client.post(PATH, typed(client, **changed)))
    return records.latest_certifications(people.WARD, 1)[0], page.get_data(as_text=True)


def slip_of(client, row):
    return client.get(f"{PATH}/{row['id']}/phieu-hen.pdf")


def words(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def test_r5_nd23_d7_what_came_after_three_gets_a_slip_with_the_hour_and_the_day(sign_in, noon):
    client = sign_in(people.HA)
    noon("2026-11-20 15:01")
    row, after = recorded(client)
    link = f'href="{PATH}/{row["id"]}/phieu-hen.pdf"'
    assert link in after
    assert link in client.get(f"{PATH}/{row['id']}").get_data(as_text=True)
    answer = slip_of(client, row)
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/pdf", "no-store")
    assert 'filename="phieu-hen-chung-thuc-1-1-2026.pdf"' in answer.headers["Content-Disposition"]
    text = words(answer.data)
    for said in (
        "PHIẾU HẸN TRẢ KẾT QUẢ CHỨNG THỰC",
        "NGUYỄN VĂN BÌNH",
        "Sổ chứng thực bản sao từ bản chính, số 1/2026",
        "1/2026 Bằng tốt nghiệp 02 03",
        "Phí: 12.000 đồng (đã thu 12.000 đồng)",
        "Thời gian nhận: 15 giờ 01 phút, ngày 20 tháng 11 năm 2026",
        "Thời gian trả kết quả: 17 giờ 00 phút, ngày 23 tháng 11 năm 2026",
        "Lý do hẹn: Yêu cầu nhận sau 15 giờ",
        people.HA.name,
    ):
        assert said in text, said


def test_what_is_given_back_the_same_day_has_no_slip(sign_in, noon):
    client = sign_in(people.HA)
    noon("2026-11-20 15:00")
    row, after = recorded(client)
    assert "phieu-hen.pdf" not in after + client.get(f"{PATH}/{row['id']}").get_data(as_text=True)
    answer = slip_of(client, row)
    assert answer.status_code == 409
    assert "trả kết quả ngay trong ngày nên không có phiếu hẹn" in main_text(answer)


def test_nd23_d21_the_clerk_appoints_an_hour_when_the_day_is_not_enough(sign_in, noon):
    client = sign_in(people.HA)
    noon("2026-11-20 09:00")
    # Monday; Tuesday 24/11 is a holiday, so that two working days end on Wednesday.
    row, after = recorded(client, appointed="2026-11-25T10:30")
    assert "Trả kết quả: 10 giờ 30, thứ Tư 25/11/2026" in after
    text = words(slip_of(client, row).data)
    assert "Thời gian trả kết quả: 10 giờ 30 phút, ngày 25 tháng 11 năm 2026" in text
    assert "Lý do hẹn" not in text


@pytest.mark.parametrize(
    ("hour", "says"),
    [
        ("2026-11-20T08:59", "Giờ hẹn phải sau lúc nhận"),
        ("2026-11-21T09:00", "trong giờ làm việc của một ngày làm việc"),
        ("2026-11-24T09:00", "trong giờ làm việc của một ngày làm việc"),
        ("2026-11-23T17:01", "trong giờ làm việc của một ngày làm việc"),
        ("2026-11-26T08:00", "phải có thỏa thuận bằng văn bản"),
        ("2026-13-45T99:00", "Giờ hẹn"),
        ("mai", "Hẹn trả lúc"),
    ],
)
def test_an_hour_that_cannot_be_promised_is_told_beside_its_field(sign_in, noon, hour, says):
    client = sign_in(people.HA)
    noon("2026-11-20 09:00")
    answer = client.post(PATH, typed(client, appointed=hour))
    assert answer.status_code == 422
    assert says in main_text(answer)
    assert 'href="#appointed"' in answer.get_data(as_text=True)
    assert form_fields(answer, PATH)["appointed"] == hour
    assert records.latest_certifications(people.WARD, 1) == []


def test_nd23_d21_longer_only_as_agreed_in_writing(sign_in, noon):
    client = sign_in(people.HA)
    noon("2026-11-20 09:00")
    agreed = "Thỏa thuận bằng văn bản ngày 20/11/2026: trả 500 bản"
    row, _ = recorded(client, appointed="2026-12-01T16:00", note=agreed)
    text = words(slip_of(client, row).data)
    assert "16 giờ 00 phút, ngày 01 tháng 12 năm 2026" in text
    assert agreed in text


def test_a_void_one_another_wards_and_a_volunteer_get_no_slip(sign_in, noon):
    client = sign_in(people.HA)
    noon("2026-11-20 16:00")
    row, _ = recorded(client)
    assert slip_of(sign_in(people.BINH), row).status_code == 404
    assert slip_of(sign_in(people.LAN), row).status_code == 403
    void = f"{PATH}/{row['id']}/huy"
    client.post(void, {**form_fields(client.get(void), void), "reason": "Ghi nhầm"})
    assert slip_of(client, row).status_code == 409
    assert "phieu-hen.pdf" not in client.get(f"{PATH}/{row['id']}").get_data(as_text=True)
