"""The forms II.06a, II.07a and II.05a of TT 01/2020/TT-VPCP, from tallies. Vietnamese, as on paper.

The columns of II.06a are those of the circular (domain §7.3). Of II.05a and II.07a we know the subject and not the
sheet: theirs are what our records tell, and the balance of II.06a holds for II.05a too.
"""

from collections import Counter
from dataclasses import dataclass

from app.rules.feedback_fields import CATEGORIES
from app.rules.report_document import SUM, TEXT, Column, Document, Section
from app.rules.timeliness import Tally

REASON_LETTERS = 200
_CAME, _SETTLED, _PENDING = "Tiếp nhận", "Đã giải quyết", "Đang giải quyết"


@dataclass(slots=True)
class Heard:
    """One line of Biểu II.05a: phản ánh, kiến nghị of a category in a period; both sides balance."""

    carried_over: int = 0
    came: int = 0
    in_time: int = 0
    late: int = 0
    forwarded: int = 0
    declined: int = 0
    open_in_time: int = 0
    open_late: int = 0
    published: int = 0

    @property
    def received(self) -> int:
        return self.carried_over + self.came

    @property
    def ended(self) -> int:
        return self.in_time + self.late + self.forwarded + self.declined

    @property
    def open(self) -> int:
        return self.open_in_time + self.open_late

    @property
    def balances(self) -> bool:
        return self.received == self.ended + self.open


@dataclass(frozen=True, slots=True)
class Late:
    """A dossier of a period that broke its promise. `settled`: within the period; else it is still pending."""

    field: str
    reason: str
    settled: bool
    apologised: bool


def settled(fields: tuple[tuple[str, Tally], ...]) -> Section:
    """Biểu II.06a, a line for each field (lĩnh vực)."""
    rows = [
        (
            name or "Chưa ghi lĩnh vực",
            None,
            tally.online,
            tally.direct_or_post,
            tally.carried_over,
            None,
            tally.early,
            tally.on_time,
            tally.late,
            None,
            tally.pending_in_time,
            tally.pending_late,
        )
        for name, tally in fields
    ]
    columns = (
        Column("Lĩnh vực", TEXT),
        Column("Tổng", SUM, (2, 3, 4), _CAME),
        Column("Trực tuyến", group=_CAME),
        Column("Trực tiếp, bưu chính", group=_CAME),
        Column("Kỳ trước chuyển sang", group=_CAME),
        Column("Tổng", SUM, (6, 7, 8), _SETTLED),
        Column("Trước hạn", group=_SETTLED),
        Column("Đúng hạn", group=_SETTLED),
        Column("Quá hạn", group=_SETTLED),
        Column("Tổng", SUM, (10, 11), _PENDING),
        Column("Trong hạn", group=_PENDING),
        Column("Quá hạn", group=_PENDING),
    )
    sums = [sum(getattr(tally, name) for _field, tally in fields) for name in ("received", "settled", "pending")]
    note = _balance(*sums)
    title = "Tình hình giải quyết thủ tục hành chính"
    return Section(title, "II.06a", columns, tuple(rows), True, note, "stacked", (6, 7, 8), "hồ sơ")


def _balance(received: int, ended: int, left: int) -> str:
    """The sum at the foot of a form; in figures, so that everybody can see that it holds."""
    if received != ended + left:
        raise ValueError(f"{received} is not {ended} + {left}")
    sides = " + ".join(f"{each:,}".replace(",", ".") for each in (ended, left))
    return f"Tiếp nhận = Đã giải quyết + Đang giải quyết: {received:,} = ".replace(",", ".") + f"{sides}."


