"""Open data (dữ liệu mở): which tables the ward gives to everybody, and what of them is hidden so that nobody shows.

Months that are over, counts of five at least. A count that is left out must not come back as what is missing from a
sum: whatever a line adds up to is taken as known, because another table tells it or somebody simply knows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush

from app.rules import assistance_fields, difficulty, dossier_fields, feedback_fields, timeliness

LEAST = 5

# Each dimension of a table: its column, and what it says. Codes have their words in the column behind them.
COLUMNS = {
    "month": ("month", "Tháng, viết YYYY-MM"),
    "result": ("result", "Kết quả của lượt hỗ trợ"),
    "neighbourhood": ("neighbourhood", "Tổ dân phố của người được giúp"),
    "procedure": ("procedure", "Mã thủ tục hành chính"),
    "channel_online": ("filing", "Nộp bằng cách nào"),
    "difficulty": ("difficulty", "Khó khăn đã gặp"),
    "channel": ("channel", "Hồ sơ đến bằng đường nào"),
    "kept": ("kept", "Trả kết quả trước, đúng hay quá hạn"),
    "kind": ("kind", "Loại ý kiến"),
    "category": ("category", "Phân loại theo NĐ 20/2008"),
    "support_point": ("support_point", "Điểm hỗ trợ"),
}
IN_WORDS = "Mã ở cột bên trái nghĩa là gì"
MEASURES = {
    "n": ("count", "Số lượng; để trống khi dưới 5 hoặc khi có thể suy ra số dưới 5"),
    "minutes": ("minutes", "Tổng số phút"),
}
# What the codes of a dimension mean; places and procedures have their names from the ward's lists.
WORDS = {
    "result": assistance_fields.RESULT,
    "channel_online": {
        "online": "Nộp trực tuyến tại điểm",
        "counter": "Chuyển đến quầy",
        "open": "Chưa nộp xong",
        "none": "Việc không phải nộp hồ sơ",
    },
    "difficulty": {code: each.label for code, each in difficulty.BY_CODE.items()},
    "channel": dossier_fields.CHANNELS,
    "kept": timeliness.WORDS | {"none": "Không có hạn"},
    "kind": feedback_fields.KINDS,
    "category": feedback_fields.CATEGORIES,
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """`slug`: its address. `cube`, `by`, `where`: what is read of the roll-ups (rules/rollup.py), month by month.

    `told_by`: of its dimensions the one whose sums are a table of their own.
    """

    slug: str
    title: str
    about: str
    cube: str
    by: tuple[str, ...]
    measures: tuple[str, ...] = ("n",)
    where: Mapping[str, str] = field(default_factory=dict)
    told_by: str = ""

    @property
    def dimensions(self) -> tuple[str, ...]:
        return ("month", *self.by)


DATASETS = {
    one.slug: one
    for one in (
        Dataset(
            "luot-ho-tro",
            "Lượt hỗ trợ theo kết quả",
            "Người dân được giúp làm dịch vụ công tại các điểm hỗ trợ; lượt đã hủy không tính.",
            "assistance_day",
            ("result",),
            ("n", "minutes"),
        ),
        Dataset(
            "luot-ho-tro-theo-to",
            "Lượt hỗ trợ theo tổ dân phố",
            "Theo tổ dân phố của người được giúp.",
            "assistance_place",
            ("neighbourhood",),
            ("n", "minutes"),
        ),
        Dataset(
            "thu-tuc-duoc-giup",
            "Thủ tục được giúp",
            "Lượt hỗ trợ theo mã thủ tục; việc không gắn với thủ tục nào đứng ở dòng để trống mã.",
            "assistance_place_procedure",
            ("procedure",),
        ),
        Dataset(
            "cach-nop-theo-to",
            "Cách nộp hồ sơ theo tổ dân phố",
            "Hồ sơ được giúp: nộp trực tuyến tại điểm, chuyển đến quầy, hay chưa xong.",
            "assistance_place_procedure",
            ("neighbourhood", "channel_online"),
            told_by="neighbourhood",
        ),
        Dataset(
            "kho-khan",
            "Khó khăn của người dân",
            "Một lượt hỗ trợ có thể gặp nhiều khó khăn, nên tổng có thể lớn hơn số lượt.",
            "assistance_difficulty_day",
            ("difficulty",),
        ),
        Dataset(
            "kho-khan-theo-to",
            "Khó khăn theo tổ dân phố",
            "Mỗi tổ dân phố gặp khó khăn nào.",
            "assistance_place_difficulty",
            ("neighbourhood", "difficulty"),
            told_by="difficulty",
        ),
        Dataset(
            "ho-so-tiep-nhan",
            "Hồ sơ tiếp nhận",
            "Hồ sơ vào sổ tiếp nhận của bộ phận một cửa.",
            "dossier_received_day",
            ("procedure", "channel"),
        ),
        Dataset(
            "ho-so-giai-quyet",
            "Hồ sơ đã giải quyết",
            "Hồ sơ giải quyết xong trong tháng, trước, đúng hay quá hạn.",
            "dossier_settled_day",
            ("procedure", "kept"),
        ),
        Dataset(
            "phan-anh",
            "Phản ánh, kiến nghị, góp ý",
            "Theo ngày nhận. Ý kiến về người cụ thể chỉ được tính khi lãnh đạo đã cho biết.",
            "feedback_day",
            ("kind", "category"),
            where={"told": "all"},
        ),
        Dataset(
            "thoi-gian-cho",
            "Hàng chờ",
            "Số thứ tự đã lấy ở các điểm hỗ trợ, và tổng số phút chờ của những người được gọi.",
            "ticket_day",
            ("support_point",),
            ("n", "minutes"),
        ),
    )
}


def hidden(counts: Mapping[tuple[str, ...], int], told_at: int | None = None) -> set[tuple[str, ...]]:
    """Which cells of one month are left out. `counts`: {its place in each dimension: how many}, none of them nought.

    Those under five; and in each line (all cells that differ in one dimension alone) at least two, of five together,
    or the smallest that is shown goes with them; and none that the sums of several lines together would give back.
    Done again until nothing more need be hidden. `told_at`: the dimension whose sums another table tells: where that
    one hides a sum, nothing here may add up to it.
    """
    gone = {cell for cell, n in counts.items() if n < LEAST}
    if told_at is not None:
        sums: dict[tuple[str, ...], int] = defaultdict(int)
        for cell, n in counts.items():
            sums[cell[told_at],] += n
        unsaid = hidden(sums)
        gone |= {cell for cell in counts if (cell[told_at],) in unsaid}
    lines = list(_lines(counts))
    changed = bool(gone)
    while changed:
        changed = False
        for line in lines:
            out = [cell for cell in line if cell in gone]
            while out and (len(out) < 2 or sum(counts[cell] for cell in out) < LEAST) and len(out) < len(line):
                least = min((cell for cell in line if cell not in gone), key=lambda cell: (counts[cell], cell))
                gone.add(least)
                out.append(least)
                changed = True
        if not changed and (beside := _around_a_bridge(counts, gone)):
            gone |= beside
            changed = True
    return gone


def _around_a_bridge(counts: Mapping[tuple[str, ...], int], gone: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """What to hide beside the hidden, so that one of them is no longer a difference of sums; nothing where all is well.

    In a table of two dimensions each line is a point and each hidden cell joins two of them. One that alone joins two
    parts is what the sums of one part's lines have over the sums of the columns there. With a second way between the
    parts, of the cells with the fewest, it is that no more. Where there is no second way, its sums tell it themselves.
    """
    for bridge in _bridges(gone):
        near, far = _ends(bridge)
        way = _cheapest_way(counts, gone, bridge, near, far)
        if way:
            return way
    return set()


def _ends(cell: tuple[str, ...]) -> tuple[tuple[int, str], tuple[int, str]]:
    return (0, cell[0]), (1, cell[1])


def _joined(cells: Iterable[tuple[str, ...]]) -> dict[tuple[int, str], list[tuple]]:
    """{line: [(the line that crosses it, the cell where they do)]}."""
    found = defaultdict(list)
    for cell in sorted(cells):
        near, far = _ends(cell)
        found[near].append((far, cell))
        found[far].append((near, cell))
    return found


def _bridges(gone: set[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The hidden cells that alone join two parts, of a table of two dimensions."""
    if not gone or len(next(iter(gone))) != 2:
        return []
    joined, order, low, found = _joined(gone), {}, {}, []

    def visit(line, came_by):
        order[line] = low[line] = len(order)
        for other, cell in joined[line]:
            if cell == came_by:
                continue
            if other not in order:
                visit(other, cell)
                if low[other] > order[line]:
                    found.append(cell)
                low[line] = min(low[line], low[other])
            else:
                low[line] = min(low[line], order[other])

    for line in joined:
        if line not in order:
            visit(line, None)
    return found


