"""The menu of a signed-in person: what their role may open, in the order of their day."""

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from app.rules.permissions import allowed

_ITEMS = (
    ("home.see", "/", _("Trang chính"), "home"),
    ("dossier.see", "/ho-so", _("Hồ sơ một cửa"), "list"),
    ("declaration.see", "/to-khai-da-gui", _("Tờ khai đã gửi"), "outbox"),
    ("ticket.see", "/hang-cho", _("Hàng chờ"), "users"),
    ("certification.see", "/chung-thuc", _("Chứng thực"), "check"),
    ("feedback.see", "/phan-anh", _("Phản ánh, kiến nghị"), "edit"),
    ("outreach.see", "/tuyen-truyen", _("Tuyên truyền"), "users"),
    ("inspection.see", "/kiem-tra", _("Kiểm tra đột xuất"), "check"),
    ("tip.see", "/tin-bao/hop-thu", _("Hộp tin báo"), "shield"),
    ("household.see", "/ho", lazy_pgettext("list", "Hộ"), "building"),
    ("register.see", "/so", _("Sổ và số"), "procedure"),
    ("assistance.see", "/luot-ho-tro", _("Lượt hỗ trợ"), "list"),
    ("review.see", "/can-xem-lai", _("Cần xem lại"), "alert"),
    ("shift.see", "/ca-truc", _("Ca trực"), "shift"),
    ("home.see", "/thu-tuc", lazy_pgettext("list", "Thủ tục"), "procedure"),
    ("calendar.see", "/lich", _("Lịch làm việc"), "calendar"),
    ("neighbourhood.see", "/to-dan-pho", lazy_pgettext("list", "Tổ dân phố"), "pin"),
    ("notice.see", "/thong-bao", _("Thông báo"), "sound"),
    ("poster.print", "/ap-phich", _("Áp phích, tờ rơi"), "printer"),
    ("dashboard.see", "/so-lieu", _("Số liệu"), "report"),
    ("evaluation.see", "/danh-gia-thang", _("Đánh giá tháng"), "star"),
    ("report.see", "/bao-cao", _("Báo cáo"), "report"),
    ("device.see", "/may", lazy_pgettext("list", "Máy"), "device"),
    ("staff.see", "/nguoi-dung", _("Người dùng"), "users"),
    ("ward.put", "/phuong", _("Phường"), "building"),
)


def items(person, path: str) -> list[dict]:
    """[{href, label, icon, current}] for this person, the page at `path` marked."""
    return [
        {
            "href": href,
            "label": label,
            "icon": icon,
            "current": path == href or (href != "/" and path.startswith(href + "/")),
        }
        for verb, href, label, icon in _ITEMS
        if allowed(person.role, verb)
    ]
