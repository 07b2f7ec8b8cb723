"""A year that the shipped table does not reach: its holidays as the `holidays` library expects them, to be looked over.

The library only seeds (domain §3.3). What the Prime Minister fixes each year (Tết, the neighbour of Quốc khánh, BLLĐ
2019 Đ112.3) is marked as an estimate.
"""

from app.rules.workday import works


def cards_of_year(year: int) -> list[tuple[str, dict]]:
    """[(day, body of its `workday.put/1`)] in the order of the days."""
    # Loading the library takes a second, once in a year that somebody asks.
    import holidays

    found = holidays.country_holidays("VN", years=year, language="vi")
    version, reason = holidays.__version__, reason_of(year)
    return [(day.isoformat(), _card(day.isoformat(), found[day], version, reason)) for day in sorted(found)]


def reason_of(year: int) -> str:
    """What the entries, and the dossiers that they move, give as their reason."""
    return f"Thêm ngày lễ năm {year}"


def _card(day: str, name: str, version: str, reason: str) -> dict:
    kind = "compensation" if "(nghỉ bù)" in name else "swapped_off" if "thay cho" in name else "holiday"
    yearly = "Tết Nguyên Đán" in name or ("Quốc khánh" in name and not day.endswith("-09-02"))
    return {
        "working": works(kind, day),
        "kind": kind,
        "name": name,
        "certainty": "estimate" if yearly or kind == "swapped_off" else "statutory",
        "source": f"Thư viện holidays {version}",
        "reason": reason,
    }
