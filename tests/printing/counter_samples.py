"""Demo dossiers, registers, labels for the tests, the benches and the pictures of docs/samples: nobody in it lives."""

OFFICE = {
    "organ_line_1": "Ủy ban nhân dân",
    "organ_line_2": "Phường Hà Đông",
    "office": "Bộ phận tiếp nhận và trả kết quả",
    "place": "Hà Đông",
    "demo": True,
    "ward_slug": "ha-dong",
}
LONG_NAME = ("Nguyễn Hoàng Phương Thảo Quỳnh " * 4)[:120].strip()
LONG_PROCEDURE = (
    "Liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi và cấp bản sao "
    "trích lục hộ tịch, bản sao Giấy khai sinh theo quy định mới tại nơi cư trú"
)
# As long as a signed payload may be.
VERIFY_TEXT = "HTTPS://GANDAN.HADONG.EXAMPLE.VN/X#" + "7K2M9QXW4T0H" * 17

DOSSIER = OFFICE | {
    "at": "2026-11-21T09:05:12.000+07:00",
    "received_on": "2026-11-21",
    "number": 12,
    "symbol": "",
    "code": "7K2M-9QXW-4T0H",
    "national_code": "H26.12.34-261121-0001",
    "name": "Trần Văn Được",
    "address": "Căn 1204, tòa CT1A, khu đô thị Văn Quán – Yên Phúc, tổ dân phố 7, phường Hà Đông, Hà Nội",
    "phone": "+84912345678",
    "email": "",
    "procedure": "Đăng ký khai sinh",
    "procedure_code": "1.001193",
    "subject": "",
    "verify_text": VERIFY_TEXT,
    "clerk": "Nguyễn Thị Hồng Nhung",
}
RATING_URL = "https://gandan.hadong.example.vn/danh-gia/7K2M9QXW4T0H"
PAPERS = [
    {"name": "Tờ khai đăng ký khai sinh", "form": "Bản chính", "count": 1},
    {"name": "Giấy chứng sinh", "form": "Bản chính", "count": 1},
    {"name": "Văn bản ủy quyền (nếu có)", "form": "Bản sao", "count": 1},
]
RECEIPT = DOSSIER | {
    "rating_url": RATING_URL,
    "office_name": "phường Hà Đông",
    "documents": PAPERS,
    "copies": 1,
    "legal_time": "ngay trong ngày làm việc; nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo",
    "received_at": "2026-11-21T09:05:12.000+07:00",
    "due_at": "2026-11-21T17:00:00.000+07:00",
    "return_by": "Bộ phận một cửa",
    "fee": "0 đồng (đăng ký đúng hạn được miễn)",
    "book": "01/2026",
    "book_number": 12,
    "note": "",
    "identity_line": False,
}
SIX_PAPERS = [
    *PAPERS,
    {
        "name": "Giấy tờ chứng minh nơi cư trú của cha, mẹ trong trường hợp dữ liệu chưa có",
        "form": "Bản sao",
        "count": 2,
    },
    {"name": "Giấy chứng nhận kết hôn của cha, mẹ", "form": "Bản sao", "count": 1},
    {"name": "Biên bản xác nhận việc trẻ bị bỏ rơi", "form": "Bản chính", "count": 1},
]
FULL_RECEIPT = RECEIPT | {
    "documents": SIX_PAPERS,
    "email": "tran.van.duoc@example.vn",
    "identity_line": True,
    "note": "Người nộp mang theo bản chính khi đến nhận kết quả.",
}
LONG_RECEIPT = RECEIPT | {
    "name": LONG_NAME,
    "procedure": LONG_PROCEDURE,
    "subject": "Đề nghị cấp thêm 05 bản sao trích lục và trả kết quả một lần",
    "email": "nguyen.hoang.phuong.thao.quynh.nguyen.hoang@example.vn",
    "documents": [
        {
            "name": f"Giấy tờ số {number} trong danh mục, tên dài vừa đủ để xuống dòng thứ hai của ô",
            "form": "Bản chính hoặc bản sao",
            "count": number,
        }
        for number in range(1, 31)
    ],
    "note": "Hồ sơ liên thông có nhiều kết quả, ngày trả khác nhau; người dân được nhắn tin từng lần. " * 2,
    "identity_line": True,
}
BARE_RECEIPT = RECEIPT | dict.fromkeys(
    ("national_code", "address", "phone", "email", "legal_time", "fee", "book", "note", "clerk", "verify_text",
     "rating_url", "procedure_code"),
    "",
) | {"documents": [], "number": 0, "book_number": 0}  # fmt: skip

