"""Schemes are data: what comes with the software is sound, what a ward writes is checked, and each has its days."""

import json

import pytest

from app.rules import evaluation_scheme
from app.rules.declaration_form import NotForm
from app.rules.evaluation_scheme import NATIONAL, POINTS, THRESHOLD, in_force, read, shipped, shipped_texts

SURVEYED = {"number": 7, "name": "Thái độ", "measure": "survey", "points": ["không", "vừa", "hài lòng"]}
SURVEYED |= {"survey": "service-2026", "topic": "official", "levels": [0, 0, 1, 2, 2]}
TT01 = json.loads(shipped_texts()["tt01_2018"])


def own(active: bool = True, **changed) -> dict:
    spelled = TT01 | {"code": "phuong"} | changed
    return {"id": spelled["code"], "text": json.dumps(spelled), "active": active}


def test_what_comes_with_the_software_is_named_after_its_file():
    assert {code: scheme.code for code, scheme in shipped().items()} == {
        path.stem: path.stem for path in evaluation_scheme.FILES
    }
    tt01 = shipped()["tt01_2018"]
    assert set(tt01.indices) == set(range(1, 10))
    assert tt01.scale("official").indices == (1, 2, 3, 4, 7)
    assert tt01.scale("unit") is tt01.scale("ward")
    assert sum(one["most"] for one in shipped()["qd766_2022"].items) == 100


def test_each_holds_for_its_days_and_the_wards_own_before_ours():
    assert in_force(POINTS, "2018-12-31", []) is None
    assert in_force(POINTS, "2026-10-31", []).code == "tt01_2018"
    mine = own(**{"from": "2026-10-01", "to": "2026-11-30"})
    for day, code in (("2026-09-30", "tt01_2018"), ("2026-10-01", "phuong"), ("2026-12-01", "tt01_2018")):
        assert in_force(POINTS, day, [mine]).code == code
    assert in_force(POINTS, "2026-10-01", [mine | {"active": False}]).code == "tt01_2018"
    assert in_force(POINTS, "2026-10-01", [own(code="tt01_2018", active=False)]) is None
    assert in_force(NATIONAL, "2026-10-01", [mine]).code == "qd766_2022"


def test_can_tho_is_off_until_a_ward_wants_it():
    assert in_force(THRESHOLD, "2026-10-01", []) is None
    taken = {"id": "can_tho_2020", "text": shipped_texts()["can_tho_2020"], "active": True}
    found = in_force(THRESHOLD, "2026-10-01", [taken])
    assert (found.late_per_official, found.late_per_unit_percent) == (3, 5)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "other"}, "chỉ được là một trong"),
        ({"from": "2026-02-30"}, "không có ngày này trong lịch"),
        ({"to": "2018-01-01"}, "trước ngày bắt đầu"),
        ({"items": [{"item": "1.1", "group": "ab", "name": "ab", "most": 1, "formula": "x"}]}, "không có phần này"),
        ({"official": {**TT01["official"], "indices": [1, 99]}}, "không có chỉ số 99"),
        ({"official": {**TT01["official"], "indices": [1, 1]}}, "ghi hai lần"),
        ({"official": {**TT01["official"], "least_indices": 6}}, "nhiều hơn số chỉ số"),
        ({"unit": {**TT01["unit"], "bands": TT01["unit"]["bands"][::-1]}}, "từ cao xuống thấp"),
        ({"unit": {**TT01["unit"], "bands": TT01["unit"]["bands"][:-1]}}, "bắt đầu từ 0 điểm"),
        ({"indices": [*TT01["indices"], TT01["indices"][0]]}, "hai mục trùng số 1"),
        ({"indices": [{**TT01["indices"][8], "number": 1, "measure": "answering"}]}, "cần “drag_days”"),
        ({"indices": [SURVEYED | {"survey": "service-1999"}]}, "không có phiếu này"),
        ({"indices": [SURVEYED | {"topic": "manners"}]}, "không hỏi mục đó"),
        ({"indices": [SURVEYED | {"levels": [0, 2]}]}, "cần 5 số"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(changed, said):
    with pytest.raises(NotForm) as refused:
        read(json.dumps(TT01 | changed))
    assert any(said in str(fault) for fault in refused.value.faults), [str(fault) for fault in refused.value.faults]
