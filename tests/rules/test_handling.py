"""How the ward handles a version: what was written for the counter, or what its words to citizens give."""

import json
from types import SimpleNamespace

import pytest

from app.rules import handling, procedure
from app.rules.handling_check import LONGEST, NotHandling, check, compared, read, written
from app.rules.handling_starter import source
from app.rules.operation import Change, Refusal
from app.rules.procedure_import import starter_cards
from tests.people import procedure_body

CARDS = {body["code"]: body for _entity, body in starter_cards()}
DAY = "ngày làm việc"


def plain(**changed) -> dict:
    return {"key": "chung", "name": "Mọi trường hợp", "value": "3", "unit": DAY, **changed}


def fee(**changed) -> dict:
    return {"label": "Lệ phí", "amount": 8_000, "basis": "TT 281/2016/TT-BTC", **changed}


def codes(*variants) -> list[tuple[str, str]]:
    return [(refusal.field, refusal.code) for refusal in check({"variants": list(variants)})[1]]


def row(**changed) -> dict:
    return procedure_body("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch", **changed)


def test_without_a_handling_one_variant_is_read_from_the_words_to_citizens():
    held = row(
        time_value="3",
        time_unit=DAY,
        documents="Tờ khai\n(trẻ bị bỏ rơi) Biên bản\nVăn bản ủy quyền (nếu có)\nXuất trình căn cước",
        result="Giấy khai sinh\nBản sao",
        fee_text="Do HĐND thành phố quy định",
    )
    (one,) = handling.variants(held)
    assert (one["value"], one["unit"], one["derived"], one["fees"]) == ("3", DAY, True, [])
    assert [(paper["key"], paper["form"], paper["required"], paper["when"]) for paper in one["documents"]] == [
        ("to-khai", "original", True, ""),
        ("bien-ban", "either", False, "trẻ bị bỏ rơi"),
        ("van-ban-uy-quyen-neu-co", "either", False, ""),
        ("xuat-trinh-can-cuoc", "shown", True, ""),
    ]
    assert [result["name"] for result in one["results"]] == ["Giấy khai sinh; Bản sao"]
    assert handling.variant(held, "") == one
    assert handling.variant(held, "khong-co") is None


@pytest.mark.parametrize("said", [("", ""), ("3", ""), ("", DAY), ("3", "tuần")])
def test_a_time_that_cannot_be_counted_is_no_time(said):
    (one,) = handling.variants(row(time_value=said[0], time_unit=said[1]))
    assert not handling.time_known(one)
    assert handling.time_texts(one) == {"promised": "", "legal": "", "verified": ""}


def test_of_several_variants_one_must_be_named():
    held = CARDS["1.004859"]
    assert [each["key"] for each in handling.variants(held)] == ["thay-doi-cai-chinh", "bo-sung"]
    assert handling.variant(held, "") is None
    assert handling.variant(held, "bo-sung")["value"] == "0"


@pytest.mark.parametrize(
    ("code", "key", "value", "verified"),
    [
        ("1.001193", "dung-han", ("0", DAY, True), ("", "")),
        ("1.000656", "dung-han", ("0", DAY, True), ("3", DAY)),
        ("1.000894", "trong-nuoc", ("0", DAY, True), ("5", DAY)),
        ("1.001022", "chung", ("3", DAY, False), ("8", DAY)),
        ("1.004837", "chung", ("3", DAY, False), ("", "")),
        ("1.004845", "chung", ("2", DAY, False), ("", "")),
        ("1.004859", "thay-doi-cai-chinh", ("3", DAY, False), ("6", DAY)),
        ("1.004859", "bo-sung", ("0", DAY, True), ("", "")),
        ("1.004873", "chung", ("3", DAY, False), ("23", "ngày")),
        ("1.004884", "chung", ("5", DAY, False), ("25", "ngày")),
        ("2.000815", "chung", ("0", DAY, True), ("2", DAY)),
        ("2.001035", "chung", ("2", DAY, False), ("", "")),
    ],
)
def test_the_times_that_were_read_in_the_law(code, key, value, verified):
    one = handling.variant(CARDS[code], key)
    assert (one["value"], one["unit"], one["cutoff_15h"]) == value
    assert (one["verify_value"], one["verify_unit"]) == verified
    assert source(code)


def test_what_is_certified_at_once_has_its_register_r7():
    at_once = {code for code, card in CARDS.items() for one in handling.variants(card) if one["instant"]}
    assert at_once == {"2.000815", "2.000884", "2.000942"}
    for code in at_once:
        assert handling.variant(CARDS[code], "")["register"].startswith("chung_thuc_")


def test_joined_procedures_have_several_results_each_with_its_authority():
    born = handling.variant(CARDS["3.000722"], "")["results"]
    died = handling.variant(CARDS["2.002913"], "")["results"]
    assert [result["authority"] for result in born][:2] == ["Ủy ban nhân dân phường", "Công an phường"]
    assert (len(born), len(died)) == (4, 3)


