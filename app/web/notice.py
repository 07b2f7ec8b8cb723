"""/thong-bao: notices and leaflets. The desk sees how far each has come, a lead what his own board still owes."""

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.records import notice as records
from app.rules import assistance_search, notice
from app.rules.clock import day_of
from app.rules.text import clean, fold
from app.web.guard import allow
from app.web.notice_words import ADDRESS, OfNeighbourhood, badge_of, dates, kind_words, own_neighbourhood, to_do
from app.web.paging import page_of
from app.web.render import show
from app.web.sessions import now_ms

routes = Blueprint("notice", __name__, url_prefix=ADDRESS)

EVERY = "tat-ca"
_WAYS = {"": "running", "nhap": "draft", "het-han": "over", EVERY: ""}


@routes.get("")
@allow("notice.see")
def index():
    today = day_of(now_ms())
    typed = clean(request.args.get("q", ""))[: assistance_search.LONGEST_QUERY]
    asked = request.args.get("xem", "")
    asked = asked if asked in _WAYS else ""
    own = own_neighbourhood()
    if own and not asked and not typed:
        return _of_lead(own, today)
    return _listed(own, "" if typed else _WAYS[asked], asked, typed, today)


def _of_lead(own: str, today: str):
    owed = to_do(current_user.ward_id, own, today)
    return show(
        "notice/lead.html",
        to_post=[_line(one.row, today) for one in owed["post"]],
        to_take=[_line(one.row, today) | {"hanging": _hanging(one)} for one in owed["take"]],
        tabs=_tabs("", len(owed["post"]) + len(owed["take"])),
    )


def _hanging(one: OfNeighbourhood) -> list[dict]:
    """The places from which it is to come down."""
    rows = [row for row in one.covered.rows if row["state"] == "posted" and row["way"] == "board"]
    return [{"href": f"{ADDRESS}/niem-yet/{row['id']}", "place": row["place"]} for row in rows]


def _listed(own: str, standing: str, asked: str, typed: str, today: str):
    ward_id, words = current_user.ward_id, fold(typed).split()
    count = records.count(ward_id, standing, today, words, own)
    page = page_of(count, ADDRESS, {"xem": asked, "q": typed})
    rows = records.page(ward_id, standing, today, PAGE_ROWS, page.first, words, own)
    counts = records.covered_counts(ward_id, [row["id"] for row in rows]) if rows and not own else None
    return show(
        "notice/list.html",
        lines=[_line(row, today, counts) for row in rows],
        typed=typed,
        asked=asked,
        tabs=_tabs(asked, None) if own else _desk_tabs(asked, typed, today),
        page=page,
    )


def _line(row: dict, today: str, counts: dict[str, int] | None = None) -> dict:
    state, label = badge_of(row, today)
    audience = len(notice.audience_of(row))
    progress = ""
    if counts is not None and row["sent_at"] is not None:
        progress = _("%(posted)s/%(all)s tổ đã niêm yết", posted=counts.get(row["id"], 0), all=audience)
    return {
        "href": f"{ADDRESS}/{row['id']}",
        "title": row["title"],
        "meta": " · ".join(text for text in (kind_words(row), dates(row)) if text),
        "progress": progress,
        "state": state,
        "label": label,
    }


def _tabs(asked: str, owed: int | None) -> list[dict]:
    return [
        {"href": ADDRESS, "label": _("Cần làm"), "count": owed, "current": not asked},
        {"href": f"{ADDRESS}?xem={EVERY}", "label": _("Tất cả"), "count": None, "current": bool(asked)},
    ]


def _desk_tabs(asked: str, typed: str, today: str) -> list[dict]:
    labels = {
        "": _("Đang hiệu lực"),
        "nhap": _("Bản nháp"),
        "het-han": _("Hết hạn, đã rút"),
        EVERY: _("Tất cả"),
    }
    counted = {way: records.count(current_user.ward_id, _WAYS[way], today) for way in ("", "nhap")}
    return [
        {
            "href": f"{ADDRESS}?xem={way}" if way else ADDRESS,
            "label": label,
            "count": counted.get(way),
            "current": way == asked and not typed,
        }
        for way, label in labels.items()
    ]
