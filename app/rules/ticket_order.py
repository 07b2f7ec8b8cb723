"""Who is next, and how many are before somebody: the fair order of a queue, in one place for server and tablet.

A ticket here is a dictionary with `id`, `service`, `to_counter` ("" for any), `priority` ("" for none), `order_at` (ms)
and `number` (as written). A counter is {"name", "services"}: [] takes every service. `every`: each n-th call goes to a
priority ticket while there is one; 1 calls them all first, 0 knows no priority. Twin: static/js/core/ticket_order.js;
tests/cases/ticket_order.json holds them together.
"""

from collections.abc import Iterable


def in_order(tickets: Iterable[dict]) -> list[dict]:
    """By the time they were taken; whoever was sent on keeps the time of their first ticket."""
    return sorted(tickets, key=lambda ticket: (ticket["order_at"], ticket["number"]))


def takes(counter: dict, ticket: dict) -> bool:
    """Whether this counter serves this ticket."""
    if ticket["to_counter"]:
        return ticket["to_counter"] == counter["name"]
    return not counter["services"] or ticket["service"] in counter["services"]


def fair_order(waiting: Iterable[dict], ordinary_before: int, every: int) -> list[dict]:
    """The waiting tickets in the order in which they will be called.

    `ordinary_before`: how many without priority were called since the last one with.
    """
    queue = in_order(waiting)
    if every < 1:
        return queue
    first = [ticket for ticket in queue if ticket["priority"]]
    others = [ticket for ticket in queue if not ticket["priority"]]
    order, since = [], ordinary_before
    while first and others:
        if since >= every - 1:
            order.append(first.pop(0))
            since = 0
        else:
            order.append(others.pop(0))
            since += 1
    return order + first + others


def ordinary_before(called: Iterable[bool]) -> int:
    """How many calls without priority there were since the last one with. `called`: the day's calls, latest first,
    each whether it had priority.
    """
    count = 0
    for with_priority in called:
        if with_priority:
            break
        count += 1
    return count


def next_up(waiting: Iterable[dict], counter: dict, before: int, every: int) -> dict | None:
    """The ticket that this counter calls next; None when nobody waits for it. `before`: see `ordinary_before`."""
    order = fair_order([ticket for ticket in waiting if takes(counter, ticket)], before, every)
    return order[0] if order else None


def people_ahead(waiting: Iterable[dict], ticket_id: str, counters: list[dict], before: int, every: int) -> int:
    """How many will be called before this ticket by the counters that may call it. 0 when it does not wait."""
    waiting = list(waiting)
    mine = next((ticket for ticket in waiting if ticket["id"] == ticket_id), None)
    if mine is None:
        return 0
    serving = [counter for counter in counters if takes(counter, mine)]
    # With no counter that serves it, everybody is before it who came before it.
    rivals = [ticket for ticket in waiting if not serving or any(takes(counter, ticket) for counter in serving)]
    order = [ticket["id"] for ticket in fair_order(rivals, before, every)]
    return order.index(ticket_id) if ticket_id in order else 0
