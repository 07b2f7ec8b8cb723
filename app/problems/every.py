"""Every refusal a person can meet: one code, one HTTP status, one sentence that says what to do next.

The sentences about single fields of a form are in `fields`, because the browser says them too.
"""

from app.problems.counter import COUNTER_PROBLEMS
from app.problems.household import HOUSEHOLD_PROBLEMS
from app.problems.notice import NOTICE_PROBLEMS
from app.problems.outreach import OUTREACH_PROBLEMS
from app.problems.report import REPORT_PROBLEMS
from app.problems.ticket import TICKET_PROBLEMS

PROBLEMS: dict[str, tuple[int, str]] = {
    **COUNTER_PROBLEMS,
    **HOUSEHOLD_PROBLEMS,
    **TICKET_PROBLEMS,
    **OUTREACH_PROBLEMS,
    **NOTICE_PROBLEMS,
    **REPORT_PROBLEMS,
    # signing in
    "sign_in_needed": (401, "Anh/chị cần đăng nhập để xem trang này."),
    "sign_in_failed": (403, "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra lại rồi thử lần nữa."),
    "too_many_tries": (
        429,
        "Đã thử quá nhiều lần. Chờ {minutes} phút rồi thử lại, hoặc nhờ quản trị đặt lại mật khẩu.",
    ),
    "too_many_lookups": (429, "Đã tra cứu quá nhiều lần từ nơi này. Chờ {minutes} phút rồi thử lại."),
    "password_temporary": (
        403,
        "Mật khẩu này là tạm. Hãy mở trang Đăng nhập, đổi sang mật khẩu của mình rồi quay lại mở ca.",
    ),
    "not_allowed": (403, "Vai trò của anh/chị không có quyền làm việc này. Nếu cần, hãy nhờ quản trị của phường."),
    "cross_site": (403, "Yêu cầu này đến từ một trang khác nên bị chặn. Hãy mở lại trang của phường và thử lại."),
    "password_weak": (422, "Mật khẩu cần ít nhất 10 ký tự và không được trùng tên đăng nhập."),
    "password_wrong": (422, "Mật khẩu đang dùng chưa đúng. Gõ lại; nếu quên, nhờ quản trị của phường đặt lại."),
    "password_differs": (422, "Hai lần gõ mật khẩu mới chưa giống nhau. Gõ lại cả hai ô."),
    "password_same": (422, "Mật khẩu mới trùng mật khẩu đang dùng. Hãy chọn mật khẩu khác."),
    # programs that read the ward's figures
    "api_key_needed": (401, "Cần khóa ở đầu Authorization: Bearer …. Quản trị của phường tạo khóa ở trang /khoa-api."),
    "api_key_wrong": (401, "Khóa này không dùng được: sai, đã thu hồi hoặc hết hạn. Nhờ quản trị tạo khóa khác."),
    "api_question_wrong": (400, "Tham số chưa đúng. Xem /api/v1/openapi.json để biết tên và cách viết từng tham số."),
    # what wards tell their city
    "city_link_wrong": (401, "Mã nối không dùng được: sai hoặc đã thu hồi. Xin thành phố mã nối mới."),
    "city_link_unreadable": (422, "Không đọc được mã này. Chép cả dòng, bắt đầu bằng gdtp1, rồi dán lại."),
    # requests
    "not_found": (404, "Không tìm thấy trang hoặc mục này. Có thể đường dẫn sai, hoặc mục thuộc phường khác."),
    "method_not_allowed": (405, "Trang này không nhận thao tác vừa gửi. Hãy quay lại và dùng nút trên trang."),
    "too_large": (413, "Dữ liệu gửi lên quá lớn. Hãy chia nhỏ rồi gửi lại."),
    "request_unreadable": (400, "Không đọc được dữ liệu gửi lên. Tải lại trang rồi thử lại."),
    "form_invalid": (422, "Có ô chưa đúng. Xem dòng chữ cạnh từng ô, sửa rồi lưu lại; chữ đã gõ vẫn còn."),
    "server_error": (500, "Máy chủ gặp lỗi. Việc vừa làm có thể chưa được lưu; hãy thử lại sau ít phút."),
    "busy": (503, "Máy chủ đang bận. Hãy thử lại sau ít giây."),
    # the monthly evaluation
    "evaluation_confirmed": (
        409,
        "Tháng này đã có người xác nhận trước. Mở lại trang để xem; muốn đổi mức thì ghi lý do ở phần Đổi mức.",
    ),
    "evaluation_moved": (
        409,
        "Số liệu vừa đổi sau khi trang này được mở. Xem lại điểm mới rồi mới xác nhận.",
    ),
    "evaluation_no_band": (
        422,
        "Chưa đủ chỉ số nên máy không gợi ý mức nào. Hãy chọn mức và ghi lý do ở phần Đổi mức.",
    ),
    "evaluation_month_runs": (422, "Tháng này chưa hết. Hết tháng mới xác nhận được."),
    "evaluation_no_scheme": (
        409,
        "Không còn phương án chấm điểm nào đang dùng cho tháng này. Mở trang Phương án chấm điểm và bật một phương án.",
    ),
    "evaluation_own": (403, "Không ai tự đánh giá mình. Hãy để người đứng đầu khác hoặc cấp trên quyết định."),
    "evaluation_hidden_complaint": (
        422,
        "Có phản ánh làm giảm điểm mà người được nêu chưa được xem. Hãy xác minh, hoặc cho người đó xem, rồi mới đánh giá.",
    ),
    # tips
    "tip_key_changed": (
        409,
        "Phường vừa đổi khóa nhận tin báo. Chép chữ đã gõ ra ngoài, tải lại trang rồi gửi lại.",
    ),
    "tip_full": (
        503,
        "Hôm nay hộp tin báo đã đầy. Hãy gửi lại vào ngày mai, hoặc báo theo cách khác ghi ở cuối trang.",
    ),
    # storage
    "disk_full": (507, "Ổ đĩa của máy chủ đã đầy nên chưa lưu được gì. Báo quản trị dọn ổ đĩa rồi thử lại."),
    "data_read_only": (
        503,
        "Thư mục dữ liệu của máy chủ đang chỉ cho đọc nên chưa lưu được gì. Báo quản trị mở quyền ghi.",
    ),
    "database_newer": (
        500,
        "Dữ liệu do bản phần mềm mới hơn tạo ra. Hãy chạy bản mới; bản này không mở để tránh làm hỏng.",
    ),
    "sqlite_affected": (500, "Thư viện SQLite {version} có lỗi có thể làm hỏng dữ liệu. Cần bản 3.51.3 trở lên."),
    # backups, as the operator meets them
    "database_missing": (
        404,
        "Không thấy cơ sở dữ liệu trong {folder}. Kiểm tra lại --data, hoặc chạy bin/run một lần trước.",
    ),
    "database_older": (
        409,
        "Cơ sở dữ liệu là của bản phần mềm cũ hơn. Khởi động máy chủ bản mới một lần rồi sao lưu lại.",
    ),
    "database_damaged": (
        500,
        "Cơ sở dữ liệu đang chạy bị hỏng. Dừng máy chủ, giữ nguyên các tệp, rồi khôi phục bản sao lưu gần nhất.",
    ),
    "database_not_empty": (
        409,
        "Cơ sở dữ liệu PostgreSQL này đã có phường. Nếu đúng là muốn thay, thêm --force; bản đang có được chép ra trước.",
    ),
    "server_runs": (409, "Máy chủ hoặc một lần sao lưu đang chạy trên dữ liệu này. Dừng lại rồi mới khôi phục."),
    "restore_runs": (409, "Dữ liệu trong thư mục này đang được khôi phục. Chờ xong rồi chạy lại."),
    "backup_runs": (409, "Đang có một lần sao lưu khác ghi vào thư mục này. Chờ xong rồi chạy lại."),
    "backup_folder": (
        507,
        "Không ghi được vào {folder}: {reason}. Sửa quyền thư mục hoặc chọn nơi khác; dữ liệu đang chạy vẫn nguyên.",
    ),
    "backup_disk_full": (
        507,
        "Ổ đĩa chứa {folder} đã đầy nên chưa chép được. Dọn ổ đĩa hoặc chọn nơi khác; dữ liệu đang chạy vẫn nguyên.",
    ),
    "backup_missing": (404, "Không thấy tệp {file}. Kiểm tra lại đường dẫn."),
    "backup_not_ours": (
        422,
        "{file} không phải bản sao lưu của Gần Dân. Hãy chọn tệp gandan-….sqlite3 mà bin/gandan backup đã ghi.",
    ),
    "backup_damaged": (422, "{file} bị hỏng hoặc thiếu phần cuối nên không dùng được. Hãy lấy bản sao lưu khác."),
    "backup_broken": (
        422,
        "Sổ của {ward} trong {file} không khớp nên không khôi phục. Chạy bin/gandan verify với tệp đó để xem chỗ sai, "
        "rồi lấy bản sao lưu khác.",
    ),
    "backup_not_newest": (
        409,
        "Cạnh tệp này có bản mới hơn: {newer}. Hãy khôi phục bản đó; nếu đúng là muốn bản cũ, thêm --older.",
    ),
    # devices and the wire
    "enrol_code_invalid": (
        403,
        "Mã ghi danh không đúng, đã dùng hoặc quá 15 phút. Nhờ tổ trưởng hoặc quản trị cấp mã mới.",
    ),
    "device_unknown": (401, "Phường chưa biết máy này. Hãy ghi danh lại máy; các lượt đang chờ vẫn còn trên máy."),
    "device_revoked": (
        401,
        "Máy này đã bị thu hồi. Các lượt đang chờ vẫn còn trên máy; hãy liên hệ quản trị của phường.",
    ),
    "device_forked": (
        409,
        "Máy này có bản sao đang gửi cùng số thứ tự. Hãy ghi danh lại máy; các lượt đang chờ vẫn còn.",
    ),
    "diverged": (409, "Máy chủ vừa được khôi phục từ bản sao lưu. Máy đang tự gửi lại những gì còn thiếu."),
    "certificate_invalid": (403, "Giấy ghi danh của máy không do phường này cấp. Hãy ghi danh lại máy."),
    "device_draining": (403, "Máy này được yêu cầu gửi hết rồi ngừng dùng nên không mở ca mới. Hãy dùng máy khác."),
    "visits_for_leads": (403, "Danh sách hộ cần thăm chỉ gửi tới máy mà tổ trưởng đang mở ca."),
    "scan_needs_shift": (403, "Mở ca trực trên máy này rồi mới quét được tờ khai của người dân."),
    "wipe_not_asked": (409, "Phường không yêu cầu xóa máy này nữa. Máy giữ nguyên mọi thứ."),
    "rescue_unreadable": (422, "Không đọc được tệp cứu hộ. Hãy xuất lại tệp trên máy đã ghi rồi mở lại."),
    "rescue_other_ward": (422, "Tệp cứu hộ này là của phường khác. Hãy đưa tệp cho phường đã ghi danh máy."),
    "rescue_needs_desk": (
        403,
        "Máy đã ghi tệp này bị thu hồi, nên máy khác không gửi thay được. Hãy đưa tệp cho công chức của phường.",
    ),
    "rescue_signature": (422, "Tệp cứu hộ không khớp chữ ký của máy đã ghi. Hãy xuất lại tệp trên chính máy ấy."),
    "signature_invalid": (401, "Chữ ký của máy không khớp. Hãy thử lại; nếu vẫn lỗi, ghi danh lại máy."),
    "clock_skew": (401, "Đồng hồ của máy lệch so với máy chủ. Máy đang tự chỉnh và gửi lại."),
    "request_replayed": (401, "Yêu cầu này đã được gửi trước đó."),
    "batch_unreadable": (400, "Có lượt trong gói gửi lên không đọc được. Máy sẽ tách nhỏ gói và gửi lại."),
    "batch_too_large": (413, "Gói gửi lên quá lớn. Máy sẽ tách nhỏ gói và gửi lại."),
    "point_unknown": (422, "Điểm hỗ trợ này không có trong danh sách của phường. Hãy chọn lại điểm."),
    # why an operation was rejected or parked
    "op_id_conflict": (409, "Đã có một lượt khác dùng cùng mã. Hãy chép nội dung và ghi lại thành lượt mới."),
    "commitment_mismatch": (422, "Nội dung không khớp dấu niêm phong. Hãy chép nội dung và ghi lại."),
    "ward_forged": (403, "Lượt này ghi sai phường nên không được nhận."),
    "device_mismatch": (403, "Lượt này ghi tên một máy khác nên không được nhận."),
    "author_unknown": (
        422,
        "Người ghi chưa có trong danh sách của phường. Lượt được giữ lại; quản trị thêm người này thì hệ thống tự nhận "
        "trong vòng 1 ngày, hoặc công chức bấm Thử nhận lại.",
    ),
    "author_inactive": (422, "Người ghi đã nghỉ. Lượt được giữ lại; công chức xem rồi bấm Thử nhận lại nếu đúng."),
    "ticket_other_device": (422, "Ca này mở trước khi máy ghi danh lại. Công chức xem rồi bấm Thử nhận lại."),
    "role_not_allowed": (403, "Vai trò của người ghi không được làm việc này."),
    "not_in_scope": (403, "Mục này không thuộc phần việc của người ghi."),
    "body_invalid": (422, "Nội dung có ô chưa đúng: {fields}. Sửa rồi ghi lại."),
    "entity_unknown": (
        422,
        "Chưa thấy mục gốc mà thao tác này nói đến. Hệ thống giữ lại và tự thử lại sau 5 phút, 1 giờ, 1 ngày; công "
        "chức cũng có thể bấm Thử nhận lại.",
    ),
    "entity_exists": (409, "Mục này đã được ghi trước đó."),
    "already_void": (409, "Lượt này đã bị hủy, không sửa hay hủy thêm được. Nếu cần, hãy ghi lượt mới."),
    "void_not_printed": (409, "Lượt này đã bị hủy nên không in phiếu nữa. Nếu cần phiếu, hãy ghi lượt mới."),
    "too_late_to_change": (
        403,
        "Tình nguyện viên chỉ sửa hoặc hủy lượt của mình trong 24 giờ. Nhờ công chức một cửa sửa giúp.",
    ),
    "nothing_changed": (422, "Chưa có gì thay đổi. Sửa ít nhất một ô rồi lưu."),
    "reason_needed": (422, "Cần ghi lý do, ít nhất 5 chữ cái, để người sau hiểu."),
    "text_secret": (422, "Lời ghi có vẻ chứa mật khẩu hoặc OTP. Hãy xóa đi: không bao giờ ghi lại mã bí mật."),
    "shift_unknown": (
        422,
        "Chưa thấy ca trực của lượt này. Hệ thống giữ lại, nhận khi ca ấy đến hoặc khi người ghi mở ca trên máy đó.",
    ),
    "shift_expired": (422, "Ca trực đã quá 72 giờ. Lượt được giữ lại và tự nhận khi người ghi đăng nhập ca mới."),
    "ticket_invalid": (403, "Vé ca trực không hợp lệ. Hãy đăng nhập mở ca lại."),
    "shift_closed": (409, "Ca trực này đã kết thúc trước đó."),
    "type_unknown": (
        422,
        "Máy chủ chưa biết loại thao tác này. Hệ thống giữ lại và tự nhận sau khi máy chủ được nâng cấp.",
    ),
    "procedure_unknown": (
        422,
        "Mã thủ tục chưa có trong danh mục của phường. Hệ thống giữ lại và tự thử lại sau 5 phút, 1 giờ, 1 ngày; bổ "
        "sung danh mục xong, công chức cũng có thể bấm Thử nhận lại.",
    ),
    "neighbourhood_unknown": (422, "Tổ dân phố này không có trong danh sách của phường."),
    "unreadable": (
        422,
        "Không đọc được nội dung của lượt này. Bản gốc được giữ để quản trị xem; sau mỗi lần nâng cấp hệ thống đọc lại.",
    ),
    "operation_error": (
        422,
        "Máy chủ gặp lỗi khi nhận lượt này. Hệ thống giữ lại và tự thử lại sau 5 phút, 1 giờ, 1 ngày và sau mỗi lần "
        "nâng cấp; công chức cũng có thể bấm Thử nhận lại.",
    ),
    "values_conflict": (409, "Hai người sửa cùng một ô khác nhau. Cả hai giá trị được giữ; cần một người chọn."),
    "values_changed": (409, "Giá trị đang lưu vừa được người khác đổi. Hãy xem giá trị mới rồi chọn lại."),
    "review_closed": (409, "Mục này đã được xử lý rồi."),
    # people and places
    "login_taken": (409, "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."),
    "lead_needs_neighbourhood": (422, "Tổ trưởng cần có tổ dân phố phụ trách. Hãy chọn một tổ."),
    "last_admin": (409, "Đây là quản trị cuối cùng. Hãy giao quyền quản trị cho người khác trước."),
    "already_set_up": (409, "Phường đã được thiết lập. Hãy đăng nhập bằng tài khoản quản trị."),
    "setup_code_wrong": (403, "Mã thiết lập chưa đúng. Mã in trong cửa sổ dòng lệnh nơi đã gõ bin/run."),
    "login_invalid": (422, "Tên đăng nhập gồm 3–40 chữ cái không dấu, chữ số, dấu chấm hoặc gạch nối. Ví dụ: co-lan."),
    "ward_name_needed": (422, "Tên phường cần có chữ cái hoặc chữ số. Ví dụ: Phường Hà Đông."),
    "range_invalid": (422, "Ghi hai số từ 1 đến 200, số đầu không lớn hơn số cuối, mỗi lần tối đa 100 tổ."),
    "range_prefix_invalid": (422, "Cần phần tên đứng trước số, tối đa 60 ký tự. Ví dụ: Tổ dân phố."),
    "day_unknown": (422, "Chưa chọn ngày, hoặc ngày nằm ngoài lịch. Quay lại lịch và chọn một ngày từ 2020 đến 2099."),
    "name_taken": (409, "Tên này đã có trong danh sách. Hãy kiểm tra lại để khỏi trùng."),
    # files
    "import_unreadable": (
        422,
        "Không đọc được tệp. Hãy lưu thành .xlsx hoặc .csv (UTF-8) theo tệp mẫu rồi tải lên lại.",
    ),
    "import_has_errors": (
        422,
        "Tệp còn {count} dòng lỗi nên chưa nhập dòng nào. Sửa các dòng nêu dưới đây rồi tải lên lại.",
    ),
    "import_expired": (409, "Bản xem trước đã cũ. Hãy tải tệp lên lại."),
    "procedure_version_fixed": (
        409,
        "Thủ tục này vừa có người khác sửa. Mở lại trang thủ tục, xem bản mới rồi sửa lại nếu cần.",
    ),
    # said by the phone itself
    "storage_unavailable": (
        503,
        "Trình duyệt này không cho lưu trên máy (có thể đang ở cửa sổ ẩn danh). Hãy mở bằng cửa sổ thường rồi ghi.",
    ),
    "storage_full": (507, "Bộ nhớ của máy đã đầy nên CHƯA lưu được lượt này. Xóa bớt ảnh, video rồi bấm Lưu lại."),
    "storage_corrupt": (500, "Kho lưu trên máy bị hỏng. Hãy báo quản trị; trong lúc chờ, ghi ra sổ giấy."),
    # paper
    "poster_procedure_needed": (422, "Hãy chọn một thủ tục đang áp dụng để in tờ rơi."),
    "poster_point_needed": (
        422,
        "Hãy chọn một điểm hỗ trợ cho tờ này. Chưa có điểm nào thì thêm điểm ở trang Phường trước.",
    ),
    "printing_unavailable": (
        503,
        "Máy in PDF của máy chủ chưa sẵn sàng. Thử lại sau ít phút, hoặc dùng nút In của trình duyệt.",
    ),
    "printing_too_slow": (503, "Bản in mất quá lâu nên đã dừng. Hãy chọn ít dòng hơn rồi in lại."),
    "printing_busy": (503, "Máy chủ đang in một loạt khác. Chờ loạt đó xong rồi in lại; in từng tờ vẫn được."),
    "form_not_in_force": (
        409,
        "{form} chỉ có từ ngày {since}; hồ sơ nhận trước ngày đó không có mẫu này. Hãy dùng văn bản theo quy định cũ.",
    ),
    "template_broken": (
        422,
        "Mẫu in riêng của phường ({template}) hỏng ở dòng {line}: {why}. Chưa in tờ nào. Hãy báo quản trị sửa mẫu, hoặc "
        "in theo mẫu gốc.",
    ),
}


