"""A file becomes new versions, or errors with line, column and sentence; never half of it."""

import io
import unicodedata
from datetime import datetime

import pytest
from openpyxl import Workbook

from app.problems.fields import DESK_PROBLEMS, FIELD_PROBLEMS
from app.rules import procedure, procedure_import
from app.rules.handling_check import check, written
from app.rules.procedure_import import COLUMNS, LABELS, REQUIRED, heading_row, plan, row_of
from app.rules.spreadsheet import Limits, read, write_csv
from app.rules.table_file import Column, xlsx_bytes
from tests.people import procedure_body

HELD = procedure_body("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch", fee_text="Miễn khi đúng hạn")


def file_of(*bodies, **changed) -> bytes:
    return write_csv([heading_row(), *(row_of({**body, **changed}) for body in bodies)])


def cell_file(column: str, cell, **others) -> bytes:
    """An XLSX with one row, one of whose cells is what Excel made of it."""
    book = Workbook()
    row = row_of({**HELD, **others})
    row[COLUMNS.index(column)] = cell
    book.active.append(heading_row())
    book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def planned(content: bytes, *held: dict) -> procedure_import.Plan:
    rows = {row["code"]: row for row in held}
    return plan(read(content, Limits(len(content), 5_000)), rows, rows)


def errors(content: bytes, *held: dict) -> list[tuple]:
    made = planned(content, *held)
    assert not made.errors or made.cards == []
    for error in made.errors:
        assert error.code in DESK_PROBLEMS or error.code in FIELD_PROBLEMS, error.code
    return [(error.line, error.column, error.code) for error in made.errors]


def test_a_new_procedure_becomes_its_first_version():
    (entity, body) = planned(file_of(HELD)).cards[0]
    assert entity == "1.001193@1"
    assert body == HELD


def test_a_changed_procedure_becomes_the_next_version_and_the_old_one_stays_as_it_was():
    made = planned(file_of(HELD, fee_text="Miễn cho mọi người"), HELD)
    assert made.items[0].changed == [("fee_text", "Miễn khi đúng hạn", "Miễn cho mọi người")]
    assert made.cards == [
        ("1.001193@1", {**HELD, "current": False}),
        ("1.001193@2", {**HELD, "version": 2, "fee_text": "Miễn cho mọi người"}),
    ]


def test_an_unchanged_procedure_does_nothing_and_one_that_is_not_named_stays():
    other = procedure_body("1.004222", "Đăng ký thường trú", "Cư trú")
    made = planned(file_of(HELD), HELD, other)
    assert made.cards == []
    assert [item.kind for item in made.items] == ["unchanged"]
    assert made.staying == 1


def test_the_catalogue_that_comes_along_reads_back_from_both_kinds_of_file_unchanged():
    bodies = [body for _entity, body in procedure_import.starter_cards()]
    rows = [heading_row(), *(row_of(body) for body in bodies)]
    columns = [Column(*pair) for pair in zip(rows[0], procedure_import.WIDTHS, strict=True)]
    for content in (write_csv(rows), xlsx_bytes("Thủ tục", columns, rows[1:], to_fill=True)):
        made = planned(content, *bodies)
        assert made.errors == []
        assert {item.kind for item in made.items} == {"unchanged"}


def test_a_column_that_is_missing_leaves_its_fact_and_an_empty_cell_empties_it():
    held = {**HELD, "note": "Nộp trong 60 ngày", "words": "đẻ con", "favourite": 3}
    names = [*REQUIRED, "words"]
    row = dict(zip(COLUMNS, row_of(held), strict=True))
    content = write_csv([[LABELS[name] for name in names], [row[name] if name != "words" else "" for name in names]])
    made = planned(content, held)
    assert [fact for fact, _before, _after in made.items[0].changed] == ["words"]
    assert made.cards[-1][1]["note"] == "Nộp trong 60 ngày"


def test_missing_columns_are_named():
    made = planned(write_csv([["Mã thủ tục", "Tên thủ tục", "Ghi chú"], ["1.001193", "Khai sinh", ""]]))
    assert made.errors[0].code == "columns_missing"
    assert made.errors[0].params["columns"] == (
        "Lĩnh vực, Nơi giải quyết, Thời hạn, Phí, lệ phí, Mức dịch vụ trực tuyến, Thành phần hồ sơ"
    )


def test_a_file_of_something_else_has_no_heading():
    assert errors(write_csv([["Họ tên", "Tuổi"], ["Lan", "30"]])) == [(1, "", "heading_missing")]
    assert errors(write_csv([heading_row()])) == [(1, "", "file_empty")]


