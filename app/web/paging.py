"""Lists in numbered pages: which one `?trang=` asks for, and where the ones beside it are."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from app.config import PAGE_ROWS


@dataclass(frozen=True)
class Page:
    number: int
    pages: int
    previous_href: str
    next_href: str

    @property
    def first(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * PAGE_ROWS

    def of(self, rows: list) -> list:
        """Its part of all rows."""
        return rows[self.first : self.first + PAGE_ROWS]


def page_of(count: int, address: str, query: dict | None = None) -> Page:
    """The page asked for, of those that `count` rows fill: lists become shorter while somebody turns their pages.

    query: what else the address asks for; empty values are left out.
    """
    pages = max(1, -(-count // PAGE_ROWS))
    asked = request.args.get("trang", "")
    number = min(max(1, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else 1), pages)
    kept = {name: value for name, value in (query or {}).items() if value}

    def href(other: int) -> str:
        told = kept | ({"trang": other} if other > 1 else {})
        return f"{address}?{urlencode(told)}" if told else address

    return Page(number, pages, href(number - 1) if number > 1 else "", href(number + 1) if number < pages else "")
