"""/ap-phich: posters and leaflets of the ward (áp phích, tờ rơi). Choose a kind, say what it is about, print.

A lead prints for the board of his own neighbourhood; the desk for any of them, or one sheet for each in one file.
"""

from urllib.parse import urlsplit

from flask import Blueprint, current_app, request
from flask_babel import gettext as _
from flask_login import current_user

from app.printing import poster_sheet
from app.problems import Problem
from app.records import place
from app.records import procedure as procedure_records
from app.records import ward as ward_records
from app.records import workday as calendar_records
from app.rules import clock, handling, poster
from app.rules import procedure as procedure_rules
from app.rules.poster import EVERY, Kind
from app.web import handling_words, lobby_network
from app.web.guard import allow
from app.web.paper_answer import heading_of_ward, on_paper, pdf_answer
from app.web.render import show, ward_of_request
from app.web.sessions import now_ms
from app.web.words import said, sentence

routes = Blueprint("poster", __name__, url_prefix="/ap-phich")

# A poster that lists all points of the ward stays readable; with more of them one has to be chosen.
POINTS_MAX = 3
THIS_MACHINE_ONLY = ("localhost", "127.0.0.1", "::1")


@routes.get("")
@allow("poster.print")
def kinds():
    return show(
        "poster/list.html", kinds=[(kind, said(kind.label), said(kind.hint)) for kind in poster.kinds().values()]
    )


@routes.get("/<code>")
@allow("poster.print")
def choose(code: str):
    return _form(_kind(code))


@routes.get("/<code>/in.pdf")
@allow("poster.print")
def print_posters(code: str):
    """What the form asks for. Raises Problem: not_found, not_in_scope, what printing raises."""
    kind = _kind(code)
    errors = _missing(kind)
    if errors:
        return _form(kind, 422, errors)
    return pdf_answer(_drawn(kind), f"ap-phich-{kind.slug}.pdf")


def _kind(slug: str) -> Kind:
    kind = poster.kinds().get(slug)
    if kind is None:
        raise Problem("not_found")
    return kind


def _own_neighbourhood() -> str:
    return current_user.neighbourhood if current_user.role == "lead" else ""


def _form(kind: Kind, status: int = 200, errors: dict | None = None):
    ward_id, own = current_user.ward_id, _own_neighbourhood()
    neighbourhoods = [(row["id"], row["name"]) for row in place.neighbourhoods(ward_id) if own in ("", row["id"])]
    return show(
        "poster/form.html",
        status=status,
        kind=kind,
        label=said(kind.label),
        hint=said(kind.hint),
        errors=errors or {},
        sizes=[(size, poster.SIZES[size]) for size in kind.sizes],
        size=_size(kind),
        points=[(row["id"], row["name"]) for row in place.support_points(ward_id)],
        procedures=[(row["code"], f"{row['name']} ({row['code']})") for row in _procedures(ward_id)],
        neighbourhoods=neighbourhoods
        if own or not neighbourhoods
        else [(EVERY, _("Mọi tổ, mỗi tổ một tờ")), *neighbourhoods],
        bound=bool(own),
        asked=request.args,
        address=current_app.config["GD"].base_url,
        this_machine_only=urlsplit(current_app.config["GD"].base_url).hostname in THIS_MACHINE_ONLY,
    )


def _size(kind: Kind) -> str:
    asked = request.args.get("kho", "")
    return asked if asked in kind.sizes else kind.sizes[0]


def _procedures(ward_id: int) -> list[dict]:
    """In force; those that people come for stand first."""
    return sorted(procedure_records.current_procedures(ward_id), key=lambda row: (row["favourite"] or 100, row["name"]))


def _missing(kind: Kind) -> dict[str, str]:
    """{field: sentence} of what has to be chosen first."""
    if "procedure" in kind.wants and _asked_procedure() is None:
        return {"thu-tuc": sentence("poster_procedure_needed")}
    if kind.code == "point" and not all(_points(board.get("id", "")) for board in _boards()):
        return {"diem": sentence("poster_point_needed")}
    return {}


@on_paper
def _drawn(kind: Kind) -> bytes:
    procedure = _asked_procedure() if "procedure" in kind.wants else None
    about = _leaflet(procedure) if procedure else {}
    if kind.code == "connect":
        about = _network()
    sheets = [
        {**board, **about, "points": _points(board.get("id", "")) if kind.code == "point" else []}
        for board in _boards()
    ]
    return poster_sheet.posters(_record(kind, procedure["code"] if procedure else ""), sheets)


