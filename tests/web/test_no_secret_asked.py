"""R16: a volunteer has nowhere to write a citizen's password, passcode or one-time code: no page has a field for one,
and every field of free text belongs to a table whose texts are scanned (tests/rules/test_secret_scan.py).
"""

import html5lib
import pytest

from app.rules import assistance_fields
from app.web.offline import kept_pages
from tests import people

# The volunteer's own: the password of a shift, the PIN of the screen lock.
OWN = {"/truc/mo-ca": {"password", "pin", "new_pin"}}
# Searches the list of procedures and is sent nowhere: static/js/ui/procedure_picker.js.
SEARCH = "procedure_pick_text"
_SECRETIVE = ("one-time-code", "current-password", "new-password")
_FREE = {None, "text", "search", "email", "tel", "url"}


def fields(response) -> list[dict]:
    tree = html5lib.parse(response.get_data(as_text=True), namespaceHTMLElements=False)
    found = [
        dict(element.items()) | {"tag": element.tag} for element in tree.iter() if element.tag in ("input", "textarea")
    ]
    return [one for one in found if one.get("type") not in ("hidden", "checkbox", "radio", "submit")]


def secretive(one: dict) -> bool:
    named = f"{one.get('name', '')} {one.get('id', '')}".lower()
    words = any(word in named for word in ("otp", "passcode", "mat-khau", "mat_khau", "passwd"))
    return words or one.get("type") == "password" or one.get("autocomplete") in _SECRETIVE


@pytest.fixture
def pages(app, sign_in):
    with app.app_context():
        return {path: fields(sign_in(people.LAN).get(path)) for path in kept_pages()}


def test_r16_no_page_of_a_volunteer_asks_for_a_secret_of_the_citizen(pages):
    asked = {path: {one.get("name") for one in found if secretive(one)} for path, found in pages.items()}
    assert {path: names for path, names in asked.items() if names} == OWN


def test_r16_each_free_text_of_the_form_is_one_that_is_scanned(pages):
    free = {one.get("name") for one in pages["/truc/ghi"] if one["tag"] == "textarea" or one.get("type") in _FREE}
    table = assistance_fields.FIELDS
    scanned = {name for name, spec in table.items() if spec["kind"] == "text" and spec["secret"]}
    narrow = {name for name, spec in table.items() if spec["kind"] in ("phone", "whole", "code", "day")}
    assert {"note", "name", "building", "apartment"} <= free
    assert free - {SEARCH} <= scanned | narrow
