"""The paper face: whole, known by its hash, and right for every Vietnamese letter."""

import hashlib
import re
import unicodedata
from itertools import product

import pytest
from fontTools.ttLib import TTFont

from app.config import ROOT
from app.printing import paper, sheets
from tests.printing import reading
from tests.printing.samples import RECORD

FONTS = ROOT / "static" / "fonts" / "paper"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LOWER = {unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product("aăâeêioôơuưy", TONES)} | {"đ"}
VIETNAMESE = sorted(letter for letter in LOWER | {letter.upper() for letter in LOWER} if not letter.isascii())
faces = pytest.mark.parametrize("face", sorted(FONTS.glob("*.ttf")), ids=lambda path: path.stem)


def test_there_are_134_accented_letters_and_four_faces():
    assert len(VIETNAMESE) == 134
    assert len(list(FONTS.glob("*.ttf"))) == 4


@faces
def test_a_face_is_the_one_the_readme_names(face):
    named = dict(re.findall(r"`(\S+\.ttf)` \| `([0-9a-f]{64})`", (FONTS / "README.md").read_text("utf-8")))
    assert hashlib.sha256(face.read_bytes()).hexdigest() == named[face.name]


@faces
def test_a_face_has_every_vietnamese_letter(face):
    known = TTFont(face).getBestCmap()
    assert [letter for letter in VIETNAMESE if ord(letter) not in known] == []


@pytest.mark.parametrize("tag", ["span", "b", "i", "b><i"])
def test_every_vietnamese_letter_comes_out_of_the_pdf(tag):
    words = [" ".join(VIETNAMESE[start : start + 10]) for start in range(0, len(VIETNAMESE), 10)]
    text = reading.text(paper.pdf(_document("".join(f"<p><{tag}>{line}</p>" for line in words))))
    assert text.replace(" ", "") == "".join(VIETNAMESE)


def test_a_decomposed_name_is_composed_on_paper():
    decomposed = unicodedata.normalize("NFD", "Trần Thị Đượm")
    assert "TRẦN THỊ ĐƯỢM" in reading.text(sheets.slip(RECORD | {"name": decomposed}, "a5"))


def test_what_the_face_cannot_draw_is_a_box_in_a_valid_file():
    pdf = sheets.slip(RECORD | {"name": "Lý 李 🎉 Hoa"}, "a5")
    assert "LÝ □ □ HOA" in reading.text(pdf)
    assert reading.faults(pdf) == []


def test_only_our_faces_are_used_and_all_are_embedded():
    pdf = paper.pdf(_document('<p style="font-family: DejaVu Sans, monospace">Chữ khác</p><pre>x</pre>'))
    for document in (pdf, sheets.slip(RECORD, "a5")):
        fonts = [
            font.get_object()
            for page in reading.reader(document).pages
            for font in page["/Resources"]["/Font"].values()
        ]
        assert fonts
        for font in fonts:
            descendant = font["/DescendantFonts"][0].get_object()
            assert re.search(r"\+Liberation-Serif", descendant["/BaseFont"])
            assert "/FontFile2" in descendant["/FontDescriptor"]


def _document(body):
    return (
        f'<!doctype html><html lang="vi"><title>Thử</title><body class="paper"><div class="sheet">{body}</div></html>'
    )
