"""One day of one queue, read once: who waits, who is called, who is next, and how long it will take."""

from functools import cached_property

from app.records import place, ticket
from app.records import queue as queue_records
from app.rules import clock, queue, ticket_order, ticket_wait
from app.rules.ticket_states import AT_COUNTER
from app.web.ticket_words import number


class TicketDay:
    """`row`: the queue's settings. Times in ms. A few hundred tickets at most, so lists are made of lists."""

    def __init__(self, ward_id: int, row: dict, now: int):
        self.ward_id, self.row, self.now = ward_id, row, now
        self.point = row["id"]
        self.on = clock.day_of(now)
        self.counters = queue.counters(row)

    @cached_property
    def tickets(self) -> list[dict]:
        """Every ticket of the day, in the order they were taken."""
        return ticket.of_day(self.ward_id, self.point, self.on)

    @cached_property
    def waiting(self) -> list[dict]:
        """What ticket_order takes, for whoever waits now."""
        return [_ordered(row) for row in self.tickets if row["state"] == "waiting"]

    @cached_property
    def called(self) -> list[dict]:
        """Whoever has been called and is not waiting again, the latest call first."""
        found = [row for row in self.tickets if row["called_at"] is not None]
        return sorted(found, key=lambda row: row["called_at"], reverse=True)

    @cached_property
    def before(self) -> int:
        return ticket_order.ordinary_before([bool(row["priority"]) for row in self.called])

    @cached_property
    def served(self) -> list[dict]:
        """Whoever was served to the end, the latest first."""
        found = [row for row in self.tickets if row["state"] == "done" and row["ended_at"] is not None]
        return sorted(found, key=lambda row: row["ended_at"], reverse=True)

    def counter(self, name: str) -> dict | None:
        return queue.counter(self.row, name)

    def order(self, counter: dict | None = None) -> list[str]:
        """Ids of whoever waits (for this counter), in the order in which they will be called."""
        mine = [each for each in self.waiting if counter is None or ticket_order.takes(counter, each)]
        fair = ticket_order.fair_order(mine, self.before, self.row["priority_every"])
        return [each["id"] for each in fair]

    def at_counter(self, name: str) -> dict | None:
        """Who stands before this counter."""
        return next((row for row in self.called if row["counter"] == name and row["state"] in AT_COUNTER), None)

    def skipped(self) -> list[dict]:
        return [row for row in self.called if row["state"] == "skipped"]

    def ahead(self, ticket_id: str) -> int:
        return ticket_order.people_ahead(
            self.waiting, ticket_id, self.counters, self.before, self.row["priority_every"]
        )

    def expected(self, ahead: int) -> tuple[int, int] | None:
        """(at least, at most) minutes until the call of whoever has so many before them."""
        times = [(row["called_at"], row["ended_at"]) for row in self.served]
        calls = [(row["counter"], row["called_at"]) for row in self.called]
        return ticket_wait.expected_wait(ahead, times, ticket_wait.counters_at_work(calls, self.now))

    def owed(self) -> list[dict]:
        """Tickets whose wait asks for an apology that nobody has said yet, whoever stands before a counter first."""
        owed = [row for row in self.tickets if ticket_wait.owed_apology(row, self.now, self.row["apology_minutes"])]
        return sorted(owed, key=lambda row: (row["state"] == "waiting", row["taken_at"]))


def _ordered(row: dict) -> dict:
    told = {name: row[name] for name in ("id", "service", "to_counter", "priority")}
    return told | {"order_at": row["taken_at"], "number": number(row)}


def open_queues(ward_id: int) -> list[tuple[dict, dict]]:
    """[(the point, its queue)] where numbers are given, by the points' names."""
    active = {row["id"]: row for row in queue_records.queues(ward_id) if row["active"]}
    return [(point, active[point["id"]]) for point in place.support_points(ward_id) if point["id"] in active]
