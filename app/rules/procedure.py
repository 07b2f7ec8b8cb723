"""A procedure of the catalogue (thủ tục), one version at a time: what is told to a citizen, word for word."""

from app.rules import card, fields
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.text import fold

STATUSES = {"in_force": "Đang áp dụng", "draft": "Bản nháp, chưa công bố", "repealed": "Đã bãi bỏ"}

# NĐ 224/2026: "toàn trình" is the rule, "một phần" the exception; a bare "mức độ" now means something else.
LEVELS = {"full": "Toàn trình", "partial": "Một phần", "information": "Cung cấp thông tin", "": "Chưa rõ"}
LEVEL_SCHEMES = {
    "nd224_2026": "NĐ 224/2026/NĐ-CP",
    "nd42_2022": "NĐ 42/2022/NĐ-CP",
    "nd43_2011": "NĐ 43/2011/NĐ-CP (mức độ 1–4 cũ)",
    "": "",
}

PROCEDURE = {
    "code": fields.code("Mã thủ tục", r"[0-9]\.[0-9]{6}(\.[0-9A-Za-z.]{1,20})?", required=True),
    "version": fields.whole("Phiên bản", 1, 999),
    "current": fields.flag("Bản hiện hành"),
    "name": fields.text("Tên thủ tục", 400, required=True),
    "field": fields.text("Lĩnh vực", 120),
    "authority": fields.text("Nơi giải quyết", 200),
    "time_text": fields.text("Thời hạn", 600, lines=True),
    "time_value": fields.code("Thời hạn (số)", r"[0-9]{1,3}(\.5)?"),
    "time_unit": fields.text("Thời hạn (đơn vị)", 20),
    "cutoff_15h": fields.flag("Sau 15 giờ trả hôm sau"),
    "fee_text": fields.text("Phí, lệ phí", 1_000, lines=True),
    "level_scheme": fields.text("Theo nghị định", 20),
    "level": fields.text("Mức dịch vụ trực tuyến", 12),
    "level_text": fields.text("Mức ghi trong nguồn", 200),
    "documents": fields.text("Thành phần hồ sơ", 4_000, lines=True),
    "result": fields.text("Kết quả", 600, lines=True),
    "legal_basis": fields.text("Căn cứ pháp lý", 1_500, lines=True),
    "decision": fields.text("Quyết định công bố", 200),
    "status": fields.choice("Tình trạng", STATUSES),
    "effective_from_on": fields.code("Hiệu lực từ", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "effective_to_on": fields.code("Hết hiệu lực", "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "replaced_by": fields.text("Thay bằng", 60),
    "source": fields.text("Nguồn", 300),
    "note": fields.text("Ghi chú", 1_000, lines=True),
    "words": fields.text("Từ hay gọi", 300),
    "favourite": fields.whole("Thứ tự hay dùng", 0, 99),
}


def entity(code: str, version: int) -> str:
    """The id of one version."""
    return f"{code}@{version}"


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`procedure.put/1`: one version. The version that stood before is put again with `current` false."""
    answer = card.put(PROCEDURE, held, body, operation, context)
    if not isinstance(answer, Change):
        return answer
    row = answer.row
    if operation.entity != entity(row["code"], row["version"]) or row["level"] not in LEVELS:
        return Refusal("body_invalid", details={"fields": {"code": "code_invalid"}})
    row["folded"] = fold(f"{row['code']} {row['name']} {row['field']} {row['words']}")
    return answer
