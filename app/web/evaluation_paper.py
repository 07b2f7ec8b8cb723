"""/danh-gia-thang/…/phieu.pdf and /danh-gia-thang/<năm>/<tháng>/bang-tong-hop.pdf: the evaluation on paper."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_login import current_user

from app.printing import evaluation_sheet
from app.problems import Problem
from app.records import staff
from app.rules import clock
from app.web import evaluation_card, evaluation_month, evaluation_words
from app.web.evaluation_month import ADDRESS, Month, Share
from app.web.guard import allow
from app.web.paper_answer import on_paper, pdf_answer
from app.web.sessions import now_ms
from app.web.stationery import Stationery
from app.web.words import day, decimal, percent

routes = Blueprint("evaluation_paper", __name__, url_prefix=ADDRESS)


def _heading(month: Month, decided_by: str) -> dict:
    """The head who decided signs; before that whoever signs for the office."""
    stationery = Stationery(current_user.ward_id, now_ms())
    return {
        **stationery.heading(),
        "at": clock.write(now_ms()),
        "month": evaluation_words.month_words(month.text),
        "scheme": month.scheme.title,
        **stationery.signer(decided_by),
    }


def _share_words(share: Share) -> str:
    if share.percent is None:
        return _("%(good)s trên %(n)s hồ sơ", good=share.good, n=share.n) if share.n else _("không có hồ sơ")
    low, high = share.interval
    return _(
        "%(percent)s (%(good)s trên %(n)s; %(low)s – %(high)s)",
        percent=percent(share.percent),
        good=share.good,
        n=share.n,
        low=percent(low),
        high=percent(high),
    )


@routes.get("/<int:nam>/<int:thang>/<code>/phieu.pdf")
@allow("evaluation.print")
@on_paper
def sheet(nam, thang, code):
    month = evaluation_month.of(nam, thang)
    subject = month.subject(code)
    score, versions = month.score(subject), month.decided.get((subject.kind, subject.id), [])
    names = staff.names(current_user.ward_id)
    lines = [evaluation_card.line(one) for one in score.measured]
    beside = [(_("Trả kết quả đúng hẹn"), _share_words(month.on_time(subject)))]
    if satisfaction := month.satisfaction(subject):
        words = _share_words(Share(satisfaction.satisfied, satisfaction.n))
        beside.append((_("Người dân hài lòng theo khảo sát của phường"), words))
    printed = evaluation_sheet.evaluation_sheet(
        {
            **_heading(month, versions[-1]["decided_by"] if versions else ""),
            "name": subject.name,
            "kind": evaluation_words.kind_words(subject.kind),
            "lines": [one | {"points": evaluation_words.points_words(one["points"])} for one in lines],
            "total": decimal(score.total),
            "most": str(score.most),
            "suggested": score.band,
            "scaled": score.scaled,
            "beside": beside,
            "decisions": [
                {
                    "band": one["band"],
                    "reason": one["reason"],
                    "when": _("ngày %(day)s", day=day(clock.day_of(one["decided_at"]))),
                    "by": names.get(one["decided_by"], ""),
                }
                for one in versions
            ],
        }
    )
    return pdf_answer(printed, f"phieu-danh-gia-{month.text}.pdf")


@routes.get("/<int:nam>/<int:thang>/bang-tong-hop.pdf")
@allow("evaluation.print")
@on_paper
def summary(nam, thang):
    """Everybody's month in one list, for those who may see everybody's."""
    if not evaluation_month.sees_all():
        raise Problem("not_allowed")
    month = evaluation_month.of(nam, thang)
    rows, decided_by = [], ""
    for subject in month.subjects:
        score, versions = month.score(subject), month.decided.get((subject.kind, subject.id), [])
        last = versions[-1] if versions else {"band": "", "reason": "", "decided_by": decided_by}
        decided_by = last["decided_by"]
        rows.append(
            {
                "name": subject.name,
                "points": f"{decimal(score.total)}/{score.most}",
                "suggested": score.band,
                "on_time": _share_words(month.on_time(subject)),
                "decision": last["band"],
                "reason": last["reason"],
            }
        )
    printed = evaluation_sheet.evaluation_list({**_heading(month, decided_by), "rows": rows})
    return pdf_answer(printed, f"bang-tong-hop-danh-gia-{month.text}.pdf")
