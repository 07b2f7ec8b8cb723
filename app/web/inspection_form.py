"""/kiem-tra/moi, /kiem-tra/<id>/ket-qua and /kiem-tra/<id>/ket-luan: opened, looked at item by item, concluded."""

import json
from uuid import UUID, uuid5

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import place, staff, unit
from app.rules import fields
from app.rules.calendar import add_working_days
from app.rules.clock import day_of
from app.rules.inspection import NOT_YET, failed_of, findings_of, items_of, left_of, may_own
from app.rules.inspection_checklist import OWN_MAX, checklists
from app.rules.inspection_checklist import items_of as items_of_checklist
from app.rules.inspection_fields import CONCLUDE, FINDING, OPEN
from app.rules.operation import Refusal
from app.rules.permissions import READS_WHOLE_WARD
from app.web import card_form, door
from app.web.dossier_words import calendar_of
from app.web.guard import allow
from app.web.inspection import readable
from app.web.inspection_words import ADDRESS, checked, checklist_choices, findings
from app.web.posted_once import posted_before, send_once
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import labelled, sentence

routes = Blueprint("inspection_form", __name__, url_prefix=ADDRESS)

BEGIN, FIND, CONCLUDED = "inspection.open/1", "inspection.find/1", "inspection.conclude/1"
_USUAL_DAYS = 5


@routes.get("/moi")
@allow("inspection.open")
def new():
    chosen = request.args.get("mau", "")
    typed = dict.fromkeys(OPEN, "") | {"own": "", "inspected": [], "inspectors": [current_user.row["id"]]}
    return _open_page(typed | {"checklist": chosen if chosen in checklists() else "mot_cua"})


@routes.post("/moi")
@allow("inspection.open")
def begin():
    before = posted_before(BEGIN)
    if before is not None:
        return redirect(f"{ADDRESS}/{before['entity']}")
    typed = card_form.read(OPEN) | {name: sorted(set(request.form.getlist(name))) for name in _LABELS}
    typed["own"] = request.form.get("own", "")
    checklist = checklists().get(typed["checklist"])
    if checklist is None:
        return _open_page(typed, {"checklist": sentence("inspection_checklist")}, status=422)
    body = {**{name: typed[name] for name in (*OPEN, *_LABELS)}, "title": checklist.title}
    body["items"] = items_of_checklist(checklist, typed["own"])
    _clean, refusals = fields.check({name: body[name] for name in OPEN}, OPEN, day_of(now_ms()))
    errors = door.form_errors(refusals)
    if len(body["items"]) > len(checklist.items) + OWN_MAX:
        errors["own"] = door.field_sentence("too_many", {"label": _("Mục kiểm tra thêm"), "max": OWN_MAX})
    entity = str(uuid5(UUID(door.form_operation_id()), "inspection"))
    answer = None if errors else door.tried(BEGIN, entity, body)
    if isinstance(answer, Refusal):
        return _open_page(typed, *_begin_refused(answer), status=422)
    if errors:
        return _open_page(typed, errors, status=422)
    send_once(BEGIN, entity, body, _("Đã mở cuộc kiểm tra."))
    return redirect(f"{ADDRESS}/{entity}/ket-qua")


# The two lists of people on the form.
_LABELS = ("inspectors", "inspected")


def _begin_refused(answer: Refusal) -> tuple[dict[str, str], str]:
    if answer.code in ("inspection_own", "inspection_not_yours"):
        return {"inspectors": sentence(answer.code)}, ""
    if answer.code == "inspection_checklist":
        return {"own": sentence(answer.code)}, ""
    labels = {name: {"label": spec["label"]} for name, spec in labelled(OPEN).items()}
    labels |= {"inspectors": {"label": _("Đoàn kiểm tra")}, "inspected": {"label": _("Người được kiểm tra")}}
    wrong = answer.details.get("fields", {})
    said = {name: door.field_sentence(code, labels[name]) for name, code in wrong.items() if name in labels}
    return said, "" if said else sentence(answer.code, fields="")


def _open_page(typed: dict, errors=None, trouble="", status=200):
    errors = errors or {}
    ward_id = current_user.ward_id
    people = [one for one in staff.all_staff(ward_id) if one["active"]]
    return show(
        "inspection/form.html",
        status=status,
        typed=typed,
        limits=labelled(OPEN),
        checklists=checklist_choices(),
        units=[(row["id"], row["name"]) for row in unit.units(ward_id)],
        points=[(row["id"], row["name"]) for row in place.support_points(ward_id)],
        inspectors=[(one["id"], one["name"]) for one in people if one["role"] in READS_WHOLE_WARD],
        people=[(one["id"], one["name"]) for one in people],
        errors=errors,
        error_list=card_form.summary(errors),
        trouble=trouble,
        operation_id=_operation_id(),
    )


def _operation_id() -> str:
    return door.form_operation_id() if request.method == "POST" else new_id()


def inspected_by_me(inspection_id) -> dict:
    """One that is under way and that the signed-in person inspects."""
    row = readable(inspection_id)
    if row["state"] != "open":
        raise Problem("inspection_state")
    if current_user.row["id"] not in row["inspectors"].split():
        raise Problem("inspection_not_yours")
    return row


