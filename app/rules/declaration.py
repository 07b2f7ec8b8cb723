"""A declaration (tờ khai) that was filled in by a citizen arrives, and is taken over by the ward.

What a form asks is not judged here: forms change, a ward has its own, and half a declaration is worth more at the
counter than none. The page that fills it in, and the clerk's page, hold it against its form (declaration_check). Here
only what any declaration must be: texts under names, of a size, with nothing secret in them (R16, secret_scan).
"""

import re
from hashlib import sha256

from app.rules import clock, tracking
from app.rules.canonical import canonical
from app.rules.declaration_value import LONGEST
from app.rules.operation import SYSTEM, Change, Context, Operation, Refusal
from app.rules.text import clean, fold

# Luật 91/2025 (R21): what a citizen wrote is not kept longer than the ward has use for it.
KEPT_DAYS = 30
KEPT_MS = KEPT_DAYS * clock.DAY_MS

STATES = {"sent": "Mới gửi", "taken": "Đã nhận", "expired": "Đã xóa vì quá hạn"}
CHANNELS = {"online": "Gửi qua mạng", "tablet": "Quét tại sảnh", "desk": "Nhận tại quầy"}
TAKEN = {"counter": "Nhận tại quầy", "dossier": "Nhận vào hồ sơ"}

EMPTY = {
    "tracking": "",
    "state": "sent",
    "form": "",
    "form_version": 1,
    "filled": "{}",
    "name": "",
    "phone": "",
    "channel": "online",
    "sent_at": 0,
    "sent_on": "",
    "taken_at": None,
    "taken_by": "",
    "taken_how": "",
    "dossier": "",
    # when its values are erased, and when they were; erase_at is None once they are gone
    "erase_at": None,
    "erased_at": None,
    "folded": "",
}

SEARCHED_MAX = 600
_CODE = re.compile("[a-z][a-z0-9_]{0,39}")
_NAME = re.compile("[a-z][a-z0-9_]{0,39}")
_MOST = {"sections": 40, "rows": 60, "fields": 80, "codes": 80}
_LONGEST_TEXT = max(LONGEST.values()) * 2
LONGEST_VALUES = 48_000
# Whose name a list shows: the section of the person who speaks, by what our forms call it, else the first with a name.
_SPEAKERS = ("requester", "person", "subject", "giver", "bride")


def _invalid(field: str, code: str) -> Refusal:
    return Refusal("body_invalid", details={"fields": {field: code}})


def send(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`declaration.send/1` {"form", "form_version", "values"}: a new row with a code to look it up by."""
    if held is not None:
        return Refusal("entity_exists")
    form, version = body.get("form"), body.get("form_version")
    if set(body) != {"form", "form_version", "values"}:
        return _invalid("", "field_unknown")
    if not isinstance(form, str) or not _CODE.fullmatch(form):
        return _invalid("form", "code_invalid")
    if type(version) is not int or not 1 <= version <= 9999:
        return _invalid("form_version", "out_of_range")
    values = tidy(body["values"])
    if values is None:
        return _invalid("values", "body_unreadable")
    if not values:
        return _invalid("values", "required")
    text = canonical(values)
    if len(text) > LONGEST_VALUES:
        return _invalid("values", "too_long")
    people = _people(values)
    code = tracking.make(sha256(f"declaration:{operation.entity}:{operation.id}".encode()).digest())
    row = {
        **EMPTY,
        "id": operation.entity,
        "tracking": code,
        "form": form,
        "form_version": version,
        "filled": text,
        "name": people[0]["name"] if people else "",
        "phone": next((one["phone"] for one in people if one.get("phone")), ""),
        "channel": "online" if operation.author == SYSTEM else "tablet" if context.from_tablet else "desk",
        "sent_at": context.at,
        "sent_on": context.on,
        # From when it is here, not from when a telephone says it was: its clock may be years ahead.
        "erase_at": context.now + KEPT_MS,
    }
    words = [one["name"] for one in people] + [one["phone"] for one in people if one.get("phone")]
    return Change({**row, "folded": fold(" ".join([code, *words]))[:SEARCHED_MAX]})


def take(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`declaration.take/1` {"how": "counter"}: somebody of the ward has it in hand. Into a dossier: `taken_into`."""
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if set(body) != {"how"} or body["how"] != "counter":
        return _invalid("how", "choice_unknown")
    if held["state"] != "sent":
        return Refusal("declaration_state")
    return Change(_taken(held, "counter", "", operation, context))


def taken_into(dossier: str, held: dict | None, operation: Operation, context: Context) -> dict | None:
    """The row of a declaration that a dossier was made from; None when there is nothing to change: it is no sent or
    taken one, or not one of ours at all (a dossier of an outage names what arrives later).
    """
    if held is None or held["state"] == "expired" or held["taken_how"] == "dossier":
        return None
    return _taken(held, "dossier", dossier, operation, context)


def _taken(held: dict, how: str, dossier: str, operation: Operation, context: Context) -> dict:
    return {
        **held,
        "state": "taken",
        "taken_at": context.at,
        "taken_by": operation.author,
        "taken_how": how,
        "dossier": dossier,
        "erase_at": None if held["erased_at"] else context.now + KEPT_MS,
    }


def tidy(values) -> dict | None:
    """The values as they are kept: NFC, nothing empty; None for what is no declaration."""
    if not isinstance(values, dict) or len(values) > _MOST["sections"]:
        return None
    kept = {}
    for section, given in values.items():
        if not _NAME.fullmatch(section):
            return None
        if isinstance(given, list):
            rows = [_row(row) for row in given]
            if len(rows) > _MOST["rows"] or None in rows:
                return None
            kept[section] = [row for row in rows if row]
        else:
            kept[section] = _row(given)
            if kept[section] is None:
                return None
    return {section: given for section, given in kept.items() if given}


def _row(given) -> dict | None:
    if not isinstance(given, dict) or len(given) > _MOST["fields"]:
        return None
    kept = {}
    for name, value in given.items():
        if not _NAME.fullmatch(name):
            return None
        if isinstance(value, list) and len(value) <= _MOST["codes"] and all(map(_is_short, value)):
            kept[name] = [clean(code) for code in value]
        elif isinstance(value, str) and len(value) <= _LONGEST_TEXT:
            kept[name] = clean(value, lines=True)
        else:
            return None
    return {name: value for name, value in kept.items() if value}


def _is_short(value) -> bool:
    return isinstance(value, str) and len(value) <= 60


def _people(values: dict) -> list[dict]:
    """Whoever is named in it, who speaks first: {"name", "phone"?}."""
    order = [*(one for one in _SPEAKERS if one in values), *(one for one in values if one not in _SPEAKERS)]
    rows = [row for one in order for row in (values[one] if isinstance(values[one], list) else [values[one]])]
    return [row for row in rows if isinstance(row.get("name"), str) and isinstance(row.get("phone", ""), str)]
