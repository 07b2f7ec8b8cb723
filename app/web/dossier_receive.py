"""/ho-so/moi: a dossier is received, with the keyboard alone: what it needs, when it is promised, and three ways on."""

from uuid import UUID, uuid5

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems.fields import FIELD_PROBLEMS
from app.records import assistance, place, staff
from app.rules import assistance as assistance_rules
from app.rules import assistance_fields, clock, dossier_fields, dossier_papers, fee, handling
from app.rules.fields import FieldRefusal
from app.rules.handling_check import FORMS
from app.rules.operation import Refusal
from app.rules.permissions import allowed
from app.web import card_form, declaration_inbox, door, dossier_promise, dossier_typed, dossier_words
from app.web.assistance_words import phone_text
from app.web.guard import allow
from app.web.posted_once import posted_before, send_once, tracking_of_form
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import labelled, said, sentence

routes = Blueprint("dossier_receive", __name__, url_prefix="/ho-so/moi")

TYPE = "dossier.receive/1"
# Texts of the form that go into the body as they are.
_TEXTS = (
    "channel",
    "name",
    "address",
    "phone",
    "email",
    "subject",
    "exemption",
    "fee_receipt",
    "return_by",
    "return_address",
    "national_code",
    "assistance",
    "declaration",
    "reason",
    "note",
    "to",
)
_FIRST = {"channel": "direct", "return_by": "counter", "copies": "1"}


@routes.get("")
@allow("dossier.receive")
def form():
    """A new form; `luot` brings what an assistance knows, `to-khai` what a declaration says, `thu-tuc` a procedure."""
    typed = {**_FIRST, "procedure": request.args.get("thu-tuc", "")}
    typed |= _of_assistance(request.args.get("luot", ""))
    return _page(typed | _of_declaration(request.args.get("to-khai", "")))


def _of_assistance(id_: str) -> dict:
    """What a volunteer wrote down once is not asked again."""
    row = assistance.assistance(current_user.ward_id, id_) if id_ else None
    if row is None or not assistance_rules.may_read(current_user.row, row):
        return {}
    neighbourhoods = {each["id"]: each["name"] for each in place.neighbourhoods(current_user.ward_id, every=True)}
    where = (row["apartment"], row["building"], neighbourhoods.get(row["neighbourhood"], ""))
    return {
        "assistance": row["id"],
        "procedure": row["procedure"],
        "name": row["name"],
        "phone": phone_text(row["phone"]),
        "address": ", ".join(part for part in where if part),
        "national_code": row["national_code"],
    }


def _of_declaration(id_: str) -> dict:
    """What a citizen filled in at home is not asked again."""
    if not id_ or not allowed(current_user.role, "declaration.see"):
        return {}
    return declaration_inbox.for_reception(id_)


@routes.post("/xem")
@allow("dossier.receive")
def look():
    """The parts of the form that hang on what was typed; a script puts them in their places."""
    typed = _typed()
    return show("dossier/receive_parts.html", **_parts(typed, _decision()))


@routes.post("")
@allow("dossier.receive")
def receive():
    """Receives, asks for papers or refuses; nothing is written before the rule says yes."""
    before = posted_before(TYPE)
    if before is not None:
        return redirect(f"/ho-so/{before['entity']}?vua=nhan")
    typed, decision = _typed(), _decision()
    if request.form.get("decision") not in dossier_fields.DECISIONS or (
        decision != "accept" and request.form.get("opened") != decision
    ):
        # "Xem", a way back, or the first press of a button whose questions were not on the page yet.
        return _page(typed, decision, focus="reason" if decision != "accept" else "")
    version, found = dossier_promise.chosen_version(typed["procedure"], dossier_promise.catalogue())
    if version is None:
        return _page(typed, decision, {"procedure": _procedure_sentence(typed["procedure"], found)}, status=422)
    variant = dossier_promise.chosen_variant(version)
    if variant is None:
        return _page(typed, decision, {"variant": _("Thủ tục này có nhiều trường hợp. Hãy chọn một.")}, status=422)
    body, errors = _body(typed, decision, version, variant)
    entity = str(uuid5(UUID(door.form_operation_id()), "dossier"))
    trouble = ""
    if not errors:
        answer = door.tried(TYPE, entity, body)
        if isinstance(answer, Refusal):
            errors, trouble = _refused(answer)
    if errors or trouble:
        return _page(typed, decision, errors, trouble, 422)
    entity = send_once(TYPE, entity, body, _done(decision, answer.row))
    return redirect(f"/ho-so/{entity}?vua=nhan")


