"""The start page of each role, and the sign of life."""

from flask import Blueprint, redirect
from flask_login import current_user

from app.config import PAGE_ROWS
from app.records import ledger_entry, shift
from app.records import ward as ward_records
from app.web import wire
from app.web.guard import public
from app.web.render import show
from app.web.sessions import now_ms

routes = Blueprint("home", __name__)


@routes.get("/")
@public
def start():
    """Signed in: what waits for this person. A stranger: the doors of the house. No ward yet: the first set-up."""
    if not ward_records.all_wards():
        return redirect("/cai-dat")
    if not current_user.is_authenticated:
        return show("home/stranger.html")
    ward_id = current_user.ward_id
    return show(
        "home/start.html",
        open_reviews=ledger_entry.count_open_reviews(ward_id),
        shifts=shift.shifts(ward_id, staff=current_user.row["id"], limit=PAGE_ROWS),
        now=now_ms(),
    )


@routes.get("/healthz")
@public
def health():
    """True only after the database has answered."""
    wards = ward_records.all_wards()
    heads = [ledger_entry.head(row["id"])["v"] for row in wards]
    return wire.answer({"ok": True, "wards": len(wards), "entries": sum(heads)})
