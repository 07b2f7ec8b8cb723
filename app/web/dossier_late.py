"""/ho-so/qua-han: what the head must see until it is settled (R4), and the Mẫu 04 that settles it (NĐ 61/2018 Đ19.9).

One page asks for nothing that is known already: the clerk's reason, the next day that can be promised. In time the
signature extends (R3); when it is too late for that, it apologises, and the record says that it was late.
"""

from dataclasses import dataclass

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.printing import dossier_sheets
from app.problems import PROBLEMS, Problem
from app.records import dossier as dossiers
from app.records import dossier_queue as records
from app.rules import dossier_alarm, due
from app.rules.calendar import add_working_days, is_working, next_working
from app.rules.clock import day_of
from app.rules.dossier_alarm import days_late
from app.rules.dossier_row import opened
from app.rules.operation import Refusal
from app.rules.permissions import allowed
from app.rules.register import REASON_MAX
from app.rules.text import clean
from app.web import door
from app.web.dossier_lines import ADDRESS, Lines, cursor
from app.web.dossier_queue import tabs
from app.web.dossier_words import day_words, due_words
from app.web.guard import allow
from app.web.paper_answer import on_paper, pdf_answer
from app.web.render import leave_for, show, tell
from app.web.sessions import now_ms
from app.web.stationery import Stationery
from app.web.words import sentence

HERE = f"{ADDRESS}/qua-han"
routes = Blueprint("dossier_late", __name__, url_prefix=HERE)

# How many working days are proposed when nobody has asked for a certain day.
PROPOSED_DAYS = 2
# Stands for the words that are still to be written.
_ANY_REASON = "any reason"


@routes.get("")
@allow("dossier.see")
def index():
    ward_id, lines = current_user.ward_id, Lines(now_ms())
    place = cursor()
    owed, more = records.owed(ward_id, lines.now, PAGE_ROWS, place)
    until = dossier_alarm.ends(lines.calendar, lines.now)["pressing"]
    falling_due = [] if place else records.falling_due(ward_id, lines.now, until, PAGE_ROWS + 1)
    return show(
        "dossier/late.html",
        asking=[] if place else [_asking(lines, row) for row in records.asking_extension(ward_id)],
        owed=[_late(lines, row) for row in owed],
        owed_count=records.count_owed(ward_id, lines.now),
        next_href=f"{HERE}?sau={owed[-1]['due_current_at']}.{owed[-1]['id']}" if more else "",
        first_href=HERE if place else "",
        falling_due=lines.table(falling_due[:PAGE_ROWS]),
        falling_due_more=len(falling_due) > PAGE_ROWS,
        apologised=[] if place else [_late(lines, row) for row in records.apologised(ward_id)],
        may_sign=allowed(current_user.role, "dossier.apologise"),
        tabs=tabs(HERE),
    )


def _late(lines: Lines, row: dict) -> dict:
    days = days_late(lines.calendar, row, lines.now)
    return {
        **lines.line(row),
        "due": due_words(row["due_current_at"]),
        "days_late": days,
        "late": _("%(count)s ngày làm việc", count=days) if days else _("chưa đủ 1 ngày làm việc"),
        "promised": day_words(row["promised_on"]) if row["promised_on"] else "",
    }


def _asking(lines: Lines, row: dict) -> dict:
    asked = opened(row, "extension_asked")
    return {
        **lines.line(row),
        "due": due_words(row["due_current_at"]),
        "reason": asked["reason"],
        "new_on": day_words(asked["new_on"]),
        "asked_by": lines.line({**row, "holder": asked["by"], "unit": ""})["holder"],
    }


@dataclass(frozen=True, slots=True)
class Letter:
    """A Mẫu 04 before it is signed. `verb`: extend or apologise; `new_on`: "" where no day may be promised again."""

    verb: str
    reason: str
    new_on: str

    @property
    def type(self) -> str:
        return f"dossier.{self.verb}/1"

    @property
    def body(self) -> dict:
        return {"reason": self.reason, "new_on" if self.verb == "extend" else "promised_on": self.new_on}


def _row(dossier_id) -> dict:
    row = dossiers.dossier(current_user.ward_id, str(dossier_id))
    if row is None:
        raise Problem("not_found")
    return row


def _verb(row: dict, lines: Lines) -> str:
    """What the law still allows today: to extend, at the latest the day before it falls due and once; else to
    apologise (NĐ 61/2018 Đ19.9).
    """
    latest = due.latest_apology_on(lines.calendar, row["due_current_at"], row["accepted_at"])
    in_time = latest is not None and day_of(lines.now) <= latest[0]
    return "extend" if row["extended_at"] is None and in_time else "apologise"


