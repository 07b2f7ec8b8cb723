"""A rating of how somebody was served: one of five levels and up to three reasons, without a word of anybody's own.

TT 01/2018/TT-VPCP Đ12.2, NĐ 61/2018 Đ27.3, NĐ 224/2026 Đ10.3b (R12). It is the ward's own survey, never SIPAS, which
Bộ Nội vụ alone announces. What is shown of ratings is made so that nobody can part one from the others: months that
are over, groups of five at least, and no sum that a hidden group could be taken out of.
"""

import csv
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from math import sqrt

from app.rules.clock import DAY_MS, day_of

# The scale of the national survey (QĐ 2640/QĐ-BNV), so that answers can be set beside it. "Bình thường" counts against.
LEVELS = {
    1: "Rất không hài lòng",
    2: "Không hài lòng",
    3: "Bình thường",
    4: "Hài lòng",
    5: "Rất hài lòng",
}
SATISFIED = frozenset({4, 5})
# What may be rated: what a tracking code stands for.
KINDS = {"dossier": "Hồ sơ một cửa", "assistance": "Lượt hỗ trợ"}
REASONS_MOST = 3
# Fewer are shown by nothing: one who knows four of five knows the fifth.
SHOWN_FROM = 5
MONTHS_SHOWN = 12
# After what was asked for is over, a paper found in a drawer tells of another time.
OPEN_DAYS = 90
_Z = 1.959964  # 95 %


def _read() -> tuple[dict[str, str], frozenset[str]]:
    """({code: words}, the codes still offered). A code is never used again for something else."""
    text = (files("app.rules") / "data" / "rating_reasons.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {row["code"]: row["label"] for row in rows}, frozenset(row["code"] for row in rows if row["obsolete"] != "1")


REASONS, OFFERED = _read()
# The one that a survey without names cannot help with: the page says where to go with it.
MONEY = "asked_for_money"


@dataclass(frozen=True, slots=True)
class Answer:
    """`level` 1–5; `reasons` are codes, each once, in the order of the list, so that a ticking order tells nothing."""

    level: int
    reasons: tuple[str, ...]


def read(level: str, reasons: list[str]) -> tuple[Answer | None, str]:
    """(the answer, "") of what was posted, or (None, what is wrong): no_level, too_many_reasons.

    Reasons that nobody offered come from no page of ours and are left out.
    """
    ticked = tuple(code for code in REASONS if code in OFFERED and code in reasons)
    if len(ticked) > REASONS_MOST:
        return None, "too_many_reasons"
    if level not in [str(each) for each in LEVELS]:
        return None, "no_level"
    return Answer(int(level), ticked), ""


def open_at(ended_at: int | None, now: int) -> bool:
    """Whether something that ended then, or goes on still (None), may be rated."""
    return ended_at is None or now - ended_at <= OPEN_DAYS * DAY_MS


def month_of(at: int) -> str:
    """ "2026-11": all that is kept of when."""
    return day_of(at)[:7]


def months_over(now: int) -> list[str]:
    """The months that may be shown, the latest first. Never the one that runs: its figures seen before and after one
    more rating would tell what that one said."""
    first = date.fromisoformat(f"{month_of(now)}-01")
    found = []
    for _ in range(MONTHS_SHOWN):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(first.isoformat()[:7])
    return found


@dataclass(frozen=True, slots=True)
class Share:
    """Percentages: the share of the satisfied and its 95 % interval (Wilson), of `n` ratings."""

    n: int
    satisfied: int
    percent: float
    low: float
    high: float


def share(satisfied: int, n: int) -> Share:
    """n ≥ 1."""
    part, spread = satisfied / n, _Z * _Z / n
    middle = (part + spread / 2) / (1 + spread)
    half = _Z * sqrt(part * (1 - part) / n + spread / (4 * n)) / (1 + spread)
    return Share(n, satisfied, 100 * part, 100 * max(0.0, middle - half), 100 * min(1.0, middle + half))


@dataclass(frozen=True, slots=True)
class Group:
    """One month of one kind. `share` is None where fewer than five rated; `reasons`: [(code, how many)], five and more
    each, the most frequent first."""

    month: str
    kind: str
    share: Share | None
    reasons: tuple[tuple[str, int], ...]


def groups(counted: list[dict], months: list[str]) -> list[Group]:
    """`counted`: on_month, kind, level, reasons (JSON list), count: how many ratings are alike. Every month and kind
    has its group, so that nothing and too few look the same."""
    return [_group([row for row in counted if (row["on_month"], row["kind"]) == (month, kind)], month, kind)
            for month in months for kind in KINDS]  # fmt: skip


def _group(rows: list[dict], month: str, kind: str) -> Group:
    n = sum(row["count"] for row in rows)
    if n < SHOWN_FROM:
        return Group(month, kind, None, ())
    ticked = Counter()
    for row in rows:
        for code in json.loads(row["reasons"]):
            ticked[code] += row["count"]
    reasons = [(code, count) for code, count in ticked.most_common() if count >= SHOWN_FROM]
    satisfied = sum(row["count"] for row in rows if row["level"] in SATISFIED)
    return Group(month, kind, share(satisfied, n), tuple(reasons))


def total(shown: list[Group]) -> Share | None:
    """All groups that are shown together: what is hidden is in no sum, or it could be taken out of it again."""
    known = [group.share for group in shown if group.share]
    if not known:
        return None
    return share(sum(one.satisfied for one in known), sum(one.n for one in known))
