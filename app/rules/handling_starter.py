"""How the counter handles the procedures that are certain: data/handling.json laid over the catalogue that comes along.

What is not certain is not in there: it stays the text that the version tells, and no number comes of it.
"""

import json
from functools import cache
from importlib.resources import files

from app.rules import handling
from app.rules.handling_check import check, written

_NOT_WRITTEN = ("derived", "fee_text")


@cache
def _data() -> dict:
    return json.loads((files("app.rules") / "data" / "handling.json").read_text("utf-8"))


def starter(body: dict) -> str:
    """The handling of one version of the catalogue that comes along, as its fact; "" when nothing is certain."""
    given = _data()["procedures"].get(body["code"])
    if given is None or body["status"] == "repealed":
        return ""
    base = handling.variants({**body, "handling": ""})[0]
    base = {name: value for name, value in base.items() if name not in _NOT_WRITTEN}
    laid = {
        "counter": given.get("counter", ""),
        "variants": [{**base, **each, "fees": _fees(each.get("fees", []))} for each in given["variants"]],
    }
    clean, refusals = check(laid)
    if refusals:
        raise ValueError(f"{body['code']}: {refusals}")
    return written(clean)


def source(code: str) -> str:
    """Where the structured facts of one procedure were found."""
    return _data()["procedures"][code]["source"]


def _fees(given: list) -> list[dict]:
    """Names stand for entries of the file's own lists."""
    data, fees = _data(), []
    for one in given:
        fee = dict(data["fees"][one] if isinstance(one, str) else one)
        if "exemptions" in fee:
            fee["exemptions"] = [data["exemptions"][name] for name in fee["exemptions"]]
        fees.append(fee)
    return fees
