"""/thong-bao/<id>/*.pdf: the sheet for the board, the text for the loudspeaker, and the table of who has posted it."""

from flask import Blueprint, current_app
from flask_babel import gettext as _
from flask_login import current_user

from app.printing import notice_sheets
from app.records import place
from app.records import ward as ward_records
from app.rules import clock, poster
from app.web.guard import allow
from app.web.notice_show import board_of
from app.web.notice_words import ADDRESS, dates, leads, own_neighbourhood, posting_words, readable, speech
from app.web.paper_answer import on_paper, pdf_answer
from app.web.render import ward_of_request
from app.web.sessions import now_ms
from app.web.stationery import Stationery
from app.web.words import day

routes = Blueprint("notice_paper", __name__, url_prefix=ADDRESS)


def _record(row: dict, stationery: Stationery) -> dict:
    return {
        **stationery.heading(),
        "at": clock.write(stationery.now),
        "title": row["title"],
        "until": row["expires_on"],
    }


def _own_name() -> str:
    """ "Tổ dân phố 7", for whoever prints for one board alone."""
    own = own_neighbourhood()
    held = place.neighbourhood(current_user.ward_id, own) if own else None
    return held["name"] if held else ""


@routes.get("/<uuid:notice_id>/to-niem-yet.pdf")
@allow("notice.print")
@on_paper
def for_the_board(notice_id):
    row = readable(notice_id)
    stationery = Stationery(row["ward_id"], now_ms())
    record = _record(row, stationery)
    if row["kind"] == "leaflet":
        printed = notice_sheets.leaflet(record | _of_leaflet(row, stationery))
    else:
        told = {
            "number": row["number"],
            "on": row["sent_on"],
            "text": row["text"],
            "recipients": [_("Các tổ dân phố (để niêm yết)")],
        }
        printed = notice_sheets.board_notice(record | told | stationery.signer(""))
    return pdf_answer(printed, f"thong-bao-{row['id'][:8]}.pdf")


def _of_leaflet(row: dict, stationery: Stationery) -> dict:
    config, ward = current_app.config["GD"], ward_of_request()
    several = ward["slug"] if len(ward_records.all_wards()) > 1 else ""
    kind = poster.kinds()["diem-ho-tro"]
    return {
        "text": row["text"],
        "ward_name": ward["name"],
        "phone": stationery.office["counter_phone"],
        "qr": poster.address(kind, config.base_url, "", several),
        "address": poster.shown(config.base_url),
        "neighbourhood": _own_name(),
    }


@routes.get("/<uuid:notice_id>/bai-phat-thanh.pdf")
@allow("notice.print")
@on_paper
def for_the_loudspeaker(notice_id):
    row = readable(notice_id)
    text, minutes = speech(row, ward_of_request()["name"])
    told = {"text": text, "minutes": minutes, "neighbourhood": _own_name()}
    printed = notice_sheets.loud(_record(row, Stationery(row["ward_id"], now_ms())) | told)
    return pdf_answer(printed, f"bai-phat-thanh-{row['id'][:8]}.pdf")


@routes.get("/<uuid:notice_id>/theo-doi.pdf")
@allow("notice.send")
@on_paper
def progress(notice_id):
    """Of the desk: a lead has one line, which he knows."""
    row = readable(notice_id)
    board, people = board_of(row), leads(row["ward_id"])
    rows = [
        {
            "name": name,
            "lead": people.get(covered.neighbourhood, ""),
            "since": covered.since,
            "places": "; ".join(_place(one) for one in covered.rows if one["way"] != "loud"),
            "loud": covered.loud,
        }
        for name, covered in board.lines
    ]
    told = {
        "rows": rows,
        "count": board.count,
        "posted": board.posted,
        "dates": dates(row),
        "writer": current_user.name,
    }
    printed = notice_sheets.coverage(_record(row, Stationery(row["ward_id"], now_ms())) | told)
    return pdf_answer(printed, f"theo-doi-niem-yet-{row['id'][:8]}.pdf")


def _place(one: dict) -> str:
    if one["state"] == "taken_off":
        return f"{one['place']} ({posting_words('taken_off').lower()} {day(one['ended_on'])})"
    return one["place"]
