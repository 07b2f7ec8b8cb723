"""One byte string, one spelling."""

import base64
import os

import pytest

from app.rules import base64url


@pytest.mark.parametrize("length", [*range(20), 32, 65, 1000])
def test_there_and_back(length):
    for _ in range(50):
        data = os.urandom(length)
        text = base64url.encode(data)
        assert text == base64.urlsafe_b64encode(data).decode().rstrip("=")
        assert base64url.decode(text) == data


def test_of_all_short_texts_exactly_the_own_spellings_are_read():
    letters = "ABQwxz019-_+/=\n é"
    for length in range(1, 4):
        for number in range(len(letters) ** length):
            text = "".join(letters[number // len(letters) ** place % len(letters)] for place in range(length))
            try:
                assert base64url.encode(base64url.decode(text)) == text
            except ValueError:
                if length > 1:
                    spelled = [base64url.encode(bytes(pair)) for pair in _candidates(text)]
                    assert text not in spelled


def _candidates(text):
    """What the text could stand for, by the standard library, which is generous."""
    try:
        yield base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return


@pytest.mark.parametrize(
    "text", [None, 5, b"AAAA", "AAAA=", "AA==", "A", "AAAAA", "AB", "AAB", "AA AA", "AAAA\n", "ＡAAA"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        base64url.decode(text)
