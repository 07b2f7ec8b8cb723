"""Registers (sổ), the hand-over slip and the label for the post. Plain dicts in, PDF out; no flask, no tables.

Times are RFC 3339 with an offset, days "YYYY-MM-DD", texts as the reader shall see them; "" means "not given". The
ward's heading is that of dossier_sheets.

**A register**, besides the heading: `at` (time of printing), `year` (int), `volume` ("01"), `period` (text: "tháng 11
năm 2026"; "" for the whole year), `opened_on` (day, decides the form's version), `closing` (bool: the line "Sổ này có
…" with the signature; NĐ 61 era books are closed at the end of the year, registers of certification each month),
`head_title` ("Trưởng Bộ phận tiếp nhận và trả kết quả"), `head_name`.

**Each row**: `number` (int, of the register), `voided` (bool), `void_reason`: a cancelled number stays in its place,
struck through (R10: TT 01/2018 Đ10.2, NĐ 23/2015 Đ13). Besides, of the

- **ledger** (Mẫu 07, Sổ theo dõi hồ sơ): `code`, `national_code`, `procedure`, `copies` (int), `name`, `address`,
  `phone` (E.164), `unit`, `received_at`, `due_at`, `returned_at` (times or ""), `return_by`, `note`.
- **certification_register** (sổ chứng thực; the register has `kind`: a key of CERTIFICATIONS): `on` (day), `name`,
  `paper` (what was certified), `signer` (name and post), `copies` (int), `fee` (int, đồng), `note`.
- **reception_register** (sổ tiếp nhận): `code`, `received_at`, `name`, `procedure`, `copies` (int), `channel`,
  `clerk`, `due_at`, `note`.

**hand_over** (phiếu bàn giao hồ sơ), besides the heading: `number` (int, 0 none), `at` (when), `unit_from`, `unit_to`,
`giver`, `taker` (names, "" for the pen), `due_at` (by when it must be taken: the 15:00 rule, NĐ 118/2025 Đ18), `rows`
(list of `code`, `procedure`, `name`, `copies` int, `due_at`, `note`).

**post_label** (nhãn bưu gửi, A6), besides the heading: `at`, `code`, `from_address`, `from_phone`, `to_name`,
`to_address`, `to_phone` (E.164), `contents`, `collect` (text: what the postman collects; "" nothing), `post_number`,
`verify_text`.
"""

import re

from app.printing import qr
from app.printing.drawing import Draft, draft, draw
from app.printing.forms import form_of
from app.printing.typography import (
    day_of,
    joined,
    long_moment,
    money,
    numbered,
    place_and_day,
    short_moment,
    telephone,
)
from app.problems import Problem

_SPACES = re.compile(r"[ \t\n\r\f]+")
ROWS_MAX = 1500  # a volume; more is printed month by month

# {kind: (title, symbol of the register in NĐ 23/2015, what was certified, how many of what)}
CERTIFICATIONS = {
    "copy": (
        "SỔ CHỨNG THỰC BẢN SAO TỪ BẢN CHÍNH",
        "SCT/BS",
        "Tên của bản chính giấy tờ, văn bản",
        "Số bản sao đã được chứng thực",
    ),
    "signature": (
        "SỔ CHỨNG THỰC CHỮ KÝ, CHỨNG THỰC ĐIỂM CHỈ",
        "SCT/CK,ĐC",
        "Tên giấy tờ, văn bản đã chứng thực chữ ký, điểm chỉ",
        "Số lượng giấy tờ, văn bản",
    ),
    "translator": (
        "SỔ CHỨNG THỰC CHỮ KÝ NGƯỜI DỊCH",
        "SCT/CKND",
        "Tên giấy tờ, văn bản; dịch từ tiếng nào sang tiếng nào",
        "Số bản dịch đã được chứng thực",
    ),
    "contract": (
        "SỔ CHỨNG THỰC HỢP ĐỒNG, GIAO DỊCH",
        "SCT/HĐ,GD",
        "Tên hợp đồng, giao dịch được chứng thực",
        "Số bản đã được chứng thực",
    ),
}


def ledger(register: dict, rows: list[dict], *, ours: bool = False) -> bytes:
    """Mẫu 07 (Mẫu 06 until 2025-06-30), A4 landscape."""
    return draw(ledger_draft(register, rows), ours=ours, long=True)


def ledger_draft(register: dict, rows: list[dict]) -> Draft:
    form = form_of("ledger", day_of(register["opened_on"]))
    columns = ("number", "code", "procedure", "copies", "name", "address", "unit", "received", "due", "returned",
               "return_by", "sign", "note")  # fmt: skip
    shown = [_ledger_row(row) for row in rows]
    return register_draft("ledger", register, form.title, rows, shown, columns, running=form.number)


def certification_register(register: dict, rows: list[dict], *, ours: bool = False) -> bytes:
    """Sổ chứng thực of one kind, A4 landscape; printed and closed each month (NĐ 23/2015 Đ13)."""
    return draw(certification_register_draft(register, rows), ours=ours, long=True)


def certification_register_draft(register: dict, rows: list[dict]) -> Draft:
    title, symbol, paper, count = CERTIFICATIONS[register["kind"]]
    labels = {"paper": paper, "count": count, "symbol": symbol}
    shown = [_certification_row(row) for row in rows]
    columns = ("number", "on", "name", "paper", "signer", "count", "fee", "note")
    return register_draft("certification_register", register, title, rows, shown, columns, symbol, labels)


