"""/tuyen-truyen/<id>/bien-ban.pdf: the minutes of an event, as they were when they were made."""

from flask import Blueprint
from flask_login import current_user

from app.printing import minutes_sheets
from app.problems import Problem
from app.rules import clock
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.outreach import readable
from app.web.outreach_words import ADDRESS, documents, kind_words, questions, where_words
from app.web.paper_answer import on_paper, pdf_answer
from app.web.sessions import now_ms
from app.web.stationery import Stationery

routes = Blueprint("outreach_paper", __name__, url_prefix=ADDRESS)


@routes.get("/<uuid:outreach_id>/bien-ban.pdf")
@allow("outreach.see")
@on_paper
def minutes(outreach_id):
    """What was answered behind the minutes is on the page of the event, not on the paper that was signed."""
    row = readable(outreach_id)
    if row["state"] != "minuted":
        raise Problem("not_found")
    names = Names(row["ward_id"])
    asked = [
        {"asked": one["asked"], "answer": "" if one["later"] else one["answer"], "code": one["code"]}
        for one in questions(row, current_user.row["id"])
    ]
    printed = minutes_sheets.outreach_minutes(
        {
            **Stationery(row["ward_id"], now_ms()).heading(),
            "at": clock.write(row["minuted_at"]),
            "kind": kind_words(row["kind"]),
            "venue": row["place"],
            "neighbourhoods": where_words(row, names),
            "questions": asked,
            "documents": [{"title": one["title"], "count": one["count"]} for one in documents(row)],
            **{
                name: row[name]
                for name in ("title", "held_on", "starts", "audience", "attended", "summary", "conclusion", "chair")
            },
            "secretary": row["secretary"],
        }
    )
    return pdf_answer(printed, f"bien-ban-{row['held_on']}.pdf")
