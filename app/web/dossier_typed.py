"""Papers and numbers as they are typed into the forms of a dossier, and shown again as they were typed."""

from flask import request

from app.rules.handling_check import FORMS
from app.rules.text import clean

# Lines for papers that stand in no list.
SPARE_LINES = 3


def whole(name: str, missing: int) -> int:
    """A number as typed; -1 for what is none, which no rule allows."""
    return _whole(request.form.get(name, ""), missing)


def _whole(typed: str, missing: int) -> int:
    # "15.000" is how people write money.
    plain = typed.strip().replace(".", "").replace(" ", "")
    if not plain:
        return missing
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 11 else -1


def handed_in(variant: dict, typed: bool, have: list[dict] = ()) -> list[dict]:
    """The published list to tick: [{"key", "name", "when", "required", "form", "count", "ticked"}].

    Before anything was `typed`, compulsory papers and those of `have` (the dossier's documents) are ticked.
    """
    held = {one["key"]: one for one in have if one["key"]}
    return [
        {
            **{name: paper[name] for name in ("key", "name", "required")},
            "when": paper["when"].removeprefix("khi "),
            "form": request.form.get(f"form-{paper['key']}", "") if typed else _held(held, paper, "form"),
            "count": request.form.get(f"count-{paper['key']}", "") if typed else _held(held, paper, "count"),
            "ticked": paper["key"] in request.form.getlist("have") if typed else _ticked(held, have, paper),
        }
        for paper in variant["documents"]
    ]


def _held(held: dict, paper: dict, name: str):
    return held.get(paper["key"], paper)[name]


def _ticked(held: dict, have, paper: dict) -> bool:
    return paper["key"] in held if have else paper["required"]


def others(typed: bool, have: list[dict] = ()) -> list[dict]:
    """[{"name", "form", "count"}]: lines for what the citizen brought besides, empty ones to write into at the end."""
    if typed:
        columns = (request.form.getlist(name) for name in ("other_name", "other_form", "other_count"))
        lines = [{"name": name, "form": form, "count": count} for name, form, count in zip(*columns, strict=False)]
    else:
        lines = [one for one in have if not one["key"]]
    spare = {"name": "", "form": "copy", "count": 1}
    return (lines + [spare] * SPARE_LINES)[: max(SPARE_LINES, len(lines))]


def documents(variant: dict) -> list[dict]:
    """What was handed in, as `documents` of an operation's body."""
    listed = [
        {
            "key": paper["key"],
            "name": paper["name"],
            "form": paper["form"] if paper["form"] in FORMS else "",
            "count": _whole(str(paper["count"]), 1),
        }
        for paper in handed_in(variant, typed=True)
        if paper["ticked"]
    ]
    besides = [
        {"key": "", "name": one["name"], "form": one["form"], "count": _whole(one["count"], 1)}
        for one in others(typed=True)
        if clean(one["name"])
    ]
    return listed + besides


def lacking(variant: dict, typed: bool, have: list[str] = ()) -> list[dict]:
    """The published list to ask from: [{"key", "name", "when", "form", "count", "what", "citation", "ticked"}].

    Before anything was `typed`, compulsory papers that are not among `have` (keys) are ticked.
    """
    return [
        {
            **{name: paper[name] for name in ("key", "name")},
            "when": paper["when"].removeprefix("khi "),
            "form": request.form.get(f"lack-form-{paper['key']}", paper["form"]),
            "count": request.form.get(f"lack-count-{paper['key']}", paper["count"]),
            "what": request.form.get(f"lack-what-{paper['key']}", ""),
            "citation": request.form.get(f"lack-citation-{paper['key']}", ""),
            "ticked": paper["key"] in request.form.getlist("lack")
            if typed
            else paper["required"] and paper["key"] not in have,
        }
        for paper in variant["documents"]
    ]


def beyond(typed: bool) -> list[dict]:
    """[{"name", "what", "citation"}]: lines for what a law asks for beyond the list (R8)."""
    columns = (request.form.getlist(f"beyond_{name}") for name in ("name", "what", "citation"))
    names = ("name", "what", "citation")
    lines = [dict(zip(names, line, strict=True)) for line in zip(*columns, strict=False)] if typed else []
    return lines or [dict.fromkeys(names, "")]


def papers(variant: dict) -> list[dict]:
    """What is asked for, as `papers` of an operation's body."""
    listed = [
        {
            **{name: paper[name] for name in ("key", "name", "what", "citation")},
            "form": paper["form"] if paper["form"] in FORMS else "",
            "count": _whole(str(paper["count"]), 1),
        }
        for paper in lacking(variant, typed=True)
        if paper["ticked"]
    ]
    besides = [{"key": "", "form": "", "count": 1, **one} for one in beyond(typed=True) if clean("".join(one.values()))]
    return listed + besides