def _done(decision: str, row: dict) -> str:
    if decision == "guide":
        return _("Đã lập phiếu yêu cầu bổ sung. In rồi đưa cho người nộp.")
    if decision == "decline":
        return _("Đã lập phiếu từ chối. In rồi đưa cho người nộp.")
    return _(
        "Đã tiếp nhận hồ sơ %(number)s, hẹn trả %(due)s.",
        number=dossier_words.number_text(row),
        due=dossier_words.due_words(row["due_current_at"]),
    )


def _procedure_sentence(typed: str, found: list[dict]) -> str:
    if not typed.strip():
        return _("Chưa chọn thủ tục. Gõ mã hoặc vài chữ của tên.")
    if found:
        return _("Có nhiều thủ tục khớp với chữ đã gõ. Chọn một ở danh sách dưới ô.")
    return _("Không thấy thủ tục này trong danh mục đang áp dụng. Thử ít chữ hơn.")


def _typed() -> dict:
    names = (*_TEXTS, "copies", "fee_paid")
    typed = {name: request.form.get(name, "") for name in names}
    picked = request.form.get("procedure_choice", "")
    return {
        **_FIRST,
        **{name: text for name, text in typed.items() if text or name not in _FIRST},
        "procedure": picked or request.form.get("procedure", ""),
        "fee_whole": "fee_whole" in request.form,
    }


def _decision() -> str:
    asked = request.form.get("decision", "")
    return asked if asked in dossier_fields.DECISIONS else "accept"


def _body(typed: dict, decision: str, version: dict, variant: dict) -> tuple[dict, dict[str, str]]:
    """(the body as it goes to the door, {field: sentence} of what is wrong with it)."""
    counted = dossier_promise.typed_quantities(variant)
    paid = _paid(typed, variant, counted)
    body = {
        **{name: typed[name] for name in _TEXTS},
        "decision": decision,
        "procedure": version["id"],
        "variant": variant["key"],
        "copies": dossier_typed.whole("copies", 1),
        "quantities": counted,
        "documents": dossier_typed.documents(variant),
        "papers": dossier_typed.papers(variant) if decision == "guide" else [],
        "fee_paid": paid or 0,
        "number": 0,
        "tracking": tracking_of_form(),
    }
    if decision == "accept":
        body["reason"] = ""
    if body["return_by"] != "post":
        body["return_address"] = ""
    clean, refusals = dossier_fields.check(body, clock.day_of(now_ms()))
    refusals += dossier_papers.handed_in(body["documents"], variant)[1]
    if decision == "guide":
        refusals += dossier_papers.demanded(body["papers"], variant)[1]
    if paid is None:
        refusals.append(FieldRefusal("fee_paid", "fee_unknown", {}))
    return (clean if not refusals else body), door.form_errors(refusals)


def _paid(typed: dict, variant: dict, counted: dict) -> int | None:
    """What was taken: the whole fee of the rule, or what was typed; None when the whole is not known."""
    if not typed["fee_whole"] or typed["fee_paid"].strip():
        return dossier_typed.whole("fee_paid", 0)
    channel = "direct" if typed["channel"] == "elsewhere" else typed["channel"]
    return fee.fee_for(variant, channel, clock.day_of(now_ms()), typed["exemption"], counted)["total"]


