"""A declaration is laid out on the server as in the browser that prints it without one."""

import json
from dataclasses import asdict

import pytest

from app.printing.declaration_sheet import Piece, laid_out
from tests.shared_cases import cases

SHARED = cases("declaration_papers")
RECORD = {
    "at": f"{SHARED['today']}T09:00:00.000+07:00",
    "ward_name": SHARED["given"]["ward"],
    "place": SHARED["given"]["place"],
    "tracking": "",
    "demo": False,
}


def _piece(found):
    assert isinstance(found, Piece)
    return asdict(found)


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: json.dumps(case["values"])[:60])
def test_a_declaration_is_laid_out(case):
    shown = json.loads(json.dumps(laid_out(RECORD, SHARED["form"], case["values"]), default=_piece))
    assert {name: shown[name] for name in case["shown"]} == case["shown"]
