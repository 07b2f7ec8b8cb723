"""The lists of the work screen: what the address line asks for, the rows that answer it, and each row in words."""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.records import dossier_queue, staff, unit
from app.records.dossier_queue import urgency
from app.rules import clock, dossier_alarm, tracking
from app.rules.calendar import Calendar
from app.rules.dossier_course import pending
from app.rules.dossier_fields import CHANNELS
from app.rules.dossier_search import Asked, Typed, name_key
from app.rules.dossier_states import CLOSED, RUNNING, STATES
from app.web.assistance_words import phone_text
from app.web.dossier_words import DossierNames, calendar_of, number_text, remaining
from app.web.words import label, moment, said

ADDRESS = "/ho-so"
MINE, COUNTER = "", "quay"
# What is over is looked at a year at a time: a page costs what a year holds, however old the ward is.
CLOSED_DAYS = 365
# More of one search than anybody reads; a few letters more find it.
FOUND_MAX = 50
FILTERS = {
    "state": "trang-thai",
    "unit": "bo-phan",
    "holder": "nguoi",
    "channel": "kenh",
    "from_on": "tu",
    "to_on": "den",
}
_CURSOR = re.compile(r"([0-9]{1,16})\.([0-9A-Za-z_-]{1,80})")
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Page:
    """Rows as they stand in the table, and the addresses of what follows. `closed`: rows found among what is over."""

    rows: list[dict] = field(default_factory=list)
    next_href: str = ""
    first_href: str = ""
    earlier_href: str = ""
    closed: list[dict] = field(default_factory=list)


def asked() -> Asked:
    """The filters of the address line; a value that cannot be one asks for nothing."""
    told = {name: request.args.get(parameter, "")[:80] for name, parameter in FILTERS.items()}
    if told["state"] not in (*STATES, "open", "closed"):
        told["state"] = "open"
    for name in ("from_on", "to_on"):
        told[name] = told[name] if _is_day(told[name]) else ""
    if told["channel"] not in CHANNELS:
        told["channel"] = ""
    return Asked(**told)


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(clock.parse(f"{text}T00:00:00+07:00"))
    except ValueError:
        return False


def filters_on(wanted: Asked) -> int:
    return sum(bool(value) for value in (wanted.unit, wanted.holder, wanted.channel, wanted.from_on, wanted.to_on))


def address(wanted: Asked, **others) -> str:
    """The counter's list with these filters; `others` are parameters of the address as they are."""
    told = {parameter: getattr(wanted, name) for name, parameter in FILTERS.items()}
    if told["trang-thai"] == "open":
        told["trang-thai"] = ""
    return f"{ADDRESS}?" + urlencode(
        {"xem": COUNTER} | {name: value for name, value in (told | others).items() if value}
    )


def cursor() -> tuple[int, str] | None:
    found = _CURSOR.fullmatch(request.args.get("sau", ""))
    return (int(found[1]), found[2]) if found else None


class Lines:
    """Dossiers as lines of a table, with the names of one ward; `now` in ms."""

    def __init__(self, now: int):
        self.now = now
        self.calendar: Calendar = calendar_of(current_user.ward_id)
        self._names = DossierNames(current_user.ward_id)

    def line(self, row: dict) -> dict:
        step = pending(row)
        return {
            "id": row["id"],
            "href": f"{ADDRESS}/{row['id']}",
            "name": row["name"],
            "phone": phone_text(row["phone"]),
            "number": number_text(row),
            "tracking": tracking.format(row["tracking"]) if row["tracking"] else "",
            "national_code": row["national_code"],
            "procedure": row["procedure_name"],
            "state": label("dossier_state", row["state"]),
            "open": row["state"] not in CLOSED,
            "remaining": remaining(row, self.calendar, self.now),
            "due": moment(row["due_current_at"]) if row["state"] in RUNNING else "",
            "received": moment(row["received_at"]),
            "holder": self._names.holder(row["holder"], row["unit"]),
            "handed_to": self._names.person(step["staff_to"]) if step else "",
            "handed_by": self._names.person(step["staff_from"]) if step else "",
            "hand_over_due": moment(step["due_at"]) if step else "",
            "marks": self._marks(row),
        }

    def _marks(self, row: dict) -> list[str]:
        """What else must be seen at a glance, in words."""
        marks = []
        if row["extension_asked"]:
            marks.append(_("Xin gia hạn, chờ lãnh đạo ký"))
        if row["extended_at"] is not None:
            marks.append(_("Đã gia hạn"))
        if row["apologised_at"] is not None:
            marks.append(_("Đã xin lỗi muộn"))
        elif dossier_alarm.is_owed(row, self.now):
            marks.append(_("Chưa xin lỗi"))
        return marks

    def table(self, rows: list[dict]) -> list[dict]:
        return [self.line(row) for row in rows]


