"""Shortcuts for usual texts answer as the long way does: they only save time."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as some

from app.rules import secret, text

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
NASTY = " \n.-0123456789:=ÐðẞßæĳŉĿPINOTPMKpinotpmk\u0301\u0323\u00a0\u200b\ufb01\uff30"
texts = some.text(alphabet=LETTERS + LETTERS.upper() + NASTY, max_size=60)


@given(texts)
def test_the_hint_is_the_same_folded_or_not(given_text):
    assert secret.hints_at_secret(given_text) == bool(re.search(secret._HINT_PATTERN, text.fold(given_text)))


@given(texts)
def test_no_secret_without_a_hint(given_text):
    assert secret.hints_at_secret(given_text) or not secret.looks_like_secret(given_text)


@given(texts)
def test_what_is_tidy_is_what_cleaning_would_make_of_it(given_text):
    if text._TIDY.fullmatch(given_text):
        assert unicodedata.normalize("NFC", given_text) == given_text == " ".join(given_text.split(" "))
        assert given_text.isprintable()
        assert not text._LOOKALIKE.search(given_text)


def test_every_letter_called_tidy_is_nfc_by_itself_and_after_any_other():
    letters = [chr(point) for point in range(0x21, 0x1F00) if re.fullmatch(f"[{text._TIDY_LETTER}]", chr(point))]
    for letter in letters:
        assert unicodedata.normalize("NFC", f"a{letter}") == f"a{letter}"
        assert not unicodedata.combining(letter)
        assert not text._DROPPED.search(letter)
