"""How values are written on a page: days, moments, labels of codes and sentences of refusals.

The floors below know no language: their labels and sentences are plain Vietnamese, listed in babel.cfg for the
catalogue, and are said in the page's language here.
"""

from flask_babel import format_decimal
from flask_babel import gettext as _

from app import problems
from app.rules import assistance_fields, clock, difficulty, dossier_fields, dossier_states, glossary, workday
from app.rules.glossary import ROLES

_LABELS = {
    "help": assistance_fields.HELP,
    "channel": assistance_fields.CHANNEL,
    "result": assistance_fields.RESULT,
    "difficulty": {code: each.label for code, each in difficulty.BY_CODE.items()},
    "role": ROLES,
    "outcome": glossary.OUTCOMES,
    "workday_kind": workday.KINDS,
    "certainty": workday.CERTAINTIES,
    "dossier_state": dossier_states.STATES,
    "dossier_channel": dossier_fields.CHANNELS,
    "dossier_return": dossier_fields.RETURNS,
}


def day(iso: str) -> str:
    """ "2026-11-21" → "21/11/2026"; an empty day stays empty."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def moment(at: int | None) -> str:
    """Milliseconds → "21/11/2026 08:41" in Việt Nam."""
    return clock.local(at).strftime("%d/%m/%Y %H:%M") if at is not None else ""


def clock_time(at: int | None) -> str:
    return clock.local(at).strftime("%H:%M") if at is not None else ""


def decimal(value: float, places: int = 1) -> str:
    """ "7,5" in Vietnamese and "7.5" in English; whole numbers without places."""
    rounded = round(value, places)
    return format_decimal(int(rounded) if rounded == int(rounded) else rounded)


def percent(value: float) -> str:
    """ "86,5 %" """
    return f"{decimal(value)}\u00a0%"


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


def since(at: int, now: int) -> str:
    """A moment as it is said on the telephone: "hôm qua 14:05", or with its day when that is longer ago."""
    hour = clock_time(at)
    if clock.day_of(at) == clock.day_of(now):
        return _("hôm nay %(hour)s", hour=hour)
    if clock.day_of(at) == clock.day_of(now - clock.DAY_MS):
        return _("hôm qua %(hour)s", hour=hour)
    return moment(at)


def label(kind: str, code: str) -> str:
    """The words of a code; a code this release does not know is shown as it is."""
    return said(_LABELS[kind].get(code, code))


def said(text: str) -> str:
    """A plain Vietnamese text of the floors below in the page's language."""
    # The catalogue keeps its own description under the empty text.
    return _(text) if text else ""


def labelled(table: dict) -> dict:
    """A table of fields (rules.fields) with its labels in the page's language."""
    return {name: {**spec, "label": said(spec["label"])} for name, spec in table.items()}


def sentence(code: str, **params) -> str:
    """What app.problems says of a code, in the page's language."""
    return problems.sentence(code, said, **params)


def refusal(problem: problems.Problem) -> str:
    """The sentence of a problem, in the page's language."""
    return sentence(problem.code, **problem.params)
