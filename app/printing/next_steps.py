"""What a slip tells the citizen to do next, by the code of the result. The browser's TẠM slip says the same words."""

_BRING = "Mang theo phiếu này, căn cước, điện thoại và giấy tờ bản chính."

STANDING: dict[str, tuple[str, ...]] = {
    "filed": (
        "Giữ mã hồ sơ, xem tiến độ tại dichvucong.gov.vn.",
        "Để ý tin nhắn và thông báo VNeID, có thể phải bổ sung giấy tờ.",
    ),
    "prepared": (
        "Đăng nhập dichvucong.gov.vn bằng VNeID và nộp hồ sơ đã chuẩn bị.",
        "Cần giúp tiếp thì quay lại điểm hỗ trợ, mang theo phiếu này.",
    ),
    "rescheduled": ("Quay lại điểm hỗ trợ theo lịch hẹn.", _BRING),
    "to_counter": ("Đến bộ phận một cửa của phường để nộp hồ sơ và nhận Giấy tiếp nhận.", _BRING),
    "to_police": ("Đến Công an phường để được giải quyết về căn cước, cư trú hoặc VNeID.", _BRING),
    "unfinished": ("Quay lại điểm hỗ trợ khi có đủ giấy tờ hoặc đã gỡ được khó khăn ghi ở trên.", _BRING),
}
