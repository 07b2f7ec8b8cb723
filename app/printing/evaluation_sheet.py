"""The monthly evaluation on paper (NĐ 30/2020, A4): one person or unit, and the month in a list. Dicts in, PDF out.

**evaluation_sheet**: the ward's heading (dossier_sheets) and `at` (time), `month` ("tháng 10/2026"), `name`, `kind`,
`scheme`, `lines` [{"number", "name", "points" (text), "n", "why"}], `total`, `most` (texts), `suggested`, `scaled`,
`beside` [(label, words)], `decisions` [{"band", "reason", "when", "by"}], the last one holds, and the
signer as in dossier_sheets.apology.

**evaluation_list**: the heading, `at`, `month`, `scheme`, `rows` [{"name", "points", "suggested", "on_time",
"decision", "reason"}] and the signer.
"""

from app.printing.dossier_sheets import DEPUTY
from app.printing.drawing import Draft, draft, draw
from app.printing.typography import day_of, joined, place_and_day


def evaluation_sheet(sheet: dict, *, ours: bool = False) -> bytes:
    """Phiếu đánh giá tháng."""
    return draw(_draft("evaluation_sheet", sheet, f"Phiếu đánh giá {sheet['month']}, {sheet['name']}"), ours=ours)


def evaluation_list(sheet: dict, *, ours: bool = False) -> bytes:
    """Bảng tổng hợp đánh giá tháng."""
    return draw(_draft("evaluation_list", sheet, f"Bảng tổng hợp đánh giá {sheet['month']}"), ours=ours)


def _draft(name: str, given: dict, title: str) -> Draft:
    second = given["organ_line_2"]
    head = given["head_title"].upper()
    said = {key: value for key, value in given.items() if key not in ("at", "place", "ward_slug", "office")}
    sheet = said | {
        "place_date": place_and_day(given["place"], day_of(given["at"])),
        # Written by the pen: the office's own register of documents gives it.
        "number": "........../UBND",
        "running": title,
        "organ": joined(" ", given["organ_line_1"], second[:1].lower() + second[1:]),
        "signer_title": f"KT. {head}\nPHÓ {head}" if given["signer_rank"] == DEPUTY else head,
    }
    return draft(name, given, title, given["at"], sheet=sheet)
