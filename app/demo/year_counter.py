"""The counter in the demo's year: dossiers that keep their day and some that do not, and the certification register."""

from app.demo.counter import asked_of, papers_of, reception
from app.demo.dossiers import (
    AGAIN,
    BIRTH,
    COPY,
    CORRECT,
    DEATH,
    DUC,
    EXTRACT,
    GUARDIAN,
    HA,
    MINH,
    SIGNATURE,
    SINGLE,
    Story,
)
from app.demo.year_people import chosen, name, phone
from app.ledger.envelope import new_id
from app.records.batch import held_rows
from app.rules import due
from app.rules.calendar import day_numbered, moved, number_of
from app.rules.clock import day_of, local
from app.rules.dossier_clock import due_of
from app.rules.handling import variant

DOSSIERS = 9_000
_MONTH = {1: 1.0, 2: 0.75, 3: 1.05, 4: 1.0, 5: 0.95, 6: 1.1, 7: 1.2, 8: 1.25, 9: 1.1, 10: 1.05, 11: 1.0, 12: 0.95}
# Saturday and Sunday: where the calendar swaps days, people work on them.
_WEEKDAY = {0: 1.35, 1: 1.05, 2: 0.95, 3: 0.9, 4: 0.85, 5: 0.8, 6: 0.8}
_PROCEDURES = {EXTRACT: 33, SINGLE: 22, BIRTH: 21, DEATH: 8, AGAIN: 6, CORRECT: 6, GUARDIAN: 4}
_DESKS = {HA: 5, "chi-tam": 4}
_HANDLERS = {DUC: 5, "anh-khoa": 4}
# Two months in which a system stood still; elsewhere few are late.
_LATE = {6: 0.075, 9: 0.06}
_LATE_USUALLY = 0.018
_WHY_LATE = {
    "Hệ thống hộ tịch điện tử ngừng hoạt động nên chưa ký được kết quả": 6,
    "Chờ kết quả xác minh của phường nơi cư trú trước đây": 4,
    "Công chức phụ trách nghỉ ốm, phân công lại chậm": 2,
    "Hồ sơ liên thông chờ phản hồi của cơ quan phối hợp": 2,
}
_WHY_MORE = ("Thiếu bản sao giấy tờ theo thành phần hồ sơ", "Bản sao mờ, không đối chiếu được")
_WHY_REFUSED = ("Nơi thường trú thuộc phường khác giải quyết", "Điều 21 Luật Hộ tịch")
_CERTIFICATIONS_A_DAY = 5
_PAPERS = ("Giấy khai sinh", "Bằng tốt nghiệp đại học", "Học bạ", "Giấy chứng nhận kết hôn", "Giấy phép lái xe")


def take_dossiers(year) -> None:
    days = [day for day in year.days if year.works(day)]
    weights = [_MONTH[int(day[5:7])] * _WEEKDAY[local(year.at(day, 9)).weekday()] for day in days]
    versions = held_rows("procedure", year.ward_id, [f"{code}@1" for code, _key in (*_PROCEDURES, COPY, SIGNATURE)])
    total, carried, place = sum(weights), 0.0, 0
    for number, (day, weight) in enumerate(zip(days, weights, strict=True)):
        carried += DOSSIERS * weight / total
        many, carried = int(carried), carried - int(carried)
        for _ in range(many):
            place += 1
            _Dossier(year, versions, day, number / len(days), place).play()
        for _ in range(_CERTIFICATIONS_A_DAY):
            _certify(year, day)


