"""/kiem-tra/<id> and /kiem-tra/ton-tai/<id>: one inspection, and one of the faults it found; and the minutes."""

import json

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from app.ledger.envelope import new_id
from app.printing import minutes_sheets
from app.problems import Problem
from app.records import inspection as records
from app.records import staff
from app.rules import clock, inspection_fault, inspection_fields
from app.rules.clock import day_of
from app.rules.inspection import items_of, left_of, may_own
from app.rules.permissions import HEADS, allowed
from app.web import action_form, card_form, door, inspection_words
from app.web.action_form import NOTHING_WRONG, Wrong
from app.web.dossier_words import calendar_of
from app.web.guard import allow
from app.web.inspection import readable
from app.web.inspection_words import ADDRESS, FAULTS, InspectionNames
from app.web.paper_answer import on_paper, pdf_answer
from app.web.render import show
from app.web.sessions import now_ms
from app.web.small_action import SmallAction, refused
from app.web.stationery import Stationery
from app.web.words import labelled

routes = Blueprint("inspection_show", __name__, url_prefix=ADDRESS)
fault_routes = Blueprint("inspection_fault", __name__, url_prefix=FAULTS)

VOID = SmallAction(
    "inspection",
    "huy",
    "void",
    lazy_gettext("Hủy cuộc kiểm tra"),
    lazy_gettext("Hủy cuộc kiểm tra"),
    inspection_fields.VOID,
    {"reason_needed": "reason"},
    danger=True,
)
ON_FAULT = (
    SmallAction(
        "inspection",
        "khac-phuc",
        "mend",
        lazy_gettext("Ghi đã khắc phục"),
        lazy_gettext("Ghi đã khắc phục"),
        inspection_fields.MEND,
    ),
    SmallAction(
        "inspection",
        "kiem-tra-lai",
        "check",
        lazy_gettext("Kiểm tra lại"),
        lazy_gettext("Ghi kết quả kiểm tra lại"),
        inspection_fields.CHECK,
        {"fault_day": "due_on"},
    ),
    SmallAction(
        "inspection",
        "doi-nguoi-han",
        "assign",
        lazy_gettext("Đổi người, đổi hạn khắc phục"),
        lazy_gettext("Đổi"),
        inspection_fields.ASSIGN,
        {"fault_day": "due_on", "fault_owner_unknown": "owner", "nothing_changed": "owner"},
    ),
)


@routes.get("/<uuid:inspection_id>")
@allow("inspection.see")
def see(inspection_id):
    return _page(readable(inspection_id))


def _act(inspection_id, action: SmallAction):
    row = readable(inspection_id)
    body, errors = card_form.check(card_form.read(action.table), action.table)
    return action_form.act(
        action,
        f"{ADDRESS}/{row['id']}",
        row["id"],
        body,
        Wrong(errors),
        lambda answer: refused(action, answer),
        lambda wrong: _page(row, action.slug, wrong, 422),
    )


action_form.add_addresses(routes, "inspection", (VOID,), _act)


def _page(row: dict, opened_form="", wrong=NOTHING_WRONG, status=200):
    me, names, now = current_user.row, InspectionNames(row["ward_id"]), now_ms()
    calendar, today = calendar_of(row["ward_id"]), day_of(now)
    mine = row["state"] == "open" and me["id"] in row["inspectors"].split()
    voids = row["state"] == "open" and (mine or me["role"] in HEADS) and allowed(me["role"], "inspection.void")
    return show(
        "inspection/show.html",
        status=status,
        row=row,
        card=inspection_words.card(row, names),
        checked=inspection_words.checked(row),
        counts=inspection_words.counts(row),
        left=left_of(row),
        mine=mine,
        faults=[
            inspection_words.fault_line(one, names, calendar, today)
            for one in records.faults_of(row["ward_id"], row["id"])
        ],
        offers=[{"action": VOID, "why_not": ""}] if voids else [],
        opened_form=opened_form,
        errors=wrong.errors,
        trouble=wrong.trouble,
        typed=request.form if request.method == "POST" else {},
        limits=labelled(inspection_fields.VOID),
        history=inspection_words.history(row, names),
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        fresh_id=new_id,
    )


