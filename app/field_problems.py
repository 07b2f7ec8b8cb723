"""What is wrong with one field of a form: code → one Vietnamese sentence that says what to do next.

The server says them beside the field, and the browser gets them as `data-messages`, so that both use the same words.
{label}, {max}, {min}, {days} and {length} are filled from the refusal's params.
"""

FIELD_PROBLEMS: dict[str, str] = {
    # any form
    "required": "Cần có mục “{label}”. Hãy chọn hoặc ghi vào rồi lưu lại.",
    "too_long": "“{label}” dài {length} ký tự, tối đa {max}. Hãy viết ngắn lại.",
    "choice_unknown": "Lựa chọn ở “{label}” không có trong danh sách. Hãy chọn lại.",
    "too_many": "“{label}” chỉ chọn được tối đa {max} mục. Hãy bỏ bớt.",
    "out_of_range": "“{label}” phải là số nguyên từ {min} đến {max}. Hãy sửa lại.",
    "day_invalid": "“{label}” chưa đúng là một ngày. Hãy chọn lại ngày trên lịch.",
    "day_future": "“{label}” không được sau hôm nay. Hãy chọn lại ngày.",
    "day_too_old": "“{label}” chỉ ghi bù được trong {days} ngày gần đây. Việc cũ hơn hãy báo công chức một cửa.",
    "code_invalid": "“{label}” chưa đúng dạng. Hãy chọn lại trong danh sách.",
    # safety of the citizen (R16)
    "looks_secret": "“{label}” có vẻ chứa mật khẩu, mã PIN hoặc OTP. Hãy xóa đi, không ghi mã bí mật của người dân.",
    "consent_missing": "Để ghi tên hoặc số điện thoại, hãy hỏi rồi đánh dấu “{label}”; nếu không, hãy xóa hai ô đó.",
    "contact_missing": "“{label}” cần tên, số điện thoại hoặc căn hộ để tìm lại người dân. Hãy ghi một trong ba.",
    # telephone
    "phone_unreadable": "Số điện thoại chỉ gồm chữ số (có thể bắt đầu bằng +84). Hãy xóa chữ và ký hiệu khác.",
    "phone_invalid": "Số điện thoại chưa đúng: di động 10 chữ số, số bàn 11 chữ số, bắt đầu bằng 0. Hãy kiểm tra lại.",
    "phone_foreign": "Đây là số nước ngoài nên hệ thống chưa gọi lại được. Hãy hỏi một số Việt Nam, hoặc để trống.",
    "phone_old": "Đây là số 11 chữ số kiểu cũ, đã đổi đầu số từ năm 2018. Hãy hỏi lại số đang dùng.",
    "phone_prefix_unknown": "Đầu số này lạ. Hãy đọc lại số cho người dân nghe; nếu đúng thì cứ lưu.",
    # what only a faulty or forged device sends
    "body_unreadable": "Không đọc được nội dung. Hãy tải lại trang rồi ghi lại.",
    "field_missing": "Thiếu mục “{label}”. Hãy tải lại trang rồi ghi lại.",
    "field_unknown": "Mục “{label}” không có trong mẫu này. Hãy tải lại trang rồi ghi lại.",
    "field_type": "Nội dung của “{label}” không đúng kiểu. Hãy tải lại trang rồi ghi lại.",
    "tracking_invalid": "Mã phiếu không đúng. Hãy tải lại trang để có mã mới.",
}
