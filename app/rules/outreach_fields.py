"""What the operations of an outreach event may say, field by field. One source for the pages and the door.

Of those who came there is a number and nothing else: no field takes a name (Luật 91/2025/QH15, the least).
"""

from app.rules import fields

KINDS = {
    "training": "Tập huấn, hướng dẫn",
    "dialogue": "Đối thoại với người dân",
    "propaganda": "Tuyên truyền",
}
# What is handed out is a poster of ours, the leaflet of a procedure, or something else.
DOCUMENT_KINDS = {
    "poster": "Áp phích, tờ rơi của phường",
    "procedure": "Tờ rơi của một thủ tục",
    "other": "Tài liệu khác",
}
ATTENDED_MAX = 9_999
COUNT_MAX = 99_999
# More than anybody writes down of one evening.
QUESTIONS_MAX = 60
DOCUMENTS_MAX = 30

_ID = "[0-9A-Za-z_-]{1,36}"
_DAY = "20[0-9]{2}-[0-9]{2}-[0-9]{2}"

PLAN = {
    "kind": fields.choice("Loại buổi", KINDS),
    "title": fields.text("Tên buổi", 200, required=True, secret=True),
    "planned_on": fields.code("Ngày dự kiến", _DAY, required=True),
    "starts": fields.code("Bắt đầu lúc", "([01][0-9]|2[0-3]):[0-5][0-9]"),
    "place": fields.text("Địa điểm", 200, required=True, secret=True),
    "audience": fields.text("Dành cho ai", 200, secret=True),
    "plan": fields.text("Nội dung dự kiến", 2000, secret=True, lines=True),
    "host": fields.code("Người phụ trách", _ID, required=True),
}
HOLD = {
    "held_on": fields.day("Ngày tổ chức", 30),
    "attended": fields.whole("Số người dự", 0, ATTENDED_MAX),
    "summary": fields.text("Diễn biến", 4000, required=True, secret=True, lines=True),
}
ASK = {
    "asked": fields.text("Câu hỏi, ý kiến", 1000, required=True, secret=True, lines=True),
    "answer": fields.text("Trả lời", 2000, secret=True, lines=True),
}
ANSWER = {
    "key": fields.code("Câu hỏi, ý kiến", _ID, required=True),
    "answer": fields.text("Trả lời", 2000, required=True, secret=True, lines=True),
}
LINK = {
    "key": fields.code("Câu hỏi, ý kiến", _ID, required=True),
    "feedback": fields.code("Phản ánh", _ID, required=True),
}
HAND_OUT = {
    "title": fields.text("Tên tài liệu", 200, required=True, secret=True),
    "kind": fields.choice("Loại tài liệu", DOCUMENT_KINDS),
    # The slug of a poster, the code of a procedure.
    "of": fields.code("Áp phích hoặc thủ tục", "[0-9A-Za-z.-]{1,40}"),
    "count": fields.whole("Số bản", 1, COUNT_MAX),
}
STRIKE = {"key": fields.code("Dòng", _ID, required=True)}
MINUTE = {
    "chair": fields.text("Người chủ trì", 120, required=True, secret=True),
    "secretary": fields.text("Người ghi biên bản", 120, required=True, secret=True),
    "conclusion": fields.text("Kết luận", 3000, required=True, secret=True, lines=True),
}
CANCEL = {"reason": fields.text("Lý do hủy buổi", 300, required=True, secret=True, lines=True)}
