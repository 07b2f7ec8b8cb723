"""Every figure of a monthly report, counted anew from the rows in plain Python and read back from its files."""

import io
from collections import Counter

import pytest
from openpyxl import load_workbook

from app.printing.report_sheet import report_sheet, shown
from app.records import figures
from app.records.assistance import AssistanceDifficulty
from app.records.base import listed
from app.records.database import open_database
from app.rules import report_document, report_table
from app.rules.assistance_fields import HELP, RESULT
from app.rules.difficulty import BY_CODE
from app.web.report_making import Making
from tests import lived_ward, people
from tests.lived_ward import NOW, rows
from tests.printing import reading
from tests.ward_guard import guarded

FIRST, LAST, BEFORE = "2026-10-01", "2026-10-31", ("2026-09-01", "2026-09-30")
FACTS = [("Kỳ báo cáo", "tháng 10 năm 2026")]
# Charts beside their tables: what a report of a month shows at least.
CHARTS = 12


@pytest.fixture(scope="module")
def month(settled, databases):
    """(the document, its PDF, its XLSX) of a month of a ward that lived; and the ward stays open to be recounted."""
    _app, source = settled
    target = databases.copy(source)
    opened = open_database(target)
    with guarded(opened):
        opened.connect(reuse_if_open=True)
        lived_ward.live()
        made = Making(people.WARD, "support_month", FIRST, LAST, people.MINH.id, NOW)
        document = made.document()
        heading = {"organ_line_1": "Ủy ban nhân dân", "organ_line_2": "Phường Thử", "place": "Hà Đông", "demo": False}
        heading |= {"ward_slug": "", "at": "2026-11-02T08:00:00+07:00", "number": 4, "year": 2026, "signed": ""}
        heading |= {"signer_rank": "head", "head_title": "Chủ tịch", "signer_name": "", "corrects": "", "corrected": ""}
        yield document, report_sheet(heading, document), report_table.xlsx(document, FACTS), made.names
    opened.close()
    databases.drop(target)


def visits(first: str = FIRST, last: str = LAST) -> list[dict]:
    return [row for row in rows("assistance") if row["voided_at"] is None and first <= row["happened_on"] <= last]


def named(slips: list[dict]) -> Counter:
    ids = {row["id"] for row in slips}
    query = AssistanceDifficulty.select().where(AssistanceDifficulty.ward_id == people.WARD)
    return Counter(row["difficulty"] for row in listed(query) if row["assistance"] in ids)


def done(slips: list[dict]) -> tuple[int, int, int, int]:
    results = Counter(row["result"] for row in slips)
    late = results["unfinished"] + results["rescheduled"]
    return len(slips), results["filed"], late, sum(row["minutes"] for row in slips)


def by(slips: list[dict], column: str) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in slips:
        found.setdefault(row[column], []).append(row)
    return found


def online(slips: list[dict]) -> tuple[int, int]:
    """Filed online, of those that were filed at all: decision 59, told in other words than the roll-up's."""
    about = [row for row in slips if row["help"] in ("guide", "prepare", "file", "authorised")]
    there = sum(row["result"] == "filed" for row in about)
    return there, there + sum(row["result"] in ("to_counter", "to_police") for row in about)


def share(part: float, whole: float) -> float | None:
    return pytest.approx(100 * part / whole) if whole else None


def mean(part: float, whole: float) -> float | None:
    return pytest.approx(part / whole) if whole else None


def expected(names) -> dict[str, dict[str, tuple]]:
    """{section: {first cell: the others}} as the month really was."""
    now, before = visits(), visits(*BEFORE)
    told, was = done(now), done(before)
    points, places = by(now, "support_point"), by(now, "neighbourhood")
    met = named(now)
    months = {month: visits(f"{month}-01", f"{month}-31") for month in (f"2026-{one:02d}" for one in range(1, 11))}
    months |= {month: [] for month in ("2025-11", "2025-12")}
    tickets = by([row for row in rows("ticket") if FIRST <= row["on"] <= LAST], "point")
    return {
        "Kết quả chung": {
            "Số lượt hỗ trợ": (told[0], was[0]),
            "Nộp xong hồ sơ tại chỗ": (told[1], was[1]),
            "Chưa xong hoặc hẹn lại": (told[2], was[2]),
            "Tổng số phút hỗ trợ": (told[3], was[3]),
            "Số điểm có lượt hỗ trợ": (len(points), len(by(before, "support_point"))),
            "Số lần nêu khó khăn": (met.total(), named(before).total()),
        },
        "Lượt hỗ trợ từng ngày": {
            f"{day[8:]}/{day[5:7]}": tuple(done(found)[place] for place in (0, 1, 3))
            for day, found in by(now, "happened_on").items()
        },
        "Lượt hỗ trợ theo điểm": {
            names.point(point): (*done(found), mean(done(found)[3], len(found))) for point, found in points.items()
        },
        "Kết quả của các lượt hỗ trợ": {
            RESULT[result]: (len(found), share(len(found), told[0])) for result, found in by(now, "result").items()
        },
        "Nội dung đã hỗ trợ": {
            HELP[help_]: (len(found), share(len(found), told[0])) for help_, found in by(now, "help").items()
        },
        "Khó khăn người dân gặp": {BY_CODE[code].label: (n, share(n, met.total())) for code, n in met.items()},
        "Thời gian chờ gọi số": {names.point(point): _waited(point, found) for point, found in tickets.items()},
        "Lượt hỗ trợ theo tổ dân phố": {
            names.place(place): (len(found), done(found)[1], share(done(found)[1], len(found)), done(found)[2])
            for place, found in places.items()
        },
        "Nộp trực tuyến theo tổ dân phố": _online(places, names.place),
        "Nộp trực tuyến theo thủ tục": _online(by(now, "procedure"), lambda code: _short(names.procedure(code))),
        "Lượt hỗ trợ mười hai tháng": {
            f"{int(month[5:])}/{month[:4]}": done(found)[:2] for month, found in months.items()
        },
        "Tỷ lệ nộp trực tuyến mười hai tháng": {
            f"{int(month[5:])}/{month[:4]}": (*online(found), share(*online(found))) for month, found in months.items()
        },
    }


