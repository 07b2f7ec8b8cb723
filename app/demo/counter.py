"""The demo ward's counter: units, dossiers in every state and certifications, all of it through the door."""

import json
from hashlib import sha256

from app.demo.dossiers import CERTIFICATIONS, LINKED, STORIES, Step, Story
from app.ledger.accept import accept
from app.ledger.cards import put_cards
from app.ledger.envelope import Opened, intent, new_id
from app.ledger.founding import WEB
from app.records.batch import held_rows
from app.rules import tracking
from app.rules.calendar import Calendar, add_working_days
from app.rules.clock import day_of, parse
from app.rules.due import WORKING_DAY
from app.rules.handling import variant, variants
from app.rules.office import calendar_of
from app.rules.workday import starter_cards

UNITS = (
    ("mot-cua", "Điểm phục vụ hành chính công", "reception"),
    ("tu-phap", "Tư pháp – Hộ tịch", "handling"),
    ("lanh-dao", "Lãnh đạo Ủy ban nhân dân", "signing"),
)
# Each result's own time; the ward's guess, shown as such: the catalogue does not know it.
_LINKED_DAYS = {"khai-sinh": "1", "thuong-tru": "4", "the-bhyt": "6", "the-can-cuoc": "7"}
_SHORTENED = ("Bảo trợ xã hội", "Người có công", "Thành lập và hoạt động hộ kinh doanh")
_SHORTENED_NOTE = "Bản minh họa: phường rút ngắn thời hạn là ví dụ."
_LINKED_NOTE = "Bản minh họa: thời hạn từng kết quả là ví dụ, phường tự nhập theo quyết định của mình."


def put_units(ward_id: int, now: int) -> None:
    put_cards(
        ward_id, "unit.put/1", [(id_, {"name": name, "kind": kind, "active": True}) for id_, name, kind in UNITS], now
    )


def with_linked_days(cards: list[tuple[str, dict]]) -> list[tuple[str, dict]]:
    """The catalogue's cards; the interlinked procedure has days, without which no counter may promise any."""
    return [(id_, _with_days(body) if body["code"] == LINKED[0] else body) for id_, body in cards]


def with_shortened_days(cards: list[tuple[str, dict]]) -> list[tuple[str, dict]]:
    """The catalogue's cards; in some fields this ward gives its results a little sooner than the law asks, as wards
    decide for themselves. Which ones, and by how much, is invented."""
    return [(id_, _sooner(body) if _to_shorten(body) else body) for id_, body in cards]


def _to_shorten(body: dict) -> bool:
    known = body["time_unit"] == WORKING_DAY and body["time_value"].isdigit() and int(body["time_value"]) >= 3
    return known and body["field"] in _SHORTENED and body["status"] == "in_force" and not body["handling"]


