"""The weekly and the monthly report of the support points, from figures (rules/figures.py). Vietnamese, as on paper.

`names` says what ids are called: `point(id)`, `place(id)`, `procedure(code)`.
"""

from app.rules.assistance_fields import HELP, RESULT
from app.rules.difficulty import BY_CODE
from app.rules.figures import Month, Online, Part, Places, Support, Waiting
from app.rules.procedure import LEVELS
from app.rules.report_document import MEAN, SHARE, TEXT, Column, Document, Section

ROWS_MOST = 15
_VISITS = "lượt"


def document(kind: str, first: str, last: str, under: str, sections: list[Section]) -> Document:
    title = "BÁO CÁO\nKết quả hỗ trợ người dân sử dụng dịch vụ công trực tuyến tại các điểm hỗ trợ"
    return Document(kind, title, under, first, last, tuple(sections))


def compared(found: Support, before: Support) -> Section:
    lines = [
        ("Số lượt hỗ trợ", "n"),
        ("Nộp xong hồ sơ tại chỗ", "filed"),
        ("Chưa xong hoặc hẹn lại", "unfinished"),
        ("Tổng số phút hỗ trợ", "minutes"),
    ]
    rows = [(label, getattr(found, name), getattr(before, name)) for label, name in lines]
    rows.append(("Số điểm có lượt hỗ trợ", *(_at_work(one) for one in (found, before))))
    rows.append(("Số lần nêu khó khăn", found.difficulties.mentions, before.difficulties.mentions))
    columns = (Column("Chỉ tiêu", TEXT), Column("Kỳ này"), Column("Kỳ trước"))
    return Section("Kết quả chung", "Chung", columns, tuple(rows))


def _at_work(found: Support) -> int:
    return sum(line.n > 0 for line in found.points)


def by_point(found: Support, names) -> Section:
    rows = [(names.point(line.key), line.n, line.filed, line.unfinished, line.minutes, None) for line in found.points]
    columns = (
        Column("Điểm hỗ trợ", TEXT),
        Column("Lượt"),
        Column("Nộp xong"),
        Column("Chưa xong, hẹn lại"),
        Column("Số phút"),
        Column("Phút mỗi lượt", MEAN, (4, 1)),
    )
    return Section("Lượt hỗ trợ theo điểm", "Điểm", columns, tuple(rows), True, "", "bars", (1,), _VISITS)


def by_result(found: Support) -> Section:
    rows = [(RESULT.get(line.key, line.key) or "Chưa rõ", line.n, None) for line in found.results]
    return _counted("Kết quả của các lượt hỗ trợ", "Kết quả", "Kết quả", rows)


def by_help(found: Support) -> Section:
    rows = [(HELP.get(line.key, line.key) or "Chưa rõ", line.n, None) for line in found.helps]
    return _counted("Nội dung đã hỗ trợ", "Nội dung", "Việc đã giúp", rows)


def _counted(title: str, short: str, head: str, rows: list[tuple]) -> Section:
    columns = (Column(head, TEXT), Column("Lượt"), Column("Tỷ lệ (%)", SHARE, (1,)))
    return Section(title, short, columns, tuple(rows), True, "", "bars", (1,), _VISITS)


def difficulties(found: Support) -> Section:
    rows = [(BY_CODE[line.key].label if line.key in BY_CODE else line.key, line.n, None)
            for line in found.difficulties.lines]  # fmt: skip
    columns = (Column("Khó khăn", TEXT), Column("Số lần nêu"), Column("Tỷ lệ (%)", SHARE, (1,)))
    note = "Một lượt hỗ trợ có thể nêu nhiều khó khăn. Vòng tròn trên biểu đồ là tỷ lệ cộng dồn."
    return Section("Khó khăn người dân gặp", "Khó khăn", columns, tuple(rows), True, note, "pareto", (1,), "lần")


def by_day(found: Support) -> Section:
    rows = [(f"{line.key[8:]}/{line.key[5:7]}", line.n, line.filed, line.minutes) for line in found.days]
    columns = (Column("Ngày", TEXT), Column("Lượt"), Column("Nộp xong"), Column("Số phút"))
    return Section("Lượt hỗ trợ từng ngày", "Từng ngày", columns, tuple(rows), True, "", "line", (1,), _VISITS)


def by_place(found: Places, names) -> Section:
    rows = [(names.place(line.key), line.n, line.filed, None, line.unfinished) for line in found.lines]
    columns = (
        Column("Tổ dân phố", TEXT),
        Column("Lượt"),
        Column("Nộp xong"),
        Column("Tỷ lệ nộp xong (%)", SHARE, (2, 1)),
        Column("Chưa xong, hẹn lại"),
    )
    return Section("Lượt hỗ trợ theo tổ dân phố", "Tổ dân phố", columns, tuple(rows), True, "", "bars", (1,), _VISITS)


