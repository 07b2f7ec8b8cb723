"""A feedback (góp ý, phản ánh, kiến nghị) in the words of the screen; "" where there is nothing to say."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.records import feedback
from app.rules import feedback_fields, tracking
from app.rules.calendar import Calendar
from app.rules.feedback import concerns
from app.rules.feedback_rating import RATE, RATINGS
from app.rules.feedback_states import OPEN, STATES
from app.web import dossier_words
from app.web.assistance_words import Names, phone_text
from app.web.dossier_words import due_words
from app.web.ledger_history import EMPTY, events
from app.web.words import moment, said

ADDRESS = "/phan-anh"
_SHORT = 140
_WHO = {
    "name": lazy_gettext("họ tên"),
    "address": lazy_gettext("địa chỉ"),
    "phone": lazy_gettext("số điện thoại"),
}
_TABLES = (
    feedback_fields.FIELDS,
    feedback_fields.CLASSIFY,
    feedback_fields.FORWARD,
    feedback_fields.ANSWER,
    feedback_fields.VERIFY,
    feedback_fields.PUBLISH,
    RATE,
)
_CODES = {
    "kind": feedback_fields.KINDS,
    "channel": feedback_fields.CHANNELS,
    "category": feedback_fields.CATEGORIES,
    "how": feedback_fields.ANSWERS,
    "finding": feedback_fields.FINDINGS,
    "rating": RATINGS,
}


def code_words(name: str, code: str) -> str:
    """The words of a code of a field, "" of none."""
    return said(_CODES[name].get(code, code))


def choices(name: str, *left_out: str) -> list[tuple[str, str]]:
    return [(code, said(text)) for code, text in _CODES[name].items() if code not in left_out]


def state_words(state: str) -> str:
    return said(STATES.get(state, state))


def title(row: dict) -> str:
    """What a page or a line calls it: never its content."""
    return f"{code_words('kind', row['kind'])} {tracking.format(row['tracking'])}"


def about_words(row: dict, names: Names) -> str:
    return ", ".join(names.person(one) for one in row["about"].split())


def missing(row: dict) -> str:
    """Which of the three lack that a phản ánh needs (NĐ 20/2008 Đ7): "địa chỉ, số điện thoại"."""
    return ", ".join(str(label) for name, label in _WHO.items() if not row[name])


def kept_sentence(row: dict) -> str:
    """What the person is told whose phản ánh is kept as a góp ý (R14); "" otherwise."""
    if row["asked_kind"] == row["kind"]:
        return ""
    return _(
        "Thiếu %(what)s nên được ghi là góp ý (NĐ 20/2008, Điều 7). Góp ý vẫn được xem xét, nhưng không có thời hạn "
        "trả lời. Hãy nói để người dân biết; họ cho thêm thông tin thì bấm Sửa thông tin.",
        what=missing(row),
    )


def remaining(row: dict, calendar: Calendar, now: int) -> dict:
    """{"tone", "text"} as of a dossier: what is left until the next step is due."""
    if row["state"] not in OPEN:
        return {"tone": "done", "text": state_words(row["state"])}
    if row["due_at"] is None:
        return {"tone": "waits", "text": _("Góp ý, không có hạn")}
    # The same words and colours as in the queue of dossiers.
    told = dossier_words.remaining(
        {"state": "processing", "due_current_at": row["due_at"], "finished_at": None}, calendar, now
    )
    step = {"received": _("Phân loại"), "to_forward": _("Chuyển đi"), "handling": _("Trả lời")}[row["state"]]
    return {**told, "text": f"{step}: {told['text']}"}


def line(row: dict, calendar: Calendar, now: int, names: Names) -> dict:
    """One line of the list."""
    return {
        "href": f"{ADDRESS}/{row['id']}",
        "title": title(row),
        "content": row["content"] if len(row["content"]) <= _SHORT else row["content"][:_SHORT].rstrip() + "…",
        "name": row["name"] or _("Không ghi tên"),
        "phone": phone_text(row["phone"]),
        "received": moment(row["received_at"]),
        "state": state_words(row["state"]),
        "remaining": remaining(row, calendar, now),
        "due": moment(row["due_at"]),
        "holder": names.person(row["holder"]) if row["holder"] else "",
        "about": about_words(row, names),
        "hidden": bool(row["about"]) and row["released_at"] is None,
    }


def rating_words(row: dict) -> str:
    """What whoever spoke thinks of the answer; "" while they have not said."""
    return said(RATINGS[row["rating"]]) if row["rating"] else ""


def _by(at: int | None, staff: str, names: Names) -> str:
    return f"{moment(at)}, {names.person(staff)}" if at is not None else ""


def card(row: dict, calendar: Calendar, now: int, names: Names, me: str) -> dict:
    """The page of one."""
    forwarded_late = row["forwarded_at"] is not None and row["forwarded_at"] > (row["forward_due_at"] or now)
    answered_late = row["answered_at"] is not None and row["answered_at"] > (row["answer_due_at"] or now)
    late = _(", muộn so với hạn")
    return {
        "title": title(row),
        "code": tracking.format(row["tracking"]),
        "kind": code_words("kind", row["kind"]),
        "state": state_words(row["state"]),
        "remaining": remaining(row, calendar, now),
        "due": due_words(row["due_at"]),
        "forward_due": due_words(row["forward_due_at"]) if row["state"] in ("received", "to_forward") else "",
        "holder": names.person(row["holder"]) if row["holder"] else _("Chưa giao cho ai"),
        "kept": kept_sentence(row),
        "about": about_words(row, names),
        "about_me": concerns(row, me),
        "released": _by(row["released_at"], row["released_by"], names),
        "phone": phone_text(row["phone"]),
        "channel": code_words("channel", row["channel"]),
        "received": _by(row["received_at"], row["received_by"], names),
        "course": [
            (_("Phân loại"), code_words("category", row["category"])),
            (_("Lý do không tiếp nhận"), row["decline_reason"]),
            (_("Đã chuyển đến"), row["forwarded_to"]),
            (_("Số văn bản chuyển"), row["forward_document"]),
            (_("Chuyển lúc"), moment(row["forwarded_at"]) + (late if forwarded_late else "")),
            (_("Kết quả xác minh"), code_words("finding", row["finding"])),
            (_("Đã xác minh thế nào"), row["finding_note"]),
            (_("Xác minh lúc"), _by(row["verified_at"], row["verified_by"], names)),
            (_("Nội dung trả lời"), row["answer"]),
            (_("Cách trả lời"), code_words("how", row["answer_how"])),
            (_("Trả lời lúc"), _by(row["answered_at"], row["answered_by"], names) + (late if answered_late else "")),
            (_("Nội dung công khai"), row["summary"]),
            (_("Công khai ở đâu"), row["published_where"]),
            (_("Công khai lúc"), moment(row["published_at"])),
            (_("Người dân thấy câu trả lời"), rating_words(row)),
            (_("Vì sao"), row["rating_reason"]),
            (_("Đánh giá lúc"), moment(row["rated_at"])),
        ],
    }


def history(row: dict, names: Names, reader: str) -> list[dict]:
    """Oldest first, out of the ledger; without what tells of another one that is hidden from the reader (R13)."""

    def told(entry: dict, body: dict, _conflicts: dict) -> dict:
        reason = body.get("reason", "")
        words_of = {**EMPTY, "reason": reason if isinstance(reason, str) else ""}
        if entry["type"] == "feedback.relate/1":
            # The page names those that are related; a line about one that it does not name would tell of it.
            other = body.get("to") if isinstance(body.get("to"), str) else ""
            shown = other and feedback.feedback(row["ward_id"], reader, other)
            return words_of if shown else {**words_of, "hidden": True}
        if entry["type"] == "feedback.amend/1":
            return {**words_of, "changes": _changes(body, names)}
        kept = {name: value for name, value in body.items() if name not in ("reason", "tracking", "dossier")}
        content = [(_label(name), value_text(name, value, names)) for name, value in kept.items()]
        return {**words_of, "content": [(label, text) for label, text in content if text]}

    return [one for one in events(row["ward_id"], row["id"], names, told) if "hidden" not in one]


def _changes(body: dict, names: Names) -> list[dict]:
    wanted, seen = body.get("set"), body.get("was")
    if not isinstance(wanted, dict) or not isinstance(seen, dict):
        return []
    return [
        {
            "field": name,
            "label": _label(name),
            "before": value_text(name, seen.get(name, ""), names),
            "after": value_text(name, value, names),
            "conflict": False,
        }
        for name, value in wanted.items()
    ]


def _label(name: str) -> str:
    if name == "about":
        return _("Phản ánh về ai")
    if name == "to":
        return _("Chuyển, giao cho")
    found = next((table[name]["label"] for table in _TABLES if name in table), "")
    return said(found) if found else name


def value_text(name: str, value, names: Names) -> str:
    """What a field of a body says, for any value that may stand there."""
    if name == "about" and isinstance(value, list):
        return ", ".join(names.person(one) for one in value if isinstance(one, str))
    if not isinstance(value, str):
        return ""
    if name in _CODES:
        return code_words(name, value)
    if name == "phone":
        return phone_text(value)
    if name == "to":
        return names.staff.get(value, value)
    return value[:600]
