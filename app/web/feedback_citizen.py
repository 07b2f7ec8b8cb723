"""/gop-y: what citizens say to the ward from their own phones: a góp ý, or a phản ánh, kiến nghị (domain §6.1, R14).

In the browser alone, or, without scripts, by posting the page. Nothing is stored until they send it.
"""

import hmac
from uuid import UUID, uuid5

from flask import Blueprint, current_app, request
from flask_babel import gettext as _

from app.ledger.from_citizen import receive
from app.problems import Problem
from app.problems.fields import FIELD_PROBLEMS
from app.records import feedback_public
from app.rules import feedback_fields, fields, tracking
from app.rules.clock import day_of
from app.rules.feedback_fields import WHO
from app.rules.fields import FieldRefusal
from app.web import card_form, door
from app.web.guard import public
from app.web.offline import kept_for_citizens
from app.web.public_types import FIXED, PUBLIC
from app.web.render import show, ward_of_request
from app.web.sessions import now_ms
from app.web.sync_public import count_knocks
from app.web.words import labelled, said

routes = Blueprint("feedback_citizen", __name__, url_prefix="/gop-y")

TYPE = "feedback.receive/1"
_NAMES = ("kind", "content", "place", *WHO)
_TABLE = {name: feedback_fields.FIELDS[name] for name in _NAMES}
_CODES = ("required", "looks_secret", "phone_unreadable", "phone_invalid", "phone_foreign", "phone_old")


def _fixed(op: str) -> dict:
    """Which desk received it, about whom and about which dossier is for the ward's people to write. The code is the
    same for the same operation, and one that nobody guesses.
    """
    chance = hmac.digest(current_app.config["SECRET_KEY"], f"voice:{op}".encode(), "sha256")
    return {"channel": "online", "about": [], "dossier": "", "tracking": tracking.make(chance)}


PUBLIC[TYPE], FIXED[TYPE] = feedback_public.receipt, _fixed


@routes.get("")
@public
@kept_for_citizens
def form():
    return "feedback/citizen.html", _context({"kind": "suggestion"}, {})


@routes.post("")
@public
def send():
    now, ward = now_ms(), ward_of_request()
    if ward is None:
        raise Problem("not_found")
    typed = {name: request.form.get(name, "") for name in _NAMES}
    clean, refusals = fields.check(typed, _TABLE, day_of(now))
    errors = door.form_errors([*refusals, *(_missing(typed) if not refusals else ())])
    if errors:
        return show("feedback/citizen.html", 422, **_context(typed, errors))
    count_knocks(request.remote_addr or "", 1, now)
    op = _operation(ward["id"], clean, now)
    entity = str(uuid5(UUID(op), "feedback"))
    result = receive(ward["id"], TYPE, entity, op, clean | _fixed(op), now)
    if result["status"] == "rejected":
        labels = labelled(_TABLE)
        told = {name: door.field_sentence(code, labels[name]) for name, code in result["fields"].items()}
        return show("feedback/citizen.html", 422, **_context(typed, told))
    return show("feedback/citizen_sent.html", told=feedback_public.receipt(ward["id"], entity))


def _missing(typed: dict) -> list[FieldRefusal]:
    """A phản ánh, kiến nghị says who speaks (NĐ 20/2008 Đ7); whoever will not, chooses góp ý and knows what it is."""
    if typed["kind"] != "petition":
        return []
    return [FieldRefusal(name, "required", {"label": _TABLE[name]["label"]}) for name in WHO if not typed[name].strip()]


def _operation(ward_id: int, clean: dict, now: int) -> str:
    """The page is the same for everybody and carries no id: the same words on the same day are the same operation."""
    words = "\n".join((str(ward_id), day_of(now), *(clean[name] for name in _NAMES)))
    return str(UUID(bytes=hmac.digest(current_app.config["SECRET_KEY"], words.encode(), "sha256")[:16], version=5))


def _context(typed: dict, errors: dict[str, str]) -> dict:
    return {
        "typed": {name: typed.get(name, "") for name in _NAMES},
        "errors": errors,
        "error_list": card_form.summary(errors),
        "limits": labelled(_TABLE),
        "kinds": [(code, said(feedback_fields.KINDS[code])) for code in ("suggestion", "petition")],
        "who": WHO,
        "messages": {code: said(FIELD_PROBLEMS[code]) for code in _CODES}
        | {"refused": _("Ô “{label}” chưa đúng nên phường chưa nhận. Sửa rồi gửi lại.")}
        | _photo_messages(),
    }


def _photo_messages() -> dict[str, str]:
    return {
        "photo_one": _("Ảnh {number}, {size} kB"),
        "photo_many": _("Nhiều nhất 3 ảnh. Bỏ bớt một ảnh rồi chọn lại."),
        "photo_heic": _(
            "Ảnh này là loại HEIC, máy chưa mở được. Chụp màn hình ảnh đó, hoặc đặt máy ảnh lưu JPEG rồi chụp lại."
        ),
        "photo_unknown": _("Tệp này không phải là ảnh. Hãy chọn ảnh chụp (JPEG, PNG)."),
        "photo_large": _(
            "Ảnh này quá lớn, trên 40 triệu điểm. Chụp màn hình ảnh đó, hoặc giảm cỡ ảnh của máy rồi chụp lại."
        ),
        "photo_broken": _("Không mở được ảnh này. Hãy chụp lại hoặc chọn ảnh khác."),
        "photo_left": _("Còn {count} ảnh đang gửi. Mất mạng hay tắt máy thì mở lại trang này sau, ảnh tự gửi tiếp."),
        "photo_done": _("Phường đã nhận đủ ảnh."),
        "photo_refused": _("Có ảnh phường không mở được nên không giữ. Cần thì gửi một lời mới kèm ảnh khác."),
        "photo_gone": _("Đã quá hạn gửi ảnh. Cần thì gửi một lời mới kèm ảnh."),
    }
