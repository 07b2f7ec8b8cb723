"""Feedback on paper: the register (Sổ tiếp nhận phản ánh, kiến nghị) and an answer as a letter. Dicts in, PDF out.

The register is that of app/printing/registers.py: a dict as every register takes, and rows of `number`, `received_at`
(time), `channel`, `who` (name, address, telephone), `content`, `category`, `forwarded` (to whom and when), `due_at`
(time or ""), `result`, `answered_at` (time or ""), `published` (where, "" for nowhere). NĐ 20/2008 Đ9 asks for the
book and names no columns (domain §6.3).

**answer_letter** (văn bản trả lời, NĐ 30/2020, A4): the ward's heading (dossier_sheets) and `at` (time of the answer),
`received_on` (day), `code`, `kind` ("phản ánh, kiến nghị"), `channel`, `name`, `address`, `content`, `answer` (lines),
`contact_name`, `contact_phone`, and the signer as in dossier_sheets.apology. The number is written by the pen: the
letter gets it in the office's own register of documents.
"""

from app.printing.dossier_sheets import DEPUTY
from app.printing.drawing import Draft, draft, draw
from app.printing.registers import register_draft
from app.printing.typography import (
    day_of,
    joined,
    long_day,
    numbered,
    place_and_day,
    short_moment,
    telephone,
)

COLUMNS = ("number", "received", "way", "who", "content", "category", "forwarded", "due", "result", "answered",
           "published")  # fmt: skip


def feedback_register(register: dict, rows: list[dict], *, ours: bool = False) -> bytes:
    """Sổ tiếp nhận phản ánh, kiến nghị, A4 landscape."""
    title = "SỔ TIẾP NHẬN PHẢN ÁNH, KIẾN NGHỊ"
    whole = [row | {"voided": False, "void_reason": ""} for row in rows]
    shown = [_row(row) for row in rows]
    return draw(register_draft("feedback_register", register, title, whole, shown, COLUMNS), ours=ours, long=True)


def _row(row: dict) -> dict:
    return {
        "number": numbered(row["number"]),
        "received": short_moment(row["received_at"]),
        "due": short_moment(row["due_at"][:10]),
        "answered": short_moment(row["answered_at"][:10]),
        "way": row["channel"],
        **{name: row[name] for name in ("who", "content", "category", "forwarded", "result", "published")},
    }


def answer_letter(letter: dict, *, ours: bool = False) -> bytes:
    """Văn bản trả lời phản ánh, kiến nghị, A4."""
    return draw(letter_draft(letter), ours=ours)


def letter_draft(letter: dict) -> Draft:
    second = letter["organ_line_2"]
    organ = joined(" ", letter["organ_line_1"], second[:1].lower() + second[1:])
    head = letter["head_title"].upper()
    sheet = {
        "organ_line_1": letter["organ_line_1"],
        "organ_line_2": letter["organ_line_2"],
        "number": "........../UBND",
        "place_date": place_and_day(letter["place"], day_of(letter["at"])),
        "demo": letter["demo"],
        "subject": f"V/v trả lời {letter['kind']}",
        "running": f"Trả lời {letter['kind']} {letter['code']}",
        "organ": organ,
        "received": long_day(day_of(letter["received_on"])),
        "paragraphs": [line for line in letter["answer"].splitlines() if line.strip()],
        "contact_phone": telephone(letter["contact_phone"]),
        "signer_title": f"KT. {head}\nPHÓ {head}" if letter["signer_rank"] == DEPUTY else head,
        **{name: letter[name] for name in ("kind", "channel", "code", "name", "address", "content", "signer_name")},
        "contact_name": letter["contact_name"],
    }
    return draft("answer_letter", letter, f"Trả lời {letter['kind']} {letter['code']}", letter["at"], sheet=sheet)
