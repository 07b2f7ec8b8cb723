"""The ward's places: neighbourhoods (tổ dân phố), support points (điểm hỗ trợ), buildings (tòa nhà).

Three lists of cards that work alike; `_Kind` says where they differ. What is out of use stays:
old records name it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid5

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext, lazy_pgettext
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import place
from app.rules.permissions import allowed
from app.rules.place import BUILDING, NEIGHBOURHOOD, SUPPORT_POINT
from app.rules.text import clean, fold
from app.web import card_form, door
from app.web.guard import allow
from app.web.neighbourhood_page import list_notes, own_page
from app.web.render import show, tell
from app.web.words import sentence

routes = Blueprint("place", __name__)

RANGE_MOST = 100
RANGE_LAST = 200


@dataclass(frozen=True)
class _Kind:
    """`rows(ward_id, every)` lists them, `one(ward_id, id)` finds one; `path` is their address."""

    noun: str
    path: str
    table: dict
    rows: Callable
    one: Callable
    title: str
    lead: str
    add: str


_NEIGHBOURHOOD = _Kind(
    "neighbourhood",
    "/to-dan-pho",
    NEIGHBOURHOOD,
    place.neighbourhoods,
    place.neighbourhood,
    lazy_pgettext("list", "Tổ dân phố"),
    lazy_gettext("Tên và thứ tự ở đây là tên và thứ tự khi ghi lượt hỗ trợ."),
    lazy_gettext("Thêm tổ dân phố"),
)
_POINT = _Kind(
    "support_point",
    "/diem-ho-tro",
    SUPPORT_POINT,
    place.support_points,
    place.support_point,
    lazy_pgettext("list", "Điểm hỗ trợ"),
    lazy_gettext("Nơi tình nguyện viên trực và máy được ghi danh."),
    lazy_gettext("Thêm điểm hỗ trợ"),
)
_BUILDING = _Kind(
    "building",
    "/toa-nha",
    BUILDING,
    place.buildings,
    place.building,
    lazy_pgettext("list", "Tòa nhà"),
    lazy_gettext("Gợi ý khi ghi lượt cho người ở chung cư; không có chung cư thì để trống."),
    lazy_gettext("Thêm tòa nhà"),
)


def _list(kind: _Kind):
    ward_id = current_user.ward_id
    return show(
        "place/list.html",
        kind=kind,
        lead=kind.lead if allowed(current_user.role, f"{kind.noun}.put") else _("Từng tổ được hỗ trợ đến đâu."),
        notes=list_notes(ward_id) if kind is _NEIGHBOURHOOD else {},
        rows_of_ward=kind.rows(ward_id, every=True),
        neighbourhoods={row["id"]: row["name"] for row in place.neighbourhoods(ward_id, every=True)},
    )


def _held(kind: _Kind, id_: str) -> dict:
    """Raises Problem("not_found"), also for what is another ward's."""
    row = kind.one(current_user.ward_id, id_)
    if row is None:
        raise Problem("not_found")
    return row


def _own_neighbourhood() -> str:
    """The one a lead is bound to; "" for whoever may name the places of the whole ward."""
    return current_user.neighbourhood if current_user.role == "lead" else ""


def _check_scope(row: dict) -> None:
    own = _own_neighbourhood()
    if own and row["neighbourhood"] not in ("", own):
        raise Problem("not_in_scope")


def _form(kind: _Kind, row: dict | None, status: int = 200, errors: dict | None = None):
    errors, typed = errors or {}, card_form.typed_or(row, kind.table)
    every, own = place.neighbourhoods(current_user.ward_id, every=True), _own_neighbourhood()
    return show(
        "place/form.html",
        status=status,
        kind=kind,
        held=row,
        typed=typed,
        errors=errors,
        summary=card_form.summary(errors),
        next_position=max((each["position"] for each in every), default=0) + 1,
        neighbourhoods=[
            option for option in card_form.options(every, typed.get("neighbourhood", "")) if own in ("", option[0])
        ],
        bound=bool(own),
        operation_id=new_id(),
    )


def _save(kind: _Kind, row: dict | None):
    # The form's own id becomes the new card's: a double click adds one.
    op = door.form_operation_id()
    entity = row["id"] if row else op
    body, errors = card_form.check(card_form.read(kind.table), kind.table)
    if "name" not in errors and _namesake(kind, body["name"], entity):
        errors["name"] = sentence("name_taken")
    if "neighbourhood" in kind.table:
        own = _own_neighbourhood()
        chosen = body["neighbourhood"]
        if own and chosen != own:
            errors["neighbourhood"] = sentence("not_in_scope")
        elif chosen and not place.neighbourhood(current_user.ward_id, chosen):
            errors["neighbourhood"] = sentence("neighbourhood_unknown")
    if errors:
        return _form(kind, row, 422, errors)
    door.send(f"{kind.noun}.put/1", entity, body, base=row["v"] if row else 0, op=op)
    tell(_("Đã lưu %(name)s.", name=body["name"]))
    return redirect(kind.path)


