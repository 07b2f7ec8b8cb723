"""Sealed texts that the browser's code made open with the server's library, and the other way round (JS test)."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from app.rules import base64url
from tests.shared_cases import cases

CASES = cases("seal")
SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
KEY = serialization.load_der_private_key(base64url.decode(CASES["ward"]["private"]), None)


@pytest.mark.parametrize("case", CASES["javascript"] + CASES["python"], ids=lambda case: case["name"])
def test_a_sealed_text_opens_with_the_wards_key(case):
    assert SUITE.decrypt(base64url.decode(case["sealed"]), KEY, case["info"].encode()).decode() == case["plain"]


@pytest.mark.parametrize("case", CASES["javascript"], ids=lambda case: case["name"])
def test_a_sealed_text_cannot_be_moved_under_another_header(case):
    with pytest.raises(InvalidTag):
        SUITE.decrypt(base64url.decode(case["sealed"]), KEY, case["info"].encode() + b"x")


def test_the_library_writes_the_encapsulated_key_then_the_ciphertext():
    sealed = SUITE.encrypt(b"12345", KEY.public_key(), b"info")
    assert len(sealed) == 65 + 5 + 16
    assert sealed[0] == 4
    point = KEY.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    assert base64url.encode(point) == CASES["ward"]["public"]
