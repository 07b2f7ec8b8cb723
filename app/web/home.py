"""The start page of each role, and the sign of life."""

from flask import Blueprint, redirect
from flask_babel import gettext as _
from flask_login import current_user

from app.records import assistance, device, feedback, household, ledger_entry, place, rollup, shift
from app.records import ward as ward_records
from app.rules import clock
from app.rules.permissions import READS_WHOLE_WARD, allowed
from app.web import set_up, wire
from app.web.device_words import Fleet
from app.web.dossier_queue import counter_alarm
from app.web.guard import public
from app.web.inspection import to_mend
from app.web.notice_words import to_do
from app.web.offline import kept_for_citizens
from app.web.render import show, show_public
from app.web.sessions import now_ms

routes = Blueprint("home", __name__)

SHIFTS_SHOWN = 5
# A tablet that stands in a lobby sends something on every working day.
SILENT_DAYS = 3
_DAY_MS = 24 * 3600 * 1000


@routes.get("/")
@public
def start():
    """Signed in: what waits for this person. A stranger: the doors of the house. No ward yet: the first set-up."""
    if not ward_records.all_wards():
        return redirect("/cai-dat")
    if not current_user.is_authenticated:
        template, context = _doors()
        return show_public(template, **context)
    if current_user.must_change:
        return redirect("/mat-khau")
    now = now_ms()
    return show("home/start.html", now=now, today=clock.day_of(now), silent_days=SILENT_DAYS, **_waiting(now))


def _doors() -> tuple[str, dict]:
    """The citizens' start page: what can be done here, each as a large door."""
    doors = (
        ("/lam-gi", _("Tìm thủ tục"), _("Trả lời hai, ba câu là biết cần giấy tờ gì, nộp ở đâu, mất bao lâu."), "help"),
        ("/to-khai", _("Chuẩn bị tờ khai"), _("Điền trước trên điện thoại, cả khi không có mạng."), "record"),
        ("/so-thu-tu", _("Lấy số thứ tự"), _("Biết còn bao nhiêu người chờ trước."), "list"),
        ("/tra-cuu", _("Hồ sơ của tôi"), _("Nhập mã trên phiếu để xem đã đến bước nào."), "search"),
        ("/gop-y", _("Góp ý, phản ánh"), _("Khen, chê, góp ý hoặc phản ánh với phường."), "edit"),
        ("/tin-bao", _("Báo nhũng nhiễu"), _("Bị gợi ý nộp thêm tiền, bị gây khó: báo kín, không cần tên."), "shield"),
    )
    names = ("href", "title", "text", "icon")
    return "home/citizen.html", {"doors": [dict(zip(names, door, strict=True)) for door in doors]}


# Asked of the network first, because it is another page for whoever has signed in; without one, the phone's copy.
start.kept, start.kept_for = _doors, "citizen"


@routes.get("/ngoai-tuyen")
@public
@kept_for_citizens
def offline():
    return "home/offline.html", {}


def _waiting(now: int) -> dict:
    """What this person's role lets them see of the ward's day; a part they may not see is left out."""
    ward_id, role = current_user.ward_id, current_user.role
    sees_tablets = allowed(role, "device.see")
    alarms = Fleet(ward_id, now).alarms() if sees_tablets else []
    silent = device.silent_tablets(ward_id, now - SILENT_DAYS * _DAY_MS) if sees_tablets else []
    called = {line["id"] for line in alarms}
    reviews = None
    if allowed(role, "review.see"):
        reviews = ledger_entry.count_open_reviews_by_outcome(ward_id, current_user.row["id"])
    return {
        "whole_ward": role in READS_WHOLE_WARD,
        "counts": _counts(now),
        "open_reviews": sum(reviews.values()) if reviews is not None else None,
        "to_choose": reviews.get("conflict", 0) if reviews is not None else 0,
        "shifts": shift.shifts(ward_id, staff=current_user.row["id"], limit=SHIFTS_SHOWN),
        "points": {row["id"]: row["name"] for row in place.support_points(ward_id, every=True)},
        "alarms": alarms,
        "silent": [row for row in silent if row["id"] not in called],
        "counter_alarm": counter_alarm(now) if allowed(role, "dossier.see") else None,
        # With this person's own eyes (R13).
        "feedback": feedback.count_waiting(ward_id, current_user.row["id"], now)
        if allowed(role, "feedback.see")
        else None,
        # What inspections found and this person owes, or has to look at.
        "faults": to_mend(current_user.row, clock.day_of(now)) if allowed(role, "inspection.see") else None,
        "drift": _drift(ward_id) if allowed(role, "ward.put") else None,
        # What hangs on a lead's own board, or should.
        "notices": _owed_notices(now) if role == "lead" and current_user.neighbourhood else 0,
        # Doors that a lead said he would knock at by today.
        "visits": household.counts(ward_id, current_user.neighbourhood, clock.day_of(now))["due"]
        if role == "lead" and current_user.neighbourhood
        else 0,
        "missing": [step for step in set_up.steps(ward_id) if not step["done"]] if allowed(role, "ward.put") else [],
    }


def _drift(ward_id: int) -> dict | None:
    """The night's count where it found figures that are not what the records say (ledger/recount.py)."""
    last = rollup.last_check(ward_id)
    return last if last and last["drifted"] else None


def _owed_notices(now: int) -> int:
    owed = to_do(current_user.ward_id, current_user.neighbourhood, clock.day_of(now))
    return len(owed["post"]) + len(owed["take"])


def _counts(now: int) -> dict:
    """Today's assistances: the whole ward's for the desk, a lead's neighbourhood, a volunteer's own."""
    scope = {}
    if current_user.role == "lead":
        scope = {"neighbourhood": current_user.neighbourhood}
    elif current_user.role not in READS_WHOLE_WARD:
        scope = {"staff": current_user.row["id"]}
    return assistance.counts_of_day(current_user.ward_id, clock.day_of(now), **scope)


@routes.get("/healthz")
@public
def health():
    """True only after the database has answered."""
    wards = ward_records.all_wards()
    heads = [ledger_entry.head(row["id"])["v"] for row in wards]
    return wire.answer({"ok": True, "wards": len(wards), "entries": sum(heads)})
