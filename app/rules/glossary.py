"""The only dictionary between the code's English nouns, the people's Vietnamese words and the URLs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noun:
    """`code` names modules, tables and templates; `label` is said on screen; `slug` is the path."""

    code: str
    label: str
    slug: str


NOUNS = (
    Noun("ward", "phường", "phuong"),
    Noun("neighbourhood", "tổ dân phố", "to-dan-pho"),
    Noun("building", "tòa nhà", "toa-nha"),
    Noun("support_point", "điểm hỗ trợ", "diem-ho-tro"),
    Noun("shift", "ca trực", "ca-truc"),
    Noun("device", "máy", "may"),
    Noun("staff", "người dùng", "nguoi-dung"),
    Noun("procedure", "thủ tục", "thu-tuc"),
    Noun("assistance", "lượt hỗ trợ", "luot-ho-tro"),
    Noun("difficulty", "khó khăn", "kho-khan"),
    Noun("declaration", "tờ khai", "to-khai"),
    Noun("ticket", "số thứ tự", "so-thu-tu"),
    Noun("queue", "hàng chờ", "hang-cho"),
    Noun("kiosk", "ki-ốt", "ki-ot"),
    Noun("tip_key", "khóa nhận tin báo", "khoa"),
    Noun("dossier", "hồ sơ", "ho-so"),
    Noun("register", "sổ", "so"),
    Noun("certification", "chứng thực", "chung-thuc"),
    Noun("unit", "bộ phận", "bo-phan"),
    Noun("sheet", "mẫu in", "mau-in"),
    Noun("survey", "đánh giá hài lòng", "danh-gia"),
    Noun("feedback", "phản ánh, kiến nghị, góp ý", "phan-anh"),
    Noun("answer_template", "mẫu trả lời", "mau-tra-loi"),
    Noun("tip", "tin báo nhũng nhiễu", "tin-bao"),
    Noun("household", "hộ", "ho"),
    Noun("poster", "áp phích, tờ rơi", "ap-phich"),
    Noun("notice", "thông báo niêm yết", "thong-bao"),
    Noun("outreach", "tuyên truyền, tập huấn, đối thoại", "tuyen-truyen"),
    Noun("inspection", "kiểm tra", "kiem-tra"),
    Noun("inspection_fault", "tồn tại cần khắc phục", "ton-tai"),
    Noun("evaluation", "đánh giá tháng", "danh-gia-thang"),
    Noun("evaluation_scheme", "phương án chấm điểm", "phuong-an"),
    Noun("report", "báo cáo", "bao-cao"),
    Noun("calendar", "lịch làm việc", "lich"),
    Noun("outbox", "hộp chờ gửi", "cho-gui"),
)
BY_CODE = {noun.code: noun for noun in NOUNS}
BY_SLUG = {noun.slug: noun for noun in NOUNS}

ROLES = {
    "volunteer": "Tình nguyện viên",
    "lead": "Tổ trưởng",
    "clerk": "Công chức một cửa",
    "leader": "Lãnh đạo",
    "admin": "Quản trị",
}

# What the ledger says of an operation (SYNC.md §4). "ok" and "merged" are one thing to people: it arrived.
OUTCOMES = {
    "ok": "Đã gửi",
    "merged": "Đã gửi",
    "conflict": "Cần chọn",
    "rejected": "Cần xem lại",
    "parked": "Đang chờ xử lý",
}

# What a device may say of a record: never more than it knows.
DEVICE_STATES = {
    "waiting": "Trên máy",
    "sent": "Đã gửi",
    "review": "Cần xem lại",
}

# What stands on a record in the ward's list.
ASSISTANCE_STATES = {
    "recorded": "Đã ghi",
    "amended": "Đã sửa",
    "voided": "Đã hủy",
}
