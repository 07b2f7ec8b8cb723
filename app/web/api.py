"""/api/v1: the ward's figures for the ward's own programs, by key, JSON, read only.

One table of endpoints: the routes, the parameters that are taken and the description (api_description.py) come from it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import msgspec
from flask import Blueprint, Response, g, request

from app.problems import Problem
from app.records import api_key as key_records
from app.records import assistance, place, procedure, rollup, taking_away, unit
from app.rules import api_key, base64url, clock
from app.rules.assistance import Scope
from app.rules.assistance_search import Search
from app.rules.rollup import CUBES
from app.rules.timeliness import kept
from app.web import api_answers as answers
from app.web.guard import public
from app.web.sessions import Brake, now_ms

PREFIX = "/api/"
routes = Blueprint("api", __name__, url_prefix="/api/v1")

ROWS_MOST = 500
# What tells of one official by name of id is for the head's own pages, where it is explained.
_NOT_GIVEN = frozenset({"assistance_staff_day", "dossier_staff_day"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """`where`: query or path. `pattern`: what its text must fit, for the description and the check alike."""

    name: str
    pattern: str
    where: str = "query"


@dataclass(frozen=True, slots=True)
class Endpoint:
    path: str
    answer: type
    parameters: tuple[Parameter, ...]
    view: Callable[[int, dict[str, str]], object]


_DAY = r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_FROM, _TO = Parameter("from", _DAY), Parameter("to", _DAY)
_CURSOR = Parameter("cursor", r"[A-Za-z0-9_-]{1,200}")
# Beyond it no database keeps a number; no row is as old or as late.
_TIME_MOST = 2**53 - 1
_LIMIT = Parameter("limit", r"[1-9][0-9]{0,2}")
_CUBE = Parameter("cube", r"[a-z_]{1,60}", "path")
_BY = Parameter("by", r"[a-z_]+(,[a-z_]+){0,4}")


def lists(ward_id: int, _asked: dict) -> answers.Lists:
    return answers.Lists(
        neighbourhoods=_items(place.neighbourhoods(ward_id, every=True)),
        support_points=_items(place.support_points(ward_id, every=True)),
        units=_items(unit.units(ward_id, every=True)),
        procedures=[
            answers.ProcedureItem(**{name: row[name] for name in answers.ProcedureItem.__struct_fields__})
            for row in procedure.current_procedures(ward_id, None)
        ],
    )


def _items(rows: list[dict]) -> list[answers.ListItem]:
    return [answers.ListItem(row["id"], row["name"], row["active"]) for row in rows]


def assistances(ward_id: int, asked: dict) -> answers.Assistances:
    search = Search(from_on=asked["from"], to_on=asked["to"])
    rows, more = assistance.page(ward_id, Scope(whole_ward=True), search, _limit(asked), _cursor(asked), newer=True)
    # The list is written newest first; a program reads on from the oldest.
    rows = rows[::-1]
    return answers.Assistances([_assistance(row) for row in rows], _next(rows, "happened_at") if more else None)


def _assistance(row: dict) -> answers.AssistanceItem:
    same = ("id", "happened_on", "support_point", "neighbourhood", "procedure", "help", "channel", "result", "minutes")
    return answers.AssistanceItem(
        **{name: row[name] for name in (*same, "difficulties", "follow_up")},
        happened_at=clock.write(row["happened_at"]),
        voided=row["voided_at"] is not None,
    )


def dossiers(ward_id: int, asked: dict) -> answers.Dossiers:
    limit = _limit(asked)
    rows = taking_away.dossiers_after(ward_id, asked["from"], asked["to"], limit + 1, _cursor(asked))
    more, rows = len(rows) > limit, rows[:limit]
    return answers.Dossiers([_dossier(row) for row in rows], _next(rows, "received_at") if more else None)


def _dossier(row: dict) -> answers.DossierItem:
    times = {name: _time(row[name]) for name in ("received_at", "accepted_at", "finished_at", "returned_at")}
    promised = row["finished_at"] is not None and row["due_current_at"] is not None
    return answers.DossierItem(
        **{name: row[name] for name in ("id", "channel", "state", "unit")},
        **times,
        procedure=row["procedure_code"],
        due_at=_time(row["due_current_at"]),
        kept=kept(row["finished_at"], row["due_current_at"], row["accepted_at"]) if promised else "",
        supplements=row["supplement_count"],
        extended=row["extended_at"] is not None,
        apologised=row["apologised_at"] is not None,
    )


def _time(at: int | None) -> str | None:
    return None if at is None else clock.write(at)


def cubes(_ward_id: int, _asked: dict) -> answers.Cubes:
    return answers.Cubes(
        [
            answers.CubeItem(one.name, one.period, list(one.dimensions), list(one.measures))
            for one in CUBES.values()
            if one.name not in _NOT_GIVEN
        ]
    )


def sums(ward_id: int, asked: dict) -> answers.Sums:
    cube = CUBES.get(asked["cube"])
    if cube is None or cube.name in _NOT_GIVEN:
        raise Problem("not_found")
    # Who complains of whom is not the programs' to know, either (R13).
    where = {"told": "all"} if "told" in cube.dimensions else {}
    by = tuple(asked["by"].split(",")) if asked["by"] else ()
    try:
        rows = rollup.sums(ward_id, cube.name, asked["from"], asked["to"], by, where)
    except ValueError as error:
        raise Problem("api_question_wrong") from error
    return answers.Sums(cube.name, rows)


ENDPOINTS = (
    Endpoint("/lists", answers.Lists, (), lists),
    Endpoint("/assistances", answers.Assistances, (_FROM, _TO, _LIMIT, _CURSOR), assistances),
    Endpoint("/dossiers", answers.Dossiers, (_FROM, _TO, _LIMIT, _CURSOR), dossiers),
    Endpoint("/cubes", answers.Cubes, (), cubes),
    Endpoint("/cubes/{cube}", answers.Sums, (_CUBE, _FROM, _TO, _BY), sums),
)


def _limit(asked: dict) -> int:
    return min(int(asked["limit"] or ROWS_MOST), ROWS_MOST)


def _next(rows: list[dict], time: str) -> str:
    return base64url.encode(msgspec.json.encode([rows[-1][time], rows[-1]["id"]]))


def _cursor(asked: dict) -> tuple[int, str] | None:
    """Raises Problem("api_question_wrong")."""
    if not asked["cursor"]:
        return None
    try:
        time, id_ = msgspec.json.decode(base64url.decode(asked["cursor"]), type=tuple[int, str])
    except (ValueError, msgspec.DecodeError) as error:
        raise Problem("api_question_wrong") from error
    if not 0 <= time <= _TIME_MOST or "\0" in id_:
        raise Problem("api_question_wrong")
    return time, id_


def _asked(endpoint: Endpoint, in_path: dict[str, str]) -> dict[str, str]:
    """{name: text} of every parameter, "" for one that was left out. Raises Problem("api_question_wrong"): also for a
    name that nobody reads, because a filter with a slip of the hand would silently give everything."""
    given = {**request.args.to_dict(), **in_path}
    known = {one.name: one.pattern for one in endpoint.parameters}
    fits = all(name in known and re.fullmatch(known[name], text) for name, text in given.items())
    days = [text for name, text in given.items() if known.get(name) == _DAY]
    if not fits or not all(map(_is_day, days)) or len(request.args) != len(list(request.args.items(multi=True))):
        raise Problem("api_question_wrong")
    return dict.fromkeys(known, "") | given


def _is_day(text: str) -> bool:
    """Whether the calendar has it: 31/02 fits the pattern."""
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _ward_of_key() -> int:
    """Raises Problem: api_key_needed, too_many_tries."""
    now = now_ms()
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    if not text:
        raise Problem("api_key_needed")
    said = api_key.read(text) if scheme.lower() == "bearer" else None
    row = key_records.api_key(said[0], said[1]) if said else None
    today = clock.day_of(now)
    if row is None or row["secret_hash"] != said[2] or not api_key.holds(row, today):
        # Nobody guesses 32 random bytes: the brake spares the server, and stops no program behind the same address.
        brake = Brake(0, f"api {request.remote_addr}")
        brake.check(now)
        brake.failed(now)
        raise Problem("api_key_wrong")
    key_records.used(row, today)
    # Whatever else is asked of the request's ward is asked of the key's, not of some cookie's.
    g.ward = {"id": row["ward_id"]}
    return row["ward_id"]


def _serve(endpoint: Endpoint) -> Callable:
    def view(**in_path):
        ward_id = _ward_of_key()
        response = Response(
            msgspec.json.encode(endpoint.view(ward_id, _asked(endpoint, in_path))), mimetype="application/json"
        )
        response.headers["Cache-Control"] = "no-store"
        return response

    return public(view)


for _one in ENDPOINTS:
    routes.add_url_rule(
        _one.path.replace("{", "<").replace("}", ">"), endpoint=_one.view.__name__, view_func=_serve(_one)
    )
