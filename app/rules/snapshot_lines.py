"""A snapshot as lines of JSON: what lacks its last line was cut off. Twin: static/js/core/snapshot_lines.js."""

from collections.abc import Iterable

import msgspec

from app.rules.scope_sum import short_hash

_encode = msgspec.json.Encoder().encode


def snapshot_lines(head: dict, rows: Iterable[tuple[str, str]]) -> list[str]:
    """{"head": head}, then {"k": kind, "r": row} for each (kind, JSON text of the row), then {"end": number of rows,
    "sum": short hash of all lines before, joined by line ends}; without their line ends.
    """
    lines = [_encode({"head": head}).decode()]
    lines += [f'{{"k":"{kind}","r":{text}}}' for kind, text in rows]
    lines.append(_encode({"end": len(lines) - 1, "sum": short_hash("\n".join(lines))}).decode())
    return lines
