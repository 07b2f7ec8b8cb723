"""One byte string, one spelling."""

import base64
import itertools
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
    letters = "ABQgwxz019-_+/=\n é"
    own = {base64url.encode(bytes(pair)) for length in (1, 2) for pair in itertools.product(range(256), repeat=length)}
    for length in (1, 2, 3):
        for picked in itertools.product(letters, repeat=length):
            text = "".join(picked)
            try:
                base64url.decode(text)
                read = True
            except ValueError:
                read = False
            assert read == (text in own), repr(text)


NOT_OURS = [None, 5, b"AAAA", "AAAA=", "AA==", "A", "AAAAA", "AB", "AAB", "AA AA", "AAAA\n", "ＡAAA"]


@pytest.mark.parametrize("text", NOT_OURS)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="base64url"):
        base64url.decode(text)
