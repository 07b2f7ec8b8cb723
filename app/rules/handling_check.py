"""The shape of how the ward handles one version of a procedure (its fact `handling`), and what may not be said in it.

{"counter": "" (as the authority says) | "ward" | "elsewhere",
 "variants": [{"key", "name", "value", "unit", "cutoff_15h", "legal_value", "legal_unit" ("" = the same time),
   "verify_value", "verify_unit", "verify_name" ("" = never verified), "instant", "register",
   "documents": [{"key", "name", "form", "count", "required", "when", "citation"}],
   "fees": [{"label", "amount", "per", "first_pages", "rest", "cap", "channel", "from_on", "to_on", "basis",
     "exemptions": [{"key", "name", "amount", "basis", "channel", "from_on", "to_on"}]}],
   "results": [{"key", "name", "authority", "value", "unit"}]}]}

`verify_value` is the whole time from the same start when something must be verified (03 days and 03 more: "6"). Of a
fee, `amount` is in đồng, or None: nobody has confirmed it, and no number is said. Per page: `amount` for each of the
first `first_pages` pages of the original (0 = of all), `rest` for each further one, at most `cap` a copy (0 = none).
More than one result is liên thông, each with its authority and, where known, its own time.
"""

import json
from datetime import date

from app.rules import fields
from app.rules.canonical import canonical
from app.rules.due import UNITS, WORKING_DAY, is_limit
from app.rules.fields import FieldRefusal

# "shown": looked at and given back, never kept (NĐ 309/2026 Đ4.2a).
FORMS = {
    "original": "Bản chính",
    "copy": "Bản sao",
    "either": "Bản chính hoặc bản sao",
    "shown": "Xuất trình, không nộp",
}
PER = {"case": "một hồ sơ", "page": "một trang", "copy": "một bản", "paper": "một giấy tờ, giao dịch"}
CHANNELS = {"": "Mọi cách nộp", "direct": "Nộp trực tiếp", "online": "Nộp trực tuyến", "post": "Nộp qua bưu chính"}
COUNTERS = {"": "Theo nơi giải quyết", "ward": "Nhận tại phường", "elsewhere": "Không nhận tại phường"}
REGISTERS = {
    "": "Không",
    "chung_thuc_ban_sao": "Sổ chứng thực bản sao từ bản chính",
    "chung_thuc_chu_ky": "Sổ chứng thực chữ ký, điểm chỉ",
    "chung_thuc_nguoi_dich": "Sổ chứng thực chữ ký người dịch",
    "chung_thuc_giao_dich": "Sổ chứng thực hợp đồng, giao dịch",
}

_KEY = "[a-z0-9][a-z0-9-]{0,59}"
_LIMIT = r"[0-9]{1,3}(\.5)?"
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOST_DONG = 100_000_000
LONGEST = 24_000

VARIANT = {
    "key": fields.code("Mã trường hợp", _KEY, required=True),
    "name": fields.text("Tên trường hợp", 200, required=True),
    "value": fields.code("Phường trả trong", _LIMIT),
    "unit": fields.choice("Đơn vị", ["", *UNITS]),
    "cutoff_15h": fields.flag("Sau 15 giờ trả hôm sau"),
    "legal_value": fields.code("Thời hạn theo luật", _LIMIT),
    "legal_unit": fields.choice("Đơn vị của thời hạn theo luật", ["", *UNITS]),
    "verify_value": fields.code("Thời hạn khi phải xác minh", _LIMIT),
    "verify_unit": fields.choice("Đơn vị của thời hạn xác minh", ["", *UNITS]),
    "verify_name": fields.text("Khi nào phải xác minh", 200),
    "instant": fields.flag("Trả kết quả ngay"),
    "register": fields.choice("Ghi vào sổ", REGISTERS),
}
DOCUMENT = {
    "key": fields.code("Mã giấy tờ", _KEY, required=True),
    "name": fields.text("Tên giấy tờ", 500, required=True),
    "form": fields.choice("Bản chính hay bản sao", FORMS),
    "count": fields.whole("Số lượng", 1, 20),
    "required": fields.flag("Luôn phải có"),
    "when": fields.text("Khi nào cần", 200),
    "citation": fields.text("Căn cứ của giấy tờ", 200),
}
FEE = {
    "label": fields.text("Tên khoản thu", 200, required=True),
    "amount": fields.whole("Mức thu (đồng)", 0, MOST_DONG),
    "per": fields.choice("Tính theo", PER),
    "first_pages": fields.whole("Số trang đầu", 0, 1_000),
    "rest": fields.whole("Mức từ trang sau (đồng)", 0, MOST_DONG),
    "cap": fields.whole("Tối đa một bản (đồng)", 0, MOST_DONG),
    "channel": fields.choice("Cách nộp", CHANNELS),
    "from_on": fields.code("Thu từ ngày", _DAY),
    "to_on": fields.code("Thu đến hết ngày", _DAY),
    "basis": fields.text("Căn cứ thu", 300),
}
EXEMPTION = {
    "key": fields.code("Mã diện miễn giảm", _KEY, required=True),
    "name": fields.text("Diện miễn, giảm", 200, required=True),
    "amount": fields.whole("Mức thu khi miễn, giảm (đồng)", 0, MOST_DONG),
    "basis": fields.text("Căn cứ miễn, giảm", 300, required=True),
    "channel": fields.choice("Cách nộp được miễn, giảm", CHANNELS),
    "from_on": fields.code("Miễn, giảm từ ngày", _DAY),
    "to_on": fields.code("Miễn, giảm đến hết ngày", _DAY),
}
RESULT = {
    "key": fields.code("Mã kết quả", _KEY, required=True),
    "name": fields.text("Tên kết quả", 300, required=True),
    "authority": fields.text("Nơi trả kết quả này", 200),
    "value": fields.code("Thời hạn của kết quả", _LIMIT),
    "unit": fields.choice("Đơn vị của thời hạn kết quả", ["", *UNITS]),
}
_HEAD = {"counter": fields.choice("Nhận ở đâu", COUNTERS)}
# Part of what → (its table, the most of it).
_PARTS = {"documents": (DOCUMENT, 40), "fees": (FEE, 12), "results": (RESULT, 8), "exemptions": (EXEMPTION, 10)}
MOST_VARIANTS = 12
_SET = {"form": "either", "per": "case", "count": 1, "required": True}
_EMPTY = {"flag": False, "whole": 0}


