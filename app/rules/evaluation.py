"""What the head decides about a month: the machine's suggestion confirmed, or another band with its reason (R19).

A decision is a row that never changes. `evaluation.confirm/1` makes version 1 of a month and a person or unit,
`evaluation.change/1` the next one; ids are made of what they decide, so that two heads cannot both make version 1.
Its entity ids, times and sums are checked here; that the points are those of the records is the page's work, which
counts them anew when the form comes back.
"""

import json
import re
from uuid import UUID, uuid5

from app.rules import evaluation_scheme, fields
from app.rules.evaluation_scheme import Scheme
from app.rules.feedback import hidden_from
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.register import reason_of
from app.rules.scoring import OFFICIAL, UNIT, WARD, Score, Subject

_NAMESPACE = UUID("c0a9b6de-2f43-5d0e-8a0c-6d2d5a1f7e20")
_MONTH = re.compile(r"20[2-9][0-9]-(0[1-9]|1[0-2])")
KINDS = {WARD: "Cả phường", UNIT: "Bộ phận", OFFICIAL: "Công chức"}
COUNTED_MAX = 5_000
# The numbers of a decision: tenths of a point.
_NUMBERS = {
    "total": fields.whole("Tổng điểm", 0, 400),
    "most": fields.whole("Điểm tối đa", 0, 400),
}
FINDING = {
    "month": fields.code("Tháng", _MONTH.pattern, required=True),
    "kind": fields.choice("Của ai", KINDS),
    "subject": fields.text("Công chức, bộ phận", 80),
    "number": fields.whole("Chỉ số", 1, 99),
    "points": fields.whole("Điểm", 0, 20),
    "n": fields.whole("Số phiếu, số hồ sơ hoặc số lần kiểm tra", 1, 99_999),
    "basis": fields.text("Căn cứ", 300, required=True, secret=True, lines=True),
}


def is_month(text: str) -> bool:
    """Whether a text is "YYYY-MM" of a year that anything could be about."""
    return _MONTH.fullmatch(text) is not None


def id_of(ward_id: int, month: str, kind: str, subject: str, version: int) -> str:
    """The entity of one version of a decision."""
    return str(uuid5(_NAMESPACE, f"{ward_id} {month} {kind} {subject} {version}"))


def finding_id(ward_id: int, month: str, kind: str, subject: str, number: int) -> str:
    """The entity of what was found: one a month, person or unit and index."""
    return str(uuid5(_NAMESPACE, f"{ward_id} {month} {kind} {subject} finding {number}"))


def said_of(month: str, scheme: str, subject: Subject, score: Score) -> dict:
    """The body of a decision but for what the head adds: what the machine suggests, points in tenths."""
    given = [one for each in score.measured for one in each.given]
    feedbacks = {one.id for one in given if one.kind == "feedback"}
    return {
        "month": month,
        "kind": subject.kind,
        "subject": subject.id,
        "scheme": scheme,
        "total": round(10 * score.total),
        "most": 10 * score.most,
        "band": score.band,
        "scaled": score.scaled,
        "indices": [
            {
                "number": one.index.number,
                "points": None if one.points is None else round(10 * one.points),
                "n": one.n,
            }
            for one in score.measured
        ],
        "complaints": sorted({one.id for one in given if one.why == "complained"} & feedbacks),
        "feedbacks": sorted(feedbacks),
    }


