"""What a review is about, noun by noun: the row, what it is called, its fields in words, where its page is."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import lazy_gettext

from app.records import assistance, household
from app.rules import assistance as assistance_rules
from app.rules import assistance_fields, clock, household_fields, mask
from app.rules import household as household_rules
from app.rules.registry import KINDS
from app.web import assistance_words, household_words
from app.web.assistance_words import Names
from app.web.words import day, label, moment


@dataclass(frozen=True, slots=True)
class Card:
    """`of(row)`: the card that a choice is made in. `closed(row)`: (when, why) nothing in it can change any more."""

    row: Callable[[int, str], dict | None]
    of: Callable[[dict], dict]
    path: str
    line: Callable[[dict, Names], str]
    when: Callable[[dict], str]
    closed: Callable[[dict], tuple[str, str]]
    label: Callable[[str], str]
    value: Callable
    readable: Callable
    changes: Callable
    wrong_together: Callable[[dict], list]
    unnamed: object
    see: object
    others: object
    closed_title: object


def masked_body(body: dict, at: str, names: Names) -> str:
    """The line of an assistance as the volunteer's own tablet shows it; "" when there is nothing to say."""
    said = {name: body.get(name) for name in ("name", "phone", "procedure", "help")}
    if not all(isinstance(value, str) for value in said.values()):
        return ""
    labels = {"procedure": names.procedure(said["procedure"]), "help": label("help", said["help"])}
    return mask.masked_line(said, labels, at)


def _masked_slip(row: dict, names: Names) -> str:
    return masked_body(assistance_rules.body_of(row), clock.write(row["happened_at"]), names)


def _voided(row: dict) -> tuple[str, str]:
    return (moment(row["voided_at"]), row["void_reason"]) if row["voided_at"] is not None else ("", "")


def _household_line(row: dict, names: Names) -> str:
    return f"{household_words.home(row)}, {names.neighbourhoods.get(row['neighbourhood'], '')}"


def _joined(row: dict) -> tuple[str, str]:
    into = household.household(row["ward_id"], row["merged_into"]) if row["merged_into"] else None
    return (household_words.home(into), "") if into else ("", "")


ASSISTANCE = Card(
    row=assistance.assistance,
    of=assistance_rules.body_of,
    path="/luot-ho-tro",
    line=_masked_slip,
    when=lambda row: moment(row["happened_at"]),
    closed=_voided,
    label=assistance_words.field_label,
    value=assistance_words.value_text,
    readable=assistance_words.readable,
    changes=assistance_words.changes,
    wrong_together=assistance_fields.check_together,
    unnamed=lazy_gettext("Lượt hỗ trợ không ghi tên"),
    see=lazy_gettext("Xem lượt hỗ trợ và lịch sử"),
    others=lazy_gettext("Lượt này còn mục khác cần xem lại"),
    closed_title=lazy_gettext("Lượt này đã bị hủy"),
)
HOUSEHOLD = Card(
    row=household.household,
    of=household_rules.card_of,
    path=household_words.ADDRESS,
    line=_household_line,
    when=lambda row: day(row["state_on"]),
    closed=_joined,
    label=household_words.field_label,
    value=household_words.value_text,
    readable=household_words.readable,
    changes=household_words.changes,
    wrong_together=household_fields.check_together,
    unnamed=lazy_gettext("Hộ chưa ghi chỗ ở"),
    see=lazy_gettext("Xem hộ và lịch sử"),
    others=lazy_gettext("Hộ này còn mục khác cần xem lại"),
    closed_title=lazy_gettext("Hộ này đã được gộp"),
)


def card_of(review: dict) -> Card:
    """By the type of the operation. What is about something else reads as an assistance, and has no row."""
    kind = KINDS.get(review["type"])
    return HOUSEHOLD if kind and kind.noun.startswith("household") else ASSISTANCE
