"""How the counter handles a procedure, as a form: rows come and go by buttons that work without JavaScript.

`typed` is what stands in the form, in the shape of rules/handling_check.py but all of it text and ticks; of a variant's
time it asks the law's first and then, where it is shorter, the ward's own. The names of controls: v0-name, v0d2-name
(paper 3 of variant 1), v0f1-amount, v0f1e0-name (an exemption of a fee), v0r0-name.
"""

import re

from app.rules import handling as rules
from app.rules.due import WORKING_DAY
from app.rules.fee import read_money
from app.rules.fields import FieldRefusal
from app.rules.handling_check import DOCUMENT, EXEMPTION, FEE, MOST_VARIANTS, RESULT, VARIANT

_TIMES = ("legal_value", "legal_unit", "own_value", "own_unit")
_VARIANT = [*(name for name in VARIANT if name not in ("value", "unit", "legal_value", "legal_unit")), *_TIMES]
_FLAGS = ("cutoff_15h", "instant", "required")
# Whole numbers that mean 0 when nothing is written.
_NOUGHT = ("first_pages", "rest", "cap")
_NEW_PAPER = {"form": "either", "count": "1", "required": True}
# The letter of a list → (its name, its fields, what a row needs so as not to be an empty one, what a new row says).
PARTS = {
    "d": (
        "documents",
        tuple(DOCUMENT),
        ("name", "when", "citation"),
        {"form": "either", "count": "1", "required": True},
    ),
    "f": ("fees", tuple(FEE), ("label", "amount", "basis", "exemptions"), {"per": "case", "channel": ""}),
    "r": ("results", tuple(RESULT), ("name", "authority", "value"), {}),
    "e": ("exemptions", tuple(EXEMPTION), ("name", "basis"), {"amount": "0", "channel": ""}),
}
_MOST_READ = 60
_PLACE = re.compile(r"v([0-9]{1,2})(?:([dfr])([0-9]{1,2})?)?(?:e([0-9]{1,2})?)?")


def of_row(row: dict) -> dict:
    """What the form shows of a version: what was written for the counter, or what its words give."""
    return {"counter": rules.counter_of(row), "variants": [_of_variant(each) for each in rules.variants(row)]}


def _of_variant(variant: dict) -> dict:
    shorter = bool(variant["legal_value"])
    typed = {name: variant[name] for name in VARIANT}
    typed["legal_value"] = variant["legal_value"] or variant["value"]
    typed["legal_unit"] = variant["legal_unit"] or variant["unit"]
    typed["own_value"] = variant["value"] if shorter else ""
    typed["own_unit"] = variant["unit"] if shorter and variant["unit"] != variant["legal_unit"] else ""
    for letter in "dfr":
        name = PARTS[letter][0]
        typed[name] = [_of_part(letter, item) for item in variant[name]]
    return typed


def _of_part(letter: str, item: dict) -> dict:
    typed = {name: _as_text(name, item[name]) for name in PARTS[letter][1]}
    if letter == "f":
        typed["exemptions"] = [_of_part("e", each) for each in item["exemptions"]]
    return typed


def _as_text(name: str, value):
    if value is None or (name in _NOUGHT and not value):
        return ""
    return value if isinstance(value, bool) else str(value)


def read(form) -> dict:
    """What was posted."""
    typed = {"counter": form.get("counter", ""), "variants": []}
    for place in range(MOST_VARIANTS + 1):
        path = f"v{place}"
        if f"{path}-key" not in form:
            break
        variant = _fields(form, path, _VARIANT)
        for letter in "dfr":
            variant[PARTS[letter][0]] = _parts(form, path, letter)
        typed["variants"].append(variant)
    return typed


def _fields(form, path: str, names) -> dict:
    return {name: f"{path}-{name}" in form if name in _FLAGS else form.get(f"{path}-{name}", "") for name in names}


def _parts(form, path: str, letter: str) -> list[dict]:
    _name, names, _needed, _new = PARTS[letter]
    rows = []
    while len(rows) < _MOST_READ and f"{path}{letter}{len(rows)}-key" in form:
        inside = f"{path}{letter}{len(rows)}"
        rows.append(_fields(form, inside, names))
        if letter == "f":
            rows[-1]["exemptions"] = _parts(form, inside, "e")
    return rows


def add(typed: dict, what: str) -> str:
    """One more row: "v" a variant, "v0d" a paper of the first. The id of the control to go on with."""
    if what == "v":
        unit = {"legal_unit": WORKING_DAY}
        empty = {name: False if name in _FLAGS else "" for name in _VARIANT}
        typed["variants"].append({**empty, **unit, "documents": [], "fees": [], "results": []})
        return f"v{len(typed['variants']) - 1}-name"
    found = _found(typed, what)
    if found is None:
        return ""
    rows, letter, _place = found
    _name, names, needed, new = PARTS[letter]
    row = {name: False if name in _FLAGS else "" for name in names} | new
    rows.append({**row, "exemptions": []} if letter == "f" else row)
    return f"{what}{len(rows) - 1}-{needed[0]}"


