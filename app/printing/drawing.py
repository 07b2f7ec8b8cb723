"""From a template and its values to a PDF: by our template, or by the one a ward put in its place.

`paper/<name>.html` under templates/ is ours. A ward's own (ward_templates) is filled and drawn in the paper worker,
under its limits; it is given exactly the values that ours is given.
"""

from dataclasses import dataclass

import jinja2

from app.config import ROOT
from app.printing import paper, ward_templates
from app.printing.typography import decimal, joined, local

ROWS_WORTH_HALVING = 150  # fewer are drawn before a second worker has started
ROWS_ON_BOTH_SIDES = 45  # more than stand on a page
# A template that asks for a value nobody gave is a fault, not an empty line on a citizen's slip.
_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(ROOT / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# What the parts that paper shares with pages are written with; paper of a Vietnamese authority is Vietnamese.
_templates.filters["decimal"] = decimal
_templates.globals["_"] = lambda text, **values: text % values if values else text


@dataclass(frozen=True)
class Draft:
    """A sheet before it is drawn. name: of the template, without folder and ending. fields: what the template sees."""

    name: str
    fields: dict
    ward_slug: str = ""

    def html(self) -> str:
        """The whole HTML document by our own template."""
        return _templates.get_template(f"paper/{self.name}.html").render(self.fields)

    def halves(self) -> paper.Halves | None:
        """A long register (registers) for two workers, None for any other sheet."""
        sheet = self.fields.get("sheet", {})
        if "columns" not in sheet or len(sheet["rows"]) < ROWS_WORTH_HALVING:
            return None
        words = dict.fromkeys(sheet["columns"], "x")
        kinds = [{"cells": words, "voided": voided, "reason": ""} for voided in (False, True)]
        rows = [(int(row["voided"]), [row["cells"][column] for column in sheet["columns"]]) for row in sheet["rows"]]
        html = Draft(self.name, self.fields | {"sheet": sheet | {"rows": kinds}}).html()
        return paper.Halves(html, rows, ROWS_ON_BOTH_SIDES)

    def own_template(self) -> str | None:
        """The text of the ward's own template, or None."""
        return ward_templates.text_of(self.ward_slug, self.name)


def draft(name: str, ward: dict, title: str, at: str, **fields) -> Draft:
    """`at` is the sheet's own time (RFC 3339), never the clock of this machine: same values, same bytes."""
    heading = {
        "title": title,
        "author": joined(" – ", ward["organ_line_1"], ward["organ_line_2"]),
        "made_at": local(at).isoformat(timespec="seconds"),
    }
    return Draft(name, heading | fields, ward.get("ward_slug", ""))


def draw(sheet: Draft, *, ours: bool = False, long: bool = False) -> bytes:
    """The PDF. ours: by our template, whatever the ward has put in its place.

    Raises Problem("template_broken") when the ward's own cannot be filled: nothing is printed by another in silence.
    """
    own = None if ours else sheet.own_template()
    if own is None:
        return _long(sheet) if long else paper.pdf(sheet.html())
    try:
        return paper.press(long=long).fill(filling(sheet, own)).pdf
    finally:
        if long:
            paper.press(long=True).rest()


def _long(sheet):
    halves = sheet.halves()
    return (halves and paper.halved_pdf(halves)) or paper.long_pdf(sheet.html())


def filling(sheet: Draft, own: str) -> dict:
    """The question to the worker for a ward's own template."""
    return {"name": f"{sheet.name}.html", "source": own, "fields": sheet.fields}
