"""The lobbies in the demo's year: who was helped with what, what stood in the way, and how long they waited."""

from datetime import date
from hashlib import sha256

from app.demo import queue
from app.demo.year_people import chosen, name, phone
from app.ledger.envelope import new_id
from app.records import procedure
from app.rules import tracking

ASSISTANCES = 12_000
# {weekday: (from hour, to hour)}, Monday 0: the hours that the points' cards say.
_EVENING, _MORNING = (18, 20), (8, 11)
_CT1A, _CT1B2 = "diem-ct1a", "diem-ct1b2"
_OPEN = {_CT1A: {**dict.fromkeys(range(5), _EVENING), 5: _MORNING}, _CT1B2: {1: _EVENING, 3: _EVENING, 6: _MORNING}}
_BUSY = {_CT1A: 1.0, _CT1B2: 1.35}
_WORK = {_CT1A: ("co-lan", "bac-hung", "ba-thinh"), _CT1B2: ("em-quan", "em-ly", "co-lan")}
# How a year goes: Tết is quiet, school enrolment (July, August) and September are not.
_MONTH = {1: 0.9, 2: 0.5, 3: 1.05, 4: 0.95, 5: 1.0, 6: 1.1, 7: 1.25, 8: 1.3, 9: 1.2, 10: 1.1, 11: 1.0, 12: 0.9}
# {tổ: weight} of those who come to a point: its own neighbours first, somebody from everywhere.
_FROM = {
    _CT1A: {**dict.fromkeys(range(1, 12), 3), 3: 34, 4: 18, 2: 9, 5: 8, 9: 2, 7: 4},
    _CT1B2: {**dict.fromkeys(range(9, 20), 3), 12: 36, 13: 14, 11: 9, 15: 16, 17: 2, 18: 1},
}
_BUILDING = {3: "CT1A", 4: "CT2B", 12: "CT1B2", 15: "CT6 Xa La"}
_PROCEDURES = {
    "2.000635": 18,
    "1.004222": 14,
    "1.001193": 12,
    "1.004873": 11,
    "2.000815": 9,
    "1.004194": 9,
    "1.000894": 6,
    "1.000656": 6,
    "1.004884": 4,
    "1.004859": 3,
    "3.000722": 5,
    "1.004837": 1,
}
_HELP = {"guide": 26, "prepare": 12, "file": 30, "account": 17, "lookup": 9, "authorised": 3, "other": 3}
_RESULT = {
    "guide": {"prepared": 52, "filed": 18, "to_counter": 20, "rescheduled": 10},
    "prepare": {"prepared": 84, "to_counter": 11, "rescheduled": 5},
    "file": {"filed": 80, "prepared": 6, "rescheduled": 6, "unfinished": 6, "to_counter": 2},
    "account": {"to_police": 34, "prepared": 42, "unfinished": 14, "rescheduled": 10},
    "lookup": {"prepared": 92, "to_counter": 8},
    "authorised": {"filed": 78, "prepared": 12, "rescheduled": 10},
    "other": {"prepared": 70, "to_counter": 20, "unfinished": 10},
}
_MINUTES = {"guide": 11, "prepare": 15, "file": 19, "account": 17, "lookup": 5, "authorised": 22, "other": 8}
_DIFFICULTY = {
    "elderly": 20,
    "vneid_level_2_missing": 17,
    "photo_quality": 12,
    "sim_not_owned": 8,
    "otp_missing": 8,
    "procedure_unclear": 8,
    "vneid_passcode_forgotten": 7,
    "no_smartphone": 7,
    "papers_missing": 7,
    "nfc_unreadable": 6,
    "portal_down": 5,
    "signature_missing": 5,
    "old_phone_full": 5,
    "sim_outgoing_locked": 4,
    "fear_of_fraud": 4,
    "no_bank_account": 4,
    "face_mismatch": 3,
    "wrong_receiving_unit": 2,
    "disability": 2,
    "cannot_read": 1,
}
_SERVICES = {"Nộp hồ sơ trực tuyến": 5, "Kích hoạt VNeID": 3, "Hỏi giấy tờ cần chuẩn bị": 4}
_TICKETS_A_DAY = 9


