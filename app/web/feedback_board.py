"""/ket-qua-phan-anh: the outcomes that the ward has published, for everybody (NĐ 20/2008 Đ19, R14). Never who spoke."""

from flask import Blueprint, redirect

from app.config import PAGE_ROWS
from app.records import feedback_public
from app.rules.clock import day_of
from app.web.guard import public
from app.web.paging import page_of
from app.web.render import show, ward_of_request

routes = Blueprint("feedback_board", __name__)


@routes.get("/ket-qua-phan-anh")
@public
def board():
    ward = ward_of_request()
    if ward is None:
        return redirect("/cai-dat")
    page = page_of(feedback_public.published_count(ward["id"]), "/ket-qua-phan-anh")
    rows = feedback_public.published(ward["id"], PAGE_ROWS, page.first)
    return show(
        "feedback/board.html",
        rows=[{**row, "on": day_of(row["published_at"])} for row in rows],
        page=page,
    )