class NotHandling(ValueError):
    """The text is no handling."""


def read(text: str) -> dict:
    """The handling that `text` (not "") spells, complete. Raises NotHandling, also for what `check` refuses."""
    try:
        handling, refusals = check(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise NotHandling("unreadable") from error
    if refusals:
        raise NotHandling(refusals[0].code)
    return handling


def written(handling: dict) -> str:
    """Its one spelling, as the table holds it."""
    return canonical(handling)


def check(handling) -> tuple[dict, list[FieldRefusal]]:
    """(the handling, complete and cleaned; refusals). A refusal's field is a path: "variants.0.fees.1.amount"."""
    if not isinstance(handling, dict):
        return {}, [FieldRefusal("", "body_unreadable")]
    refusals: list[FieldRefusal] = []
    given = {name: value for name, value in handling.items() if name != "variants"}
    clean = _card(given, _HEAD, "", refusals)
    variants = handling.get("variants")
    if not isinstance(variants, list) or not 1 <= len(variants) <= MOST_VARIANTS:
        params = {"label": "Trường hợp", "max": MOST_VARIANTS}
        return {}, [*refusals, FieldRefusal("variants", "too_many" if variants else "variant_missing", params)]
    clean["variants"] = [_variant(each, f"variants.{place}.", refusals) for place, each in enumerate(variants)]
    _keys_once(clean["variants"], "variants", refusals)
    if not refusals and len(written(clean)) > LONGEST:
        refusals.append(FieldRefusal("variants", "handling_long", {"max": LONGEST}))
    return clean, refusals


def _card(given: dict, table: dict, path: str, refusals: list, also=()) -> dict:
    """One plain object by its table, what is left out filled in; `also`: keys that others look after."""
    body = {name: given.get(name, _SET.get(name, _EMPTY.get(spec["kind"], ""))) for name, spec in table.items()}
    body |= {name: value for name, value in given.items() if name not in table and name not in also}
    unknown_amount = "amount" in table and body["amount"] is None and table is FEE
    clean, refused = fields.check({**body, "amount": 0} if unknown_amount else body, table, "")
    for each in refused:
        refusals.append(FieldRefusal(path + each.field, each.code, each.params))
    clean = {name: clean.get(name) for name in table}
    return {**clean, "amount": None} if unknown_amount else clean


def _list(given: dict, name: str, path: str, refusals: list) -> list[dict]:
    table, most = _PARTS[name]
    items = given.get(name, [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        refusals.append(FieldRefusal(path + name, "field_type", {"label": name}))
        return []
    if len(items) > most:
        refusals.append(FieldRefusal(path + name, "too_many", {"label": _LIST_LABELS[name], "max": most}))
        return []
    also = ("exemptions",) if name == "fees" else ()
    kept = [_card(item, table, f"{path}{name}.{place}.", refusals, also) for place, item in enumerate(items)]
    if "key" in table:
        _keys_once(kept, path + name, refusals)
    return kept


_LIST_LABELS = {"documents": "Giấy tờ", "fees": "Khoản thu", "results": "Kết quả", "exemptions": "Diện miễn, giảm"}


def _keys_once(items: list[dict], path: str, refusals: list) -> None:
    seen = set()
    for place, item in enumerate(items):
        if item["key"] in seen:
            refusals.append(FieldRefusal(f"{path}.{place}.name", "name_twice", {"value": item.get("name")}))
        seen.add(item["key"])


def _variant(given, path: str, refusals: list) -> dict:
    if not isinstance(given, dict):
        refusals.append(FieldRefusal(path + "name", "field_type", {"label": "Trường hợp"}))
        return {"key": None, "name": None}
    before = len(refusals)
    variant = _card(given, VARIANT, path, refusals, ("documents", "fees", "results"))
    for name in ("documents", "fees", "results"):
        variant[name] = _list(given, name, path, refusals)
    for place, fee in enumerate(variant["fees"]):
        fee["exemptions"] = _list(given["fees"][place], "exemptions", f"{path}fees.{place}.", refusals)
    # Rules over several fields speak only of fields that are right by themselves.
    if len(refusals) == before:
        _times(variant, path, refusals)
        for place, result in enumerate(variant["results"]):
            _limit(result, "value", "unit", f"{path}results.{place}.", refusals)
        for place, fee in enumerate(variant["fees"]):
            _fee(fee, f"{path}fees.{place}.", refusals)
            if any(_same_fee(fee, other) for other in variant["fees"][:place]):
                refusals.append(FieldRefusal(f"{path}fees.{place}.label", "fee_twice", {"value": fee["label"]}))
    return variant


def _limit(row: dict, value: str, unit: str, path: str, refusals: list) -> bool:
    """Whether there is a time; half of one is refused."""
    if not row[value] and not row[unit]:
        return False
    if not is_limit(row[value], row[unit]):
        refusals.append(FieldRefusal(path + value, "limit_invalid"))
        return False
    return True


def _times(variant: dict, path: str, refusals: list) -> None:
    own = _limit(variant, "value", "unit", path, refusals)
    legal = _limit(variant, "legal_value", "legal_unit", path, refusals)
    verified = _limit(variant, "verify_value", "verify_unit", path, refusals)
    if legal and not own:
        refusals.append(FieldRefusal(path + "value", "required", {"label": VARIANT["value"]["label"]}))
    elif legal:
        order = compared(variant["value"], variant["unit"], variant["legal_value"], variant["legal_unit"])
        if order is None:
            refusals.append(FieldRefusal(path + "value", "units_differ"))
        elif order > 0:
            refusals.append(FieldRefusal(path + "value", "longer_than_law"))
    if verified and not variant["verify_name"]:
        refusals.append(FieldRefusal(path + "verify_name", "required", {"label": VARIANT["verify_name"]["label"]}))
    elif variant["verify_name"] and not verified and not variant["verify_value"]:
        refusals.append(FieldRefusal(path + "verify_value", "required", {"label": VARIANT["verify_value"]["label"]}))
    if own and verified:
        order = compared(variant["verify_value"], variant["verify_unit"], variant["value"], variant["unit"])
        if order is not None and order < 0:
            refusals.append(FieldRefusal(path + "verify_value", "verify_shorter"))


# Half a day is four hours of work (domain §3.1); a working day is no number of calendar days.
_IN_HOURS = {WORKING_DAY: 8, "giờ làm việc": 1}


def compared(value: str, unit: str, other_value: str, other_unit: str) -> int | None:
    """-1, 0 or 1: shorter, equal, longer; None when no count of days says which of the two units ends first."""
    first, second = float(value), float(other_value)
    if unit != other_unit:
        if unit not in _IN_HOURS or other_unit not in _IN_HOURS:
            return None
        first, second = first * _IN_HOURS[unit], second * _IN_HOURS[other_unit]
    return (first > second) - (first < second)


def _fee(fee: dict, path: str, refusals: list) -> None:
    # NĐ 61/2018 Đ4.5: no cost beyond the law. R9: "0 đồng" says why.
    if not fee["basis"]:
        code = "zero_without_reason" if fee["amount"] == 0 else "fee_without_basis"
        refusals.append(FieldRefusal(path + "basis", code, {"value": fee["label"]}))
    if fee["per"] != "page" and (fee["first_pages"] or fee["rest"] or fee["cap"]):
        refusals.append(FieldRefusal(path + "per", "pages_only"))
    _days(fee, path, refusals)
    for place, exemption in enumerate(fee["exemptions"]):
        inside = f"{path}exemptions.{place}."
        _days(exemption, inside, refusals)
        if exemption["amount"] and (fee["per"] == "page" or exemption["amount"] >= (fee["amount"] or MOST_DONG)):
            refusals.append(FieldRefusal(inside + "amount", "exemption_amount", {"value": exemption["name"]}))


def _days(row: dict, path: str, refusals: list) -> None:
    for name in ("from_on", "to_on"):
        try:
            if row[name]:
                date.fromisoformat(row[name])
        except ValueError:
            refusals.append(FieldRefusal(path + name, "day_shape", {"value": row[name]}))
    if row["to_on"] and row["to_on"] < row["from_on"]:
        refusals.append(FieldRefusal(path + "to_on", "days_reversed"))


def _same_fee(fee: dict, other: dict) -> bool:
    """Whether both would be asked at once for the same thing."""
    same_channel = not fee["channel"] or not other["channel"] or fee["channel"] == other["channel"]
    starts, ends = max(fee["from_on"], other["from_on"]), min(fee["to_on"] or "9", other["to_on"] or "9")
    return fee["label"] == other["label"] and same_channel and starts <= ends
