import csv
import json
from copy import deepcopy
from importlib.resources import files

import pytest

from app.rules.declaration_check import check
from app.rules.declaration_form import NotForm, faults, ours, read
from tests.shared_cases import cases

TODAY = "2026-11-22"
SMALL = {
    **cases("declaration_checks")["form"],
    "title": "MẪU THỬ",
    "short": "Mẫu thử",
    "addressee": "Kính gửi: {office}",
    "law": "",
    "procedures": ["1.001193"],
    "minutes": 3,
    "bring": [],
    "paper": [
        {"line": "Họ tên: {who.name}; sinh: {who.birth|words}"},
        {"table": "members", "columns": [["TT", "#"], ["Họ tên", "name"]]},
        {"grid": [["", "Người khai"], ["Giới tính", "{who.sex|boxes}"]]},
        {"signers": [["Người khai", "Ký", "who.name"]]},
    ],
}
CODES = {
    row["code"]
    for row in csv.DictReader((files("app.rules") / "data" / "procedures.csv").read_text("utf-8").splitlines())
}


def _changed(path: list, value):
    """SMALL with one thing put or, for ..., taken away."""
    form = deepcopy(SMALL)
    held = form
    for step in path[:-1]:
        held = held[step]
    if value is ...:
        del held[path[-1]]
    else:
        held[path[-1]] = value
    return form


def test_the_small_form_has_no_fault():
    assert faults(SMALL) == []


@pytest.mark.parametrize(
    ("path", "value", "where", "word"),
    [
        (["code"], "Khai Sinh", "code", "dạng"),
        (["version"], True, "version", "số nguyên"),
        (["paper"], ..., "", "“paper”"),
        (["colour"], "red", "colour", "không có phần"),
        (["procedures"], ["khai sinh"], "procedures[0]", "dạng"),
        (["minutes"], 0, "minutes", "từ 1"),
        (["sections"], [], "sections", "ít nhất 1"),
        (["sections"], "who", "sections", "danh sách"),
        (["sections", 0, "fields", 1, "type"], "tekst", "sections[0].fields[1].type", "text, long_text"),
        (["sections", 0, "fields", 1, "label"], "", "sections[0].fields[1].label", "ít nhất 1"),
        (["sections", 0, "fields", 1, "id"], "sex", "sections[0]", "trùng"),
        (["sections", 1, "id"], "who", "sections", "trùng"),
        (["sections", 0, "fields", 2, "options"], ..., "sections[0].fields[2]", "options"),
        (["sections", 0, "fields", 1, "options"], [["a", "A"]], "sections[0].fields[1]", "options"),
        (["sections", 0, "fields", 2, "options", 1, 0], "male", "sections[0].fields[2].options", "trùng mã"),
        (["sections", 0, "fields", 2, "default"], "nam", "sections[0].fields[2].default", "sẵn có"),
        (["sections", 0, "fields", 1, "partial"], True, "sections[0].fields[1].partial", "ngày"),
        (["sections", 0, "fields", 1, "same_as"], ["wife.nom"], "sections[0].fields[1].same_as", "wife.nom"),
        (["sections", 0, "fields", 1, "same_as"], ["members.name"], "sections[0].fields[1].same_as", "members.name"),
        (["sections", 0, "same_as"], ["who"], "sections[0].same_as", "who"),
        (["sections", 3, "repeat", "min"], 9, "sections[3].repeat", "lớn hơn"),
        (["sections", 2, "if"], ["=", "who.gender", {"text": "male"}], "sections[2].if", "không có mục này"),
        (["sections", 2, "if"], ["=", "who.sex", {"text": "man"}], "sections[2].if", "không có lựa chọn “man”"),
        (["sections", 2, "if"], ["in", "who.sex", ["male", "man"]], "sections[2].if", "“man”"),
        (["sections", 2, "if"], ["filled", "wife.name"], "sections[2].if", "đứng trước"),
        (["sections", 2, "if"], ["filled", "members.name"], "sections[2].if", "đứng trước"),
        (["sections", 2, "if"], ["frob", "who.name"], "sections[2].if", "frob"),
        (["sections", 2, "if"], [">", ["count", "who"], 1], "sections[2].if", "phần lặp"),
        (["paper", 1, "if"], ["has", "who.sex", "male"], "paper[1].if", "chọn nhiều"),
        (["sections", 3, "fields", 0, "if"], ["filled", "sex"], "sections[3].fields[0].if", "đứng trước"),
        (["sections", 3, "fields", 0, "if"], ["filled", "colour"], "sections[3].fields[0].if", "không có mục này"),
        (["checks", 0, "at"], "who.age", "checks[0].at", "who.age"),
        (["checks", 0, "wrong"], [">", "birth", ["today"]], "checks[0].wrong", "birth"),
        (["checks", 4, "wrong"], [">", ["count", "children"], 2], "checks[4].wrong", "children"),
        (["paper", 0, "line"], "Họ tên: {who.nom}", "paper[0].line", "who.nom"),
        (["paper", 0, "line"], "Họ tên: {members.name}", "paper[0].line", "members.name"),
        (["paper", 0, "line"], "Họ tên: {who.name|words}", "paper[0].line", "không phải ngày"),
        (["paper", 0, "line"], "Họ tên: {who.name|boxes}", "paper[0].line", "ô vuông"),
        (["paper", 0, "line"], "Họ tên: {who.name|gold}", "paper[0].line", "gold"),
        (["paper", 0, "line"], "Họ tên: {who.name", "paper[0].line", "{ }"),
        (["paper", 0, "heading"], "Hai thứ", "paper[0]", "đúng một"),
        (["paper", 1, "table"], "who", "paper[1].table", "phần lặp"),
        (["paper", 1, "columns", 1, 1], "nom", "paper[1].columns", "nom"),
        (["paper", 1, "columns"], ..., "paper[1]", "columns"),
        (["paper", 2, "grid", 0], ["a", "b", "c"], "paper[2].grid", "số ô"),
        (["paper", 3, "signers", 0, 2], "who.nom", "paper[3].signers", "who.nom"),
        (["paper", 0, "if"], ["filled", "who.nom"], "paper[0].if", "who.nom"),
        (["addressee"], "Kính gửi: {mayor}", "addressee", "mayor"),
    ],
)  # fmt: skip
def test_a_fault_is_named_where_it_is(path, value, where, word):
    found = faults(_changed(path, value))
    assert where in [fault.where for fault in found]
    assert word in " ".join(fault.sentence for fault in found if fault.where == where)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "dòng 1"),
        ('{"code": "a", "code": "b"}', "hai lần"),
        ("[]", "nhóm mục"),
        ("[" * 100_000, "tệp"),
        ('{"code": "' + "a" * 300_000 + '"}', "lớn hơn"),
    ],
)
def test_a_file_that_is_no_form_is_refused_with_its_reason(text, word):
    with pytest.raises(NotForm) as refused:
        read(text)
    assert word in str(refused.value).replace("Tệp", "tệp")


