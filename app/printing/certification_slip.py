"""Phiếu hẹn of a certification (chứng thực) that is not given back the same day: the hour and the day, A5.

NĐ 23/2015 Đ7 and TT 01/2020/TT-BTP Đ2 ask for the slip and draw no form for it: this one is of our own, and a ward may
put its own in its place. Plain dicts in, PDF out; no flask, no tables. Texts as the reader shall see them, "" means
"not given", times RFC 3339.

The record: the ward as in `dossier_sheets` (`organ_line_1`, `organ_line_2`, `office`, `place`, `demo`, `ward_slug`);
`at` (received), `due_at` (appointed), `after_cutoff` (bool: it came after 15:00), `name`, `work` (what is certified),
`book` (title of the register), `numbers` ("12–13/2026"), `lines` (list of `number` "12/2026", `paper`, `pages` int,
`copies` int), `copies` (int, in all), `fee_total` (đồng by rule; None where no rule is known), `fee_paid` (đồng; 0 not
yet), `fee_receipt`, `note`, `office_name` ("phường Hà Đông"), `contact_phone` (E.164 or as given), `clerk`.
"""

from app.printing.drawing import draft, draw
from app.printing.typography import day_of, joined, long_moment, money, numbered, place_and_day, telephone

TITLE = "PHIẾU HẸN TRẢ KẾT QUẢ CHỨNG THỰC"


def certification_slip(record: dict, *, ours: bool = False) -> bytes:
    """The slip as PDF; one copy, for the person."""
    title = f"{TITLE.capitalize()} số {record['numbers']}"
    sheet = certification_slip_fields(record)
    return draw(draft("certification_slip", record, title, record["at"], sheet=sheet), ours=ours)


def certification_slip_fields(record: dict) -> dict:
    """What paper/certification_slip.html shows."""
    line_1, line_2 = record["organ_line_1"], record["organ_line_2"]
    if record["office"]:
        line_1, line_2 = joined(" ", line_1, line_2), record["office"]
    return {
        "organ_line_1": line_1,
        "organ_line_2": line_2,
        "place_date": place_and_day(record["place"], day_of(record["at"])),
        "demo": record["demo"],
        "running": f"Phiếu hẹn chứng thực số {record['numbers']}",
        "title": TITLE,
        "office_name": joined(" ", record["organ_line_1"], record["office_name"]),
        "name": record["name"].upper(),
        "work": record["work"],
        "lines": [
            {**line, "pages": numbered(line["pages"]), "copies": numbered(line["copies"])} for line in record["lines"]
        ],
        "copies": f"{numbered(record['copies'])} bản",
        "book": joined(", số ", record["book"], record["numbers"]),
        "received_at": long_moment(record["at"]),
        "due_at": long_moment(record["due_at"]),
        "why": "Yêu cầu nhận sau 15 giờ nên được giải quyết trong ngày làm việc tiếp theo."
        if record["after_cutoff"]
        else "",
        "fee": _fee(record),
        "note": record["note"],
        "contact_phone": telephone(record["contact_phone"]),
        "clerk": record["clerk"],
    }


def _fee(record):
    """What it costs by rule and what was paid of it; nothing where no rule is known and nothing was paid."""
    paid = f"đã thu {money(record['fee_paid'])}" if record["fee_paid"] else "chưa thu"
    paid = joined(", biên lai số ", paid, record["fee_receipt"])
    if record["fee_total"] is None:
        return paid if record["fee_paid"] else ""
    return f"{money(record['fee_total'])} ({paid})"
