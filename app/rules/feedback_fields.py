"""What the operations of a feedback may say, field by field (domain §6). One source for the pages and the door."""

from app.rules import fields

KINDS = {
    "petition": "Phản ánh, kiến nghị",
    "suggestion": "Góp ý",
}
CHANNELS = {
    "counter": "Nói tại quầy",
    "phone": "Gọi điện thoại",
    "letter": "Đơn, thư",
    "box": "Hòm thư góp ý",
    "meeting": "Nói tại buổi tuyên truyền, đối thoại",
    # Sent by the citizens themselves; no form of the desk offers it.
    "online": "Gửi qua mạng",
}
# NĐ 20/2008 Đ9: what is not receivable, what is about conduct, and whose the rest is.
CATEGORIES = {
    "conduct": "Về hành vi của cán bộ, công chức của phường",
    "ours": "Về quy định, việc thuộc thẩm quyền của phường",
    "elsewhere": "Thuộc thẩm quyền cơ quan khác",
    "not_receivable": "Không thuộc phản ánh, kiến nghị",
}
FINDINGS = {
    "right": "Đúng như phản ánh",
    "partly": "Đúng một phần",
    "wrong": "Không đúng",
}
ANSWERS = {
    "direct": "Trả lời trực tiếp",
    "phone": "Gọi điện thoại",
    "letter": "Gửi văn bản",
    "online": "Trả lời qua mạng",
    "noted": "Ghi nhận, không biết người gửi để trả lời",
}
# More people at once than any complaint names.
ABOUT_MAX = 5
# NĐ 20/2008 Đ7: a phản ánh, kiến nghị has all three; without one of them it is a góp ý (R14).
WHO = ("name", "address", "phone")

_ID = "[0-9A-Za-z_-]{1,36}"

FIELDS = {
    "kind": fields.choice("Người dân muốn gửi", KINDS),
    "channel": fields.choice("Nhận bằng cách nào", CHANNELS),
    "content": fields.text("Nội dung", 4000, required=True, secret=True, lines=True),
    "place": fields.text("Nơi xảy ra việc", 200, secret=True),
    "name": fields.text("Họ và tên", 200, secret=True),
    "address": fields.text("Địa chỉ", 300, secret=True),
    "phone": fields.phone("Số điện thoại"),
    "dossier": fields.code("Hồ sơ có liên quan", _ID),
    "tracking": fields.tracking("Mã tra cứu"),
}
AMENDABLE = ("kind", "content", "place", "name", "address", "phone", "dossier")
AMEND_FIELDS = {name: FIELDS[name] for name in AMENDABLE}

CLASSIFY = {
    "category": fields.choice("Phân loại", CATEGORIES),
    "reason": fields.text("Lý do, hướng dẫn cho người dân", 600, secret=True, lines=True),
}
ASSIGN = {
    "to": fields.code("Giao cho", _ID, required=True),
    "note": fields.text("Lời nhắn", 200, secret=True),
}
FORWARD = {
    "to": fields.text("Chuyển đến cơ quan", 200, required=True, secret=True),
    "document": fields.text("Số văn bản chuyển", 80, secret=True),
}
ANSWER = {
    "text": fields.text("Nội dung trả lời", 4000, required=True, secret=True, lines=True),
    "how": fields.choice("Cách trả lời", ANSWERS),
}
VERIFY = {
    "finding": fields.choice("Kết quả xác minh", FINDINGS),
    "note": fields.text("Đã xác minh thế nào", 2000, required=True, secret=True, lines=True),
}
PUBLISH = {
    "summary": fields.text("Nội dung công khai", 2000, required=True, secret=True, lines=True),
    "where": fields.text("Công khai ở đâu", 200, required=True, secret=True),
}
