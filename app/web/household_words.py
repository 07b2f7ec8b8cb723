"""A household (hộ) in the words of the screen; "" where there is nothing to say."""

from flask_babel import gettext as _

from app.rules import difficulty, household_fields, mask
from app.rules.household_fields import members_of
from app.web.assistance_words import Names, body_of, phone_text
from app.web.ledger_history import EMPTY, events
from app.web.words import day, label, said

ADDRESS = "/ho"
_CODES = {
    "state": household_fields.STATES,
    "source": household_fields.SOURCES,
    "observed_by": household_fields.OBSERVED_BY,
    "outcome": household_fields.OUTCOMES,
    "relation": household_fields.RELATIONS,
}
# Colours of a state's badge (parts/badge.html knows these names); its words say it all.
_BADGES = {"self": "sent", "guided": "waiting", "by_proxy": "temporary", "unreached": "needs_review"}


def code_words(name: str, code: str) -> str:
    """The words of a code of a field, "" of none."""
    return said(_CODES[name].get(code, code))


def choices(name: str) -> list[tuple[str, str]]:
    return [(code, said(text)) for code, text in _CODES[name].items()]


def home(row: dict) -> str:
    """Where it is, as people say it: "CT1A, căn 1204"; what it is called where no flat is known."""
    where = ", ".join(part for part in (row["building"], row["apartment"]) if part)
    return where or row["label"] or _("Hộ chưa ghi chỗ ở")


def due_words(row: dict, today: str) -> dict:
    """{"tone", "text"} of a day to come by; nothing where nobody is to come."""
    if not row["follow_up"]:
        return {"tone": "", "text": ""}
    on = row["follow_up_on"]
    if not on:
        return {"tone": "waits", "text": _("Cần thăm, chưa hẹn ngày")}
    if on < today:
        return {"tone": "late", "text": _("Quá hẹn thăm: %(day)s", day=day(on))}
    if on == today:
        return {"tone": "soon", "text": _("Hẹn thăm hôm nay")}
    return {"tone": "waits", "text": _("Hẹn thăm %(day)s", day=day(on))}


def line(row: dict, names: Names, today: str) -> dict:
    """One line of a list: initials are enough to know whom it is about."""
    return {
        "id": row["id"],
        "href": f"{ADDRESS}/{row['id']}",
        "home": home(row),
        "called": row["label"] if row["building"] or row["apartment"] else "",
        "head": mask.mask_name(row["head_name"]),
        "neighbourhood": names.neighbourhoods.get(row["neighbourhood"], row["neighbourhood"]),
        "state": code_words("state", row["state"]),
        "badge": _BADGES[row["state"]],
        "since": day(row["state_on"]),
        "seen": day(row["seen_on"]),
        "difficulties": [label("difficulty", code) for code in row.get("difficulties", ())],
        "due": due_words(row, today),
        "left": not row["active"],
    }


def members_words(text: str) -> str:
    """ "Vợ, chồng (1950); Con" """
    return members_list(members_of(text))


def members_list(members: list) -> str:
    told = [(code_words("relation", str(one.get("relation"))), one.get("born")) for one in members if type(one) is dict]
    return "; ".join(f"{words} ({born})" if born else words for words, born in told)


def card(row: dict, names: Names, today: str) -> list[tuple[str, str]]:
    """The facts of its page, in full: only whoever may change it sees them."""
    return [
        (_("Tổ dân phố"), names.neighbourhoods.get(row["neighbourhood"], row["neighbourhood"])),
        (_("Tòa nhà, ngõ"), row["building"]),
        (_("Căn hộ, số nhà"), row["apartment"]),
        (_("Tên gọi của hộ"), row["label"]),
        (_("Người đại diện"), row["head_name"]),
        (_("Số điện thoại"), phone_text(row["phone"])),
        (_("Hộ đồng ý cho giữ tên, số điện thoại"), _("có") if row["consent"] else ""),
        (_("Thành viên"), members_words(row["members"])),
        (_("Tình trạng từ ngày"), day(row["state_on"])),
        (_("Gặp lần cuối"), day(row["seen_on"]) or _("chưa gặp lần nào")),
        (_("Cần thăm"), due_words(row, today)["text"]),
        (_("Vào danh sách"), f"{code_words('source', row['source'])}, {day(row['added_on'])}"),
    ]


