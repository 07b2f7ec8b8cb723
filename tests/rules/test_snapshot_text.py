"""The lines of a snapshot are the ones that tablets read."""

import json

import pytest

from app.rules.canonical import canonical
from app.rules.scope_sum import scope_sum, short_hash
from app.rules.snapshot_lines import snapshot_lines
from tests.shared_cases import cases

CASES = cases("snapshot_lines")


def text(head, rows) -> str:
    return "".join(f"{line}\n" for line in snapshot_lines(head, ((row["k"], canonical(row["r"])) for row in rows)))


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["name"])
def test_the_server_writes_what_tablets_read(case):
    assert text(case["head"], case["rows"]) == case["text"]
    assert case["text"].count("\n") == len(case["rows"]) + 2


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["name"])
def test_the_server_never_writes_what_tablets_refuse(case):
    """A refused text is one whose own end, if it has any, does not fit what stands before it."""
    *lines, last = case["text"].rstrip("\n").split("\n")
    try:
        head, end = json.loads(lines[0])["head"], json.loads(last)
        rows = [json.loads(line) for line in lines[1:]]
    except (ValueError, LookupError, TypeError):
        return
    assert text(head, rows) != case["text"]
    assert end != {"end": len(rows), "sum": short_hash("\n".join(lines))}


def test_ten_thousand_rows():
    large = CASES["large"]
    rows = [{"id": f"r{at}", "name": large["name"].format(at)} for at in range(large["count"])]
    lines = snapshot_lines(large["head"], ((large["kind"], canonical(row)) for row in rows))
    assert lines[-1] == large["last_line"]
    assert scope_sum(rows[::-1]) == [large["count"], large["checksum"]]
