"""Many Mẫu 01 in one file, chunk by chunk: memory stays that of one chunk, and the caller hears how far it is.

Receipts that are likely to look alike are drawn one after the other, because each takes over the boxes of one before
it (refill); in the file they stand in the order that was asked for.

For the long press, whose workers step back for single sheets. One bulk print runs at a time and leaves no worker
behind.
"""

import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from app.printing import paper
from app.printing.dossier_sheets import BOTH_COPIES, receipt_draft
from app.printing.drawing import filling
from app.problems import Problem

CHUNK = 25  # receipts: enough to share a file's fonts, few enough for memory and for somebody who watches
RECEIPTS_MAX = 1000

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Progress:
    """How far a bulk print is. `content` is the whole file at the end, b"" before."""

    done: int
    total: int
    content: bytes = b""


def receipts(records: list[dict], copies: tuple[int, ...] = BOTH_COPIES, *, ours: bool = False) -> Iterator[Progress]:
    """Mẫu 01 of each record (dossier_sheets, all of one ward) in their order, as one PDF/A-3a and PDF/UA-1.

    Nothing is drawn until the first step is asked for. Raises Problem("printing_busy") while another bulk print runs,
    Problem("printing_too_slow") beyond RECEIPTS_MAX, and what a single sheet raises.
    """
    if not records:
        raise ValueError("nothing to print")
    if len(records) > RECEIPTS_MAX:
        raise Problem("printing_too_slow")
    if not _one_at_a_time.acquire(blocking=False):
        raise Problem("printing_busy")
    try:
        yield from _printed(records, copies, ours)
    finally:
        _one_at_a_time.release()
        paper.press(long=True).rest()


def _printed(records, copies, ours):
    own = None if ours else receipt_draft(records[0], copies).own_template()
    order = list(range(len(records))) if own else _alike_together(records)
    press, parts, counts, done = paper.press(long=True), [], [], 0
    with ThreadPoolExecutor(paper.LONG.workers) as threads:
        waiting = deque()
        for start in range(0, len(order), CHUNK):
            chunk = [records[place] for place in order[start : start + CHUNK]]
            waiting.append((len(chunk), threads.submit(_part, press, chunk, copies, own, not start)))
            # One more than there are workers: the next is ready when one of them is done.
            if len(waiting) > paper.LONG.workers:
                done = _collect(waiting, parts, counts, done)
                yield Progress(done, len(records))
        while waiting:
            done = _collect(waiting, parts, counts, done)
            yield Progress(done, len(records))
    pages = None if own else _pages_in_order(order, counts)
    yield Progress(done, len(records), press.bind(parts, pages).pdf)


def _collect(waiting, parts, counts, done):
    chunk, part = waiting.popleft()
    for printed in part.result():
        parts.append(printed.pdf)
        counts += printed.pages
    return done + chunk


def _alike_together(records):
    """The places of the records in the order in which they are drawn: the first, whose title the file bears, then by
    what stands on the paper, then by the length of what stands there, which decides the number of lines.
    """
    return [0, *sorted(range(1, len(records)), key=lambda place: _look(records[place]))]


def _look(record):
    values = [value for _, value in sorted(record.items())]
    there = [len(value) if isinstance(value, list) else bool(value) for value in values]
    return there, *(len(record[name]) for name in ("procedure", "address", "name")), record["code"]


def _pages_in_order(order, counts):
    """The pages of the drawn parts, numbered from 0, as the records were asked for. counts: pages of each as drawn."""
    found, start = {}, 0
    for place, count in zip(order, counts, strict=True):
        found[place] = range(start, start + count)
        start += count
    return [page for _, pages in sorted(found.items()) for page in pages]


def _part(press, chunk, copies, own, first):
    """The parts of a chunk: one, or by a ward's own template one for each receipt."""
    drafts = [receipt_draft(record, copies) for record in chunk]
    if own is None:
        return [press.print_part([sheet.html() for sheet in drafts], titled=first)]
    return [press.fill(filling(sheet, own), part=True) for sheet in drafts]
