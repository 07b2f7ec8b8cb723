"""What people found about an index that no record of ours tells: typed in with its basis, on the page of whom it is."""

from types import SimpleNamespace

from flask import Blueprint, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from app.problems import Problem
from app.rules.evaluation import FINDING, finding_id
from app.rules.operation import Refusal
from app.web import action_form, card_form, evaluation_month
from app.web.action_form import Wrong
from app.web.evaluation_month import ADDRESS
from app.web.evaluation_show import page
from app.web.guard import allow
from app.web.words import sentence

routes = Blueprint("evaluation_finding", __name__, url_prefix=ADDRESS)


@routes.post("/<int:nam>/<int:thang>/<code>/ket-qua/<int:so>")
@allow("evaluation_finding.put")
def put(nam, thang, code, so):
    month = evaluation_month.of(nam, thang)
    subject = month.subject(code)
    index = month.scheme.indices.get(so)
    if index is None or index.measure != "declared" or so not in month.scheme.scale(subject.kind).indices:
        raise Problem("not_found")
    body = {"month": month.text, "kind": subject.kind, "subject": subject.id, "number": so, **_typed()}
    clean, errors = card_form.check(body, FINDING)
    if "points" in errors:
        errors["points"] = _("Ghi điểm từ 0 đến 2, ví dụ 1,6.")
    # The address comes back to the part of the page that was written.
    action = SimpleNamespace(
        slug=f"chi-so-{so}", type="evaluation_finding.put/1", title=lazy_gettext("Kết quả kiểm tra")
    )

    def refused(answer: Refusal) -> Wrong:
        return Wrong({}, sentence(answer.code))

    def again(wrong: Wrong):
        return page(month, subject, wrong, 422, action.slug)

    entity = finding_id(current_user.ward_id, month.text, subject.kind, subject.id, so)
    return action_form.act(action, month.address(subject), entity, clean, Wrong(errors), refused, again)


def _typed() -> dict:
    n = request.form.get("n", "").strip()
    return {
        "points": _tenths(request.form.get("points", "")),
        "n": int(n) if n.isascii() and n.isdigit() and len(n) < 7 else -1,
        "basis": request.form.get("basis", ""),
    }


def _tenths(text: str) -> int:
    """ "1,6" and "1.6" → 16; -1 for what is no number of points."""
    whole, _comma, part = text.strip().replace(".", ",").partition(",")
    sound = whole.isascii() and whole.isdigit() and len(whole) < 3 and (not part or (part.isdigit() and len(part) == 1))
    return 10 * int(whole) + int(part or 0) if sound else -1
