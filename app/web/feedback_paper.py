"""/phan-anh/so.pdf and /phan-anh/<id>/tra-loi.pdf: the register of feedback and the letter of an answer, on paper."""

import re

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_login import current_user

from app.printing import feedback_sheets
from app.printing.registers import ROWS_MAX
from app.problems import Problem
from app.records import feedback as records
from app.rules import clock, tracking
from app.rules.calendar import moment, number_of
from app.rules.clock import DAY_MS
from app.web import words
from app.web.assistance_words import phone_text
from app.web.feedback_form import readable
from app.web.feedback_words import ADDRESS, code_words, state_words
from app.web.guard import allow
from app.web.paper_answer import on_paper, pdf_answer
from app.web.sessions import now_ms
from app.web.stationery import Stationery

routes = Blueprint("feedback_paper", __name__, url_prefix=ADDRESS)

_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")


def has_letter(row: dict) -> bool:
    """Whether there is an answer to somebody whose name and address are known."""
    return row["answered_at"] is not None and bool(row["name"] and row["address"])


@routes.get("/so.pdf")
@allow("feedback.print")
@on_paper
def register():
    """What was received from one day to another (`tu`, `den`); without them this month. What is hidden from whoever
    prints is not in it, and the numbers are those of the sheet (R13).
    """
    now = now_ms()
    first = _day("tu", clock.day_of(now)[:8] + "01")
    last = max(first, _day("den", clock.day_of(now)))
    from_at, to_at = moment(number_of(first), 0), moment(number_of(last), 0) + DAY_MS - 1
    rows = records.between(current_user.ward_id, current_user.row["id"], from_at, to_at, ROWS_MAX + 1)
    if len(rows) > ROWS_MAX:
        raise Problem("register_too_long", most=ROWS_MAX)
    stationery = Stationery(current_user.ward_id, now)
    heading = stationery.heading() | {
        "at": clock.write(now),
        "year": int(first[:4]),
        "volume": "01",
        "period": _("từ ngày %(first)s đến ngày %(last)s", first=words.day(first), last=words.day(last)),
        "opened_on": f"{first[:4]}-01-01",
        "closing": False,
        "head_title": _("Trưởng Bộ phận tiếp nhận và trả kết quả"),
        "head_name": "",
    }
    printed = feedback_sheets.feedback_register(heading, [_line(row, number) for number, row in enumerate(rows, 1)])
    return pdf_answer(printed, f"so-phan-anh-{first}-{last}.pdf")


def _day(name: str, otherwise: str) -> str:
    text = request.args.get(name, "")
    try:
        return text if _DAY.fullmatch(text) and number_of(text) else otherwise
    except ValueError:
        return otherwise


def _line(row: dict, number: int) -> dict:
    who = ", ".join(part for part in (row["name"], row["address"], phone_text(row["phone"])) if part)
    sent = f"{row['forwarded_to']}, {words.day(clock.day_of(row['forwarded_at']))}" if row["forwarded_at"] else ""
    due_at = row["answer_due_at"]
    return {
        "number": number,
        "received_at": clock.write(row["received_at"]),
        "channel": code_words("channel", row["channel"]),
        "who": who or _("Không ghi tên"),
        "content": row["content"],
        "category": code_words("category", row["category"]) or code_words("kind", row["kind"]),
        "forwarded": sent,
        "due_at": clock.write(due_at) if due_at is not None else "",
        "result": row["answer"] or row["decline_reason"] or state_words(row["state"]),
        "answered_at": clock.write(row["answered_at"]) if row["answered_at"] is not None else "",
        "published": row["published_where"],
    }


@routes.get("/<uuid:feedback_id>/tra-loi.pdf")
@allow("feedback.print")
@on_paper
def letter(feedback_id):
    row = readable(feedback_id)
    if not has_letter(row):
        raise Problem("not_found")
    stationery = Stationery(row["ward_id"], now_ms())
    code = tracking.format(row["tracking"])
    kind = code_words("kind", row["kind"]).lower()
    printed = feedback_sheets.answer_letter(
        {
            **stationery.heading(),
            "at": clock.write(row["answered_at"]),
            "received_on": row["received_on"],
            "code": code,
            "kind": kind,
            "channel": code_words("channel", row["channel"]),
            **{name: row[name] for name in ("name", "address", "content", "answer")},
            "contact_name": stationery.office["counter_name"].capitalize(),
            "contact_phone": stationery.office["counter_phone"],
            **stationery.signer(""),
        }
    )
    return pdf_answer(printed, f"tra-loi-{code}.pdf")
