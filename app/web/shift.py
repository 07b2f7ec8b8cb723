"""Ca trực: who worked where, what arrived of it, and the day's sheet on paper."""

import re

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.printing import sheets
from app.problems import Problem
from app.records import assistance, ledger_entry, place, shift
from app.rules import assistance as rules
from app.rules import clock, mask
from app.rules.permissions import READS_WHOLE_WARD
from app.web.assistance_words import Names, caught_up, summary
from app.web.guard import allow
from app.web.paper_answer import heading_of_ward, on_paper, pdf_answer
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import clock_time, day, label, moment

routes = Blueprint("shift", __name__, url_prefix="/ca-truc")

_CURSOR = re.compile(r"([0-9]{1,15})\.([0-9A-Za-z_-]{1,80})")


def _whose() -> dict:
    """Which shifts this person sees, as arguments of the query: own, the ward's, or a lead's with his points."""
    if current_user.role in READS_WHOLE_WARD:
        return {}
    return {"staff": current_user.row["id"], "points": _led_points() if current_user.role == "lead" else []}


def _led_points() -> list[str]:
    """Support points that stand in this lead's neighbourhood, and the one he works at."""
    return [
        row["id"]
        for row in place.support_points(current_user.ward_id, every=True)
        if (current_user.neighbourhood and row["neighbourhood"] == current_user.neighbourhood)
        or row["id"] == current_user.support_point
    ]


@routes.get("")
@allow("shift.see")
def index():
    """Newest first."""
    ward_id = current_user.ward_id
    cursor = _CURSOR.fullmatch(request.args.get("truoc", ""))
    before = (int(cursor[1]), cursor[2]) if cursor else None
    found = shift.shifts(ward_id, limit=PAGE_ROWS + 1, before=before, **_whose())
    rows, now = found[:PAGE_ROWS], now_ms()
    arrived = assistance.counts_of_shifts(ward_id, [row["id"] for row in rows])
    names = Names(ward_id)
    last = rows[-1] if rows else None
    return show(
        "shift/list.html",
        rows=[_line(row, arrived.get(row["id"], 0), names, now) for row in rows],
        role=current_user.role,
        next_href=f"/ca-truc?truoc={last['opened_at']}.{last['id']}" if len(found) > PAGE_ROWS else "",
        later=before is not None,
    )


def _line(row: dict, arrived: int, names: Names, now: int) -> dict:
    """One shift as a line of the list. `missing`: slips that the volunteer counted and the ward has not got."""
    closed = row["closed_at"]
    return {
        "id": row["id"],
        "href": f"/ca-truc/{row['id']}",
        "day": day(row["opened_on"]),
        "point": names.point(row["support_point"]),
        "staff": names.person(row["staff"]),
        "hours": _hours(row),
        "arrived": arrived,
        "declared": row["declared_count"],
        "missing": max(0, (row["declared_count"] or 0) - arrived),
        "state": "closed" if closed else "active",
        "state_label": _("Đã kết thúc") if closed else _("Quá 72 giờ") if row["expires_at"] < now else _("Đang mở"),
    }


def _hours(row: dict) -> str:
    """ "08:05 – 11:30", with the day when it ended on another one."""
    opened, closed = row["opened_at"], row["closed_at"]
    if closed is None:
        return _("từ %(hour)s", hour=clock_time(opened))
    same_day = clock.day_of(opened) == clock.day_of(closed)
    return f"{clock_time(opened)} – {clock_time(closed) if same_day else moment(closed)}"


def _seen(shift_id) -> dict:
    """The shift, when this person may see it. Raises Problem not_found."""
    row = shift.shift(current_user.ward_id, str(shift_id))
    if row is None:
        raise Problem("not_found")
    if current_user.role in READS_WHOLE_WARD or row["staff"] == current_user.row["id"]:
        return row
    if current_user.role == "lead" and row["support_point"] in _led_points():
        return row
    raise Problem("not_found")


def _whole(row: dict) -> bool:
    """Whether this person reads every slip of the shift: a desk, and whoever worked it."""
    return current_user.role in READS_WHOLE_WARD or row["staff"] == current_user.row["id"]


@routes.get("/<uuid:shift_id>")
@allow("shift.see")
def see(shift_id):
    row = _seen(shift_id)
    ward_id = current_user.ward_id
    slips = assistance.assistances_of_shift(ward_id, row["id"])
    readable = [slip for slip in slips if rules.may_read(current_user.row, slip)]
    names = Names(ward_id)
    in_full = current_user.role in READS_WHOLE_WARD
    counted = [slip for slip in slips if slip["voided_at"] is None]
    return show(
        "shift/show.html",
        line=_line(row, len(slips), names, now_ms()),
        row=row,
        device=names.device(row["device"]),
        rows=[summary(slip, names, in_full) for slip in readable],
        hidden=len(slips) - len(readable),
        whole=_whole(row),
        counted=len(counted),
        voided=len(slips) - len(counted),
        minutes=sum(slip["minutes"] for slip in counted),
        results=_totals([slip["result"] for slip in counted], "result"),
        difficulties=_totals([code for slip in counted for code in slip["difficulties"]], "difficulty"),
        waiting=ledger_entry.open_reviews_of_shift(ward_id, row["id"], current_user.row["id"]),
    )


def _totals(codes: list[str], kind: str) -> list[tuple[str, int]]:
    """[(label, how many)], most frequent first."""
    return sorted(((label(kind, code), codes.count(code)) for code in set(codes)), key=lambda pair: (-pair[1], pair[0]))


@routes.get("/<uuid:shift_id>/phieu-ngay.pdf")
@allow("shift.print")
@on_paper
def day_sheet(shift_id):
    """PHIẾU GHI NGÀY TRỰC. Initials, never whole names: the sheet lies on a table in a lobby."""
    row = _seen(shift_id)
    if not _whole(row):
        raise Problem("not_found")
    names = Names(current_user.ward_id)
    slips = assistance.assistances_of_shift(current_user.ward_id, row["id"])
    head = {
        **heading_of_ward(),
        "on": row["opened_on"],
        "opened_at": clock.write(row["opened_at"]),
        "closed_at": clock.write(row["closed_at"]) if row["closed_at"] is not None else "",
        "point": names.point(row["support_point"]),
        "point_address": names.points.get(row["support_point"], {}).get("address", ""),
        "volunteer": names.person(row["staff"]),
        "printed_at": clock.write(now_ms()),
    }
    printed = sheets.day_sheet(head, [_sheet_row(slip, names) for slip in slips])
    return pdf_answer(printed, f"phieu-ngay-truc-{row['opened_on']}.pdf")


def _sheet_row(slip: dict, names: Names) -> dict:
    line = summary(slip, names, in_full=False)
    return {
        "at": clock.write(slip["happened_at"]),
        "on": slip["happened_on"] if caught_up(slip) else "",
        "who": mask.mask_name(slip["name"]),
        "where": line["where"],
        "procedure": line["procedure"],
        "procedure_code": slip["procedure"],
        "help": line["help"],
        "channel": line["channel"],
        "result": line["result"],
        "difficulties": line["difficulties"],
        "minutes": slip["minutes"],
        "national_code": slip["national_code"],
        "tracking": slip["tracking"],
        "voided": line["voided"],
    }
