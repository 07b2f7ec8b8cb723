"""evaluation.confirm/1 and evaluation.change/1 at the door: what a forged or hasty body may not say."""

import pytest

from app.rules.evaluation import finding_id, id_of
from app.rules.evaluation_scheme import shipped
from tests import people
from tests.feedback_desk import LIEN, FeedbackDesk, hire
from tests.people import AN, HA, MINH

OCTOBER = "2026-10"
GOOD, LESS, _BAD = (name for _least, name in shipped()["tt01_2018"].official.bands)


@pytest.fixture
def desk(app):
    hire()
    return FeedbackDesk(now="2026-11-10 09:00")


def body(**changed) -> dict:
    told = {1: 20, 2: 20, 3: 20, 4: None, 7: 10}
    given = {
        "month": OCTOBER,
        "kind": "official",
        "subject": HA.id,
        "scheme": "tt01_2018",
        "total": 70,
        "most": 80,
        "band": GOOD,
        "scaled": True,
        "indices": [{"number": number, "points": points, "n": 5} for number, points in told.items()],
        "complaints": [],
        "feedbacks": [],
    }
    return given | changed


def entity(version: int = 1, month: str = OCTOBER, kind: str = "official", subject: str = HA.id) -> str:
    return id_of(people.WARD, month, kind, subject, version)


def confirm(desk, by=MINH, at: str = "", **changed) -> dict:
    return desk.send("evaluation.confirm/1", body(**changed), at or entity(), by)


def change(desk, version: int, by=MINH, **changed) -> dict:
    given = body(version=version, chosen=LESS, reason="Nghỉ ốm nửa tháng") | changed
    return desk.send("evaluation.change/1", given, entity(version), by)


def test_one_month_and_person_has_one_first_version_and_it_stays(desk):
    assert confirm(desk)["status"] == "ok"
    first = desk.row(entity(), "evaluation")
    assert (first["band"], first["version"], first["decided_by"]) == (GOOD, 1, MINH.id)
    assert confirm(desk)["code"] == "evaluation_confirmed"
    assert change(desk, 1)["code"] == "evaluation_confirmed"
    assert change(desk, 3)["code"] == "entity_unknown"
    assert change(desk, 2, chosen=GOOD)["code"] == "nothing_changed"
    assert change(desk, 2, reason=" ")["code"] == "reason_needed"
    assert change(desk, 2)["status"] == "ok"
    assert change(desk, 2)["code"] == "evaluation_confirmed"
    assert desk.row(entity(), "evaluation") == first
    assert desk.row(entity(2), "evaluation")["band"] == LESS


def test_without_a_suggestion_the_head_says_why(desk):
    assert confirm(desk, band="")["code"] == "evaluation_no_band"
    assert change(desk, 1, band="")["status"] == "ok"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"month": "2026-11"}, "evaluation_month_runs"),
        ({"month": "2026-13"}, "body_invalid"),
        ({"subject": "nobody"}, "body_invalid"),
        ({"kind": "unit", "subject": "nowhere"}, "body_invalid"),
        ({"subject": MINH.id}, "evaluation_own"),
    ],
)
def test_whose_month_it_is(desk, changed, code):
    given = body(**changed)
    at = entity(month=given["month"], kind=given["kind"], subject=given["subject"])
    assert confirm(desk, at=at, **changed)["code"] == code


@pytest.mark.parametrize(
    "changed",
    [
        {"total": 71},
        {"most": 100},
        {"scheme": "can_tho_2020"},
        {"scheme": None},
        {"band": "Tuyệt vời"},
        {"indices": []},
        {"indices": [{"number": 1, "points": 70, "n": 1}]},
        {"indices": "x"},
        {"feedbacks": None},
        {"complaints": [1]},
        {"subject": []},
    ],
)
def test_sums_and_names_are_those_of_the_scheme(desk, changed):
    assert confirm(desk, **changed)["code"] == "body_invalid"


def test_an_entity_of_something_else_decides_nothing(desk):
    assert confirm(desk, at=entity(subject=LIEN.id))["code"] == "body_invalid"
    assert confirm(desk, at=entity(version=2))["code"] == "body_invalid"


def test_only_the_head_decides_and_finds(desk):
    for person in (HA, AN, people.LAN):
        assert confirm(desk, by=person)["code"] == change(desk, 1, by=person)["code"] == "role_not_allowed"


def test_r13_a_complaint_that_is_still_hidden_stops_it(desk):
    said = desk.hear(by=LIEN, about=[HA.id])
    assert confirm(desk, complaints=[said["id"]])["code"] == "evaluation_hidden_complaint"
    assert confirm(desk, complaints=["nothing-of-ours"])["code"] == "evaluation_hidden_complaint"
    desk.step("release", said, by=MINH)
    assert confirm(desk, complaints=[said["id"]])["status"] == "ok"
    assert desk.row(entity(), "evaluation")["feedbacks"] == said["id"]


def test_what_people_find_has_its_basis_and_is_not_about_themselves(desk):
    given = {"month": OCTOBER, "kind": "ward", "subject": "", "number": 5, "points": 20, "n": 1, "basis": "Biên bản"}
    at = finding_id(people.WARD, OCTOBER, "ward", "", 5)
    assert desk.send("evaluation_finding.put/1", given, at, AN)["status"] == "ok"
    for changed in ({"basis": ""}, {"points": 21}, {"n": 0}, {"subject": HA.id}, {"month": "2026-12"}, {"number": 6}):
        assert desk.send("evaluation_finding.put/1", given | changed, at, AN)["code"] == "body_invalid"
    own = given | {"kind": "official", "subject": MINH.id, "number": 4}
    at = finding_id(people.WARD, OCTOBER, "official", MINH.id, 4)
    assert desk.send("evaluation_finding.put/1", own, at, MINH)["code"] == "evaluation_own"


def test_national_figures_are_of_known_items_and_no_more_than_they_are_worth(desk):
    given = {"scheme": "qd766_2022", "source": "tep.csv", "points": {"2.1": 1_750}}
    assert desk.send("national_month.put/1", given, OCTOBER, HA)["status"] == "ok"
    for changed in (
        {"points": {"2.1": 2_001}},
        {"points": {"9.9": 1}},
        {"points": {}},
        {"scheme": "x"},
        {"source": ""},
    ):
        assert desk.send("national_month.put/1", given | changed, OCTOBER, HA)["code"] == "body_invalid"
    assert desk.send("national_month.put/1", given, "2026-12", HA)["code"] == "body_invalid"
