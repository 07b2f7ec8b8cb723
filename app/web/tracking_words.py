"""How a dossier stands, in words for whoever holds its code: status and days, where to collect, never a name (R15)."""

from flask_babel import gettext as _

from app.records import feedback_photo, feedback_public
from app.rules.clock import day_of
from app.rules.dossier_states import CLOSED, RUNNING
from app.rules.feedback_photo import photos_of
from app.rules.feedback_rating import RATINGS
from app.rules.feedback_states import may
from app.web import words
from app.web.dossier_words import due_words


def standing(row: dict, office: dict, now: int) -> dict:
    """{kind, title, text, facts} for the page: kind of notice, and [(label, value)]."""
    kind, title, text = _progress(row, now)
    return {"kind": kind, "title": title, "text": text, "facts": _facts(row, office, now)}


def is_late(row: dict, now: int) -> bool:
    return row["state"] in RUNNING and row["due_current_at"] is not None and row["due_current_at"] < now


def apology(row: dict, now: int) -> str:
    """The word that was said about a missed or moved day; "" while there is none (NĐ 61/2018 Đ19.9)."""
    if row["apologised_at"] is not None:
        if row["promised_on"]:
            return _("Phường đã xin lỗi bằng văn bản, hẹn lại ngày %(day)s", day=words.day(row["promised_on"]))
        return _("Phường đã xin lỗi bằng văn bản")
    if row["extended_at"] is None:
        return ""
    if is_late(row, now):
        return _("Phường đã gia hạn một lần, chưa xin lỗi về lần trễ này")
    return _("Phường đã xin lỗi và gia hạn đến ngày %(day)s", day=words.day(day_of(row["due_current_at"])))


def _progress(row: dict, now: int) -> tuple[str, str, str]:
    if is_late(row, now):
        text = apology(row, now) or _("Phường có trách nhiệm xin lỗi và hẹn lại bằng văn bản.")
        return "warning", _("Đang giải quyết, đã quá ngày hẹn"), text
    return {
        "received": ("info", _("Đã tiếp nhận"), _("Phường đã nhận hồ sơ và sẽ trả kết quả theo ngày hẹn.")),
        "processing": ("info", _("Đang giải quyết"), _("Hồ sơ đang được xử lý theo ngày hẹn.")),
        "supplement": (
            "warning",
            _("Chờ bổ sung giấy tờ"),
            _("Hãy nộp các giấy tờ ghi trên Phiếu yêu cầu bổ sung. Thời hạn tính lại từ đầu khi đã nộp đủ."),
        ),
        "ready": ("success", _("Đã có kết quả"), _ready(row)),
        "returned": ("success", _("Đã trả kết quả"), ""),
        "refused": ("warning", _("Không giải quyết"), _("Lý do ghi trên Phiếu từ chối đã gửi người nộp.")),
        "stopped": ("warning", _("Đã dừng giải quyết"), _("Lý do ghi trên Thông báo dừng giải quyết hồ sơ.")),
        "withdrawn": ("info", _("Người nộp đã rút hồ sơ"), ""),
        "void": ("warning", _("Hồ sơ đã hủy vì ghi nhầm"), _("Hãy mang giấy đến bộ phận một cửa để được xem lại.")),
    }[row["state"]]


def _ready(row: dict) -> str:
    if row["return_by"] == "post":
        return _("Kết quả được gửi qua bưu chính công ích.")
    if row["return_by"] == "online":
        return _("Kết quả được trả trực tuyến.")
    return _("Mời mang Giấy tiếp nhận đến nhận kết quả.")


def _facts(row: dict, office: dict, now: int) -> list[tuple[str, str]]:
    facts = [(_("Ngày tiếp nhận"), words.day(row["received_on"]))]
    if row["state"] in RUNNING | {"ready"}:
        facts.append((_("Hẹn trả kết quả"), due_words(row["due_current_at"])))
        if row["due_original_at"] != row["due_current_at"]:
            facts.append((_("Hẹn lần đầu"), due_words(row["due_original_at"])))
    if row["state"] in RUNNING and not is_late(row, now):
        # Of what is late the notice itself says it.
        facts.append((_("Xin lỗi"), apology(row, now)))
    if row["state"] in CLOSED:
        ended = row["returned_at"] if row["returned_at"] is not None else row["closed_at"]
        facts.append((_("Ngày kết thúc"), words.day(day_of(ended)) if ended is not None else ""))
    else:
        facts += _collected(row, office)
    return facts


