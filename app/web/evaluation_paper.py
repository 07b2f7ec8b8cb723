"""/danh-gia-thang/…/phieu.pdf and /danh-gia-thang/<năm>/<tháng>/bang-tong-hop.pdf: the evaluation on paper."""

import json

from flask import Blueprint
from flask_babel import gettext as _
from flask_login import current_user

from app.printing import evaluation_sheet
from app.problems import Problem
from app.records import staff
from app.rules import clock, evaluation_scheme
from app.rules.scoring import Subject
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


def _numbers(month: Month, subject: Subject) -> dict:
    """What was decided on, as it was decided; before that what the records say now."""
    score, versions = month.score(subject), month.decided.get((subject.kind, subject.id), [])
    lines = [evaluation_card.line(one) for one in score.measured]
    numbers = {"total": decimal(score.total), "most": str(score.most), "suggested": score.band, "scaled": score.scaled}
    if not versions:
        return numbers | {"lines": [_printed(one) for one in lines]}
    held, now = versions[-1], {one["number"]: one for one in lines}
    scheme = evaluation_scheme.every(month.schemes).get(held["scheme"])
    names = {number: index.name for number, index in scheme[0].indices.items()} if scheme else {}
    kept = []
    for one in json.loads(held["indices"]):
        points = None if one["points"] is None else one["points"] / 10
        live = now.get(one["number"], {})
        same = (live.get("points"), live.get("n")) == (points, one["n"])
        line = {"number": one["number"], "name": names.get(one["number"], ""), "points": points, "n": one["n"]}
        kept.append(_printed(line | {"why": live["why"] if same else _("Số liệu lúc quyết định")}))
    return {
        "total": decimal(held["total"] / 10),
        "most": decimal(held["most"] / 10),
        "suggested": held["suggested"],
        "scaled": held["scaled"],
        "lines": kept,
    }


def _printed(line: dict) -> dict:
    return line | {"points": evaluation_words.points_words(line["points"])}


@routes.get("/<int:nam>/<int:thang>/<code>/phieu.pdf")
@allow("evaluation.print")
@on_paper
def sheet(nam, thang, code):
    month = evaluation_month.of(nam, thang)
    subject = month.subject(code)
    versions = month.decided.get((subject.kind, subject.id), [])
    names = staff.names(current_user.ward_id)
    heading = _heading(month, versions[-1]["decided_by"] if versions else "")
    beside = [(_("Trả kết quả đúng hẹn"), _share_words(month.on_time(subject)))]
    if satisfaction := month.satisfaction(subject):
        words = _share_words(Share(satisfaction.satisfied, satisfaction.n))
        beside.append((_("Người dân hài lòng theo khảo sát của phường"), words))
    printed = evaluation_sheet.evaluation_sheet(
        {
            **heading,
            **_numbers(month, subject),
            "name": subject.name if subject.id else heading["organ_line_2"],
            "kind": evaluation_words.kind_words(subject.kind),
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
        versions, numbers = month.decided.get((subject.kind, subject.id), []), _numbers(month, subject)
        last = versions[-1] if versions else {"band": "", "reason": "", "decided_by": decided_by}
        decided_by = last["decided_by"]
        rows.append(
            {
                "name": subject.name,
                "points": f"{numbers['total']}/{numbers['most']}",
                "suggested": numbers["suggested"],
                "on_time": _share_words(month.on_time(subject)),
                "decision": last["band"],
                "reason": last["reason"],
            }
        )
    printed = evaluation_sheet.evaluation_list({**_heading(month, decided_by), "rows": rows})
    return pdf_answer(printed, f"bang-tong-hop-danh-gia-{month.text}.pdf")
