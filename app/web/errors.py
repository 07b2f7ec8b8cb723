"""Every refusal becomes a page (or an RFC 9457 problem) that says what to do next; nothing personal is logged."""

import logging
from urllib.parse import urlencode

from flask import current_app, g, request
from peewee import DatabaseError, DataError
from werkzeug.exceptions import HTTPException

from app.problems import Problem
from app.records.database import storage_problem
from app.web import api, wire
from app.web.render import leave_for, show
from app.web.words import refusal

log = logging.getLogger(__name__)

_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 400: "request_unreadable", 403: "not_allowed"}


def problem_page(problem: Problem):
    return show(
        "errors/problem.html",
        status=problem.status,
        problem={"status": problem.status, "code": problem.code, "sentence": refusal(problem)},
    )


def _answer(problem: Problem):
    if request.path.startswith((wire.PREFIX, api.PREFIX)):
        return wire.problem(problem)
    if problem.code == "sign_in_needed" and request.method == "GET":
        return leave_for("/dang-nhap?" + urlencode({"tiep": request.full_path.rstrip("?")}))
    response = problem_page(problem)
    if problem.status in (429, 503):
        response.headers["Retry-After"] = str(60 * problem.params.get("minutes", 1) if problem.status == 429 else 5)
    return response


def _on_http(error: HTTPException):
    if error.code is not None and error.code < 400:
        return error
    return _answer(Problem(_CODES.get(error.code or 500, "server_error")))


def _on_database(error: DatabaseError):
    code = storage_problem(error)
    if code is None and isinstance(error, DataError):
        # A NUL in an address or a form, a number beyond every column: nothing that was stored can be meant.
        code = "request_unreadable"
    log.error("database: %s", code or type(error).__name__)
    # A page that says so must not ask the same database who reads it and in which ward.
    g.setdefault("person", None)
    g.setdefault("ward", None)
    return _answer(Problem(code or "server_error"))


def _on_anything(error: Exception):
    if current_app.config.get("TESTING_SHOWS_ERRORS"):
        raise error
    # The text of an error may quote what a person typed: only its kind and place are logged.
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
    log.error("unexpected %s at %s on %s", type(error).__name__, where, request.endpoint)
    return _answer(Problem("server_error"))


def register(app) -> None:
    app.register_error_handler(Problem, _answer)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(DatabaseError, _on_database)
    app.register_error_handler(Exception, _on_anything)
