"""Lượt hỗ trợ on the ward's own screens: the list, one record and its history, its form, amending, voiding, slips."""

import json
import os

from flask import Blueprint, current_app, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.printing import sheets
from app.problems import PROBLEMS, Problem
from app.records import assistance, ledger_entry, place, procedure
from app.rules import assistance as rules
from app.rules import assistance_fields, clock, difficulty, fields, tracking
from app.rules.permissions import READS_WHOLE_WARD
from app.rules.text import clean, fold
from app.web import assistance_duplicate, assistance_list, card_form, door, household_grow
from app.web.assistance_history import history
from app.web.assistance_words import Names, body_of, caught_up, phone_text, summary
from app.web.duty import difficulty_group, form_context
from app.web.guard import allow
from app.web.paper_answer import heading_of_ward, on_paper, pdf_answer
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.words import sentence

routes = Blueprint("assistance", __name__, url_prefix="/luot-ho-tro")


@routes.get("")
@allow("assistance.see")
def index():
    """The assistances this person may list, newest first."""
    asked = assistance_list.asked()
    rows, newer_href, older_href = assistance_list.page(asked)
    names = Names(current_user.ward_id)
    in_full = current_user.role in READS_WHOLE_WARD
    answer = show(
        "assistance/list.html",
        rows=[summary(row, names, in_full) for row in rows],
        role=current_user.role,
        query=assistance_list.query(),
        asked=asked,
        filters=assistance_list.FILTERS,
        filters_on=assistance_list.filters_on(asked),
        options=assistance_list.options(),
        newer_href=newer_href,
        older_href=older_href,
    )
    # The address without its empty fields is the one worth keeping and sending on.
    answer.headers["HX-Push-Url"] = assistance_list.address(asked)
    return answer


@routes.get("/moi")
@allow("assistance.record")
def new():
    return _new_form({"point": current_user.support_point})


@routes.post("/moi")
@allow("assistance.record")
def record():
    """One posted form is one row, however often it is posted."""
    body = {**_typed(), "tracking": tracking.make(os.urandom(16))}
    checked, refusals = _check(body)
    if refusals:
        return _new_form(body, door.form_errors(refusals), 422)
    entity = new_id()
    return _once("assistance.record/1", entity, checked, 0, _("Đã lưu vào sổ của phường."))


def _once(type_: str, entity: str, body: dict, base: int, said: str):
    """Through the door, and on to the record. A second post of the same form finds what the first one did."""
    op, ward_id = door.form_operation_id(), current_user.ward_id
    before = ledger_entry.entry_by_op(ward_id, op)
    if before is None:
        try:
            _tell(door.send(type_, entity, body, base, op), said)
            return redirect(f"/luot-ho-tro/{entity}")
        except Problem as problem:
            # Both posts came at the same moment, and the other one was let in first.
            before = ledger_entry.entry_by_op(ward_id, op) if problem.code == "op_id_conflict" else None
            if before is None:
                raise
    return _posted_before(before, type_, body, said)


def _tell(result: dict, said: str) -> None:
    if result["status"] == "conflict":
        tell(
            _(
                "Có ô mà người khác vừa sửa khác đi. Cả hai giá trị được giữ để công chức một cửa chọn ở trang "
                "Cần xem lại; các ô khác đã được sửa."
            ),
            "warning",
        )
    elif result["status"] == "merged":
        tell(_("%(said)s Người khác cũng vừa sửa lượt này ở ô khác; cả hai lần sửa đều được giữ.", said=said))
    else:
        tell(said)


def _posted_before(entry: dict, type_: str, body: dict, said: str):
    """A form posted again says what became of it; and honestly so when it says something else now."""
    if entry["staff"] != current_user.row["id"] or entry["type"] != type_:
        raise Problem("op_id_conflict")
    if entry["outcome"] in ("rejected", "parked"):
        raise Problem(entry["code"] if entry["code"] in PROBLEMS else "server_error", fields="")
    kept = body_of(entry) or {}
    # Each post makes a tracking code of its own; everything else must be the same.
    if {**kept, "tracking": ""} == {**body, "tracking": ""}:
        tell(said)
    else:
        tell(
            _(
                "Biểu mẫu này đã được lưu trước đó. Nội dung vừa gửi khác lần đầu nên chưa được ghi: "
                "hãy bấm Sửa ở dưới, hoặc ghi lượt mới."
            ),
            "warning",
        )
    return redirect(f"/luot-ho-tro/{entry['entity']}")


def _typed() -> dict:
    """The body as typed, without its tracking code. Minutes that are no number become -1, which no rule allows."""
    typed = {name: request.form.get(name, "") for name in assistance_fields.FIELDS if name != "tracking"}
    minutes = typed["minutes"].strip() or "0"
    typed["minutes"] = int(minutes) if minutes.isascii() and minutes.isdigit() and len(minutes) < 6 else -1
    typed["difficulties"] = request.form.getlist("difficulties")
    typed["consent"] = "consent" in request.form
    typed["follow_up"] = "follow_up" in request.form
    return typed


