"""Feedback that may say the same thing as another. Only a hint: nothing is merged, each keeps its deadline and answer.

Deterministic: the same kind, within the ward's days, and the same words, or half as many of them and the same place or
telephone. A person may say that one is related to another.
"""

from app.rules import fields
from app.rules.clock import DAY_MS
from app.rules.dossier import invalid
from app.rules.feedback import begun, hidden_from
from app.rules.fields import FieldRefusal
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.text import fold

# Of the words of both together: so many in common are the same words, or enough beside the same place or telephone.
SAME_WORDS, SOME_WORDS = 0.6, 0.3
# Fewer words than these are alike by chance ("Rất tốt", "Cảm ơn phường").
LEAST_WORDS = 4
HINTS_MOST = 5
RELATED_MOST = 20

RELATE = {
    "to": fields.code("Liên quan tới", "[0-9A-Za-z_-]{1,36}", required=True),
    "related": fields.flag("Có liên quan"),
}


def words_of(row: dict) -> frozenset[str]:
    """The words of what was said, without diacritics, signs and single letters."""
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(row["content"]))
    return frozenset(word for word in letters.split() if len(word) > 1)


def looks_like(one: dict, other: dict, days: int) -> str:
    """Why they look alike: "words" | "phone" | "place"; "" when they do not. Rows with `words` beside them need not
    have them made anew.
    """
    if one["id"] == other["id"] or one["kind"] != other["kind"]:
        return ""
    if abs(one["received_at"] - other["received_at"]) > days * DAY_MS:
        return ""
    words, others = (row.get("words") or words_of(row) for row in (one, other))
    if min(len(words), len(others)) < LEAST_WORDS:
        return ""
    common = len(words & others) / len(words | others)
    if common >= SAME_WORDS:
        return "words"
    if common < SOME_WORDS:
        return ""
    if one["phone"] and one["phone"] == other["phone"]:
        return "phone"
    return "place" if fold(one["place"]) and fold(one["place"]) == fold(other["place"]) else ""


def alike(row: dict, rows: list[dict], days: int) -> list[tuple[dict, str]]:
    """[(other row, why)] of those that look like it, in their order, at most HINTS_MOST."""
    known = row if "words" in row else {**row, "words": words_of(row)}
    return [(other, why) for other in rows if (why := looks_like(known, other, days))][:HINTS_MOST]


def related_to(row: dict) -> list[str]:
    return row["related"].split()


def relate(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`feedback.relate/1` {"to", "related"}: a person looked at both; false takes it back. Nothing else changes."""
    clean = begun("relate", RELATE, held, body, operation, context)
    if isinstance(clean, Refusal):
        return clean
    other = context.held("feedback", clean["to"])
    if other is None or other["id"] == held["id"] or hidden_from(other, operation.author):
        return invalid([FieldRefusal("to", "choice_unknown", {"label": RELATE["to"]["label"]})])
    known = related_to(held)
    if clean["related"] == (other["id"] in known):
        return Refusal("nothing_changed")
    if clean["related"] and len(known) >= RELATED_MOST:
        return invalid([FieldRefusal("to", "too_many", {"label": RELATE["to"]["label"], "max": RELATED_MOST})])
    now = [*known, other["id"]] if clean["related"] else [one for one in known if one != other["id"]]
    return Change({**held, "related": " ".join(now)})
