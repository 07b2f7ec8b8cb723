"""The slip (phiếu hẹn) of a certification: when it is owed, and from the row to what app/printing draws."""

import json

from app.printing.certification_slip import certification_slip
from app.problems import Problem
from app.rules import clock
from app.rules.calendar import after_cutoff
from app.rules.certification_due import is_another_day
from app.rules.register import REGISTERS
from app.web.dossier_words import calendar_of
from app.web.sessions import now_ms
from app.web.stationery import Stationery

PATH = "phieu-hen.pdf"


def is_owed(row: dict) -> bool:
    """Whether the person comes again for the result (NĐ 23/2015 Đ7); what is struck through is not printed."""
    return row["voided_at"] is None and is_another_day(row["certified_at"], row["due_at"])


def numbers_of(row: dict) -> str:
    """ "12–13/2026": the numbers that the visit has in the register."""
    first, last = row["first_number"], row["last_number"]
    return f"{first}/{row['year']}" if first == last else f"{first}–{last}/{row['year']}"


def drawn(row: dict) -> bytes:
    """The PDF. Raises Problem when nothing is to be promised."""
    if not is_owed(row):
        raise Problem("void_not_printed" if row["voided_at"] is not None else "certification_same_day")
    return certification_slip(_record(row, Stationery(row["ward_id"], now_ms())))


def _record(row: dict, stationery: Stationery) -> dict:
    return {
        **stationery.heading(),
        "at": clock.write(row["certified_at"]),
        "due_at": clock.write(row["due_at"]),
        "after_cutoff": after_cutoff(calendar_of(row["ward_id"]), row["certified_at"]),
        "name": row["name"],
        "work": row["procedure_name"],
        "book": REGISTERS[row["register"]][0],
        "numbers": numbers_of(row),
        "lines": [_line(one, row["year"]) for one in json.loads(row["lines"])],
        "copies": row["copies"],
        "fee_total": row["fee_total"] if row["fee_known"] else None,
        "fee_paid": row["fee_paid"],
        "fee_receipt": row["fee_receipt"],
        "note": row["note"],
        "office_name": stationery.office_name,
        "contact_phone": stationery.office["counter_phone"],
        "clerk": stationery.names.person(row["staff"]),
    }


def _line(line: dict, year: int) -> dict:
    return {"number": f"{line['number']}/{year}", **{name: line[name] for name in ("paper", "pages", "copies")}}
