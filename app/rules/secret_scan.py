"""R16 at the door: whatever an operation of the counter says, no text of it is kept that writes down a secret.

The rules look through the fields they know and name them; this looks through everything else a body can carry: the
legal ground beside a reason, the name of a paper from the list, a word that only the head is asked for. The body lies
in the ledger for ever, so that what is not in the row matters as much.
"""

from collections.abc import Iterator

from app.rules.operation import Change, Context, Refusal
from app.rules.secret import hints_at_secret, looks_like_secret

NOUNS = frozenset({"declaration", "dossier", "certification", "register", "number_lease"}) | {
    "household",
    "household_observation",
    "household_visit",
    "outreach",
    "inspection",
    "inspection_fault",
}
# A rule that finds no reason in a text that is a secret says less than it could.
_LESS_CLEAR = frozenset({"reason_needed", "basis_needed", "override_needed"})
# What a page saw before: who takes a secret out of an old row must be able to say what stood there.
_SEEN = "was"


def after_rule(noun: str, body, answer: Change | Refusal, context: Context) -> Change | Refusal:
    """The rule's answer, or the refusal `text_secret` that names the fields; parked where a citizen has gone home."""
    if noun not in NOUNS or (isinstance(answer, Refusal) and answer.code not in _LESS_CLEAR):
        return answer
    found = fields_with_secrets(body)
    if not found:
        return answer
    return Refusal("text_secret", context.from_tablet, {"fields": dict.fromkeys(found, "looks_secret")})


def fields_with_secrets(body) -> list[str]:
    """The fields of a body that hold a password, passcode, PIN or one-time code, however deep inside."""
    if not isinstance(body, dict):
        return []
    said = {name: list(_texts(value)) for name, value in body.items() if name != _SEEN}
    # One look at all texts together is nearly always enough.
    if not hints_at_secret("\n".join(text for texts in said.values() for text in texts)):
        return []
    return [name for name, texts in said.items() if any(map(looks_like_secret, texts))]


def _texts(value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
