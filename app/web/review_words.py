"""What waits for a person, in words: the tabs of the page, and one operation as a line of a list."""

import json

from flask_babel import gettext as _

from app.web.assistance_words import TYPES, Names, body_of, reason_text
from app.web.review_card import card_of, masked_body
from app.web.words import label, moment

# The kinds that the plain list is filtered by; what asks for a choice has a list of its own.
OUTCOMES = ("parked", "rejected")
CHOOSE, ALIKE = "/can-xem-lai/can-chon", "/can-xem-lai/co-the-trung"


def cursor(typed: str) -> int | None:
    """The position in the ledger that a page of a list begins before; None for the first page."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None


def address(outcome: str, before_v: int | None = None) -> str:
    said = [f"loai={outcome}"] if outcome else []
    said += [f"truoc={before_v}"] if before_v is not None else []
    return "/can-xem-lai" + ("?" + "&".join(said) if said else "")


def tabs(current: str, counts: dict, alike: int | None = None) -> list[dict]:
    """`current` is the address without its page; `alike` is counted on its own page only, for it costs a comparison."""
    kinds = (
        (address(""), _("Tất cả"), sum(counts.values())),
        (CHOOSE, _("Cần chọn"), counts.get("conflict", 0)),
        (address("parked"), _("Đang giữ lại"), counts.get("parked", 0)),
        (address("rejected"), _("Không nhận được"), counts.get("rejected", 0)),
        (ALIKE, _("Có thể trùng"), alike),
    )
    return [{"href": href, "label": words, "count": count, "current": href == current} for href, words, count in kinds]


def line(review: dict, entry: dict, names: Names) -> dict:
    details = json.loads(review["details"])
    return {
        "href": f"/can-xem-lai/{review['op']}",
        "kind": TYPES.get(review["type"], review["type"]),
        "line": masked(entry, names),
        "why": reason_text(review["code"], details),
        "who": names.person(review["staff"]),
        "device": names.device(review["device"]),
        "when": moment(entry["at"]),
        "outcome": review["outcome"],
        "outcome_label": label("outcome", review["outcome"]),
    }


def masked(entry: dict, names: Names) -> str:
    """The line of the record it is about, as the volunteer's own tablet shows it; "" when there is nothing to say."""
    if entry["type"] == "assistance.record/1":
        return masked_body(body_of(entry) or {}, entry["at_text"], names)
    card = card_of(entry)
    row = card.row(entry["ward_id"], entry["entity"])
    return card.line(row, names) if row else ""
