"""A list from another system: columns guessed by their headings, days and states as offices write them."""

from datetime import date, datetime

import pytest

from app.rules import clock, dossier_import_file
from app.rules.calendar import Calendar
from app.rules.spreadsheet import Formula, Line

HEADINGS = ["STT", "Mã hồ sơ", "Mã TTHC", "Chủ hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái", "SĐT"]
KNOWN = {"1.004873": {"version": "1.004873@1", "variant": "thuong"}}
ROW = [
    1,
    "H26.12.34-261120-0001",
    "1.004873",
    "Nguyễn Văn A",
    "20/11/2026 14:30",
    "26/11/2026",
    "Đang xử lý",
    912345678,
]


def planned(*rows, headings=HEADINGS):
    lines = [Line(1, ["DANH SÁCH HỒ SƠ"]), Line(3, headings), *(Line(4 + n, list(row)) for n, row in enumerate(rows))]
    place = dossier_import_file.heading(lines)
    mapping = dossier_import_file.guess(lines[place])
    return dossier_import_file.plan(lines[place + 1 :], mapping, KNOWN, Calendar(), "2026-11-22")


def changed(**cells):
    names = dict(zip(("code", "procedure", "name", "received", "due", "state", "phone"), range(1, 8), strict=True))
    row = list(ROW)
    for name, value in cells.items():
        row[names[name]] = value
    return row


def test_the_heading_is_found_below_a_title_and_its_columns_are_guessed():
    plan = planned(ROW)
    assert plan.errors == []
    ((line, body),) = plan.items
    assert line == 4
    assert body["national_code"] == "H26.12.34-261120-0001"
    assert (body["procedure"], body["variant"]) == ("1.004873@1", "thuong")
    assert body["phone"] == "+84912345678"
    assert clock.write(body["received_at"]).startswith("2026-11-20T14:30")
    assert clock.write(body["due_at"]).startswith("2026-11-26T17:00")


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("Mới tiếp nhận", "received"),
        ("Đang xử lý đúng hạn", "processing"),
        ("Yêu cầu bổ sung", "supplement"),
        ("Chờ trả kết quả", "ready"),
        ("", "processing"),
    ],
)
def test_states_of_other_systems(words, state):
    assert planned(changed(state=words)).items[0][1]["state"] == state


@pytest.mark.parametrize("words", ["Đã trả kết quả", "Từ chối", "Dừng xử lý", "Đã rút"])
def test_what_is_closed_over_there_is_counted_and_left(words):
    plan = planned(changed(state=words))
    assert (plan.items, plan.closed) == ([], 1)


@pytest.mark.parametrize(
    "written", [datetime(2026, 11, 20), date(2026, 11, 20), "2026-11-20", "20-11-2026", "20.11.2026"]
)
def test_days_as_spreadsheets_write_them(written):
    body = planned(changed(received=written)).items[0][1]
    assert clock.write(body["received_at"]).startswith("2026-11-20T08:00")


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"received": "hôm qua"}, "import_day_unreadable"),
        ({"received": "31/02/2026"}, "import_day_unreadable"),
        ({"procedure": "9.999999"}, "import_procedure_unknown"),
        ({"name": ""}, "required"),
        ({"name": Formula("=HYPERLINK()")}, "cell_formula"),
        ({"phone": "123"}, "phone_length"),
    ],
)
def test_a_wrong_cell_names_its_line_and_spoils_only_its_row(cells, code):
    plan = planned(changed(**cells), changed(code="H26.12.34-261120-0002"))
    assert [(error.line, error.code) for error in plan.errors] == [(4, code)] or plan.errors[0].line == 4
    assert len(plan.items) == 1


def test_a_code_that_stands_twice_is_taken_once():
    plan = planned(ROW, ROW)
    assert (len(plan.items), plan.twice) == (1, 1)
