"""The number of the queue on a thermal roll, 58 or 80 mm wide and as long as it needs. No name stands on it.

The record: the ward as in `sheets` (`organ_line_1`, `organ_line_2`, `place`, `demo`), `at` (RFC 3339, when it was
taken), `number` ("A-037"), `point`, `service`, `priority` ("" or why), `ahead` (int, people before it then; None when
nobody can say any more), `wait` (at least, at most minutes; None without a ground).
"""

from app.printing import paper
from app.printing.drawing import draft
from app.printing.typography import moment
from app.rules import clock

SIZES = ("58mm", "80mm")


def ticket_slip(record: dict, size: str) -> bytes:
    """The PDF: one page. Raises ValueError for a roll there is not."""
    if size not in SIZES:
        raise ValueError(f"no ticket of size {size!r}")
    return paper.pdf(ticket_slip_html(record, size), grow=True)


def ticket_slip_html(record: dict, size: str) -> str:
    """The slip as a whole HTML document."""
    fields = ticket_slip_fields(record) | {"size": size}
    return draft("ticket_slip", record, f"Số thứ tự {record['number']}", record["at"], ticket=fields).html()


def ticket_slip_fields(record: dict) -> dict:
    """What paper/_ticket_slip.html shows."""
    ahead = record["ahead"]
    return {
        "organ_line_1": record["organ_line_1"],
        "organ_line_2": record["organ_line_2"],
        "point": record["point"],
        "number": record["number"],
        "service": record["service"],
        "priority": record["priority"],
        "time": moment(clock.local(clock.parse(record["at"]))),
        "ahead": "" if ahead is None else (f"Còn {ahead} người trước" if ahead else "Không còn ai trước"),
        "wait": "Chờ khoảng {}–{} phút".format(*record["wait"]) if record["wait"] else "",
        "demo": record["demo"],
    }
