"""R9 (NĐ 61/2018 Đ4.5): the fee is the rule by version × channel × date × exemption, and no number is made up."""

import pytest

from app.rules import handling
from app.rules.fee import exemptions, fee_for, read_money
from app.rules.procedure_import import starter_cards
from tests.shared_cases import cases

CASES = cases("handling")
CARDS = {body["code"]: body for _entity, body in starter_cards()}
TODAY = "2026-11-23"


@pytest.mark.parametrize("case", CASES["fees"], ids=lambda case: f"{case['variant']}-{case['channel']}-{case['on']}")
def test_r9_the_fee_follows_the_rule(case):
    variant = CASES["variants"][case["variant"]]
    answer = fee_for(variant, case["channel"], case["on"], case["exemption"], case["quantities"])
    assert answer == case["answer"]


def of(code: str, key: str = "") -> dict:
    return handling.variant(CARDS[code], key)


@pytest.mark.parametrize(("pages", "copies", "total"), [(1, 1, 2_000), (3, 1, 5_000), (400, 2, 400_000)])
def test_r9_a_certified_copy_costs_what_tt_226_says(pages, copies, total):
    answer = fee_for(of("2.000815"), "direct", TODAY, quantities={"pages": pages, "copies": copies})
    assert (answer["total"], answer["known"]) == (total, True)
    assert "TT 226/2016/TT-BTC" in answer["lines"][0]["why"]


@pytest.mark.parametrize(
    ("code", "total"), [("2.000884", 10_000), ("2.001035", 50_000), ("2.000913", 30_000), ("2.000927", 25_000)]
)
def test_r9_a_certified_signature_and_transaction_cost_what_tt_226_says(code, total):
    assert fee_for(of(code), "direct", TODAY)["total"] == total


def test_r9_a_birth_in_time_costs_nothing_and_says_why():
    answer = fee_for(of("1.001193", "dung-han"), "direct", TODAY)
    assert answer["total"] == 0
    assert "Luật Hộ tịch 60/2014/QH13 Điều 11" in answer["lines"][0]["why"]


def test_r9_a_late_birth_has_no_confirmed_fee_in_ha_noi_and_no_number_is_made_up():
    late = of("1.001193", "qua-han")
    answer = fee_for(late, "direct", TODAY)
    assert (answer["total"], answer["known"], answer["lines"][0]["amount"]) == (None, False, None)
    assert not any("000" in line["why"] for line in answer["lines"])
    assert fee_for(late, "direct", TODAY, "ho-ngheo")["total"] == 0


@pytest.mark.parametrize("code", ["2.000635", "1.004772", "1.004746", "1.004873", "1.004222", "1.010038"])
def test_r9_nq_66_22_waives_online_until_the_end_of_february_2027(code):
    variant = of(code)
    assert fee_for(variant, "online", "2027-02-28", "nq-66-22")["total"] == 0
    assert fee_for(variant, "online", "2027-03-01", "nq-66-22")["refusal"] == "exemption_day"
    at_the_counter = fee_for(variant, "direct", TODAY, "nq-66-22")
    assert at_the_counter["refusal"] in ("exemption_channel", "exemption_unknown")
    assert at_the_counter["total"] != 0
    assert "nq-66-22" not in {each["key"] for each in exemptions(variant, "direct", TODAY)}


def test_r9_no_fee_of_the_catalogue_is_another_provinces():
    for card in CARDS.values():
        for variant in handling.variants(card):
            for fee in variant["fees"]:
                assert "Đà Nẵng" not in str(fee)
                assert "Hải Phòng" not in str(fee)
                # What its council fixes is not known for Hà Nội.
                assert ("HĐND" in fee["basis"]) == (fee["amount"] is None)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("8.000", 8_000), ("8000 đ", 8_000), ("8.000 đồng", 8_000), (" 8 000Đ ", 8_000), ("0", 0)]
    + [(text, None) for text in ("", "tám", "-5", "8,5", "đ", "١٢", "9" * 10)],
)
def test_an_amount_is_read_as_people_write_it(text, amount):
    assert read_money(text) == amount
