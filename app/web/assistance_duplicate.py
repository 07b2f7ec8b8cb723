"""Có thể trùng: one visit that may have been written down twice. A hint; only a person strikes one out or tells them
apart.
"""

from datetime import date, timedelta

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import assistance, duplicate, ledger_entry
from app.rules import assistance as rules
from app.rules import clock
from app.rules import duplicate as likeness
from app.rules.permissions import READS_WHOLE_WARD, allowed
from app.web import door
from app.web.assistance_words import Names, summary
from app.web.guard import allow
from app.web.paging import page_of
from app.web.render import show, tell
from app.web.review_words import ALIKE, tabs
from app.web.sessions import now_ms

routes = Blueprint("assistance_duplicate", __name__)

DAYS_SHOWN = 7
# More than a person compares with one record.
HINTS_MOST = 5
WHY = {
    "phone": lazy_gettext("cùng số điện thoại"),
    "home": lazy_gettext("cùng tên, cùng căn hộ"),
}


def hints(row: dict, names: Names, now: int) -> list[dict]:
    """Records that look like this one, as lines; only those that this person may read, named as they may read them."""
    if row["voided_at"] is not None or not (row["phone"] or row["name"]):
        return []
    same_day = duplicate.compared_rows(current_user.ward_id, row["happened_on"], row["happened_on"])
    alike = [(other, why) for other, why in likeness.alike(row, same_day) if rules.may_read(current_user.row, other)]
    alike = alike[:HINTS_MOST]
    whole = duplicate.whole_rows(current_user.ward_id, [other["id"] for other, _why in alike])
    return [
        {
            "line": summary(whole[other["id"]], names, rules.reads_names(current_user.row, whole[other["id"]], now)),
            "why": WHY[why],
            "form": _form(row, other["id"]),
        }
        for other, why in alike
    ]


def _form(row: dict, other: str, back: str = "") -> dict | None:
    """What the button "Không phải trùng" sends; None for whoever may not say so."""
    if not allowed(current_user.role, "assistance.distinct") or not rules.may_read(current_user.row, row):
        return None
    action = f"/luot-ho-tro/{row['id']}/khong-trung"
    return {"action": action, "other": other, "operation_id": new_id(), "back": back}


@routes.get("/can-xem-lai/co-the-trung")
@allow("review.see")
def index():
    """Pairs of the last days that look alike, the newest first."""
    ward_id, today = current_user.ward_id, clock.day_of(now_ms())
    since = (date.fromisoformat(today) - timedelta(days=DAYS_SHOWN - 1)).isoformat()
    pairs = likeness.pairs(duplicate.compared_rows(ward_id, since, today))
    page = page_of(len(pairs), ALIKE)
    shown = page.of(pairs)
    whole = duplicate.whole_rows(ward_id, [row["id"] for pair in shown for row in pair[:2]])
    names, in_full = Names(ward_id), current_user.role in READS_WHOLE_WARD
    return show(
        "assistance/duplicates.html",
        pairs=[
            {
                "lines": [summary(whole[each["id"]], names, in_full) for each in (later, earlier)],
                "devices": [names.device(whole[each["id"]]["device"]) for each in (later, earlier)],
                "why": WHY[why],
                "form": _form(whole[later["id"]], earlier["id"], ALIKE),
            }
            for later, earlier, why in shown
        ],
        days=DAYS_SHOWN,
        tabs=tabs(ALIKE, ledger_entry.count_open_reviews_by_outcome(ward_id, current_user.row["id"]), len(pairs)),
        page=page,
    )


@routes.post("/luot-ho-tro/<uuid:assistance_id>/khong-trung")
@allow("assistance.distinct")
def distinct(assistance_id):
    """Two visits that only look alike: both stay, and the hint is gone."""
    row, other = _readable(str(assistance_id)), _readable(request.form.get("other", ""))
    back = ALIKE if request.form.get("back") == ALIKE else f"/luot-ho-tro/{row['id']}"
    try:
        door.send("assistance.distinct/1", row["id"], {"other": other["id"]}, row["v"])
    except Problem as problem:
        if problem.code not in ("nothing_changed", "op_id_conflict"):
            raise
    tell(_("Đã ghi nhận: hai lượt khác nhau, cả hai được giữ."))
    return redirect(back)


def _readable(assistance_id: str) -> dict:
    """The row, when this person may read it. Raises Problem not_found."""
    row = assistance.assistance(current_user.ward_id, assistance_id)
    if row is None or not rules.may_read(current_user.row, row):
        raise Problem("not_found")
    return row