def test_a_repealed_procedure_and_one_that_is_not_certain_are_not_handled_by_heart():
    assert CARDS["2.002621"]["status"] == "repealed"
    assert CARDS["2.002621"]["handling"] == CARDS["2.001263"]["handling"] == ""


@pytest.mark.parametrize(
    ("authority", "counter", "decided", "here"),
    [
        ("Ủy ban nhân dân phường", "", "ward", True),
        ("Công an phường (không phải Ủy ban nhân dân)", "", "police", False),
        ("Sở Tư pháp (nhận tại phường)", "", "received", True),
        ("Văn phòng đăng ký đất đai hoặc Chi nhánh", "", "elsewhere", False),
        ("Cơ quan quản lý hộ tịch (nộp ở bất kỳ Ủy ban nhân dân cấp xã)", "", "elsewhere", True),
        ("Công an phường", "ward", "police", True),
        ("Ủy ban nhân dân phường", "elsewhere", "ward", False),
    ],
)
def test_who_decides_and_whether_the_counter_receives(authority, counter, decided, here):
    text = written(check({"counter": counter, "variants": [plain()]})[0]) if counter else ""
    held = row(authority=authority, handling=text)
    assert (handling.deciding(held), handling.received_here(held)) == (decided, here)


def test_the_ward_is_quicker_than_the_law_or_as_quick_never_slower():
    assert codes(plain(value="3", legal_value="5", legal_unit=DAY)) == []
    assert codes(plain(value="5", legal_value="3", legal_unit=DAY)) == [("variants.0.value", "longer_than_law")]
    assert codes(plain(value="3", legal_value="5", legal_unit="ngày")) == [("variants.0.value", "units_differ")]
    assert codes(plain(value="", unit="", legal_value="5", legal_unit=DAY)) == [("variants.0.value", "required")]
    assert compared("4", "giờ làm việc", "0.5", DAY) == 0


def test_115_of_133_procedures_shortened_is_86_percent():
    """The former ward's report of 2019 (domain §4.5): 115/133 = 86.47 %."""
    short = written(check({"variants": [plain(value="3", legal_value="5", legal_unit=DAY)]})[0])
    equal = written(check({"variants": [plain(value="5", legal_value="5", legal_unit=DAY)]})[0])
    rows = [row(handling=short)] * 115 + [row(handling=equal)] * 10 + [row()] * 8
    rows += [row(handling=short, status="draft"), row(handling=short, status="repealed")]
    count, of = handling.count_shortened(rows)
    assert (count, of) == (115, 133)
    assert f"{100 * count / of:.2f}" == "86.47"


@pytest.mark.parametrize(
    ("value", "unit", "cutoff", "said"),
    [
        ("3", DAY, False, "03 ngày làm việc"),
        ("25", "ngày", False, "25 ngày"),
        ("0.5", DAY, False, "½ ngày làm việc"),
        ("2.5", DAY, False, "2,5 ngày làm việc"),
        ("0", DAY, False, "Trong ngày làm việc"),
        ("0", DAY, True, "Trong ngày làm việc, nhận sau 15 giờ thì trong ngày làm việc tiếp theo"),
    ],
)
def test_a_time_is_said_as_paper_says_it(value, unit, cutoff, said):
    assert handling.limit_text(value, unit, cutoff) == said


@pytest.mark.parametrize(
    ("variant", "refused"),
    [
        (plain(name=""), ("variants.0.name", "required")),
        (plain(key="Chung"), ("variants.0.key", "code_invalid")),
        (plain(unit=""), ("variants.0.value", "limit_invalid")),
        (plain(value="0", unit="tháng"), ("variants.0.value", "limit_invalid")),
        (plain(verify_value="5", verify_unit=DAY), ("variants.0.verify_name", "required")),
        (plain(verify_name="phải xác minh"), ("variants.0.verify_value", "required")),
        (
            plain(verify_value="2", verify_unit=DAY, verify_name="phải xác minh"),
            ("variants.0.verify_value", "verify_shorter"),
        ),
        (plain(register="so_khac"), ("variants.0.register", "choice_unknown")),
        (plain(color="red"), ("variants.0.color", "field_unknown")),
        (plain(fees=[fee(amount=0, basis="")]), ("variants.0.fees.0.basis", "zero_without_reason")),
        (plain(fees=[fee(basis="")]), ("variants.0.fees.0.basis", "fee_without_basis")),
        (plain(fees=[fee(amount=-1)]), ("variants.0.fees.0.amount", "out_of_range")),
        (plain(fees=[fee(amount=8.5)]), ("variants.0.fees.0.amount", "field_type")),
        (plain(fees=[fee(cap=200_000)]), ("variants.0.fees.0.per", "pages_only")),
        (plain(fees=[fee(), fee(channel="online")]), ("variants.0.fees.1.label", "fee_twice")),
        (plain(fees=[fee(from_on="2026-02-30")]), ("variants.0.fees.0.from_on", "day_shape")),
        (plain(fees=[fee(from_on="2026-03-01", to_on="2026-02-01")]), ("variants.0.fees.0.to_on", "days_reversed")),
        (
            plain(fees=[fee(exemptions=[{"key": "a", "name": "Hộ nghèo", "basis": "Luật", "amount": 8_000}])]),
            ("variants.0.fees.0.exemptions.0.amount", "exemption_amount"),
        ),
        (
            plain(fees=[fee(exemptions=[{"key": "a", "name": "Hộ nghèo"}])]),
            ("variants.0.fees.0.exemptions.0.basis", "required"),
        ),
        (
            plain(documents=[{"key": "a", "name": "Tờ khai", "count": 0}]),
            ("variants.0.documents.0.count", "out_of_range"),
        ),
        (
            plain(documents=[{"key": "a", "name": "Tờ khai"}, {"key": "a", "name": "Tờ khai"}]),
            ("variants.0.documents.1.name", "name_twice"),
        ),
        (
            plain(results=[{"key": "a", "name": "Thẻ", "value": "3", "unit": ""}]),
            ("variants.0.results.0.value", "limit_invalid"),
        ),
        (plain(documents="Tờ khai"), ("variants.0.documents", "field_type")),
        ("chung", ("variants.0.name", "field_type")),
    ],
)
def test_what_cannot_stand_is_named_with_its_place(variant, refused):
    assert refused in codes(variant)