class _Dossier:
    """One dossier from its reception to its end. `grown`: how far the year has gone, 0 to 1."""

    def __init__(self, year, versions: dict, day: str, grown: float, place: int):
        self.year, self.random = year, year.random
        self.procedure = chosen(self.random, _PROCEDURES)
        self.version = f"{self.procedure[0]}@1"
        self.handled = variant(versions[self.version], self.procedure[1])
        self.received = self._in_hours(day, until_15=True)
        self.entity, self.place = new_id(), place
        self.desk, self.handler = chosen(self.random, _DESKS), chosen(self.random, _HANDLERS)
        self.channel = chosen(self.random, {"direct": 62 - 22 * grown, "online": 34 + 22 * grown, "post": 4})
        self.month = int(day[5:7])

    def _in_hours(self, day: str, until_15: bool = False) -> int:
        """A moment of the day when the office is open."""
        morning = self.random.random() < 0.62
        minute = self.random.randrange(210) if morning else self.random.randrange(85 if until_15 else 180)
        return self.year.at(day, 8 if morning else 13, 0 if morning else 30) + minute * 60_000

    def _say(self, verb: str, body: dict, by: str, at: int) -> None:
        self.year.say(f"dossier.{verb}/1", self.entity, body, by, at)

    def _later(self, at: int, days: int) -> int:
        """The same hour, so many working days later."""
        day = day_numbered(moved(self.year.calendar, number_of(day_of(at)), days)) if days else day_of(at)
        return self._in_hours(day)

    def play(self) -> None:
        fate = chosen(self.random, {"": 93.6, "supplement": 4, "refuse": 1, "withdraw": 0.8, "decline": 0.6})
        body = self._reception(fate)
        self._say("receive", body, self.desk, self.received)
        if fate == "decline":
            return
        taken = self.received + self.random.randrange(20, 60) * 60_000
        self._say("take_over", {}, self.handler, taken)
        start = self.received
        if fate == "supplement":
            start = taken = self._supplemented(taken)
        if fate == "refuse":
            self._say("refuse", {"reason": _WHY_REFUSED[0], "basis": _WHY_REFUSED[1]}, self.handler, taken + 3_600_000)
            return
        if fate == "withdraw":
            self._say("withdraw", {"reason": "Người dân đề nghị rút hồ sơ"}, self.desk, taken + 5_400_000)
            return
        finished = self._finished(start, taken)
        self._say("finish", {"results": {}}, self.handler, finished)
        self._give_back(finished)

    def _reception(self, fate: str) -> dict:
        changed = {
            "channel": self.channel,
            "address": f"Tổ dân phố {self.random.randrange(1, 20)}, phường Hà Đông",
            "phone": phone(self.random),
            "return_by": {"direct": "counter", "online": "online", "post": "post"}[self.channel],
            "to": "" if fate == "decline" else self.year.staff[self.handler],
        }
        if self.channel == "post":
            changed["return_address"] = f"{changed['address']}, thành phố Hà Nội"
        if fate == "decline":
            changed |= {"decision": "decline", "reason": _WHY_REFUSED[0]}
        story = Story(self.procedure, name(self.random), 0, "", changed=tuple(changed.items()))
        return reception(story, self.version, self.handled, 100_000 + self.place)

    def _supplemented(self, taken: int) -> int:
        """When it was complete: from then the clock runs anew."""
        asked = {"reason": self.random.choice(_WHY_MORE), "override": "", "papers": asked_of(self.handled)}
        self._say("request_supplement", asked, self.handler, taken + 1_800_000)
        complete = self._later(taken + 1_800_000, self.random.randrange(1, 4))
        self._say("complete", {"documents": papers_of(self.handled), "number": 0}, self.desk, complete)
        return complete

    def _finished(self, start: int, taken: int) -> int:
        """Before its day, on it, or behind it; who is late owes a word, and most give it."""
        due_at = due_of(self.handled, self.year.calendar, start)
        late = self.random.random() < _LATE.get(self.month, _LATE_USUALLY)
        if late:
            ended = self._later(due_at, self.random.choices((1, 2, 3, 5), (5, 3, 2, 1))[0])
            if self.random.random() < 0.8:
                self._apologise(due_at, ended)
            return ended
        if day_of(due_at) == day_of(start):
            return min(max(taken, start) + self.random.randrange(40, 150) * 60_000, due_at - 60_000)
        if self.random.random() < 0.22:
            # On the day itself, in its last hour.
            return due_at - self.random.randrange(1, 50) * 60_000
        span = due.days_left(self.year.calendar, start, due_at)
        return max(self._later(start, self.random.randrange(1, max(2, span))), taken + 3_600_000)

    def _apologise(self, due_at: int, ended: int) -> None:
        at = due_at + 900_000
        body = {"reason": chosen(self.random, _WHY_LATE), "promised_on": day_of(ended)}
        self._say("apologise", body, MINH, at)

    def _give_back(self, finished: int) -> None:
        how = {"direct": "counter", "online": "online", "post": "post"}[self.channel]
        number = f"EB{self.place:09d}VN" if how == "post" else ""
        given = finished + 1_200_000 if how == "online" else self._later(finished, self.random.randrange(2))
        body = {"how": how, "to": "", "results": [], "post_number": number, "post_fee": 26_000 if number else 0}
        self._say("return", body, self.desk, max(given, finished + 600_000))


def _certify(year, day: str) -> None:
    random = year.random
    procedure = COPY if random.random() < 0.8 else SIGNATURE
    paper = random.choice(_PAPERS) if procedure == COPY else "Sơ yếu lý lịch"
    body = {
        "procedure": f"{procedure[0]}@1",
        "variant": procedure[1],
        "name": name(random),
        "lines": [{"paper": paper, "pages": random.randrange(1, 4), "copies": random.randrange(1, 4)}],
        "exemption": "",
        "fee_paid": 0,
        "fee_receipt": "",
        "signer": "Trần Quang Minh",
        "note": "",
    }
    at = year.at(day, 8) + random.randrange(200) * 60_000
    year.say("certification.record/1", new_id(), body, chosen(random, _DESKS), at)