SUPPLEMENT = DOSSIER | {
    "number": 3,
    "rating_url": RATING_URL,
    "papers": [
        {"name": "Giấy chứng sinh", "what": "bản chính, bản nộp là bản chụp", "citation": ""},
        {"name": "Văn bản ủy quyền", "what": "có chứng thực", "citation": "khoản 1 Điều 2 Thông tư 04/2020/TT-BTP"},
    ],
    "reason": "Giấy chứng sinh nộp là bản chụp không đọc được số; người nộp không phải cha, mẹ, ông, bà của trẻ.",
    "contact_name": "Nguyễn Thị Hồng Nhung",
    "contact_phone": "+842433541234",
}
REFUSAL = DOSSIER | {
    "number": 1,
    "rating_url": RATING_URL,
    "office_name": "phường Hà Đông",
    "reason": "Trẻ đã được đăng ký khai sinh ngày 12/10/2026 tại phường Kiến Hưng, Hà Nội.",
    "basis": "khoản 2 Điều 5 Luật Hộ tịch năm 2014",
}
SIGNER = {"signer_rank": "deputy", "head_title": "Chủ tịch", "signer_name": "Lê Quang Minh"}
APOLOGY = DOSSIER | SIGNER | {
    "number": 2,
    "procedure": "Xác nhận tình trạng hôn nhân",
    "procedure_code": "1.004873",
    "received_at": "2026-11-17T14:20:00.000+07:00",
    "due_at": "2026-11-23T17:00:00.000+07:00",
    "new_on": "2026-11-26",
    "reason": "phải chờ văn bản trả lời của phường Kiến Hưng về tình trạng hôn nhân trong thời gian cư trú tại đó.",
    "late": False,
}  # fmt: skip
STOP = DOSSIER | SIGNER | {
    "number": 1,
    "signer_rank": "head",
    "received_at": "2026-11-02T10:00:00.000+07:00",
    "reason": "quá thời hạn bổ sung ghi trong Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ mà chưa nhận được giấy tờ.",
    "basis": "Nghị định 118/2025/NĐ-CP",
    "next": "Ông/Bà nhận lại giấy tờ đã nộp tại Bộ phận tiếp nhận và trả kết quả; khi đủ giấy tờ có thể nộp hồ sơ mới.",
    "contact_name": "Nguyễn Thị Hồng Nhung",
    "contact_phone": "+842433541234",
}  # fmt: skip
STEPS = [
    {
        "unit": "Bộ phận tiếp nhận và trả kết quả",
        "given_at": "2026-11-21T09:30:00.000+07:00",
        "taken_at": "2026-11-21T09:40:00.000+07:00",
        "giver": "Nguyễn Thị Hồng Nhung",
        "taker": "Phạm Thanh Hà",
        "standing": "on_time",
        "note": "",
    },
    {
        "unit": "Công chức tư pháp – hộ tịch",
        "given_at": "2026-11-21T11:00:00.000+07:00",
        "taken_at": "",
        "giver": "Phạm Thanh Hà",
        "taker": "",
        "standing": "",
        "note": "",
    },
]
CONTROL = DOSSIER | {
    "unit": "Công chức tư pháp – hộ tịch",
    "partners": "",
    "due_at": "2026-11-21T17:00:00.000+07:00",
    "steps": STEPS,
    "rows_min": 4,
}
RETURNED = DOSSIER | {
    "results": [
        {"name": "Giấy khai sinh", "number": "245/2026", "count": 1},
        {"name": "Bản sao trích lục khai sinh", "number": "245/TLKS-BS", "count": 3},
    ],
    "returned_at": "2026-11-21T16:10:00.000+07:00",
    "return_by": "Tại bộ phận một cửa",
    "receiver": "Trần Văn Được",
    "authority": "",
    "post_number": "",
    "fee": "24.000 đồng (03 bản sao), biên lai số 0004512",
    "note": "",
}

_REGISTER = OFFICE | {
    "at": "2026-12-31T17:00:00.000+07:00",
    "year": 2026,
    "volume": "01",
    "period": "",
    "opened_on": "2026-01-02",
    "closing": True,
    "head_title": "Trưởng bộ phận tiếp nhận và trả kết quả",
    "head_name": "Lê Quang Minh",
}
LEDGER = _REGISTER
RECEPTION = _REGISTER | {"period": "tháng 11 năm 2026", "closing": False}
CERTIFICATION = _REGISTER | {"kind": "copy", "period": "tháng 11 năm 2026", "at": "2026-11-30T17:00:00.000+07:00"}
CERTIFICATION_SLIP = OFFICE | {
    "at": "2026-11-20T15:20:00.000+07:00",
    "due_at": "2026-11-23T17:00:00.000+07:00",
    "after_cutoff": True,
    "name": "Trần Văn Được",
    "work": "Chứng thực bản sao từ bản chính",
    "book": "Sổ chứng thực bản sao từ bản chính",
    "numbers": "245–246/2026",
    "lines": [
        {"number": "245/2026", "paper": "Bằng tốt nghiệp đại học", "pages": 2, "copies": 3},
        {"number": "246/2026", "paper": "Giấy chứng nhận quyền sử dụng đất", "pages": 4, "copies": 1},
    ],
    "copies": 4,
    "fee_total": 21_000,
    "fee_paid": 21_000,
    "fee_receipt": "",
    "note": "",
    "office_name": "phường Hà Đông",
    "contact_phone": "+842433541234",
    "clerk": "Nguyễn Thị Hồng Nhung",
}
_PEOPLE = ("Trần Văn Được", "Lê Thị Đào", "Công ty TNHH Thương mại Sao Đỏ", "Vừ Mí Già")
_WORK = ("Đăng ký khai sinh", "Xác nhận tình trạng hôn nhân", "Trợ cấp xã hội hàng tháng", LONG_PROCEDURE)


