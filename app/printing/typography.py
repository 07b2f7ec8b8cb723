"""How days, hours, numbers and money stand on paper (NĐ 30/2020, Phụ lục I); one home for every sheet."""

from datetime import date, datetime

from app.rules import clock

_VIETNAMESE = str.maketrans(",.", ".,")


def place_and_day(place: str, on: date) -> str:
    """Địa danh và thời gian: days below 10 and months 1 and 2 have a leading zero (NĐ 30/2020, Phụ lục I, II.4)."""
    return f"{place}, {long_day(on)}"


def long_day(on: date) -> str:
    """ "ngày 05 tháng 02 năm 2026" """
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"


def day(on: date) -> str:
    """ "ngày 05/02/2026" """
    return f"ngày {on:%d/%m/%Y}"


def hour(at: datetime) -> str:
    """ "8 giờ 05" """
    return f"{at.hour} giờ {at.minute:02d}"


def decimal(value: float, places: int = 1) -> str:
    """ "1.234" and "86,5": dots between thousands, a comma before tenths, whole numbers without them."""
    rounded = round(value, places)
    whole = rounded == int(rounded)
    return f"{int(rounded):,d}".replace(",", ".") if whole else f"{rounded:,}".translate(_VIETNAMESE)


def moment(at: datetime) -> str:
    """ "8 giờ 05, ngày 05/02/2026" """
    return f"{hour(at)}, {day(at.date())}"


def long_moment(text: str) -> str:
    """ "8 giờ 05 phút, ngày 05 tháng 02 năm 2026" of an RFC 3339 time, "ngày 05 …" of a day, "" of ""."""
    if not text:
        return ""
    if len(text) == 10:
        return long_day(date.fromisoformat(text))
    at = local(text)
    return f"{hour(at)} phút, {long_day(at.date())}"


def short_moment(text: str) -> str:
    """ "15:05 05/02/2026" of an RFC 3339 time, "05/02/2026" of a day, "" of "": for the narrow column of a register."""
    if not text:
        return ""
    if len(text) == 10:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    return f"{local(text):%H:%M %d/%m/%Y}"


def day_of(text: str) -> date:
    """The day in Việt Nam of an RFC 3339 time or of a day."""
    return date.fromisoformat(text) if len(text) == 10 else local(text).date()


def local(text: str) -> datetime:
    """An RFC 3339 time as the clock on the wall shows it."""
    return clock.local(clock.parse(text))


def numbered(number: int) -> str:
    """Numbers below 10 have a leading zero: "05" (NĐ 30/2020, Phụ lục I, II.3)."""
    return f"{number:02d}"


def money(dong: int) -> str:
    """ "1.000 đồng" """
    return f"{dong:,} đồng".replace(",", ".")


def telephone(phone: str) -> str:
    """E.164 as people read it: "+84912345678" → "0912 345 678", a landline "024 3354 1234"; others as given."""
    if not phone.startswith("+84"):
        return phone
    digits = "0" + phone[3:]
    cuts = (4, 7) if len(digits) == 10 else (3, 7)
    return f"{digits[: cuts[0]]} {digits[cuts[0] : cuts[1]]} {digits[cuts[1] :]}"


def joined(between: str, *texts: str) -> str:
    """The texts that say something, with `between` between them."""
    return between.join(text for text in texts if text)
