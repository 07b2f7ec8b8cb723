"""A day that is not as its weekday says (ngày nghỉ, ngày làm bù): the entries of the ward's calendar.

BLLĐ 2019 Đ112 with the yearly notices of the Prime Minister; 24/11 since 2026 (NQ 28/2026/QH16). What ships with the
software (data/holidays.csv) holds until the ward puts a day of its own in its place (R18).
"""

import csv
from collections.abc import Iterable
from importlib.resources import files

from app.rules import card, fields
from app.rules.calendar import day_numbered, number_of
from app.rules.operation import Change, Context, Operation, Refusal

KINDS = {
    "holiday": "Nghỉ lễ, Tết",
    "compensation": "Nghỉ bù",
    "swapped_off": "Nghỉ hoán đổi",
    "swapped_on": "Làm bù",
    "closed": "Nghỉ đột xuất",
    "ordinary": "Như ngày thường",
}
CERTAINTIES = {
    "official": "Chính thức",
    "statutory": "Ngày luật định",
    "estimate": "Ước tính, chờ thông báo hằng năm",
    "to_check": "Cần kiểm lại",
}
# Far enough for every limit of the catalogue; a year outside is a slip of the pen.
FIRST_DAY, LAST_DAY = "2020-01-01", "2099-12-31"

WORKDAY = {
    "working": fields.flag("Ngày làm việc"),
    "kind": fields.choice("Loại ngày", KINDS),
    "name": fields.text("Tên ngày", 120, required=True),
    "certainty": fields.choice("Mức chắc chắn", CERTAINTIES),
    "source": fields.text("Văn bản", 200),
    "reason": fields.text("Lý do ghi", 300, required=True),
}


def usually_working(day: str) -> bool:
    """Monday to Friday."""
    return weekday(day) < 5


def weekday(day: str) -> int:
    """0 for Monday … 6 for Sunday."""
    return (number_of(day) + 3) % 7


def works(kind: str, day: str) -> bool:
    """Whether people work on a day of this kind."""
    return usually_working(day) if kind == "ordinary" else kind == "swapped_on"


def is_day(text: str) -> bool:
    """Whether a text is a day that a calendar may name."""
    try:
        number_of(text)
    except ValueError:
        return False
    return FIRST_DAY <= text <= LAST_DAY


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`workday.put/1`: one day of the calendar; its id is the day. "ordinary" takes an entry back, history stays."""
    if not is_day(operation.entity):
        return Refusal("body_invalid", details={"fields": {"day": "day_invalid"}})
    answer = card.put(WORKDAY, held, body, operation, context)
    if isinstance(answer, Change) and answer.row["working"] != works(answer.row["kind"], operation.entity):
        return Refusal("body_invalid", details={"fields": {"working": "choice_unknown"}})
    return answer


def _read() -> dict[str, dict]:
    text = (files("app.rules") / "data" / "holidays.csv").read_text("utf-8")
    return {
        row["day"]: {
            "id": row["day"],
            "working": works(row["kind"], row["day"]),
            "kind": row["kind"],
            "name": row["name"],
            "certainty": row["certainty"],
            "source": row["source"],
            "reason": "",
        }
        for row in csv.DictReader(text.splitlines())
    }


# {day: row as the ward's own table would hold it}, in the order of the days.
SHIPPED = _read()


def starter_cards() -> list[tuple[str, dict]]:
    """[(day, body)] that give a new ward the shipped table as entries of its own: a later release then changes none."""
    reason = "Bảng ban đầu của phần mềm"
    return [(day, {**{name: row[name] for name in WORKDAY}, "reason": reason}) for day, row in SHIPPED.items()]


def swap_cards(off: str, on: str, source: str, reason: str) -> list[tuple[str, dict]]:
    """[(day, body)] of a day off and the day that is worked for it; the names are data."""
    said = {day: "/".join(reversed(day.split("-"))) for day in (off, on)}
    named = (
        ("swapped_off", off, f"Nghỉ hoán đổi, làm bù ngày {said[on]}"),
        ("swapped_on", on, f"Làm bù cho ngày nghỉ {said[off]}"),
    )
    rest = {"certainty": "official", "source": source, "reason": reason}
    return [(day, {"working": works(kind, day), "kind": kind, "name": name, **rest}) for kind, day, name in named]


def entries(rows: Iterable[dict]) -> dict[str, dict]:
    """{day: row}: the shipped table with the ward's own rows in place of it, in the order of the days."""
    merged = SHIPPED | {row["id"]: row for row in rows}
    return dict(sorted(merged.items()))


def days_of_month(year: int, month: int) -> list[str]:
    first = number_of(f"{year:04d}-{month:02d}-01")
    following = number_of(f"{year + month // 12:04d}-{month % 12 + 1:02d}-01")
    return [day_numbered(number) for number in range(first, following)]
