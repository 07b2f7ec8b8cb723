"""A declaration (tờ khai) on A4, laid out by its form file: filled in to be signed, or blank to be written on.

It is a citizen's paper, not the ward's: quốc hiệu and tiêu ngữ, no organ and no number (NĐ 30/2020 Phụ lục I for type
and measures). Plain dicts in, PDF out; no flask, no tables.

The ward: `ward_name` ("phường Hà Đông"), `place` (địa danh), `demo`, `organ_line_1`, `organ_line_2`, `at` (RFC 3339);
`tracking` (12 symbols, "" when it was never sent). `form`: a whole form file; `values`: checked ones, {} for a blank.
"""

from dataclasses import dataclass

from app.printing.drawing import draft, draw
from app.rules import tracking
from app.rules.day_in_words import day_in_words
from app.rules.declaration_expression import holds
from app.rules.declaration_form_check import PARTS, PLACEHOLDER

# So many dots where nothing was given and the line goes on behind it: room for a word, and for a day.
_ROOM, _ROOM_DAY = 34, 20
_YES_NO = [("yes", "Có"), ("no", "Không")]


def declaration(record: dict, form: dict, values: dict) -> bytes:
    """The PDF of one declaration."""
    return draw(declaration_draft(record, form, values))


def declaration_draft(record: dict, form: dict, values: dict):
    title = form["title"].capitalize()
    return draft("declaration", record, title, record["at"], sheet=laid_out(record, form, values))


def given(ward_name: str, place: str) -> dict[str, str]:
    """What the ward itself puts into a form; ward_name as in a sentence: "phường Hà Đông"."""
    return {"office": f"Ủy ban nhân dân {ward_name}", "ward": ward_name, "place": place}


def laid_out(record: dict, form: dict, values: dict) -> dict:
    """What the sheet shows, part by part. Twin: static/js/core/declaration_paper.js, for print without a server."""
    return _Filling(record, form, values).fields()


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in a line: `text` as it is; `kind` "" (words of the form), "value", "name", "blank" (dots) or "box"
    (a square, ticked when `text` is "x").
    """

    text: str
    kind: str = ""


class _Filling:
    """One form, with what one person wrote into it."""

    def __init__(self, record: dict, form: dict, values: dict):
        self.record, self.form, self.values = record, form, values
        self.today = record["at"][:10]
        self.specs = {
            f"{section['id']}.{field['id']}": field for section in form["sections"] for field in section["fields"]
        }
        self.given = given(record["ward_name"], record["place"])

    def fields(self) -> dict:
        """What paper/declaration.html shows."""
        code = self.record["tracking"]
        name = self.form["short"]
        parts = [
            self._part(part) for part in self.form["paper"] if holds(part.get("if", True), self.values, self.today)
        ]
        end = next((at for at, part in enumerate(parts) if part["kind"] == "declare"), len(parts))
        return {
            "demo": self.record["demo"],
            "title": self.form["title"],
            "subtitle": self.form.get("subtitle", ""),
            "addressee": self._pieces(self.form["addressee"]),
            "running": f"{name}, mã {tracking.format(code)}" if code else name,
            "parts": parts[:end],
            "end": parts[end:],
        }

    def _part(self, part: dict) -> dict:
        kind = next(kind for kind in PARTS if kind in part)
        made = {"kind": kind, "space": part.get("space", False)}
        if kind == "table":
            return made | self._table(part)
        if kind == "grid":
            rows = [[self._pieces(cell, cell_of_grid=True) for cell in row] for row in part["grid"]]
            return made | {"head": rows[0], "rows": rows[1:]}
        if kind == "signers":
            people = [
                {"who": who, "how": how, "name": self._text(path).upper() if path else ""}
                for who, how, path in part["signers"]
            ]
            return made | {"people": people, "count": len(people)}
        pieces = self._pieces(part[kind])
        return made | {"pieces": pieces, "open": bool(pieces) and pieces[-1].kind == "blank"}

    def _table(self, part: dict) -> dict:
        rows = self.values.get(part["table"], [])
        fields = {
            field["id"]: field
            for section in self.form["sections"]
            if section["id"] == part["table"]
            for field in section["fields"]
        }
        heads, names = zip(*part["columns"], strict=True)
        # Empty rows behind those that were given, for the pen.
        rows = [*rows, *[{}] * (part.get("rows", 0) - len(rows))]
        shown = [
            [str(at) if name == "#" else self._shown(fields[name], row.get(name, "")) for name in names]
            for at, row in enumerate(rows, 1)
        ]
        return {"head": list(heads), "rows": shown, "widths": [_width(name, fields) for name in names]}

    def _pieces(self, text: str, cell_of_grid: bool = False) -> list[Piece]:
        """The words of the form and what was given between them. In the cell of a grid an empty place stays empty."""
        pieces: list[Piece] = []
        end = 0
        for found in PLACEHOLDER.finditer(text):
            if found.start() > end:
                pieces.append(Piece(text[end : found.start()]))
            end = found.end()
            path, form = found.groups()
            pieces += self._value(path, form or "", cell_of_grid)
        if end < len(text):
            pieces.append(Piece(text[end:]))
        return pieces

    def _value(self, path: str, form: str, cell_of_grid: bool) -> list[Piece]:
        if path in self.given:
            return [Piece(self.given[path])]
        field = self.specs[path]
        if form == "boxes":
            return self._boxes(field, self._held(path))
        text = self._text(path, form)
        if text:
            return [Piece(text, "name" if field["type"] == "name" else "value")]
        if cell_of_grid:
            return []
        short = field["type"] in ("date", "time", "number", "ethnicity", "nationality") and form != "words"
        return [Piece("." * (_ROOM_DAY if short else _ROOM), "blank")]

    def _boxes(self, field: dict, value) -> list[Piece]:
        options = field.get("options", _YES_NO)
        chosen = value if isinstance(value, list) else [value]
        pieces = []
        for code, label in options:
            between = "   " if pieces else ""
            pieces += [Piece(between), Piece("x" if code in chosen else "", "box"), Piece(f"\u00a0{label}")]
        return pieces

    def _held(self, path: str):
        section, _dot, name = path.partition(".")
        held = self.values.get(section, {})
        return held.get(name, "") if isinstance(held, dict) else ""

    def _text(self, path: str, form: str = "") -> str:
        return self._shown(self.specs[path], self._held(path), form)

    def _shown(self, field: dict, value, form: str = "") -> str:
        """A kept value as a reader expects it on paper."""
        if not value:
            return ""
        type_ = field["type"]
        if type_ == "choices":
            return "; ".join(label for code, label in field["options"] if code in value)
        if not isinstance(value, str):
            return ""
        if type_ in ("choice", "yes_no"):
            return dict(field.get("options", _YES_NO)).get(value, "")
        if type_ == "date":
            return _day(value, form)
        if type_ == "time":
            hour, _colon, minute = value.partition(":")
            return f"{int(hour)} giờ {minute} phút" if hour.isdigit() else value
        return value.upper() if type_ == "name" or form == "capitals" else value


def _day(value: str, form: str) -> str:
    if form == "words":
        return day_in_words(value)
    return value[:4] if form == "year" else "/".join(reversed(value.split("-")))


def _width(name: str, fields: dict) -> str:
    """The class of a column: what is always short leaves its room to names."""
    if name == "#":
        return "narrow"
    type_ = fields[name]["type"]
    return {"date": "day", "choice": "short", "number": "short", "yes_no": "short", "id_number": "id"}.get(type_, "")
