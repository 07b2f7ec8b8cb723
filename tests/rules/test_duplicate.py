"""Which two records look like one visit: a hint must be worth a look, and must not name a whole family."""

import random

import pytest

from app.rules import duplicate

ROW = {
    "id": "0195e000-0000-7000-8000-0000000000d1",
    "voided_at": None,
    "happened_on": "2026-11-21",
    "procedure": "1.001193",
    "help": "file",
    "neighbourhood": "tdp-03",
    "building": "CT1A",
    "apartment": "1204",
    "name": "",
    "phone": "",
    "distinct_from": "",
}
OTHER_ID = "0195e000-0000-7000-8000-0000000000d2"
PHONE = "+84912345601"
MAI = "Hoàng Thị Mai Phương"


def row(**changed):
    return {**ROW, **changed}


def other(**changed):
    return {**ROW, "id": OTHER_ID, **changed}


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        # the same telephone
        ({"phone": PHONE}, {"phone": PHONE}, "phone"),
        ({"phone": PHONE, "name": MAI}, {"phone": PHONE}, "phone"),
        ({"phone": PHONE, "name": MAI}, {"phone": PHONE, "name": "mai phuong"}, "phone"),
        ({"phone": PHONE, "apartment": ""}, {"phone": PHONE, "apartment": "0905"}, "phone"),
        ({"phone": PHONE, "name": MAI}, {"phone": PHONE, "name": "Hoàng Gia Bảo"}, ""),
        ({"phone": PHONE}, {"phone": "+84912345602"}, ""),
        # the same name in the same flat
        ({"name": MAI}, {"name": "HOANG THI MAI PHUONG"}, "home"),
        ({"name": MAI, "apartment": "P.1204"}, {"name": MAI, "apartment": "căn 1204"}, "home"),
        ({"name": MAI, "building": ""}, {"name": MAI}, "home"),
        ({"name": MAI, "phone": PHONE}, {"name": MAI, "phone": ""}, "home"),
        ({"name": MAI, "phone": PHONE}, {"name": MAI, "phone": "+84912345602"}, "home"),
        ({"name": MAI, "building": "CT2A"}, {"name": MAI}, ""),
        ({"name": MAI, "neighbourhood": "tdp-07"}, {"name": MAI}, ""),
        ({"name": MAI, "apartment": "0905"}, {"name": MAI}, ""),
        ({"name": MAI, "apartment": ""}, {"name": MAI, "apartment": ""}, ""),
        ({"name": MAI}, {"name": "Hoàng Gia Bảo"}, ""),
        # nobody in particular
        ({}, {}, ""),
        ({"name": MAI}, {}, ""),
        # another matter, another day, struck through, already told apart
        ({"phone": PHONE}, {"phone": PHONE, "procedure": "1.004222"}, ""),
        ({"phone": PHONE, "procedure": ""}, {"phone": PHONE, "procedure": ""}, "phone"),
        ({"phone": PHONE, "procedure": ""}, {"phone": PHONE, "procedure": "", "help": "account"}, ""),
        ({"phone": PHONE, "help": "guide"}, {"phone": PHONE}, "phone"),
        ({"phone": PHONE}, {"phone": PHONE, "happened_on": "2026-11-20"}, ""),
        ({"phone": PHONE, "voided_at": 1}, {"phone": PHONE}, ""),
        ({"phone": PHONE, "distinct_from": f"x {OTHER_ID}"}, {"phone": PHONE}, ""),
        ({"phone": PHONE, "distinct_from": "x"}, {"phone": PHONE}, "phone"),
    ],
)
def test_two_records_that_look_alike(one, two, why):
    assert duplicate.looks_like(row(**one), other(**two)) == why
    assert duplicate.looks_like(other(**two), row(**one)) == why


def test_a_record_is_no_duplicate_of_itself():
    assert duplicate.looks_like(row(phone=PHONE), row(phone=PHONE)) == ""


def test_each_record_is_asked_about_once_with_the_nearest_before_it():
    rows = [row(id=str(number), phone=PHONE) for number in (5, 4, 3, 2, 1)]
    assert [(a["id"], b["id"]) for a, b, _why in duplicate.pairs(rows)] == [
        ("5", "4"), ("4", "3"), ("3", "2"), ("2", "1"),
    ]  # fmt: skip


def test_what_was_told_apart_is_asked_about_with_the_next_one():
    rows = [row(id="3", phone=PHONE, distinct_from="2"), row(id="2", phone=PHONE), row(id="1", phone=PHONE)]
    assert [(a["id"], b["id"]) for a, b, _why in duplicate.pairs(rows)] == [("3", "1"), ("2", "1")]
    rows[0]["distinct_from"] = "2 1"
    rows[1]["distinct_from"] = "1"
    assert duplicate.pairs(rows) == []


def test_no_pair_is_missed_for_the_sake_of_speed():
    """Against the plain way: each row with each one before it."""
    dice = random.Random(7)
    for _ in range(50):
        rows = [
            row(
                id=str(number),
                phone=dice.choice(("", PHONE, "+84912345602")),
                name=dice.choice(("", MAI, "Mai Phương", "Hoàng Gia Bảo")),
                apartment=dice.choice(("", "1204", "P.1204", "0905")),
                procedure=dice.choice(("1.001193", "1.004222", "")),
                voided_at=dice.choice((None, None, None, 1)),
                distinct_from=dice.choice(("", "", "3 5 8")),
            )
            for number in range(30)
        ]
        plain = [
            next(((one, other, why) for other in rows[place + 1 :] if (why := duplicate.looks_like(one, other))), None)
            for place, one in enumerate(rows)
        ]
        assert duplicate.pairs(rows) == [pair for pair in plain if pair]
