"""The story of one dossier out of the ledger, in the words of the counter."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.rules import dossier_fields, fee
from app.web.assistance_words import phone_text
from app.web.dossier_words import DossierNames
from app.web.ledger_history import EMPTY, events
from app.web.words import day, label, said

_LONGEST = 600
_LABELS = {
    "papers": lazy_gettext("Giấy tờ cần bổ sung"),
    "documents": lazy_gettext("Giấy tờ nhận được"),
    "override": lazy_gettext("Lãnh đạo quyết định vì"),
    "new_on": lazy_gettext("Hẹn lại ngày"),
    "promised_on": lazy_gettext("Hứa trả vào ngày"),
    "document": lazy_gettext("Văn bản xác minh"),
    "basis": lazy_gettext("Căn cứ"),
    "results": lazy_gettext("Kết quả"),
    "how": lazy_gettext("Cách trả"),
    "post_number": lazy_gettext("Số hiệu bưu gửi"),
    "post_fee": lazy_gettext("Cước bưu chính"),
}
# Said by the title, elsewhere on the page, or to machines only.
_LEFT_OUT = frozenset(
    {"set", "was", "reason", "tracking", "quantities", "variant", "declaration", "assistance", "number"}
)


def history(ward_id: int, dossier_id: str, names: DossierNames) -> list[dict]:
    """Oldest first."""

    def told(entry: dict, body: dict, _conflicts: dict) -> dict:
        reason = body.get("reason", "")
        words = {**EMPTY, "reason": reason if isinstance(reason, str) else ""}
        if entry["type"] == "dossier.amend/1":
            return {**words, "changes": _changes(body, names)}
        return {**words, "content": _content(entry["type"], body, names)}

    return events(ward_id, dossier_id, names, told)


def _content(type_: str, body: dict, names: DossierNames) -> list[tuple[str, str]]:
    shown = [name for name in body if name not in _LEFT_OUT][:60]
    told = [(_label(type_, name), value_text(name, body[name], names)) for name in shown]
    return [(words, text) for words, text in told if text]


def _changes(body: dict, names: DossierNames) -> list[dict]:
    wanted, seen = body.get("set"), body.get("was")
    if not isinstance(wanted, dict) or not isinstance(seen, dict):
        return []
    return [
        {
            "field": name,
            "label": _label("", name),
            "before": value_text(name, seen.get(name, ""), names),
            "after": value_text(name, value, names),
            "conflict": False,
        }
        for name, value in list(wanted.items())[:60]
    ]


def _label(type_: str, name: str) -> str:
    if name == "to":
        return _("Người nhận kết quả") if type_ == "dossier.return/1" else _("Giao cho")
    if name in dossier_fields.FIELDS:
        return said(dossier_fields.FIELDS[name]["label"])
    return str(_LABELS.get(name, name))


def value_text(name: str, value, names: DossierNames) -> str:
    """What a field of a body says, for any value that may stand there."""
    if isinstance(value, list):
        return "; ".join(_paper(one) for one in value[:60])
    if isinstance(value, dict):
        return "; ".join(f"{key} {text}".strip() for key, text in list(value.items())[:20])[:_LONGEST]
    if type(value) is int:
        return fee.money(value) if name in ("fee_paid", "post_fee") and value else str(value or "")
    if not isinstance(value, str):
        return ""
    if name == "phone":
        return phone_text(value)
    if name in ("new_on", "promised_on"):
        return day(value)
    if name == "channel":
        return label("dossier_channel", value)
    if name in ("return_by", "how"):
        return label("dossier_return", value)
    if name == "decision":
        return said(dossier_fields.DECISIONS.get(value, value))
    if name == "to":
        return names.staff.get(value, value)
    return value[:_LONGEST]


def _paper(one) -> str:
    if not isinstance(one, dict):
        return str(one)[:_LONGEST]
    extra = [str(one[name]) for name in ("what", "citation") if one.get(name)]
    return str(one.get("name", "")) + (f" ({'; '.join(extra)})" if extra else "")
