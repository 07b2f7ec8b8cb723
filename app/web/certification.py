"""Chứng thực: results given at once, in one screen: who, which papers, what it costs, the numbers; then the next.

No receipt is needed, the entry in the register is (R7, NĐ 61/2018 Đ17.4).
"""

import json

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import certification as records
from app.records import register as registers
from app.records import staff
from app.rules import certification_due, clock
from app.rules.fee import money
from app.rules.register import REGISTERS, reason_problem, register_id
from app.web import certification_form as form
from app.web import certification_slip, door
from app.web.certification_slip import numbers_of
from app.web.dossier_words import calendar_of, due_words
from app.web.guard import allow
from app.web.paper_answer import on_paper, pdf_answer
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.words import said, sentence

routes = Blueprint("certification", __name__, url_prefix="/chung-thuc")

_SHOWN_OF_DAY = 50


@routes.get("")
@allow("certification.see")
def screen():
    return _screen()


@routes.post("")
@allow("certification.record")
def record():
    ward_id = current_user.ward_id
    latest = form.latest_of_ward(ward_id)
    job = form.chosen(form.jobs(ward_id), latest)
    if job is None:
        raise Problem("procedure_unknown")
    typed, body = form.read(job)
    if "add" in request.form:
        return _screen(typed, add=True)
    if "count" in request.form:
        return _screen(typed)
    form.check(typed, body, job)
    if typed.errors:
        return _screen(typed, 422)
    # The form's own id becomes the certification's: a double click takes one number.
    op = door.form_operation_id()
    try:
        door.send("certification.record/1", op, body, op=op)
    except Problem as problem:
        if problem.code != "op_id_conflict" or records.certification(ward_id, op) is None:
            raise
        tell(_("Lượt này đã ghi vào sổ trước đó; nội dung vừa gửi khác nên chưa được ghi."), "warning")
    return redirect(f"/chung-thuc?vua={op}")


def _screen(typed=None, status: int = 200, add: bool = False):
    ward_id, now = current_user.ward_id, now_ms()
    latest = form.latest_of_ward(ward_id)
    every = form.jobs(ward_id)
    job = form.chosen(every, latest)
    if job is None:
        return show("certification/none.html")
    signers = form.signers(latest)
    if typed is None:
        typed = form.fresh(job, signers[0] if signers else "")
    lines = typed.lines + ([form.empty_line(job)] if add or not typed.lines else [])
    due_at = certification_due.due_of(job.variant, calendar_of(ward_id), now)
    return show(
        "certification/form.html",
        status=status,
        job=job,
        jobs=every,
        typed=typed,
        lines=lines,
        focus=_focus(typed, lines, add),
        errors=typed.errors,
        summary=typed.summary(),
        exemptions=job.exemptions(clock.day_of(now)),
        papers=form.suggested_papers(latest),
        signers=signers,
        book=_book(job.variant["register"], clock.day_of(now)),
        late=_late_words(due_at, now),
        saved=_saved(),
        today=_today(now),
        on=clock.day_of(now),
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        blank=form.empty_line(job),
    )


def _focus(typed, lines: list[dict], add: bool) -> str:
    """Where the hands go on: at what is wrong, at the line just added, else at the next person's name."""
    if typed.errors:
        return next(iter(typed.errors))
    return f"paper-{len(lines)}" if add else "name"


def _book(register: str, on: str) -> dict:
    held = registers.register(current_user.ward_id, register_id(register, int(on[:4])))
    return {
        "title": said(REGISTERS[register][0]),
        "code": register,
        "next": (held["last_number"] if held else 0) + 1,
        "year": on[:4],
    }


def _late_words(due_at: int | None, now: int) -> str:
    """When the result is due, unless that is today (R5; TT 01/2020/TT-BTP Đ2: the hour and the day)."""
    return due_words(due_at) if certification_due.is_another_day(now, due_at) else ""