def test_title_lines_may_stand_above_the_heading_and_unknown_columns_are_told():
    rows = [["DANH MỤC THỦ TỤC"], [], [*heading_row(), "Người rà soát"], [*row_of(HELD), "Hà"]]
    made = planned(write_csv(rows))
    assert made.errors == []
    assert made.ignored == ["Người rà soát"]
    assert made.items[0].line == 4


def test_headings_are_known_without_diacritics_and_by_the_names_of_data_files():
    folded = ["MA THU TUC", *heading_row()[1:]]
    assert planned(write_csv([folded, row_of(HELD)])).errors == []
    assert planned(write_csv([list(COLUMNS), row_of(HELD)])).errors == []


def test_a_column_that_stands_twice_is_refused():
    assert errors(write_csv([[*heading_row(), LABELS["name"]], [*row_of(HELD), "x"]])) == [(1, "name", "column_twice")]


@pytest.mark.parametrize("mangled", ["1.0012", "1001193", "1,001193", "1.00E+00"])
def test_a_code_that_excel_mangled_gets_a_clear_word(mangled):
    assert errors(file_of(HELD, code=mangled)) == [(2, "code", "code_mangled")]
    assert "Text" in DESK_PROBLEMS["code_mangled"]


def test_a_number_in_the_code_column_is_taken_only_when_nothing_is_lost():
    assert errors(cell_file("code", 1.00011)) == [(2, "code", "code_mangled")]
    assert planned(cell_file("code", 1.001193)).items[0].code == "1.001193"


@pytest.mark.parametrize("wrong", ["khai sinh", "1.00119x", "<script>"])
def test_what_is_no_code_is_refused(wrong):
    assert errors(file_of(HELD, code=wrong)) == [(2, "code", "code_shape")]


def test_a_code_that_stands_twice_names_the_first_line():
    made = planned(file_of(HELD, HELD))
    assert [(error.line, error.code, error.params["first"]) for error in made.errors] == [(3, "code_twice", 2)]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("fee_text", "=A1&B1", "cell_formula"),
        ("fee_text", "#REF!", "cell_error"),
        ("fee_text", 20000, "fee_bare"),
        ("fee_text", "20.000đ", "fee_bare"),
        ("fee_text", "0", "fee_bare"),
        ("time_text", datetime(2026, 3, 5), "cell_day"),
        ("time_value", "ba", "number_shape"),
        ("time_value", 2.25, "number_shape"),
        ("favourite", "nhất", "number_shape"),
        ("cutoff_15h", "có lẽ", "yes_no_shape"),
        ("level", "mức độ 5", "level_unknown"),
        ("status", "sắp có", "status_unknown"),
        ("level_scheme", "NĐ 1/1900", "scheme_unknown"),
        ("effective_from_on", "31/02/2026", "day_shape"),
        ("effective_from_on", 46000, "day_shape"),
        ("name", "", "required"),
        ("name", "x" * 401, "too_long"),
    ],
)
def test_a_wrong_cell_is_named_by_line_column_and_sentence(column, cell, code):
    assert errors(cell_file(column, cell)) == [(2, column, code)]


def test_every_wrong_row_is_told_and_nothing_is_imported():
    good = procedure_body("1.004222", "Đăng ký thường trú", "Cư trú")
    content = write_csv([heading_row(), row_of(good), row_of({**HELD, "name": ""}), row_of({**HELD, "code": "x"})])
    assert errors(content) == [(3, "name", "required"), (4, "code", "code_shape")]


@pytest.mark.parametrize(
    ("column", "cell", "kept"),
    [
        ("time_value", 2.5, "2.5"),
        ("time_value", "2,5", "2.5"),
        ("time_value", 3, "3"),
        ("cutoff_15h", "x", True),
        ("cutoff_15h", "Có", True),
        ("cutoff_15h", "", False),
        ("effective_from_on", datetime(2026, 12, 1), "2026-12-01"),
        ("effective_from_on", "1/12/2026", "2026-12-01"),
        ("effective_from_on", "2026-12-01", "2026-12-01"),
        ("status", "Đã bãi bỏ", "repealed"),
        ("status", "đang áp dụng (theo nguồn)", "in_force"),
        ("favourite", 7, 7),
    ],
)
def test_what_spreadsheets_do_to_a_cell_is_understood(column, cell, kept):
    made = planned(cell_file(column, cell))
    assert made.errors == []
    assert made.cards[0][1][column] == kept


