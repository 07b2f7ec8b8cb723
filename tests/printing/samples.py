"""Demo people and slips for the tests, the bench and the pictures in docs/samples: nobody in it lives."""

WARD = {"demo": True, "organ_line_1": "Ủy ban nhân dân", "organ_line_2": "Phường Hà Đông", "place": "Hà Đông"}

RECORD = WARD | {
    "at": "2026-11-21T09:05:12.000+07:00",
    "on": "",
    "point": "CT1A Văn Quán – Yên Phúc",
    "point_address": "Sảnh tòa CT1A, khu đô thị Văn Quán – Yên Phúc",
    "volunteer": "Nguyễn Thị Hồng Nhung",
    "name": "Trần Văn Được",
    "phone": "+84912345678",
    "procedure": "Đăng ký khai sinh",
    "procedure_code": "1.001193",
    "help": "Cùng nộp trực tuyến",
    "channel": "Tại điểm",
    "result": "Nộp xong tại chỗ",
    "result_code": "filed",
    "difficulties": ["Không nhận được OTP"],
    "next_steps": [],
    "national_code": "H26.12.34-261121-0001",
    "tracking": "7K2M9QXW4T0H",
    "base_url": "https://gandan.hadong.example.vn",
    "provisional": False,
}

TWELVE_DIFFICULTIES = [
    "Chưa có tài khoản VNeID mức 2",
    "Quên passcode hoặc bị khóa tài khoản",
    "Đổi máy phải kích hoạt lại",
    "NFC không đọc được chip",
    "Ảnh khuôn mặt không khớp",
    "Thông tin dân cư sai",
    "SIM không chính chủ",
    "Bị khóa chiều đi sau khi đổi máy",
    "Không nhận được OTP",
    "Máy cũ, hết bộ nhớ",
    "Không có tài khoản ngân hàng",
    "Chụp mờ, ngược, quá dung lượng",
]
LONG_NAME = ("Nguyễn Hoàng Phương Thảo Quỳnh " * 4)[:120].strip()
LONG_PROCEDURE = (
    "Liên thông đăng ký khai sinh, đăng ký thường trú, cấp thẻ bảo hiểm y tế cho trẻ em dưới 6 tuổi và cấp bản sao "
    "trích lục hộ tịch, bản sao Giấy khai sinh theo quy định mới tại nơi cư trú"
)

LONG_RECORD = RECORD | {
    "name": LONG_NAME,
    "procedure": LONG_PROCEDURE,
    "difficulties": TWELVE_DIFFICULTIES,
    "result": "Hẹn lại",
    "result_code": "rescheduled",
    "next_steps": [
        "Mang theo bản chính Giấy chứng sinh.",
        "Mang theo hợp đồng thuê nhà có chữ ký của chủ hộ và chủ nhà.",
    ],
}
BARE_RECORD = RECORD | {
    "name": "",
    "phone": "",
    "procedure": "",
    "procedure_code": "",
    "difficulties": [],
    "national_code": "",
    "point_address": "",
}

SHIFT = WARD | {
    "on": "2026-11-21",
    "opened_at": "2026-11-21T07:55:00.000+07:00",
    "closed_at": "2026-11-21T11:32:00.000+07:00",
    "printed_at": "2026-11-21T11:33:00.000+07:00",
    "point": RECORD["point"],
    "point_address": RECORD["point_address"],
    "volunteer": RECORD["volunteer"],
}

_RESULTS = ("Nộp xong tại chỗ", "Chuẩn bị xong", "Hẹn lại", "Chuyển một cửa")
_PEOPLE = ("Trần Văn Được", "", "Lê Thị Đào", "N.T.H.N")


def day_rows(count: int) -> list[dict]:
    """Rows of a shift's day sheet: short ones, every ninth with a long procedure, every 29th voided."""
    return [_day_row(number) for number in range(count)]


def _day_row(number):
    return {
        "at": f"2026-11-21T{8 + number // 60 % 12:02d}:{number % 60:02d}:00.000+07:00",
        "on": "2026-11-19" if number % 37 == 36 else "",
        "who": LONG_NAME if number % 41 == 5 else _PEOPLE[number % 4],
        "where": ("Tổ dân phố 7, tòa CT1A, căn 1204", "Tổ dân phố 12", "")[number % 3],
        "procedure": LONG_PROCEDURE if number % 9 == 8 else "Xác nhận tình trạng hôn nhân",
        "procedure_code": "" if number % 5 == 4 else "1.004873",
        "help": ("Hướng dẫn tự làm", "Cùng nộp trực tuyến")[number % 2],
        "channel": "Tại điểm",
        "result": _RESULTS[number % 4],
        "difficulties": TWELVE_DIFFICULTIES[number % 12 : number % 12 + (number % 3)],
        "minutes": 5 + number % 20,
        "national_code": RECORD["national_code"] if number % 4 == 0 else "",
        "tracking": RECORD["tracking"],
        "voided": number % 29 == 11,
    }
