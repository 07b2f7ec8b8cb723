"""The ward's own card: its names on screen and on paper. Names are data: the map of wards changed in 2025."""

from app.rules import fields
from app.rules.operation import Change, Context, Operation, Refusal

WARD = {
    "name": fields.text("Tên phường", 80, required=True),
    "official_code": fields.text("Mã đơn vị hành chính", 10),
    "organ_line_1": fields.text("Cơ quan chủ quản (dòng 1 trên phiếu)", 120),
    "organ_line_2": fields.text("Tên cơ quan (dòng 2 trên phiếu)", 120, required=True),
    "place_name": fields.text("Địa danh (trước ngày tháng)", 60, required=True),
}


def number(text: str) -> int:
    """A ward's number as a cookie, a header or a code spells it; 0, which no ward has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`ward.put/1`: the row exists since the ward was founded; its slug and number never change."""
    clean, refusals = fields.check(body, WARD, context.today)
    if refusals:
        return Refusal("body_invalid", details={"fields": {refusal.field: refusal.code for refusal in refusals}})
    return Change({**held, **clean})
