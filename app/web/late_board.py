"""/ho-so-tre-han: which dossiers are late and whether the ward has apologised. Codes half hidden, never a name."""

from flask import Blueprint, redirect

from app.config import PAGE_ROWS
from app.records import dossier_public
from app.records import workday as calendar_records
from app.rules import tracking
from app.rules.clock import day_of
from app.web import tracking_words
from app.web.dossier_words import calendar_of, remaining
from app.web.guard import public
from app.web.paging import page_of
from app.web.render import show, ward_of_request
from app.web.sessions import now_ms

routes = Blueprint("late_board", __name__)


@routes.get("/ho-so-tre-han")
@public
def board():
    """Only where the ward has chosen to publish it (office.public_board)."""
    ward = ward_of_request()
    if ward is None:
        return redirect("/cai-dat")
    office = calendar_records.office(ward["id"])
    published = office["public_board"]
    now = now_ms()
    count = dossier_public.late_count(ward["id"], now) if published else 0
    page = page_of(count, "/ho-so-tre-han")
    rows = dossier_public.late(ward["id"], now, PAGE_ROWS, page.first) if published else []
    calendar = calendar_of(ward["id"]) if rows else None
    response = show(
        "late_board/list.html",
        status=200 if published else 404,
        published=published,
        rows=[_line(row, calendar, now) for row in rows],
        count=count,
        page=page,
        now=now,
        open_data=office["open_data"],
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _line(row: dict, calendar, now: int) -> dict:
    return {
        # Who holds the paper knows the rest; from these four letters nobody finds it (35 random bits are left).
        "code": tracking.format(row["tracking"][:4] + "•" * 8),
        "procedure": row["procedure_name"],
        "due_on": day_of(row["due_current_at"]),
        "first_on": day_of(row["due_original_at"]) if row["due_original_at"] != row["due_current_at"] else "",
        "late": remaining(row, calendar, now)["text"],
        "apology": tracking_words.apology(row, now),
    }
