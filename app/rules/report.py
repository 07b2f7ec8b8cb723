"""Reports that the ward sends up: what there is, and how one is issued and signed. Once issued nothing in it changes.

What was wrong is corrected by another report that names the first one; both stay, each under its own number. The id of
a report comes from what it is about, so that two desks cannot issue the same report twice.
"""

import json
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.permissions import HEADS
from app.rules.register import Numbering, reason_of
from app.rules.report_document import thawed
from app.rules.report_period import MONTH, QUARTER, SEASON, WEEK, YEAR, sound

REGISTER = "bao_cao"
ISSUED, SIGNED = "issued", "signed"
STATES = {ISSUED: "Chờ ký duyệt", SIGNED: "Đã ký duyệt"}
# Who reads a report that names people (as the scores of others, web/report.py).
READS_PRIVATE = frozenset({"leader", "admin"})
# The figures of a year are some 40 KB.
FIGURES_LETTERS_MAX = 400_000


@dataclass(frozen=True, slots=True)
class Kind:
    """`head`: only the head issues it and opens it then, for it counts what may be hidden from a desk (complaints,
    R13). `private`: it names people, so only those read it who read everybody's scores.
    """

    slug: str
    label: str
    cadence: str
    head: bool = False
    private: bool = False


KINDS = {
    "support_week": Kind("ho-tro-tuan", "Báo cáo tuần của các điểm hỗ trợ", WEEK),
    "support_month": Kind("ho-tro-thang", "Báo cáo tháng của các điểm hỗ trợ", MONTH),
    "form_06a": Kind("bieu-ii-06a", "Biểu II.06a: giải quyết thủ tục hành chính", QUARTER),
    "form_05a": Kind("bieu-ii-05a", "Biểu II.05a: phản ánh, kiến nghị", QUARTER, head=True),
    "form_07a": Kind("bieu-ii-07a", "Biểu II.07a: nguyên nhân quá hạn", QUARTER),
    "satisfaction": Kind("hai-long", "Báo cáo hài lòng tháng", MONTH),
    "evaluation": Kind("danh-gia", "Báo cáo đánh giá quý", SEASON, private=True),
    "year": Kind("nam", "Báo cáo năm", YEAR, head=True),
}
BY_SLUG = {kind.slug: code for code, kind in KINDS.items()}


def report_id(kind: str, first: str, last: str, corrects: str) -> str:
    """The only id that such a report can have within a ward: another first one of the same days is the same report."""
    return str(uuid5(NAMESPACE_URL, f"gandan:report:{kind}:{first}:{last}:{corrects}"))


def issue(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`report.issue/1` {"kind", "first", "last", "corrects", "reason", "document"}: figures frozen under a number.

    `corrects`: id of the issued report of the same kind that this one stands for, "" for none; then with a `reason`.
    """
    if held is not None:
        return Refusal("report_issued")
    kind, first, last = (body.get(name) for name in ("kind", "first", "last"))
    corrects, document = body.get("corrects", ""), body.get("document")
    if kind not in KINDS or not isinstance(corrects, str) or not isinstance(document, dict) or not sound(first, last):
        return Refusal("body_invalid", details={"fields": {"document": "choice_unknown"}})
    if not _is_of(document, kind, first, last) or operation.entity != report_id(kind, first, last, corrects):
        return Refusal("body_invalid", details={"fields": {"document": "choice_unknown"}})
    if (KINDS[kind].head or KINDS[kind].private) and (context.author is None or context.author["role"] not in HEADS):
        return Refusal("report_head_only")
    if last > context.today:
        return Refusal("report_to_come")
    old, reason = None, ""
    if corrects:
        old, reason = context.held("report", corrects), reason_of(body)
        if old is None or old["kind"] != kind:
            return Refusal("report_unknown")
        if old["corrected_by"]:
            return Refusal("report_corrected")
        if not reason:
            return Refusal("reason_needed")
    numbering = Numbering(context, operation)
    row = {
        "id": operation.entity,
        "kind": kind,
        "first_on": first,
        "last_on": last,
        "title": document["title"],
        "under": document["under"],
        "state": ISSUED,
        "number": numbering.take(REGISTER, operation.entity),
        "year": numbering.year,
        "figures": json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True),
        "issued_at": context.at,
        "issued_by": operation.author,
        "signed_at": None,
        "signed_by": "",
        "corrects": corrects,
        "corrected_by": "",
        "reason": reason,
    }
    also = numbering.also
    if old is not None:
        also = [*also, ("report", corrects, {**old, "corrected_by": operation.entity})]
    return Change(row, also=also)


def _is_of(document: dict, kind: str, first: str, last: str) -> bool:
    """Whether a document is one, and is of what the operation says."""
    try:
        opened = thawed(document)
    except ValueError:
        return False
    return (opened.kind, opened.first, opened.last) == (kind, first, last) and (
        len(json.dumps(document, ensure_ascii=False)) <= FIGURES_LETTERS_MAX
    )


def sign(held: dict | None, _body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`report.sign/1` {}: the head answers for it (ký duyệt); what was corrected is signed no more."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if held["corrected_by"]:
        return Refusal("report_corrected")
    if held["state"] != ISSUED:
        return Refusal("report_signed")
    return Change({**held, "state": SIGNED, "signed_at": context.at, "signed_by": operation.author})
