import itertools
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.rules.telex import repair_telex, telex_suspects
from app.rules.text import clean, fold, sort_key
from tests.shared_cases import cases

CASES = cases("fold")
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyÁÀẢÃẠẾỀỂỄỆĐỞ \u0301\u0323Ð\u200b\u200d👨k y"
texts = some.text() | some.text(VIETNAMESE)


@pytest.mark.parametrize(("text", "folded"), CASES["fold"])
def test_what_is_searched_by(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(("text", "kept"), CASES["clean"])
def test_what_is_stored(text, kept):
    assert clean(text) == kept


@pytest.mark.parametrize(("text", "kept"), CASES["clean_lines"])
def test_a_note_keeps_its_lines(text, kept):
    assert clean(text, lines=True) == kept


@pytest.mark.parametrize(("escaped", "kept"), CASES["not_well_formed"])
def test_half_a_surrogate_pair_is_dropped(escaped, kept):
    assert clean(json.loads(f'"{escaped}"')) == kept


@given(texts)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert clean(clean(text, lines=True), lines=True) == clean(text, lines=True)


@given(texts)
def test_cleaning_leaves_nfc_that_can_be_sent(text):
    kept = clean(text)
    assert unicodedata.is_normalized("NFC", kept)
    assert kept.encode("utf-8").decode("utf-8") == kept


@given(texts)
def test_the_form_of_unicode_does_not_matter_to_search(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(some.text(VIETNAMESE))
def test_cleaning_first_does_not_change_what_is_searched_by(text):
    assert fold(clean(text)) == fold(text)


def test_people_stand_by_given_name_then_family_name_then_middle_name():
    in_order = [
        "Trần Văn An",
        "Lê Án",
        "Lê Anh",
        "Phạm Thị Hồng Ánh",
        "Nguyễn Ăn",
        "Đỗ Ân",
        "Bùi Bình",
        "Hoàng Dung",
        "Cao Đức",
        "Đặng Đức",
        "Nguyễn Đức",
        "Nguyễn An Đức",
        "Nguyễn Văn Đức",
        "Nguyễn Văn Anh Đức",
        "Vũ Hoa",
        "Vũ Hòa",
        "Vũ Hỏa",
        "Vũ Hõa",
        "Vũ Hóa",
        "Vũ Họa",
        "Y",
    ]
    for seed in range(5):
        shuffled = in_order[seed * 4 :] + in_order[: seed * 4]
        assert sorted(shuffled, key=sort_key) == in_order


def test_every_letter_and_tone_has_its_place_in_the_alphabet():
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
    keys = [sort_key(letter) for letter in letters]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    tones = [sort_key("Nguyễn B" + vowel) for vowel in "ơờởỡớợ"]
    assert tones == sorted(tones)
    assert len(set(tones)) == 6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nguyễn Văn Hoà", "Nguyễn Văn Hòa"),
        ("ĐỖ THỊ ÚT", "Đỗ Thị Út"),
        ("Ðỗ  Út", "Đỗ Út"),
        (unicodedata.normalize("NFD", "Đỗ Ngọc Diễm"), "Đỗ Ngọc Diễm"),
        ("H'Hen Niê", "HHen Niê"),
    ],
)
def test_the_same_name_sorts_the_same_however_it_was_typed(one, other):
    assert sort_key(one) == sort_key(other)


def test_a_sort_key_is_digits_so_that_every_collation_agrees():
    for name in ("Nguyễn Văn A", "Иван Иванов", "李 小龙", "K’Dơi", "🙂", "<b>", "1", ""):
        key = sort_key(name)
        assert key == "" or (key.isascii() and key.isdigit())
    assert sort_key("") == sort_key("  ") == ""


@given(some.lists(some.text(VIETNAMESE, max_size=8), min_size=2, max_size=4))
def test_equal_keys_mean_equal_words(names):
    for one, other in itertools.pairwise(names):
        if sort_key(one) == sort_key(other) and one.isalpha() and other.isalpha():
            assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nguyeenx Thij Hoongf Nhung", "Nguyễn Thị Hồng Nhung"),
        ("Nguye64n Tra62n D9u71c", "Nguyễn Trần Đức"),
        ("Nguyen64 Tran62 Duc971", "Nguyễn Trần Đức"),
        ("NGUYEENX VAWN DDUWCS", "NGUYỄN VĂN ĐỨC"),
        ("nguowif phuowngf Thuyr hoaf Quys", "người phường Thủy hòa Quý"),
        ("Leej Quynhf", "Lệ Quỳnh"),
        ("Nguyeenx Văn Hùng", "Nguyễn Văn Hùng"),
        ("Nguyeenx-Ddoox", "Nguyễn-Đỗ"),
    ],
)
def test_a_keyboard_that_was_off_is_repaired(typed, meant):
    assert repair_telex(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Hồng Nhung",
        "Nguyen Thi Hong Nhung",
        "Anh Xuan Oanh Quyen",
        "CT1A P1203 T2 A1",
        "VNeID",
        "Zalo Facebook",
        "căn 1203",
        "A12",
        "",
        "   ",
        "<script>",
        "🙂",
        "1.001193",
        "K’Dơi H'Hen Niê",
        "Alexander",
        "scan file PDF",
    ],
)
def test_what_is_no_keyboard_slip_is_left_alone(text):
    assert telex_suspects(text) == []
    assert repair_telex(text) == text


def test_suspects_are_shown_beside_what_was_meant():
    assert telex_suspects("Nguyeenx Văn Duwngx") == [("Nguyeenx", "Nguyễn"), ("Duwngx", "Dững")]
