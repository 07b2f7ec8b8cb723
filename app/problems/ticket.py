"""The refusals of the queue: each a sentence that says what to do next."""

TICKET_PROBLEMS: dict[str, tuple[int, str]] = {
    "queue_closed": (409, "Điểm này chưa mở máy lấy số. Hãy hỏi người trực, hoặc chọn điểm khác."),
    "queue_hours": (409, "Ngoài giờ lấy số của điểm này. Hãy quay lại trong giờ ghi trên trang."),
    "queue_not_by_phone": (403, "Điểm này chỉ phát số tại chỗ. Hãy lấy số ở sảnh hoặc nhờ người trực."),
    "ticket_service_unknown": (422, "Việc này không còn trong danh sách của điểm. Hãy chọn lại việc cần làm."),
    "ticket_priority_unknown": (422, "Điểm này không xếp ưu tiên theo lý do đó. Hãy chọn lại, hoặc báo người trực."),
    "ticket_counter_unknown": (422, "Quầy này không có trong danh sách của điểm. Hãy chọn lại quầy của mình."),
    "ticket_lane_wrong": (422, "Số này không thuộc dãy số của máy đã phát. Hãy lấy số mới."),
    "ticket_lane_full": (409, "Hôm nay đã phát hết 999 số của dãy này. Hãy gọi người đang chờ trực tiếp."),
    "ticket_number_taken": (409, "Số này hôm nay đã phát rồi. Hãy lấy số mới cho người đang chờ."),
    "ticket_day_over": (409, "Số này của một ngày đã qua nên không còn hiệu lực. Hãy lấy số mới."),
    "ticket_day_running": (409, "Ngày của số này chưa hết."),
    "ticket_state": (409, "Số này vừa sang bước khác. Xem lại danh sách rồi bấm lần nữa."),
    "ticket_called_elsewhere": (409, "Số này quầy khác vừa gọi. Hãy gọi số tiếp theo."),
    "ticket_apologised": (409, "Đã ghi lời xin lỗi với người cầm số này rồi."),
}
