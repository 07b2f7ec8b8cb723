"""Posters and leaflets (áp phích, tờ rơi): A3, A4 or A5, read from two metres, printed at home or at the office.

They are no documents: no quốc hiệu, only the ward's name. Plain dicts in, PDF out; no flask, no tables.

The record: the ward as in `dossier_sheets` (`organ_line_1`, `organ_line_2`, `demo`, `ward_slug`), `at` (RFC 3339),
`kind` ("point", "procedure", "vneid", "conduct", "ten", "four", "connect"), `label` (title of the file), `size`
("a3", "a4", "a5"), `ward_name` ("Phường Hà Đông"), `qr` (what the code holds), `address` (as people type it), `phone`
(of the office, "" unknown), `title`, `lead`, `foot`, `items` (list of lines), `numbered`, `columns` (bools).

A sheet of it (one page, of a leaflet one or two): `neighbourhood` ("Tổ dân phố 7" or ""), `former` (its old name or
""), and by kind: point: `points` (list of `name`, `address`, `hours` (lines)); procedure: `name`, `code`, `field`,
`papers` (list of (variant or "", list of `name`, `note`)), `times`, `fees` (lists of lines), `where` (a line); connect:
`wifi` (name of the network, "" unknown), `wifi_password` ("" open), `fingerprint` (of the certificate that phones are
asked to trust; "" where they need none).
"""

from math import ceil

from app.printing import qr
from app.printing.drawing import draft, draw
from app.printing.typography import telephone
from app.rules.poster import fingerprint_lines

SIZES = ("a3", "a4", "a5")
# As many sheets of posters a single print may wait for; more go to the press for long work.
QUICK_SHEETS = 3
_TEMPLATES = {"point": "poster_point", "procedure": "poster_procedure", "connect": "poster_connect"}
_WORDS = "poster_words"
# Letters that stand in one line of a heading on any size, and of a point's own block.
_TITLE_LETTERS, _LINE_LETTERS = 18, 34


def posters(record: dict, sheets: list[dict], *, ours: bool = False) -> bytes:
    """One PDF with a poster for each of `sheets`."""
    if record["size"] not in SIZES or not sheets:
        raise ValueError(f"no poster of size {record['size']!r}, {len(sheets)} sheets")
    fields = poster_fields(record, sheets)
    name = _TEMPLATES.get(record["kind"], _WORDS)
    sheet = draft(name, record, record["label"], record["at"], poster=fields)
    return draw(sheet, ours=ours, long=len(sheets) > QUICK_SHEETS)


def poster_fields(record: dict, sheets: list[dict]) -> dict:
    """What paper/poster_*.html show."""
    items = list(record["items"])
    return {
        **{name: record[name] for name in ("kind", "size", "demo", "ward_name", "address", "title", "lead", "foot")},
        **{name: record[name] for name in ("numbered", "columns")},
        "items": items,
        "pairs": list(zip(items[: len(items) // 2], items[len(items) // 2 :], strict=False))
        if record["columns"]
        else [],
        "phone": telephone(record["phone"]),
        "qr": qr.picture(record["qr"]),
        "sheets": [_sheet(record["kind"], sheet) for sheet in sheets],
    }


def _sheet(kind: str, sheet: dict) -> dict:
    made = {"neighbourhood": "", "former": "", **sheet}
    made["long"] = len(made["neighbourhood"] + made["former"]) > _LINE_LETTERS + 12
    if kind == "point":
        made["fit"] = _fit(_point_lines(made["points"]), (8, 12, 18))
    elif kind == "procedure":
        made["fit"] = _fit(_lines(made["name"], _TITLE_LETTERS), (4, 7, 11))
    elif kind == "connect":
        made["wifi_qr"] = qr.picture(wifi_code(made["wifi"], made["wifi_password"])) if made["wifi"] else ""
        made["fit"] = _fit(_lines(made["wifi"] + made["wifi_password"], 22) + 2 * made["long"], (3, 9, 9))
        made["fingerprint"] = fingerprint_lines(made["fingerprint"])
    return made


def wifi_code(name: str, password: str) -> str:
    """What a phone's camera joins a network by (the form that ZXing gave it)."""
    kind = f"WPA;P:{_escaped(password)}" if password else "nopass"
    return f"WIFI:T:{kind};S:{_escaped(name)};;"


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if sign in '\\;,:"' else sign for sign in text)


def _point_lines(points: list[dict]) -> int:
    """How tall the points stand, in lines of hours."""
    height = 0
    for point in points:
        height += 1.3 * _lines(point["name"], 26) + _lines(point["address"], _LINE_LETTERS)
        height += sum(_lines(line, _LINE_LETTERS) for line in point["hours"]) + 1
    return ceil(height)


def _lines(text: str, letters: int) -> int:
    return ceil(len(text) / letters)


def _fit(lines: int, steps: tuple[int, ...]) -> int:
    """0 for the largest letters, one more for each step that the text is longer than."""
    return sum(lines > step for step in steps)