def test_a_form_is_read_as_it_was_written():
    assert read(json.dumps(SMALL)) == SMALL


@pytest.mark.parametrize("form", ours().values(), ids=ours())
def test_our_forms_are_whole(form):
    assert faults(form) == []
    assert set(form["procedures"]) <= CODES
    empty = check(form, {}, TODAY)
    assert (empty.values, empty.warnings) == ({}, [])
    assert empty.errors, "somebody must be asked for something"


def test_our_forms_are_those_that_were_promised():
    assert set(ours()) == {
        "khai_sinh",
        "khai_tu",
        "ket_hon",
        "tinh_trang_hon_nhan",
        "ct01",
        "chung_thuc",
        "uy_quyen",
    }


def test_a_birth_that_a_mother_declares():
    form = ours()["khai_sinh"]
    mother = {
        "name": "Nguyễn Thị Lan",
        "birth": "1996-03-05",
        "residence": "Tổ 5, phường Hà Đông",
        "id": "001196012345",
    }
    values = {
        "requester": {**mother, "relation": "mother"},
        "child": {
            "name": "Lê Minh An",
            "birth": "02/11/2026",
            "sex": "male",
            "ethnicity": "kinh",
            "nationality": "Việt Nam",
            "birthplace": "Bệnh viện Đa khoa Hà Đông",
            "hometown": "Hà Đông, Hà Nội",
            "parents": "mother",
        },
        "mother": {**mother, "ethnicity": "Kinh", "nationality": "Việt Nam"},
        "father": {"name": "không khai"},
        "copies": {"wanted": "yes", "count": "2"},
    }
    checked = check(form, values, TODAY)
    assert (checked.errors, checked.warnings) == ({}, [])
    assert "father" not in checked.values
    assert checked.values["child"]["birth"] == "2026-11-02"
    late = check(form, {**values, "child": {**values["child"], "birth": "2026-08-01"}}, TODAY)
    assert [(path, code) for path, code, _params in late.warnings] == [("child.birth", "said")]
