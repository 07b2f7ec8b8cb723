"""The English catalogue is whole, and no word for the screen stands outside it."""

import ast
import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = ROOT / "app" / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
_HOLE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
_VIETNAMESE = re.compile(r"[^\W\d_a-zA-Z]")

# Vietnamese in every language of the screen: what goes on paper or into files, and data that the code makes.
STAYS = {
    "procedure.py": {"ngày làm việc", "ngày", "giờ", "giờ làm việc", "tháng"},
    "procedure_import.py": {"Thủ tục"},
    "set_up.py": {"ỦY BAN NHÂN DÂN "},
    # taken off names of the catalogue, which are data
    "figure_words.py": {"Thủ tục "},
    # Words of paper, which is Vietnamese on every screen.
    "stationery.py": {
        "Ủy ban nhân dân",
        "Đến nơi tiếp nhận để nhận lại giấy tờ đã nộp và được hướng dẫn.",
        ". Biên lai số ",
        "CHỦ TỊCH",
        "PHÓ",
        "Kết quả hồ sơ ",
        "Cước bưu chính ",
    },
    "report_files.py": {
        "Đã ký duyệt trên phần mềm: ",
        " năm ",
        "Ký duyệt",
        "Thay thế",
        "Bị thay thế",
        "Đơn vị báo cáo",
        "Kỳ báo cáo",
        "Số",
        "Phát hành lúc",
        "Người phát hành",
        "Thay thế Báo cáo số ",
        ". Lý do: ",
        "Đã được thay thế bằng Báo cáo số ",
        "Biểu",
        "Tình trạng",
        "Bản nháp, chưa phát hành",
        "Số liệu lúc",
    },
    "ward.py": {", ngày ", " tháng ", " năm "},
}


@pytest.fixture(scope="module")
def catalogue():
    with MESSAGES.open("rb") as file:
        return read_po(file, locale="en", domain="messages")


@pytest.fixture(scope="module")
def found() -> set[tuple[str, str | None]]:
    """Every word for the screen, as bin/translate finds it."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_pgettext": ((1, "c"), 2)}
    words = {
        (message, context)
        for _file, _line, message, _comments, context in extract_from_dir(ROOT, methods, options, keywords=keywords)
    }
    assert all(isinstance(message, str) for message, _context in words), (
        "no plural forms: word it so that any number fits"
    )
    return words


def test_the_catalogue_has_every_word_and_no_other(catalogue, found):
    known = {(message.id, message.context) for message in catalogue if message.id}
    assert found - known == set(), "run bin/translate and translate these"
    assert known - found == set(), "run bin/translate: these are no longer said"
    assert not catalogue.obsolete


def test_everything_is_translated(catalogue):
    assert [message.id for message in catalogue if message.id and (not message.string or message.fuzzy)] == []


def test_a_translation_has_the_same_holes_and_edges(catalogue):
    for message in catalogue:
        said, meant = message.string, message.id
        if meant:
            assert sorted(_HOLE.findall(said)) == sorted(_HOLE.findall(meant)), meant
            assert [said[0].isspace(), said[-1].isspace()] == [meant[0].isspace(), meant[-1].isspace()], meant
            assert not {"'", '"'} & set(said), f"{meant}: use “ ” and ’, they are safe in attributes too"


def test_what_is_served_is_what_was_translated(catalogue):
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    assert MESSAGES.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run bin/translate"


@pytest.mark.parametrize("path", sorted((ROOT / "app" / "web").glob("*.py")), ids=lambda path: path.name)
def test_vietnamese_in_web_code_goes_through_gettext(path):
    tree = ast.parse(path.read_text())
    said = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said.add(node.value)  # a docstring
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
            "_",
            "pgettext",
            "lazy_gettext",
            "lazy_pgettext",
        ):
            said.update(node.args)
    bare = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said
    }
    assert {text for text in bare if _VIETNAMESE.search(text)} - STAYS.get(path.name, set()) == set()


SCREENS = [
    path
    for path in sorted((ROOT / "templates").rglob("*.*"))
    # Paper is Vietnamese; the living page's samples are data.
    if path.parent.name not in ("paper", "gallery")
]


@pytest.mark.parametrize("path", SCREENS, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_vietnamese_in_templates_goes_through_gettext(path):
    text = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.S)
    text = re.sub(r"""\b(_\(|pgettext\("\w+",)\s*((?:"[^"]*"|'[^']*')\s*)+""", "", text)
    # The product's name, the name of a language, the sample of a typed value, the words of the slip.
    for kept in ("Gần Dân", "Tiếng Việt", 'typed.get("prefix", "Tổ dân phố")'):
        text = text.replace(kept, "")
    if path.name == "slip.html":
        text = re.sub(r"{% set words = {.*?} %}", "", text, flags=re.S)
    bare = [line.strip() for line in text.splitlines() if _VIETNAMESE.search(line)]
    assert bare == []
