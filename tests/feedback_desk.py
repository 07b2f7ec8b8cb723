"""Feedback in tests: received and moved on by people at moments, through the door, as tests.counter does dossiers."""

import os

from app.rules import tracking
from tests import people
from tests.counter import CounterDesk

NAMED = {"name": "Bùi Thị Nga", "address": "Căn 305, CT1B2", "phone": "+84987654321"}
# A second clerk: somebody else has to work on what is about the first.
LIEN = people.Someone("lien", "Vương Kim Liên", "clerk", "0195e000-0000-7000-8000-0000000000c1")


def hire(person: people.Someone = LIEN) -> None:
    body = {
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "neighbourhood": "",
        "support_point": "",
        "active": True,
    }
    people.put(people.WARD, "staff.put/1", [(person.id, body)])


def said(**changed) -> dict:
    """A body of feedback.receive/1 that has everything a phản ánh needs."""
    body = {
        "kind": "petition",
        "channel": "counter",
        "content": "Phải chờ từ 8 giờ đến 10 giờ mà không ai gọi tên",
        "place": "Quầy số 3",
        **NAMED,
        "about": [],
        "dossier": "",
        "tracking": tracking.make(os.urandom(16)),
    }
    return {**body, **changed}


class FeedbackDesk(CounterDesk):
    """`desk.hear(about=[…])` receives, `desk.step("classify", row, category="ours")` goes on."""

    def hear(self, by: people.Someone = people.HA, **changed) -> dict:
        result = self.send("feedback.receive/1", said(**changed), by=by)
        assert result["status"] == "ok", result
        return self.row(result["entity"], "feedback")

    def step(self, verb: str, row: dict, by: people.Someone = people.HA, **body) -> dict:
        """The row after `feedback.<verb>/1`; fails when it was refused."""
        result = self.send(f"feedback.{verb}/1", body, row["id"], by)
        assert result["status"] == "ok", result
        return self.row(row["id"], "feedback")

    def stopped(self, verb: str, row: dict, by: people.Someone = people.HA, **body) -> str:
        """The code with which `feedback.<verb>/1` was refused, the row untouched."""
        before = self.row(row["id"], "feedback")
        result = self.send(f"feedback.{verb}/1", body, row["id"], by)
        assert result["status"] in ("rejected", "parked"), result
        assert self.row(row["id"], "feedback") == before
        return result["code"]

    def sorted_as(self, category: str, **changed) -> dict:
        return self.step("classify", self.hear(**changed), category=category, reason="")