def _online(groups: dict[str, list[dict]], name) -> dict[str, tuple]:
    return {name(key): (*online(found), share(*online(found))) for key, found in groups.items() if online(found)[1]}


def _short(name: str) -> str:
    return name[8:9].upper() + name[9:] if name.startswith("Thủ tục ") else name


def _waited(point: str, tickets: list[dict]) -> tuple:
    waits = [(row["first_called_at"] - row["taken_at"]) // 60_000 for row in tickets if row["first_called_at"]]
    long = sum(wait >= 20 for wait in waits) if point == people.CT1A else 0
    return len(tickets), len(waits), sum(waits), mean(sum(waits), len(waits)), long


def test_every_figure_of_the_document_is_what_the_rows_say(month):
    document, _pdf, _xlsx, names = month
    wanted = expected(names)
    shown = {section.title: section for section in document.sections}
    assert wanted.keys() <= shown.keys()
    for title, lines in wanted.items():
        section = shown[title]
        found = {row[0]: tuple(report_document.values(section, row)[1:]) for row in section.rows}
        assert found == lines, title


def test_what_a_neighbourhood_names_most_is_what_it_names_most(month):
    document, _pdf, _xlsx, names = month
    section = next(one for one in document.sections if one.short == "Khó khăn theo tổ")
    of_place = by(visits(), "neighbourhood")
    found = {names.place(place): named(slips) for place, slips in of_place.items()}
    assert {row[0] for row in section.rows} == {place for place, met in found.items() if met}
    for place, label, n, mentions in section.rows:
        met = found[place]
        assert (n, mentions) == (max(met.values()), met.total())
        assert label in {BY_CODE[code].label for code, count in met.items() if count == n}


def test_the_spreadsheet_has_the_same_numbers_and_sums_them_by_formula(month):
    document, _pdf, xlsx, _names = month
    reckoned = load_workbook(io.BytesIO(xlsx), data_only=True)
    written = load_workbook(io.BytesIO(xlsx))
    assert len(written.sheetnames) == len(document.sections) + 1
    for place, section in enumerate(document.sections, 1):
        values, formulas = reckoned.worksheets[place], written.worksheets[place]
        assert formulas.freeze_panes == "B2"
        for at, row in enumerate(section.rows, 2):
            told = [cell.value for cell in values[at]][: len(section.columns)]
            for column, cell in enumerate(report_document.values(section, row)):
                found = "" if told[column] is None else told[column]
                assert found == (pytest.approx(cell) if isinstance(cell, float) else "" if cell is None else cell)
        if section.total and section.rows:
            last = len(section.rows) + 2
            for column, one in enumerate(section.columns[1:], 2):
                if one.kind == "count":
                    letter = formulas.cell(last, column).column_letter
                    assert formulas.cell(last, column).value == f"=SUM({letter}2:{letter}{last - 1})"
                    assert values.cell(last, column).value == sum(row[column - 1] or 0 for row in section.rows)


def test_the_paper_shows_each_line_and_draws_twelve_charts(month):
    document, pdf, _xlsx, _names = month
    text = reading.text(pdf)
    assert "BÁO CÁO Kết quả hỗ trợ người dân" in text
    assert "04/BC-UBND" in text
    for section in document.sections:
        for row in section.rows:
            line = " ".join(cell for cell in shown(section, row) if cell)
            assert line in text, section.title
    charts = [report_document.drawing(section) for section in document.sections]
    assert sum(chart is not None and not chart.empty for chart in charts) >= CHARTS
    assert reading.faults(pdf) == []


def test_the_forms_hold_against_one_another_and_against_the_dashboard(month):
    for first, last in ((FIRST, LAST), ("2026-08-15", "2026-10-14")):
        made = {kind: Making(people.WARD, kind, first, last, people.MINH.id, NOW).document()
                for kind in ("form_06a", "form_07a", "form_05a")}  # fmt: skip
        settled = report_document.total(made["form_06a"].sections[0])
        for by_field in made["form_07a"].sections[:1]:
            found = report_document.values(by_field, report_document.total(by_field))
            assert found[2:5] == [settled[8] + settled[11], settled[8], settled[11]]
            assert found[2] > 0
        assert sum(row[1] for row in made["form_07a"].sections[1].rows) == settled[8] + settled[11]
        heard = made["form_05a"].sections[0]
        came, ended, left = (report_document.values(heard, report_document.total(heard))[at] for at in (1, 4, 9))
        assert came == ended + left
        told = figures.feedbacks(people.WARD, first, last, people.MINH.id, NOW)
        petitions = {line.key: line.n for line in told.kinds}
        assert report_document.total(heard)[3] == petitions["petition"]
        assert f"không tính vào biểu: {petitions['suggestion']}." in heard.note
        assert left <= told.open
