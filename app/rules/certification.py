"""Certification (chứng thực): results given at once, in one screen, without a receipt but never without the register.

NĐ 61/2018 Đ17.4 (R7): no receipt is needed, the register entry is. NĐ 23/2015 Đ13: one number for each kind of paper,
not for each visitor, gapless through the year.
"""

from app.rules import certification_due, fields, handling
from app.rules.dossier import invalid
from app.rules.dossier_fields import VERSION
from app.rules.dossier_row import kept, opened
from app.rules.fee import fee_for
from app.rules.fields import FieldRefusal
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.permissions import HEADS
from app.rules.register import REGISTERS, Numbering, reason_of
from app.rules.secret import looks_like_secret
from app.rules.text import clean, fold

LINES_MAX = 30
# What people bring most, before the ward's own use has said it.
USUAL_PAPERS = (
    "Bằng tốt nghiệp",
    "Bảng điểm, học bạ",
    "Chứng chỉ",
    "Thẻ căn cước",
    "Giấy khai sinh",
    "Giấy chứng nhận kết hôn",
    "Giấy chứng nhận quyền sử dụng đất",
    "Giấy đăng ký xe",
    "Hợp đồng",
    "Sơ yếu lý lịch",
    "Giấy ủy quyền",
)

FIELDS = {
    "procedure": fields.code("Thủ tục", VERSION, required=True),
    "variant": fields.code("Trường hợp", "[0-9A-Za-z_-]{1,40}"),
    "name": fields.text("Người yêu cầu chứng thực", 200, required=True, secret=True),
    "exemption": fields.code("Diện miễn, giảm", "[0-9A-Za-z_-]{1,40}"),
    "fee_paid": fields.whole("Đã thu (đồng)", 0, 1_000_000_000),
    "fee_receipt": fields.text("Số biên lai", 40, secret=True),
    "signer": fields.text("Người ký chứng thực", 120, secret=True),
    "note": fields.text("Ghi chú", 300, secret=True),
    "appointed": fields.code("Hẹn trả lúc", r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}"),
}


def record(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`certification.record/1`: `lines` are [{"paper", "pages", "copies"}], one for each kind of paper.

    Which register the numbers come from is said by the procedure's variant. `appointed` (may be left out) is the hour
    that was promised, where that is not the one of the law: see `certification_due`.
    """
    if held is not None:
        return Refusal("entity_exists")
    lines = body.get("lines")
    flat, refusals = fields.check(flat_of(body), FIELDS, context.on)
    checked, found = check_lines(lines)
    if refusals + found:
        return invalid(refusals + found)
    version = context.held("procedure", flat["procedure"])
    if version is None:
        return Refusal("procedure_unknown", parked=True)
    variant = handling.variant(version, flat["variant"])
    if variant is None or variant["register"] not in REGISTERS:
        return invalid([FieldRefusal("variant", "choice_unknown")])
    hour = flat.pop("appointed")
    due_at, wrong = certification_due.appointed(variant, context.lists.calendar, context.at, hour, flat["note"])
    if wrong:
        return invalid([FieldRefusal("appointed", wrong)])
    numbering = Numbering(context, operation)
    total, known = 0, True
    for line in checked:
        fee = fee_of(line, variant, flat["exemption"], context.on)
        if fee["refusal"]:
            return invalid([FieldRefusal("exemption", fee["refusal"], {"label": "Diện miễn, giảm"})])
        line |= {"fee": fee["total"] or 0, "why": "; ".join(one["why"] for one in fee["lines"])}
        total, known = total + line["fee"], known and fee["known"]
    by_rule = known and flat["fee_paid"] in (0, total)
    if not by_rule and flat["fee_paid"] and not flat["fee_receipt"]:
        return invalid([FieldRefusal("fee_receipt", "fee_needs_receipt", {"label": "Số biên lai"})])
    for line in checked:
        line["number"] = numbering.take(variant["register"], operation.entity)
    row = {
        **flat,
        "id": operation.entity,
        "procedure_code": version["code"],
        "procedure_name": version["name"],
        "variant": variant["key"],
        "register": variant["register"],
        "year": numbering.year,
        "first_number": checked[0]["number"],
        "last_number": checked[-1]["number"],
        "lines": kept(checked),
        "copies": sum(line["copies"] for line in checked),
        "fee_total": total,
        "fee_known": known,
        "certified_at": context.at,
        "certified_on": context.on,
        "due_at": due_at,
        "staff": operation.author,
        "folded": fold(" ".join((flat["name"], *(line["paper"] for line in checked)))),
        "voided_at": None,
        "void_reason": "",
    }
    return Change(row, also=numbering.also)


def flat_of(body: dict) -> dict:
    """The body without its lines, as FIELDS checks it."""
    return {"appointed": "", **{name: value for name, value in body.items() if name != "lines"}}


def fee_of(line: dict, variant: dict, exemption: str, on: str) -> dict:
    """What one kind of paper costs; a copy is paid by the pages of its original (TT 226/2016/TT-BTC)."""
    quantities = {"pages": line["pages"], "copies": line["copies"], "papers": line["copies"]}
    return fee_for(variant, "direct", on, exemption, quantities)


def check_lines(lines) -> tuple[list[dict], list[FieldRefusal]]:
    """(the cleaned lines, why they cannot be taken)."""
    if not isinstance(lines, list) or not lines:
        return [], [FieldRefusal("lines", "required", {"label": "Giấy tờ chứng thực"})]
    if len(lines) > LINES_MAX:
        return [], [FieldRefusal("lines", "too_many", {"label": "Giấy tờ chứng thực", "max": LINES_MAX})]
    checked = []
    for line in lines:
        paper = line.get("paper") if isinstance(line, dict) else None
        paper = clean(paper) if isinstance(paper, str) else ""
        counts = [line.get(name) for name in ("pages", "copies")] if paper else []
        sound = all(type(count) is int and 1 <= count <= 9_999 for count in counts)
        if not paper or len(paper) > 200 or looks_like_secret(paper) or not sound:
            return [], [FieldRefusal("lines", "paper_invalid", {"label": "Giấy tờ chứng thực"})]
        checked.append({"paper": paper, "pages": counts[0], "copies": counts[1]})
    return checked, []


def void(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`certification.void/1` {"reason"}: its numbers stay in the register, struck through (R10, NĐ 23/2015 Đ13)."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if held["voided_at"] is not None:
        return Refusal("already_void")
    reason = reason_of(body)
    if not reason:
        return Refusal("reason_needed")
    if held["certified_on"] != context.on and context.author["role"] not in HEADS:
        return Refusal("void_another_day")
    numbering = Numbering(context, operation)
    for line in opened(held, "lines"):
        numbering.void(held["register"], held["year"], line["number"], reason)
    return Change({**held, "voided_at": context.at, "void_reason": reason}, also=numbering.also)
