"""/lich and what hangs on it, with the four questions: the right person, a stranger, nobody, and without a script."""

import json

import pytest

from app.problems import sentence
from app.records import workday as records
from app.rules.office import DEFAULT
from tests import people
from tests.counter import SAME_DAY, THREE_DAYS, CounterDesk, at, open_counter
from tests.feedback_desk import FeedbackDesk
from tests.web.form_reader import form_fields, main_text

STORM = "2026-11-25"
PAGES = ("/lich", f"/lich/{STORM}", "/lich/hoan-doi", "/lich/noi-tiep-nhan")


@pytest.fixture(autouse=True)
def friday(monkeypatch):
    """It is Friday, 20 November 2026, four in the afternoon, for whoever asks the clock through a page."""
    for module in ("calendar", "calendar_preview", "door", "card_form"):
        monkeypatch.setattr(f"app.web.{module}.now_ms", lambda: at("2026-11-20 16:00"))


@pytest.fixture
def desk(app):
    open_counter()
    return CounterDesk()


def filled(client, path, **typed):
    """A page's form with some fields typed over; None leaves a field out, as an unticked box does."""
    form = {**form_fields(client.get(path), path), **typed}
    return {name: value for name, value in form.items() if value is not None}


def storm(client, **typed):
    given = {"kind": "closed", "name": "Tránh bão số 5", "reason": "Công điện 12"}
    return filled(client, f"/lich/{STORM}", **{**given, **typed})


def confirmed(client, path, form):
    """Presses on through the preview, as a page without a script does."""
    return client.post(path, form_fields(client.post(path, form), path))


@pytest.mark.parametrize("person", people.EVERYBODY[:6], ids=lambda person: person.login)
def test_everybody_of_the_ward_reads_the_year(sign_in, person):
    text = main_text(sign_in(person).get("/lich?nam=2026"))
    assert "Lịch làm việc năm 2026" in text
    assert "Số ngày làm việc trong năm 249" in text
    assert "Thứ Ba, 24/11/2026 Ngày Văn hóa Việt Nam" in text
    assert "Thứ Bảy, 22/08/2026 Làm bù cho ngày nghỉ 31/08/2026" in text
    assert ("Sửa lịch" in text) == (person.role == "admin")


@pytest.mark.parametrize("person", people.EVERYBODY[:5], ids=lambda person: person.login)
def test_only_an_admin_changes_it(sign_in, person):
    client = sign_in(person)
    for path in PAGES[1:]:
        assert client.get(path).status_code == 403, path
        assert client.post(path, {"reason": "x"}).status_code == 403, path
    assert client.post("/lich/them-nam", {"nam": "2029"}).status_code == 403
    assert records.workdays(people.WARD) == []


@pytest.mark.parametrize("path", PAGES)
def test_nobody_reads_it_signed_out(visitor, path):
    assert visitor.get(path).status_code in (302, 401)
    assert visitor.post(path, {}).status_code in (302, 401, 405)


def test_another_wards_calendar_is_its_own(sign_in):
    ours, theirs = sign_in(people.AN), sign_in(people.DUNG)
    assert confirmed(ours, f"/lich/{STORM}", storm(ours)).status_code == 302
    assert "Tránh bão số 5" in main_text(ours.get("/lich?nam=2026"))
    assert "Tránh bão số 5" not in main_text(theirs.get("/lich?nam=2026"))
    assert form_fields(theirs.get(f"/lich/{STORM}"), f"/lich/{STORM}").get("kind", "") == ""


def test_r18_the_page_says_what_a_day_off_would_move_before_it_is_saved(sign_in, desk):
    """R18, BLLĐ Đ112.3: shown first, saved on the second press, with the reason in the dossier."""
    row, client, path = desk.receive(THREE_DAYS), sign_in(people.AN), f"/lich/{STORM}"
    desk.receive(SAME_DAY)
    preview = client.post(path, storm(client))
    text = main_text(preview)
    assert "Chưa lưu gì." in text
    assert "1 hồ sơ đang giải quyết sẽ đổi hạn trả" in text
    assert (
        f"{row['receipt_number']}/2026 Cấp Giấy xác nhận tình trạng hôn nhân 26/11/2026 17:00 27/11/2026 17:00" in text
    )
    assert row["name"] not in text
    assert records.workdays(people.WARD) == []
    assert desk.row(row["id"]) == row

    form = form_fields(preview, path)
    assert client.post(path, form).headers["Location"] == "/lich?nam=2026"
    assert "Đã dời hạn 1 hồ sơ" in client.get("/lich?nam=2026").get_data(as_text=True)
    (told,) = json.loads(desk.row(row["id"])["redates"])
    assert (told["by"], told["reason"]) == (people.AN.id, "Công điện 12")
    # A double click is the same change.
    assert client.post(path, form).status_code == 302
    assert len(json.loads(desk.row(row["id"])["redates"])) == 1


