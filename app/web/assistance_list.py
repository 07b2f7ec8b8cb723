"""What the list of assistances is asked for in the address line, and the page of rows that answers it."""

import re
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.records import assistance, place, procedure, staff
from app.rules import assistance as rules
from app.rules import assistance_fields, clock, difficulty
from app.rules.assistance_search import COMES_BACK, LONGEST_QUERY, NONE_NAMED, Search, tracking_of, words_of
from app.rules.text import clean
from app.web.sessions import now_ms
from app.web.words import label

_CURSOR = re.compile(r"([0-9]{1,15})\.([0-9A-Za-z_-]{1,80})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What the address line calls each filter.
FILTERS = {
    "point": "diem",
    "from_on": "tu",
    "to_on": "den",
    "procedure": "thu-tuc",
    "result": "ket-qua",
    "difficulty": "kho-khan",
    "neighbourhood": "to",
    "staff": "nguoi",
    "help": "viec",
    "way": "nop",
}
# How what an assistance was about was filed; the share of the first among the last is the online share.
WAYS = ("online", "counter", "filed")


def asked() -> Search:
    """What the address line asks for; a value that cannot be one asks for nothing."""
    said = {name: request.args.get(parameter, "")[:80] for name, parameter in FILTERS.items()}
    for name in ("from_on", "to_on"):
        said[name] = said[name] if _is_day(said[name]) else ""
    said["way"] = said["way"] if said["way"] in WAYS else ""
    typed = request.args.get("q", "")
    return Search(
        words=words_of(typed),
        tracking=tracking_of(typed),
        follow_up=request.args.get("theo-doi") == "1",
        counted=request.args.get("bo-huy") == "1",
        **said,
    )


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        clock.parse(f"{text}T00:00:00+07:00")
    except ValueError:
        return False
    return True


def query() -> str:
    """The words as they were typed."""
    return clean(request.args.get("q", ""))[:LONGEST_QUERY]


def filters_on(search: Search) -> int:
    """How many filters narrow the list; the words are none."""
    return sum(bool(getattr(search, name)) for name in (*FILTERS, "follow_up", "counted"))


def _parameters(search: Search) -> dict:
    said = {"q": query()}
    said |= {parameter: getattr(search, name) for name, parameter in FILTERS.items()}
    said["theo-doi"] = "1" if search.follow_up else ""
    said["bo-huy"] = "1" if search.counted else ""
    return {name: value for name, value in said.items() if value}


def _cursors() -> dict:
    return {name: request.args[name] for name in ("truoc", "sau") if _CURSOR.fullmatch(request.args.get(name, ""))}


def address(search: Search, cursors: dict | None = None) -> str:
    """The page's address with what was asked and nothing empty; `cursors` in place of its own."""
    said = urlencode({**_parameters(search), **(_cursors() if cursors is None else cursors)})
    return f"/luot-ho-tro?{said}" if said else "/luot-ho-tro"


def page(search: Search) -> tuple[list[dict], str, str]:
    """(rows, address of the newer page or "", address of the older page or "")."""
    scope = rules.list_scope(current_user.row, now_ms())
    cursors = _cursors()
    newer = "sau" in cursors
    text = cursors.get("sau") or cursors.get("truoc", "")
    cursor = (int(_CURSOR.fullmatch(text)[1]), _CURSOR.fullmatch(text)[2]) if text else None
    rows, more = assistance.page(current_user.ward_id, scope, search, PAGE_ROWS, cursor, newer)
    if newer and not more:
        # The first page again, whole, instead of the few rows that were left before it.
        newer, cursor = False, None
        rows, more = assistance.page(current_user.ward_id, scope, search, PAGE_ROWS)
    newer_href = older_href = ""
    if rows and (more if newer else cursor):
        newer_href = address(search, {"sau": f"{rows[0]['happened_at']}.{rows[0]['id']}"})
    if rows and (cursor if newer else more):
        older_href = address(search, {"truoc": f"{rows[-1]['happened_at']}.{rows[-1]['id']}"})
    return rows, newer_href, older_href


def options() -> dict:
    ward_id = current_user.ward_id
    return {
        "points": [(row["id"], row["name"]) for row in place.support_points(ward_id, every=True)],
        "neighbourhoods": [
            *((row["id"], row["name"]) for row in place.neighbourhoods(ward_id, every=True)),
            (NONE_NAMED, _("Chưa ghi tổ")),
        ],
        "procedures": [
            (row["code"], f"{row['name']} ({row['code']})")
            for row in procedure.current_procedures(ward_id, status=None)
            if row["status"] != "draft"
        ]
        + [(NONE_NAMED, _("Chưa ghi thủ tục"))],
        "results": [
            *((code, label("result", code)) for code in assistance_fields.RESULT),
            (COMES_BACK, _("Chưa xong hoặc hẹn lại")),
        ],
        "helps": [(code, label("help", code)) for code in assistance_fields.HELP],
        "ways": [
            ("online", _("Nộp trực tuyến")),
            ("counter", _("Nộp ở quầy")),
            ("filed", _("Đã nộp, bất kể cách nào")),
        ],
        "difficulties": [(each.code, label("difficulty", each.code)) for each in difficulty.DIFFICULTIES],
        "staff": [(row["id"], row["name"]) for row in staff.all_staff(ward_id)],
    }
