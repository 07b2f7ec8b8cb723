"""A procedure from a few unaccented letters: the twin of static/js/core/procedure_search.js, so that the public page
and the tablet answer the same query in the same order (tests/cases/procedures.json).

Every typed word must begin a word of the name, the field, the extra words (old names) or the code, in any order. When
nothing fits, one slip is forgiven in words of four letters or more. Old names that say nothing today are passed over.
"""

import math
import re
from functools import lru_cache

from app.rules.text import fold

_SLIP = 100
# Words of an older order that fit no procedure of today: a level of online service (NĐ 43/2011), the wards and the
# district of Hà Đông before July 2025. Phường Hà Đông itself is said as often as not.
OLD_LEVEL = "muc do [1-4]"
OLD_WARDS = (
    "phuc la|van phuc|van quan|mo lao|quang trung|nguyen trai|yet kieu|ha cau|la khe|phu la|kien hung|duong noi|"
    "yen nghia|phu luong|phu lam|dong mai|bien giang"
)
_OLD = re.compile(rf"\b({OLD_LEVEL}|(phuong |p[.]? )?({OLD_WARDS})|(quan|phuong) ha dong)( cu)?\b")
_NOT_A_WORD = re.compile(r"(?:[^\w.]|_)+")
_NAMED_AS = re.compile("^thủ tục ", re.IGNORECASE)
# A longer query is no query; without a limit one request could keep the server busy.
LONGEST_QUERY = 120


def search(query: str, procedures: list[dict]) -> list[dict]:
    """Best first; an empty query gives the favourites first, then the list's own order."""
    typed = _split(_OLD.sub(" ", " ".join(_split(query[:LONGEST_QUERY]))))
    scored = [(_score(row, typed), row) for row in procedures]
    scored.sort(key=lambda pair: pair[0])  # stable: equals stay in the list's order
    worst = _SLIP / 2 if scored and scored[0][0] < _SLIP / 2 and typed else math.inf
    return [row for score, row in scored if score < worst]


def old_names(query: str) -> list[str]:
    """Which old names a query speaks of, so that the page can say what holds today: "level", "ward", "household"."""
    words = " ".join(_split(query[:LONGEST_QUERY]))
    speaks = {"level": rf"\b{OLD_LEVEL}\b", "ward": rf"\b({OLD_WARDS}|quan ha dong)\b", "household": r"\bho khau\b"}
    return [name for name, words_of_it in speaks.items() if re.search(words_of_it, words)]


def _split(text: str) -> tuple[str, ...]:
    return tuple(word for word in _NOT_A_WORD.split(fold(text)) if word)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    """The words of a name, made once a name: folding is most of the work."""
    return _split(text)


def _score(row: dict, typed: tuple[str, ...]) -> float:
    if not typed:
        return row["favourite"] or 1e9
    # Nearly every name begins with "Thủ tục": it says nothing and would push the telling words back.
    named = _words(_NAMED_AS.sub("", row["name"]))
    other = _words(f"{row['words']} {row['field']} thu tuc")
    # What people come for stands first; then the plain case: "đăng ký khai sinh" before "… có yếu tố nước ngoài".
    total = row["favourite"] / 20 - 3 if row["favourite"] else len(named) / 20
    for word in typed:
        if row["code"].startswith(word) or (len(word) > 2 and row["code"].endswith(word)):
            continue
        total += min(_misfit(word, named), _misfit(word, other) + 2)
    return total - max(_phrase(typed, named), _phrase(typed, other))


def _misfit(typed: str, words: tuple[str, ...]) -> float:
    """How badly a typed word fits."""
    if typed in words:
        return 0
    if any(word.startswith(typed) for word in words):
        return 1
    return _SLIP if any(_slip(typed, word) for word in words) else math.inf


def _slip(typed: str, word: str) -> bool:
    """Is a beginning of `word` one missing, extra, wrong or swapped letter away from `typed`?"""
    if len(typed) < 4:
        return False
    at = 0
    while at < min(len(typed), len(word)) and typed[at] == word[at]:
        at += 1

    def rest(typed_from: int, word_from: int) -> bool:
        return len(word) >= word_from and word.startswith(typed[typed_from:], word_from)

    swapped = typed[at : at + 1] == word[at + 1 : at + 2] and typed[at + 1 : at + 2] == word[at : at + 1]
    return rest(at + 1, at + 1) or rest(at + 1, at) or rest(at, at + 1) or (swapped and rest(at + 2, at + 2))


def _phrase(typed: tuple[str, ...], words: tuple[str, ...]) -> int:
    """How well the words stand together: 4 at the beginning, 2 further on."""
    at = f" {' '.join(words)}".find(" " + " ".join(typed))
    return 0 if at < 0 else 2 if at else 4