def observation_line(row: dict, names: Names) -> dict:
    return {
        "id": row["id"],
        "what": label("difficulty", row["difficulty"]),
        "how": f"{code_words('observed_by', row['source'])}, {day(row['seen_on'])}, {names.person(row['seen_by'])}",
        "note": row["note"],
        "retracted": row["retracted_at"] is not None,
        "why": row["retract_reason"],
        "by": names.person(row["retracted_by"]) if row["retracted_by"] else "",
    }


def visit_line(row: dict, difficulties: list[str], names: Names) -> dict:
    return {
        "when": day(row["visited_on"]),
        "who": names.person(row["visited_by"]),
        "outcome": code_words("outcome", row["outcome"]),
        "state": code_words("state", row["state"]) if row["state"] else "",
        "difficulties": [label("difficulty", code) for code in difficulties],
        "note": row["note"],
        "next": day(row["next_on"]),
    }


def field_label(name: str) -> str:
    tables = ({"members": household_fields.MEMBERS}, household_fields.FIELDS, household_fields.VISIT)
    spec = next((table[name] for table in (*tables, household_fields.OBSERVE) if name in table), None)
    return said(spec["label"]) if spec else name


def value_text(name: str, value, names: Names) -> str:
    """What a field of a card says, for any value that an operation may have sent."""
    if value is True or value is False:
        return _("có") if value else _("không")
    if name == "members" and isinstance(value, list):
        return members_list(value[: household_fields.MEMBERS_MOST])
    if name == "difficulties" and isinstance(value, list):
        return "; ".join(label("difficulty", one) for one in value[:20] if isinstance(one, str))
    if not isinstance(value, str):
        return ""
    if name in ("state", "outcome"):
        return code_words(name, value)
    if name == "source":
        return code_words("observed_by", value)
    if name == "phone":
        return phone_text(value)
    if name in ("follow_up_on", "on", "next_on") and len(value) == len("2026-11-21"):
        return day(value)
    return (names.neighbourhoods.get(value, value) if name == "neighbourhood" else value)[:600]


def changes(body: dict, names: Names) -> list[dict]:
    """[{field, label, before, after}] of a card's change; a new card has nothing before."""
    wanted, seen = body.get("set"), body.get("was")
    if not isinstance(wanted, dict) or not isinstance(seen, dict) or not seen:
        return []
    return [
        {
            "field": name,
            "label": field_label(name),
            "before": value_text(name, seen.get(name, ""), names),
            "after": value_text(name, value, names),
        }
        for name, value in list(wanted.items())[:30]
    ]


def readable(body: dict, names: Names) -> list[tuple[str, str]]:
    """[(label, text)] of what a new card, a visit or an observation says; empty answers are left out."""
    card = body.get("set") if isinstance(body.get("set"), dict) else {}
    others = {name: value for name, value in body.items() if name not in ("set", "was", "household", "origin", "from")}
    told = ((field_label(name), value_text(name, value, names)) for name, value in {**card, **others}.items() if value)
    return [(words, text) for words, text in told if text]


def history(row: dict, names: Names) -> list[dict]:
    """The story of its card out of the ledger, oldest first; observations and visits have lists of their own."""

    def told(entry: dict, body: dict, conflicts: dict) -> dict:
        words = {**EMPTY, "decisions": []}
        if entry["type"] == "household.join/1":
            same = body.get("same")
            words["decisions"] = [_("Cùng một hộ: đã gộp.") if same else _("Là hai hộ khác nhau.")]
        elif entry["type"] in ("household.put/1", "household.import/1"):
            moved = changes(body, names)
            words["changes"] = [{**each, "conflict": each["field"] in conflicts} for each in moved]
            words["content"] = [] if moved else readable(body, names)
        elif entry["type"] == "review.settle/1":
            note = (body_of(entry) or {}).get("note", "")
            words["reason"] = note if isinstance(note, str) else ""
        return words

    return events(row["ward_id"], row["id"], names, told)


def offered_difficulties(held: list[str] = ()) -> list[tuple[str, str]]:
    """What a form offers: the ward's favourites first; one of old times only where it stands."""
    now = [(each.code, said(each.chip)) for each in difficulty.offered()]
    known = {code for code, _words in now}
    return now + [(code, label("difficulty", code)) for code in held if code not in known]
