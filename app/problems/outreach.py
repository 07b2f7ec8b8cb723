"""The refusals of outreach events and of inspections: each a sentence that says what to do next."""

OUTREACH_PROBLEMS: dict[str, tuple[int, str]] = {
    "outreach_state": (409, "Buổi này vừa sang bước khác. Tải lại trang để xem còn làm được việc gì."),
    "outreach_full": (409, "Buổi này đã ghi quá nhiều dòng. Hãy gộp các câu hỏi hoặc tài liệu giống nhau."),
    "outreach_line_unknown": (409, "Dòng này không còn nữa, có thể người khác vừa bỏ. Tải lại trang để xem."),
    "outreach_answered": (409, "Câu hỏi này đã có người ghi trả lời. Tải lại trang để xem câu trả lời đó."),
    "outreach_linked": (409, "Câu hỏi này đã gắn với một phản ánh. Tải lại trang để mở phản ánh đó."),
    "outreach_feedback_unknown": (422, "Không thấy phản ánh này. Hãy xem lại mã tra cứu rồi gõ lại."),
    # inspections (kiểm tra đột xuất)
    "inspection_state": (409, "Cuộc kiểm tra này vừa sang bước khác. Tải lại trang để xem còn làm được việc gì."),
    "inspection_checklist": (422, "Mẫu kiểm tra không đọc được. Tải lại trang rồi chọn lại mẫu."),
    "inspection_own": (
        422,
        "Người kiểm tra không được thuộc nơi được kiểm tra, cũng không phải người được kiểm tra. Hãy chọn người khác.",
    ),
    "inspection_not_yours": (403, "Chỉ người trong đoàn kiểm tra này mới ghi được. Hãy nhờ người có tên trong đoàn."),
    "inspection_items_left": (422, "Còn mục chưa ghi kết quả. Ghi Đạt, Chưa đạt hoặc Không áp dụng cho từng mục đã."),
    "inspection_owed": (
        422,
        "Mỗi mục chưa đạt cần một người khắc phục và hạn là một ngày làm việc sau hôm nay. Hãy xem lại các mục đó.",
    ),
    "fault_state": (409, "Việc khắc phục này vừa sang bước khác. Tải lại trang để xem còn làm được việc gì."),
    "fault_owner_unknown": (422, "Không giao được cho người này. Hãy chọn lại người đang làm việc trong danh sách."),
    "fault_day": (422, "Hạn phải là một ngày làm việc sau hôm nay, không quá một năm. Hãy chọn lại ngày."),
    "fault_not_yours": (403, "Việc này giao cho người khác khắc phục. Hãy nhờ người đó, hoặc nhờ lãnh đạo đổi người."),
    "fault_own_check": (403, "Người khắc phục không tự xác nhận việc của mình. Hãy nhờ lãnh đạo khác kiểm tra lại."),
}
