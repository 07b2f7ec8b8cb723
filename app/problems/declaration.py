"""What is wrong or doubtful in a declaration: code → one Vietnamese sentence that says what to do next.

Said by the server and, as JSON, by the phone. What other forms say too: fields.py. {label}, {min}, {max},
{length}, {meant}, {prefix}, {year} and {say} are filled from the params.
"""

# The paper is not ready with it.
DECLARATION_PROBLEMS: dict[str, str] = {
    "required": "Cần ghi “{label}”.",
    "too_long": "“{label}” dài {length} ký tự, tối đa {max}. Hãy viết ngắn lại.",
    "choice_unknown": "Hãy chọn lại “{label}” trong danh sách.",
    "looks_secret": "“{label}” có vẻ chứa mật khẩu, mã PIN hoặc OTP. Hãy xóa đi: tờ khai không bao giờ cần mã bí mật.",
    "field_type": "Nội dung của “{label}” không đúng kiểu. Hãy ghi lại mục này.",
    "body_unreadable": "Không đọc được tờ khai. Hãy tải lại trang rồi ghi lại.",
    "date_invalid": "“{label}” chưa đúng là một ngày. Hãy ghi ngày/tháng/năm, ví dụ 02/09/1945.",
    "date_whole": "“{label}” cần đủ ngày, tháng, năm, ví dụ 02/09/1945.",
    "time_invalid": "“{label}” chưa đúng là một giờ. Hãy ghi giờ:phút, ví dụ 08:30.",
    "number_invalid": "“{label}” phải là số, chỉ ghi chữ số.",
    "number_range": "“{label}” phải từ {min} đến {max}. Hãy sửa lại.",
    "rows_few": "“{label}” cần ít nhất {min} dòng. Hãy thêm cho đủ.",
    "rows_many": "“{label}” chỉ ghi được {max} dòng. Hãy bỏ bớt, hoặc làm thêm một tờ khai.",
    "said": "{say}",
}

# Worth a second look, and kept as it is when it is right.
DECLARATION_DOUBTS: dict[str, str] = {
    "telex": "“{label}” có chữ gõ chưa thành dấu. Có phải là “{meant}”?",
    "phone_unreadable": "Số điện thoại có chữ hoặc ký hiệu lạ. Hãy đọc lại số.",
    "phone_invalid": "Số điện thoại chưa đúng: di động 10 chữ số, số bàn 11 chữ số, bắt đầu bằng 0. Hãy đọc lại số.",
    "phone_foreign": "Đây là số nước ngoài: phường có thể không gọi lại được.",
    "phone_old": "Đây là số 11 chữ số kiểu cũ, đã đổi đầu số từ năm 2018. Hãy xem lại số đang dùng.",
    "phone_prefix_unknown": "Đầu số điện thoại này lạ. Hãy đọc lại số; nếu đúng thì để nguyên.",
    "id_nine": "Số 9 chữ số là số chứng minh nhân dân cũ. Nếu đã có căn cước, hãy ghi số 12 chữ số.",
    "id_digits": "Số định danh cá nhân có 12 chữ số; ở đây có {length}. Hãy đếm lại.",
    "id_province": "Ba số đầu {prefix} không phải mã một tỉnh. Hãy đọc lại số; nếu đúng thì để nguyên.",
    "id_sex": "Số định danh này không khớp với giới tính đã ghi. Hãy xem lại cả hai.",
    "id_birth": "Số định danh này là của người sinh năm {year}, khác năm sinh đã ghi. Hãy xem lại cả hai.",
    "ethnicity_unknown": "Không thấy dân tộc này trong danh sách 54 dân tộc. Nếu đúng thì để nguyên.",
    "field_unknown": "Tờ khai có mục “{label}” mà mẫu hiện nay không còn. Hãy xem mục ấy nên ghi vào đâu.",
    "said": "{say}",
}
