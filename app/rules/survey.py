"""Questionnaires (phiếu khảo sát) as data: one JSON file for each version, read and checked; no code per version.

The ward's own survey, never SIPAS, which Bộ Nội vụ alone announces (domain §4.2). A version that was answered is never
edited: another wording is another version, so that figures of two wordings are never added up.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from app.rules import json_shape
from app.rules.declaration_form import NotForm, parsed
from app.rules.declaration_form_check import Fault

_DATA = Path(__file__).parent / "data"
FOLDER = "surveys"
FILES = tuple(sorted((_DATA / FOLDER).glob("*.json")))
# The twenty seconds that every invitation asks for; what else is asked is the ward's setting.
FACES = "faces"
SERVICE = "service"
REASONS_MOST = 3


@dataclass(frozen=True, slots=True)
class Survey:
    """`levels`, `reasons`: {value or code: words}; `items`, `factors`: {id: words}; `factor_of`: {item: factor or ""};
    `offered`: the reasons that are still offered (a code is never used again for something else)."""

    code: str
    version: int
    first_day: str
    last_day: str
    title: str
    seconds: int
    source: str
    levels: dict[int, str]
    satisfied: frozenset[int]
    factors: dict[str, str]
    items: dict[str, str]
    factor_of: dict[str, str]
    reasons: dict[str, str]
    offered: tuple[str, ...]

    @property
    def key(self) -> str:
        """ "service-2026": how forms and addresses name it."""
        return f"{self.code}-{self.version}"


def read(text: str) -> Survey:
    """The questionnaire that a file's text spells. Raises NotForm."""
    spelled = parsed(text)
    if found := faults(spelled):
        raise NotForm(found)
    return Survey(
        code=spelled["code"],
        version=spelled["version"],
        first_day=spelled["from"],
        last_day=spelled.get("to", ""),
        title=spelled["title"],
        seconds=spelled["seconds"],
        source=spelled["source"],
        levels={each["value"]: each["label"] for each in spelled["levels"]},
        satisfied=frozenset(spelled["satisfied"]),
        factors={each["id"]: each["title"] for each in spelled["factors"]},
        items={each["id"]: each["text"] for each in spelled["items"]},
        factor_of={each["id"]: each.get("factor", "") for each in spelled["items"]},
        reasons={each["code"]: each["label"] for each in spelled["reasons"]},
        offered=tuple(each["code"] for each in spelled["reasons"] if not each.get("obsolete")),
    )


def schema() -> dict:
    """The JSON Schema of the files."""
    return json.loads((_DATA / "survey.schema.json").read_text("utf-8"))


def faults(spelled) -> list[Fault]:
    """Everything that is wrong with what a file spells; [] for one that can be asked."""
    found = [Fault(where, sentence) for where, sentence in json_shape.faults(spelled, schema())]
    return found or list(_meaning(spelled))


def _meaning(spelled: dict):
    """What a shape cannot say."""
    for name, key in (("levels", "value"), ("factors", "id"), ("items", "id"), ("reasons", "code")):
        known = [each[key] for each in spelled[name]]
        for twice in sorted({one for one in known if known.count(one) > 1}):
            yield Fault(name, f"hai mục trùng “{key}”: {twice}")
    values = [each["value"] for each in spelled["levels"]]
    if values != list(range(1, len(values) + 1)):
        yield Fault("levels", "“value” phải là 1, 2, 3… theo thứ tự từ kém nhất")
    if not set(spelled["satisfied"]) < set(values):
        yield Fault("satisfied", "phải là một phần các mức ở “levels”, không phải tất cả")
    factors = {each["id"] for each in spelled["factors"]}
    for at, item in enumerate(spelled["items"]):
        if factors and item.get("factor") not in factors:
            yield Fault(f"items[{at}].factor", "phải là một “id” ở “factors”")
        if not factors and "factor" in item:
            yield Fault(f"items[{at}].factor", "phiếu này không có “factors”")
    for factor in sorted(factors - {item.get("factor") for item in spelled["items"]}):
        yield Fault("factors", f"yếu tố không có câu hỏi nào: {factor}")
    days = [spelled["from"], *([spelled["to"]] if "to" in spelled else [])]
    for name, day in zip(("from", "to"), days, strict=False):
        try:
            date.fromisoformat(day)
        except ValueError:
            yield Fault(name, "không có ngày này trong lịch")
    if days != sorted(days):
        yield Fault("to", "trước ngày bắt đầu")


def file_faults(path: Path) -> list[Fault]:
    """What is wrong with one file; also when its name is not that of what it holds."""
    try:
        found = read(path.read_text("utf-8-sig"))
    except NotForm as refused:
        return refused.faults
    except (OSError, ValueError) as error:
        return [Fault("", f"Không đọc được tệp: {getattr(error, 'strerror', None) or error}")]
    name = f"{found.code}_{found.version}"
    return [] if name == path.stem else [Fault("code", f"tên tệp phải là {name}.json")]


@cache
def every() -> dict[tuple[str, int], Survey]:
    """{(code, version): questionnaire} of everything that was ever asked, the versions of each in order."""
    read_ones = [read(path.read_text("utf-8")) for path in FILES]
    return {(one.code, one.version): one for one in sorted(read_ones, key=lambda one: (one.code, one.version))}


def current(code: str, day: str) -> Survey | None:
    """The newest version that may be asked on a day "YYYY-MM-DD"."""
    valid = [
        one
        for one in every().values()
        if one.code == code and one.first_day <= day and (not one.last_day or day <= one.last_day)
    ]
    return valid[-1] if valid else None


def asked(settings: dict, day: str) -> list[Survey]:
    """What a ward asks beyond the faces (settings: the office's row), in the order in which it is offered."""
    service = every().get((SERVICE, int(settings["rating_service"] or 0)))
    if service and service.last_day and day > service.last_day:
        service = None
    found = [
        service,
        current("ten_words", day) if settings["rating_ten"] else None,
        current("four_please", day) if settings["rating_four"] else None,
    ]
    return [one for one in found if one]