def first_difficulties(found: Places, names) -> Section:
    """What is named most in each neighbourhood."""
    rows = [
        (names.place(place), BY_CODE[told.lines[0].key].label, told.lines[0].n, told.mentions)
        for place, told in found.difficulties
        if told.lines and told.lines[0].key in BY_CODE
    ]
    columns = (
        Column("Tổ dân phố", TEXT),
        Column("Khó khăn nêu nhiều nhất", TEXT),
        Column("Số lần"),
        Column("Tổng số lần nêu"),
    )
    return Section("Khó khăn nêu nhiều nhất ở từng tổ", "Khó khăn theo tổ", columns, tuple(rows))


def online_by_place(found: Online, names) -> Section:
    return _online("Nộp trực tuyến theo tổ dân phố", "Trực tuyến theo tổ", "Tổ dân phố", [
        (names.place(place), part) for place, part in found.neighbourhoods
    ])  # fmt: skip


def online_by_procedure(found: Online, names) -> Section:
    """The most frequent ones by name, the rest together, so that the sum is that of all."""
    parts = [(procedure_words(names.procedure(code)), part) for code, part in found.procedures]
    rest = [part for _name, part in parts[ROWS_MOST:]]
    if rest:
        joined = Part(sum(part.n for part in rest), sum(part.of for part in rest))
        parts = [*parts[:ROWS_MOST], ("Các thủ tục khác", joined)]
    return _online("Nộp trực tuyến theo thủ tục", "Trực tuyến theo thủ tục", "Thủ tục", parts)


def procedure_words(name: str) -> str:
    """In a list of procedures none needs to say that it is one."""
    short = name.removeprefix("Thủ tục ")
    return short[:1].upper() + short[1:]


def online_by_level(found: Online) -> Section:
    parts = [(LEVELS.get(code, code), part) for code, part in found.levels]
    return _online("Nộp trực tuyến theo mức dịch vụ công", "Trực tuyến theo mức", "Mức", parts)


def _online(title: str, short: str, head: str, parts: list[tuple[str, Part]]) -> Section:
    rows = tuple((name, part.n, part.of, None) for name, part in parts)
    columns = (
        Column(head, TEXT),
        Column("Nộp trực tuyến"),
        Column("Đã nộp, cả tại quầy"),
        Column("Tỷ lệ trực tuyến (%)", SHARE, (1, 2)),
    )
    return Section(title, short, columns, rows, True, "", "bars", (3,), "%")


def waiting(found: Waiting, names) -> Section:
    rows = [(names.point(line.key), line.n, line.called, line.minutes, None, line.long) for line in found.points]
    columns = (
        Column("Nơi lấy số", TEXT),
        Column("Số lượt lấy số"),
        Column("Đã gọi"),
        Column("Tổng số phút chờ"),
        Column("Phút chờ mỗi lượt", MEAN, (3, 2)),
        Column("Chờ lâu"),
    )
    note = "Chờ lâu: từ số phút mà điểm đã đặt để xin lỗi."
    return Section("Thời gian chờ gọi số", "Chờ gọi số", columns, tuple(rows), True, note, "bars", (4,), "phút")


def month_words(month: str) -> str:
    """ "2026-11" → "11/2026" """
    return f"{int(month[5:])}/{month[:4]}"


def by_month(months: tuple[Month, ...]) -> Section:
    rows = [(month_words(each.month), each.assistances, each.filed) for each in months]
    columns = (Column("Tháng", TEXT), Column("Lượt hỗ trợ"), Column("Nộp xong tại chỗ"))
    return Section("Lượt hỗ trợ mười hai tháng", "12 tháng", columns, tuple(rows), True, "", "line", (1, 2), _VISITS)


def online_by_month(months: tuple[Month, ...]) -> Section:
    rows = [(month_words(each.month), each.online.n, each.online.of, None) for each in months]
    columns = (
        Column("Tháng", TEXT),
        Column("Nộp trực tuyến"),
        Column("Đã nộp, cả tại quầy"),
        Column("Tỷ lệ trực tuyến (%)", SHARE, (1, 2)),
    )
    title = "Tỷ lệ nộp trực tuyến mười hai tháng"
    return Section(title, "Trực tuyến 12 tháng", columns, tuple(rows), True, "", "line", (3,), "%")


def weekly(found: Support, before: Support, waited: Waiting, names) -> list[Section]:
    """What is kept by the day alone: neighbourhoods are counted by the month."""
    return [
        compared(found, before),
        by_day(found),
        by_point(found, names),
        by_result(found),
        by_help(found),
        difficulties(found),
        waiting(waited, names),
    ]


def monthly(
    found: Support, before: Support, places: Places, filed: Online, waited: Waiting, months: tuple[Month, ...], names
) -> list[Section]:
    kept_by_month = [
        by_place(places, names),
        first_difficulties(places, names),
        online_by_place(filed, names),
        online_by_procedure(filed, names),
        online_by_level(filed),
    ]
    # Of a period that is not made of whole months these would be other days' figures.
    sections = [*weekly(found, before, waited, names), *(kept_by_month if places.months.exact else [])]
    return [*sections, by_month(months), online_by_month(months)]
