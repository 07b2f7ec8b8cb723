"""A ward's spreadsheet becomes a form file, or every row that cannot is named."""

import io

import pytest
from openpyxl import Workbook

from app.rules.declaration_check import check
from app.rules.declaration_form import faults
from app.rules.spreadsheet import Limits, Unreadable, read_sheets
from app.rules.xlsform import imported

HEAD = ["type", "name", "label::Tiếng Việt (vi)", "hint", "required", "relevant", "constraint", "constraint_message"]
SURVEY = [
    ["start", "start"],
    ["note", "loi_dan", "Xin ghi đúng như trên căn cước."],
    ["begin_group", "nguoi_gui", "Người gửi xe"],
    ["text", "Ho_Ten", "Họ và tên", "", "yes"],
    ["integer", "tuoi", "Tuổi", "", "", "", ". >= 15 and . <= 120", "Tuổi phải từ 15 đến 120."],
    ["select_one co_khong", "co_xe", "Có gửi xe không?", "", "true()"],
    ["select_one loai", "loai_xe", "Loại xe", "", "${co_xe} = 'yes'", "${co_xe} = 'yes'"],
    ["select_multiple gio", "gio", "Giờ gửi"],
    ["date", "tu_ngay", "Gửi từ ngày", "", "", "selected(${loai_xe}, 'may') and not(selected(${gio}, 'dem'))"],
    ["end_group"],
    ["begin_repeat", "xe", "Xe khác", "", "", "${tuoi} > 17"],
    ["text", "bien_so", "Biển số", "", "yes"],
    ["text", "mau", "Màu", "", "", "${bien_so} != ''"],
    ["end_repeat"],
    ["text", "ghi_chu", "Ghi chú"],
]
CHOICES = [
    ["list_name", "name", "label"],
    ["co_khong", "yes", "Có"],
    ["co_khong", "no", "Không"],
    ["loai", "may", "Xe máy"],
    ["loai", "dap", "Xe đạp"],
    ["gio", "ngay", "Ban ngày"],
    ["gio", "dem", "Qua đêm"],
]
SETTINGS = [["form_title", "form_id", "version"], ["Đăng ký gửi xe", "Gửi xe", 2026]]


def book(survey=SURVEY, choices=CHOICES, settings=SETTINGS, head=HEAD) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in (("survey", [head, *survey]), ("choices", choices), ("settings", settings)):
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def made(**changed):
    return imported(read_sheets(book(**changed), Limits(1_000_000, 500)), "tep_cua_phuong")


def test_a_wards_spreadsheet_becomes_a_form_that_can_be_filled_in():
    told = made()
    assert [str(fault) for fault in told.faults] == [
        "trang survey, dòng 2: bỏ qua “start”: tờ khai không ghi gì về máy."
    ]
    form = told.form
    assert faults(form) == []
    assert (form["code"], form["title"], form["version"]) == ("gui_xe", "ĐĂNG KÝ GỬI XE", 2026)
    assert [section["id"] for section in form["sections"]] == ["part_1", "nguoi_gui", "xe", "part_4"]
    fields = {one["id"]: one for one in form["sections"][1]["fields"]}
    assert {id_: one["type"] for id_, one in fields.items()} == {
        "ho_ten": "text",
        "tuoi": "number",
        "co_xe": "yes_no",
        "loai_xe": "choice",
        "gio": "choices",
        "tu_ngay": "date",
    }
    assert fields["ho_ten"]["required"] is True
    assert fields["loai_xe"]["required"] == fields["loai_xe"]["if"] == ["=", "nguoi_gui.co_xe", {"text": "yes"}]
    assert fields["tu_ngay"]["if"] == [
        "and",
        ["=", "nguoi_gui.loai_xe", {"text": "may"}],
        ["not", ["has", "nguoi_gui.gio", "dem"]],
    ]
    assert form["sections"][2]["if"] == [">", "nguoi_gui.tuoi", 17]
    assert form["sections"][2]["fields"][1]["if"] == ["filled", "bien_so"]