def reception_register(register: dict, rows: list[dict], *, ours: bool = False) -> bytes:
    """Sổ tiếp nhận: what came in, by whom it was received, A4 landscape."""
    columns = ("number", "code", "received", "name", "procedure", "copies", "channel", "clerk", "due", "note")
    shown = [_reception_row(row) for row in rows]
    return draw(
        register_draft("reception_register", register, "SỔ TIẾP NHẬN HỒ SƠ", rows, shown, columns), ours=ours, long=True
    )


def hand_over(slip: dict, *, ours: bool = False) -> bytes:
    """Phiếu bàn giao hồ sơ between two desks, A4, signed by both."""
    number = numbered(slip["number"]) if slip["number"] else "........"
    sheet = _heading(slip) | {
        "number": f"{number}/BGHS",
        "title": "PHIẾU BÀN GIAO HỒ SƠ",
        "running": f"Phiếu bàn giao hồ sơ {number}",
        "moment": long_moment(slip["at"]),
        "unit_from": slip["unit_from"],
        "unit_to": slip["unit_to"],
        "giver": slip["giver"],
        "taker": slip["taker"],
        "due": long_moment(slip["due_at"]),
        "rows": [
            row | {"position": place, "due": short_moment(row["due_at"])} for place, row in enumerate(slip["rows"], 1)
        ],
        "count": numbered(len(slip["rows"])),
    }
    return draw(draft("hand_over", slip, sheet["running"], slip["at"], sheet=sheet), ours=ours)


def post_label(label: dict, *, ours: bool = False) -> bytes:
    """Nhãn bưu gửi: result by public post (bưu chính công ích), A6 landscape, to be stuck on the envelope."""
    sheet = _heading(label) | {
        "sender": joined(" – ", *_heading_lines(label)),
        "from_address": label["from_address"],
        "from_phone": telephone(label["from_phone"]),
        "to_name": label["to_name"].upper(),
        "to_address": label["to_address"],
        "to_phone": telephone(label["to_phone"]),
        "contents": label["contents"],
        "collect": label["collect"],
        "post_number": label["post_number"],
        "code": label["code"],
        "verify_qr": qr.dots(label["verify_text"]),
    }
    return draw(draft("post_label", label, f"Nhãn bưu gửi {label['code']}", label["at"], sheet=sheet), ours=ours)


def register_draft(name, register, title, rows, shown, columns, running="", labels=None):
    if len(rows) > ROWS_MAX:
        raise Problem("printing_too_slow")
    volume = f"Quyển số: {register['volume']}/{register['year']}"
    sheet = _heading(register) | {
        "title": title,
        "under": joined(" – ", volume, register["period"]),
        "running": joined(" – ", running, title.capitalize(), volume),
        "columns": columns,
        "labels": labels or {},
        "rows": [
            {"cells": _clean(row), "voided": of["voided"], "reason": of["void_reason"]}
            for row, of in zip(shown, rows, strict=True)
        ],
        "closing": _closing(rows) if register["closing"] else "",
        "head_title": register["head_title"].upper(),
        "head_name": register["head_name"],
        "closed_on": place_and_day(register["place"], day_of(register["at"])),
    }
    return draft(name, register, f"{title.capitalize()} {volume}", register["at"], sheet=sheet)


def _clean(row):
    """White space at an end would take room in a cell."""
    return {name: _SPACES.sub(" ", words).strip(" ") for name, words in row.items()}


def _closing(rows):
    """Khóa sổ: "Sổ này có … số, từ … đến …" (TT 01/2018 Đ10.2)."""
    if not rows:
        return "Sổ này không có số nào."
    numbers = [row["number"] for row in rows]
    voided = sum(row["voided"] for row in rows)
    said = f"Sổ này có {numbered(len(rows))} số, từ số {numbered(min(numbers))} đến số {numbered(max(numbers))}"
    return said + (f", trong đó {numbered(voided)} số đã hủy, gạch ngang." if voided else ".")


def _ledger_row(row):
    return {
        "number": numbered(row["number"]),
        "code": joined(" ", row["code"], row["national_code"]),
        "procedure": row["procedure"],
        "copies": numbered(row["copies"]),
        "name": row["name"],
        "address": joined(", ", row["address"], telephone(row["phone"]).replace(" ", "\u00a0")),
        "unit": row["unit"],
        "received": short_moment(row["received_at"][:10]),
        "due": short_moment(row["due_at"][:10]),
        "returned": short_moment(row["returned_at"][:10]),
        "return_by": row["return_by"],
        "sign": "",
        "note": _noted(row),
    }


def _certification_row(row):
    return {
        "number": numbered(row["number"]),
        "on": short_moment(row["on"]),
        "name": row["name"],
        "paper": row["paper"],
        "signer": row["signer"],
        "count": numbered(row["copies"]),
        "fee": money(row["fee"]),
        "note": _noted(row),
    }


def _reception_row(row):
    return {
        "number": numbered(row["number"]),
        "code": row["code"],
        "received": short_moment(row["received_at"]),
        "name": row["name"],
        "procedure": row["procedure"],
        "copies": numbered(row["copies"]),
        "channel": row["channel"],
        "clerk": row["clerk"],
        "due": short_moment(row["due_at"]),
        "note": _noted(row),
    }


def _noted(row):
    return joined(". ", f"Đã hủy: {row['void_reason']}" if row["voided"] else "", row["note"])


def _heading(ward):
    line_1, line_2 = _heading_lines(ward)
    return {
        "organ_line_1": line_1,
        "organ_line_2": line_2,
        "place_date": place_and_day(ward["place"], day_of(ward["at"])),
        "demo": ward["demo"],
    }


def _heading_lines(ward):
    if not ward["office"]:
        return ward["organ_line_1"], ward["organ_line_2"]
    return joined(" ", ward["organ_line_1"], ward["organ_line_2"]), ward["office"]