@pytest.mark.parametrize(
    ("cell", "level", "scheme", "words"),
    [
        ("Toàn trình", "full", "", ""),
        ("TOÀN TRÌNH", "full", "", ""),
        ("Một phần", "partial", "", ""),
        ("Toàn trình (K)", "full", "", "Toàn trình (chưa kiểm chứng)"),
        ("Một phần (bản sao điện tử)", "partial", "", "Một phần (bản sao điện tử)"),
        ("Mức độ 3", "", "nd43_2011", "Mức độ 3 theo NĐ 43/2011"),
        ("4", "full", "nd43_2011", "Mức độ 4 theo NĐ 43/2011"),
        ("", "", "", ""),
    ],
)
def test_an_online_level_is_said_in_todays_words_and_an_old_number_never_stands_bare(cell, level, scheme, words):
    body = planned(cell_file("level", cell, level_scheme="", level_text="")).cards[0][1]
    assert (body["level"], body["level_scheme"], body["level_text"]) == (level, scheme, words)


def test_the_words_of_another_level_do_not_stay():
    held = {**HELD, "level": "full", "level_scheme": "nd224_2026", "level_text": "Toàn trình (chưa kiểm chứng)"}
    row = dict(zip(COLUMNS, row_of({**held, "level": "partial"}), strict=True))
    body = planned(write_csv([[LABELS[name] for name in REQUIRED], [row[name] for name in REQUIRED]]), held).cards[-1][
        1
    ]
    assert (body["level"], body["level_scheme"], body["level_text"]) == ("partial", "", "")


def test_text_is_stored_composed_whatever_the_file_holds():
    content = unicodedata.normalize("NFD", file_of(HELD).decode("utf-8-sig")).encode()
    assert planned(content).cards[0][1]["name"] == unicodedata.normalize("NFC", HELD["name"])
    assert planned(content, HELD).items[0].kind == "unchanged"


def test_a_new_procedure_without_a_status_is_a_draft_and_a_held_one_keeps_its_own():
    assert planned(cell_file("status", "")).cards[0][1]["status"] == "draft"
    assert planned(cell_file("status", ""), HELD).items[0].kind == "unchanged"


def test_days_in_the_wrong_order_are_refused():
    wrong = {"effective_from_on": "2026-12-01", "effective_to_on": "2026-11-01"}
    assert errors(file_of(HELD, **wrong)) == [(2, "effective_to_on", "days_reversed")]


def test_the_catalogue_that_comes_along_is_honest():
    bodies = {body["code"]: body for _entity, body in procedure_import.starter_cards()}
    assert len(bodies) == 218
    in_force = [body for body in bodies.values() if body["status"] == "in_force"]
    assert len(in_force) == 97
    for body in bodies.values():
        assert "(Đà Nẵng)" not in body["name"]
        assert "(K)" not in "".join(str(value) for value in body.values())
        assert not procedure.bare_fee(body["fee_text"])
        assert body["source"]
    assert procedure.level_unverified(bodies["1.001193"])
    assert bodies["2.002621"]["status"] == "repealed"
    assert bodies["2.002621"]["replaced_by"] == "3.000722"
    favourites = sorted((body["favourite"], body["code"]) for body in bodies.values() if body["favourite"])
    assert [place for place, _code in favourites] == list(range(1, len(favourites) + 1))
    assert all(bodies[code]["words"] and bodies[code]["status"] == "in_force" for _place, code in favourites)


def test_a_file_that_does_not_name_the_counters_handling_keeps_it():
    text = written(check({"variants": [{"key": "chung", "name": "Mọi trường hợp", "value": "3", "unit": "giờ"}]})[0])
    held = {**HELD, "handling": text}
    without = write_csv([heading_row()[:-1], row_of({**HELD, "fee_text": "Miễn cho mọi người"})[:-1]])
    assert COLUMNS[-1] == "handling"
    made = planned(without, held)
    assert made.items[0].changed == [("fee_text", "Miễn khi đúng hạn", "Miễn cho mọi người")]
    assert made.cards[-1][1]["handling"] == text


def test_a_file_may_carry_the_counters_handling_and_its_preview_names_the_variants():
    text = written(check({"variants": [{"key": "chung", "name": "Mọi trường hợp", "value": "3", "unit": "giờ"}]})[0])
    made = planned(file_of({**HELD, "handling": text}), HELD)
    assert made.items[0].changed == [("handling", "", "Mọi trường hợp")]
    assert made.cards[-1][1]["handling"] == text
    assert errors(cell_file("handling", "{}"), HELD) == [(2, "handling", "handling_unreadable")]