def _boards() -> list[dict]:
    """The neighbourhoods whose boards are printed for; [{}] for none in particular."""
    own, asked = _own_neighbourhood(), request.args.get("to", "")
    if own and asked not in ("", own):
        raise Problem("not_in_scope")
    if not (asked or own):
        return [{}]
    rows = place.neighbourhoods(current_user.ward_id)
    chosen = rows if asked == EVERY else [row for row in rows if row["id"] == (asked or own)]
    if not chosen:
        raise Problem("not_found")
    boards = [{"id": row["id"], "neighbourhood": row["name"], "former": row["former_name"]} for row in chosen]
    return boards[: poster.SHEETS_MAX]


def _points(neighbourhood: str) -> list[dict]:
    """The chosen point; else the neighbourhood's own; else all of the ward; [] when there is none, or too many."""
    rows, asked = place.support_points(current_user.ward_id), request.args.get("diem", "")
    if asked:
        found = [row for row in rows if row["id"] == asked]
        if not found:
            raise Problem("not_found")
    else:
        found = [row for row in rows if neighbourhood and row["neighbourhood"] == neighbourhood] or rows
    if len(found) > POINTS_MAX:
        return []
    return [
        {"name": row["name"], "address": row["address"], "hours": [line for line in row["hours"].split("\n") if line]}
        for row in found
    ]


def _asked_procedure() -> dict | None:
    asked = request.args.get("thu-tuc", "")
    row = procedure_records.procedure(current_user.ward_id, asked) if asked else None
    return row if row and row["status"] == "in_force" else None


def _leaflet(row: dict) -> dict:
    counter = handling_words.words_of(row)
    told = procedure_rules.documents_list(row["documents"])
    return {
        "name": poster.plain_name(row["name"]),
        "code": row["code"],
        "field": row["field"],
        "papers": counter["papers"]
        if counter and counter["papers"][0][1]
        else [("", [{"name": paper, "note": ""} for paper in told])],
        "times": _lines(counter["times"]) if counter else [line for line in row["time_text"].split("\n") if line],
        "fees": _fees(counter["fees"])
        if counter and counter["fees"][0][1]
        else [line for line in row["fee_text"].split("\n") if line],
        "where": _where(row),
    }


def _lines(groups: list[tuple[str, list[str]]]) -> list[str]:
    return [f"{name}: {' '.join(lines)}" if name else " ".join(lines) for name, lines in groups if lines]


def _fees(groups: list[tuple[str, list[dict]]]) -> list[str]:
    return _lines([(name, [f"{fee['label']}: {fee['text']}" for fee in fees]) for name, fees in groups])


def _where(row: dict) -> str:
    if handling.received_here(row):
        counter = calendar_records.office(row["ward_id"])
        return (
            ", ".join(text for text in (counter["counter_name"].capitalize(), counter["counter_address"]) if text) + "."
        )
    return f"{row['authority']}." if row["authority"] else ""


def _network() -> dict:
    config = current_app.config["GD"]
    return {
        "wifi": config.wifi,
        "wifi_password": config.wifi_password,
        "fingerprint": lobby_network.fingerprint(),
    }


def _record(kind: Kind, procedure: str) -> dict:
    ward, config = ward_of_request(), current_app.config["GD"]
    several = ward["slug"] if len(ward_records.all_wards()) > 1 else ""
    path = kind.leads_to.format(procedure=procedure)
    # The certificate is fetched where nothing has to be trusted yet.
    base_url = config.plain_url if kind.code == "connect" and config.plain_url else config.base_url
    return {
        **heading_of_ward(),
        "ward_slug": ward["slug"],
        "at": clock.write(now_ms()),
        "kind": kind.code,
        "label": kind.label,
        "size": _size(kind),
        "ward_name": ward["name"],
        "qr": poster.address(kind, base_url, procedure, several),
        "address": poster.shown(base_url, path),
        "phone": calendar_records.office(ward["id"])["counter_phone"],
        **{name: getattr(kind, name) for name in ("title", "lead", "foot", "items", "numbered", "columns")},
    }
