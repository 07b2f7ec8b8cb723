"""An outreach event in the words of the screen; "" where there is nothing to say."""

from flask_babel import gettext as _

from app.records import feedback
from app.rules import outreach_fields, tracking
from app.rules.outreach import opened
from app.rules.outreach_states import STATES
from app.web.assistance_words import Names
from app.web.ledger_history import EMPTY, events
from app.web.words import day, moment, said

ADDRESS = "/tuyen-truyen"
_CODES = {"kind": outreach_fields.KINDS}
_TABLES = (
    outreach_fields.PLAN,
    outreach_fields.HOLD,
    outreach_fields.ASK,
    outreach_fields.MINUTE,
    outreach_fields.HAND_OUT,
)
_TONES = {"planned": "waits", "held": "soon", "minuted": "done", "cancelled": "done"}


def kinds() -> list[tuple[str, str]]:
    return [(code, said(text)) for code, text in outreach_fields.KINDS.items()]


def kind_words(code: str) -> str:
    return said(outreach_fields.KINDS.get(code, code))


def state_words(state: str) -> str:
    return said(STATES.get(state, state))


def where_words(row: dict, names: Names) -> str:
    """Of which neighbourhoods: "Tổ dân phố 3, Tổ dân phố 4", or the whole ward."""
    ids = row["neighbourhoods"].split()
    return ", ".join(names.neighbourhoods.get(one, one) for one in ids) if ids else _("toàn phường")


def when_words(row: dict) -> str:
    on = day(row["on_day"])
    return f"{row['starts']}, {on}" if row["starts"] and not row["held_on"] else on


def unminuted(row: dict, today: str) -> str:
    """What is forgotten: a plan whose day is over, or an event without minutes."""
    if row["state"] == "planned" and row["planned_on"] < today:
        return _("Đã qua ngày dự kiến: ghi đã tổ chức hoặc hủy")
    return ""


def line(row: dict, names: Names, today: str) -> dict:
    """One line of the list."""
    return {
        "href": f"{ADDRESS}/{row['id']}",
        "title": row["title"],
        "kind": kind_words(row["kind"]),
        "when": when_words(row),
        "place": row["place"],
        "where": where_words(row, names),
        "state": state_words(row["state"]),
        "tone": _TONES[row["state"]],
        "attended": row["attended"],
        "asked": len(opened(row, "questions")),
        "warning": unminuted(row, today),
    }


def card(row: dict, names: Names, today: str) -> dict:
    """The page of one."""
    return line(row, names, today) | {
        "host": names.person(row["host"]),
        "planned": _by(row["planned_at"], row["planned_by"], names),
        "held": _by(row["held_at"], row["held_by"], names),
        "minuted": _by(row["minuted_at"], row["minuted_by"], names),
        "cancelled": _by(row["cancelled_at"], row["cancelled_by"], names),
        "planned_on": day(row["planned_on"]) if row["held_on"] and row["held_on"] != row["planned_on"] else "",
    }


def _by(at: int | None, staff: str, names: Names) -> str:
    return f"{moment(at)}, {names.person(staff)}" if at is not None else ""


def questions(row: dict, reader: str, linked: bool = False) -> list[dict]:
    """What was asked, with the feedback it became; where that is hidden from the reader, as if it became none (R13).

    `linked`: the reader may open the page of that feedback.
    """
    told = []
    for line_ in opened(row, "questions"):
        held = (feedback.feedback(row["ward_id"], reader, one) for one in line_["feedback"].split())
        said_ = next((one for one in held if one), None)
        told.append(
            line_
            | {
                "feedback": said_["id"] if said_ else "",
                "code": tracking.format(said_["tracking"]) if said_ else "",
                "href": f"/phan-anh/{said_['id']}" if said_ and linked else "",
                "later": row["minuted_at"] is not None and (line_["answered_at"] or 0) >= row["minuted_at"],
                "answered": moment(line_["answered_at"]),
            }
        )
    return told


def documents(row: dict) -> list[dict]:
    """What was handed out, with the page of the poster or the procedure."""
    pages = {"poster": "/ap-phich/", "procedure": "/thu-tuc/"}
    return [
        one | {"href": pages[one["kind"]] + one["of"] if one["of"] and one["kind"] in pages else ""}
        for one in opened(row, "documents")
    ]


def label_of(name: str) -> str:
    if name == "neighbourhoods":
        return _("Tổ dân phố")
    found = next((table[name]["label"] for table in _TABLES if name in table), "")
    return said(found) if found else name


def value_text(name: str, value, names: Names) -> str:
    """What a field of a body says, for any value that may stand there."""
    if name == "neighbourhoods" and isinstance(value, list):
        return ", ".join(names.neighbourhoods.get(one, "") for one in value if isinstance(one, str))
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return ""
    if name in _CODES:
        return said(_CODES[name].get(value, outreach_fields.DOCUMENT_KINDS.get(value, value)))
    if name == "host":
        return names.staff.get(value, value)
    if name in ("planned_on", "held_on"):
        return day(value)
    return value[:600]


def history(row: dict, names: Names, reader: str) -> list[dict]:
    """Oldest first, out of the ledger; without what tells of a feedback that is hidden from the reader (R13)."""

    def told(entry: dict, body: dict, _conflicts: dict) -> dict:
        reason = body.get("reason", "")
        words_of = {**EMPTY, "reason": reason if isinstance(reason, str) else ""}
        if entry["type"] == "outreach.amend/1":
            return {**words_of, "changes": _changes(body, names)}
        linked = body.get("feedback") if isinstance(body.get("feedback"), str) else ""
        if entry["type"] == "outreach.link/1" and not (linked and feedback.feedback(row["ward_id"], reader, linked)):
            return {**words_of, "hidden": True}
        # Keys are of no use to people.
        kept = {name: value for name, value in body.items() if name not in ("reason", "key", "feedback", "of")}
        content = [(label_of(name), value_text(name, value, names)) for name, value in kept.items()]
        return {**words_of, "content": [(label, text) for label, text in content if text]}

    return [one for one in events(row["ward_id"], row["id"], names, told) if "hidden" not in one]


def _changes(body: dict, names: Names) -> list[dict]:
    wanted, seen = body.get("set"), body.get("was")
    if not isinstance(wanted, dict) or not isinstance(seen, dict):
        return []
    return [
        {
            "field": name,
            "label": label_of(name),
            "before": value_text(name, seen.get(name, ""), names),
            "after": value_text(name, value, names),
            "conflict": False,
        }
        for name, value in wanted.items()
    ]
