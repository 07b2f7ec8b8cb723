"""Whoever spoke says, by their code and once, whether the answer satisfies them. Nothing is opened again by itself."""

from app.rules import fields
from app.rules.feedback import begun
from app.rules.operation import SYSTEM, Change, Context, Operation, Refusal

RATINGS = {
    "satisfied": "Hài lòng",
    "unsatisfied": "Chưa hài lòng",
}
RATE = {
    "rating": fields.choice("Anh/chị thấy câu trả lời thế nào", RATINGS),
    "reason": fields.text("Vì sao", 300, secret=True, lines=True),
}


def rate(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.rate/1` {"rating", "reason"}: by the citizen alone, once (whoever works for the ward rates nothing)."""
    if operation.author != SYSTEM:
        return Refusal("not_allowed")
    clean = begun("rate", RATE, held, body, operation, context)
    if isinstance(clean, Refusal):
        return clean
    if held["rating"]:
        return Refusal("feedback_rated")
    return Change({**held, "rating": clean["rating"], "rating_reason": clean["reason"], "rated_at": context.at})
