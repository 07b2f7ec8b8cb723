"""/lam-gi: "Anh/chị cần làm gì?", everyday words that lead to a procedure in two or three taps.

One page with all questions, of which the address's fragment shows one: it works without a network, without scripts,
and the way back is the browser's own. What somebody taps reaches no server.
"""

from flask import Blueprint

from app.rules.procedure_guide import questions
from app.web.guard import public
from app.web.offline import kept_for_citizens
from app.web.words import said

routes = Blueprint("procedure_guide", __name__)


@routes.get("/lam-gi")
@public
@kept_for_citizens
def guide():
    told = [
        {
            "id": question.id,
            "ask": said(question.ask),
            "answers": [
                {"say": said(answer.say), "hint": said(answer.hint), "href": _href(answer), "leaf": bool(answer.code)}
                for answer in question.answers
            ],
        }
        for question in questions()
    ]
    # The question that stands when none is named comes last: the style sheet hides it when one before it is.
    return "procedure/guide.html", {"questions": [*told[1:], told[0]], "first": told[0]["id"]}


def _href(answer) -> str:
    if answer.to:
        return f"#{answer.to}"
    return f"/thu-tuc/{answer.code}" + (f"#th-{answer.variant}" if answer.variant else "")