def _namesake(kind: _Kind, name: str, entity: str) -> bool:
    return any(
        row["id"] != entity and row["name"].casefold() == name.casefold()
        for row in kind.rows(current_user.ward_id, every=True)
    )


@routes.get("/to-dan-pho")
@allow("neighbourhood.see")
def neighbourhoods():
    """All of them for the desk; a lead goes to his own."""
    return own_page() if current_user.role == "lead" else _list(_NEIGHBOURHOOD)


@routes.get("/to-dan-pho/moi")
@allow("neighbourhood.put")
def new_neighbourhood():
    return _form(_NEIGHBOURHOOD, None)


@routes.post("/to-dan-pho/moi")
@allow("neighbourhood.put")
def add_neighbourhood():
    return _save(_NEIGHBOURHOOD, None)


@routes.get("/to-dan-pho/<code>/sua")
@allow("neighbourhood.put")
def edit_neighbourhood(code):
    return _form(_NEIGHBOURHOOD, _held(_NEIGHBOURHOOD, code))


@routes.post("/to-dan-pho/<code>/sua")
@allow("neighbourhood.put")
def change_neighbourhood(code):
    return _save(_NEIGHBOURHOOD, _held(_NEIGHBOURHOOD, code))


@routes.get("/to-dan-pho/ca-day")
@allow("neighbourhood.put")
def new_range():
    return _range_form()


def _range_form(status: int = 200, errors: dict | None = None):
    errors = errors or {}
    return show(
        "place/range.html",
        status=status,
        typed=request.form,
        errors=errors,
        summary=card_form.summary(errors),
        operation_id=new_id(),
    )


@routes.post("/to-dan-pho/ca-day")
@allow("neighbourhood.put")
def add_range():
    """Tổ dân phố 1 to 19 in one go; a name that is there already is passed over."""
    prefix, errors = clean(request.form.get("prefix", "")), {}
    first, last = (request.form.get(name, "") for name in ("first", "last"))
    if not prefix or len(prefix) > 60:
        errors["prefix"] = sentence("range_prefix_invalid")
    if not _is_range(first, last):
        errors["first"] = sentence("range_invalid")
    if errors:
        return _range_form(422, errors)
    known = {fold(row["name"]) for row in place.neighbourhoods(current_user.ward_id, every=True)}
    names = {number: f"{prefix} {number}" for number in range(int(first), int(last) + 1)}
    wanted = {number: name for number, name in names.items() if fold(name) not in known}
    identity = door.form_operation_id()
    cards = [(str(uuid5(UUID(identity), str(number))), _numbered(name, number)) for number, name in wanted.items()]
    if cards:
        door.send_together("neighbourhood.put/1", cards, identity)
    passed = len(names) - len(wanted)
    tell(
        _("Đã thêm %(added)s tổ; %(passed)s tổ đã có từ trước.", added=len(wanted), passed=passed)
        if passed
        else _("Đã thêm %(added)s tổ dân phố.", added=len(wanted))
    )
    return redirect(_NEIGHBOURHOOD.path)


def _numbered(name: str, number: int) -> dict:
    return {"name": name, "former_name": "", "position": number, "active": True}


def _is_range(first: str, last: str) -> bool:
    if not all(text.isascii() and text.isdigit() and len(text) < 5 for text in (first, last)):
        return False
    return 1 <= int(first) <= int(last) <= RANGE_LAST and int(last) - int(first) < RANGE_MOST


@routes.get("/diem-ho-tro")
@allow("support_point.put")
def points():
    return _list(_POINT)


@routes.get("/diem-ho-tro/moi")
@allow("support_point.put")
def new_point():
    return _form(_POINT, None)


@routes.post("/diem-ho-tro/moi")
@allow("support_point.put")
def add_point():
    return _save(_POINT, None)


@routes.get("/diem-ho-tro/<code>")
@allow("support_point.put")
def edit_point(code):
    return _form(_POINT, _held(_POINT, code))


@routes.post("/diem-ho-tro/<code>")
@allow("support_point.put")
def change_point(code):
    return _save(_POINT, _held(_POINT, code))


@routes.get("/toa-nha")
@allow("building.put")
def buildings():
    return _list(_BUILDING)


@routes.get("/toa-nha/moi")
@allow("building.put")
def new_building():
    return _form(_BUILDING, None)


@routes.post("/toa-nha/moi")
@allow("building.put")
def add_building():
    return _save(_BUILDING, None)


@routes.get("/toa-nha/<code>")
@allow("building.put")
def edit_building(code):
    row = _held(_BUILDING, code)
    _check_scope(row)
    return _form(_BUILDING, row)


@routes.post("/toa-nha/<code>")
@allow("building.put")
def change_building(code):
    row = _held(_BUILDING, code)
    _check_scope(row)
    return _save(_BUILDING, row)
