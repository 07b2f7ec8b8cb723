"""A random history of everything that figures are counted from: done, amended, undone, moved to other days, merged."""

import os
from random import Random

from app.ledger.accept import accept
from app.ledger.envelope import intent, new_id
from app.ledger.founding import WEB
from app.rules import assistance_fields, clock, dossier_import, household_fields, tracking
from app.rules.clock import day_of
from tests import counter, people, queue_morning
from tests.counter import COPIES, SAME_DAY, THREE_DAYS, CounterDesk
from tests.ledger.devices import assistance_body

_HOUR = 3_600_000
_PLACES = ("tdp-01", "tdp-02", "")
_WHY = "ghi nhầm, sửa lại cho đúng"


class History(CounterDesk):
    """`live(steps)` does as many random things through the door; what is refused is refused."""

    def __init__(self, seed: int):
        super().__init__(now="2026-10-05 08:30")
        self.random = Random(seed)
        self.made: dict[str, list[str]] = {}
        self.done: dict[str, int] = {}
        self.operations = []
        counter.open_counter()
        queue_morning.open_queue()

    def live(self, steps: int) -> None:
        deeds = (self._assistance, self._assistance, self._dossier, self._feedback, self._ticket, self._household)
        for _ in range(steps):
            self.now += self.random.randrange(5 * _HOUR)
            if self.random.random() < 0.1:
                self.now += 9 * 24 * _HOUR
            self.random.choice(deeds)()

    def say_it_all_again(self) -> None:
        for start in range(0, len(self.operations), 50):
            accept(self.ward_id, WEB, self.operations[start : start + 50], self.now)

    def _say(self, type_: str, body: dict, entity: str = "") -> None:
        noun, by = type_.partition(".")[0], self.random.choice((people.HA, people.HA, people.MINH, people.AN))
        one = intent(type_, entity or new_id(), body, ward=self.ward_id, device=WEB, author=by.id, now=self.now)
        self.operations.append(one)
        if accept(self.ward_id, WEB, [one], self.now).results[0]["status"] in ("ok", "merged"):
            self.done[type_] = self.done.get(type_, 0) + 1
            if not entity:
                self.made.setdefault(noun, []).append(one.operation.entity)

    def _one_of(self, noun: str) -> dict | None:
        ids = self.made.get(noun)
        return self.row(self.random.choice(ids), noun) if ids and self.random.random() < 0.6 else None

    def _any(self, choices):
        return self.random.choice(list(choices))

    def _of_assistance(self) -> dict:
        return {
            "procedure": self._any(("1.001193", "1.004873", "")),
            "help": self._any(assistance_fields.HELP),
            "result": self._any(assistance_fields.RESULT),
            "neighbourhood": self._any(_PLACES),
            "minutes": self.random.randrange(60),
            "difficulties": self.random.sample(
                ["elderly", "nfc_unreadable", "no_smartphone"], self.random.randrange(4)
            ),
        }

    def _assistance(self) -> None:
        row = self._one_of("assistance")
        if row is None:
            on = day_of(self.now - self.random.randrange(20) * clock.DAY_MS)
            point = self._any((people.CT1A, people.CT1B2))
            self._say("assistance.record/1", assistance_body(**self._of_assistance(), on=on, point=point))
        elif self.random.random() < 0.25:
            self._say("assistance.void/1", {"reason": _WHY}, row["id"])
        else:
            wanted = self._of_assistance()
            was = {name: row[name] for name in wanted}
            self._say("assistance.amend/1", {"set": wanted, "was": was, "reason": _WHY}, row["id"])

    def _dossier(self) -> None:
        row = self._one_of("dossier")
        if row is None and self.random.random() < 0.3:
            self._import(new_id(), "")
        elif row is None:
            guided = {"decision": "guide", "papers": [{"key": "to-khai", "what": "Chưa ký"}], "reason": _WHY}
            how = guided if self.random.random() < 0.2 else {}
            body = counter.receiving(self._any((SAME_DAY, THREE_DAYS, COPIES)), **how)
            self._say("dossier.receive/1", {**body, "channel": self._any(("direct", "online", "post"))})
        elif row["channel"] == "elsewhere":
            self._import(row["id"], row["national_code"])
        else:
            verb, body = self._any(
                (
                    ("finish", {"results": {}}),
                    ("finish", {"results": {}}),
                    ("return", {"how": "counter", "to": "", "results": [], "post_number": "", "post_fee": 0}),
                    ("void", {"reason": _WHY}),
                    ("withdraw", {"reason": _WHY}),
                    ("refuse", {"reason": _WHY, "basis": "NĐ 61/2018 Đ19"}),
                    ("stop", {"reason": _WHY, "basis": "NĐ 118/2025 Đ19"}),
                    ("request_supplement", {"papers": [{"key": "to-khai", "what": "Chưa ký"}], "reason": _WHY}),
                    ("complete", {"documents": [], "number": 0}),
                    ("hand_over", {"to": people.MINH.id, "note": ""}),
                )
            )
            self._say(f"dossier.{verb}/1", body, row["id"])

    def _import(self, entity: str, code: str) -> None:
        state = self._any(dossier_import.STATES)
        body = {
            "national_code": code or f"H26-{self.random.randrange(10**9)}",
            "procedure": THREE_DAYS,
            "variant": "thuong",
            "name": "Lương Thị Bích Ngọc",
            "address": "",
            "phone": "",
            "state": state,
            "received_at": self.now - 30 * _HOUR,
            "due_at": 0 if state == "supplement" else self.now + self.random.randrange(-40, 40) * _HOUR,
            "note": "",
            "tracking": tracking.make(os.urandom(16)),
        }
        known = bool(code)
        self._say("dossier.import/1", body, entity)
        if not known and self.row(entity):
            self.made.setdefault("dossier", []).append(entity)

    def _feedback(self) -> None:
        row = self._one_of("feedback")
        if row is None:
            about = [people.LAN.id] if self.random.random() < 0.4 else []
            body = {
                "kind": self._any(("petition", "suggestion")),
                "channel": "counter",
                "content": "Chờ lâu mà không ai gọi tên",
                "place": "Quầy 1",
                "name": "Bùi Thị Nga",
                "address": "Căn 305, CT1B2",
                "phone": "+84987654321",
                "about": about,
                "dossier": "",
                "tracking": tracking.make(os.urandom(16)),
            }
            self._say("feedback.receive/1", body)
            return
        verb, body = self._any(
            (
                ("classify", {"category": self._any(("ours", "conduct", "elsewhere")), "reason": ""}),
                ("answer", {"text": "Phường đã thêm người trực quầy", "how": "phone"}),
                ("release", {}),
                ("amend", {"set": {"kind": "suggestion"}, "was": {"kind": row["kind"]}, "reason": _WHY}),
            )
        )
        self._say(f"feedback.{verb}/1", body, row["id"])

    def _ticket(self) -> None:
        row = self._one_of("ticket")
        if row is None:
            self._say("ticket.take/1", queue_morning.taking())
            return
        verb = self._any(("call", "call", "serve", "done", "skip", "recall", "transfer"))
        body = {"from": row["state"], "counter": row["counter"] or self._any((queue_morning.ONE, queue_morning.TWO))}
        if verb == "transfer":
            body |= {"service": queue_morning.COPIES, "to_counter": ""}
        self._say(f"ticket.{verb}/1", body, row["id"])

    def _household(self) -> None:
        row = self._one_of("household")
        if row is None:
            card = {
                "neighbourhood": self._any(_PLACES[:2]),
                "building": "CT1A",
                "apartment": str(self.random.random())[2:6],
            }
            self._say("household.put/1", {"set": card | {"state": self._any(household_fields.STATES)}, "was": {}})
        elif self.random.random() < 0.3:
            other = self._any(self.made["household"])
            self._say("household.join/1", {"other": other, "same": True}, row["id"])
        else:
            wanted = {
                "state": self._any(household_fields.STATES),
                "neighbourhood": self._any(_PLACES[:2]),
                "active": self.random.random() < 0.8,
            }
            was = {name: row[name] for name in wanted}
            self._say("household.put/1", {"set": wanted, "was": was}, row["id"])