def _sooner(body: dict) -> dict:
    (only,) = variants(body)
    days = int(only["value"])
    written = {name: value for name, value in only.items() if name not in ("derived", "fee_text")}
    written |= {"value": str(days - max(1, days // 5)), "legal_value": only["value"], "legal_unit": only["unit"]}
    handled = {"counter": "", "variants": [written]}
    return {**body, "handling": json.dumps(handled, ensure_ascii=False), "note": _SHORTENED_NOTE}


def _with_days(body: dict) -> dict:
    handled = json.loads(body["handling"])
    for one in handled["variants"]:
        one |= {"value": _LINKED_DAYS["the-can-cuoc"], "unit": "ngày làm việc"}
        for result in one["results"]:
            result |= {"value": _LINKED_DAYS[result["key"]], "unit": "ngày làm việc"}
    return {**body, "handling": json.dumps(handled, ensure_ascii=False), "note": _LINKED_NOTE}


def open_counter(ward_id: int, staff: dict[str, str], now: int) -> None:
    """Dossiers and certifications of the last twenty working days. `staff`: {login: id}. Time in ms."""
    results = accept(ward_id, WEB, last_weeks(ward_id, staff, now), now).results
    wrong = [one for one in results if one["status"] != "ok"]
    if wrong:
        raise ValueError(f"a demo dossier does not fit the rules: {wrong[0]['code']}")


def last_weeks(ward_id: int, staff: dict[str, str], now: int) -> list[Opened]:
    """What happened in them at the counter, as it happened."""
    calendar = calendar_of(None, [{"id": day, **body} for day, body in starter_cards()])
    desk = _Desk(ward_id, staff, calendar, now)
    for place, story in enumerate(STORIES):
        desk.play(story, place)
    for line in CERTIFICATIONS:
        desk.certify(*line)
    return desk.in_order()


class _Desk:
    """Makes the operations of the counter; none is later than now."""

    def __init__(self, ward_id: int, staff: dict[str, str], calendar: Calendar, now: int):
        self._ward_id, self._staff, self._calendar, self._now = ward_id, staff, calendar, now
        self._today = day_of(now)
        self._made: list[tuple[int, int, Opened]] = []

    def in_order(self) -> list[Opened]:
        """As they happened: a register's numbers follow its days."""
        return [one for _, _, one in sorted(self._made, key=lambda made: made[:2])]

    def _day(self, days_ago: int) -> str:
        return add_working_days(self._calendar, self._today, -days_ago)

    def _make(self, type_: str, entity: str, body: dict, by: str, days_ago: int, hour: str) -> None:
        at = parse(f"{self._day(days_ago)}T{hour}:00+07:00")
        one = intent(type_, entity, body, ward=self._ward_id, device=WEB, author=self._staff[by], now=self._now, at=at)
        self._made.append((at, len(self._made), one))

    def play(self, story: Story, place: int) -> None:
        version = f"{story.procedure[0]}@1"
        row = held_rows("procedure", self._ward_id, [version])[version]
        handled, entity = variant(row, story.procedure[1]), new_id()
        body = reception(story, version, handled, place)
        self._make("dossier.receive/1", entity, body, "chi-ha", story.days, story.hour)
        for step in story.steps:
            self._make(f"dossier.{step.verb}/1", entity, self._body(step, handled), step.by, step.days, step.hour)

    def _body(self, step: Step, handled: dict) -> dict:
        body = dict(step.body)
        if step.verb == "hand_over":
            body["to"] = self._staff[body["to"]]
        elif step.verb == "request_supplement":
            body["papers"] = asked_of(handled)
        elif step.verb == "complete":
            body["documents"] = papers_of(handled)
        return body | {name: self._day(-days) for name, days in step.day_fields}

    def certify(self, procedure: tuple[str, str], name: str, lines, days_ago: int, hour: str) -> None:
        body = {
            "procedure": f"{procedure[0]}@1",
            "variant": procedure[1],
            "name": name,
            "lines": [{"paper": paper, "pages": pages, "copies": copies} for paper, pages, copies in lines],
            "exemption": "",
            "fee_paid": 0,
            "fee_receipt": "",
            "signer": "Trần Quang Minh",
            "note": "",
        }
        self._make("certification.record/1", new_id(), body, "chi-ha", days_ago, hour)


def reception(story: Story, version: str, handled: dict, place: int) -> dict:
    changed = dict(story.changed)
    refused = changed.get("decision", "accept") != "accept"
    body = {
        "decision": "accept",
        "procedure": version,
        "variant": story.procedure[1],
        "channel": "direct",
        "name": story.name,
        "address": f"Căn {1200 + place:04d}, tòa CT{place % 6 + 1}, khu đô thị Văn Quán – Yên Phúc",
        "phone": f"+8491234{5000 + place * 37:04d}",
        "email": "",
        "subject": "",
        "documents": [] if refused else papers_of(handled),
        "papers": asked_of(handled) if changed.get("decision") == "guide" else [],
        "copies": 1,
        "exemption": "",
        "quantities": {},
        "fee_paid": 0,
        "fee_receipt": "",
        "return_by": "counter",
        "return_address": "",
        "national_code": "",
        "assistance": "",
        "declaration": "",
        "number": 0,
        "reason": "",
        "note": "",
        "tracking": tracking.make(sha256(f"demo {place} {story.name}".encode()).digest()),
        "to": "",
    }
    return body | changed


def papers_of(handled: dict) -> list[dict]:
    """What a citizen hands in who has brought everything that is compulsory."""
    return [
        {"key": one["key"], "name": one["name"], "form": "copy" if one["form"] == "either" else one["form"], "count": 1}
        for one in handled["documents"]
        if one["required"]
    ]


def asked_of(handled: dict) -> list[dict]:
    """The last compulsory paper but one: the last is an identity card, which is only shown."""
    one = [paper for paper in handled["documents"] if paper["required"]][-2:][0]
    return [{"key": one["key"], "name": one["name"], "form": one["form"], "count": 1, "what": "", "citation": ""}]
