"""Which template stands on which paper. Plain dicts in, PDF out; no flask, no tables: the caller looks things up.

Every time is RFC 3339 with an offset; texts are as the reader shall see them; "" means "not given".

Of the ward, in every sheet: `organ_line_1`, `organ_line_2` (the two lines of the organ's name, NĐ 30/2020), `place`
(địa danh, "Hà Đông"), `demo` (bool: MẪU on every page, TT 01/2018 Đ5.2).

A slip's record, besides: `at` (when), `on` (day "YYYY-MM-DD" when caught up from a notebook, else ""), `point`,
`point_address`, `volunteer`, `name`, `phone` (E.164; only its last three digits are printed), `procedure` (name),
`procedure_code`, `help`, `channel`, `result`, `difficulties` (list) — labels, not codes —, `result_code` (for the
standing next steps), `next_steps` (list of sentences, before the standing ones), `national_code` (as given, R17),
`tracking` (12 symbols), `base_url` (of the public page), `provisional` (bool: TẠM, the ward has no number for it yet).

A shift, besides: `on` (its day), `opened_at`, `closed_at` ("" while open), `point`, `point_address`, `volunteer`,
`printed_at`. Each of its rows: `at`, `on`, `who` (name or initials, the caller's choice), `where` (tổ dân phố, tòa,
căn hộ), `procedure`, `procedure_code`, `help`, `channel`, `result`, `difficulties` (list), `minutes` (int),
`national_code`, `tracking`, `voided` (bool: stays in the list, struck through, and out of the totals, R10).
"""

from collections import Counter
from datetime import date

from app.printing import paper, qr
from app.printing.drawing import draft
from app.printing.next_steps import STANDING
from app.printing.typography import day, hour, joined, moment, place_and_day
from app.rules import clock, mask, tracking

SLIP_SIZES = ("a5", "80mm")
QUICK_ROWS_MAX = 100


def slip(record: dict, size: str) -> bytes:
    """PHIẾU HỖ TRỢ as PDF on "a5" or on an "80mm" roll (one page, as long as it needs)."""
    if size not in SLIP_SIZES:
        raise ValueError(f"no slip of size {size!r}")
    return paper.pdf(slip_html(record, size), grow=size == "80mm")


def day_sheet(shift: dict, rows: list[dict]) -> bytes:
    """PHIẾU GHI NGÀY TRỰC as PDF on A4: all assistances of a shift, totals, the volunteer's signature."""
    # On a busy machine a day of hundreds takes longer than somebody may be made to wait for a receipt.
    press = paper.long_pdf if len(rows) > QUICK_ROWS_MAX else paper.pdf
    return press(day_sheet_html(shift, rows))


def slip_html(record: dict, size: str) -> str:
    """The slip as a whole HTML document."""
    fields = slip_fields(record) | {"size": size}
    title = f"Phiếu hỗ trợ {fields['tracking']}"
    return draft(f"slip_{size}", record, title, record["at"], slip=fields).html()


def day_sheet_html(shift: dict, rows: list[dict]) -> str:
    """The day's sheet as a whole HTML document."""
    fields = day_sheet_fields(shift, rows)
    title = f"Phiếu ghi ngày trực {fields['day']}, {shift['point']}"
    return draft("day_sheet", shift, title, shift["printed_at"], sheet=fields).html()


