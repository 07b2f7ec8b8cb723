"""A declaration as a PDF to sign: from what was filled in and the ward to what app/printing draws."""

from flask import current_app

from app.printing import declaration_sheet
from app.records.ward import ward as ward_row
from app.rules import clock


def drawn(ward_id: int, form: dict, values: dict, now: int, code: str = "") -> bytes:
    """`values`: checked ones, {} for a blank; `code`: 12 symbols once it was sent. Time in ms."""
    ward = ward_row(ward_id)
    record = {
        "organ_line_1": ward["organ_line_1"],
        "organ_line_2": ward["organ_line_2"],
        "ward_name": _in_sentence(ward["name"]),
        "place": ward["place_name"],
        "demo": current_app.config["GD"].demo,
        "at": clock.write(now),
        "tracking": code,
    }
    return declaration_sheet.declaration(record, form, values)


def given(ward: dict) -> dict[str, str]:
    """What the ward puts into a form, for the browser that prints it without a server."""
    return declaration_sheet.given(_in_sentence(ward["name"]), ward["place_name"])


def _in_sentence(ward_name: str) -> str:
    return ward_name[:1].lower() + ward_name[1:]


def file_name(form: dict) -> str:
    """Of the form alone: a name of a file stands in the list of downloads, for whoever holds the telephone next."""
    return f"to-khai-{form['code'].replace('_', '-')}.pdf"
