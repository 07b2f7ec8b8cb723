"""What a phone keeps: the worker's script with the list of its files, the manifest, and which pages are kept."""

import json
from functools import wraps

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext as _

from app.web import security
from app.web.guard import public
from app.web.render import kept_html, plain, show_kept

routes = Blueprint("offline", __name__)

BUNDLE, CITIZEN_BUNDLE = "/truc/trang-giu.json", "/trang-giu.json"

# What the tablet app needs without a network; the rest of the release is fetched only where it is used.
_PRECACHED = (
    "static/js/kernel.js",
    "static/js/duty.js",
    "static/css/main.css",
    "static/css/paper.css",
    "static/icons/sprite.svg",
)


_CITIZEN_PRECACHED = (
    "static/js/citizen_joined.js",
    "static/css/main.css",
    "static/css/citizen.css",
    "static/icons/sprite.svg",
    "static/icons/desk.svg",
)


def _kept_for(whom: str):
    def kept(view):
        @wraps(view)
        def page():
            template, context = view()
            return show_kept(kept_html(template, **context), "page")

        page.kept, page.kept_for = view, whom
        return page

    return kept


# Makes a page that the worker keeps of a view that says (template, context) and looks at nobody.
kept = _kept_for("tablet")
# The same for citizens' own phones.
kept_for_citizens = _kept_for("citizen")


def _kept_views(whom: str) -> dict:
    """{address: what says its template} of every kept page, in the order of the addresses."""
    marked = {}
    for rule in current_app.url_map.iter_rules():
        view = current_app.view_functions[rule.endpoint]
        if getattr(view, "kept_for", "") == whom:
            marked[rule.rule] = view.kept
    return dict(sorted(marked.items()))


def kept_pages(whom: str = "tablet") -> list[str]:
    """Addresses of all kept pages of a tablet, or of a "citizen"."""
    return list(_kept_views(whom))


@routes.get(BUNDLE)
@public
def bundle():
    return _bundle("tablet")


@routes.get(CITIZEN_BUNDLE)
@public
def citizen_bundle():
    return _bundle("citizen")


def _bundle(whom: str):
    """All kept pages in one answer: a third of what they cost one by one, and never a mixture of two releases."""
    pages = {}
    for address, view in _kept_views(whom).items():
        template, context = view()
        pages[address] = kept_html(template, **context)
    headers = {"Content-Type": "text/html; charset=utf-8", "GD-Kept": "page", **security.HEADERS}
    return show_kept(json.dumps({"headers": headers, "pages": pages}, ensure_ascii=False), "pages", "application/json")


@routes.get("/sw.js")
@public
def worker():
    return _worker("tablet", "sw/joined.js", _PRECACHED, BUNDLE)


@routes.get("/sw-dan.js")
@public
def citizen_worker():
    return _worker("citizen", "sw/citizen_joined.js", _CITIZEN_PRECACHED, CITIZEN_BUNDLE)


def _worker(whom: str, script: str, files: tuple[str, ...], bundle_address: str):
    """Changes by itself with every release, because it names the release and everything in it."""
    release = current_app.config["RELEASE"]
    told = {
        "release": release,
        "assets": [f"/r/{release}/{name}" for name in files],
        "pages": kept_pages(whom),
        "bundle": bundle_address,
    }
    text = (
        f'import {{ start }} from "/r/{release}/{script}";\n'
        f"start({json.dumps(told, ensure_ascii=False, separators=(',', ':'))});\n"
    )
    response = Response(text, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    response.add_etag()
    return response.make_conditional(request)


@routes.get("/dan.webmanifest")
@public
def citizen_manifest():
    return _manifest(citizen=True, screenshots=[])


@routes.get("/ki-ot.webmanifest")
@public
def kiosk_manifest():
    """The citizens' pages on a machine for everybody: nothing of the tablet around them."""
    return _manifest(citizen=True, kiosk=True, screenshots=[])


@routes.get("/manifest.webmanifest")
@public
def manifest():
    shots = [
        {
            "path": "pictures/phone-form.png",
            "sizes": "720x1480",
            "form_factor": "narrow",
            "label": _("Ghi lượt hỗ trợ"),
        },
        {
            "path": "pictures/desk-list.png",
            "sizes": "1280x800",
            "form_factor": "wide",
            "label": _("Danh sách lượt hỗ trợ"),
        },
    ]
    return _manifest(citizen=False, screenshots=shots)


def _manifest(**context):
    response = Response(plain("manifest.webmanifest.j2", **context), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
