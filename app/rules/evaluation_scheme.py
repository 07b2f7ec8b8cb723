"""Schemes of evaluation (phương án chấm điểm) as data: one JSON file each, with its days, read and checked.

Three kinds: `points` (the indices of TT 01/2018/TT-VPCP Đ13–15 for officials and units), `national` (the items of
QĐ 766/QĐ-TTg), `threshold` (so many late dossiers are too many: Cần Thơ 2020, off until a ward wants it). Those that
come with the software lie in data/schemes; a ward puts its own, or ours changed, as a card (`evaluation_scheme.put/1`).
What the law says after TT 01/2018 is not known yet (domain §12.5): it will be another file.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from app.rules import card, fields, json_shape, survey
from app.rules.declaration_form import NotForm, parsed
from app.rules.declaration_form_check import Fault
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.rating_report import topics

_DATA = Path(__file__).parent / "data"
FILES = tuple(sorted((_DATA / "schemes").glob("*.json")))
POINTS, NATIONAL, THRESHOLD = "points", "national", "threshold"
KINDS = {
    POINTS: "Chấm điểm công chức, bộ phận",
    NATIONAL: "Bộ chỉ số quốc gia",
    THRESHOLD: "Ngưỡng hồ sơ trễ",
}
# What a kind must say, and nothing of what the others say.
_PARTS = {
    POINTS: ("indices", "official", "unit"),
    NATIONAL: ("items", "bands"),
    THRESHOLD: ("late_per_official", "late_per_unit_percent"),
}
# What some measures must be told: per cent, days; of the ward's own survey the questionnaire, what of it, and how many
# points each of its levels gives.
_TOLD = {
    "answering": ("part_percent", "drag_days"),
    "online": ("procedures_percent", "full_percent", "part_percent"),
    "survey": ("survey", "topic", "levels"),
}
TEXT_MAX = 20_000
SCHEME = {
    "text": fields.text("Nội dung phương án", TEXT_MAX, required=True, lines=True),
    "active": fields.flag("Đang dùng"),
}


@dataclass(frozen=True, slots=True)
class Index:
    """`points`: the words of 0, 1 and 2 points; `least`: with fewer records there is not enough data; `told`: what its
    measure must be told."""

    number: int
    name: str
    measure: str
    points: tuple[str, str, str]
    least: int
    told: dict


@dataclass(frozen=True, slots=True)
class Scale:
    """Which indices count together; `bands`: (from how many tenths of a point, name), the highest first. A band is
    suggested from `least_indices` indices with data on."""

    indices: tuple[int, ...]
    least_indices: int
    bands: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """`first_day`, `last_day`: "YYYY-MM-DD", the last one "" while it goes on."""

    code: str
    kind: str
    first_day: str
    last_day: str
    title: str
    source: str
    off: bool
    indices: dict[int, Index] = field(default_factory=dict)
    official: Scale | None = None
    unit: Scale | None = None
    items: tuple[dict, ...] = ()
    bands: tuple[tuple[int, str], ...] = ()
    late_per_official: int = 0
    late_per_unit_percent: int = 0

    def scale(self, kind: str) -> Scale:
        """That of an official, or of a unit and the whole ward."""
        return self.official if kind == "official" else self.unit


def read(text: str) -> Scheme:
    """The scheme that a text spells. Raises NotForm."""
    spelled = parsed(text)
    if found := faults(spelled):
        raise NotForm(found)
    return Scheme(
        code=spelled["code"],
        kind=spelled["kind"],
        first_day=spelled["from"],
        last_day=spelled.get("to", ""),
        title=spelled["title"],
        source=spelled["source"],
        off=spelled.get("off", False),
        indices={one["number"]: _index(one) for one in spelled.get("indices", ())},
        official=_scale(spelled.get("official")),
        unit=_scale(spelled.get("unit")),
        items=tuple(spelled.get("items", ())),
        bands=_bands(spelled.get("bands", ())),
        late_per_official=spelled.get("late_per_official", 0),
        late_per_unit_percent=spelled.get("late_per_unit_percent", 0),
    )


def _index(spelled: dict) -> Index:
    told = {name: spelled[name] for name in _TOLD.get(spelled["measure"], ())}
    words = tuple(spelled["points"])
    return Index(spelled["number"], spelled["name"], spelled["measure"], words, spelled.get("least", 1), told)


def _scale(spelled: dict | None) -> Scale | None:
    if spelled is None:
        return None
    return Scale(tuple(spelled["indices"]), spelled["least_indices"], _bands(spelled["bands"]))


def _bands(spelled) -> tuple[tuple[int, str], ...]:
    return tuple((one["least"], one["name"]) for one in spelled)


def schema() -> dict:
    """The JSON Schema of the files."""
    return json.loads((_DATA / "scheme.schema.json").read_text("utf-8"))


def faults(spelled) -> list[Fault]:
    """Everything that is wrong with what a file spells; [] for one that can be used."""
    found = [Fault(where, sentence) for where, sentence in json_shape.faults(spelled, schema())]
    return found or list(_meaning(spelled))


def _meaning(spelled: dict):
    """What a shape cannot say."""
    own = _PARTS[spelled["kind"]]
    for name in own:
        if name not in spelled:
            yield Fault(name, f"phương án loại “{spelled['kind']}” phải có phần này")
    for name in {part for parts in _PARTS.values() for part in parts} - set(own):
        if name in spelled:
            yield Fault(name, f"phương án loại “{spelled['kind']}” không có phần này")
    yield from _days(spelled)
    numbers = [one["number"] for one in spelled.get("indices", ())]
    items = [one["item"] for one in spelled.get("items", ())]
    for name, known in (("indices", numbers), ("items", items)):
        for twice in sorted({one for one in known if known.count(one) > 1}):
            yield Fault(name, f"hai mục trùng số {twice}")
    for at, one in enumerate(spelled.get("indices", ())):
        for told in _TOLD.get(one["measure"], ()):
            if told not in one:
                yield Fault(f"indices[{at}]", f"cách đo “{one['measure']}” cần “{told}”")
        if one["measure"] == "survey":
            yield from _survey_faults(f"indices[{at}]", one)
    for name in ("official", "unit"):
        if name in spelled:
            yield from _scale_faults(name, spelled[name], numbers)
    if "bands" in spelled:
        yield from _band_faults("bands", spelled["bands"])


def _survey_faults(where: str, index: dict):
    """Only what a questionnaire of ours asks can be measured by it."""
    asked = {one.key: one for one in survey.every().values()}.get(index.get("survey", ""))
    if asked is None:
        yield Fault(f"{where}.survey", f"không có phiếu này; các phiếu: {', '.join(_survey_keys())}")
        return
    if index.get("topic") not in topics(asked):
        yield Fault(f"{where}.topic", f"phiếu này không hỏi mục đó; các mục: {', '.join(topics(asked))}")
    if len(index.get("levels", ())) != len(asked.levels):
        yield Fault(f"{where}.levels", f"cần {len(asked.levels)} số, mỗi mức trả lời một số điểm")


def _survey_keys() -> list[str]:
    return sorted(one.key for one in survey.every().values())


def _days(spelled: dict):
    days = [spelled["from"], *([spelled["to"]] if "to" in spelled else [])]
    for name, day in zip(("from", "to"), days, strict=False):
        try:
            date.fromisoformat(day)
        except ValueError:
            yield Fault(name, "không có ngày này trong lịch")
    if days != sorted(days):
        yield Fault("to", "trước ngày bắt đầu")


def _scale_faults(name: str, scale: dict, numbers: list[int]):
    for number in scale["indices"]:
        if number not in numbers:
            yield Fault(f"{name}.indices", f"không có chỉ số {number} ở “indices”")
    if len(set(scale["indices"])) != len(scale["indices"]):
        yield Fault(f"{name}.indices", "có chỉ số ghi hai lần")
    if scale["least_indices"] > len(scale["indices"]):
        yield Fault(f"{name}.least_indices", "nhiều hơn số chỉ số được tính")
    yield from _band_faults(f"{name}.bands", scale["bands"])


def _band_faults(where: str, bands: list[dict]):
    leasts = [one["least"] for one in bands]
    if leasts != sorted(set(leasts), reverse=True):
        yield Fault(where, "các mức phải xếp từ cao xuống thấp, không trùng điểm")
    if leasts[-1] != 0:
        yield Fault(where, "mức cuối cùng phải bắt đầu từ 0 điểm, để điểm nào cũng có mức")
    names = [one["name"] for one in bands]
    if len(set(names)) != len(names):
        yield Fault(where, "hai mức trùng tên")


@cache
def shipped_texts() -> dict[str, str]:
    """{code: text} of the schemes that come with the software."""
    return {path.stem: path.read_text("utf-8") for path in FILES}


@cache
def shipped() -> dict[str, Scheme]:
    """{code: scheme} of those that come with the software."""
    return {code: read(text) for code, text in shipped_texts().items()}


def every(own: list[dict]) -> dict[str, tuple[Scheme, bool, bool]]:
    """{code: (scheme, whether it is used, whether it is the ward's own)}: ours, and the ward's cards in their place."""
    found = {code: (scheme, not scheme.off, False) for code, scheme in shipped().items()}
    kept = ((row, readable(row["text"])) for row in own)
    return found | {row["id"]: (scheme, bool(row["active"]), True) for row, scheme in kept if scheme}


def readable(text: str) -> Scheme | None:
    """What a kept text spells; None when this release asks for more than the one that took it in."""
    try:
        return read(text)
    except NotForm:
        return None


def in_force(kind: str, day: str, own: list[dict]) -> Scheme | None:
    """The scheme of a kind that holds on a day: the ward's own before ours, then the one that began last."""
    held = [
        (mine, scheme.first_day, scheme.code, scheme)
        for scheme, used, mine in every(own).values()
        if used and scheme.kind == kind and scheme.first_day <= day and (not scheme.last_day or day <= scheme.last_day)
    ]
    return max(held, key=lambda one: one[:3])[3] if held else None


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`evaluation_scheme.put/1` {"text", "active"}: its id is the code inside the text."""
    answer = card.put(SCHEME, held, body, operation, context)
    if isinstance(answer, Refusal):
        return answer
    try:
        scheme = read(answer.row["text"])
    except NotForm:
        return Refusal("body_invalid", details={"fields": {"text": "scheme_invalid"}})
    if scheme.code != operation.entity:
        return Refusal("body_invalid", details={"fields": {"text": "scheme_code"}})
    return answer
