"""/danh-gia-thang: what the scheme suggests for a month, for the ward, its units and its officials."""

from flask import Blueprint
from flask_login import current_user

from app.records import staff
from app.web import evaluation_month
from app.web.evaluation_month import ADDRESS, Month
from app.web.guard import allow
from app.web.render import show
from app.web.report_period import Period

routes = Blueprint("evaluation", __name__, url_prefix=ADDRESS)


@routes.get("")
@allow("evaluation.see")
def every():
    month = evaluation_month.asked()
    names = staff.names(current_user.ward_id)
    return show(
        "evaluation/list.html",
        month=month,
        options=evaluation_month.options(),
        lines=[_line(month, subject, names) for subject in month.subjects],
        sees_all=evaluation_month.sees_all(),
        period=Period(month.first, month.last),
    )


def _line(month: Month, subject, names: dict[str, str]) -> dict:
    versions = month.decided.get((subject.kind, subject.id), [])
    threshold = month.threshold(subject)
    return {
        "subject": subject,
        "href": month.address(subject),
        "score": month.score(subject),
        "on_time": month.on_time(subject),
        "decided": versions[-1] if versions else None,
        "decided_by": names.get(versions[-1]["decided_by"], "") if versions else "",
        "passed": threshold["passed"] if threshold else False,
    }
