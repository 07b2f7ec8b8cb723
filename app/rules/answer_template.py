"""Templates of answers to feedback: the ward's own words, with a few holes that are filled when one is put into a form.

The starters come with the software; one that the ward changes keeps its id and becomes the ward's own.
"""

import re

from app.rules import card, fields
from app.rules.feedback_fields import KINDS as FEEDBACK_KINDS
from app.rules.operation import Change, Context, Operation, Refusal

KINDS = {"any": "Mọi loại", **FEEDBACK_KINDS}
TEMPLATE = {
    "name": fields.text("Tên mẫu", 80, required=True),
    "kind": fields.choice("Dùng cho", KINDS),
    "text": fields.text("Lời trả lời", 3000, required=True, secret=True, lines=True),
    "active": fields.flag("Đang dùng"),
}
# What stands in braces, as the people who write templates read it; in this order the page gives their values.
HOLES = ("mã tra cứu", "ngày nhận", "hôm nay", "nơi tiếp nhận", "điện thoại")
_HOLE = re.compile(r"\{([^{}]*)\}")

STARTERS = (
    {
        "id": "5b1f0c52-7d0e-5a51-9a55-0d6c6f2a0001",
        "v": 0,
        "name": "Đã tiếp nhận, đang giải quyết",
        "kind": "petition",
        "text": "Phường đã nhận phản ánh của anh/chị ngày {ngày nhận}, mã {mã tra cứu}. Việc này cần thêm thời gian để "
        "kiểm tra tại chỗ. Có kết quả, phường sẽ trả lời. Cần hỏi thêm, anh/chị gọi {điện thoại}.",
        "active": True,
    },
    {
        "id": "5b1f0c52-7d0e-5a51-9a55-0d6c6f2a0002",
        "v": 0,
        "name": "Phản ánh đúng, đã khắc phục",
        "kind": "petition",
        "text": "Phường đã kiểm tra phản ánh mã {mã tra cứu} của anh/chị. Việc anh/chị nêu là đúng. Phường xin lỗi vì "
        "đã để anh/chị phải phản ánh. Phường đã: …\nCảm ơn anh/chị đã cho phường biết.",
        "active": True,
    },
    {
        "id": "5b1f0c52-7d0e-5a51-9a55-0d6c6f2a0003",
        "v": 0,
        "name": "Đã kiểm tra, giải thích",
        "kind": "petition",
        "text": "Phường đã kiểm tra phản ánh mã {mã tra cứu}, nhận ngày {ngày nhận}. Kết quả: …\nQuy định áp dụng: …\n"
        "Nếu anh/chị chưa đồng ý hoặc có thêm thông tin, mời đến {nơi tiếp nhận} hoặc gọi {điện thoại}.",
        "active": True,
    },
    {
        "id": "5b1f0c52-7d0e-5a51-9a55-0d6c6f2a0004",
        "v": 0,
        "name": "Cảm ơn góp ý",
        "kind": "suggestion",
        "text": "Cảm ơn anh/chị đã góp ý ngày {ngày nhận}. Phường đã đọc và sẽ: …",
        "active": True,
    },
)


def unknown_holes(text: str) -> list[str]:
    """What stands in braces and nobody fills."""
    return [found for found in _HOLE.findall(text) if found not in HOLES]


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its holes filled; one without a value is left as dots for the person who answers."""
    return _HOLE.sub(lambda found: values.get(found[1]) or "…", text)


def with_starters(own: list[dict]) -> list[dict]:
    """The ward's templates, and the starters that it has not made its own."""
    known = {row["id"] for row in own}
    return [*own, *(row for row in STARTERS if row["id"] not in known)]


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`answer_template.put/1`."""
    answer = card.put(TEMPLATE, held, body, operation, context)
    if isinstance(answer, Change) and unknown_holes(answer.row["text"]):
        return Refusal("body_invalid", details={"fields": {"text": "hole_unknown"}})
    return answer
