"""Days written out in words, as the forms of civil status ask: "ngày mười lăm tháng tư năm hai nghìn không trăm linh
năm"."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def number_in_words(number: int) -> str:
    """A whole number from 0 to 9999."""
    if not 0 <= number <= 9999:
        raise ValueError("only 0 to 9999 is written out")
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest, whole=False)
    words = f"{_DIGITS[thousands]} nghìn"
    return f"{words} {_below_thousand(rest, whole=True)}" if rest else words


def _below_thousand(number: int, whole: bool) -> str:
    """`whole`: it stands behind thousands, so that an empty hundred is said too: "hai nghìn không trăm linh năm"."""
    hundreds, rest = divmod(number, 100)
    if not hundreds and not whole:
        return _below_hundred(rest)
    words = f"{_DIGITS[hundreds]} trăm"
    if not rest:
        return words
    return f"{words} linh {_DIGITS[rest]}" if rest < 10 else f"{words} {_below_hundred(rest)}"


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    words = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if not ones:
        return words
    if ones == 5:
        return f"{words} lăm"
    return f"{words} mốt" if ones == 1 and tens > 1 else f"{words} {_DIGITS[ones]}"


def day_in_words(day: str) -> str:
    """ "YYYY-MM-DD", "YYYY-MM" or "YYYY" in words; "" of ""."""
    if not day:
        return ""
    year, *rest = (int(part) for part in day.split("-"))
    words = f"năm {number_in_words(year)}"
    if rest:
        # The fourth month has a name of its own.
        words = f"tháng {'tư' if rest[0] == 4 else number_in_words(rest[0])} {words}"
    if len(rest) == 2:
        words = f"ngày {number_in_words(rest[1])} {words}"
    return words[0].upper() + words[1:]
