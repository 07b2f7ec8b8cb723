"""/phan-anh: what citizens say, what is open first by what is left of its time; searched and filtered.

Every page of it reads with the signed-in person's own eyes: what complains of them is not there before the head has
released it, nor counted (R13).
"""

import re
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.records import feedback as records
from app.records import feedback_photo, staff, workday
from app.rules import assistance_search, feedback_fields
from app.rules.assistance_search import LONGEST_QUERY
from app.rules.calendar import moment, number_of
from app.rules.clock import DAY_MS
from app.rules.feedback_photo import photos_of
from app.rules.feedback_search import UNSORTED, Asked
from app.rules.feedback_states import STATES
from app.rules.text import clean
from app.web.assistance_words import Names
from app.web.dossier_words import calendar_of
from app.web.feedback_alike import hints
from app.web.feedback_photo import missing_words
from app.web.feedback_words import ADDRESS, choices, line, rating_words, state_words
from app.web.guard import allow
from app.web.render import show
from app.web.sessions import now_ms

routes = Blueprint("feedback", __name__, url_prefix=ADDRESS)

_CURSOR = re.compile(r"([0-9]{1,16})\.([0-9A-Za-z_-]{1,80})")
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
EVERY = "tat-ca"
# How the address asks for what was answered in the days it names: {its word: rules.feedback_search}.
ANSWERED = {"dung-han": "in_time", "qua-han": "late", "moi": "any"}


@routes.get("")
@allow("feedback.see")
def index():
    ward_id, me, now = current_user.ward_id, current_user.row["id"], now_ms()
    typed = clean(request.args.get("q", ""))[:LONGEST_QUERY]
    asked, told = _asked(typed)
    place = _cursor()
    rows, more = records.page(ward_id, me, asked, PAGE_ROWS, place)
    calendar, names = calendar_of(ward_id), Names(ward_id)
    with_photos = [row["id"] for row in rows if row["photos"]]
    ended = feedback_photo.ended(ward_id, with_photos) if with_photos else {}
    wait_days = workday.office(ward_id)["photo_wait_days"]
    alike = hints(rows)
    waiting = records.count_waiting(ward_id, me, now) | {"answered": records.count_unpublished(ward_id, me)}
    last = records.place_of(rows[-1], asked) if more else None
    return show(
        "feedback/list.html",
        lines=[
            line(row, calendar, now, names)
            | {"photos": missing_words(row, ended.get(row["id"], {}), wait_days, now), "count": len(photos_of(row))}
            | {"alike": alike.get(row["id"], []), "rating": rating_words(row)}
            for row in rows
        ],
        opened=asked.state == "open",
        typed=typed,
        told=told,
        filters_on=sum(bool(told[name]) for name in ("loai", "phan-loai", "nguoi", "tu", "den", "tra-loi")),
        options=_options(ward_id),
        tabs=_tabs(asked.state, waiting) if not typed else _tabs(None, waiting),
        waiting=waiting,
        next_href=_address(told, sau=f"{last[0]}.{last[1]}") if last else "",
        first_href=_address(told) if place else "",
    )


def _asked(typed: str) -> tuple[Asked, dict[str, str]]:
    """(what to look for, {parameter: value} of the address line, nothing that cannot be one)."""
    parameters = ("trang-thai", "loai", "phan-loai", "nguoi", "tu", "den", "tra-loi")
    told = {name: request.args.get(name, "")[:80] for name in parameters}
    known = {"trang-thai": (*STATES, "open", "closed", EVERY), "loai": feedback_fields.KINDS, "tra-loi": ANSWERED}
    known["phan-loai"] = (*feedback_fields.CATEGORIES, UNSORTED)
    for name, codes in known.items():
        told[name] = told[name] if told[name] in codes else ""
    days = {name: _day_number(told[name]) for name in ("tu", "den")}
    told |= {name: told[name] if number is not None else "" for name, number in days.items()}
    # Words look everywhere; without them the list begins with what is still to do.
    state = told["trang-thai"] or (EVERY if typed or told["tra-loi"] else "open")
    asked = Asked(
        state="" if state == EVERY else state,
        kind=told["loai"],
        category=told["phan-loai"],
        holder=told["nguoi"],
        answered=ANSWERED.get(told["tra-loi"], ""),
        from_at=moment(days["tu"], 0) if days["tu"] is not None else None,
        to_at=moment(days["den"], 0) + DAY_MS - 1 if days["den"] is not None else None,
    )
    if typed:
        words = assistance_search.words_of(typed)
        asked = replace(asked, words=words, tracking=assistance_search.tracking_of(typed))
        told["q"] = typed
    return asked, told


def _day_number(text: str) -> int | None:
    try:
        return number_of(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _cursor() -> tuple[int, str] | None:
    found = _CURSOR.fullmatch(request.args.get("sau", ""))
    return (int(found[1]), found[2]) if found else None


def _address(told: dict[str, str], **others: str) -> str:
    said = urlencode({name: value for name, value in (told | others).items() if value})
    return f"{ADDRESS}?{said}" if said else ADDRESS


def _tabs(state: str | None, waiting: dict[str, int]) -> list[dict]:
    ways = (
        ("open", "", _("Cần giải quyết"), waiting["open"]),
        ("forwarded", "forwarded", _("Đã chuyển"), None),
        ("answered", "answered", _("Chờ công khai"), waiting["answered"]),
        ("closed", "closed", _("Đã đóng"), None),
        ("", EVERY, _("Tất cả"), None),
    )
    return [
        {"href": _address({"trang-thai": told}), "label": words, "count": count, "current": code == state}
        for code, told, words, count in ways
    ]


def _options(ward_id: int) -> dict:
    desk = [row for row in staff.all_staff(ward_id) if row["role"] in ("clerk", "leader", "admin")]
    return {
        "states": [
            ("", _("Cần giải quyết")),
            *((code, state_words(code)) for code in STATES),
            ("closed", _("Đã đóng")),
            (EVERY, _("Tất cả")),
        ],
        "kinds": choices("kind"),
        "categories": [*choices("category"), (UNSORTED, _("Chưa phân loại"))],
        "answers": [("moi", _("Đã trả lời")), ("dung-han", _("Trả lời đúng hạn")), ("qua-han", _("Trả lời quá hạn"))],
        "staff": [(row["id"], row["name"]) for row in desk],
    }
