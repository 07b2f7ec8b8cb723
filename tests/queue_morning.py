"""A queue in tests: a point with services and counters, tickets taken and called by people at moments."""

from app.ledger.envelope import new_id
from app.rules import queue
from app.rules.clock import day_of
from tests import people
from tests.counter import CounterDesk

ONE, TWO = "Quầy 1", "Quầy 2"
SUBMIT, COPIES = "Nộp hồ sơ", "Chứng thực"


def settings(**changed) -> dict:
    """A body of queue.put/1: two counters, priority every second call."""
    body = {**queue.DEFAULT, "active": True, "services": f"{SUBMIT}\n{COPIES}", "counters": f"{ONE}\n{TWO}"}
    return body | {"priorities": sorted(queue.priorities())} | changed


def open_queue(point: str = people.CT1A, ward_id: int = people.WARD, **changed) -> None:
    people.put(ward_id, "queue.put/1", [(point, settings(**changed))])


def taking(**changed) -> dict:
    """A body of ticket.take/1."""
    body = {"point": people.CT1A, "service": SUBMIT, "priority": "", "channel": "desk", "lane": "", "number": 0}
    return {**body, **changed}


class QueueDesk(CounterDesk):
    """`desk.take(priority="elderly")` gives a number; `desk.step("call", row, counter=ONE)` goes on from there."""

    def take(self, by: people.Someone = people.HA, **changed) -> dict:
        result = self.send("ticket.take/1", taking(**changed), new_id(), by)
        assert result["status"] == "ok", result
        return self.row(result["entity"], "ticket")

    def _body(self, row: dict, body: dict) -> dict:
        seen = {"from": row["state"]}
        return seen | ({"counter": row["counter"] or ONE} if "counter" not in body else {}) | body

    def step(self, verb: str, row: dict, by: people.Someone = people.HA, **body) -> dict:
        """The row after `ticket.<verb>/1`; fails when it was refused."""
        result = self.send(f"ticket.{verb}/1", self._body(row, body), row["id"], by)
        assert result["status"] == "ok", result
        return self.row(row["id"], "ticket")

    def stopped(self, verb: str, row: dict, by: people.Someone = people.HA, **body) -> str:
        """The code with which `ticket.<verb>/1` was refused, the row untouched."""
        before = self.row(row["id"], "ticket")
        result = self.send(f"ticket.{verb}/1", self._body(row, body), row["id"], by)
        assert result["status"] in ("rejected", "parked"), result
        assert self.row(row["id"], "ticket") == before
        return result["code"]


def furnish(now: int) -> str:
    """A queue that is open day and night, somebody waiting, called and gone; the id of who waits."""
    open_queue(take_from="00:00", take_to="23:59")
    desk = QueueDesk()
    desk.now = now - 3_600_000 if day_of(now - 3_600_000) == day_of(now) else now
    desk.step("done", desk.step("call", desk.take()))
    desk.step("skip", desk.step("call", desk.take()))
    waiting = desk.take(priority="elderly")
    desk.take(service=COPIES)
    desk.step("call", desk.take(), counter=TWO)
    return waiting["id"]
