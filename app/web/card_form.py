"""A card of a list in a web form: read by its table of fields, checked before the door, said back beside each field."""

from flask import request

from app.rules import fields
from app.rules.clock import day_of
from app.web.door import form_errors
from app.web.sessions import now_ms


def read(table: dict) -> dict:
    """What was typed, as the body of a `<noun>.put/1`. An unticked box sends nothing; a number that is none is -1."""
    return {name: _read(name, spec["kind"]) for name, spec in table.items()}


def _read(name: str, kind: str):
    typed = request.form.get(name, "")
    if kind == "flag":
        return name in request.form
    if kind == "whole":
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
    return typed


def check(body: dict, table: dict) -> tuple[dict, dict[str, str]]:
    """(the cleaned body, {field: sentence} of what is wrong with it)."""
    clean, refusals = fields.check(body, table, day_of(now_ms()))
    return clean, form_errors(refusals)


def summary(errors: dict[str, str]) -> list[dict]:
    """For the summary above a form: [{id, text}] in the form's order."""
    return [{"id": name, "text": sentence} for name, sentence in errors.items()]


def typed_or(row: dict | None, table: dict) -> dict:
    """What the form shows: what was just typed, or the row as it stands, or an empty card in use."""
    if request.method == "POST":
        return {
            name: name in request.form if spec["kind"] == "flag" else request.form.get(name, "")
            for name, spec in table.items()
        }
    if row:
        return {name: row[name] for name in table}
    return {name: spec["kind"] == "flag" or "" for name, spec in table.items()}


def options(rows: list[dict], chosen: str) -> list[tuple[str, str]]:
    """(id, name) of what may be chosen: places in use, and the one chosen before it went out of use."""
    return [(row["id"], row["name"]) for row in rows if row["active"] or row["id"] == chosen]