@routes.get("/<uuid:inspection_id>/ket-qua")
@allow("inspection.find")
def look(inspection_id):
    row = inspected_by_me(inspection_id)
    return _find_page(row, _standing(row), _standing(row))


def _standing(row: dict) -> dict[str, dict]:
    found = findings_of(row)
    return {item["code"]: found.get(item["code"], NOT_YET) for item in items_of(row)}


@routes.post("/<uuid:inspection_id>/ket-qua")
@allow("inspection.find")
def found(inspection_id):
    """Only the items that changed are sent, so two inspectors may write at once."""
    done = redirect(f"{ADDRESS}/{inspection_id}")
    if posted_before(FIND) is not None:
        return done
    row = inspected_by_me(inspection_id)
    was, typed = _was(row), _typed(row)
    wanted = {code: one for code, one in typed.items() if one != was[code]}
    if not wanted:
        return done
    errors = {}
    for code, one in wanted.items():
        wanted[code], refusals = fields.check(one, FINDING, day_of(now_ms()))
        errors |= {f"{name}-{code}": text for name, text in door.form_errors(refusals).items()}
        if not refusals and one["finding"] == "fail" and not wanted[code]["note"]:
            label = {"label": labelled(FINDING)["note"]["label"]}
            errors[f"note-{code}"] = door.field_sentence("required", label)
    if errors:
        return _find_page(row, typed, was, errors, 422)
    told = {"set": wanted, "was": {code: was[code] for code in wanted}}
    answer = door.tried(FIND, row["id"], told)
    if isinstance(answer, Refusal) and answer.code == "values_changed":
        now = _standing(row)
        codes = list(answer.details["fields"])
        said = _("Người khác vừa ghi mục này. Xem lại rồi bấm Lưu lần nữa để dùng kết quả anh/chị ghi.")
        renewed = {**was, **{code: now[code] for code in codes}}
        return _find_page(row, typed, renewed, {f"finding-{code}": said for code in codes}, 409)
    if isinstance(answer, Refusal):
        raise Problem(answer.code, fields="")
    send_once(FIND, row["id"], told, _("Đã ghi kết quả."))
    return done


def _typed(row: dict) -> dict[str, dict]:
    return {
        item["code"]: {name: request.form.get(f"{name}-{item['code']}", "").strip() for name in FINDING}
        for item in items_of(row)
    }


def _was(row: dict) -> dict[str, dict]:
    """What the form was shown with. Raises Problem for a forged one."""
    try:
        was = json.loads(request.form.get("was", ""))
    except ValueError as error:
        raise Problem("request_unreadable") from error
    if not isinstance(was, dict) or set(was) != {item["code"] for item in items_of(row)}:
        raise Problem("request_unreadable")
    return was


def _find_page(row: dict, typed: dict, was: dict, errors=None, status=200):
    errors = errors or {}
    return show(
        "inspection/findings.html",
        status=status,
        row=row,
        items=items_of(row),
        typed=typed,
        was=json.dumps(was, ensure_ascii=False),
        findings=findings(),
        limits=labelled(FINDING),
        errors=errors,
        error_list=card_form.summary(errors),
        operation_id=_operation_id(),
    )


@routes.get("/<uuid:inspection_id>/ket-luan")
@allow("inspection.conclude")
def conclusion(inspection_id):
    row = inspected_by_me(inspection_id)
    if left_of(row):
        raise Problem("inspection_items_left")
    day = add_working_days(calendar_of(row["ward_id"]), day_of(now_ms()), _USUAL_DAYS)
    usual = row["inspected"].split()
    owed = {item["code"]: {"owner": usual[0] if usual else "", "due_on": day} for item in failed_of(row)}
    return _conclude_page(row, dict.fromkeys(CONCLUDE, ""), owed)


@routes.post("/<uuid:inspection_id>/ket-luan")
@allow("inspection.conclude")
def conclude(inspection_id):
    done = redirect(f"{ADDRESS}/{inspection_id}")
    if posted_before(CONCLUDED) is not None:
        return done
    row = inspected_by_me(inspection_id)
    typed = card_form.read(CONCLUDE)
    codes = [item["code"] for item in failed_of(row)]
    owed = {code: {name: request.form.get(f"{name}-{code}", "") for name in ("owner", "due_on")} for code in codes}
    body, errors = card_form.check(typed, CONCLUDE)
    body["owed"] = [{"item": code, **one} for code, one in owed.items()]
    answer = None if errors else door.tried(CONCLUDED, row["id"], body)
    if errors or isinstance(answer, Refusal):
        trouble = sentence(answer.code, fields="") if answer else ""
        return _conclude_page(row, typed, owed, errors, trouble, 422)
    send_once(CONCLUDED, row["id"], body, _("Đã kết luận. In biên bản để các bên ký."))
    return done


def _conclude_page(row: dict, typed: dict, owed: dict, errors=None, trouble="", status=200):
    errors = errors or {}
    owners = [one for one in staff.all_staff(row["ward_id"]) if may_own(one)]
    return show(
        "inspection/conclude.html",
        status=status,
        row=row,
        typed=typed,
        owed=owed,
        checked=checked(row),
        failed=failed_of(row),
        limits=labelled(CONCLUDE),
        owners=[(one["id"], one["name"]) for one in owners],
        errors=errors,
        error_list=card_form.summary(errors),
        trouble=trouble,
        operation_id=_operation_id(),
    )
