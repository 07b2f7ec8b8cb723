"""The refusals of the counter: each a sentence that says what to do next, with its article where a rule is law."""

COUNTER_PROBLEMS: dict[str, tuple[int, str]] = {
    "procedure_without_time": (
        422,
        "Danh mục chưa ghi thời hạn của thủ tục này nên chưa hẹn ngày được. Mở trang thủ tục, bổ sung rồi nhận.",
    ),
    "dossier_state": (409, "Hồ sơ đang ở bước khác nên chưa làm được việc này. Tải lại trang để xem bước hiện tại."),
    "supplement_once": (
        403,
        "Hồ sơ này đã được yêu cầu bổ sung một lần; luật chỉ cho một lần (NĐ 61/2018 Đ11.2c). Nhờ lãnh đạo quyết định.",
    ),
    "supplement_late": (
        403,
        "Đã quá 03 ngày làm việc kể từ khi nhận (NĐ 61/2018 Đ19.4) nên không yêu cầu bổ sung được. Nhờ lãnh đạo quyết "
        "định.",
    ),
    "override_needed": (422, "Việc này vượt quy định. Lãnh đạo ghi rõ vì sao vẫn quyết định như vậy."),
    "verify_not_provided": (
        422,
        "Thủ tục này không có trường hợp phải xác minh. Nếu cần thêm ngày, hãy xin gia hạn.",
    ),
    "verify_once": (409, "Hồ sơ này đã chuyển sang thời hạn xác minh trước đó."),
    "verify_late": (
        409,
        "Hồ sơ đã quá hạn nên không chuyển sang xác minh được. Lãnh đạo cần gửi văn bản xin lỗi.",
    ),
    "extension_once": (
        409,
        "Hồ sơ này đã hẹn lại một lần; luật không cho hẹn lần thứ hai (NĐ 61/2018 Đ19.9).",
    ),
    "extension_late": (
        409,
        "Đã quá thời điểm gia hạn: chậm nhất là 01 ngày trước hạn trả (NĐ 61/2018 Đ19.9). Hãy gửi văn bản xin lỗi, "
        "phần mềm ghi rõ là xin lỗi muộn.",
    ),
    "new_day_wrong": (422, "Ngày hẹn mới phải là ngày làm việc và sau ngày hẹn cũ. Chọn ngày khác trên lịch."),
    "apology_once": (409, "Hồ sơ này đã có văn bản xin lỗi."),
    "apology_early": (409, "Vẫn còn kịp gia hạn đúng quy định: hãy dùng Gia hạn, chưa cần xin lỗi muộn."),
    "refusal_late": (
        403,
        "Đã quá hạn giải quyết nên công chức không từ chối được nữa (NĐ 61/2018 Đ19.8). Nhờ lãnh đạo quyết định.",
    ),
    "basis_needed": (422, "Cần ghi căn cứ pháp lý, ví dụ: Điều 19 Nghị định 118/2025/NĐ-CP."),
    "handler_unknown": (422, "Người nhận bàn giao không có trong danh sách đang làm việc tại bộ phận một cửa."),
    "hand_over_pending": (409, "Hồ sơ đang chờ người được bàn giao xác nhận. Chờ xác nhận rồi mới bàn giao tiếp."),
    "nothing_chosen": (422, "Chưa chọn hồ sơ nào. Quay lại danh sách, đánh dấu vào ô của từng hồ sơ rồi bấm lại."),
    "nothing_to_print": (422, "Các hồ sơ đã chọn chưa có giấy tiếp nhận: còn chờ bổ sung hoặc không được tiếp nhận."),
    "print_gone": (
        404,
        "Tệp in này không còn: tệp chỉ giữ 10 phút, cho người đã bấm in. Quay lại danh sách và in lại.",
    ),
    "post_number_needed": (422, "Trả qua bưu chính thì cần số hiệu bưu gửi. Xem trên phiếu gửi của bưu tá."),
    "void_another_day": (
        403,
        "Công chức chỉ hủy được trong ngày đã ghi. Sang ngày khác thì nhờ lãnh đạo hủy, có ghi lý do.",
    ),
    "certification_same_day": (
        409,
        "Lượt này trả kết quả ngay trong ngày nên không có phiếu hẹn (NĐ 23/2015 Điều 7). Trả kết quả rồi mời ký sổ.",
    ),
    "sheet_not_yet": (
        409,
        "Hồ sơ này chưa có {sheet}. Mở trang hồ sơ để xem những giấy đã có và việc cần làm trước.",
    ),
    "number_not_leased": (
        422,
        "Chưa thấy lô số mà máy này đã lấy để in. Hệ thống giữ lại và tự thử lại sau 5 phút, 1 giờ, 1 ngày.",
    ),
    "number_of_last_year": (
        409,
        "Số đã in trên giấy là số mượn của năm trước; sang năm mới đánh số lại từ đầu. Công chức bấm Thử nhận lại để "
        "hồ sơ lấy số của năm nay, rồi in giấy mới.",
    ),
    "lease_returned": (409, "Lô số này đã được trả lại trước đó. Tải lại trang để xem các lô đang cho mượn."),
    "register_closed": (
        409,
        "Sổ của năm này đã khóa nên không cấp số được nữa (TT 01/2018 Đ10.2). Làm lại vào ngày hôm nay để lấy số của "
        "năm nay.",
    ),
    "register_year_running": (409, "Chỉ khóa sổ khi đã hết năm: sổ còn phải ghi đến ngày 31/12 (TT 01/2018 Đ10.2)."),
    "register_lent": (
        409,
        "Còn số đang cho máy mượn nên chưa khóa sổ được. Mở mục Số đang cho mượn, lấy lại các số đó rồi khóa sổ.",
    ),
    "unit_unknown": (422, "Bộ phận này không có trong danh sách của phường. Hãy chọn lại bộ phận."),
    "register_too_long": (
        422,
        "Một lần in được nhiều nhất {most} số. Chọn từng tháng, hoặc chọn từ số đến số, rồi in từng quyển.",
    ),
    "number_taken": (
        409,
        "Số đã in trên giấy không còn thuộc máy này hoặc đã dùng. Công chức bấm Thử nhận lại để hồ sơ lấy số khác (số "
        "đã in được ghi vào Ghi chú), rồi in giấy mới.",
    ),
    "counter_for_clerks": (
        403,
        "Chỉ máy đang mở ca của công chức một cửa mới giữ hồ sơ của quầy. Mở ca bằng tài khoản của công chức.",
    ),
    "feedback_state": (
        409,
        "Phản ánh đang ở bước khác nên chưa làm được việc này. Tải lại trang để xem bước hiện tại.",
    ),
    "feedback_about_you": (
        403,
        "Phản ánh này nói về anh/chị nên người khác giải quyết (TT 01/2018 Đ13.7). Anh/chị chỉ xem được.",
    ),
    "feedback_about_head": (
        403,
        "Bỏ tên một người khỏi phản ánh thì người đó sẽ xem được, nên chỉ lãnh đạo bỏ được. Nhờ lãnh đạo quyết định.",
    ),
    "feedback_about_holder": (
        422,
        "Người này được nêu trong phản ánh nên không giải quyết phản ánh đó được. Chọn người khác.",
    ),
    "feedback_about_nobody": (
        409,
        "Phản ánh này chưa ghi là nói về ai. Bấm Sửa thông tin để chọn người, rồi làm lại.",
    ),
    "feedback_holder_unknown": (422, "Người được giao không có trong danh sách công chức đang làm việc. Chọn lại."),
    "feedback_rated": (409, "Câu trả lời này đã được đánh giá. Cần nói thêm, anh/chị gửi một góp ý mới."),
    "feedback_release_first": (
        409,
        "Phản ánh về một người chưa được cho người đó xem thì chưa công khai được. Lãnh đạo bấm Cho xem trước.",
    ),
    "declaration_state": (
        409,
        "Tờ khai này đã có người nhận, hoặc đã quá hạn và bị xóa nội dung. Tải lại trang để xem.",
    ),
    "declaration_form_unknown": (404, "Không có mẫu tờ khai này. Hãy chọn lại trong danh sách tờ khai."),
    "export_too_long": (422, "Kỳ này có hơn {most} dòng. Hãy chọn kỳ ngắn hơn rồi xuất từng phần."),
}
