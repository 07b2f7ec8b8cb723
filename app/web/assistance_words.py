"""An assistance in the words of the screen: labels for codes, names for ids, initials where a name is too much.

Bodies that were rejected or parked may hold anything at all: what is shown of them is read with care.
"""

import json
from functools import cached_property

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.ledger.founding import WEB
from app.problems.fields import FIELD_PROBLEMS
from app.records import device, place, procedure, staff
from app.rules import assistance_fields, clock, mask, tracking
from app.rules.operation import SYSTEM
from app.web.door import field_sentence
from app.web.operation_titles import TYPES as TYPES
from app.web.words import day, label, moment, said, sentence

PERSONAL = ("name", "phone")
_LABELLED = ("help", "channel", "result")
LONGEST_SHOWN = 600

_OTHER_FIELDS = {
    "reason": lazy_gettext("Lý do"),
    "count": lazy_gettext("Số lượt khai"),
    "raw": lazy_gettext("Bản gốc"),
    "ticket": lazy_gettext("Vé ca trực"),
}


class Names:
    """The names behind one ward's ids; each list is read once, when it is first asked for."""

    def __init__(self, ward_id: int):
        self._ward_id = ward_id

    @cached_property
    def points(self) -> dict[str, dict]:
        return {row["id"]: row for row in place.support_points(self._ward_id, every=True)}

    @cached_property
    def neighbourhoods(self) -> dict[str, str]:
        return {row["id"]: row["name"] for row in place.neighbourhoods(self._ward_id, every=True)}

    @cached_property
    def staff(self) -> dict[str, str]:
        return staff.names(self._ward_id)

    @cached_property
    def procedures(self) -> dict[str, dict]:
        return {row["code"]: row for row in procedure.current_procedures(self._ward_id, status=None)}

    @cached_property
    def devices(self) -> dict[str, str]:
        return {row["id"]: row["name"] for row in device.tablets(self._ward_id)}

    def point(self, id_: str) -> str:
        return self.points[id_]["name"] if id_ in self.points else id_

    def procedure(self, code: str) -> str:
        return self.procedures[code]["name"] if code in self.procedures else code

    def person(self, id_: str) -> str:
        return _("Hệ thống") if id_ == SYSTEM else self.staff.get(id_) or _("Người không có trong danh sách")

    def device(self, id_: str) -> str:
        if id_ in (WEB, SYSTEM):
            return _("trang web của phường")
        return self.devices.get(id_) or _("máy không rõ")


def phone_text(phone: str) -> str:
    """A stored number as people read it aloud: "+84912345678" → "0912 345 678"."""
    if not phone.startswith("+84"):
        return phone
    digits = "0" + phone[3:]
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def summary(row: dict, names: Names, in_full: bool) -> dict:
    """One assistance as a line of a list: text ready to be shown, "" where nothing was given."""
    where = (names.neighbourhoods.get(row["neighbourhood"], row["neighbourhood"]), row["building"], row["apartment"])
    return {
        "id": row["id"],
        "href": f"/luot-ho-tro/{row['id']}",
        "name": row["name"] if in_full else mask.mask_name(row["name"]),
        "phone": phone_text(row["phone"]) if in_full else mask.mask_phone(row["phone"]),
        "procedure": names.procedure(row["procedure"]),
        "help": label("help", row["help"]),
        "channel": label("channel", row["channel"]),
        "result": label("result", row["result"]),
        "where": ", ".join(part for part in where if part),
        "point": names.point(row["support_point"]),
        "when": when(row),
        "staff": names.person(row["staff"]),
        "tracking": tracking.format(row["tracking"]),
        "difficulties": [label("difficulty", code) for code in row["difficulties"]],
        "minutes": row["minutes"],
        "follow_up": row["follow_up"],
        "voided": row["voided_at"] is not None,
    }


def caught_up(row: dict) -> bool:
    """Written down on a later day than it happened, from a paper notebook."""
    return row["happened_on"] != clock.day_of(row["happened_at"])


def when(row: dict) -> str:
    return day(row["happened_on"]) if caught_up(row) else moment(row["happened_at"])


def value_text(field: str, value, names: Names, in_full: bool = True) -> str:
    """What a field of a body says, for any value that a device may have sent."""
    if value is True or value is False:
        return _("có") if value else _("không")
    if isinstance(value, list):
        return "; ".join(label("difficulty", item) if isinstance(item, str) else str(item) for item in value[:20])
    if not isinstance(value, str):
        return str(value)[:LONGEST_SHOWN]
    if field in PERSONAL and not in_full:
        return mask.mask_name(value) if field == "name" else mask.mask_phone(value)
    if field in _LABELLED:
        return label(field, value)
    if field == "phone":
        return phone_text(value)
    if field == "tracking" and len(value) == tracking.LENGTH:
        return tracking.format(value)
    if field == "on" and len(value) == len("2026-11-21"):
        return day(value)
    known = {"point": names.point, "procedure": names.procedure, "neighbourhood": names.neighbourhoods.get}
    return str((known[field](value) if field in known else value) or value)[:LONGEST_SHOWN]


def field_label(field: str) -> str:
    if field in assistance_fields.FIELDS:
        return said(assistance_fields.FIELDS[field]["label"])
    return str(_OTHER_FIELDS.get(field, field))


def body_of(entry: dict) -> dict | None:
    """The body of a ledger entry; None when it was erased by law or could never be read."""
    if not entry["body"]:
        return None
    body = json.loads(entry["body"])["d"]
    return body if isinstance(body, dict) else None


def readable(body: dict, names: Names, in_full: bool = True) -> list[tuple[str, str]]:
    """[(label, text)] of what a body says, in the form's order; empty answers are left out."""
    order = [*assistance_fields.FIELDS, *(name for name in body if name not in assistance_fields.FIELDS)]
    said = ((name, body[name]) for name in order[:60] if name in body and name not in ("set", "was"))
    return [
        (field_label(name), value_text(name, value, names, in_full))
        for name, value in said
        if value not in ("", [], False)
    ]


def changes(body: dict, names: Names, in_full: bool = True) -> list[dict]:
    """[{field, label, before, after}] of an amendment."""
    wanted, seen = body.get("set"), body.get("was")
    if not isinstance(wanted, dict):
        return []
    seen = seen if isinstance(seen, dict) else {}
    return [
        {
            "field": name,
            "label": field_label(name),
            "before": value_text(name, seen.get(name, ""), names, in_full),
            "after": value_text(name, value, names, in_full),
        }
        for name, value in list(wanted.items())[:60]
    ]


def reason_text(code: str, details: dict) -> str:
    """Why an operation waits, and what to do: the code's sentence, with the names of the fields that were wrong."""
    fields = details.get("fields", {})
    return sentence(code, fields=", ".join(field_label(name) for name in fields)) if code else ""


def field_reasons(details: dict) -> list[str]:
    """A sentence for each field that was refused."""
    sentences = []
    for name, code in details.get("fields", {}).items():
        code = "too_long_once" if code == "too_long" else code
        spec = assistance_fields.FIELDS.get(name, {})
        params = {"label": field_label(name), **{key: spec[key] for key in ("max", "min", "days") if key in spec}}
        known = code in FIELD_PROBLEMS or code == "too_long_once"
        sentences.append(field_sentence(code, params) if known else field_label(name))
    return sentences
