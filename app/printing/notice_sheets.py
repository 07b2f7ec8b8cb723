"""Notices on paper: the sheet for the board, the text for the loudspeaker, and how far it has come. Dicts in, PDF out.

Every record has the ward's heading (dossier_sheets), `at` (time of printing) and `title`.

- **board_notice** (thông báo, NĐ 30/2020, A4): `number` ("" for the pen), `on` (day), `text` (lines), `until` (day),
  `recipients` (list of lines), and the signer as in dossier_sheets.apology.
- **leaflet** (tờ rơi, A4, no document: no quốc hiệu): `text`, `until`, `ward_name`, `phone`, `qr` (what the code
  holds), `address` (as people type it), `neighbourhood` ("" for none).
- **loud** (bài phát thanh, A4, large letters): `text`, `minutes` (in words), `neighbourhood`, `until`.
- **coverage** (A4): `dates` (in words), `count`, `posted` (numbers), `rows` (list of `name`, `lead`, `since` (day or
  ""), `places`, `loud` (day or "")), `writer`.
"""

from app.printing import qr
from app.printing.dossier_sheets import DEPUTY
from app.printing.drawing import draft, draw
from app.printing.typography import day_of, joined, long_day, place_and_day, telephone

# Letters of a leaflet's words: larger while they fit on one page.
_LEAFLET_STEPS = (400, 750, 1100)


def _heading(record: dict, number: str | None = None) -> dict:
    heading = {
        "organ_line_1": record["organ_line_1"],
        "organ_line_2": record["organ_line_2"],
        "place_date": place_and_day(record["place"], day_of(record.get("on") or record["at"])),
        "demo": record["demo"],
        "title": record["title"],
        "running": record["title"][:90],
    }
    return heading if number is None else heading | {"number": number}


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _slashed(day: str) -> str:
    return "/".join(reversed(day.split("-"))) if day else ""


def board_notice(record: dict) -> bytes:
    """Thông báo, A4, to be signed, sealed and hung."""
    head = record["head_title"].upper()
    sheet = _heading(record, record["number"] or "........../TB-UBND") | {
        "paragraphs": _paragraphs(record["text"]),
        "until": long_day(day_of(record["until"])) if record["until"] else "",
        "recipients": record["recipients"],
        "signer_title": f"KT. {head}\nPHÓ {head}" if record["signer_rank"] == DEPUTY else head,
        "signer_name": record["signer_name"],
    }
    return draw(draft("notice", record, f"Thông báo {record['title']}", record["at"], sheet=sheet))


def leaflet(record: dict) -> bytes:
    """Tờ rơi, A4, letters as large as its words allow on one page."""
    length = len(record["text"]) + 3 * len(record["title"])
    sheet = {
        "size": "a4",
        "demo": record["demo"],
        "ward_name": record["ward_name"],
        "address": record["address"],
        "phone": telephone(record["phone"]),
        "qr": qr.picture(record["qr"]),
        "title": record["title"],
        "fit": sum(length > step for step in _LEAFLET_STEPS),
        "paragraphs": _paragraphs(record["text"]),
        "until": _slashed(record["until"]),
        "neighbourhood": record["neighbourhood"],
        "former": "",
        "long": len(record["neighbourhood"]) > 46,
    }
    title = f"Tờ rơi {record['title']}"
    return draw(draft("notice_leaflet", record, title, record["at"], sheet=sheet))


def loud(record: dict) -> bytes:
    """Bài phát thanh, A4: read by whoever stands at the microphone, in any light."""
    sheet = _heading(record) | {
        "paragraphs": _paragraphs(record["text"]),
        "under": joined(" · ", record["neighbourhood"], record["minutes"]),
        "until": _slashed(record["until"]),
    }
    return draw(draft("notice_loud", record, f"Bài phát thanh {record['title']}", record["at"], sheet=sheet))


def coverage(record: dict) -> bytes:
    """Bảng theo dõi niêm yết, A4: each neighbourhood with where it hangs and since when."""
    rows = [
        {
            **row,
            "since": _slashed(row["since"]) or "Chưa niêm yết",
            "loud": _slashed(row["loud"]),
            "lacks": not row["since"],
        }
        for row in record["rows"]
    ]
    sheet = _heading(record) | {
        "rows": rows,
        "dates": record["dates"],
        "count": record["count"],
        "posted": record["posted"],
        "missing": record["count"] - record["posted"],
        "writer": record["writer"],
    }
    title = f"Bảng theo dõi niêm yết {record['title']}"
    return draw(draft("notice_coverage", record, title, record["at"], sheet=sheet), long=len(rows) > 60)