def _check(body: dict) -> tuple[dict, list]:
    """The ledger logs what it rejects; so a form is checked, lists of the ward included, before it goes there."""
    checked, refusals = assistance_fields.check(body, clock.day_of(now_ms()))
    wrong = {refusal.field for refusal in refusals}
    ward_id = current_user.ward_id
    known = {
        "point": lambda: {row["id"] for row in place.support_points(ward_id, every=True)},
        "neighbourhood": lambda: {row["id"] for row in place.neighbourhoods(ward_id, every=True)},
        "procedure": lambda: {row["code"] for row in procedure.current_procedures(ward_id, status=None)},
    }
    for name, those in known.items():
        if name not in wrong and checked[name] and checked[name] not in those():
            label = assistance_fields.FIELDS[name]["label"]
            refusals.append(fields.FieldRefusal(name, "choice_unknown", {"label": label}))
    return checked, refusals


def _new_form(values: dict, errors: dict | None = None, status: int = 200):
    return show(
        "assistance/form.html",
        status=status,
        action="/luot-ho-tro/moi",
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        reference=_reference(),
        values=_form_values(values),
        errors=errors or {},
        error_list=card_form.summary(errors or {}),
        amends=None,
        **form_context(),
    )


def _form_values(body: dict) -> dict:
    """A body as the form shows it: what was typed wrongly stays as it was typed."""
    shown = {**body, "phone": phone_text(body.get("phone", ""))}
    if request.method == "POST":
        shown |= {"minutes": request.form.get("minutes", "")}
    return shown


def _reference(kept: dict | None = None) -> dict:
    """The ward's lists for the form. `kept`: a body whose point and neighbourhood stay choosable though out of use."""
    ward_id, kept = current_user.ward_id, kept or {}

    def choices(rows, field):
        return [(row["id"], row["name"]) for row in rows if row["active"] or row["id"] == kept.get(field)]

    return {
        "points": choices(place.support_points(ward_id, every=True), "point"),
        "neighbourhoods": choices(place.neighbourhoods(ward_id, every=True), "neighbourhood"),
        "buildings": place.buildings(ward_id),
        "procedures": [{**row, "words": fold(row["words"])} for row in procedure.current_procedures(ward_id)],
    }


def _readable(assistance_id) -> dict:
    """The row, when this person may read it. Whoever may not learns nothing, not even that it exists."""
    row = assistance.assistance(current_user.ward_id, str(assistance_id))
    if row is None or not rules.may_read(current_user.row, row):
        raise Problem("not_found")
    return row


@routes.get("/<uuid:assistance_id>")
@allow("assistance.see")
def see(assistance_id):
    row = _readable(assistance_id)
    ward_id, now = current_user.ward_id, now_ms()
    names = Names(ward_id)
    in_full = rules.reads_names(current_user.row, row, now)
    refusal = rules.may_change(current_user.row, row, now, now)
    return show(
        "assistance/show.html",
        row=row,
        line=summary(row, names, in_full),
        in_full=in_full,
        caught_up=caught_up(row),
        device=names.device(row["device"]),
        history=history(ward_id, row["id"], names, in_full),
        open_reviews=ledger_entry.open_reviews(ward_id, entity=row["id"]),
        alike=assistance_duplicate.hints(row, names, now),
        household=household_grow.offer(row, names),
        may_change=refusal is None and row["voided_at"] is None,
        too_late=refusal is not None and refusal.code == "too_late_to_change" and row["voided_at"] is None,
    )


def _changeable(assistance_id) -> dict:
    """The row, when this person may amend or void it now.

    Raises Problem: not_found, already_void, not_in_scope, too_late_to_change.
    """
    row = _readable(assistance_id)
    if row["voided_at"] is not None:
        raise Problem("already_void")
    refusal = rules.may_change(current_user.row, row, now_ms(), now_ms())
    if refusal:
        raise Problem(refusal.code)
    return row


@routes.get("/<uuid:assistance_id>/sua")
@allow("assistance.amend")
def amend_form(assistance_id):
    row = _changeable(assistance_id)
    body = rules.body_of(row)
    was = {name: body[name] for name in sorted(rules.AMENDABLE)}
    return _amend_form(row, body, {"was": was, "base": row["v"], "reason": ""})


