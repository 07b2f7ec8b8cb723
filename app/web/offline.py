"""What a phone keeps: the worker's script with the list of its files, the manifest, and which pages are kept."""

import json

from flask import Blueprint, Response, current_app, request, url_for

from app.web.guard import public
from app.web.render import plain

routes = Blueprint("offline", __name__)

# What the tablet app needs without a network; the rest of the release is fetched only where it is used.
_PRECACHED = (
    "static/js/kernel.js",
    "static/js/duty.js",
    "static/css/main.css",
    "static/css/paper.css",
    "static/icons/sprite.svg",
)


def kept_pages() -> list[str]:
    """Addresses of all kept pages, in the order of the route table."""
    with current_app.test_request_context():
        return sorted(
            url_for(rule.endpoint)
            for rule in current_app.url_map.iter_rules()
            if getattr(current_app.view_functions[rule.endpoint], "kept", False)
        )


def kept(view):
    """Marks a page that the worker keeps; a test renders it as two people and compares bytes."""
    view.kept = True
    return view


@routes.get("/sw.js")
@public
def worker():
    """Changes by itself with every release, because it names the release and everything in it."""
    release = current_app.config["RELEASE"]
    told = {
        "release": release,
        "assets": [f"/r/{release}/{name}" for name in _PRECACHED],
        "pages": kept_pages(),
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
    response = Response(plain("manifest.webmanifest.j2"), mimetype="application/manifest+json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
