"""What is paid for one case: by version × channel × day × exemption (R9; NĐ 61/2018 Đ4.5).

Where a rule is not known, no number is made up: the total is None and the line says what is known in words.
Twin: static/js/core/handling.js.
"""

import re

# What a sheet can hold; more is a slip of the finger.
MOST_QUANTITY = 10_000


def fee_for(variant: dict, channel: str, on: str, exemption_key: str = "", quantities: dict | None = None) -> dict:
    """{"total": đồng or None, "lines": [{"label", "amount": đồng or None, "why"}], "known": bool, "refusal": ""}.

    `channel`: direct, online or post. `on`: the day of receipt. `quantities`: {"pages" (of the original), "copies",
    "papers"}; copies and papers are 1 when not said. `refusal`: why the exemption does not hold ("exemption_unknown",
    "exemption_channel", "exemption_day"); the fee is then the whole one.
    """
    asked = [fee for fee in variant["fees"] if _holds(fee, channel, on) == ""]
    lines = [_line(fee, _exemption(fee, exemption_key, channel, on), quantities or {}) for fee in asked]
    if not lines:
        why = "Chưa có mức đã kiểm chứng" + (f": {variant['fee_text']}" if variant["fee_text"] else "")
        lines = [{"label": "Phí, lệ phí", "amount": None, "why": why}]
    known = all(line["amount"] is not None for line in lines)
    return {
        "total": sum(line["amount"] for line in lines) if known else None,
        "lines": lines,
        "known": known,
        "refusal": _refusal(asked, exemption_key, channel, on) if exemption_key else "",
    }


def exemptions(variant: dict, channel: str = "", on: str = "") -> list[dict]:
    """The exemptions of its fees, each once; only those that hold, when a channel and a day are given."""
    found = {}
    for fee in variant["fees"]:
        if on and _holds(fee, channel, on):
            continue
        for each in fee["exemptions"]:
            if not on or _holds(each, channel, on) == "":
                found.setdefault(each["key"], each)
    return list(found.values())


def money(amount: int) -> str:
    """ "200.000 đồng"."""
    return f"{amount:,}".replace(",", ".") + " đồng"


def read_money(text: str) -> int | None:
    """ "8.000 đ" → 8000; None for what is no amount."""
    plain = _NOT_DIGITS.sub("", text.strip())
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else None


_NOT_DIGITS = re.compile(r"[\s.]|(đ|₫|đồng)\Z", re.IGNORECASE)


def _holds(rule: dict, channel: str, on: str) -> str:
    """ "" when the rule holds for this channel and day, else which of the two is against it."""
    if rule["channel"] and rule["channel"] != channel:
        return "channel"
    if on < rule["from_on"] or (rule["to_on"] and on > rule["to_on"]):
        return "day"
    return ""


def _exemption(fee: dict, key: str, channel: str, on: str) -> dict | None:
    held = (each for each in fee["exemptions"] if key and each["key"] == key and _holds(each, channel, on) == "")
    return next(held, None)


def _refusal(asked: list[dict], key: str, channel: str, on: str) -> str:
    """Of the fees that are asked, one that grants the exemption is enough."""
    against = [_holds(each, channel, on) for fee in asked for each in fee["exemptions"] if each["key"] == key]
    if "" in against:
        return ""
    return f"exemption_{against[0]}" if against else "exemption_unknown"


def _line(fee: dict, exemption: dict | None, quantities: dict) -> dict:
    label, per, basis = fee["label"], fee["per"], fee["basis"]
    if exemption and exemption["amount"] == 0:
        return {"label": label, "amount": 0, "why": f"Miễn: {exemption['name']} ({exemption['basis']})"}
    amount = fee["amount"]
    if exemption:
        amount, basis = exemption["amount"], f"Giảm: {exemption['name']} ({exemption['basis']})"
    if amount is None:
        return {"label": label, "amount": None, "why": f"Chưa có mức đã kiểm chứng: {basis}"}
    if amount == 0 or per == "case":
        return {"label": label, "amount": amount, "why": basis}
    copies, papers = _counted(quantities, "copies", 1), _counted(quantities, "papers", 1)
    if per == "page":
        return _pages(fee, _counted(quantities, "pages", None), copies)
    count, noun = (copies, "bản") if per == "copy" else (papers, "giấy tờ")
    if count is None:
        return {"label": label, "amount": None, "why": f"Chưa có số {noun}: {money(amount)} một {noun} ({basis})"}
    return {"label": label, "amount": amount * count, "why": f"{count} {noun} × {money(amount)} ({basis})"}


def _pages(fee: dict, pages: int | None, copies: int | None) -> dict:
    """TT 226/2016/TT-BTC: by pages of the original, for each copy, up to the limit of a copy."""
    if pages is None or copies is None:
        noun = "số trang" if pages is None else "số bản"
        return {"label": fee["label"], "amount": None, "why": f"Chưa có {noun} ({fee['basis']})"}
    first = min(pages, fee["first_pages"]) if fee["first_pages"] else pages
    full = first * fee["amount"] + (pages - first) * fee["rest"]
    one = min(full, fee["cap"]) if fee["cap"] else full
    limit = ", mức tối đa" if one < full else ""
    why = f"{copies} bản × {money(one)} (bản chính {pages} trang{limit}; {fee['basis']})"
    return {"label": fee["label"], "amount": one * copies, "why": why}


def _counted(quantities: dict, name: str, missing: int | None) -> int | None:
    """A count from 1 to MOST_QUANTITY; None when what was said is none."""
    value = quantities.get(name, missing)
    return value if type(value) is int and 1 <= value <= MOST_QUANTITY else None
