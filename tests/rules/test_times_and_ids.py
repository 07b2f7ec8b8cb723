"""Times, ids and bytes in text, as a device writes them and the server reads them."""

import re
import time
import uuid
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.ledger.envelope import new_id
from app.rules import base64url, clock
from app.rules.operation import Id
from tests.shared_cases import cases

ID = re.compile(get_args(Id)[1].pattern)
IDS, TIMES, BYTES = cases("uuid7"), cases("timestamp"), cases("base64url")


@pytest.mark.parametrize("case", TIMES, ids=lambda case: case["name"])
def test_a_time_is_written_and_read_so(case):
    assert clock.parse(case["text"]) == case["ms"]
    if case["offset"] == 420:
        assert clock.write(case["ms"]) == case["text"]


@given(some.integers(0, clock.END_MS - 1))
def test_every_millisecond_comes_back_as_it_went(ms):
    assert clock.parse(clock.write(ms)) == ms


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-21",
        "2026-11-21T08:41:07.120",
        "1970-01-01T06:59:59.999+07:00",
        "2200-01-01T00:00:00.000+00:00",
        "2026-02-29T08:41:07.120+07:00",
        "2026-11-21T24:00:00.000+07:00",
        "2026-11-21T08:41:60.000+07:00",
        "2026-11-21T08:41:07.120+24:00",
        "+010000-01-01T00:00:00.000+07:00",
        "NaN-NaN-NaN",
    ],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match=r"time|isoformat|must be|out of range|offset"):
        clock.parse(text)


@pytest.mark.parametrize("case", IDS, ids=lambda case: case["name"])
def test_an_id_of_a_device_is_an_id_here_and_tells_its_millisecond(case):
    assert ID.search(case["uuid"])
    read = uuid.UUID(case["uuid"])
    assert (read.version, read.variant) == (7, uuid.RFC_4122)
    assert read.int >> 80 == case["ms"]
    # All that is left is the chance it was made of.
    chance = (1 << 76) - 1 & ~(0b11 << 62)
    assert read.int & chance == int(case["random"], 16) & chance


def test_ids_of_devices_and_of_the_server_sort_by_time_together():
    ordered = sorted(IDS, key=lambda case: case["ms"])
    told = [case["uuid"][:13] for case in ordered]
    assert told == sorted(told)
    before = time.time_ns() // 1_000_000
    made = new_id()
    assert ID.search(made)
    assert before <= uuid.UUID(made).int >> 80 <= time.time_ns() // 1_000_000


@pytest.mark.parametrize("case", BYTES["same"], ids=lambda case: case["hex"][:16] or "nothing")
def test_bytes_are_written_and_read_so(case):
    assert base64url.encode(bytes.fromhex(case["hex"])) == case["text"]
    assert base64url.decode(case["text"]).hex() == case["hex"]


@pytest.mark.parametrize("text", BYTES["refused"])
def test_bytes_have_one_spelling(text):
    with pytest.raises(ValueError, match="base64url"):
        base64url.decode(text)
