"""/danh-gia-thang/<năm>/<tháng>/<mã>: the points of one, the records behind each, and what the head decides (R19)."""

import json
from types import SimpleNamespace

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import evaluation_source, staff
from app.rules import scoring, tracking
from app.rules.evaluation import id_of
from app.rules.operation import Refusal
from app.rules.scoring import OFFICIAL, Score, Subject
from app.web import action_form, evaluation_card, evaluation_month, evaluation_words
from app.web.action_form import NOTHING_WRONG, Wrong
from app.web.door import form_operation_id
from app.web.evaluation_month import ADDRESS, Month
from app.web.feedback_words import state_words
from app.web.guard import allow
from app.web.paging import page_of
from app.web.render import show
from app.web.words import sentence

routes = Blueprint("evaluation_show", __name__, url_prefix=ADDRESS)

_CONFIRM = SimpleNamespace(slug="xac-nhan", type="evaluation.confirm/1", title=lazy_gettext("Xác nhận đánh giá"))
_CHANGE = SimpleNamespace(slug="doi-muc", type="evaluation.change/1", title=lazy_gettext("Đổi mức đánh giá"))


@routes.get("/<int:nam>/<int:thang>/<code>")
@allow("evaluation.see")
def see(nam, thang, code):
    month = evaluation_month.of(nam, thang)
    return page(month, month.subject(code))


def page(month: Month, subject: Subject, wrong=NOTHING_WRONG, status=200, opened=""):
    """The whole page; `opened`: the form that came back."""
    score = month.score(subject)
    versions = month.decided.get((subject.kind, subject.id), [])
    body = month.body(subject, score)
    names = staff.names(current_user.ward_id)
    findings = {one["number"]: one for one in month.source.findings if _is_of(one, subject)}
    return show(
        "evaluation/show.html",
        status=status,
        month=month,
        subject=subject,
        address=month.address(subject),
        score=score,
        lines=[evaluation_card.line(one) for one in score.measured],
        on_time=month.on_time(subject),
        satisfaction=month.satisfaction(subject),
        complaints=len(body["complaints"]),
        threshold=month.threshold(subject),
        versions=[row | {"by": names.get(row["decided_by"], "")} for row in reversed(versions)],
        moved=bool(versions) and not _same(versions[-1], body),
        bands=[(name, name) for _least, name in month.scheme.scale(subject.kind).bands],
        own=subject.kind == OFFICIAL and subject.id == current_user.row["id"],
        declared=_declared(month, score, findings, names),
        seen=evaluation_month.seen(body),
        version=len(versions) + 1,
        errors=wrong.errors,
        trouble=wrong.trouble,
        opened=opened,
        typed=request.form if request.method == "POST" else {},
        operation_id=form_operation_id() if request.method == "POST" else new_id(),
        fresh_id=new_id,
    )


def _is_of(finding: dict, subject: Subject) -> bool:
    return (finding["kind"], finding["subject"]) == (subject.kind, subject.id)


def _same(decided: dict, body: dict) -> bool:
    """Whether the records still say what was decided on."""
    return json.loads(decided["indices"]) == body["indices"] and decided["scheme"] == body["scheme"]


def _declared(month: Month, score: Score, findings: dict[int, dict], names: dict[str, str]) -> list[dict]:
    """The indices that people find, each with what they found last."""
    return [
        {
            "index": one.index,
            "finding": findings.get(one.index.number),
            "by": names.get(findings[one.index.number]["found_by"], "") if one.index.number in findings else "",
        }
        for one in score.measured
        if one.index.measure == "declared"
    ]


@routes.post("/<int:nam>/<int:thang>/<code>/xac-nhan")
@allow("evaluation.confirm")
def confirm(nam, thang, code):
    return _decide(_CONFIRM, evaluation_month.of(nam, thang), code, {}, {})


