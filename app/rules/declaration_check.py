"""What a person filled into a declaration, held against its form: what is kept, what is wrong, what is doubtful.

`errors`: {path: (code, params)}: the paper is not ready. `warnings`: [(path, code, params)] in the order of the form:
they never block. Paths: "section.field", in a repeated section "section.2.field" (rows counted from 0 as they were
given), "section" for a repeated section itself. Every params has `label`; sentences: app/problems/declaration.py.
What a condition hides is dropped. Twin: static/js/core/declaration_check.js; tests/cases/declaration_checks.json.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from app.rules.declaration_doubt import doubts
from app.rules.declaration_expression import holds
from app.rules.declaration_value import CODED, Refused, cleaned
from app.rules.text import clean

# More rows than any form asks for: of a forged body no more are looked at.
MOST_ROWS = 60


@dataclass(slots=True)
class Checked:
    """`values`: only what was given and is asked for: {section: {field: value}}, {section: [{field: value}]}."""

    values: dict
    errors: dict[str, tuple[str, dict]] = field(default_factory=dict)
    warnings: list[tuple[str, str, dict]] = field(default_factory=list)


class _Asked(NamedTuple):
    """A field that is asked for: where it stands, and the kept values beside it (its row in a repeated section)."""

    path: str
    field: dict
    beside: dict
    row: dict | None


def check(form: dict, values, today: str) -> Checked:
    """`form`: a whole form file; `values` as they came; `today` "YYYY-MM-DD": the day of filling."""
    if not isinstance(values, dict):
        return Checked({}, {"": ("body_unreadable", {"label": ""})})
    checked = Checked({})
    asked: list[_Asked] = []
    rows_at: dict[str, list[tuple[int, dict]]] = {}
    for section in form["sections"]:
        if holds(section.get("if", True), checked.values, today):
            _section(section, values.get(section["id"]), checked, asked, rows_at, today)
    for one in asked:
        _look_back(one, checked, today)
    for rule in form.get("checks", ()):
        _across(rule, checked, rows_at, today)
    _unknown(form, values, checked)
    _drop_empty(checked.values)
    return checked


def _section(section: dict, given, checked: Checked, asked: list, rows_at: dict, today: str) -> None:
    id_ = section["id"]
    if "repeat" not in section:
        if given is not None and not isinstance(given, dict):
            checked.errors[id_] = ("field_type", {"label": section["title"]})
        kept = checked.values[id_] = {}
        _fields(section, given if isinstance(given, dict) else {}, kept, None, id_, checked, asked, today)
        return
    if given is not None and not isinstance(given, list):
        checked.errors[id_] = ("field_type", {"label": section["title"]})
    rows = rows_at[id_] = []
    for at, row in enumerate(given[:MOST_ROWS] if isinstance(given, list) else ()):
        kept, asked_of_row = {}, []
        before = set(checked.errors)
        _fields(section, row if isinstance(row, dict) else {}, kept, kept, f"{id_}.{at}", checked, asked_of_row, today)
        if any(kept.values()) or set(checked.errors) != before:
            rows.append((at, kept))
            asked += asked_of_row
    checked.values[id_] = [kept for _at, kept in rows]
    _count_rows(section, len(rows), checked)


def _count_rows(section: dict, count: int, checked: Checked) -> None:
    least, most = section["repeat"]["min"], section["repeat"]["max"]
    if count < least:
        checked.errors.setdefault(section["id"], ("rows_few", {"label": section["title"], "min": least}))
    if count > most:
        checked.errors.setdefault(section["id"], ("rows_many", {"label": section["title"], "max": most}))


def _fields(
    section: dict, given: dict, kept: dict, row: dict | None, at: str, checked: Checked, asked: list, today: str
) -> None:
    """Keeps the fields of one section, or of one row of it, in their order: conditions ask of what stands before."""
    for one in section["fields"]:
        if one["type"] == "note" or not holds(one.get("if", True), checked.values, today, row):
            continue
        path = f"{at}.{one['id']}"
        value = given.get(one["id"])
        asked.append(_Asked(path, one, kept, row))
        if value is None:
            continue
        try:
            kept[one["id"]] = cleaned(one, value)
        except Refused as refused:
            checked.errors[path] = (refused.code, {"label": one["label"], **refused.params})
            # What was typed is never lost.
            if isinstance(value, str) and one["type"] not in CODED:
                kept[one["id"]] = clean(value, lines=one["type"] == "long_text")


def _look_back(asked: _Asked, checked: Checked, today: str) -> None:
    """What can be said of a field only when everything else is known."""
    one, path = asked.field, asked.path
    if path in checked.errors:
        return
    value = asked.beside.get(one["id"], "")
    if not value and holds(one.get("required", False), checked.values, today, asked.row):
        checked.errors[path] = ("required", {"label": one["label"]})
    found = doubts(one, value, asked.beside)
    checked.warnings += [(path, code, {"label": one["label"], **params}) for code, params in found]


def _across(rule: dict, checked: Checked, rows_at: dict, today: str) -> None:
    section, _dot, name = rule["at"].partition(".")
    if section in rows_at and name:
        places = [(f"{section}.{at}.{name}", row) for at, row in rows_at[section]]
    else:
        places = [(rule["at"], None)]
    for path, row in places:
        if not holds(rule["wrong"], checked.values, today, row):
            continue
        if rule["stop"]:
            checked.errors.setdefault(path, ("said", {"label": "", "say": rule["say"]}))
        else:
            checked.warnings.append((path, "said", {"label": "", "say": rule["say"]}))


def _unknown(form: dict, values: dict, checked: Checked) -> None:
    """What no field of this form asks: of an older version of it. Nobody has to look for where it went."""
    known = {section["id"]: {one["id"] for one in section["fields"]} for section in form["sections"]}
    for section, given in values.items():
        rows = given if isinstance(given, list) else [given]
        names = {str(name) for row in rows if isinstance(row, dict) for name in row} - known.get(section, set())
        for name in sorted(names):
            path = f"{section}.{name}"
            checked.warnings.append((path, "field_unknown", {"label": path}))


def _drop_empty(values: dict) -> None:
    for section, kept in list(values.items()):
        for row in kept if isinstance(kept, list) else [kept]:
            for name in [name for name, value in row.items() if not value]:
                del row[name]
        if not kept:
            del values[section]
