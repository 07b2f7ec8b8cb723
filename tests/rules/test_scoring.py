"""TT 01/2018/TT-VPCP Đ13–15, as suggestions whose every point names the record that gave it."""

import json

import pytest

from app.rules import evaluation_scheme
from app.rules.calendar import moment, number_of
from app.rules.clock import DAY_MS
from app.rules.dossier_row import EMPTY
from app.rules.scoring import OFFICIAL, UNIT, WARD, Source, Subject, counts_in, mean, measure, suggestion

SCHEME = evaluation_scheme.shipped()["tt01_2018"]
HA, DUC = Subject(OFFICIAL, "ha"), Subject(OFFICIAL, "duc")
DESK, ALL = Subject(UNIT, "mot-cua"), Subject(WARD)


def at(day: str, hour: int = 9) -> int:
    return moment(number_of(f"2026-10-{day}"), hour * 60)


FIRST, LAST = at("01", 0), at("31", 24) - 1


def dossier(id_: str, done: str, due: str = "15", **changed) -> dict:
    row = {**EMPTY, "id": id_, "finished_by": "ha", "unit": "mot-cua", "accepted_at": at("01"), "finished_at": at(done)}
    row |= {"steps": []}
    return row | {"due_current_at": at(due, 17), "due_legal_at": at(due, 17)} | changed


def petition(id_: str, done: str = "", due: str = "15", **changed) -> dict:
    row = {"id": id_, "forwarded_at": None, "forward_due_at": at("08", 17), "answer_due_at": at(due, 17), "unit": ""}
    return row | {"answered_at": at(done) if done else None} | changed


def complaint(id_: str, about: str, dossier: str = "", **changed) -> dict:
    return {"id": id_, "about": about, "dossier": dossier, "received_at": at("20"), "units": []} | changed


def source(**given) -> Source:
    return Source(FIRST, LAST, **given)


def of(number: int, subject: Subject, **given):
    return measure(SCHEME.indices[number], subject, source(**given))


def test_a_mean_has_one_decimal_rounded_half_up():
    assert mean([2, 1, 2]) == 1.7
    assert mean([2, 2, 2, 1]) == 1.8
    assert mean([]) is None


def test_the_official_is_scored_on_five_indices_of_ten_points():
    """Commonly taken for the scale of units: ≥ 5 is 100 %, 3.5 to below 5 is 70 to below 100 %, less is below 70 %."""
    scale = SCHEME.official
    assert scale.indices == (1, 2, 3, 4, 7)
    assert suggestion([1.0] * 5, scale) == (5.0, 10, "Hoàn thành 100% nhiệm vụ", False)
    assert suggestion([0.0, 1, 0.9, 1, 1], scale)[2] == "Hoàn thành từ 70% đến dưới 100% nhiệm vụ"
    assert suggestion([0.0, 0, 1, 1, 1], scale)[2] == "Hoàn thành dưới 70% nhiệm vụ"


