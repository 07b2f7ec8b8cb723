"""The only caller of templates: chooses the frame (page or htmx fragment) and gives every page its surroundings."""

import re
from functools import lru_cache

import brotli
from flask import current_app, flash, g, get_flashed_messages, make_response, redirect, request
from flask import render_template as _render_template
from flask_babel import get_locale
from flask_htmx import HTMX
from flask_login import current_user

from app.records import ward as ward_records
from app.rules import tracking
from app.rules.permissions import allowed
from app.web import words
from app.web.navigation import items

htmx = HTMX()

_INDENTATION = re.compile(r"\n\s+")

PAGE = "layouts/page.html"
FRAGMENT = "layouts/fragment.html"


def wants_fragment() -> bool:
    """A whole page for a first load, a restored history entry and a boosted link that swaps everything."""
    if not htmx or htmx.history_restore_request:
        return False
    return request.headers.get("HX-Request-Type", "partial") == "partial"


def show(template: str, status: int = 200, **context):
    """An HTML answer. Personal by default: never stored by anybody but the browser's memory."""
    response = make_response(
        _render_template(template, frame=FRAGMENT if wants_fragment() else PAGE, **context), status
    )
    response.headers["Vary"] = "HX-Request, Cookie"
    response.headers["Cache-Control"] = "no-store"
    return response


def live(template: str, **context):
    """A piece of a page that is asked for again and again: a browser that holds the same one is answered 304.

    Counts alone, nobody's records: the browser keeps it, and asks each time whether it still holds.
    """
    response = make_response(_render_template(template, **context))
    response.headers["Vary"] = "Cookie"
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def kept_html(template: str, **context) -> str:
    """A page that the worker keeps: rendered without a person, a token or a record."""
    g.kept = True
    # Blank lines and indentation were half a kilobyte of the first visit; nothing on these pages is preformatted.
    return _INDENTATION.sub("\n", _render_template(template, frame=PAGE, **context))


def show_kept(content: str, kind: str, media_type: str = "text/html"):
    """What a phone keeps, marked so (`kind`: page, pages): the same bytes for everybody who reads one language."""
    response = make_response(content)
    response.mimetype = media_type
    response.headers["Cache-Control"] = "no-cache"
    response.headers["GD-Kept"] = kind
    response.add_etag()
    if "br" in request.accept_encodings:
        # Pressed as hard as it goes, once.
        response.set_data(_pressed(content))
        response.headers["Content-Encoding"] = "br"
        response.vary.add("Accept-Encoding")
    return response.make_conditional(request)


@lru_cache(maxsize=32)
def _pressed(content: str) -> bytes:
    return brotli.compress(content.encode(), quality=11)


def show_public(template: str, **context):
    """A page that everybody may read. For a stranger nobody is in it, and the worker keeps it once it was visited."""
    if current_user.is_authenticated:
        return show(template, **context)
    g.public = True
    fragment = wants_fragment()
    response = make_response(_render_template(template, frame=FRAGMENT if fragment else PAGE, **context))
    response.headers["Vary"] = "HX-Request, Cookie"
    response.headers["Cache-Control"] = "no-cache"
    if not fragment:
        response.headers["GD-Kept"] = "public"
    response.add_etag()
    return response.make_conditional(request)


def plain(template: str, **context) -> str:
    """Text that is no page: the manifest."""
    return _render_template(template, **context)


def leave_for(path: str):
    """A redirect. htmx would swap the other page into the middle of this one: it is told to leave instead."""
    if not request.headers.get("HX-Request"):
        return redirect(path)
    response = make_response("", 204)
    response.headers["HX-Redirect"] = path
    return response


def tell(text: str, kind: str = "success") -> None:
    """A sentence shown once on the next page. Kinds: success, info, warning, danger."""
    flash(text, kind)


def ward_of_request() -> dict | None:
    """The ward of the signed-in person; for strangers the one they chose, or the only one."""
    if "ward" not in g:
        if current_user.is_authenticated:
            g.ward = ward_records.ward(current_user.ward_id)
        else:
            wards = ward_records.all_wards()
            wanted = request.args.get("phuong") or request.cookies.get("gd_ward", "")
            g.ward = next((row for row in wards if row["slug"] == wanted), wards[0] if wards else None)
    return g.ward


def surroundings() -> dict:
    """What every template may use."""
    kept = g.get("kept", False)
    me = None if kept or not current_user.is_authenticated else current_user
    nobody = kept or g.get("public", False)
    return {
        "demo": current_app.config["GD"].demo,
        "kept": kept,
        "lang": str(get_locale() or "vi"),
        "me": me,
        "ward": None if kept else ward_of_request(),
        "nav": items(me, request.path) if me else [],
        "may": (lambda verb: allowed(me.role, verb)) if me else (lambda verb: False),
        "flash": [] if nobody else [{"kind": kind, "text": text} for kind, text in get_flashed_messages(True)],
    }


def register_filters(app) -> None:
    """How times, days and numbers are written: 21/11/2026, 8 giờ 30."""
    app.jinja_env.filters.update(day=words.day, moment=words.moment, clock=words.clock_time, ago=words.ago)
    app.jinja_env.filters.update(refusal=words.refusal, tracking=tracking.format, said=words.said)
    app.jinja_env.filters.update(decimal=words.decimal, percent=words.percent)
    app.jinja_env.globals.update(label=words.label)