def _refused(answer: Refusal) -> tuple[dict[str, str], str]:
    """({field: sentence}, the sentence for the whole form) of what the rule refused."""
    fields = answer.details.get("fields", {})
    if answer.code != "body_invalid" or not fields:
        return {}, sentence(answer.code)
    labels = {name: {"label": said(spec["label"])} for name, spec in dossier_fields.FIELDS.items()}
    return {name: door.field_sentence(code, labels.get(name, {})) for name, code in fields.items()}, ""


def _parts(typed: dict, decision: str) -> dict:
    """What hangs on the procedure and on what was typed."""
    rows = dossier_promise.catalogue()
    version, found = dossier_promise.chosen_version(typed["procedure"], rows)
    variant, now = dossier_promise.chosen_variant(version), now_ms()
    # Ticks belong to the list they were made on; with another procedure its own list begins anew.
    same_list = variant is not None and request.form.get("ticked_for", "") == f"{version['id']} {variant['key']}"
    ticked = [one["key"] for one in dossier_typed.documents(variant)] if same_list else None
    return {
        "typed": typed,
        "decision": decision,
        "version": version,
        "candidates": [(row["code"], f"{row['name']} ({row['code']})") for row in found],
        "variants": [{**one, "value": one["key"], "label": one["name"]} for one in handling.variants(version)]
        if version
        else [],
        "variant": variant,
        "elsewhere": version is not None and not handling.received_here(version),
        "papers": dossier_typed.handed_in(variant, same_list) if variant else [],
        "others": dossier_typed.others(request.method == "POST"),
        "lacking": _lacking(variant, decision, ticked),
        "beyond": dossier_typed.beyond(request.method == "POST"),
        "forms": dossier_promise.form_choices(FORMS),
        "exemptions": dossier_promise.exemptions(variant) if variant else [],
        "quantities": dossier_promise.quantities(variant) if variant else [],
        "quantity_labels": dossier_promise.quantity_labels(),
        "counted": {name: request.form.get(f"quantity_{name}", "") for name in ("pages", "copies", "papers")},
        "promise": dossier_promise.promise(variant, now) if variant else None,
        "fee": dossier_promise.fee_words(variant, typed["channel"], now) if variant else None,
        "alike": dossier_promise.alike(typed.get("name", ""), version["code"], now) if version else [],
    }


def _lacking(variant: dict | None, decision: str, ticked: list[str] | None) -> list[dict]:
    if variant is None or decision != "guide":
        return []
    asked_before = request.form.get("opened") == "guide" and ticked is not None
    return dossier_typed.lacking(variant, asked_before, ticked or [])


def _page(typed, decision="accept", errors=None, trouble="", status=200, focus=""):
    errors = errors or {}
    rules = assistance_fields.rules_for_browser()
    parts = _parts(typed, decision)
    return show(
        "dossier/receive.html",
        status=status,
        **parts,
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
        procedures=dossier_promise.catalogue(),
        procedure_shown=parts["version"]["code"] if parts["version"] else typed["procedure"],
        channels=[(code, said(text)) for code, text in dossier_fields.CHANNELS.items()],
        returns=[(code, said(text)) for code, text in dossier_fields.RETURNS.items()],
        handlers=_handlers(),
        errors=errors,
        trouble=trouble,
        error_list=card_form.summary(errors),
        focus=focus if not errors else "",
        care={"fields": labelled(dossier_fields.FIELDS), "prefixes": rules["prefixes"]},
        messages={code: said(text) for code, text in FIELD_PROBLEMS.items()},
    )


def _handlers() -> list[tuple[str, str]]:
    """Who may work on it, the signed-in person apart."""
    return [
        (row["id"], row["name"])
        for row in staff.all_staff(current_user.ward_id)
        if row["active"] and row["role"] in ("clerk", "leader", "admin") and row["id"] != current_user.row["id"]
    ]
