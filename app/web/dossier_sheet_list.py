"""Which sheets of paper a dossier has by now: asked by its page, and by the route that prints before it prints."""

from flask_babel import gettext as _

from app.rules.dossier_row import opened

# What lies on top when a clerk comes to print, by the state of the dossier.
_FIRST = {
    "supplement": "phieu-bo-sung",
    "refused": "phieu-tu-choi",
    "stopped": "thong-bao-dung",
    "ready": "phieu-tra-ket-qua",
    "returned": "phieu-tra-ket-qua",
}


def titles() -> dict[str, str]:
    return {
        "giay-tiep-nhan": _("Giấy tiếp nhận và hẹn trả (Mẫu 01)"),
        "phieu-bo-sung": _("Phiếu yêu cầu bổ sung (Mẫu 02)"),
        "phieu-tu-choi": _("Phiếu từ chối (Mẫu 03)"),
        "van-ban-gia-han": _("Văn bản xin lỗi và gia hạn (Mẫu 04)"),
        "van-ban-xin-loi": _("Văn bản xin lỗi (Mẫu 04)"),
        "thong-bao-dung": _("Thông báo dừng giải quyết (Mẫu 05)"),
        "phieu-kiem-soat": _("Phiếu kiểm soát (Mẫu 06)"),
        "phieu-tra-ket-qua": _("Phiếu trả kết quả"),
        "bia-thu": _("Bìa thư bưu chính"),
    }


def exists(row: dict, slug: str) -> bool:
    """Whether this dossier has such a sheet: an act that has not happened is not printed."""
    if row["state"] == "void":
        return False
    return {
        "giay-tiep-nhan": row["accepted_at"] is not None and row["receipt_number"] > 0,
        "phieu-bo-sung": row["supplement_number"] > 0,
        "phieu-tu-choi": row["refusal_number"] > 0,
        "van-ban-gia-han": row["extension_number"] > 0,
        "van-ban-xin-loi": row["apology_number"] > 0,
        "thong-bao-dung": row["stop_number"] > 0,
        "phieu-kiem-soat": row["control_number"] > 0,
        "phieu-tra-ket-qua": any(one["finished_at"] for one in opened(row, "results"))
        or row["state"] in ("ready", "returned"),
        "bia-thu": row["return_by"] == "post" and bool(row["return_address"]),
    }[slug]


def sheets_of(row: dict) -> list[dict]:
    """[{"slug", "title", "href"}] of what may be printed now, what is due now first."""
    first = _FIRST.get(row["state"], "giay-tiep-nhan")
    found = [
        {"slug": slug, "title": title, "href": f"/ho-so/{row['id']}/{slug}.pdf"}
        for slug, title in titles().items()
        if exists(row, slug)
    ]
    return sorted(found, key=lambda sheet: sheet["slug"] != first)
