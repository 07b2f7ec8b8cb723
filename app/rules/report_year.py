"""The report of a year: everything the ward counts, one section each. Vietnamese, as on paper."""

from dataclasses import dataclass

from app.rules import report_dossier, report_support, report_voices
from app.rules.figures import Households, Month, Online, Places, Satisfaction, Shortened, Support, Timeliness, Waiting
from app.rules.household_fields import STATES
from app.rules.report_document import MEAN, SHARE, TEXT, Column, Document, Section
from app.rules.report_dossier import Heard
from app.rules.report_support import month_words, procedure_words

PROCEDURES_MOST = 20


@dataclass(frozen=True, slots=True)
class Year:
    """What the year is told from. `before`: the year before it; `households`: as they stand when it is made."""

    support: Support
    before: Support
    places: Places
    online: Online
    waiting: Waiting
    months: tuple[Month, ...]
    timeliness: Timeliness
    heard: dict[str, Heard]
    suggestions: int
    satisfaction: Satisfaction
    households: Households
    shortened: Shortened


def document(first: str, last: str, under: str, told: Year, names) -> Document:
    title = "BÁO CÁO\nKết quả hỗ trợ dịch vụ công và giải quyết thủ tục hành chính"
    sections = [
        report_support.compared(told.support, told.before),
        report_support.by_month(told.months),
        report_support.by_point(told.support, names),
        report_support.by_result(told.support),
        report_support.by_help(told.support),
        report_support.difficulties(told.support),
        report_support.by_place(told.places, names),
        report_support.online_by_month(told.months),
        report_support.online_by_place(told.online, names),
        report_support.online_by_procedure(told.online, names),
        report_support.waiting(told.waiting, names),
        report_dossier.settled(told.timeliness.fields),
        _on_time(told.months),
        _handled(told.timeliness, names),
        _shortened(told.shortened),
        report_dossier.heard(told.heard, told.suggestions),
        *report_voices.satisfied(told.satisfaction, names),
        _households(told.households, names),
    ]
    if not told.places.months.exact:
        note = f"Tính theo tháng tròn, từ {month_words(told.places.months.first)} đến "
        note += f"{month_words(told.places.months.last)}."
        by_month = {"Tổ dân phố", "Trực tuyến theo tổ", "Trực tuyến theo thủ tục", "12 tháng", "Trực tuyến 12 tháng"}
        by_month |= {"Đúng hẹn 12 tháng"}
        sections = [_noted(one, note) if one.short in by_month else one for one in sections]
    return Document("year", title, under, first, last, tuple(sections))


def _noted(section: Section, note: str) -> Section:
    values = {name: getattr(section, name) for name in Section.__slots__}
    return Section(**(values | {"note": f"{section.note} {note}".strip()}))


def _on_time(months: tuple[Month, ...]) -> Section:
    rows = [(month_words(each.month), each.on_time.n, each.settled, None) for each in months]
    columns = (
        Column("Tháng", TEXT),
        Column("Trước hạn, đúng hạn"),
        Column("Đã giải quyết"),
        Column("Tỷ lệ (%)", SHARE, (1, 2)),
    )
    title = "Hồ sơ giải quyết đúng hẹn, từng tháng"
    return Section(title, "Đúng hẹn 12 tháng", columns, tuple(rows), True, "", "line", (3,), "%")


def _handled(found: Timeliness, names) -> Section:
    rows = [(procedure_words(names.procedure(one.procedure)), one.n, round(one.minutes / 60), None)
            for one in found.procedures[:PROCEDURES_MOST]]  # fmt: skip
    columns = (
        Column("Thủ tục", TEXT),
        Column("Số hồ sơ có kết quả"),
        Column("Tổng số giờ"),
        Column("Giờ mỗi hồ sơ", MEAN, (2, 1)),
    )
    note = "Giờ theo đồng hồ, kể cả đêm và ngày nghỉ."
    if len(found.procedures) > PROCEDURES_MOST:
        note += f" {PROCEDURES_MOST} thủ tục nhiều hồ sơ nhất, trên {len(found.procedures)} thủ tục."
    return Section("Thời gian giải quyết theo thủ tục", "Thời gian", columns, tuple(rows), False, note)


def _shortened(found: Shortened) -> Section:
    rows = [(f"{one.name}: {one.variant}" if one.variant else one.name, one.code, one.legal, one.promised)
            for one in found.variants]  # fmt: skip
    columns = (
        Column("Thủ tục", TEXT),
        Column("Mã", TEXT),
        Column("Thời hạn theo luật", TEXT),
        Column("Phường hẹn", TEXT),
    )
    note = f"{found.part.n} trên {found.part.of} thủ tục đang dùng được rút ngắn."
    return Section("Thủ tục phường rút ngắn thời hạn", "Rút ngắn", columns, tuple(rows), False, note)


def _households(found: Households, names) -> Section:
    rows = [(names.place(place), *(_of(states, state) for state in STATES)) for place, states in found.places]
    columns = (Column("Tổ dân phố", TEXT), *(Column(label) for label in STATES.values()))
    drawn = tuple(range(1, len(columns)))
    note = "Theo sổ hộ lúc lập báo cáo."
    return Section("Hộ dân theo tình trạng", "Hộ dân", columns, tuple(rows), True, note, "stacked", drawn, "hộ")


def _of(states, state: str) -> int:
    return sum(line.n for line in states if line.key == state)