def slip_fields(record: dict) -> dict:
    """What stands in each [data-field] of `paper/_slip.html`; the browser's TẠM slip says the same words
    (tests/cases/slip_fields.json)."""
    at = clock.local(clock.parse(record["at"]))
    caught_up = bool(record["on"]) and record["on"] != at.date().isoformat()
    return _heading(record, at.date()) | {
        "state": "provisional" if record["provisional"] else "official",
        "point": joined(", ", record["point"], record["point_address"]),
        "time": f"{day(date.fromisoformat(record['on']))} (ghi lại từ sổ)" if caught_up else moment(at),
        "volunteer": record["volunteer"],
        "name": record["name"].upper(),
        "phone": mask.mask_phone(record["phone"]),
        "procedure": _procedure(record, "{procedure} (mã\u00a0{procedure_code})"),
        "help": joined(" – ", record["help"], record["channel"].lower()),
        "result": record["result"],
        "difficulties": "; ".join(record["difficulties"]),
        "national_code": record["national_code"],
        "next_steps": "\n".join((*record["next_steps"], *STANDING[record["result_code"]])),
        "tracking": tracking.format(record["tracking"]),
        "qr": qr.picture(qr.tracking_url(record["base_url"], record["tracking"])),
    }


def blank_slip_fields(ward: dict) -> dict:
    """The slip that a kept page carries for the browser to fill: the ward's heading and nothing of any person."""
    blank = dict.fromkeys(
        ("point", "time", "volunteer", "name", "phone", "procedure", "help", "result", "difficulties"), ""
    )
    blank |= dict.fromkeys(("national_code", "next_steps", "tracking", "qr", "place_date"), "")
    blank |= {"organ_line_1": ward["organ_line_1"], "organ_line_2": ward["organ_line_2"], "demo": ward["demo"]}
    return blank | {"state": "provisional", "size": "a5"}


def day_sheet_fields(shift: dict, rows: list[dict]) -> dict:
    """What `paper/day_sheet.html` shows."""
    counted = [row for row in rows if not row["voided"]]
    opened = clock.local(clock.parse(shift["opened_at"]))
    closed = clock.local(clock.parse(shift["closed_at"])) if shift["closed_at"] else None
    return _heading(shift, clock.local(clock.parse(shift["printed_at"])).date()) | {
        "day": date.fromisoformat(shift["on"]).strftime("%d/%m/%Y"),
        "point": joined(", ", shift["point"], shift["point_address"]),
        "point_name": shift["point"],
        "volunteer": shift["volunteer"],
        "hours": hour(opened) + _closing(opened, closed),
        "rows": [_day_row(number, row, shift["on"]) for number, row in enumerate(rows, 1)],
        "count": len(counted),
        "voided": len(rows) - len(counted),
        "minutes": sum(row["minutes"] for row in counted),
        "results": _totals(row["result"] for row in counted),
        "difficulties": _totals(difficulty for row in counted for difficulty in row["difficulties"]),
    }


def _closing(opened, closed):
    if closed is None:
        return ", chưa kết thúc"
    return f" đến {hour(closed) if closed.date() == opened.date() else moment(closed)}"


def _heading(ward, on):
    return {
        "organ_line_1": ward["organ_line_1"],
        "organ_line_2": ward["organ_line_2"],
        "place_date": place_and_day(ward["place"], on),
        "demo": ward["demo"],
    }


def _day_row(number, row, shift_day):
    at = clock.local(clock.parse(row["at"]))
    on = row["on"] or at.date().isoformat()
    return {
        "number": number,
        # A row of another day, caught up or after midnight, says so.
        "time": f"{at:%H:%M}" if on == shift_day else f"{date.fromisoformat(on):%d/%m}",
        "who": row["who"],
        "where": row["where"],
        "work": joined(" – ", row["help"], row["channel"].lower()),
        "procedure": _procedure(row, "{procedure} ({procedure_code})"),
        "result": row["result"],
        "national_code": row["national_code"],
        "difficulties": "; ".join(row["difficulties"]),
        "minutes": row["minutes"],
        "tracking": tracking.format(row["tracking"]),
        "voided": row["voided"],
    }


def _procedure(row, words):
    return words.format(**row) if row["procedure_code"] else ""


def _totals(labels):
    """[(label, count)], the largest first, then by label: the same rows always give the same sheet."""
    return sorted(Counter(labels).items(), key=lambda pair: (-pair[1], pair[0]))
