"""An inspection and its faults in the words of the screen; "" where there is nothing to say."""

from functools import cached_property

from flask_babel import gettext as _

from app.records import unit
from app.rules import inspection_fields
from app.rules.calendar import working_days_between
from app.rules.inspection import NOT_YET, findings_of, items_of
from app.rules.inspection_checklist import checklists
from app.web.assistance_words import Names
from app.web.ledger_history import EMPTY, events
from app.web.words import day, moment, said

ADDRESS = "/kiem-tra"
FAULTS = f"{ADDRESS}/ton-tai"
_TABLES = (
    inspection_fields.OPEN,
    inspection_fields.CONCLUDE,
    inspection_fields.ASSIGN,
    inspection_fields.MEND,
    inspection_fields.CHECK,
)


class InspectionNames(Names):
    """With the units of the ward besides."""

    @cached_property
    def units(self) -> dict[str, str]:
        return {row["id"]: row["name"] for row in unit.units(self._ward_id, every=True)}

    def people(self, ids: str) -> list[str]:
        return [self.person(one) for one in ids.split()]


def state_words(state: str) -> str:
    return said(inspection_fields.STATES.get(state, state))


def fault_state_words(state: str) -> str:
    return said(inspection_fields.FAULT_STATES.get(state, state))


def finding_words(code: str) -> str:
    return said(inspection_fields.FINDINGS[code]) if code else _("Chưa ghi")


def findings() -> list[tuple[str, str]]:
    return [(code, said(text)) for code, text in inspection_fields.FINDINGS.items()]


def verdicts() -> list[tuple[str, str]]:
    return [(code, said(text)) for code, text in inspection_fields.VERDICTS.items()]


def checklist_choices() -> list[tuple[str, str]]:
    return [(code, said(one.title)) for code, one in checklists().items()]


def title_words(row: dict) -> str:
    """The title the inspection took with it; one of ours in the page's language."""
    known = checklists().get(row["checklist"])
    return said(known.title) if known and known.title == row["title"] else row["title"]


def line(row: dict, names: InspectionNames) -> dict:
    """One line of the list."""
    done, every = len(findings_of(row)), len(items_of(row))
    if row["state"] == "open":
        result = _("%(done)s / %(every)s mục đã ghi", done=done, every=every)
    else:
        result = _("%(count)s mục chưa đạt", count=row["failed"]) if row["failed"] else _("Không có mục nào chưa đạt")
    return {
        "href": f"{ADDRESS}/{row['id']}",
        "place": row["place"],
        "title": title_words(row),
        "on": day(row["on_day"]),
        "inspectors": ", ".join(names.people(row["inspectors"])),
        "state": state_words(row["state"]),
        "result": "" if row["state"] == "voided" else result,
        "tone": {"open": "soon", "concluded": "done", "voided": "done"}[row["state"]],
    }


def card(row: dict, names: InspectionNames) -> dict:
    """The page of one."""
    return line(row, names) | {
        "unit": names.units.get(row["unit"], ""),
        "point": names.point(row["support_point"]) if row["support_point"] else "",
        "inspected": ", ".join(names.people(row["inspected"])),
        "opened": _by(row["opened_at"], row["opened_by"], names),
        "concluded": _by(row["concluded_at"], row["concluded_by"], names),
    }


def _by(at: int | None, staff: str, names: Names) -> str:
    return f"{moment(at)}, {names.person(staff)}" if at is not None else ""


def checked(row: dict) -> list[dict]:
    """Every item with what was found: {code, text, basis, finding, note, words, tone}."""
    found = findings_of(row)
    tones = {"pass": "done", "fail": "late", "na": "waits", "": "soon"}
    told = []
    for item in items_of(row):
        one = found.get(item["code"], NOT_YET)
        told.append({**item, **one, "words": finding_words(one["finding"]), "tone": tones[one["finding"]]})
    return told


def counts(row: dict) -> list[tuple[str, int]]:
    """[(words, how many items)] of each finding."""
    found = [one["finding"] for one in findings_of(row).values()]
    return [(said(text), found.count(code)) for code, text in inspection_fields.FINDINGS.items()]


