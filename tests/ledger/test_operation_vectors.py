"""Operations that the browser's code wrote are read here word for word: header, time, seal, commitment."""

import json

import msgspec
import pytest

from app.ledger import seal
from app.ledger.envelope import decode, open_operation
from app.rules import base64url
from app.rules.canonical import canonical
from app.rules.operation import Operation
from tests.shared_cases import cases

CASES = cases("operation")
KEY = seal.load_private(base64url.decode(cases("seal")["ward"]["private"]))
LATE = 4_000_000_000_000
WIRE_NAMES = {field.encode_name for field in msgspec.structs.fields(Operation)}


@pytest.mark.parametrize("case", CASES["made"], ids=lambda case: case["name"])
def test_an_operation_is_read_as_it_was_meant(case):
    intent, operation = case["intent"], decode(case["text"].encode())
    opened = open_operation(operation, KEY, LATE)
    assert opened.trouble is None
    assert opened.text == f'{{"d":{case["body_text"]},"s":"{case["salt"]}"}}'
    assert canonical(opened.body) == canonical(intent["body"]) == case["body_text"]
    assert opened.at == intent["now"] - operation.clock_offset
    assert abs(operation.clock_offset - intent["clockOffset"]) <= 0.5
    assert (operation.type, operation.entity, operation.base) == (
        intent["type"],
        intent["entity"],
        intent.get("base", 0),
    )
    assert (operation.ward, operation.device) == (CASES["identity"]["ward"]["id"], CASES["identity"]["device"]["id"])
    assert (operation.shift, operation.author) == (CASES["shift"]["id"], CASES["shift"]["staff"])
    assert (operation.app, operation.sequence) == (CASES["app"], CASES["q"])


@pytest.mark.parametrize("case", CASES["made"], ids=lambda case: case["name"])
def test_a_header_has_these_words_and_one_spelling(case):
    told = json.loads(case["text"])
    sealed = case["intent"]["type"].startswith("assistance.")
    assert set(told) == WIRE_NAMES - ({"d", "s"} if sealed else {"x"})
    assert canonical(told) == case["text"]


@pytest.mark.parametrize("name", ["op", "t", "e", "w", "c"])
def test_a_sealed_body_stays_under_its_header(name):
    told = json.loads(next(case["text"] for case in CASES["made"] if "assistance" in case["name"]))
    other = json.loads(cases("operation")["made"][-1]["text"])
    told[name] = told[name] + 1 if name == "w" else other["sh"] if name in ("op", "e") else other[name]
    opened = open_operation(decode(json.dumps(told).encode()), KEY, LATE)
    assert opened.body is None
    assert (opened.trouble.code, opened.trouble.parked) == ("unreadable", True)
