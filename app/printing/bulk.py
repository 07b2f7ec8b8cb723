"""Many Mẫu 01 in one file, chunk by chunk: memory stays that of one chunk, and the caller hears how far it is.

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
    """How far a bulk print is. `pdf` is the whole file at the end, b"" before."""

    done: int
    total: int
    pdf: bytes = b""


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
    press, parts, done = paper.press(long=True), [], 0
    with ThreadPoolExecutor(paper.LONG.workers) as threads:
        waiting = deque()
        for chunk in _chunks(records):
            waiting.append((len(chunk), threads.submit(_part, press, chunk, copies, ours)))
            # One more than there are workers: the next is ready when one of them is done.
            if len(waiting) > paper.LONG.workers:
                done = _collect(waiting, parts, done)
                yield Progress(done, len(records))
        while waiting:
            done = _collect(waiting, parts, done)
            yield Progress(done, len(records))
    yield Progress(done, len(records), press.bind(parts).pdf)


def _collect(waiting, parts, done):
    count, part = waiting.popleft()
    parts += part.result()
    return done + count


def _chunks(records):
    for start in range(0, len(records), CHUNK):
        yield records[start : start + CHUNK]


def _part(press, chunk, copies, ours):
    """The parts of a chunk: one, or by a ward's own template one for each receipt."""
    drafts = [receipt_draft(record, copies) for record in chunk]
    own = None if ours else drafts[0].own_template()
    if own is None:
        return [press.print_part([sheet.html() for sheet in drafts]).pdf]
    return [press.fill(filling(sheet, own), part=True).pdf for sheet in drafts]
