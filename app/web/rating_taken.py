"""An answer as it comes in: by a page, by a citizen's phone that had no network, or sealed by the ward's own tablet.

Whatever comes twice counts once, by the marks of the code. None of it goes through the ledger, which says who, when and
in which order for ever (docs/decisions.md 35, 55).
"""

import hmac
from typing import Annotated

import msgspec
from flask import current_app

from app.records import rating as records
from app.records import workday
from app.rules import rating, survey, tracking
from app.rules.clock import day_of
from app.rules.rating_report import FIELD, KIND, PLACE
from app.rules.survey import Survey

# What a citizen's phone calls it on its way.
TYPE = "rating.answer/1"
CODE_MAX = 40


class Told(msgspec.Struct):
    """`values`: {question: level}; `survey`, `version`: what was on the screen when it was answered."""

    code: Annotated[str, msgspec.Meta(max_length=CODE_MAX)]
    survey: Annotated[str, msgspec.Meta(max_length=40)]
    version: Annotated[int, msgspec.Meta(ge=1, le=9999)]
    values: Annotated[dict[Annotated[str, msgspec.Meta(max_length=40)], int], msgspec.Meta(max_length=60)] = {}
    reasons: Annotated[list[Annotated[str, msgspec.Meta(max_length=40)]], msgspec.Meta(max_length=20)] = []


def invited(typed: str, now: int, only_ward: int | None = None) -> dict | None:
    """What a code invites to rate, with its marks and what the ward asks; None for a code that is wrong, nobody's, or
    of too long ago."""
    code = tracking.parse(typed[:CODE_MAX])
    found = records.invitation(code, only_ward) if code else None
    if found is None:
        return None
    settings = workday.office(found["ward_id"])
    if not rating.open_at(found["ended_at"], now, settings["rating_days"]):
        return None
    more = survey.asked(settings, day_of(now))
    return {**found, "code": code, "marks": _marks(code), "more": more}


def _marks(code: str) -> dict[str, str]:
    secret = current_app.config["SECRET_KEY"]
    # The faces have the mark that codes had before there was anything else: who rated then does not rate again.
    said = {part: f"rated:{code}:{part}" for part in (rating.WHY, *{code for code, _version in survey.every()})}
    said[survey.FACES] = f"rated:{code}"
    return {part: hmac.digest(secret, text.encode(), "sha256").hex() for part, text in said.items()}


def used(found: dict) -> set[str]:
    """Which parts of this invitation have been answered."""
    return records.used(found["ward_id"], found["marks"])


def keep(found: dict, answer: rating.Answer, now: int) -> bool:
    """Counts what of the answer was not counted before; False when nothing was new."""
    field = records.field_of(found["ward_id"], found["procedure"])
    groups = {KIND: found["kind"], PLACE: found["place"], FIELD: field}
    return records.keep(found["ward_id"], found["marks"], rating.month_of(now), groups, answer)


def take(told: Told, now: int, only_ward: int | None = None) -> bool:
    """Counts what a device kept while it had no network. False: nobody knows such a code (yet).

    Too late, said before or of no questionnaire of ours: taken and left out, so that an answer says nothing of a code.
    """
    code = tracking.parse(told.code)
    if code is None or records.invitation(code, only_ward) is None:
        return False
    found = invited(code, now, only_ward)
    answer = answer_of(told)
    if found and answer:
        keep(found, answer, now)
    return True


def answer_of(told: Told) -> rating.Answer | None:
    asked: Survey | None = survey.every().get((told.survey, told.version))
    if asked is None:
        return None
    return rating.read(asked, {item: str(level) for item, level in told.values.items()}, told.reasons)[0]


def from_citizen(body: dict, now: int) -> None:
    """Through the anonymous door, which says the same of every code: whoever knocks cannot try which are taken."""
    try:
        take(msgspec.convert(body, Told), now)
    except msgspec.ValidationError:
        # Of no page of ours; and still the same answer.
        return