def _amend_form(row: dict, body: dict, amends: dict, errors: dict | None = None, status: int = 200):
    context = form_context()
    offered = {each.code for group in context["difficulties"] for each in group["choices"]}
    # A difficulty of old times is offered where it was met, or saving would quietly drop it.
    old = [difficulty.BY_CODE[code] for code in row["difficulties"] if code in difficulty.BY_CODE.keys() - offered]
    if old:
        context["difficulties"] = [*context["difficulties"], difficulty_group("obsolete", old)]
    errors = errors or {}
    return show(
        "assistance/form.html",
        status=status,
        action=f"/luot-ho-tro/{row['id']}/sua",
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        reference=_reference(rules.body_of(row)),
        # A text, so that a nought is shown and not counted up by the clock.
        values=_form_values({**body, "minutes": str(body["minutes"])}),
        errors=errors,
        error_list=card_form.summary(errors),
        amends={**amends, "was": json.dumps(amends["was"], ensure_ascii=False)},
        back=f"/luot-ho-tro/{row['id']}",
        **context,
    )


@routes.post("/<uuid:assistance_id>/sua")
@allow("assistance.amend")
def amend(assistance_id):
    """Sends only what the person changed, and what they saw there before: two people may mend the same record."""
    row = _changeable(assistance_id)
    was, base = _seen()
    before = rules.body_of(row)
    typed = {**_typed(), "point": before["point"], "on": "", "tracking": before["tracking"]}
    reason = clean(request.form.get("reason", ""), lines=True)
    checked, refusals = _check(typed)
    errors = door.form_errors(refusals)
    if code := rules.reason_problem(reason):
        errors["reason"] = sentence(code)
    changed = sorted(name for name in rules.AMENDABLE if checked[name] != was[name])
    if not errors and not changed:
        errors["reason"] = sentence("nothing_changed")
    if errors:
        return _amend_form(row, typed, {"was": was, "base": base, "reason": reason}, errors, 422)
    body = {
        "set": {name: checked[name] for name in changed},
        "was": {name: was[name] for name in changed},
        "reason": reason,
    }
    return _once("assistance.amend/1", row["id"], body, base, _("Đã sửa lượt hỗ trợ."))


def _seen() -> tuple[dict, int]:
    """(the values that the form was shown with, the version of the row then)."""
    try:
        was, base = json.loads(request.form.get("was", "")), int(request.form.get("base", ""))
    except ValueError as error:
        raise Problem("request_unreadable") from error
    if not isinstance(was, dict) or set(was) != rules.AMENDABLE or not 0 <= base < 2**53:
        raise Problem("request_unreadable")
    return was, base


@routes.get("/<uuid:assistance_id>/huy")
@allow("assistance.void")
def void_form(assistance_id):
    return _void_form(_changeable(assistance_id))


def _void_form(row: dict, reason: str = "", error: str = "", status: int = 200):
    return show(
        "assistance/void.html",
        status=status,
        line=summary(row, Names(current_user.ward_id), True),
        base=row["v"],
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        reason=reason,
        error=error,
    )


@routes.post("/<uuid:assistance_id>/huy")
@allow("assistance.void")
def void(assistance_id):
    """The row stays, struck through, with the reason."""
    row = _readable(assistance_id)
    reason = clean(request.form.get("reason", ""), lines=True)
    # Posted twice, the second post must find its own void and not complain about it.
    if ledger_entry.entry_by_op(row["ward_id"], door.form_operation_id()) is None:
        _changeable(assistance_id)
        if code := rules.reason_problem(reason):
            return _void_form(row, reason, sentence(code), 422)
    said = _("Đã hủy lượt hỗ trợ. Lượt vẫn còn trong sổ, có gạch ngang.")
    return _once("assistance.void/1", row["id"], {"reason": reason}, row["v"], said)


@routes.get("/<uuid:assistance_id>/phieu.pdf")
@allow("assistance.print")
@on_paper
def slip(assistance_id):
    """PHIẾU HỖ TRỢ, made anew each time from the record as it stands."""
    row = _readable(assistance_id)
    size = request.args.get("kho", "a5")
    if size not in sheets.SLIP_SIZES:
        raise Problem("not_found")
    if row["voided_at"] is not None:
        raise Problem("void_not_printed")
    names = Names(current_user.ward_id)
    in_full = rules.reads_names(current_user.row, row, now_ms())
    printed = sheets.slip(_slip_record(row, names, in_full), size)
    return pdf_answer(printed, f"phieu-ho-tro-{tracking.format(row['tracking'])}.pdf")


def _slip_record(row: dict, names: Names, in_full: bool) -> dict:
    line = summary(row, names, in_full)
    point = names.points.get(row["support_point"], {})
    return {
        **heading_of_ward(),
        "at": clock.write(row["happened_at"]),
        "on": row["happened_on"] if caught_up(row) else "",
        "point": line["point"],
        "point_address": point.get("address", ""),
        "volunteer": line["staff"],
        "name": line["name"],
        "phone": row["phone"],
        "procedure": line["procedure"],
        "procedure_code": row["procedure"],
        "help": line["help"],
        "channel": line["channel"],
        "result": line["result"],
        "result_code": row["result"],
        "difficulties": line["difficulties"],
        "next_steps": [],
        "national_code": row["national_code"],
        "tracking": row["tracking"],
        "base_url": current_app.config["GD"].base_url,
        "provisional": False,
    }
