"""How values are written on a page: days, moments, and the labels of codes."""

from flask_babel import gettext as _

from app.rules import assistance_fields, clock, difficulty, glossary
from app.rules.permissions import ROLES

_LABELS = {
    "help": assistance_fields.HELP,
    "channel": assistance_fields.CHANNEL,
    "result": assistance_fields.RESULT,
    "difficulty": {code: each.label for code, each in difficulty.BY_CODE.items()},
    "role": ROLES,
    "outcome": glossary.OUTCOMES,
}


def day(iso: str) -> str:
    """"2026-11-21" → "21/11/2026"; an empty day stays empty."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def moment(at: int | None) -> str:
    """Milliseconds → "21/11/2026 08:41" in Việt Nam."""
    return clock.local(at).strftime("%d/%m/%Y %H:%M") if at is not None else ""


def clock_time(at: int | None) -> str:
    return clock.local(at).strftime("%H:%M") if at is not None else ""


def ago(at: int, now: int) -> str:
    """How long ago, in the words people use."""
    minutes = max(0, now - at) // 60_000
    if minutes < 1:
        return _("vừa xong")
    if minutes < 60:
        return _("%(count)s phút trước", count=minutes)
    if minutes < 24 * 60:
        return _("%(count)s giờ trước", count=minutes // 60)
    return _("%(count)s ngày trước", count=minutes // (24 * 60))


def label(kind: str, code: str) -> str:
    """The Vietnamese words of a code; a code this release does not know is shown as it is."""
    return _LABELS[kind].get(code, code) if code else ""