class Problem(Exception):
    """A named refusal. `params` fill the sentence; `details` (JSON-able) tell a form which fields are wrong."""

    def __init__(self, code: str, details=None, **params):
        self.code = code
        self.status, self.template = PROBLEMS[code]
        self.params = params
        self.details = details
        super().__init__(code)

    @property
    def sentence(self) -> str:
        return self.template.format(**self.params)


def sentence(code: str, /, in_language=str, **params) -> str:
    """The sentence of a code; an unknown code (a newer server wrote it) is said as it is.

    `in_language` is given the Vietnamese text, its {holes} still open, and says it in another language.
    """
    if code not in PROBLEMS:
        return code
    text = in_language(PROBLEMS[code][1])
    for name, value in params.items():
        text = text.replace("{" + name + "}", str(value))
    return text


# What a device must be able to say without asking the server: storage of its own, and the answers to its operations.
_ON_DEVICE = (
    "device_unknown",
    "device_revoked",
    "device_forked",
    "op_id_conflict",
    "commitment_mismatch",
    "author_unknown",
    "author_inactive",
    "ticket_other_device",
    "role_not_allowed",
    "not_in_scope",
    "entity_unknown",
    "entity_exists",
    "already_void",
    "too_late_to_change",
    "shift_unknown",
    "shift_expired",
    "ticket_invalid",
    "type_unknown",
    "procedure_unknown",
    "neighbourhood_unknown",
    "point_unknown",
    "unreadable",
    "operation_error",
    "values_conflict",
    # What a clerk's machine prints with: see /truc/quay.
    "number_taken",
    "number_not_leased",
    "number_of_last_year",
    "register_closed",
)
# The device shows no names of fields: the text itself is sealed to the server.
_FIELDS_UNNAMED = {"body_invalid": "Nội dung có ô chưa đúng."}
_OF_STORAGE = ("storage_unavailable", "storage_full", "storage_corrupt")


def on_device() -> dict[str, str]:
    """Sentences that are sent along with the kept page of the outbox."""
    return {code: PROBLEMS[code][1] for code in _ON_DEVICE} | _FIELDS_UNNAMED


def of_storage() -> dict[str, str]:
    """What the form says when the phone itself cannot keep a record."""
    return {code: PROBLEMS[code][1] for code in _OF_STORAGE}
