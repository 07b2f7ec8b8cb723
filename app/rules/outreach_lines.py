"""What was asked and what was handed out at an outreach event: lines of its row, each with a key of its own.

`questions`: {key, asked, answer, answered_at, answered_by, feedback}; `answered_at` None while nobody has answered,
`feedback` the id of what it became or belongs to (more than one, between spaces, only where those before are hidden
from whoever linked the next). Who asked is not written down. `documents`: {key, title, kind, of,
count}. A line is added, answered or struck, never written over, so that two people do not undo each other's.
"""

import json

from app.rules import outreach_fields
from app.rules.feedback import hidden_from
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.outreach import begun, opened


def _with(row: dict, name: str, lines: list[dict]) -> Change:
    return Change({**row, name: json.dumps(lines, ensure_ascii=False)})


def ask(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`outreach.ask/1` {"asked", "answer"}: a question or an opinion; its key is the operation's id."""
    clean = begun("ask", outreach_fields.ASK, held, body, context)
    if isinstance(clean, Refusal):
        return clean
    lines = opened(held, "questions")
    if len(lines) >= outreach_fields.QUESTIONS_MAX:
        return Refusal("outreach_full")
    line = {"key": operation.id, **clean, "answered_at": None, "answered_by": "", "feedback": ""}
    if clean["answer"]:
        line |= {"answered_at": context.at, "answered_by": operation.author}
    return _with(held, "questions", [*lines, line])


def _line(lines: list[dict], key: str) -> dict | None:
    return next((line for line in lines if line["key"] == key), None)


def answer(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`outreach.answer/1` {"key", "answer"}: to what nobody could answer in the room; once."""
    clean = begun("answer", outreach_fields.ANSWER, held, body, context)
    if isinstance(clean, Refusal):
        return clean
    lines = opened(held, "questions")
    line = _line(lines, clean["key"])
    if line is None:
        return Refusal("outreach_line_unknown")
    if line["answered_at"] is not None:
        return Refusal("outreach_answered")
    line |= {"answer": clean["answer"], "answered_at": context.at, "answered_by": operation.author}
    return _with(held, "questions", lines)


def link(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`outreach.link/1` {"key", "feedback"}: what the question became. What is hidden from its author is not there for
    them (R13): neither to be linked, nor as what is linked already.
    """
    clean = begun("link", outreach_fields.LINK, held, body, context)
    if isinstance(clean, Refusal):
        return clean
    lines = opened(held, "questions")
    line = _line(lines, clean["key"])
    if line is None:
        return Refusal("outreach_line_unknown")
    said = context.held("feedback", clean["feedback"])
    if said is None or hidden_from(said, operation.author):
        return Refusal("outreach_feedback_unknown")
    known = [context.held("feedback", one) for one in line["feedback"].split()]
    if any(not hidden_from(one, operation.author) for one in known):
        return Refusal("outreach_linked")
    line["feedback"] = " ".join([*line["feedback"].split(), clean["feedback"]])
    return _with(held, "questions", lines)


def hand_out(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`outreach.hand_out/1` {"title", "kind", "of", "count"}: so many copies of a paper."""
    clean = begun("hand_out", outreach_fields.HAND_OUT, held, body, context)
    if isinstance(clean, Refusal):
        return clean
    lines = opened(held, "documents")
    if len(lines) >= outreach_fields.DOCUMENTS_MAX:
        return Refusal("outreach_full")
    if clean["kind"] == "other":
        clean["of"] = ""
    return _with(held, "documents", [*lines, {"key": operation.id, **clean}])


def strike(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`outreach.strike/1` {"key"}: a line that was written by mistake; its history stays."""
    clean = begun("strike", outreach_fields.STRIKE, held, body, context)
    if isinstance(clean, Refusal):
        return clean
    for name in ("questions", "documents"):
        lines = opened(held, name)
        if line := _line(lines, clean["key"]):
            return _with(held, name, [one for one in lines if one is not line])
    return Refusal("outreach_line_unknown")