def test_r18_feedback_that_moves_is_counted(sign_in, desk):
    ears, client, path = FeedbackDesk(), sign_in(people.AN), f"/lich/{STORM}"
    row = ears.sorted_as("conduct", about=[people.LAN.id])
    preview = client.post(path, storm(client))
    assert "1 phản ánh, kiến nghị đang giải quyết sẽ đổi hạn" in main_text(preview)
    assert client.post(path, form_fields(preview, path)).status_code == 302
    assert "Đã dời hạn 1 hồ sơ, phản ánh" in client.get("/lich?nam=2026").text
    assert ears.row(row["id"], "feedback")["due_at"] > row["due_at"]


def test_r13_what_complains_of_whoever_changes_the_calendar_moves_and_is_not_counted(sign_in, desk):
    """One more than stands in their own list would tell them."""
    ears, client, path = FeedbackDesk(), sign_in(people.AN), f"/lich/{STORM}"
    row = ears.sorted_as("conduct", about=[people.AN.id])
    preview = client.post(path, storm(client))
    assert "sẽ đổi hạn" not in main_text(preview)
    assert row["id"] not in preview.text
    assert client.post(path, form_fields(preview, path)).status_code == 302
    assert "Không hồ sơ, phản ánh nào phải dời hạn" in client.get("/lich?nam=2026").text
    assert ears.row(row["id"], "feedback")["due_at"] > row["due_at"]


def test_r18_a_dossier_received_meanwhile_is_shown_before_anything_is_saved(sign_in, desk):
    client, path = sign_in(people.AN), f"/lich/{STORM}"
    form = form_fields(client.post(path, storm(client)), path)
    desk.receive(THREE_DAYS)
    again = client.post(path, form)
    assert "Có hồ sơ vừa thay đổi" in main_text(again)
    assert "1 hồ sơ đang giải quyết sẽ đổi hạn trả" in main_text(again)
    assert records.workdays(people.WARD) == []
    assert client.post(path, form_fields(again, path)).status_code == 302
    assert records.workday(people.WARD, STORM)["name"] == "Tránh bão số 5"


def test_the_way_back_from_the_preview_keeps_what_was_typed(sign_in):
    client, path = sign_in(people.AN), f"/lich/{STORM}"
    form = form_fields(client.post(path, storm(client, source="Công điện 12/CĐ-UBND")), path)
    typed = form_fields(client.post(path, {**form, "again": "1"}), path)
    assert (
        typed.items()
        >= {
            "kind": "closed",
            "name": "Tránh bão số 5",
            "reason": "Công điện 12",
            "source": "Công điện 12/CĐ-UBND",
        }.items()
    )
    assert records.workdays(people.WARD) == []


def test_an_entry_is_taken_back_as_an_ordinary_day(sign_in):
    client, path = sign_in(people.AN), "/lich/2026-11-24"
    form = filled(client, path, kind="ordinary", name="", reason="Không nghỉ")
    assert confirmed(client, path, form).status_code == 302
    assert records.workday(people.WARD, "2026-11-24")["working"] is True
    assert "24/11/2026" not in main_text(client.get("/lich?nam=2026"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": ""}, "Cần có mục “Loại ngày”"),
        ({"kind": "party"}, "Lựa chọn ở “Loại ngày”"),
        ({"reason": " "}, "Cần có mục “Lý do ghi”"),
        ({"name": ""}, "Cần có mục “Tên ngày”"),
        ({"name": "Ồ" * 121}, "“Tên ngày” dài 121 ký tự"),
        ({"certainty": "sure"}, "Lựa chọn ở “Mức chắc chắn”"),
    ],
)
def test_a_wrong_day_form_comes_back_with_what_was_typed(sign_in, typed, said):
    client, path = sign_in(people.AN), f"/lich/{STORM}"
    answer = client.post(path, storm(client, source="Văn bản 7", **typed))
    assert answer.status_code == 422
    assert said in main_text(answer)
    assert form_fields(answer, path)["source"] == "Văn bản 7"
    assert records.workdays(people.WARD) == []


@pytest.mark.parametrize("day", ["2026-02-30", "1999-01-01", "2100-01-01", "hom-nay"])
def test_a_day_outside_the_calendar_has_no_page(sign_in, day):
    client = sign_in(people.AN)
    assert client.get(f"/lich/{day}").status_code == 404
    assert sentence("day_unknown") in main_text(client.get(f"/lich/ngay?ngay={day}"))
    assert client.get(f"/lich/ngay?ngay={STORM}").headers["Location"] == f"/lich/{STORM}"