@routes.get("/<uuid:inspection_id>/bien-ban.pdf")
@allow("inspection.see")
@on_paper
def minutes(inspection_id):
    """As they were when they were made, whoever a fault was given to later."""
    row = readable(inspection_id)
    if row["state"] != "concluded":
        raise Problem("not_found")
    names = InspectionNames(row["ward_id"])
    same_day = row["on_day"] == clock.day_of(row["opened_at"])
    texts = {item["code"]: item["text"] for item in items_of(row)}
    items = [
        {"text": one["text"], "basis": one["basis"], "finding": one["words"], "note": one["note"]}
        for one in inspection_words.checked(row)
    ]
    printed = minutes_sheets.inspection_minutes(
        {
            **Stationery(row["ward_id"], now_ms()).heading(),
            "at": clock.write(row["concluded_at"]),
            "venue": row["place"],
            "on": row["on_day"],
            "began_at": clock.write(row["opened_at"]) if same_day else "",
            "inspectors": names.people(row["inspectors"]),
            "inspected": names.people(row["inspected"]),
            "items": items,
            "counts": inspection_words.counts(row),
            "faults": [
                {"text": texts[one["item"]], "owner": names.person(one["owner"]), "due_on": one["due_on"]}
                for one in json.loads(row["owed"])
            ],
            "recorder": names.person(row["concluded_by"]),
            **{
                name: row[name]
                for name in ("title", "present", "strengths", "shortcomings", "recommendation", "opinion")
            },
        }
    )
    return pdf_answer(printed, f"bien-ban-kiem-tra-{row['on_day']}.pdf")


def _fault(fault_id) -> dict:
    row = records.fault(current_user.row, str(fault_id))
    if row is None:
        raise Problem("not_found")
    return row


@fault_routes.get("/<uuid:inspection_id>")
@allow("inspection.see")
def see_fault(inspection_id):
    return _fault_page(_fault(inspection_id), request.args.get("viec", ""))


def _act_on_fault(fault_id, action: SmallAction):
    row = _fault(fault_id)
    body, errors = card_form.check(card_form.read(action.table), action.table)
    return action_form.act(
        action,
        f"{FAULTS}/{row['id']}",
        row["id"],
        body,
        Wrong(errors),
        lambda answer: refused(action, answer),
        lambda wrong: _fault_page(row, action.slug, wrong, 422),
    )


action_form.add_addresses(fault_routes, "inspection", ON_FAULT, _act_on_fault)


def _offered(row: dict, me: dict) -> list[dict]:
    """What this person may do with a fault now: who owes it mends, a head who did not looks."""
    offers = []
    for action in ON_FAULT:
        if not allowed(me["role"], f"inspection.{action.verb}") or not inspection_fault.may(action.verb, row["state"]):
            continue
        if action.verb == "mend" and me["id"] != row["owner"] and me["role"] not in HEADS:
            continue
        own = action.verb == "check" and me["id"] in (row["owner"], row["mended_by"])
        offers.append(
            {"action": action, "why_not": _("Người khắc phục không tự kiểm tra lại việc của mình.") if own else ""}
        )
    return offers


def _fault_page(row: dict, opened_form="", wrong=NOTHING_WRONG, status=200):
    names, now = InspectionNames(row["ward_id"]), now_ms()
    tables = {action.verb: labelled(action.table) for action in ON_FAULT}
    return show(
        "inspection/fault.html",
        status=status,
        row=row,
        card=inspection_words.fault_line(row, names, calendar_of(row["ward_id"]), day_of(now)),
        offers=_offered(row, current_user.row),
        opened_form=opened_form,
        errors=wrong.errors,
        trouble=wrong.trouble,
        form={
            "typed": request.form if request.method == "POST" else {},
            "opened": opened_form,
            "limits": tables,
            "verdicts": inspection_words.verdicts(),
            "owners": [(one["id"], one["name"]) for one in staff.all_staff(row["ward_id"]) if may_own(one)],
        },
        whole=records.inspection(current_user.row, row["inspection"]) is not None,
        history=inspection_words.history(row, names),
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        fresh_id=new_id,
    )
