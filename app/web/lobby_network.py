"""/ket-noi: how a phone joins the lobby's network and, where the server has an authority of its own, comes to trust it.

The one page that is also served without HTTPS: it hands out the certificate that HTTPS needs (app/lan.py).
"""

from hashlib import sha256
from ssl import PEM_cert_to_DER_cert

from flask import Blueprint, Response, current_app

from app.problems import Problem
from app.rules import poster
from app.web.guard import public
from app.web.render import show_public

routes = Blueprint("lobby_network", __name__, url_prefix="/ket-noi")

CERTIFICATE = "chung-chi.crt"


@routes.get("")
@public
def join():
    config = current_app.config["GD"]
    return show_public(
        "lobby_network/show.html",
        address=config.base_url,
        shown=poster.shown(config.base_url),
        wifi=config.wifi,
        password=config.wifi_password,
        certificate=f"/ket-noi/{CERTIFICATE}" if config.authority else "",
        fingerprint=poster.fingerprint_lines(fingerprint()),
    )


@routes.get(f"/{CERTIFICATE}")
@public
def certificate():
    """The authority's certificate as phones and Windows install it (DER). Raises Problem("not_found")."""
    content = _certificate()
    if not content:
        raise Problem("not_found")
    response = Response(content, mimetype="application/x-x509-ca-cert")
    response.headers["Content-Disposition"] = 'attachment; filename="gan-dan-mang-noi-bo.crt"'
    response.headers["Cache-Control"] = "no-cache"
    return response


def _certificate() -> bytes:
    path = current_app.config["GD"].authority
    return PEM_cert_to_DER_cert(path.read_text()) if path else b""


def fingerprint() -> str:
    """SHA-256 of the certificate as phones show it, "AB:CD:…"; "" without one. Printed, so that a swapped one is
    seen: it is handed out before anything is trusted."""
    content = _certificate()
    return ":".join(f"{byte:02X}" for byte in sha256(content).digest()) if content else ""
