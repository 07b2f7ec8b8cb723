"""/xac-minh: is this sheet really the ward's? For everybody, in the browser itself where it knows Ed25519.

What the QR code says arrives behind a #, which no browser sends; without JavaScript, or with an old browser, the form
brings it here in the body of a post. Nothing is stored and nothing of a person is in it.
"""

from flask import Blueprint, request
from flask_babel import gettext as _

from app.ledger import paper_seal
from app.rules import base64url
from app.rules.paper_seal import LENGTH_MAX
from app.web.guard import public
from app.web.render import show, show_public

routes = Blueprint("paper_check", __name__)

OUTCOMES = ("genuine", "forged", "other_ward", "unreadable", "newer", "cannot")


def kinds() -> dict[str, str]:
    """{kind: title} of the sheets that carry a seal (TT 03/2025/TT-VPCP, Mẫu 01–07)."""
    return {
        "01": _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        "02": _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
        "03": _("Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
        "04": _("Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết"),
        "05": _("Thông báo dừng giải quyết hồ sơ"),
        "06": _("Phiếu kiểm soát quá trình giải quyết hồ sơ"),
        "07": _("Sổ theo dõi hồ sơ"),
    }


@routes.get("/X")
@routes.get("/xac-minh")
@public
def form():
    """The QR code says /X, in capitals where they make it smaller."""
    return show_public("paper_check/show.html", **_page())


@routes.post("/xac-minh")
@public
def check():
    text = request.form.get("ma", "")[: 4 * LENGTH_MAX]
    checked = paper_seal.check(text, paper_seal.public_keys())
    return show("paper_check/show.html", **_page(text, checked))


def _page(text: str = "", checked: paper_seal.Checked | None = None) -> dict:
    keys = paper_seal.public_keys()
    sheet = checked.sheet if checked else None
    return {
        "text": text,
        "outcome": checked.outcome if checked else "",
        "sheet": sheet,
        "organ": _organ(checked.ward) if checked and checked.ward else "",
        "kinds": kinds(),
        "organs": sorted({_organ(key["name"]) for key in keys}),
        "keys": [
            {
                "id": key["id"],
                "ward": key["ward"],
                "name": _organ(key["name"]),
                "public": base64url.encode(key["public"]),
            }
            for key in keys
        ],
    }


def _organ(ward_name: str) -> str:
    return _("UBND %(ward)s", ward=ward_name[:1].lower() + ward_name[1:])
