"""Questionnaires as data: what comes along is right, and what is wrong in a file is said."""

import copy
import json

import pytest

from app.rules import survey
from app.rules.office import DEFAULT

SPELLED = json.loads(next(path for path in survey.FILES if path.stem == "service_2026").read_text("utf-8"))


def test_what_comes_along_has_no_fault_and_its_own_name():
    assert survey.FILES
    assert [fault for path in survey.FILES for fault in survey.file_faults(path)] == []


def test_the_questions_are_those_of_the_domain_notes():
    counts = {
        key: [list(one.factor_of.values()).count(factor) for factor in one.factors or [""]]
        for key, one in survey.every().items()
    }
    assert counts == {
        ("faces", 1): [1],
        ("four_please", 1): [4, 4],
        ("service", 2017): [4, 5, 6, 3, 4],
        ("service", 2026): [3, 4, 3, 3, 3],
        ("ten_words", 1): [10],
    }
    assert survey.every()[("service", 2026)].satisfied == {4, 5}


def test_a_ward_asks_what_it_has_set():
    def asked(**settings) -> list[str]:
        return [one.key for one in survey.asked(DEFAULT | settings, "2026-11-22")]

    assert asked() == ["service-2026"]
    assert asked(rating_service="2017", rating_four=True) == ["service-2017", "four_please-1"]
    assert asked(rating_service="", rating_ten=True) == ["ten_words-1"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda spelled: spelled.pop("items"), "items"),
        (lambda spelled: spelled.update(extra=1), "extra"),
        (lambda spelled: spelled["items"].append(spelled["items"][0]), "items"),
        (lambda spelled: spelled["items"][0].update(factor="nobody"), "items[0].factor"),
        (lambda spelled: spelled["levels"].reverse(), "levels"),
        (lambda spelled: spelled.update(satisfied=[1, 2, 3, 4, 5]), "satisfied"),
        (lambda spelled: spelled["factors"].append({"id": "empty", "title": "Không ai hỏi"}), "factors"),
        (lambda spelled: spelled.update({"from": "2026-02-30"}), "from"),
        (lambda spelled: spelled.update(to="2025-01-01"), "to"),
        (lambda spelled: spelled["items"][0].update(text=""), "items[0].text"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(change, where):
    spelled = copy.deepcopy(SPELLED)
    change(spelled)
    found = survey.faults(spelled)
    assert any(where in str(fault) for fault in found), found


def test_a_file_under_another_name_is_found_out(tmp_path):
    path = tmp_path / "service_2027.json"
    path.write_text(json.dumps(SPELLED), "utf-8")
    assert "service_2026.json" in str(survey.file_faults(path)[0])
