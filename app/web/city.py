"""/thanh-pho: the wards that tell this office their sums, side by side. No person, no dossier, no neighbourhood."""

import re
import secrets

from flask import Blueprint, current_app, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.ledger.envelope import new_id
from app.problems import Problem
from app.records import city as records
from app.rules import chart, city
from app.rules.city import Compared
from app.rules.clock import day_of, month_after
from app.rules.figures import Part
from app.rules.rating_report import SHOWN_FROM
from app.rules.table_file import Column, csv_bytes
from app.web import card_form, door
from app.web.guard import allow
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.sync_city import hash_of
from app.web.table_answer import table_answer
from app.web.words import decimal, label, percent

routes = Blueprint("city", __name__, url_prefix="/thanh-pho")

_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
SECRET_BYTES = 32
MONTHS_OFFERED = 24


def _asked() -> tuple[str, str]:
    """The months asked for; this year so far where nothing sensible is."""
    this_month = day_of(now_ms())[:7]
    first, last = request.args.get("tu", ""), request.args.get("den", "")
    if not (_MONTH.fullmatch(first) and _MONTH.fullmatch(last) and first <= last):
        first, last = f"{this_month[:4]}-01", this_month
    return first, last


@routes.get("")
@allow("city.see")
def comparison():
    first, last = _asked()
    lines = _lines(first, last)
    heard = [line for line in lines if line["figures"]]
    shares = {
        _("Hồ sơ được giúp nộp trực tuyến"): "filed",
        _("Hồ sơ đúng hẹn"): "on_time",
        _("Người trả lời hài lòng"): "satisfied",
    }
    charts = [
        chart.bars(title, [(line["name"], _percent(getattr(line["figures"], name))) for line in heard], "%", most=100)
        for title, name in shares.items()
        if len(heard) > 1
    ]
    months = [(month, f"{month[5:]}/{month[:4]}") for month in _months(first)]
    return show("city/list.html", lines=lines, first=first, last=last, months=months, charts=charts, columns=_columns())


def _months(first: str) -> list[str]:
    """Those that may be chosen, the latest first: back to the one asked for, and two years at least."""
    found = [day_of(now_ms())[:7]]
    while len(found) < MONTHS_OFFERED or (found[-1] > first and len(found) < 10 * MONTHS_OFFERED):
        found.append(month_after(found[-1], -1))
    return found


@routes.get("/so-sanh.csv")
@allow("city.see")
def comparison_file():
    first, last = _asked()
    heads = [Column(words) for words in (_("Phường"), *_columns())]
    rows = [[line["name"], *line["cells"]] for line in _lines(first, last)]
    return table_answer(csv_bytes(heads, rows), f"so-sanh-phuong-{first}-{last}.csv")


@routes.get("/<uuid:member_id>")
@allow("city.see")
def one(member_id):
    """One ward, month by month."""
    member = records.member(current_user.ward_id, str(member_id))
    if member is None:
        raise Problem("not_found")
    first, last = _asked()
    months: dict[str, list[dict]] = {}
    for cell in records.cells_of(current_user.ward_id, first, last, member["id"]).get(member["id"], []):
        months.setdefault(cell["month"], []).append(cell)
    lines = [{"month": month, "cells": _cells(city.compared(cells))} for month, cells in sorted(months.items())]
    whole = city.compared([cell for cells in months.values() for cell in cells])
    return show(
        "city/show.html",
        member=member,
        lines=lines,
        first=first,
        last=last,
        columns=_columns(),
        difficulties=[(label("difficulty", code), n) for code, n in whole.by_difficulty],
    )


def _columns() -> list[str]:
    return [
        _("Lượt hỗ trợ"),
        _("Nộp trực tuyến"),
        _("Hồ sơ tiếp nhận"),
        _("Đúng hẹn"),
        _("Phản ánh"),
        _("Trả lời đúng hạn"),
        _("Hài lòng"),
        _("Chờ trung bình"),
        _("Hộ chưa tiếp cận"),
    ]


def _lines(first: str, last: str) -> list[dict]:
    cells = records.cells_of(current_user.ward_id, first, last)
    lines = []
    for member in records.members(current_user.ward_id):
        figures = city.compared(cells[member["id"]]) if member["id"] in cells else None
        lines.append({**member, "figures": figures, "cells": _cells(figures)})
    return lines


def _cells(figures: Compared | None) -> list[str]:
    """As `_columns`; "" where a ward has said nothing."""
    if figures is None:
        return [""] * len(_columns())
    return [
        str(figures.helped),
        _share(figures.filed),
        str(figures.received),
        _share(figures.on_time),
        str(figures.said),
        _share(figures.answered),
        _share(figures.satisfied) if figures.satisfied.of >= SHOWN_FROM else "",
        _("%(count)s phút", count=decimal(figures.waited)) if figures.waited is not None else "",
        str(figures.unreached),
    ]


def _share(part: Part) -> str:
    return percent(part.percent) if part.percent is not None else ""


def _percent(part: Part) -> float | None:
    return round(part.percent, 1) if part.percent is not None else None


@routes.get("/cac-phuong")
@allow("city.put")
def members():
    return _members()


def _members(status: int = 200, errors: dict | None = None, made: str = ""):
    errors = errors or {}
    return show(
        "city/members.html",
        status=status,
        members=records.members(current_user.ward_id),
        made=made,
        typed=card_form.typed_or(None, city.MEMBER) if errors else {"name": ""},
        errors=errors,
        summary=card_form.summary(errors),
        operation_id=new_id(),
        now=now_ms(),
    )


@routes.post("/cac-phuong")
@allow("city.put")
def add():
    """The answer itself shows the link, once."""
    member_id = door.form_operation_id()
    body, errors = card_form.check(card_form.read(city.MEMBER), city.MEMBER)
    if errors:
        return _members(422, errors)
    if records.member(current_user.ward_id, member_id):
        tell(_("Phường này đã thêm rồi. Nếu chưa chép được mã, thu hồi rồi thêm lại."), "info")
        return redirect("/thanh-pho/cac-phuong")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    row = {"name": body["name"], "secret_hash": hash_of(secret), "added_by": current_user.row["id"]}
    records.add_member({"ward_id": current_user.ward_id, "id": member_id, "added_at": now_ms(), **row})
    url = current_app.config["GD"].base_url
    return _members(made=city.write_link(city.Link(url, current_user.ward_id, member_id, secret)))


@routes.post("/cac-phuong/<uuid:member_id>/thu-hoi")
@allow("city.put")
def revoke(member_id):
    if records.member(current_user.ward_id, str(member_id)) is None:
        raise Problem("not_found")
    records.revoke_member(current_user.ward_id, str(member_id), now_ms())
    tell(_("Đã thu hồi. Phường này không gửi thêm được; số liệu đã gửi vẫn còn."))
    return redirect("/thanh-pho/cac-phuong")