def test_what_was_imported_asks_and_checks_as_the_spreadsheet_says():
    form = made().form
    values = {"nguoi_gui": {"ho_ten": "Lan", "tuoi": "12", "co_xe": "yes"}, "xe": [{"bien_so": "29A"}]}
    checked = check(form, values, "2026-11-22")
    assert checked.errors["nguoi_gui.tuoi"] == ("said", {"label": "", "say": "Tuổi phải từ 15 đến 120."})
    assert checked.errors["nguoi_gui.loai_xe"][0] == "required"
    assert "xe" not in checked.values
    grown = check(form, {**values, "nguoi_gui": {**values["nguoi_gui"], "tuoi": "30", "loai_xe": "dap"}}, "2026-11-22")
    assert grown.errors == {}
    assert grown.values["xe"] == [{"bien_so": "29A"}]


def test_the_paper_prints_every_answer():
    form = made().form
    printed = str(form["paper"])
    for name in ("ho_ten", "tuoi", "co_xe", "loai_xe", "gio", "tu_ngay", "ghi_chu"):
        assert f".{name}}}" in printed, name
    assert {"table": "xe", "columns": [["TT", "#"], ["Biển số", "bien_so"], ["Màu", "mau"]]}.items() <= next(
        part for part in form["paper"] if "table" in part
    ).items()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["image", "anh", "Ảnh"], "loại “image” chưa dùng được"),
        (["calculate", "x", "X"], "loại “calculate” chưa dùng được"),
        (["select_one mau", "mau", "Màu"], "không thấy danh sách"),
        (["select_one loai or_other", "loai2", "Loại"], "or_other"),
        (["text", "", "Không tên"], "thiếu name"),
        (["text", "tuoi", "Trùng"], "“tuoi” đã dùng"),
        (["text", "x", "Chào ${Ho_Ten}"], "nhãn có ${…}"),
        (["text", "x", "X", "", "", "${ai_do} = 1"], "không có câu hỏi “ai_do”"),
        (["text", "x", "X", "", "", "", "regex(., '[0-9]+')"], "constraint “regex"),
        (["text", "x", "X", "", "${tuoi} +"], "required"),
        (["", "x", "X"], "thiếu type"),
        (["begin_group", "g", "G"], "thiếu end group"),
        (["end_group"], "thừa một end group"),
        (["text", "x", "X", "", "", "${bien_so} = 'a'"], "xe.bien_so"),
        (["text", "x", "X", "", "", "selected(${loai_xe}, 'bo')"], "không có lựa chọn “bo”"),
    ],
)
def test_what_cannot_be_translated_is_named_with_its_row(row, words):
    told = made(survey=[*SURVEY, row])
    assert told.form is None
    said = [str(fault) for fault in told.faults if fault.stops]
    assert any(words in sentence for sentence in said), said
    assert len(said) == 1
    assert f"dòng {len(SURVEY) + 2}:" in said[0]


def test_groups_inside_groups_and_repeats():
    inner = [["begin_group", "g", "G"], ["begin_group", "h", "H"], ["text", "x", "X"], ["end_group"], ["end_group"]]
    assert [one["id"] for one in made(survey=inner).form["sections"]] == ["h"]
    inner[1] = ["begin_group", "h", "H", "", "", "true()"]
    assert made(survey=inner).form is None
    rows = [["begin_repeat", "g", "G"], ["begin_group", "h", "H"], ["text", "x", "X"], ["end_group"], ["end_repeat"]]
    assert "phần lặp" in str(made(survey=rows).faults[0])


def test_of_several_languages_the_vietnamese_words_are_taken():
    head = ["type", "name", "label::English (en)", "label::Tiếng Việt (vi)"]
    form = made(survey=[["text", "x", "Name", "Họ tên"]], head=head).form
    assert form["sections"][0]["fields"][0]["label"] == "Họ tên"


def test_without_settings_the_file_names_the_form_and_without_a_survey_there_is_none():
    form = made(settings=[]).form
    assert (form["code"], form["version"]) == ("tep_cua_phuong", 1)
    told = made(survey=[])
    assert told.form is None
    assert "không có trang survey" in str(told.faults[0])


def test_a_formula_and_an_unknown_column_are_told():
    told = made(survey=[["text", "x", "=A1"]])
    assert "công thức" in str(told.faults[0])
    told = made(survey=[["text", "x", "X", "red"]], head=["type", "name", "label", "colour"])
    assert [fault.stops for fault in told.faults] == [False]
    assert told.form is not None


@pytest.mark.parametrize("content", [b"", b"type,name\ntext,x\n", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_spreadsheet_is_refused(content):
    with pytest.raises(Unreadable):
        read_sheets(content, Limits(1_000_000, 500))