def test_a_swap_is_two_days_and_one_change(sign_in, desk):
    row, client, path = desk.receive(THREE_DAYS), sign_in(people.AN), "/lich/hoan-doi"
    form = filled(client, path, off="2026-11-23", on="2026-11-28", reason="Thông báo của Thủ tướng", source="TB 1")
    preview = client.post(path, form)
    assert "Nghỉ: Thứ Hai, 23/11/2026 Đi làm bù: Thứ Bảy, 28/11/2026" in main_text(preview)
    assert client.post(path, form_fields(preview, path)).status_code == 302
    found = {each["id"]: (each["kind"], each["working"]) for each in records.workdays(people.WARD)}
    assert found == {"2026-11-23": ("swapped_off", False), "2026-11-28": ("swapped_on", True)}
    assert desk.row(row["id"])["due_current_at"] == at("2026-11-27 17:00")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"off": "2026-11-24"}, "Ngày này vốn đã nghỉ"),
        ({"on": "2026-11-26"}, "Ngày này vốn đã là ngày làm việc"),
        ({"off": ""}, "Hãy chọn một ngày từ năm 2020"),
        ({"reason": ""}, "Cần có mục “Lý do ghi”"),
    ],
)
def test_a_swap_that_is_none_is_refused(sign_in, typed, said):
    client, path = sign_in(people.AN), "/lich/hoan-doi"
    form = filled(client, path, **{"off": "2026-11-23", "on": "2026-11-28", "reason": "TB", **typed})
    answer = client.post(path, form)
    assert answer.status_code == 422
    assert said in main_text(answer)
    assert form_fields(answer, path)["on"] == form["on"]
    assert records.workdays(people.WARD) == []


def test_a_year_without_holidays_says_so_and_takes_them_from_the_library(sign_in):
    client = sign_in(people.AN)
    page = client.get("/lich?nam=2029")
    assert "Năm 2029 chưa có ngày nghỉ lễ nào" in main_text(page)
    assert confirmed(client, "/lich/them-nam", form_fields(page, "/lich/them-nam")).status_code == 302
    text = main_text(client.get("/lich?nam=2029"))
    assert "Thứ Ba, 13/02/2029" in text
    assert "ngày chưa chắc chắn" in text
    assert client.post("/lich/them-nam", {"nam": "2029"}).headers["Location"] == "/lich?nam=2029"
    assert "Quản trị của phường" in main_text(sign_in(people.LAN).get("/lich?nam=2030"))


@pytest.mark.parametrize("year", ["", "x", "99999", "-5", "２０２６", "2026.0"])
def test_a_year_that_is_none_shows_this_one(sign_in, year):
    assert "Lịch làm việc năm 2026" in main_text(sign_in(people.LAN).get(f"/lich?nam={year}"))
    assert sign_in(people.AN).post("/lich/them-nam", {"nam": year}).status_code == 404


def test_the_office_keeps_its_settings(sign_in, desk):
    row, client, path = desk.receive(THREE_DAYS), sign_in(people.AN), "/lich/noi-tiep-nhan"
    form = filled(
        client,
        path,
        counter_name="ĐIỂM PHỤC VỤ SỐ 2",
        signer_title="KT. CHỦ TỊCH\r\nPHÓ CHỦ TỊCH",
        late_per_official="3",
    )
    assert client.post(path, form).headers["Location"] == "/lich"
    kept = records.office(people.WARD)
    assert (kept["counter_name"], kept["signer_title"]) == ("ĐIỂM PHỤC VỤ SỐ 2", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH")
    assert (kept["late_per_official"], kept["public_board"], kept["identity_line"]) == (3, True, False)
    assert desk.row(row["id"]) == row
    assert records.office(people.OTHER_WARD)["counter_name"] == DEFAULT["counter_name"]
    assert client.post(path, filled(client, path, public_board=None)).status_code == 302
    assert records.office(people.WARD)["public_board"] is False


def test_other_hours_are_shown_first(sign_in, desk):
    """R18: hours are part of what a promise is counted with."""
    row, client, path = desk.receive(THREE_DAYS), sign_in(people.AN), "/lich/noi-tiep-nhan"
    preview = client.post(path, filled(client, path, afternoon_to="16:30"))
    assert "1 hồ sơ đang giải quyết sẽ đổi hạn trả" in main_text(preview)
    assert records.own_office(people.WARD) is None
    assert client.post(path, form_fields(preview, path)).status_code == 302
    assert desk.row(row["id"])["due_current_at"] == at("2026-11-26 16:30")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"morning_to": "07:00"}, "Giờ phải theo thứ tự"),
        ({"cutoff": "11:00"}, "Giờ chốt phải nằm trong buổi chiều"),
        ({"afternoon_to": "5 giờ"}, "“Buổi chiều đến” chưa đúng dạng"),
        ({"late_per_unit_percent": "101"}, "phải là số nguyên từ 0 đến 100"),
        ({"counter_name": ""}, "Cần có mục “Tên nơi tiếp nhận”"),
    ],
)
def test_a_wrong_office_form_comes_back_with_what_was_typed(sign_in, typed, said):
    client, path = sign_in(people.AN), "/lich/noi-tiep-nhan"
    answer = client.post(path, filled(client, path, counter_address="12 Tô Hiệu", **typed))
    assert answer.status_code == 422
    assert said in main_text(answer)
    assert form_fields(answer, path)["counter_address"] == "12 Tô Hiệu"
    assert records.own_office(people.WARD) is None


def test_the_preview_of_many_dossiers_shows_fifty_and_counts_the_rest(sign_in, desk):
    for _each in range(53):
        desk.receive(THREE_DAYS)
    client, path = sign_in(people.AN), f"/lich/{STORM}"
    text = main_text(client.post(path, storm(client)))
    assert "53 hồ sơ đang giải quyết sẽ đổi hạn trả" in text
    assert "và 3 hồ sơ nữa." in text
