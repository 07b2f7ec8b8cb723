"""The refusals of reports: each a sentence that says what to do next."""

REPORT_PROBLEMS: dict[str, tuple[int, str]] = {
    "report_issued": (409, "Báo cáo của kỳ này đã được phát hành. Mở danh sách đã phát hành để xem."),
    "report_unknown": (422, "Không thấy báo cáo cũ cần thay thế. Mở lại báo cáo đó rồi bấm “Lập bản thay thế”."),
    "report_to_come": (422, "Kỳ báo cáo chưa đến ngày cuối. Đổi ngày cuối thành hôm nay hoặc sớm hơn rồi phát hành."),
    "report_corrected": (409, "Báo cáo này đã có bản thay thế. Hãy mở bản thay thế để xem hoặc ký."),
    "report_signed": (409, "Báo cáo này đã được ký duyệt rồi."),
    "report_head_only": (
        403,
        "Báo cáo này có số liệu phản ánh hoặc kết quả đánh giá nên chỉ lãnh đạo phường phát hành.",
    ),
    "export_gone": (404, "Tệp xuất này không còn: chỉ giữ 10 phút, cho người đã yêu cầu. Hãy xuất lại."),
    "report_heads": (
        403,
        "Báo cáo này đếm cả phản ánh chưa công bố nên chỉ lãnh đạo phường mở được. Hãy xem bản nháp cùng kỳ.",
    ),
    "report_private": (403, "Báo cáo này có kết quả đánh giá từng người nên chỉ lãnh đạo và quản trị mở được."),
}
