"""The fair order: by time, priority as often as the ward says, nobody passed over for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.rules.ticket_order import fair_order, in_order, next_up, ordinary_before, people_ahead
from tests.shared_cases import cases

ANY = {"name": "Quầy 1", "services": []}
COPIES = {"name": "Quầy 2", "services": ["Chứng thực"]}


def ticket(number: int, priority: str = "", **changed) -> dict:
    made = {"id": f"t{number}", "service": "Nộp hồ sơ", "to_counter": "", "priority": priority}
    return made | {"order_at": number, "number": f"A-{number:03d}"} | changed


def ids(tickets) -> list[str]:
    return [one["id"] for one in tickets]


@pytest.mark.parametrize("case", cases("ticket_order"))
def test_the_shared_cases(case):
    waiting, counters, every = case["waiting"], case["counters"], case["every"]
    before = ordinary_before(case["called"])
    assert before == case["before"]
    assert ids(fair_order(waiting, before, every)) == case["order"]
    called = [next_up(waiting, counter, before, every) for counter in counters]
    assert [one and one["id"] for one in called] == case["next"]
    for id_, ahead in case["ahead"].items():
        assert people_ahead(waiting, id_, counters, before, every) == ahead


def test_every_second_call_is_a_priority_ticket_while_there_is_one():
    waiting = [ticket(1), ticket(2), ticket(3), ticket(4, "elderly"), ticket(5, "pregnant")]
    assert ids(fair_order(waiting, 0, 2)) == ["t1", "t4", "t2", "t5", "t3"]
    # The last call was an ordinary one: now it is their turn.
    assert ids(fair_order(waiting, 1, 2)) == ["t4", "t1", "t5", "t2", "t3"]


def test_a_ward_may_call_them_all_first_or_know_no_priority():
    waiting = [ticket(1), ticket(2), ticket(3, "disabled")]
    assert ids(fair_order(waiting, 0, 1)) == ["t3", "t1", "t2"]
    assert ids(fair_order(waiting, 9, 0)) == ["t1", "t2", "t3"]


def test_a_counter_calls_only_whom_it_serves():
    waiting = [ticket(1), ticket(2, service="Chứng thực"), ticket(3, to_counter="Quầy 2")]
    assert next_up(waiting, COPIES, 0, 2)["id"] == "t2"
    assert next_up(waiting, ANY, 0, 2)["id"] == "t1"
    assert next_up([ticket(3, to_counter="Quầy 2")], ANY, 0, 2) is None


def test_who_waits_for_nobodys_service_is_still_told_who_came_before():
    assert people_ahead([ticket(1), ticket(2, service="Không ai làm")], "t2", [COPIES], 0, 2) == 1
    assert people_ahead([ticket(1)], "t9", [ANY], 0, 2) == 0


tickets = some.lists(
    some.tuples(some.integers(0, 20), some.sampled_from(["", "elderly"])), max_size=20, unique_by=lambda one: one[0]
).map(lambda found: [ticket(number, priority) for number, priority in found])


@given(tickets, some.integers(0, 5), some.integers(0, 4))
def test_nobody_is_lost_and_each_kind_keeps_its_order(waiting, before, every):
    order = fair_order(waiting, before, every)
    assert sorted(ids(order)) == sorted(ids(waiting))
    for kind in (True, False):
        of_kind = [one for one in order if bool(one["priority"]) == kind]
        assert of_kind == in_order(of_kind)


@given(tickets, some.integers(0, 5), some.integers(2, 4))
def test_an_ordinary_ticket_waits_for_few_with_priority(waiting, before, every):
    """Between two ordinary ones at most one with priority is called, so that nobody stands there all morning."""
    order = [bool(one["priority"]) for one in fair_order(waiting, before, every)]
    last_ordinary = max((at for at, first in enumerate(order) if not first), default=0)
    assert not any(order[at] and order[at + 1] for at in range(last_ordinary - 1))