def help_people(year) -> None:
    """Assistances of every day on which a point was open, and the numbers taken at the one that has a queue."""
    known = {row["code"] for row in procedure.current_procedures(year.ward_id)}
    procedures = {code: weight for code, weight in _PROCEDURES.items() if code in known}
    evenings = [(day, point) for day in year.days[:-1] for point in _open_on(day)]
    weights = [_BUSY[point] * _MONTH[int(day[5:7])] for day, point in evenings]
    total, carried = sum(weights), 0.0
    for (day, point), weight in zip(evenings, weights, strict=True):
        carried += ASSISTANCES * weight / total
        number, carried = int(carried), carried - int(carried)
        for place in range(number):
            _help(year, day, point, place, procedures)
        if point == queue.POINT:
            _wait(year, day)


def _open_on(day: str) -> list[str]:
    weekday = date.fromisoformat(day).weekday()
    # Nobody sits in a lobby in the week of Tết.
    return [] if "2026-02-14" <= day <= "2026-02-22" else [point for point, week in _OPEN.items() if weekday in week]


def _hours(day: str, point: str) -> tuple[int, int]:
    return _OPEN[point][date.fromisoformat(day).weekday()]


def _help(year, day: str, point: str, place: int, procedures: dict[str, int]) -> None:
    random = year.random
    first, last = _hours(day, point)
    minute = random.randrange((last - first) * 60)
    # More of them file online with every month: what the support points are for.
    grown = year.days.index(day) / len(year.days)
    help_ = chosen(random, _HELP | {"file": 22 + 24 * grown})
    result = chosen(random, _RESULT[help_])
    number = chosen(random, _FROM[point])
    met = _met(random, result, number)
    named = result in ("unfinished", "rescheduled") and random.random() < 0.6
    body = {
        "point": point,
        "procedure": "" if help_ in ("account", "other") else chosen(random, procedures),
        "help": help_,
        "neighbourhood": f"tdp-{number:02d}",
        "building": _BUILDING.get(number, ""),
        "apartment": f"{random.randrange(2, 28):02d}{random.randrange(1, 13):02d}" if number in _BUILDING else "",
        "name": name(random) if named else "",
        "phone": phone(random) if named else "",
        "consent": named,
        "channel": chosen(random, {"at_point": 88, "by_phone": 7, "at_home": 5}),
        "result": result,
        "national_code": "",
        "difficulties": met,
        "minutes": max(2, round(random.gauss(_MINUTES[help_] + 4 * len(met), 4))),
        "note": "",
        "follow_up": named and result == "unfinished",
        "on": "",
        "tracking": tracking.make(sha256(f"demo year {day} {point} {place}".encode()).digest()),
    }
    at = year.at(day, first + minute // 60, minute % 60)
    year.say("assistance.record/1", new_id(), body, random.choice(_WORK[point]), at)


def _met(random, result: str, number: int) -> list[str]:
    """What stood in the way: always something where it was not done; more in the tổ with many old people."""
    weights = _DIFFICULTY | ({"elderly": 45, "no_smartphone": 18} if number in (9, 17) else {})
    often = 1.0 if result in ("unfinished", "rescheduled") else 0.72 if number in (9, 17) else 0.34
    if random.random() > often:
        return []
    return sorted({chosen(random, weights) for _ in range(1 + (random.random() < 0.22))})


def _wait(year, day: str) -> None:
    """The queue of one evening: longer where more came, and now and then somebody who is gone when called."""
    random = year.random
    first, _last = _hours(day, queue.POINT)
    start, many = year.at(day, first), round(_TICKETS_A_DAY * _MONTH[int(day[5:7])])
    free = [start, start]
    for place in range(many):
        taken = start + place * random.randrange(4, 9) * 60_000
        table = min((0, 1), key=lambda each: free[each])
        called = max(taken + 60_000, free[table])
        free[table] = called + random.randrange(7, 22) * 60_000
        service = chosen(random, _SERVICES) if table else "Nộp hồ sơ trực tuyến"
        entity, at_table = new_id(), {"counter": f"Bàn {table + 1}"}
        body = {
            "point": queue.POINT,
            "service": service,
            "priority": "",
            "channel": "desk",
            "lane": "",
            "number": 0,
        }
        year.say("ticket.take/1", entity, body, "co-lan", taken)
        year.say("ticket.call/1", entity, {"from": "waiting", **at_table}, "co-lan", called)
        if random.random() < 0.04:
            year.say("ticket.skip/1", entity, {"from": "called", **at_table}, "co-lan", called + 60_000)
            continue
        year.say("ticket.serve/1", entity, {"from": "called", **at_table}, "co-lan", called + 30_000)
        year.say("ticket.done/1", entity, {"from": "serving", **at_table}, "co-lan", free[table] - 1)