def overdue(late: list[Late]) -> list[Section]:
    """Biểu II.07a: why, by field and reason; and the reasons of all fields together."""
    lines: dict[tuple[str, str], list[Late]] = {}
    for one in sorted(late, key=lambda each: (each.field == "", each.field)):
        lines.setdefault((one.field, _reason(one.reason)), []).append(one)
    rows = [
        (
            field or "Chưa ghi lĩnh vực",
            reason,
            None,
            sum(one.settled for one in found),
            sum(not one.settled for one in found),
            sum(one.apologised for one in found),
        )
        for (field, reason), found in lines.items()
    ]
    columns = (
        Column("Lĩnh vực", TEXT),
        Column("Nguyên nhân", TEXT),
        Column("Số hồ sơ quá hạn", SUM, (3, 4)),
        Column("Đã giải quyết"),
        Column("Đang giải quyết"),
        Column("Đã xin lỗi"),
    )
    by_field = Section("Nguyên nhân quá hạn theo lĩnh vực", "II.07a", columns, tuple(rows), True)
    reasons = Counter(_reason(one.reason) for one in late)
    whole = Section(
        "Nguyên nhân quá hạn, tất cả lĩnh vực",
        "Nguyên nhân",
        (Column("Nguyên nhân", TEXT), Column("Số hồ sơ")),
        tuple(reasons.most_common()),
        True,
        "Vòng tròn trên biểu đồ là tỷ lệ cộng dồn.",
        "pareto",
        (1,),
        "hồ sơ",
    )
    return [by_field, whole]


def _reason(text: str) -> str:
    return " ".join(text.split())[:REASON_LETTERS] or "Chưa ghi lý do"


def heard(tallies: dict[str, Heard], suggestions: int) -> Section:
    """Biểu II.05a, a line for each category. `suggestions`: góp ý of the period, which the form does not count."""
    rows = [
        (
            CATEGORIES.get(category, category) or "Chưa phân loại",
            None,
            tally.carried_over,
            tally.came,
            None,
            tally.in_time,
            tally.late,
            tally.forwarded,
            tally.declined,
            None,
            tally.open_in_time,
            tally.open_late,
            tally.published,
        )
        for category, tally in tallies.items()
    ]
    columns = (
        Column("Phân loại", TEXT),
        Column("Tổng", SUM, (2, 3), _CAME),
        Column("Kỳ trước chuyển sang", group=_CAME),
        Column("Trong kỳ", group=_CAME),
        Column("Tổng", SUM, (5, 6, 7, 8), _SETTLED),
        Column("Trả lời đúng hạn", group=_SETTLED),
        Column("Trả lời quá hạn", group=_SETTLED),
        Column("Chuyển cơ quan khác", group=_SETTLED),
        Column("Không tiếp nhận", group=_SETTLED),
        Column("Tổng", SUM, (10, 11), _PENDING),
        Column("Trong hạn", group=_PENDING),
        Column("Quá hạn", group=_PENDING),
        Column("Đã công khai kết quả"),
    )
    sums = [sum(getattr(tally, name) for tally in tallies.values()) for name in ("received", "ended", "open")]
    note = (
        f"{_balance(*sums)} Góp ý nhận trong kỳ, không tính vào biểu: {suggestions}. "
        "Phản ánh về lãnh đạo phường chỉ được tính khi đã công bố."
    )
    title = "Tiếp nhận, xử lý phản ánh, kiến nghị"
    return Section(title, "II.05a", columns, tuple(rows), True, note, "stacked", (5, 6, 7, 8), "phản ánh")


_TITLES = {
    "form_06a": ("Biểu II.06a", "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"),
    "form_07a": ("Biểu II.07a", "NGUYÊN NHÂN QUÁ HẠN TRONG GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"),
    "form_05a": ("Biểu II.05a", "KẾT QUẢ TIẾP NHẬN, XỬ LÝ PHẢN ÁNH, KIẾN NGHỊ"),
}


def form(kind: str, first: str, last: str, under: str, sections: list[Section]) -> Document:
    basis, title = _TITLES[kind]
    return Document(kind, title, under, first, last, tuple(sections), basis=basis, wide=True)