def due(fault: dict, calendar, today: str) -> dict:
    """{"tone", "text"}: what is left of the working days until it is to be mended."""
    if fault["state"] != "open":
        tone = "soon" if fault["state"] == "mended" else "done"
        return {"tone": tone, "text": fault_state_words(fault["state"])}
    left = working_days_between(calendar, today, fault["due_on"])
    if fault["due_on"] < today:
        return {"tone": "late", "text": _("Quá hạn %(count)s ngày làm việc", count=max(1, -left))}
    if fault["due_on"] == today:
        return {"tone": "soon", "text": _("Hạn hôm nay")}
    return {"tone": "soon" if left <= 1 else "waits", "text": _("Còn %(count)s ngày làm việc", count=left)}


def fault_line(fault: dict, names: InspectionNames, calendar, today: str) -> dict:
    return {
        "href": f"{FAULTS}/{fault['id']}",
        "text": fault["text"],
        "note": fault["note"],
        "place": fault["place"],
        "owner": names.person(fault["owner"]),
        "due_on": day(fault["due_on"]),
        "found_on": day(fault["found_on"]),
        "due": due(fault, calendar, today),
        "sent_back": fault["sent_back"],
        "mended": _by(fault["mended_at"], fault["mended_by"], names),
        "checked": _by(fault["checked_at"], fault["checked_by"], names),
    }


def label_of(name: str) -> str:
    found = next((table[name]["label"] for table in _TABLES if name in table), "")
    own = {"inspectors": _("Đoàn kiểm tra"), "inspected": _("Người được kiểm tra"), "owed": _("Giao khắc phục")}
    return said(found) if found else own.get(name, name)


def value_text(name: str, value, names: InspectionNames) -> str:
    """What a field of a body says, for any value that may stand there."""
    if name in ("inspectors", "inspected") and isinstance(value, list):
        return ", ".join(names.person(one) for one in value if isinstance(one, str))
    if name == "owed" and isinstance(value, list):
        pairs = [(one.get("owner"), one.get("due_on")) for one in value if isinstance(one, dict)]
        return "; ".join(f"{names.person(who)}, {day(on)}" for who, on in pairs if isinstance(who, str) and on)
    if not isinstance(value, str):
        return ""
    if name == "owner":
        return names.person(value)
    if name in ("due_on", "on"):
        return day(value)
    known = {"unit": names.units, "verdict": {code: said(text) for code, text in inspection_fields.VERDICTS.items()}}
    if name == "support_point":
        return names.point(value) if value else ""
    return known.get(name, {}).get(value, value)[:600]


def history(row: dict, names: InspectionNames) -> list[dict]:
    """Oldest first, out of the ledger; of an inspection or of a fault."""
    texts = {item["code"]: item["text"] for item in items_of(row)} if "items" in row else {}

    def told(entry: dict, body: dict, _conflicts: dict) -> dict:
        reason = body.get("reason", "")
        words_of = {**EMPTY, "reason": reason if isinstance(reason, str) else ""}
        if entry["type"] == "inspection.find/1":
            return {**words_of, "changes": _found(body, texts)}
        kept = {name: value for name, value in body.items() if name not in ("reason", "items", "checklist")}
        content = [(label_of(name), value_text(name, value, names)) for name, value in kept.items()]
        return {**words_of, "content": [(label, text) for label, text in content if text]}

    return events(row["ward_id"], row["id"], names, told)


def _found(body: dict, texts: dict[str, str]) -> list[dict]:
    wanted, seen = body.get("set"), body.get("was")
    if not isinstance(wanted, dict) or not isinstance(seen, dict):
        return []
    return [
        {
            "field": code,
            "label": texts.get(code, code),
            "before": _finding_text(seen.get(code)),
            "after": _finding_text(one),
            "conflict": False,
        }
        for code, one in wanted.items()
    ]


def _finding_text(one) -> str:
    if not isinstance(one, dict) or one.get("finding") not in inspection_fields.FINDINGS:
        return ""
    words, note = said(inspection_fields.FINDINGS[one["finding"]]), one.get("note", "")
    return f"{words}: {note}" if isinstance(note, str) and note else words