def _cheapest_way(counts: Mapping, gone: set, bridge: tuple, near: tuple, far: tuple) -> set[tuple[str, ...]]:
    """The shown cells of the way from one line to another past a hidden cell that has the fewest in them."""
    joined = _joined(cell for cell in counts if cell != bridge)
    wait, seen = [(0, near, ())], set()
    while wait:
        price, line, shown_cells = heappop(wait)
        if line == far:
            return set(shown_cells)
        if line in seen:
            continue
        seen.add(line)
        for other, cell in joined[line]:
            new = cell not in gone
            heappush(wait, (price + counts[cell] * new, other, (*shown_cells, cell) if new else shown_cells))
    return set()


def _lines(counts: Iterable[tuple[str, ...]]) -> Iterable[list[tuple[str, ...]]]:
    cells = list(counts)
    for place in range(len(cells[0]) if cells else 0):
        found = defaultdict(list)
        for cell in cells:
            found[cell[:place] + cell[place + 1 :]].append(cell)
        yield from found.values()


def shown(dataset: Dataset, rows: list[dict]) -> list[dict]:
    """The rows of a table as they are given away: what is hidden keeps its line and has None for its measures.

    `rows`: as `rollup.sums` gives them, by month and the table's other dimensions.
    """
    months: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
    for row in rows:
        months[row["month"]][tuple(row[name] for name in dataset.by)] = row["n"]
    told_at = dataset.by.index(dataset.told_by) if dataset.told_by else None
    gone = {month: hidden(counts, told_at) for month, counts in months.items()}
    return [
        row | dict.fromkeys(dataset.measures) if tuple(row[name] for name in dataset.by) in gone[row["month"]] else row
        for row in sorted(rows, key=lambda row: tuple(row[name] for name in dataset.dimensions))
    ]
