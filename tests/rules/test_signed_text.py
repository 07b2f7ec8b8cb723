"""What a device signs and seals to, byte for byte as the browser's code writes it."""

import pytest

from app.ledger import seal
from app.rules import base64url, signed_text
from tests.shared_cases import cases

CASES = cases("signed_text")
POINT = base64url.decode(CASES["device"]["public"])


@pytest.mark.parametrize("case", CASES["requests"], ids=lambda case: case["name"])
def test_the_signature_of_a_request_covers_this(case):
    body = base64url.decode(case["body"])
    said = signed_text.of_request(case["method"], case["path"], body, case["at"], case["nonce"])
    assert said.decode() == case["text"]
    assert seal.device_signed(POINT, case["signature"], said)


@pytest.mark.parametrize("part", ["method", "path", "body", "at", "nonce"])
def test_no_part_of_a_request_can_be_changed_under_its_signature(part):
    case = CASES["requests"][3]
    parts = {**case, "body": base64url.decode(case["body"])}
    parts[part] += b" " if part == "body" else "0"
    said = signed_text.of_request(*(parts[name] for name in ("method", "path", "body", "at", "nonce")))
    assert not seal.device_signed(POINT, case["signature"], said)


@pytest.mark.parametrize("case", CASES["parcels"], ids=lambda case: case["name"])
def test_the_signature_of_a_parcel_covers_this(case):
    assert seal.device_signed(POINT, case["sig"], signed_text.of_parcel(case["ops"]))
    assert not seal.device_signed(POINT, case["sig"], signed_text.of_parcel([*case["ops"], ""]))


@pytest.mark.parametrize("case", CASES["seals"], ids=lambda case: case["name"])
def test_a_body_is_sealed_to_its_header(case):
    header = (case["op"], case["t"], case["e"], case["w"], case["c"])
    assert signed_text.of_seal(*header).decode() == case["text"]
