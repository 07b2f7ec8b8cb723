"""The one client of every page test: it checks each HTML answer as a careful visitor would."""

import re
import unicodedata

import html5lib
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from app.web import sessions
from tests import people

_NAMESPACE = "{http://www.w3.org/1999/xhtml}"
_LABELLED = {"input", "select", "textarea"}
_NEEDS_NO_LABEL = {"hidden", "submit", "button", "reset"}


class PageProblem(AssertionError):
    pass


class PageClient:
    """GET and POST with the headers of a real browser; follows nothing by itself."""

    def __init__(self, app):
        self.app = app
        self.client = FlaskClient(app, Response, use_cookies=True)
        self.person = None

    def signed_in(self, person: people.Someone) -> "PageClient":
        now = sessions.now_ms()
        value = sessions.start_session(people.ward_of(person), person.id, now)
        self.client.set_cookie(sessions.COOKIE, value)
        self.person = person
        return self

    def get(self, path: str, fragment: bool = False, **arguments):
        headers = {"Sec-Fetch-Site": "same-origin", **arguments.pop("headers", {})}
        if fragment:
            headers |= {"HX-Request": "true", "HX-Request-Type": "partial"}
        return self._checked(path, self.client.get(path, headers=headers, **arguments), fragment)

    def post(self, path: str, data=None, fragment: bool = False, **arguments):
        headers = {"Sec-Fetch-Site": "same-origin", **arguments.pop("headers", {})}
        if fragment:
            headers |= {"HX-Request": "true", "HX-Request-Type": "partial"}
        return self._checked(path, self.client.post(path, data=data or {}, headers=headers, **arguments), fragment)

    def follow(self, response):
        assert response.status_code in (302, 303), response.status_code
        return self.get(response.headers["Location"])

    def _checked(self, path, response, fragment):
        if response.mimetype == "text/html" and response.data:
            try:
                check_html(response.get_data(as_text=True), fragment)
            except PageProblem as problem:
                raise PageProblem(f"{path} ({response.status_code}): {problem}") from None
            policy = response.headers["Content-Security-Policy"]
            if "'unsafe" in policy or "default-src 'none'" not in policy:
                raise PageProblem(f"{path}: weak policy {policy}")
        return response


def check_html(text: str, fragment: bool = False) -> None:
    """Raises PageProblem for what would trip a screen reader, a strict policy or an honest parser."""
    if unicodedata.normalize("NFC", text) != text:
        raise PageProblem("the page is not NFC")
    if "{{" in text or "{%" in text:
        raise PageProblem("a template shows through")
    parser = html5lib.HTMLParser(strict=False)
    known = _ROW_TEMPLATE.sub(r"<table><tbody>\1</tbody></table>", text)
    tree = parser.parseFragment(known) if fragment else parser.parse(known)
    serious = [error for _, error, _ in parser.errors if error not in _TOLERATED]
    if serious:
        raise PageProblem(f"does not parse: {serious[:3]}")
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    if not fragment:
        _check_document(tree, elements)
    _check_ids(elements)
    _check_labels(elements)
    _check_forms(elements)
    _check_policy(elements)


# What html5lib says of correct HTML: it predates <search> and knows no custom void elements.
_TOLERATED = {"expected-doctype-but-got-start-tag"}
# Nor does it know that a <template> may hold a row alone.
_ROW_TEMPLATE = re.compile(r"<template[^>]*>(<tr>.*?</tr>)</template>", re.DOTALL)


def _name(element) -> str:
    return element.tag.removeprefix(_NAMESPACE)


def _check_document(tree, elements) -> None:
    if tree.get("lang") not in ("vi", "en"):
        raise PageProblem("the page does not say its language")
    titles = [element for element in elements if _name(element) == "title" and (element.text or "").strip()]
    if not titles:
        raise PageProblem("the page has no title")
    headings = [element for element in elements if _name(element) == "h1" and not _in_template(tree, element)]
    if len(headings) != 1:
        raise PageProblem(f"the page has {len(headings)} h1")


def _in_template(tree, wanted) -> bool:
    return any(wanted in list(template.iter()) for template in tree.iter(f"{_NAMESPACE}template"))


def _check_ids(elements) -> None:
    seen = set()
    for element in elements:
        given = element.get("id")
        if given is None:
            continue
        if given in seen or not given or " " in given:
            raise PageProblem(f"id {given!r} stands twice or is no id")
        seen.add(given)
    for element in elements:
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for wanted in (element.get(attribute) or "").split():
                if wanted not in seen:
                    raise PageProblem(f"{attribute}={wanted!r} points nowhere")


def _check_labels(elements) -> None:
    labelled = {element.get("for") for element in elements if _name(element) == "label"}
    inside = {
        id(child)
        for element in elements
        if _name(element) == "label"
        for child in element.iter()
        if child is not element
    }
    for element in elements:
        if _name(element) not in _LABELLED or element.get("type") in _NEEDS_NO_LABEL:
            continue
        if not (
            element.get("id") in labelled
            or id(element) in inside
            or element.get("aria-label")
            or element.get("aria-labelledby")
        ):
            raise PageProblem(f"the control {element.get('name')!r} has no label")
    for element in elements:
        if (
            _name(element) in ("button", "a")
            and not "".join(element.itertext()).strip()
            and not element.get("aria-label")
        ):
            raise PageProblem(f"a {_name(element)} has no words")
        if _name(element) == "img" and element.get("alt") is None:
            raise PageProblem("a picture has no alt")


def _check_forms(elements) -> None:
    for element in elements:
        if (
            _name(element) == "form"
            and element.get("method") != "dialog"
            and not (element.get("action") and element.get("method") in ("get", "post"))
        ):
            raise PageProblem("a form without action and method")


def _check_policy(elements) -> None:
    for element in elements:
        if element.get("style") is not None or _name(element) == "style":
            raise PageProblem("an inline style")
        if _name(element) == "script" and not element.get("src"):
            raise PageProblem("an inline script")
        if any(attribute.startswith("on") for attribute in element.keys()):  # noqa: SIM118 - ElementTree has no iteration
            raise PageProblem("an inline handler")
        if any(attribute.startswith("hx-on") for attribute in element.keys()):  # noqa: SIM118
            raise PageProblem("hx-on does not run under our policy")
        for attribute in ("src", "srcset"):
            if re.match(r"(https?:)?//", element.get(attribute) or ""):
                raise PageProblem(f"an external {attribute}")
        if _name(element) == "link" and re.match(r"(https?:)?//", element.get("href") or ""):
            raise PageProblem("an external link element")
