"""/du-lieu-mo: what the ward gives to everybody, as pages, CSV and JSON. Only where the ward has said so."""

import msgspec
from flask import Blueprint, Response

from app.problems import Problem
from app.records import place, procedure, rollup, workday
from app.rules import open_data
from app.rules.clock import month_after
from app.rules.open_data import COLUMNS, DATASETS, IN_WORDS, LEAST, MEASURES, WORDS, Dataset
from app.rules.rating import month_of
from app.rules.table_file import Column, csv_bytes
from app.web.guard import public
from app.web.render import show, ward_of_request
from app.web.sessions import now_ms
from app.web.table_answer import table_answer

routes = Blueprint("open_data", __name__, url_prefix="/du-lieu-mo")

ROWS_SHOWN = 12


@routes.get("")
@public
def catalogue():
    return show("open_data/list.html", datasets=list(DATASETS.values()), least=LEAST, ward=_ward())


@routes.get("/danh-muc.json")
@public
def catalogue_file():
    """The same for a program: every table with its columns and where its files are."""
    ward = _ward()
    return _json({"ward": ward["name"], "least": LEAST, "datasets": [_described(one) for one in DATASETS.values()]})


@routes.get("/<code>")
@public
def dataset(code):
    ward, one = _ward(), _dataset(code)
    lines = _lines(ward["id"], one)
    return show(
        "open_data/show.html",
        dataset=one,
        columns=_columns(one),
        lines=lines[-ROWS_SHOWN:],
        count=len(lines),
        least=LEAST,
    )


@routes.get("/<code>.csv")
@public
def as_csv(code):
    ward, one = _ward(), _dataset(code)
    heads = [Column(name) for name, _meaning in _columns(one)]
    return _free(table_answer(csv_bytes(heads, _lines(ward["id"], one)), f"{one.slug}.csv"))


@routes.get("/<code>.json")
@public
def as_json(code):
    ward, one = _ward(), _dataset(code)
    names = [name for name, _meaning in _columns(one)]
    rows = [dict(zip(names, line, strict=True)) for line in _lines(ward["id"], one)]
    return _json({"ward": ward["name"], "least": LEAST, **_described(one), "rows": rows})


def _ward() -> dict:
    """Raises Problem("not_found") where nothing is given away."""
    ward = ward_of_request()
    if ward is None or not workday.office(ward["id"])["open_data"]:
        raise Problem("not_found")
    return ward


def _dataset(code: str) -> Dataset:
    if code not in DATASETS:
        raise Problem("not_found")
    return DATASETS[code]


def _columns(one: Dataset) -> list[tuple[str, str]]:
    """[(name in the files, what it says)]; a code has its words beside it."""
    found = []
    for dimension in one.dimensions:
        name, meaning = COLUMNS[dimension]
        found.append((name, meaning))
        if dimension != "month":
            found.append((f"{name}_words", IN_WORDS))
    return found + [MEASURES[measure] for measure in one.measures]


def _described(one: Dataset) -> dict:
    return {
        "dataset": one.slug,
        "title": one.title,
        "about": one.about,
        "columns": [{"name": name, "meaning": meaning} for name, meaning in _columns(one)],
        "csv": f"/du-lieu-mo/{one.slug}.csv",
        "json": f"/du-lieu-mo/{one.slug}.json",
    }


def _lines(ward_id: int, one: Dataset) -> list[list]:
    """The rows of the files, months that are over alone: today's count and tomorrow's would tell who came between."""
    last = month_after(month_of(now_ms()), -1)
    rows = rollup.sums(ward_id, one.cube, "", last, by=one.dimensions, where=one.where)
    words = {name: _words(ward_id, name) for name in one.by}
    lines = []
    for row in open_data.shown(one, rows):
        line = [row["month"]]
        for name in one.by:
            line += [row[name], words[name].get(row[name], "")]
        lines.append(line + [row[name] for name in one.measures])
    return lines


def _words(ward_id: int, dimension: str) -> dict[str, str]:
    """Vietnamese in every language of the page: the files are one and the same for everybody."""
    if dimension == "neighbourhood":
        return {row["id"]: row["name"] for row in place.neighbourhoods(ward_id, every=True)}
    if dimension == "support_point":
        return {row["id"]: row["name"] for row in place.support_points(ward_id, every=True)}
    if dimension == "procedure":
        return {row["code"]: row["name"] for row in procedure.current_procedures(ward_id, None)}
    return WORDS[dimension]


def _json(body: dict) -> Response:
    return _free(Response(msgspec.json.encode(body), mimetype="application/json"))


def _free(response: Response) -> Response:
    """Pages of others may read it, too; and whoever asks every minute gets the answer of this hour."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
