"""What the counter says before it saves: what a procedure asks for, the day it promises and what is to be paid."""

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from app.records import dossier as records
from app.records import procedure
from app.rules import clock, dossier_clock, fee, handling
from app.rules.dossier import countable
from app.rules.dossier_row import EMPTY, opened
from app.rules.procedure_search import LONGEST_QUERY, search
from app.rules.text import clean, fold
from app.web import dossier_typed, dossier_words, handling_words, words
from app.web.words import said

CANDIDATES = 8
_HINTED = 3


def catalogue() -> list[dict]:
    """Versions in force, as the picker reads them."""
    rows = procedure.current_procedures(current_user.ward_id)
    return [{**row, "words": fold(row["words"])} for row in rows]


def chosen_version(text: str, rows: list[dict]) -> tuple[dict | None, list[dict]]:
    """(the version that a code or a version's id names, or the only one that words find; else what they find)."""
    wanted = clean(text)[:LONGEST_QUERY]
    for row in rows:
        if wanted in (row["code"], row["id"]):
            return row, []
    found = search(wanted, rows)[:CANDIDATES] if wanted else []
    return (found[0], []) if len(found) == 1 else (None, found)


def chosen_variant(version: dict | None) -> dict | None:
    if version is None:
        return None
    typed = request.form.get("variant", "")
    return handling.variant(version, typed) or handling.variant(version, "")


def quantities(variant: dict) -> list[str]:
    """What must be counted to know the fee: "pages", "copies", "papers"."""
    needed = {"page": ("pages", "copies"), "copy": ("copies",), "paper": ("papers",), "case": ()}
    return list(dict.fromkeys(name for one in variant["fees"] for name in needed[one["per"]]))


def typed_quantities(variant: dict) -> dict:
    """What was counted; a number that is none stays out and makes the fee unknown."""
    typed = {name: dossier_typed.whole(f"quantity_{name}", -1) for name in quantities(variant)}
    return {name: count for name, count in typed.items() if count >= 0}


def promise(variant: dict, now: int) -> dict | None:
    """{"due", "why", "legal", "results", "verify"}: the words of what a dossier received now is promised.

    None where nothing can be promised, because the catalogue does not know how long it may take.
    """
    if not countable(variant):
        return None
    calendar = dossier_words.calendar_of(current_user.ward_id)
    row = dossier_clock.started({**EMPTY}, variant, calendar, now)
    texts = handling.time_texts(variant)
    off = dossier_words.days_off_words(calendar, now, row["due_original_at"])
    shorter = handling.shortened(variant)
    return {
        "due": dossier_words.due_words(row["due_original_at"]),
        "why": "; ".join(text for text in (texts["promised"], off) if text),
        "legal": texts["legal"] if shorter else "",
        "results": [
            {
                "name": one["name"],
                "authority": one["authority"],
                "due": dossier_words.due_words(one["due_at"]),
            }
            for one in opened(row, "results")
            if len(opened(row, "results")) > 1
        ],
        "verify": verify_words(variant),
    }


def verify_words(variant: dict) -> str:
    if not variant["verify_value"]:
        return ""
    limit = handling_words.limit(variant["verify_value"], variant["verify_unit"])
    return _("Nếu %(when)s: tất cả không quá %(limit)s.", when=variant["verify_name"].lower(), limit=limit)


def fee_words(variant: dict, channel: str, now: int) -> dict:
    """{"total", "known", "lines": [{"label", "amount", "why"}], "amount": đồng or None} in words (R9)."""
    told = fee.fee_for(
        variant,
        "direct" if channel == "elsewhere" else channel,
        clock.day_of(now),
        request.form.get("exemption", ""),
        typed_quantities(variant),
    )
    return {
        "amount": told["total"],
        "known": told["known"],
        "total": fee.money(told["total"]) if told["known"] else _("chưa tính được"),
        "lines": [
            {**line, "amount": fee.money(line["amount"]) if line["amount"] is not None else _("chưa rõ")}
            for line in told["lines"]
        ],
    }


def alike(name: str, code: str, now: int) -> list[dict]:
    """Dossiers of the same name and procedure that came today: a hint to look, never a stop."""
    wanted = fold(clean(name))
    if not wanted or not code:
        return []
    day = clock.day_of(now)
    rows = records.received_on(current_user.ward_id, day, code)
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "number": dossier_words.number_text(row) or words.clock_time(row["received_at"]),
        }
        for row in rows
        if fold(row["name"]) == wanted
    ][:_HINTED]


def exemptions(variant: dict) -> list[tuple[str, str]]:
    return [(one["key"], one["name"]) for one in fee.exemptions(variant)]


def quantity_labels() -> dict[str, str]:
    return {"pages": _("Số trang của bản chính"), "copies": _("Số bản"), "papers": _("Số giấy tờ, giao dịch")}


def form_choices(forms: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, said(text)) for code, text in forms.items()]
