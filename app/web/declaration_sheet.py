"""A form file made into what a page shows: its parts, their rows, each field with its value and what is wrong with it;
and back: what was posted, as values of the form.

Names of controls are "section.field", in a repeated section "section.2.field"; ids have dashes instead of dots.
"""

from collections.abc import Iterator

from flask import request
from flask_babel import gettext as _

from app.rules.declaration_date import read_date, say_date
from app.rules.declaration_lists import ETHNIC_GROUPS
from app.rules.declaration_value import LONGEST

# Of a forged post no more rows are read.
_MOST_ROWS = 60
_BLANK = "n"


def sections(form: dict, values: dict, errors: dict[str, str]) -> list[dict]:
    """The parts of the page. `values` as typed or kept; `errors` {path: sentence}."""
    return [_section(section, values.get(section["id"]), errors) for section in form["sections"]]


def _section(section: dict, given, errors: dict[str, str]) -> dict:
    id_, repeat = section["id"], section.get("repeat")
    made = {
        "id": id_,
        "title": section["title"],
        "hint": section.get("hint", ""),
        "only_if": "if" in section,
        "repeat": repeat,
        "error": errors.get(id_, ""),
    }
    if not repeat:
        return {**made, "rows": [_row(section, id_, "", given if isinstance(given, dict) else {}, errors)]}
    rows = given if isinstance(given, list) and given else [{}] * repeat["min"]
    made["rows"] = [_row(section, f"{id_}.{at}", str(at), row, errors) for at, row in enumerate(rows)]
    made["blank"] = _row(section, f"{id_}.{_BLANK}", _BLANK, {}, {})
    return made


def _row(section: dict, at: str, index: str, given: dict, errors: dict[str, str]) -> dict:
    fields = [_field(section, one, f"{at}.{one['id']}", given, errors) for one in section["fields"]]
    return {"index": index, "number": int(index) + 1 if index.isdigit() else "", "fields": fields}


def _field(section: dict, field: dict, name: str, given: dict, errors: dict[str, str]) -> dict:
    type_ = field["type"]
    value = given.get(field["id"], field.get("default", ""))
    if type_ == "date" and isinstance(value, str):
        value = say_date(value)
    return {
        "name": name,
        "id": name.replace(".", "-"),
        "type": type_,
        "label": field["label"],
        "hint": field.get("hint") or _usual_hint(field),
        # What only some have to fill in says so when it was left out.
        "required": field.get("required", False) is True,
        "only_if": "if" in field,
        "options": _options(field),
        "same": bool(field.get("same_as")),
        "value": value,
        "error": errors.get(name, ""),
        "max": field.get("max", LONGEST.get(type_, 20)),
    }


def _usual_hint(field: dict) -> str:
    if field["type"] == "date":
        if field.get("partial"):
            return _("Gõ số: ngày, tháng, năm. Chỉ nhớ năm thì gõ năm.")
        return _("Gõ số: ngày, tháng, năm. Ví dụ 05032025.")
    return ""


def _options(field: dict) -> list:
    if field["type"] == "yes_no":
        return [("yes", _("Có")), ("no", _("Không"))]
    if field["type"] == "ethnicity":
        return [(name, name) for name in ETHNIC_GROUPS]
    return [tuple(option) for option in field.get("options", ())]


def posted(form: dict) -> dict:
    """What stands in the posted form, as values; dates as they are kept where they can be read."""
    values: dict = {}
    for section in form["sections"]:
        id_ = section["id"]
        if "repeat" not in section:
            values[id_] = _posted_row(section, id_)
        else:
            values[id_] = [_posted_row(section, f"{id_}.{at}") for at in _posted_rows(id_)]
    return values


def _posted_rows(section: str) -> list[int]:
    found = {name.split(".")[1] for name in request.form if name.startswith(f"{section}.") and name.count(".") == 2}
    return sorted(int(at) for at in found if at.isascii() and at.isdigit() and len(at) < 4)[:_MOST_ROWS]


def _posted_row(section: dict, at: str) -> dict:
    row = {}
    for field in section["fields"]:
        name = f"{at}.{field['id']}"
        if field["type"] == "choices":
            row[field["id"]] = request.form.getlist(name)
        elif field["type"] != "note":
            typed = request.form.get(name, "")
            row[field["id"]] = (read_date(typed, partial=True) or typed) if field["type"] == "date" else typed
    return row


def names(values: dict) -> Iterator[tuple[str, str]]:
    """(name of a control, text) of everything in the values: what a page carries hidden while it shows the answers."""
    for section, given in values.items():
        for at, row in enumerate(given) if isinstance(given, list) else [("", given)]:
            for field, value in row.items():
                name = f"{section}.{at}.{field}" if at != "" else f"{section}.{field}"
                for text in value if isinstance(value, list) else [value]:
                    yield name, text


def answers(form: dict, values: dict) -> list[dict]:
    """[{"id", "title", "rows": [{"name", "label", "value"}]}] of kept values; twin: core/declaration_answers.js."""
    parts = []
    for section in form["sections"]:
        given = values.get(section["id"])
        if given is None:
            continue
        repeat = section.get("repeat")
        for at, row in enumerate(given) if repeat else [("", given)]:
            title = f"{repeat['one']} {at + 1}" if repeat else section["title"]
            rows = [
                {"name": section["id"], "label": field["label"], "value": shown(field, row[field["id"]])}
                for field in section["fields"]
                if row.get(field["id"])
            ]
            parts.append({"id": section["id"], "title": title, "rows": rows})
    return parts


def shown(field: dict, value) -> str:
    """One kept value in words."""
    named = dict(_options(field)) if field["type"] != "ethnicity" else {}
    if isinstance(value, list):
        return ", ".join(named.get(one, one) for one in value)
    return say_date(value) if field["type"] == "date" else named.get(value, value)