def _proposed(row: dict, lines: Lines) -> Letter:
    """The letter as far as it can be written without asking: the clerk's words and day, or the next possible day."""
    asked = opened(row, "extension_asked") if row["extension_asked"] else {"reason": "", "new_on": ""}
    verb, calendar = _verb(row, lines), lines.calendar
    if row["extended_at"] is not None:
        return Letter(verb, asked["reason"], "")
    behind = max(day_of(row["due_current_at"]), day_of(lines.now))
    fits = asked["new_on"] > behind and is_working(calendar, asked["new_on"])
    first = next_working(calendar, behind) if verb == "apologise" else add_working_days(calendar, behind, PROPOSED_DAYS)
    return Letter(verb, asked["reason"], asked["new_on"] if fits else first)


@routes.get("/<uuid:dossier_id>")
@allow("dossier.apologise")
def letter(dossier_id):
    row, lines = _row(dossier_id), Lines(now_ms())
    if row["due_current_at"] is None:
        raise Problem("dossier_state")
    proposed = _proposed(row, lines)
    if refusal := _impossible(row, proposed):
        raise Problem(refusal)
    return _page(row, lines, proposed)


def _impossible(row: dict, proposed: Letter) -> str:
    """Why no letter can be written at all, whatever is typed into it; "" when one can."""
    body = Letter(proposed.verb, proposed.reason or _ANY_REASON, proposed.new_on).body
    answer = door.tried(proposed.type, row["id"], body)
    return answer.code if isinstance(answer, Refusal) and answer.code in PROBLEMS else ""


def _page(row: dict, lines: Lines, wanted: Letter, errors: dict[str, str] | None = None):
    return show(
        "dossier/letter.html",
        status=422 if errors else 200,
        line=_late(lines, row),
        letter=wanted,
        late=row["due_current_at"] < lines.now,
        extended=row["extended_at"] is not None,
        asked_by=_asking(lines, row)["asked_by"] if row["extension_asked"] else "",
        errors=errors or {},
        operation_id=door.form_operation_id(),
    )


def _typed(row: dict, lines: Lines) -> Letter:
    given = request.form.get("new_on", "") if row["extended_at"] is None else ""
    return Letter(_verb(row, lines), clean(request.form.get("reason", ""), lines=True), given)


@routes.post("/<uuid:dossier_id>/ban-xem.pdf")
@allow("dossier.apologise")
@on_paper
def preview(dossier_id):
    """The sheet as it would be printed, without number and seal; nothing is written."""
    row, lines = _row(dossier_id), Lines(now_ms())
    wanted = _typed(row, lines)
    answer = door.tried(wanted.type, row["id"], wanted.body)
    if isinstance(answer, Refusal):
        return _page(row, lines, wanted, _said(wanted, answer))
    slug = "van-ban-gia-han" if wanted.verb == "extend" else "van-ban-xin-loi"
    record = Stationery(current_user.ward_id, lines.now).record(slug, answer.row, preview=True)
    return pdf_answer(dossier_sheets.apology(record), "ban-xem-mau-04.pdf")


@routes.post("/<uuid:dossier_id>")
@allow("dossier.apologise")
def sign(dossier_id):
    row, lines = _row(dossier_id), Lines(now_ms())
    if row["due_current_at"] is None:
        raise Problem("dossier_state")
    wanted = _typed(row, lines)
    if errors := _errors(row, wanted):
        return _page(row, lines, wanted, errors)
    if request.form.get("verb") != wanted.verb:
        # Midnight has passed, or somebody else was faster: what is signed is what was seen.
        return _page(row, lines, wanted, {"reason": _("Từ lúc mở trang, thời hạn đã khác. Xem lại văn bản rồi ký.")})
    door.send(wanted.type, row["id"], wanted.body)
    extended = wanted.verb == "extend"
    tell(_("Đã ký gia hạn.") if extended else _("Đã ký văn bản xin lỗi; hồ sơ được ghi là xin lỗi muộn."))
    return leave_for(f"{ADDRESS}/{row['id']}")


def _errors(row: dict, wanted: Letter) -> dict[str, str]:
    """{field: sentence}, asked of the door's own rule before anything is sent."""
    if len(wanted.reason) > REASON_MAX:
        return {"reason": _("Lý do dài quá %(max)s ký tự. Viết gọn lại.", max=REASON_MAX)}
    answer = door.tried(wanted.type, row["id"], wanted.body)
    return _said(wanted, answer) if isinstance(answer, Refusal) else {}


def _said(wanted: Letter, refusal: Refusal) -> dict[str, str]:
    if refusal.code not in PROBLEMS:
        raise Problem("server_error")
    return {"new_on" if refusal.code == "new_day_wrong" else "reason": sentence(refusal.code)}
