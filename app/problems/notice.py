"""The refusals of notices and of their postings: each a sentence that says what to do next."""

NOTICE_PROBLEMS: dict[str, tuple[int, str]] = {
    "notice_state": (409, "Thông báo này đã sang bước khác. Tải lại trang rồi xem việc có thể làm."),
    "notice_without_end": (422, "Chưa có ngày hết hạn. Sửa bản nháp, ghi ngày hết hạn rồi gửi lại."),
    "notice_days_over": (422, "Hạn niêm yết hoặc ngày hết hạn đã qua. Sửa bản nháp, ghi lại ngày rồi gửi."),
    "notice_without_audience": (422, "Chưa có tổ dân phố nào để gửi. Hãy chọn ít nhất một tổ."),
    "notice_not_for_them": (422, "Thông báo này không gửi cho tổ đã chọn. Hãy chọn tổ khác."),
    "notice_over": (
        409,
        "Thông báo đã hết hạn hoặc đã rút nên không ghi niêm yết được nữa. Nếu đang treo, hãy gỡ xuống.",
    ),
    "notice_posting_state": (409, "Lần niêm yết này đã gỡ hoặc đã hủy. Tải lại trang để xem."),
    "lead_unplaced": (403, "Chưa biết anh/chị phụ trách tổ nào. Nhờ quản trị ghi tổ dân phố ở trang Người dùng."),
    "photo_unusable": (
        422,
        "Tệp này không phải ảnh JPEG đọc được, hoặc quá nhiều điểm ảnh. Hãy chụp lại với cỡ nhỏ hơn.",
    ),
}
