"""Shortcuts for usual texts answer as the long way does: they only save time."""

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as some

from app.rules import assistance_fields, fields, secret, text
from app.rules.field_shortcut import Shortcut
from tests.shared_cases import cases

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


def the_long_way(body):
    """`fields.check` without its shortcut."""
    checks, secrets, _ = fields._compiled(assistance_fields.FIELDS)
    given_here = fields._Given("2026-11-21", fields._hints(body, secrets))
    kept, refused = {}, False
    for name, one in checks:
        try:
            kept[name] = one(body.get(name, fields._MISSING), given_here)
        except fields._Refused:
            refused = True
    return None if refused or not body.keys() <= assistance_fields.FIELDS.keys() else kept


BODY = cases("assistance_body")["body"]
odd = some.one_of(
    texts,
    some.booleans(),
    some.integers(-5, 500),
    some.none(),
    some.lists(some.sampled_from(["elderly", "other", "x"])),
    some.sampled_from(["+84912345678", "0912345678", "2026-11-21", "guide", "filed", "1.001193", "1.001193\n", ""]),
)


@given(some.dictionaries(some.sampled_from(sorted(BODY)), odd, max_size=4))
def test_what_the_shortcut_takes_the_long_way_leaves_as_it_is(changed):
    body = {**BODY, **changed}
    if Shortcut(assistance_fields.FIELDS).takes(body):
        assert the_long_way(body) == body


def test_the_shortcut_takes_the_usual_body():
    assert Shortcut(assistance_fields.FIELDS).takes(the_long_way(BODY))


def test_every_letter_called_tidy_is_nfc_by_itself_and_after_any_other():
    letters = [chr(point) for point in range(0x21, 0x1F00) if re.fullmatch(f"[{text.TIDY_LETTER}]", chr(point))]
    for letter in letters:
        assert unicodedata.normalize("NFC", f"a{letter}") == f"a{letter}"
        assert not unicodedata.combining(letter)
        assert not text._DROPPED.search(letter)
