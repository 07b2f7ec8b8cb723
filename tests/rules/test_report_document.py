"""What a report's drawing says is what its table says."""

from app.rules import report_document
from app.rules.report_document import TEXT, Column, Section


def section(chart: str) -> Section:
    columns = (Column("Tháng", TEXT), Column("Tốt"))
    return Section("Theo mức", "Mức", columns, (("9/2026", 2), ("10/2026", 3)), chart=chart, drawn=(1,))


def test_a_month_is_written_as_people_write_it_in_every_chart():
    for kind in ("line", "stacked", "bars"):
        drawn = report_document.drawing(section(kind))
        assert [row.label for row in drawn.rows] == ["9/2026", "10/2026"]
