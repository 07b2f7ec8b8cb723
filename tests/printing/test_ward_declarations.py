"""A ward's own declarations: in the place of ours, added to ours, left out when broken, and checked by command."""

import json

import pytest

from app import cli
from app.printing import ward_declarations, ward_templates
from app.rules import survey
from app.rules.declaration_form import ours
from tests.rules.test_xlsform import book


@pytest.fixture
def own(tmp_path):
    """Writes a form file of the ward ha-dong; returns its path."""
    ward_templates.use(tmp_path)
    folder = tmp_path / "ha-dong" / "declarations"
    folder.mkdir(parents=True)

    def write(name, form):
        path = folder / f"{name}.json"
        path.write_text(form if isinstance(form, str) else json.dumps(form), "utf-8")
        return path

    yield write
    ward_templates.use(None)


def changed(ours_code, **changes):
    return {**ours()[ours_code], **changes}


def test_a_ward_without_files_offers_ours(own):
    assert ward_declarations.forms("kien-hung") == ours()
    ward_templates.use(None)
    assert ward_declarations.forms("ha-dong") == ours()
    assert ward_declarations.forms("../etc") == ours()


def test_its_form_takes_the_place_of_ours_for_that_ward_alone(own):
    own("khai_sinh", changed("khai_sinh", version=2, short="Khai sinh của phường"))
    assert ward_declarations.form("ha-dong", "khai_sinh")["short"] == "Khai sinh của phường"
    assert list(ward_declarations.forms("ha-dong")) == list(ours())
    assert ward_declarations.form("kien-hung", "khai_sinh") == ours()["khai_sinh"]


def test_a_new_form_stands_behind_ours_and_is_read_anew_when_it_changes(own):
    own("gui_xe", changed("khai_sinh", code="gui_xe", short="Gửi xe"))
    assert list(ward_declarations.forms("ha-dong")) == [*ours(), "gui_xe"]
    own("gui_xe", changed("khai_sinh", code="gui_xe", short="Gửi xe đêm"))
    assert ward_declarations.form("ha-dong", "gui_xe")["short"] == "Gửi xe đêm"


@pytest.mark.parametrize("text", ["{", "[]", "\xff\xfe", '{"code": "khai_sinh"}'])
def test_a_broken_one_is_left_out_and_ours_stays(own, text):
    own("khai_sinh", text)
    assert ward_declarations.form("ha-dong", "khai_sinh") == ours()["khai_sinh"]


def test_a_file_named_otherwise_than_its_code_is_left_out(own):
    own("khai_sinh_2", changed("khai_sinh"))
    assert list(ward_declarations.forms("ha-dong")) == list(ours())


def test_the_command_names_every_fault_and_tells_by_its_exit_code(own, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("GD_TEMPLATES_DIR", str(tmp_path))
    assert cli.main(["forms", "check"]) == 0
    assert f"{len(ours()) + len(survey.FILES)} tờ khai và phiếu khảo sát, không có lỗi" in capsys.readouterr().out
    path = own("khai_sinh", changed("khai_sinh", version=0, minutes="bốn"))
    assert cli.main(["forms", "check"]) == 1
    said = capsys.readouterr()
    assert f"{path}: version: phải từ 1 trở lên." in said.err
    assert "minutes: phải là một số nguyên." in said.err
    assert "2 lỗi." in said.out
    assert cli.main(["forms", "check", str(tmp_path / "khong_co.json")]) == 1
    assert "Không đọc được tệp" in capsys.readouterr().err


def test_the_ward_s_templates_are_still_checked_beside_them(own, tmp_path, capsys, monkeypatch):
    own("khai_sinh", changed("khai_sinh"))
    monkeypatch.setenv("GD_TEMPLATES_DIR", str(tmp_path))
    assert cli.main(["templates", "ha-dong"]) == 0


def test_a_spreadsheet_is_imported_checked_offered_and_never_overwritten(own, tmp_path, capsys):
    path = own("gui_xe", "").with_suffix(".xlsx")
    path.with_suffix(".json").unlink()
    path.write_bytes(book())
    assert cli.main(["forms", "import", str(path)]) == 0
    assert "bỏ qua “start”" in capsys.readouterr().err
    assert cli.main(["forms", "check", str(path.with_suffix(".json"))]) == 0
    assert ward_declarations.form("ha-dong", "gui_xe")["short"] == "Đăng ký gửi xe"
    assert cli.main(["forms", "import", str(path)]) == 1
    assert "đã có tệp này" in capsys.readouterr().err


def test_what_cannot_be_imported_is_said_and_nothing_is_written(tmp_path, capsys):
    path = tmp_path / "la.xlsx"
    path.write_bytes(book(survey=[["image", "anh", "Ảnh"]]))
    assert cli.main(["forms", "import", str(path)]) == 1
    assert "trang survey, dòng 2: loại “image”" in capsys.readouterr().err
    path.write_bytes(b"x,y")
    assert cli.main(["forms", "import", str(path)]) == 1
    assert cli.main(["forms", "import", str(tmp_path / "khong_co.xlsx")]) == 1
    assert list(tmp_path.glob("*.json")) == []
