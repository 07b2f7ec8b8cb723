"""QĐ 766/QĐ-TTg: what our records tell of it, and the portal's own figures read from a stranger's file."""

from datetime import date

import pytest

from app.rules import evaluation_scheme, index766, spreadsheet
from app.rules.index766 import Own
from app.rules.index766_file import plan
from app.rules.spreadsheet import Formula, Line
from app.rules.timeliness import Tally

SCHEME = evaluation_scheme.shipped()["qd766_2022"]
LIMITS = spreadsheet.Limits(10_000, 100)


def read(text: str, month: str = "2026-10"):
    return plan(spreadsheet.read(text.encode(), LIMITS), SCHEME, month, "2026-11-20")


def cells(*rows: list, month: str = "2026-10"):
    return plan([Line(number, list(row)) for number, row in enumerate(rows, 1)], SCHEME, month, "2026-11-20")


def test_it_adds_up_to_a_hundred_and_shows_its_arithmetic():
    tally = Tally(direct_or_post=100, early=60, on_time=20, late=10, pending_in_time=8, pending_late=2)
    items = index766.items(SCHEME, Own(tally, in_time=3, petitions=4, satisfied=1, rated=2))
    assert sum(one.most for one in items) == 100
    told = {one.number: one for one in items if one.points is not None}
    assert set(told) == {"2.1", "5.1", "5.2", "5.3"}
    assert (told["2.1"].points, told["2.1"].why) == (17.6, "20 × 88 / 100")
    assert round(told["5.1"].points, 2) == 5.93
    assert (told["5.2"].points, told["5.3"].points) == (4.5, 3.0)


def test_a_complaint_costs_as_much_as_a_late_dossier():
    tally = Tally(direct_or_post=10, early=10)
    assert index766.satisfaction(Own(tally, complained=4))[0] == pytest.approx(4)


def test_without_a_dossier_it_says_nothing_and_without_a_petition_the_marks_are_full():
    told = {one.number: one.points for one in index766.items(SCHEME, Own(Tally())) if one.points is not None}
    assert told == {"5.2": 6.0, "5.3": 6.0}


def test_points_are_lost_against_the_most_there_is_and_a_band_needs_every_item():
    every = {one["item"]: 100 * one["most"] for one in SCHEME.items}
    items = index766.items(SCHEME, Own(Tally()), every | {"2.1": 1_050})
    assert [(one.number, one.lost) for one in items if one.lost] == [("2.1", 9.5)]
    groups = index766.groups(items)
    assert sum(one[2] for one in groups) == 100
    assert index766.band(SCHEME, 90.5, 100) == "Xuất sắc"
    assert [index766.band(SCHEME, points, 100) for points in (89.99, 49.9)] == ["Tốt", "Yếu"]
    assert index766.band(SCHEME, 60, 80) == ""


def test_a_file_is_read_by_what_its_columns_are_called():
    text = "BẢNG ĐIỂM;;\nSTT;Nội dung;Điểm đạt được;Kỳ báo cáo\n1;Công khai;18;\n1.1;A;5,83;09/2026\nMục 2.1;B;17.5;\n"
    made = read(text)
    assert made.errors == []
    assert made.months == {"2026-09": {"1.1": 583}, "2026-10": {"2.1": 1_750}}
    assert made.passed == 1


def test_what_excel_makes_of_an_item_is_read_back():
    made = cells(
        ["Mục", "Điểm", "Tháng"], [1.1, 6, ""], [date(2026, 1, 2), 19.999, date(2026, 9, 30)], ["5,1", "6", ""]
    )
    assert made.errors == []
    assert made.months == {"2026-10": {"1.1": 600, "5.1": 600}, "2026-09": {"2.1": 2_000}}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["2.1", "20,01", ""], "national_points"),
        (["2.1", "-1", ""], "national_points"),
        (["2.1", Formula("=1+1"), ""], "national_points"),
        (["2.1", True, ""], "national_points"),
        (["2.1", "mười", ""], "national_points"),
        (["2.1", "5", "12/2026"], "national_month"),
        (["2.1", "5", "tháng trước"], "national_month"),
        (["1.1", "5", "10/2026"], "national_twice"),
    ],
)
def test_a_wrong_line_says_so(row, code):
    made = cells(["Mục", "Điểm", "Tháng"], ["1.1", "5", "10/2026"], row)
    assert [(one.line, one.code) for one in made.errors] == [(3, code)]


def test_a_file_of_something_else_says_what_is_missing():
    assert [one.code for one in read("Họ tên;Ngày sinh\nA;1990\n").errors] == ["national_heading"]
    assert [one.code for one in read("Mục;Điểm\n9.9;1\n").errors] == ["national_nothing"]