def mine(lines: Lines) -> Page:
    """What the signed-in person holds, by what is left of its time."""
    place = cursor()
    rows, more = dossier_queue.mine(current_user.ward_id, current_user.row["id"], PAGE_ROWS, place)
    return _page(lines, rows, more, place, ADDRESS + "?", urgency)


def counter(lines: Lines, wanted: Asked) -> Page:
    """The whole counter: what is open, or what is over, with the filters."""
    place = cursor()
    if wanted.state not in CLOSED and wanted.state != "closed":
        rows, more = dossier_queue.counter(current_user.ward_id, wanted, PAGE_ROWS, place)
        return _page(lines, rows, more, place, address(wanted) + "&", urgency)
    within = in_a_year(wanted, lines.now)
    rows, more = dossier_queue.closed(current_user.ward_id, within, PAGE_ROWS, place)
    page = _page(lines, rows, more, place, address(wanted) + "&", lambda row: row["received_at"])
    if more or wanted.from_on:
        return page
    earlier = clock.day_of(clock.parse(f"{within.from_on}T00:00:00+07:00") - clock.DAY_MS)
    return replace(page, earlier_href=address(replace(wanted, to_on=earlier)))


def in_a_year(wanted: Asked, now: int) -> Asked:
    """The same with both days: at most CLOSED_DAYS of them, the last ones of what was asked for."""
    to_on = wanted.to_on or clock.day_of(now)
    first = clock.day_of(clock.parse(f"{to_on}T00:00:00+07:00") - CLOSED_DAYS * clock.DAY_MS)
    return replace(wanted, from_on=max(wanted.from_on, first), to_on=to_on)


def found(lines: Lines, typed: Typed) -> Page:
    """What the words of a search find: whole codes first, then what is open, then what is over."""
    ward_id, place = current_user.ward_id, cursor()
    this_year = int(clock.day_of(lines.now)[:4])
    ids = dossier_queue.exactly(ward_id, typed, [typed.year] if typed.year else [this_year])
    if typed.phone:
        ids += dossier_queue.by_phone(ward_id, typed.phone, FOUND_MAX)
    open_rows = dossier_queue.open_with_words(ward_id, typed, FOUND_MAX)
    first = dossier_queue.lines(ward_id, list(dict.fromkeys(ids)))
    seen = {row["id"] for row in first}
    first += [row for row in open_rows if row["id"] not in seen]
    key, named, more = name_key(typed.words), [], False
    if key:
        named_ids, more = dossier_queue.named(ward_id, typed, key, PAGE_ROWS, place)
        named = dossier_queue.lines(ward_id, named_ids)
    over = [row for row in named if row["state"] in CLOSED and row["id"] not in seen]
    here = f"{ADDRESS}?" + urlencode({"q": typed.text})
    return Page(
        rows=[] if place else lines.table(first),
        closed=lines.table(over),
        next_href=f"{here}&sau={named[-1]['received_at']}.{named[-1]['id']}" if more else "",
        first_href=here if place else "",
    )


def _page(lines: Lines, rows, more, place, href: str, place_of) -> Page:
    """`href` ends so that a parameter can follow."""
    return Page(
        rows=lines.table(rows),
        next_href=f"{href}sau={place_of(rows[-1])}.{rows[-1]['id']}" if more else "",
        first_href=href[:-1] if place else "",
    )


def options() -> dict:
    ward_id = current_user.ward_id
    desk = [row for row in staff.all_staff(ward_id) if row["role"] in ("clerk", "leader", "admin")]
    return {
        "states": [
            ("open", _("Đang mở")),
            *((code, said(text)) for code, text in STATES.items() if code not in CLOSED),
            ("closed", _("Đã đóng (mọi kết quả)")),
            *((code, said(text)) for code, text in STATES.items() if code in CLOSED),
        ],
        "units": [(row["id"], row["name"]) for row in unit.units(ward_id, every=True)],
        "staff": [(row["id"], row["name"]) for row in desk],
        "channels": [(code, said(text)) for code, text in CHANNELS.items()],
    }