def test_the_bands_of_units_are_others():
    for total, band in ((15, "Xuất sắc"), (14.9, "Tốt"), (12, "Tốt"), (9, "Khá"), (6, "Trung bình"), (5.9, "Yếu")):
        each = [2.0] * int(total // 2) + [round(total % 2, 1)] + [0.0] * 9
        assert suggestion(each[:9], SCHEME.unit)[:3] == (total, 18, band)


def test_an_index_without_data_is_left_out_and_too_few_name_no_band():
    assert suggestion([2.0, 1.5, 2.0, None, None], SCHEME.official) == (5.5, 6, "", False)
    # From four of five on a band is found in proportion, and said to be: 3.9 of 8 is less than half.
    assert suggestion([1.0, 1, 1, None, 1], SCHEME.official) == (4.0, 8, "Hoàn thành 100% nhiệm vụ", True)
    assert suggestion([0.9, 1, 1, None, 1], SCHEME.official)[2:] == ("Hoàn thành từ 70% đến dưới 100% nhiệm vụ", True)


def test_every_point_names_the_record_that_gave_it():
    rows = [dossier("a", "14"), dossier("b", "15", supplement_count=1), dossier("c", "20", supplement_count=2)]
    found = of(1, HA, settled=rows)
    assert (found.points, found.n) == (1.0, 3)
    assert [(one.id, one.points, one.why) for one in found.given] == [
        ("a", 2, "early"),
        ("b", 1, "on_time"),
        ("c", 0, "late"),
    ]
    assert [(one.id, one.points) for one in of(3, HA, settled=rows).given] == [("a", 2), ("b", 1), ("c", 0)]
    assert of(1, DUC, settled=rows).points is None
    assert of(1, DESK, settled=rows).n == of(1, ALL, settled=rows).n == 3


def test_index_2_is_of_who_took_it_over_and_not_of_who_finished_it():
    step = {
        "unit_to": "tu-phap",
        "staff_to": "duc",
        "handed_at": at("02"),
        "due_at": at("02", 17),
        "taken_at": at("03"),
    }
    rows = [dossier("a", "14", steps=[step])]
    assert of(2, DUC, settled=rows).points == 0.0
    assert of(2, Subject(UNIT, "tu-phap"), settled=rows).n == of(2, ALL, settled=rows).n == 1
    assert of(2, HA, settled=rows).points is None


def test_r13_index_7_counts_complaints_for_whom_they_are_about():
    rows = [dossier("a", "14"), dossier("b", "15"), dossier("late", "20"), dossier("duc", "14", finished_by="duc")]
    assert of(7, HA, settled=rows).points == 1.5
    assert of(7, HA, settled=rows).facts == {"unscored": 1}
    said = [complaint("x", "ha", "a"), complaint("y", "duc", "b", units=["tu-phap"]), complaint("z", "duc")]
    assert of(7, HA, settled=rows, complaints=said).points == 0.5
    # b was settled by Hà and complains of Đức.
    duc = of(7, DUC, settled=rows, complaints=said)
    assert (duc.points, duc.facts) == (1.0, {"loose": 1})
    assert {one.id for one in duc.given if one.kind == "feedback"} == {"y", "z"}
    assert of(7, Subject(UNIT, "tu-phap"), settled=rows, complaints=said).points == 0.0


@pytest.mark.parametrize(
    ("petitions", "points"),
    [
        ([], 2.0),
        ([petition("a", "15"), petition("b", "14")], 2.0),
        # 9 of 10 in time, and the other a day late
        ([petition(str(n), "10") for n in range(9)] + [petition("x", "16")], 1.0),
        ([petition(str(n), "10") for n in range(8)] + [petition("x", "16"), petition("y", "16")], 0.0),
        # 9 of 10, and the other still waits after more than a fortnight: dragging
        ([petition(str(n), "10") for n in range(9)] + [petition("x")], 0.0),
        ([petition(str(n), "10") for n in range(9)] + [petition("x", due="20")], 1.0),
    ],
)
def test_index_8_is_answered_by_the_feedbacks_own_clock(petitions, points):
    """Đ13.8: none or all in time 2; 90 % and nothing dragging 1; else 0."""
    assert of(8, ALL, petitions=petitions).points == points


def test_index_8_knows_the_end_of_its_month_and_what_the_law_forwards():
    assert counts_in(petition("a", "16"), FIRST, LAST)
    assert counts_in(petition("a"), FIRST, LAST)
    later = petition("a") | {"answered_at": LAST + DAY_MS}
    # As the month ended nobody had answered; next month it is answered late.
    assert counts_in(later, FIRST, LAST)
    assert of(8, ALL, petitions=[later]).given[0].why == "dragging"
    assert not counts_in(petition("a") | {"answer_due_at": LAST + DAY_MS}, FIRST, LAST)
    # Forwarded in time is answered in time, whatever comes of it later (NĐ 20/2008 Đ9).
    assert of(8, ALL, petitions=[petition("a", forwarded_at=at("08"))]).points == 2.0


def test_index_9_wants_procedures_dossiers_and_none_late():
    given = {"levels": {"full": 20, "information": 80}, "received": {"mot-cua": (60, 15), "tu-phap": (40, 15)}}
    assert of(9, ALL, **given).points == 2.0
    assert of(9, DESK, **given).points == 1.0
    assert of(9, ALL, **(given | {"levels": {"full": 19, "information": 81}})).points == 1.0
    late = of(9, ALL, online_late=[{"id": "a", "unit": "mot-cua"}], **given)
    assert (late.points, [one.id for one in late.given]) == (0.0, ["a"])
    assert of(9, ALL, levels={"full": 1}).points is None


def test_what_no_record_tells_is_found_by_people_and_needs_enough_of_them():
    found = {"id": "f", "kind": OFFICIAL, "subject": "ha", "number": 4, "points": 16, "n": 4}
    few = of(4, HA, findings=[found])
    assert (few.points, few.n, few.facts) == (None, 4, {"least": 5})
    both = [found, found | {"id": "g", "points": 20, "n": 2}]
    assert of(4, HA, findings=both).points == 1.7
    assert of(4, DUC, findings=both).n == 0


def test_a_survey_speaks_for_units_where_it_asks_and_never_for_a_person():
    spelled = {"number": 4, "name": "Thái độ", "measure": "survey", "points": ["không", "vừa", "hài lòng"]}
    spelled |= {"survey": "service-2026", "topic": "official", "levels": [0, 0, 1, 2, 2]}
    shipped = json.loads(evaluation_scheme.shipped_texts()["tt01_2018"])
    others = [one for one in shipped["indices"] if one["number"] != 4]
    index = evaluation_scheme.read(json.dumps(shipped | {"indices": [*others, spelled]})).indices[4]
    said = {("mot-cua", "service-2026"): {"official": {5: 6, 3: 2, 1: 2}}, ("", "service-2026"): {"official": {4: 4}}}
    asked = source(answers=said | {("ha", "service-2026"): {"official": {5: 90}}})
    assert (measure(index, DESK, asked).points, measure(index, DESK, asked).n) == (1.4, 10)
    assert measure(index, ALL, asked).points is None
    assert measure(index, HA, asked).points is None
