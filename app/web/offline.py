"""What a phone keeps: the worker's script with the list of its files, the manifest, and which pages are kept."""

import json
from functools import wraps

from flask import Blueprint, Response, current_app, request
from flask_babel import gettext as _

from app.web import security
from app.web.guard import public
from app.web.render import kept_html, plain, show_kept

routes = Blueprint("offline", __name__)

BUNDLE = "/truc/trang-giu.json"

# What the tablet app needs without a network; the rest of the release is fetched only where it is used.
_PRECACHED = (
    "static/js/kernel.js",
    "static/js/duty.js",
    "static/css/main.css",
    "static/css/paper.css",
    "static/icons/sprite.svg",
)


def kept(view):
    """Makes a page that the worker keeps of a view that says (template, context) and looks at nobody."""

    @wraps(view)
    def page():
        template, context = view()
        return show_kept(kept_html(template, **context), "page")

    page.kept = view
    return page


def _kept_views() -> dict:
    """{address: what says its template} of every kept page, in the order of the addresses."""
    marked = {
        rule.rule: current_app.view_functions[rule.endpoint].kept
        for rule in current_app.url_map.iter_rules()
        if hasattr(current_app.view_functions[rule.endpoint], "kept")
    }
    return dict(sorted(marked.items()))


def kept_pages() -> list[str]:
    """Addresses of all kept pages."""
    return list(_kept_views())


@routes.get(BUNDLE)
@public
def bundle():
    """All kept pages in one answer: a third of what they cost one by one, and never a mixture of two releases."""
    pages = {}
    for address, view in _kept_views().items():
        template, context = view()
        pages[address] = kept_html(template, **context)
    headers = {"Content-Type": "text/html; charset=utf-8", "GD-Kept": "page", **security.HEADERS}
    return show_kept(json.dumps({"headers": headers, "pages": pages}, ensure_ascii=False), "pages", "application/json")


@routes.get("/sw.js")
@public
def worker():
    """Changes by itself with every release, because it names the release and everything in it."""
    release = current_app.config["RELEASE"]
    told = {
        "release": release,
        "assets": [f"/r/{release}/{name}" for name in _PRECACHED],
        "pages": kept_pages(),
        "bundle": BUNDLE,
    }
    text = (
        f'import {{ start }} from "/r/{release}/sw/joined.js";\n'
        f"start({json.dumps(told, ensure_ascii=False, separators=(',', ':'))});\n"
    )
    response = Response(text, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    response.add_etag()
    return response.make_conditional(request)


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
    response = Response(plain("manifest.webmanifest.j2", screenshots=shots), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