def _saved() -> dict | None:
    """What was just recorded, its numbers large."""
    row = records.certification(current_user.ward_id, request.args.get("vua", "")[:36])
    return _told(row) if row else None


def _told(row: dict) -> dict:
    """A certification in words."""
    return {
        **row,
        "lines": [{**line, "money": money(line["fee"])} for line in json.loads(row["lines"])],
        "numbers": numbers_of(row),
        "book": said(REGISTERS[row["register"]][0]),
        "money": money(row["fee_total"]) if row["fee_known"] else _("Chưa có mức theo quy định"),
        "paid": money(row["fee_paid"]),
        "due": _late_words(row["due_at"], row["certified_at"]),
        "href": f"/chung-thuc/{row['id']}",
        "slip": f"/chung-thuc/{row['id']}/{certification_slip.PATH}" if certification_slip.is_owed(row) else "",
        "voided": row["voided_at"] is not None,
    }


def _today(now: int) -> dict:
    """The latest of today (`rows`, and how many are hidden), sums of what stands, and those of each kind of paper."""
    start = clock.parse(f"{clock.day_of(now)}T00:00:00+07:00")
    rows = [_told(row) for row in records.certifications_between(current_user.ward_id, start, start + clock.DAY_MS)]
    kinds: dict[str, list[int]] = {}
    counted = [row for row in rows if not row["voided"]]
    for row in counted:
        for line in row["lines"]:
            sums = kinds.setdefault(line["paper"], [0, 0, 0])
            for place, value in enumerate((1, line["copies"], line["fee"])):
                sums[place] += value
    totals = [sum(column) for column in zip(*kinds.values(), strict=True)] or [0, 0, 0]
    return {
        "rows": rows[:_SHOWN_OF_DAY],
        "hidden": max(0, len(rows) - _SHOWN_OF_DAY),
        "visits": len(counted),
        "papers": totals[0],
        "copies": totals[1],
        "money": money(totals[2]),
        "kinds": [
            {"paper": paper, "papers": sums[0], "copies": sums[1], "money": money(sums[2])}
            for paper, sums in sorted(kinds.items(), key=lambda pair: (-pair[1][1], pair[0]))
        ],
    }


def _held(certification_id) -> dict:
    row = records.certification(current_user.ward_id, str(certification_id))
    if row is None:
        raise Problem("not_found")
    return row


@routes.get("/<uuid:certification_id>")
@allow("certification.see")
def one(certification_id):
    row = _held(certification_id)
    names = staff.names(current_user.ward_id)
    return show("certification/show.html", one=_told(row), recorded_by=names.get(row["staff"], ""))


@routes.get(f"/<uuid:certification_id>/{certification_slip.PATH}")
@allow("certification.see")
@on_paper
def slip(certification_id):
    """The slip with the hour and the day (NĐ 23/2015 Đ7), made anew each time from the row."""
    row = _held(certification_id)
    numbers = f"{row['first_number']}-{row['last_number']}-{row['year']}"
    return pdf_answer(certification_slip.drawn(row), f"phieu-hen-chung-thuc-{numbers}.pdf")


@routes.get("/<uuid:certification_id>/huy")
@allow("certification.void")
def confirm_void(certification_id):
    return _void_form(_held(certification_id))


@routes.post("/<uuid:certification_id>/huy")
@allow("certification.void")
def void(certification_id):
    row = _held(certification_id)
    body = {"reason": request.form.get("reason", "")}
    if problem := reason_problem(body):
        return _void_form(row, 422, sentence(problem))
    door.send("certification.void/1", row["id"], body)
    tell(_("Đã hủy số %(numbers)s. Số vẫn nằm trong sổ, gạch ngang.", numbers=_told(row)["numbers"]))
    return redirect("/chung-thuc")


def _void_form(row: dict, status: int = 200, error: str = ""):
    return show(
        "certification/void.html",
        status=status,
        one=_told(row),
        reason=request.form.get("reason", ""),
        error=error,
        operation_id=new_id(),
    )