def _numbered_row(number: int) -> dict:
    voided = number % 11 == 7
    return {
        "number": number,
        "voided": voided,
        "void_reason": "in hỏng, đã cấp số khác" if voided else "",
        "note": "" if number % 6 else "Nhận thay có giấy ủy quyền",
        "name": LONG_NAME if number % 41 == 5 else _PEOPLE[number % 4],
    }


def ledger_rows(count: int) -> list[dict]:
    """Rows of Mẫu 07: every eleventh cancelled, every seventh with a long procedure, some not yet returned."""
    return [
        _numbered_row(number)
        | {
            "code": f"7K2M-9QXW-{number:04d}",
            "national_code": f"H26.12.34-261121-{number:04d}" if number % 3 else "",
            "procedure": _WORK[3] if number % 7 == 4 else _WORK[number % 3],
            "copies": 1,
            "address": "Căn 1204, tòa CT1A, tổ dân phố 7, phường Hà Đông",
            "phone": "+84912345678",
            "unit": "Tư pháp – hộ tịch",
            "received_at": f"2026-11-{number % 28 + 1:02d}T09:05:12.000+07:00",
            "due_at": f"2026-11-{number % 28 + 1:02d}T17:00:00.000+07:00",
            "returned_at": f"2026-11-{number % 28 + 1:02d}T16:10:00.000+07:00" if number % 5 else "",
            "return_by": ("Tại bộ phận một cửa", "Bưu chính công ích")[number % 2],
        }
        for number in range(1, count + 1)
    ]


def certification_rows(count: int) -> list[dict]:
    return [
        _numbered_row(number)
        | {
            "on": f"2026-11-{number % 28 + 1:02d}",
            "paper": ("Bằng tốt nghiệp đại học", "Giấy chứng nhận quyền sử dụng đất", "Giấy khai sinh")[number % 3],
            "signer": "Lê Quang Minh, Phó Chủ tịch",
            "copies": number % 5 + 1,
            "fee": (number % 5 + 1) * 4000,
        }
        for number in range(1, count + 1)
    ]


def reception_rows(count: int) -> list[dict]:
    return [
        _numbered_row(number)
        | {
            "code": f"7K2M-9QXW-{number:04d}",
            "received_at": f"2026-11-{number % 28 + 1:02d}T09:05:12.000+07:00",
            "procedure": _WORK[number % 4],
            "copies": 1,
            "channel": ("Nộp trực tiếp", "Trực tuyến")[number % 2],
            "clerk": "Nguyễn Thị Hồng Nhung",
            "due_at": f"2026-11-{number % 28 + 1:02d}T17:00:00.000+07:00",
        }
        for number in range(1, count + 1)
    ]


HAND_OVER = OFFICE | {
    "number": 4,
    "at": "2026-11-20T15:20:00.000+07:00",
    "unit_from": "Bộ phận tiếp nhận và trả kết quả",
    "unit_to": "Công chức tư pháp – hộ tịch",
    "giver": "Nguyễn Thị Hồng Nhung",
    "taker": "",
    "due_at": "2026-11-23T08:00:00.000+07:00",
    "rows": [
        {
            "code": f"7K2M-9QXW-{number:04d}",
            "procedure": _WORK[number % 4],
            "name": _PEOPLE[number % 4],
            "copies": 1,
            "due_at": "2026-11-24T17:00:00.000+07:00",
            "note": "",
        }
        for number in range(1, 6)
    ],
}
LABEL = OFFICE | {
    "at": "2026-11-21T16:10:00.000+07:00",
    "code": "7K2M-9QXW-4T0H",
    "from_address": "Số 2 phố Thanh Bình, phường Hà Đông, Hà Nội",
    "from_phone": "+842433541234",
    "to_name": "Trần Văn Được",
    "to_address": "Căn 1204, tòa CT1A, khu đô thị Văn Quán – Yên Phúc, phường Hà Đông, Hà Nội",
    "to_phone": "+84912345678",
    "contents": "Giấy khai sinh (01), bản sao trích lục (03)",
    "collect": "24.000 đồng lệ phí và cước theo bảng giá",
    "post_number": "EB123456789VN",
    "verify_text": VERIFY_TEXT,
}
