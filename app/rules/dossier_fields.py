"""The body of a dossier's reception, field by field. One source for server and browser, as for assistances."""

from app.rules import fields

DECISIONS = {
    "accept": "Tiếp nhận, hẹn trả",
    "guide": "Chưa đủ, yêu cầu bổ sung",
    "decline": "Từ chối tiếp nhận",
}
CHANNELS = {
    "direct": "Nộp trực tiếp",
    "post": "Qua bưu chính công ích",
    "online": "Trực tuyến",
    "elsewhere": "Nơi khác chuyển đến (phi địa giới)",
}
RETURNS = {
    "counter": "Tại bộ phận một cửa",
    "post": "Qua bưu chính công ích",
    "online": "Bản điện tử",
}

_ID = "[0-9A-Za-z_-]{1,36}"
# A procedure's version: code@number.
VERSION = r"[0-9]\.[0-9]{6}(\.[0-9A-Za-z.]{1,20})?@[0-9]{1,3}"

FIELDS = {
    "decision": fields.choice("Quyết định", DECISIONS),
    "procedure": fields.code("Thủ tục", VERSION, required=True),
    "variant": fields.code("Trường hợp", "[0-9A-Za-z_-]{1,40}"),
    "channel": fields.choice("Cách nộp", CHANNELS),
    "name": fields.text("Họ tên hoặc tổ chức", 200, required=True, secret=True),
    "address": fields.text("Địa chỉ", 300, secret=True),
    "phone": fields.phone("Số điện thoại"),
    "email": fields.code("Email", r"[^@\s]{1,80}@[^@\s]{1,80}\.[^@\s]{1,20}"),
    "subject": fields.text("Nội dung yêu cầu giải quyết", 600, secret=True, lines=True),
    "copies": fields.whole("Số bộ hồ sơ", 1, 99),
    "exemption": fields.code("Diện miễn, giảm", "[0-9A-Za-z_-]{1,40}"),
    "fee_paid": fields.whole("Đã thu (đồng)", 0, 1_000_000_000),
    "fee_receipt": fields.text("Số biên lai", 40, secret=True),
    "return_by": fields.choice("Nhận kết quả", RETURNS),
    "return_address": fields.text("Địa chỉ nhận qua bưu chính", 300, secret=True),
    "national_code": fields.text("Mã hồ sơ quốc gia", 40, secret=True),
    "assistance": fields.code("Lượt hỗ trợ", _ID),
    "declaration": fields.code("Tờ khai", _ID),
    "number": fields.whole("Số đã in sẵn", 0, 999_999),
    "reason": fields.text("Lý do", 600, secret=True, lines=True),
    "note": fields.text("Ghi chú", 500, secret=True, lines=True),
    "tracking": fields.tracking("Mã tra cứu"),
    "to": fields.code("Người giải quyết", _ID),
}
# Lists inside the body: see dossier_papers.
NESTED = {"documents": list, "papers": list, "quantities": dict}

TOGETHER = [
    {
        "field": "return_address",
        "label": FIELDS["return_address"]["label"],
        "code": "required",
        "when": ["by_post"],
        "one_of": ["return_address"],
    },
    {
        "field": "reason",
        "label": FIELDS["reason"]["label"],
        "code": "required",
        "when": ["not_accepted"],
        "one_of": ["reason"],
    },
]
AMENDABLE = (
    "name",
    "address",
    "phone",
    "email",
    "subject",
    "return_by",
    "return_address",
    "national_code",
    "assistance",
    "declaration",
    "fee_receipt",
    "note",
)
AMEND_FIELDS = {name: FIELDS[name] for name in AMENDABLE}


def check(body: dict, today: str) -> tuple[dict, list[fields.FieldRefusal]]:
    """(the cleaned body with its lists as they came, refusals). What lies in the lists: dossier_papers."""
    nested, refusals = {}, []
    for name, kind in NESTED.items():
        nested[name] = body.get(name, kind())
        if type(nested[name]) is not kind:
            refusals.append(fields.FieldRefusal(name, "field_type", {"label": name}))
            nested[name] = kind()
    clean, found = fields.check({name: value for name, value in body.items() if name not in NESTED}, FIELDS, today)
    refusals += found
    if not found:
        refusals += together(clean)
    return {**clean, **nested}, refusals


def together(clean: dict) -> list[fields.FieldRefusal]:
    """What is needed because of something else: an address for the post, a reason for a no (NĐ 61/2018 Đ17.2)."""
    given = {
        **clean,
        "by_post": clean["return_by"] == "post",
        "not_accepted": clean.get("decision", "accept") != "accept",
    }
    return fields.check_together(given, TOGETHER)


def check_amended(body: dict, today: str) -> tuple[dict, list[fields.FieldRefusal]]:
    """As `check`, of the fields that may still be written anew."""
    clean, refusals = fields.check(body, AMEND_FIELDS, today)
    return clean, refusals or together(clean)
