"""The guided choice "Anh/chị cần làm gì?": questions in everyday words that end at a procedure (data/guide.json).

Two or three taps: an answer leads to another question, or to a procedure and, where it matters, to one of its variants.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Answer:
    """`say`: its words, `hint`: what else people call it. Either `to` (id of a question) or `code` of a procedure, then
    perhaps `variant` (its key)."""

    say: str
    hint: str = ""
    to: str = ""
    code: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    ask: str
    answers: tuple[Answer, ...]


@cache
def questions() -> tuple[Question, ...]:
    """All of them; the first is where one begins."""
    data = json.loads((files("app.rules") / "data" / "guide.json").read_text("utf-8"))
    return tuple(
        Question(one["id"], one["ask"], tuple(Answer(**answer) for answer in one["answers"]))
        for one in data["questions"]
    )
