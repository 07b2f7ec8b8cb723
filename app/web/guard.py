"""Who may call which page: every route carries `@allow("noun.verb")` or `@public`, and writes come from our own pages.

Denied by default: a route without a mark answers nobody.
"""

from flask import current_app, request
from flask_login import current_user

from app.problems import Problem
from app.rules.permissions import RIGHTS, allowed
from app.web.render import leave_for

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def allow(verb: str):
    """The page is for people whose role has this right."""
    if verb not in RIGHTS:
        raise KeyError(f"no right is called {verb}")

    def mark(view):
        view.verb = verb
        return view

    return mark


def public(view=None, *, signed: bool = False):
    """The page is for everybody. `signed`: a device signs its requests, so no cookie and no page stands behind them."""

    def mark(view):
        view.verb = None
        view.signed = signed
        return view

    return mark(view) if view else mark


def check_request():
    """Runs before every view. Raises Problem: sign_in_needed, not_allowed, cross_site, request_unreadable.

    Whoever still has the password that somebody else gave them is led to the page where they choose their own.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None:
        return None
    if not hasattr(view, "verb"):
        raise Problem("not_allowed")
    if request.method not in SAFE_METHODS and not getattr(view, "signed", False):
        _check_origin()
    _check_text()
    if view.verb is None:
        return None
    if not current_user.is_authenticated:
        raise Problem("sign_in_needed")
    if current_user.must_change and view.verb != "account.change":
        return leave_for("/mat-khau")
    if not allowed(current_user.role, view.verb):
        raise Problem("not_allowed")
    return None


def _check_text() -> None:
    """U+0000 is typed by nobody; no page may show it and PostgreSQL stores no text with it.

    Forms with files have limits of their own, which their views set: they are not read here.
    """
    said = [request.path, *(value for _, value in request.args.items(multi=True))]
    if request.mimetype == "application/x-www-form-urlencoded":
        said += [value for _, value in request.form.items(multi=True)]
    if any("\0" in text for text in said):
        raise Problem("request_unreadable")


def _check_origin() -> None:
    """A form token would expire in a drawer; what the browser itself says about the sender does not.

    `Sec-Fetch-Site` is sent only over HTTPS and on localhost, so on a plain lobby network `Origin` must do alone.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Problem("cross_site")
        return
    # Compared as text: an address that cannot be taken apart is nobody's.
    if request.headers.get("Origin", "").partition("://")[2] != request.host:
        raise Problem("cross_site")
