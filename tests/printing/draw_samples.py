"""Draws the pictures of docs/samples from demo records: `python -m tests.printing.draw_samples`."""

from app.config import ROOT
from app.printing import sheets
from tests.printing import reading
from tests.printing.samples import RECORD, SHIFT, day_rows

DOTS_PER_INCH = 110


def main() -> None:
    samples = {
        "slip_a5": sheets.slip(RECORD, "a5"),
        "slip_80mm": sheets.slip(RECORD, "80mm"),
        "day_sheet": sheets.day_sheet(SHIFT, day_rows(5)),
    }
    for name, pdf in samples.items():
        reading.picture(pdf, DOTS_PER_INCH).save(ROOT / "docs" / "samples" / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