@routes.post("/<int:nam>/<int:thang>/<code>/doi-muc")
@allow("evaluation.change")
def change(nam, thang, code):
    month = evaluation_month.of(nam, thang)
    typed = {"chosen": request.form.get("chosen", ""), "reason": request.form.get("reason", "")}
    version = request.form.get("version", "")
    typed["version"] = int(version) if version.isascii() and version.isdigit() and len(version) < 4 else 1
    return _decide(_CHANGE, month, code, typed, {"reason_needed": "reason", "nothing_changed": "chosen"})


def _decide(action, month: Month, code: str, typed: dict, field_of: dict):
    subject = month.subject(code)
    suggested = month.body(subject, month.score(subject))
    body, version = suggested | typed, typed.get("version", 1)
    entity = id_of(current_user.ward_id, month.text, subject.kind, subject.id, version)
    moved = request.form.get("seen", "") != evaluation_month.seen(suggested)
    wrong = Wrong({}, sentence("evaluation_moved")) if moved else NOTHING_WRONG

    def refused(answer: Refusal) -> Wrong:
        if answer.code in field_of:
            return Wrong({field_of[answer.code]: sentence(answer.code)})
        if "chosen" in answer.details.get("fields", {}):
            return Wrong({"chosen": _("Hãy chọn một mức trong danh sách.")})
        return Wrong({}, sentence(answer.code))

    def again(wrong: Wrong):
        return page(month, subject, wrong, 409 if moved else 422, action.slug)

    return action_form.act(action, month.address(subject), entity, body, wrong, refused, again)


@routes.get("/<int:nam>/<int:thang>/<code>/chi-so/<int:so>")
@allow("evaluation.see")
def records(nam, thang, code, so):
    """The dossiers, phản ánh and findings that gave an index its points, page by page."""
    month = evaluation_month.of(nam, thang)
    subject = month.subject(code)
    index = month.scheme.indices.get(so)
    if index is None or so not in month.scheme.scale(subject.kind).indices:
        raise Problem("not_found")
    measured = scoring.measure(index, subject, month.source)
    # What cost points first.
    given = sorted(measured.given, key=lambda one: (one.points is None, one.points or 0.0))
    address = f"{month.address(subject)}/chi-so/{so}"
    part = page_of(len(given), address)
    return show(
        "evaluation/records.html",
        month=month,
        subject=subject,
        back=month.address(subject),
        line=evaluation_card.line(measured),
        index=index,
        lines=_record_lines(part.of(given), month),
        count=len(given),
        page=part,
    )


def _record_lines(given: list, month: Month) -> list[dict]:
    ward_id, reader = current_user.ward_id, current_user.row["id"]
    ids = {kind: [one.id for one in given if one.kind == kind] for kind in ("dossier", "feedback")}
    dossiers = evaluation_source.shown_dossiers(ward_id, ids["dossier"])
    feedbacks = evaluation_source.shown_feedbacks(ward_id, reader, ids["feedback"])
    findings = {one["id"]: one for one in month.source.findings}
    found = []
    for one in given:
        line = {"points": one.points, "why": evaluation_words.reason(one), "at": None, "href": "", "note": ""}
        if one.kind == "dossier" and one.id in dossiers:
            row = dossiers[one.id]
            number = f"{row['receipt_number']}/{row['receipt_year']}"
            line |= {
                "href": f"/ho-so/{one.id}",
                "title": number,
                "note": row["procedure_name"],
                "at": row["finished_at"],
            }
        elif one.kind == "feedback" and one.id in feedbacks:
            row = feedbacks[one.id]
            line |= {"href": f"/phan-anh/{one.id}", "title": tracking.format(row["tracking"])}
            line |= {"note": state_words(row["state"]), "at": row["received_at"]}
        elif one.kind == "finding":
            line |= {"title": _("Kết quả kiểm tra, báo cáo"), "note": findings[one.id]["basis"]}
        else:
            continue
        found.append(line)
    return found
