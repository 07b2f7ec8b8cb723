"""/ho/trung: the same flat or the same telephone twice. Only a hint: a person looks at both and says what they are."""

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import household as records
from app.rules.clock import day_of
from app.rules.household_place import looks_like
from app.rules.operation import Refusal
from app.web import door
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.household import readable, scope
from app.web.household_words import ADDRESS, card, line
from app.web.paging import page_of
from app.web.posted_once import posted_before, send_once
from app.web.render import show
from app.web.sessions import now_ms
from app.web.words import sentence

routes = Blueprint("household_alike", __name__, url_prefix=ADDRESS)

JOIN = "household.join/1"
# More rows than a person settles in a sitting; the next ones come when these are done.
COMPARED_MOST = 1_000
HINTS_MOST = 5
WHY = {"place": lazy_gettext("cùng căn hộ"), "phone": lazy_gettext("cùng số điện thoại")}


def hints(row: dict, names: Names, today: str) -> list[dict]:
    """Households that look like this one, of those that this person may read."""
    rows = records.maybe_alike(row["ward_id"], row, scope())
    alike = [(other, why) for other in rows if (why := looks_like(row, other))]
    return [
        {"line": line(other, names, today), "why": WHY[why], "href": compared(row, other)}
        for other, why in alike[:HINTS_MOST]
    ]


def compared(row: dict, other: dict) -> str:
    """The page on which both stand side by side."""
    return f"{ADDRESS}/{row['id']}/trung/{other['id']}"


def _pairs(rows: list[dict]) -> list[tuple[dict, dict, str]]:
    """Each row with the first earlier one that it looks like: three spellings of a flat are two questions."""
    found, before = [], {}
    for row in rows:
        keys = [key for key in (("place", row["place"]), ("phone", row["phone"])) if key[1]]
        earlier = [other for key in keys for other in before.get(key, ())]
        match = next(((other, why) for other in earlier if (why := looks_like(row, other))), None)
        if match:
            found.append((match[0], row, match[1]))
        for key in keys:
            before.setdefault(key, []).append(row)
    return found


@routes.get("/trung")
@allow("household.join")
def index():
    ward_id, names, today = current_user.ward_id, Names(current_user.ward_id), day_of(now_ms())
    pairs = _pairs(records.repeated(ward_id, scope(), COMPARED_MOST))
    page = page_of(len(pairs), f"{ADDRESS}/trung")
    return show(
        "household/alike.html",
        pairs=[
            {
                "lines": [line(each, names, today) for each in (one, other)],
                "why": WHY[why],
                "href": compared(one, other),
            }
            for one, other, why in page.of(pairs)
        ],
        count=len(pairs),
        page=page,
    )


@routes.get("/<uuid:household_id>/trung/<uuid:other_id>")
@allow("household.join")
def compare(household_id, other_id):
    return _page(*_both(household_id, other_id))


def _both(household_id, other_id) -> tuple[dict, dict]:
    """Raises Problem: not_found; household_joined when the one that would stay is itself gone into another."""
    row, other = readable(household_id), readable(other_id)
    if row["id"] == other["id"]:
        raise Problem("not_found")
    if row["merged_into"]:
        raise Problem("household_joined")
    return row, other


def _page(row: dict, other: dict, trouble: str = "", status: int = 200):
    names, today = Names(row["ward_id"]), day_of(now_ms())
    sides = records.with_difficulties(row["ward_id"], [row, other])
    lines = [line(each, names, today) for each in sides]
    facts = [
        [*card(each, names, today), (_("Tình trạng"), told["state"]), (_("Khó khăn"), "; ".join(told["difficulties"]))]
        for each, told in zip(sides, lines, strict=True)
    ]
    return show(
        "household/compare.html",
        status=status,
        row=row,
        other=other,
        lines=lines,
        table_rows=[
            (label, mine, theirs) for (label, mine), (_label, theirs) in zip(*facts, strict=True) if mine or theirs
        ],
        gone_in=other["merged_into"] == row["id"],
        trouble=trouble,
        operation_id=door.form_operation_id() if request.method == "POST" else new_id(),
    )


@routes.post("/<uuid:household_id>/trung/<uuid:other_id>")
@allow("household.join")
def settle(household_id, other_id):
    """The same household, or two; and back again, when that was a mistake."""
    row, other = readable(household_id), readable(other_id)
    back = redirect(f"{ADDRESS}/{row['id']}")
    if posted_before(JOIN) is not None:
        return back
    row, other = _both(household_id, other_id)
    which = request.form.get("same", "")
    if which not in ("yes", "no"):
        return _page(row, other, _("Hãy chọn: cùng một hộ, hay là hai hộ khác nhau."), 422)
    body = {"other": other["id"], "same": which == "yes"}
    answer = door.tried(JOIN, row["id"], body)
    if isinstance(answer, Refusal):
        return _page(row, other, sentence(answer.code), 422)
    told = _("Đã gộp thành một hộ.") if body["same"] else _("Đã ghi nhận: hai hộ khác nhau, cả hai được giữ.")
    send_once(JOIN, row["id"], body, told)
    return back