def _collected(row: dict, office: dict) -> list[tuple[str, str]]:
    if row["return_by"] == "post":
        return [(_("Nhận kết quả"), _("Qua bưu chính công ích"))]
    if row["return_by"] == "online":
        return [(_("Nhận kết quả"), _("Trực tuyến"))]
    place = ", ".join(part for part in (office["counter_name"], office["counter_address"]) if part)
    return [(_("Nhận kết quả tại"), place), (_("Điện thoại"), office["counter_phone"])]


def feedback_standing(row: dict) -> dict:
    """As `standing`, of a phản ánh, kiến nghị or góp ý (NĐ 20/2008 Đ12.2: whoever spoke may ask how it stands)."""
    title, text = {
        "received": (_("Đã tiếp nhận"), _("Phường đã ghi vào sổ và đang phân loại.")),
        "handling": (_("Đang giải quyết"), _("Phường đang xem xét.")),
        "to_forward": (_("Chờ chuyển cơ quan có thẩm quyền"), _("Phường chuyển trong 05 ngày làm việc.")),
        "forwarded": (_("Đã chuyển cơ quan có thẩm quyền"), _("Đã chuyển đến: %(to)s.", to=row["forwarded_to"])),
        "answered": (_("Đã trả lời"), _("Phường đã trả lời người gửi.")),
        "published": (_("Đã trả lời và công khai kết quả"), _("Xem ở trang kết quả xử lý phản ánh của phường.")),
        "declined": (
            _("Không tiếp nhận"),
            _("Việc này không phải là phản ánh, kiến nghị. Hỏi phường để được hướng dẫn."),
        ),
    }[row["state"]]
    facts = [(_("Ngày tiếp nhận"), words.day(row["received_on"]))]
    if row["kind"] == "suggestion":
        facts.append((_("Được ghi là"), _("Góp ý, không có thời hạn trả lời")))
    elif row["state"] in ("received", "handling"):
        facts.append((_("Hạn trả lời"), due_words(row["answer_due_at"])))
    if row["rating"]:
        facts.append((_("Anh/chị đã đánh giá"), words.said(RATINGS[row["rating"]])))
    if row["photos"]:
        facts.append((_("Ảnh"), _photos(row)))
    kind = (
        "warning" if row["state"] == "declined" else "success" if row["state"] in ("answered", "published") else "info"
    )
    ratable = may("rate", row["state"]) and not row["rating"]
    answer = feedback_public.answer(row["ward_id"], row["id"])
    return {"kind": kind, "title": title, "text": text, "facts": facts, "ratable": ratable, "answer": answer}


def _photos(row: dict) -> str:
    """How many have come; a photo itself is shown to nobody outside."""
    ended = feedback_photo.ended(row["ward_id"], [row["id"]]).get(row["id"], {})
    whole = sum(one["state"] in ("whole", "erased") for one in ended.values())
    return _("Phường đã có %(count)s trên %(all)s ảnh", count=whole, all=len(photos_of(row)))


def declaration_standing(row: dict) -> dict:
    """As `standing`, of a declaration that was sent from home."""
    facts = [(_("Ngày gửi"), words.day(row["sent_on"]))]
    if row["taken_at"] is not None:
        facts.append((_("Ngày nhận"), words.day(day_of(row["taken_at"]))))
    if row["erase_at"] is not None:
        facts.append((_("Nội dung tự xóa ngày"), words.day(day_of(row["erase_at"]))))
    kind, title, text = {
        "sent": ("info", _("Phường đã nhận tờ khai"), _("Mời mang giấy tờ đến, đọc mã này; không phải khai lại.")),
        "taken": ("success", _("Tờ khai đã được dùng"), _("Công chức đã nhận tờ khai này tại quầy.")),
        "expired": ("warning", _("Tờ khai đã quá hạn"), _("Nội dung đã tự xóa. Nếu vẫn cần, hãy soạn lại.")),
    }[row["state"]]
    if row["taken_how"] == "dossier":
        text = _("Tờ khai đã thành hồ sơ. Xem tình trạng bằng mã trên Giấy tiếp nhận hồ sơ.")
    return {"kind": kind, "title": title, "text": text, "facts": facts}
