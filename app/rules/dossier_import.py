"""Open dossiers of the city's system, taken over into ours; the same list taken over again changes only what moved.

Receipt numbers stay those of the other system: ours are for what our counter receives (R10, R17).
"""

from app.rules import dossier_fields, fields, handling
from app.rules.clock import day_of
from app.rules.dossier import invalid, search_text
from app.rules.dossier_row import EMPTY, kept, with_redate
from app.rules.dossier_states import CLOSED
from app.rules.fields import FieldRefusal
from app.rules.operation import Change, Context, Operation, Refusal

# What a line may say of where its dossier stands. What is closed over there is no work for us.
STATES = {
    "received": "Mới tiếp nhận",
    "processing": "Đang giải quyết",
    "supplement": "Chờ bổ sung",
    "ready": "Chờ trả kết quả",
}

FIELDS = {
    "national_code": fields.text("Mã hồ sơ", 40, required=True, secret=True),
    "procedure": fields.code("Mã thủ tục", dossier_fields.VERSION, required=True),
    "variant": fields.code("Trường hợp", "[0-9A-Za-z_-]{1,40}"),
    "name": {**dossier_fields.FIELDS["name"], "label": "Người nộp"},
    "address": dossier_fields.FIELDS["address"],
    "phone": dossier_fields.FIELDS["phone"],
    "state": fields.choice("Tình trạng", STATES),
    "received_at": fields.whole("Ngày nhận", 1, 2**53 - 1),
    "due_at": fields.whole("Hạn trả", 0, 2**53 - 1),
    "note": dossier_fields.FIELDS["note"],
    "tracking": dossier_fields.FIELDS["tracking"],
}
# What the other system goes on knowing better than we do.
FOLLOWED = ("name", "address", "phone", "state")


def take(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.import/1`: a new row, or what has moved in one that came this way before."""
    clean, refusals = fields.check(body, FIELDS, context.on)
    if refusals:
        return invalid(refusals)
    if not clean["due_at"] and clean["state"] != "supplement":
        return invalid([FieldRefusal("due_at", "required", {"label": FIELDS["due_at"]["label"]})])
    if held is not None:
        return _followed(held, clean, operation, context)
    version = context.held("procedure", clean["procedure"])
    variant = version and handling.variant(version, clean["variant"])
    if variant is None:
        return Refusal("procedure_unknown", parked=True)
    row = {
        **EMPTY,
        **{name: clean[name] for name in ("national_code", "procedure", "note", "tracking", *FOLLOWED)},
        "id": operation.entity,
        "procedure_code": version["code"],
        "procedure_name": version["name"],
        "variant": variant["key"],
        "channel": "elsewhere",
        "fee": kept({"total": None, "lines": [], "known": False}),
        "legal_text": handling.time_texts(variant)["legal"],
        "received_at": clean["received_at"],
        "received_on": day_of(clean["received_at"]),
        "registered_at": clean["received_at"],
        "accepted_at": clean["received_at"],
        "due_value": variant["value"],
        "due_unit": variant["unit"],
        "due_cutoff": variant["cutoff_15h"],
        "holder": operation.author,
        "unit": context.author["unit"] if context.author else "",
        "received_by": operation.author,
        "finished_at": context.at if clean["state"] == "ready" else None,
        "finished_by": operation.author if clean["state"] == "ready" else "",
        "imported_at": context.at,
        "device": operation.device,
    }
    due_at = clean["due_at"] or None
    row |= {"due_current_at": due_at, "due_original_at": due_at, "due_legal_at": due_at}
    if clean["state"] == "supplement":
        row |= {"supplement_count": 1, "supplement_asked_at": clean["received_at"], "due_current_at": None}
    return Change({**row, "folded": search_text(row)})


def _followed(held: dict, clean: dict, operation: Operation, context: Context) -> Change | Refusal:
    if held["imported_at"] is None:
        return Refusal("entity_exists")
    if held["state"] in CLOSED:
        return Refusal("dossier_state")
    row = {**held, **{name: clean[name] for name in FOLLOWED}}
    if clean["state"] == "supplement":
        row["due_current_at"] = None
    elif clean["due_at"] != held["due_current_at"]:
        moves = with_redate(held, context.at, operation.author, "import", "", clean["due_at"])
        row |= {"due_current_at": clean["due_at"], "redates": moves}
        row["due_original_at"] = held["due_original_at"] or clean["due_at"]
        row["due_legal_at"] = held["due_legal_at"] or clean["due_at"]
    if clean["state"] == "ready" and held["finished_at"] is None:
        row |= {"finished_at": context.at, "finished_by": operation.author}
    elif clean["state"] != "ready":
        row |= {"finished_at": None, "finished_by": ""}
    if row == held:
        return Refusal("nothing_changed")
    return Change({**row, "folded": search_text(row)})