@pytest.mark.parametrize("given", [None, [], "x", {}, {"variants": []}, {"variants": [plain()] * 13}])
def test_what_is_no_handling_is_refused(given):
    assert check(given)[1]


def test_two_fees_of_different_channels_or_days_stand_side_by_side():
    assert codes(plain(fees=[fee(channel="direct"), fee(channel="online", amount=0)])) == []
    assert codes(plain(fees=[fee(to_on="2026-12-31"), fee(from_on="2027-01-01", amount=9_000)])) == []


def test_what_is_written_reads_back_and_what_is_spoilt_does_not():
    clean, refusals = check({"variants": [plain(fees=[fee(amount=None)])]})
    assert not refusals
    assert read(written(clean)) == clean
    for text in ("{", "[]", "null", "1e999", '{"variants":[{}]}', "[" * 100_000):
        with pytest.raises(NotHandling):
            read(text)


def test_a_handling_has_an_end():
    papers = [{"key": f"g-{number}", "name": f"{number} " + "ê" * 490} for number in range(40)]
    assert codes(plain(documents=papers), plain(key="hai", name="Hai", documents=papers)) == [
        ("variants", "handling_long")
    ]
    assert LONGEST < 40_000


def test_words_that_the_handling_contradicts_are_pointed_out():
    text = written(check({"variants": [plain(value="3", legal_value="5", legal_unit=DAY)]})[0])
    assert handling.out_of_step(row(handling=text, time_value="5", time_unit=DAY)) == []
    assert handling.out_of_step(row(handling=text, time_value="3", time_unit=DAY)) == []
    assert handling.out_of_step(row(handling=text, time_value="7", time_unit=DAY)) == ["time_value"]
    assert [code for code, card in CARDS.items() if handling.out_of_step(card)] == []


def test_r8_papers_that_the_published_words_no_longer_name_are_pointed_out():
    papers = [{"key": "to-khai", "name": "Tờ khai"}, {"key": "so-ho-khau", "name": "Sổ hộ khẩu"}]
    text = written(check({"variants": [plain(documents=papers)]})[0])
    assert handling.out_of_step(row(handling=text, documents="Tờ khai theo mẫu\nSổ hộ khẩu")) == []
    assert handling.out_of_step(row(handling=text, documents="Tờ khai theo mẫu")) == ["documents"]
    papers[1]["citation"] = "Luật Cư trú 68/2020/QH14 Điều 20"
    lawful = written(check({"variants": [plain(documents=papers)]})[0])
    assert handling.out_of_step(row(handling=lawful, documents="Tờ khai theo mẫu")) == []


def put(body, held=None):
    operation = SimpleNamespace(entity=f"{body['code']}@{body['version']}")
    return procedure.put(held, body, operation, SimpleNamespace(today="2026-11-23"))


def test_a_version_keeps_its_handling_and_is_never_given_another():
    text = json.dumps({"variants": [plain()]})
    first = put(row(handling=text))
    assert isinstance(first, Change)
    assert first.row["handling"] == written(check({"variants": [plain()]})[0])
    retired = put({**procedure.card_of(first.row), "current": False}, first.row)
    assert retired.row["handling"] == first.row["handling"]
    other = put(row(handling=json.dumps({"variants": [plain(value="2")]})), first.row)
    assert other.code == "procedure_version_fixed"


def test_a_version_of_before_the_counter_is_replayed_as_it_was():
    body = row()
    del body["handling"]
    first = put(body)
    assert first.row["handling"] == ""
    assert put({**body, "current": False}, first.row).row["handling"] == ""


def test_a_forged_handling_is_refused():
    answer = put(row(handling='{"variants":[{"key":"a","name":"A","value":"9"}]}'))
    assert isinstance(answer, Refusal)
    assert answer.details == {"fields": {"handling": "handling_invalid"}}
