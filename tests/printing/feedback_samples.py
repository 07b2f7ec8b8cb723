"""Demo feedback for paper: a register of a month and an answer to somebody with a long name."""

from tests.printing.counter_samples import LONG_NAME, OFFICE, RECEPTION

REGISTER = RECEPTION | {"period": "từ ngày 01/11/2026 đến ngày 30/11/2026", "volume": "01"}
LETTER = OFFICE | {
    "at": "2026-11-20T15:20:00.000+07:00",
    "received_on": "2026-11-06",
    "code": "7K2M-9QXW-4T0H",
    "kind": "phản ánh, kiến nghị",
    "channel": "Gửi qua mạng",
    "name": LONG_NAME,
    "address": "Căn 1205, tòa CT1B2, khu đô thị Xa La",
    "content": "Đèn đường trước tòa CT1A tắt đã ba hôm, buổi tối đi rất nguy hiểm.",
    "answer": "Phường đã kiểm tra ngày 07/11/2026. Việc Ông/Bà nêu là đúng.\n\n"
    "Đèn đã được thay ngày 09/11/2026. Phường xin lỗi vì đã để Ông/Bà phải phản ánh.",
    "contact_name": "Bộ phận tiếp nhận và trả kết quả",
    "contact_phone": "+842433541234",
    "signer_rank": "deputy",
    "head_title": "Chủ tịch",
    "signer_name": "Nguyễn Văn Bình",
}
_ROW = {
    "received_at": "2026-11-06T09:05:00.000+07:00",
    "channel": "Gửi qua mạng",
    "who": f"{LONG_NAME}, căn 1205, tòa CT1B2, khu đô thị Xa La, 0912 345 678",
    "content": "Đèn đường trước tòa CT1A tắt đã ba hôm, buổi tối đi rất nguy hiểm.",
    "category": "Về quy định, việc thuộc thẩm quyền của phường",
    "forwarded": "",
    "due_at": "2026-11-20T17:00:00.000+07:00",
    "result": "Đã thay đèn ngày 09/11/2026.",
    "answered_at": "2026-11-10T10:00:00.000+07:00",
    "published": "Bảng niêm yết của phường",
}
_OTHER = {
    "channel": "Nói tại quầy",
    "who": "Không ghi tên",
    "content": "Sảnh nên có thêm ghế cho người già.",
    "category": "Thuộc thẩm quyền cơ quan khác",
    "forwarded": "Sở Xây dựng Hà Nội, 09/11/2026",
    "due_at": "",
    "result": "Đã chuyển cơ quan khác",
    "answered_at": "",
    "published": "",
}


def rows(count: int) -> list[dict]:
    return [_ROW | (_OTHER if number % 3 == 0 else {}) | {"number": number} for number in range(1, count + 1)]
