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

# No form on a device comes to say these.
FORGED = ("body_unreadable", "field_missing", "field_unknown", "field_type")

# Of forms and files that only the desk uses. Said by the server alone: no phone carries them.
DESK_PROBLEMS: dict[str, str] = {
    # A length that was too long once; how long it was is not kept.
    "too_long_once": "“{label}” quá dài: tối đa {max}. Hãy viết ngắn lại.",
    # the calendar and the office
    "hours_order": "Giờ phải theo thứ tự: sáng từ, sáng đến, chiều từ, chiều đến. Hãy sửa giờ này.",
    "hours_short": "Mỗi ngày phải mở cửa ít nhất 4 giờ, vì nửa ngày làm việc là 4 giờ. Hãy sửa giờ đóng cửa.",
    "hours_cutoff": "Giờ chốt phải nằm trong buổi chiều. Luật Hộ tịch ghi 15:00.",
    # the queue of a point (hàng chờ)
    "queue_services": "Ghi từ 1 đến 12 việc, mỗi dòng một việc không quá 60 ký tự, không trùng nhau.",
    "queue_counters": "Ghi từ 1 đến 12 quầy, mỗi dòng một quầy; tên quầy không quá 24 ký tự, không trùng nhau.",
    "queue_counter_services": "Sau dấu hai chấm chỉ ghi việc có trong danh sách việc ở trên, cách nhau bằng dấu chấm phẩy.",
    "queue_notices": "Có dòng thông báo dài quá 160 ký tự. Hãy tách thành hai dòng.",
    "queue_hours": "Giờ kết thúc phải sau giờ bắt đầu lấy số. Hãy sửa lại.",
    "swap_off_free": "Ngày này vốn đã nghỉ nên không hoán đổi được. Hãy chọn một ngày đang làm việc.",
    "swap_on_worked": "Ngày này vốn đã là ngày làm việc. Hãy chọn một ngày nghỉ, thường là thứ Bảy.",
    # the monthly evaluation
    "scheme_invalid": "Phương án chưa đúng. Sửa từng chỗ ghi ở đầu trang rồi lưu lại.",
    "scheme_code": "Mã trong phương án phải là mã của trang này. Muốn lập phương án khác thì bấm “Lập phương án khác từ bản này”.",
    "national_heading": "Không thấy dòng tiêu đề có cột Mục và cột Điểm. Hãy đặt tên hai cột như tệp mẫu rồi chọn lại tệp.",
    "national_nothing": "Không dòng nào có mã mục (ví dụ 2.1) và điểm. Hãy điền theo tệp mẫu rồi chọn lại tệp.",
    "national_month": "Tháng ở dòng này không đọc được hoặc chưa tới. Hãy ghi như 10/2026.",
    "national_points": "Điểm của mục {item} phải là số từ 0 đến {max}, ví dụ 5,83. Hãy sửa trong tệp.",
    "national_twice": "Mục {item} có hai dòng trong cùng một tháng. Hãy bỏ bớt một dòng.",
    "day_outside": "Hãy chọn một ngày từ năm 2020 đến năm 2099.",
    "day_far": "“{label}” không được quá {days} ngày trước hôm nay, cũng không quá hai năm sau. Hãy chọn lại ngày.",
    # the whole file
    "file_missing": "Chưa chọn tệp. Hãy chọn một tệp .csv hoặc .xlsx.",
    "file_empty": "Tệp không có dòng nào để nhập. Hãy kiểm tra lại tệp đã chọn.",
    "file_too_large": "Tệp lớn hơn {max} MB. Hãy bỏ bớt ảnh, trang tính thừa hoặc chia thành nhiều tệp.",
    "file_rows": "Tệp có hơn {max} dòng. Hãy chia thành nhiều tệp rồi nhập lần lượt.",
    "file_old_excel": "Đây là tệp Excel kiểu cũ (.xls) hoặc có mật khẩu. Hãy lưu lại thành .xlsx không mật khẩu.",
    "file_binary": "Đây không phải tệp bảng. Hãy chọn tệp .csv hoặc .xlsx theo tệp mẫu.",
    "file_encoding": "Chữ trong tệp không phải UTF-8. Khi lưu từ Excel, hãy chọn “CSV UTF-8”, hoặc lưu thành .xlsx.",
    "file_broken": "Tệp bị hỏng hoặc bị cắt giữa chừng. Hãy lưu lại từ Excel rồi tải lên lần nữa.",
    "file_broken_at": "Tệp bị hỏng hoặc bị cắt giữa chừng (dòng {line}). Hãy lưu lại từ Excel rồi tải lên lần nữa.",
    "file_bomb": "Tệp mở ra quá lớn so với một bảng nên bị từ chối. Hãy chép các ô sang một tệp mới rồi tải lên.",
    "heading_missing": "Không thấy dòng tiêu đề. Dòng đầu của bảng phải có các cột: {columns}.",
    "columns_missing": "Thiếu cột: {columns}. Hãy thêm cột (có thể chép tiêu đề từ tệp mẫu) rồi tải lên lại.",
    "column_twice": "Có hai cột cùng tên “{column}”. Hãy bỏ bớt một cột.",
    # one cell
    "code_mangled": "Mã “{value}” đã bị Excel đổi thành số nên mất chữ số. Đổi cột Mã sang dạng Text rồi gõ lại.",
    "code_shape": "“{value}” không phải mã thủ tục. Mã gồm một chữ số, dấu chấm và sáu chữ số, ví dụ 1.001193.",
    "code_twice": "Mã {value} đã có ở dòng {first}. Mỗi thủ tục chỉ ghi một dòng.",
    "cell_formula": "Ô là công thức ({value}). Hãy chép ô rồi dán dạng giá trị (Paste Values).",
    "cell_error": "Ô đang báo lỗi của Excel ({value}). Hãy sửa ô này.",
    "cell_day": "Excel đã đổi ô này thành ngày ({value}). Đổi ô sang dạng Text rồi gõ lại.",
    "day_shape": "“{value}” không phải một ngày. Hãy ghi ngày/tháng/năm, ví dụ 01/12/2026.",
    "days_reversed": "Ngày hết hiệu lực đứng trước ngày có hiệu lực. Hãy xem lại hai ngày.",
    "number_shape": "“{value}” không phải số dùng được ở cột này. Hãy ghi số, ví dụ 3 hoặc 2,5.",
    "yes_no_shape": "“{value}” không rõ là có hay không. Hãy ghi “x” nếu có, để trống nếu không.",
    "level_unknown": "“{value}” không phải mức dịch vụ. Hãy ghi Toàn trình, Một phần hoặc Cung cấp thông tin.",
    "status_unknown": "“{value}” không phải tình trạng. Hãy ghi: Đang áp dụng, Bản nháp, hoặc Đã bãi bỏ.",
    "scheme_unknown": "“{value}” không phải nghị định về mức dịch vụ. Hãy chép từ tệp mẫu hoặc để trống.",
    "replacement_unknown": "Mã thay thế “{value}” không có trong danh mục. Hãy nhập thủ tục đó trước, hoặc để trống.",
    "handling_unreadable": "Cột này do phần mềm ghi và đã bị sửa. Hãy xóa cả cột, rồi sửa ở trang Một cửa của thủ tục.",
    "handling_invalid": "Cách giải quyết tại quầy không đọc được. Hãy mở lại trang Một cửa của thủ tục rồi ghi lại.",
    "handling_long": "Nội dung cho quầy dài quá {max} ký tự. Hãy gộp các trường hợp giống nhau.",
    # how the counter handles a procedure
    "variant_missing": "Cần ít nhất một trường hợp. Hãy thêm một trường hợp.",
    "name_twice": "Có hai mục cùng tên “{value}”. Hãy đổi tên một mục.",
    "limit_invalid": "Thời hạn phải có cả số và đơn vị, ví dụ 3 ngày làm việc; 0 ngày làm việc là trong ngày.",
    "longer_than_law": "Phường không được trả lâu hơn thời hạn theo luật. Hãy sửa lại số ngày.",
    "units_differ": "Hãy ghi thời hạn của phường cùng đơn vị với thời hạn theo luật để so sánh được.",
    "verify_shorter": "Thời hạn khi xác minh tính cả thời gian giải quyết, nên không thể ngắn hơn thời hạn thường.",
    "zero_without_reason": "Khoản “{value}” là 0 đồng thì phải ghi vì sao (căn cứ miễn hoặc không thu).",
    "fee_without_basis": "Khoản “{value}” chưa ghi căn cứ. Không được thu ngoài quy định: hãy ghi văn bản quy định mức thu.",
    "fee_twice": "Khoản “{value}” có hai mức cho cùng một cách nộp và cùng ngày. Hãy bỏ bớt hoặc tách ngày.",
    "pages_only": "Số trang đầu, mức từ trang sau và mức tối đa chỉ dùng khi tính theo trang.",
    "exemption_amount": "Mức của diện “{value}” phải thấp hơn mức thường; thu theo trang thì chỉ miễn hẳn (0 đồng).",
    # what is published of a feedback (R14)
    "names_speaker": "Nội dung công khai đang có tên hoặc số điện thoại của người phản ánh. Hãy bỏ đi rồi gửi lại.",
    # the days of a notice
    "day_over": "“{label}” đã qua. Hãy chọn từ hôm nay trở đi.",
    "days_crossed": "“{label}” phải trước ngày hết hạn, hoặc chính ngày đó. Hãy chọn lại.",
    "before_sent": "Ngày này trước ngày thông báo được gửi. Hãy chọn lại ngày.",
    "before_posted": "Ngày gỡ trước ngày niêm yết. Hãy chọn lại ngày.",
    # a template of answers
    "hole_unknown": "Chữ trong ngoặc nhọn chỉ có thể là: mã tra cứu, ngày nhận, hôm nay, nơi tiếp nhận, điện thoại. "
    "Hãy sửa lại.",
    # what the counter may ask for (R8)
    "document_not_listed": "“{value}” không có trong danh mục đã công bố của thủ tục. Hãy bỏ, hoặc ghi căn cứ luật.",
    "document_unnamed": "Giấy tờ thêm chưa có tên. Hãy ghi tên giấy tờ hoặc bỏ dòng này.",
    "document_without_law": "“{value}” ngoài danh mục: chỉ được yêu cầu khi ghi văn bản luật, ví dụ NĐ 123/2015 Điều 9.",
    "document_form": "Quy định không đòi bản chính của “{value}”. Hãy nhận bản sao, hoặc chỉ xem rồi trả lại.",
    "document_count": "Quy định chỉ cần {max} bản “{value}”. Hãy giảm số lượng.",
    "paper_invalid": "Có giấy tờ chưa đủ tên, loại hoặc số lượng. Hãy sửa dòng đó.",
    # certification given back later than the same day (NĐ 23/2015 Đ7, Đ21)
    "appointment_invalid": "Giờ hẹn phải sau lúc nhận, trong giờ làm việc của một ngày làm việc. Hãy chọn lại ngày, giờ.",
    "appointment_needs_agreement": "Hẹn lâu hơn luật cho thì phải có thỏa thuận bằng văn bản với người yêu cầu "
    "(NĐ 23/2015 Điều 21). Hãy hẹn sớm hơn, hoặc ghi văn bản thỏa thuận vào ô Ghi chú.",
    # a household (hộ)
    "household_consent": "Chỉ giữ tên hoặc số điện thoại khi hộ đã đồng ý: hãy hỏi rồi đánh dấu “{label}”, "
    "hoặc xóa hai ô đó.",
    "household_place": "Hãy ghi căn hộ, số nhà, hoặc tên gọi của hộ để tìm lại được.",
    "household_visit_day": "Đã có ngày hẹn thăm: hãy đánh dấu “{label}”, hoặc xóa ngày.",
    "household_day_far": "“{label}” chỉ hẹn được trong {days} ngày tới. Hãy chọn lại ngày.",
    "household_day_behind": "“{label}” phải từ ngày {day} trở đi. Hãy chọn lại ngày.",
    "household_import_no_neighbourhood": "Dòng này chưa ghi tổ dân phố. Hãy ghi vào tệp, hoặc chọn tổ chung ở bước trước.",
    "household_import_neighbourhood": "“{value}” không có trong danh sách tổ dân phố. Hãy ghi như ở trang Tổ dân phố.",
    "household_import_not_yours": "Hộ này thuộc tổ khác. Tổ trưởng chỉ nhập được hộ của tổ mình.",
    "household_import_state": "“{value}” không phải tình trạng. Hãy ghi: Tự làm được, Cần hướng dẫn, "
    "Cần làm hộ theo ủy quyền, hoặc Chưa tiếp cận.",
    "household_import_difficulty": "“{value}” không có trong danh mục khó khăn. Hãy ghi đúng tên trong danh mục, "
    "cách nhau bằng dấu chấm phẩy.",
    "household_born": "Năm sinh gồm bốn chữ số, không sau năm nay; không rõ thì để trống.",
    # a list of dossiers from another system
    "import_procedure_unknown": "Mã thủ tục “{value}” chưa có trong danh mục đang áp dụng. Thêm thủ tục trước rồi nhập.",
    "import_day_unreadable": "“{value}” không phải ngày. Hãy ghi ngày/tháng/năm, ví dụ 20/11/2026 hoặc 20/11/2026 14:30.",
    "import_column_missing": "Chưa chọn cột cho {label}. Hãy chọn cột rồi xem trước lại.",
    # the fee of a case (R9)
    "fee_needs_receipt": "Số tiền khác mức quy định thì phải có số biên lai (NĐ 61/2018 Đ4.5). Hãy ghi số biên lai.",
    "fee_unknown": "Chưa tính được mức thu nên chưa ghi “đã thu đủ” được. Hãy ghi số tiền đã thu và số biên lai.",
    "exemption_unknown": "Thủ tục này không có diện miễn, giảm đã chọn. Hãy chọn lại.",
    "exemption_channel": "Diện miễn, giảm này không áp dụng cho cách nộp đã chọn. Hãy chọn lại.",
    "exemption_day": "Diện miễn, giảm này không áp dụng vào ngày nộp. Hãy chọn lại.",
    "fee_bare": "Phí chỉ ghi số ({value}) mà không có điều kiện. Hãy ghi thu cho việc gì, khi nào được miễn.",
}