def remove(typed: dict, what: str) -> str:
    """Takes away a row: "v1" a variant, "v0f1e0" an exemption. The id of the button that adds one there."""
    found = _found(typed, what)
    if found is None:
        return ""
    rows, _letter, place = found
    if place is None or place >= len(rows):
        return ""
    del rows[place]
    return "them-" + re.sub(r"[0-9]+\Z", "", what)


def _found(typed: dict, what: str) -> tuple[list, str, int | None] | None:
    """(the list of rows, its letter, the place in it or None) of a path like v0d, v0d2, v0f1e, v1."""
    match = _PLACE.fullmatch(what)
    if match is None or int(match[1]) >= len(typed["variants"]):
        return None
    variant, letter = typed["variants"][int(match[1])], match[2]
    if letter is None:
        return None if "e" in what else (typed["variants"], "v", int(match[1]))
    rows = variant[PARTS[letter][0]]
    if "e" not in what:
        return rows, letter, int(match[3]) if match[3] else None
    if letter != "f" or not match[3] or int(match[3]) >= len(rows):
        return None
    return rows[int(match[3])]["exemptions"], "e", int(match[4]) if match[4] else None


def prune(typed: dict) -> None:
    """Takes away rows in which nothing was written."""
    for variant in typed["variants"]:
        for fee in variant["fees"]:
            fee["exemptions"] = [row for row in fee["exemptions"] if _written(row, "e")]
        for letter in "dfr":
            name = PARTS[letter][0]
            variant[name] = [row for row in variant[name] if _written(row, letter)]


def _written(row: dict, letter: str) -> bool:
    return any(row[name] if isinstance(row[name], list) else row[name].strip() for name in PARTS[letter][2])


def handling(typed: dict) -> dict:
    """What the form means, for `rules.handling_check.check`."""
    keys: set = set()
    return {"counter": typed["counter"], "variants": [_variant(each, keys) for each in typed["variants"]]}


def _variant(typed: dict, keys: set) -> dict:
    made = {name: typed[name] for name in typed if name not in _TIMES}
    law, own = _limit(typed["legal_value"], typed["legal_unit"]), _limit(typed["own_value"], typed["own_unit"])
    own = (own[0], own[1] or law[1])
    if not own[0] or own == law:
        made |= {"value": law[0], "unit": law[1], "legal_value": "", "legal_unit": ""}
    else:
        made |= {"value": own[0], "unit": own[1], "legal_value": law[0], "legal_unit": law[1]}
    made["verify_value"], made["verify_unit"] = _limit(typed["verify_value"], typed["verify_unit"])
    made["key"] = _key(typed, keys)
    for letter in "dfr":
        taken: set = set()
        made[PARTS[letter][0]] = [_part(letter, row, taken) for row in typed[PARTS[letter][0]]]
    return made


def _limit(value: str, unit: str) -> tuple[str, str]:
    """A unit alone is no time: it stands in the form before a number does."""
    kept = value.strip().replace(",", ".")
    return (kept, unit) if kept else ("", "")


def _part(letter: str, row: dict, taken: set) -> dict:
    made = {name: _number(row[name], name) if name in _NUMBERS else row[name] for name in PARTS[letter][1]}
    if "key" in made:
        made["key"] = _key(row, taken)
    if letter == "r":
        made["value"], made["unit"] = _limit(row["value"], row["unit"])
    if letter == "f":
        inside: set = set()
        made["exemptions"] = [_part("e", each, inside) for each in row["exemptions"]]
    return made


_NUMBERS = ("amount", "count", *_NOUGHT)


def _number(text: str, name: str) -> int | None:
    """ "8.000 đ" → 8000. Nothing is "not known" of an amount, 0 of what may be left out, -1 else and for no number."""
    if not text.strip():
        return None if name == "amount" else 0 if name in _NOUGHT else -1
    number = read_money(text)
    return -1 if number is None else number


def _key(row: dict, taken: set) -> str:
    """The one it has, so that dossiers go on meaning the same; a new row's comes from its name."""
    key = row["key"] or rules.key_of(row["name"], taken)
    taken.add(key)
    return key


_LETTERS = {"variants": "v", "documents": "d", "fees": "f", "results": "r", "exemptions": "e"}


def control_of(refusal: FieldRefusal, typed: dict) -> str:
    """The id of the control that a refusal is about: "variants.0.fees.1.amount" → "v0f1-amount"."""
    path, name = "", ""
    for part in refusal.field.split("."):
        if part in _LETTERS:
            path += _LETTERS[part]
        elif part.isdigit():
            path += part
        else:
            name = part
    if not name:
        # A whole list: said at the button that adds to it.
        return f"them-{path or 'v'}"
    if re.fullmatch("v[0-9]+", path) and name in ("value", "unit"):
        own = typed["variants"][int(path[1:])]["own_value"].strip()
        name = f"own_{name}" if own else f"legal_{name}"
    return f"{path}-{name}" if path else name