def confirm(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`evaluation.confirm/1`: the suggestion as it stands. Body: month, kind, subject, scheme (code), total, most,
    scaled, band, indices [{"number", "points" (tenths or None), "n"}], complaints and feedbacks (ids that counted).
    """
    if held is not None:
        return Refusal("evaluation_confirmed")
    row = _decision(body, 1, operation, context)
    if isinstance(row, Refusal):
        return row
    if not row["suggested"]:
        return Refusal("evaluation_no_band")
    return Change({**row, "band": row["suggested"], "reason": ""})


def change(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`evaluation.change/1`: body as for confirm and version, chosen (a band of the scheme), reason. The version before
    it stays as it is."""
    version = body.get("version") if isinstance(body, dict) else None
    if type(version) is not int or not 1 <= version <= 999:
        return _wrong("version")
    if held is not None:
        return Refusal("evaluation_confirmed")
    reason = reason_of(body)
    if not reason:
        return Refusal("reason_needed")
    row = _decision(body, version, operation, context)
    if isinstance(row, Refusal):
        return row
    scheme = _scheme(body["scheme"], context)
    if body.get("chosen") not in [name for _least, name in scheme.scale(row["kind"]).bands]:
        return _wrong("chosen")
    before = None
    if version > 1:
        before = context.held(
            "evaluation", id_of(operation.ward, row["month"], row["kind"], row["subject"], version - 1)
        )
        if before is None:
            return Refusal("entity_unknown")
    if body["chosen"] == (before["band"] if before else row["suggested"]):
        return Refusal("nothing_changed")
    return Change({**row, "band": body["chosen"], "reason": reason})


def _decision(body: dict, version: int, operation: Operation, context: Context) -> dict | Refusal:
    """The row of a decision but for its band and reason."""
    month, kind, subject = (body.get(name) for name in ("month", "kind", "subject"))
    if not isinstance(month, str) or not is_month(month) or kind not in KINDS or not isinstance(subject, str):
        return _wrong("month")
    if operation.entity != id_of(operation.ward, month, kind, subject, version):
        return _wrong("subject")
    if month >= context.today[:7]:
        return Refusal("evaluation_month_runs")
    if kind != WARD and context.held("staff" if kind == OFFICIAL else "unit", subject) is None:
        return _wrong("subject")
    if subject == operation.author:
        return Refusal("evaluation_own")
    numbers, refusals = fields.check({name: body.get(name) for name in _NUMBERS}, _NUMBERS, context.today)
    if refusals:
        return _wrong(refusals[0].field)
    scheme = _scheme(body.get("scheme"), context)
    if scheme is None:
        return _wrong("scheme")
    indices = _indices(body.get("indices"), scheme, kind)
    told = [one["points"] for one in indices or () if one["points"] is not None]
    if indices is None or (sum(told), 20 * len(told)) != (numbers["total"], numbers["most"]):
        return _wrong("indices")
    suggested = body.get("band")
    if suggested not in ["", *(name for _least, name in scheme.scale(kind).bands)]:
        return _wrong("band")
    counted = _ids(body.get("feedbacks")), _ids(body.get("complaints"))
    if None in counted:
        return _wrong("feedbacks")
    if any(_is_hidden(id_, context) for id_ in counted[1]):
        return Refusal("evaluation_hidden_complaint")
    return {
        "id": operation.entity,
        "month": month,
        "kind": kind,
        "subject": subject,
        "version": version,
        "scheme": scheme.code,
        **numbers,
        "suggested": suggested,
        "scaled": body.get("scaled") is True,
        "indices": json.dumps(indices, separators=(",", ":")),
        "feedbacks": " ".join(sorted({*counted[0], *counted[1]})),
        "decided_at": context.at,
        "decided_by": operation.author,
    }


def _wrong(name: str) -> Refusal:
    return Refusal("body_invalid", details={"fields": {name: "unreadable"}})


def _scheme(code, context: Context) -> Scheme | None:
    """The scheme of a code: the ward's own card, or ours."""
    if not isinstance(code, str):
        return None
    card = context.held("evaluation_scheme", code)
    scheme = evaluation_scheme.readable(card["text"]) if card else evaluation_scheme.shipped().get(code)
    return scheme if scheme and scheme.kind == evaluation_scheme.POINTS else None


def _indices(value, scheme: Scheme, kind: str) -> list[dict] | None:
    """As kept, in the scheme's order; None for what is none."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return None
    if [one.get("number") for one in value] != list(scheme.scale(kind).indices):
        return None
    for one in value:
        points, n = one.get("points"), one.get("n")
        if type(n) is not int or n < 0 or not (points is None or (type(points) is int and 0 <= points <= 20)):
            return None
    return [{name: one[name] for name in ("number", "points", "n")} for one in value]


def _ids(value) -> list[str] | None:
    if not isinstance(value, list) or len(value) > COUNTED_MAX:
        return None
    return value if all(isinstance(one, str) and one and " " not in one for one in value) else None


def _is_hidden(feedback_id: str, context: Context) -> bool:
    """R13: who is told a mark must be able to know, and to answer, what it was lowered for."""
    row = context.held("feedback", feedback_id)
    return row is None or any(hidden_from(row, one) for one in row["about"].split())


def find(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`evaluation_finding.put/1`: what was found about an index that no record of ours tells, with its basis. The last
    one to put wins, history stays."""
    clean, refusals = fields.check(body, FINDING, context.today)
    if refusals:
        return Refusal("body_invalid", details={"fields": {one.field: one.code for one in refusals}})
    subject = [clean[name] for name in ("month", "kind", "subject", "number")]
    if operation.entity != finding_id(operation.ward, *subject):
        return _wrong("subject")
    if clean["month"] > context.today[:7]:
        return _wrong("month")
    if clean["subject"] == operation.author:
        return Refusal("evaluation_own")
    noun = {OFFICIAL: "staff", UNIT: "unit"}.get(clean["kind"])
    if bool(clean["subject"]) != bool(noun) or (noun and context.held(noun, clean["subject"]) is None):
        return _wrong("subject")
    return Change({"id": operation.entity, **clean, "found_by": operation.author, "found_on": context.on})
