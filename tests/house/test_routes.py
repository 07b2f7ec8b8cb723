"""Every address is Vietnamese kebab-case, typed, and says who may call it."""

import re

from app.web.guard import SAFE_METHODS

SEGMENT = re.compile(r"^(?:[a-z0-9]+(?:-[a-z0-9]+)*|<(?:uuid|int):[a-z_]+>|<code>)$")
# /M/ and /X are what a slip's and a sheet's QR say: capitals alone make the code a third smaller.
OUTSIDE = {
    "/",
    "/healthz",
    "/sw.js",
    "/sw-dan.js",
    "/manifest.webmanifest",
    "/dan.webmanifest",
    "/ki-ot.webmanifest",
    "/favicon.ico",
    "/M/<code>",
    "/X",
}


FILES = ("", "pdf", "csv", "xlsx", "json", "crt")


def rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_every_route_says_who_may_call_it(app):
    for rule in rules(app):
        view = app.view_functions[rule.endpoint]
        assert hasattr(view, "verb"), f'{rule.rule}: put @allow("noun.verb") or @public on {rule.endpoint}'


def test_every_address_is_kebab_case_and_typed(app):
    for rule in rules(app):
        if rule.rule in OUTSIDE or rule.rule.startswith(("/sync/v1/", "/api/v1/")):
            continue
        for segment in rule.rule.strip("/").split("/"):
            name, _, suffix = segment.partition(".")
            assert segment == "-" or (SEGMENT.match(name) and suffix in FILES), rule.rule


def test_what_is_signed_by_a_device_lives_under_sync(app):
    for rule in rules(app):
        if getattr(app.view_functions[rule.endpoint], "signed", False):
            assert rule.rule.startswith("/sync/v1/"), f"{rule.rule} skips the same-origin check"


def test_public_pages_change_nothing_but_what_they_must(app):
    changing = {
        rule.rule
        for rule in rules(app)
        if app.view_functions[rule.endpoint].verb is None
        and set(rule.methods) - set(SAFE_METHODS)
        and not rule.rule.startswith("/sync/v1/")
    }
    assert changing <= {
        "/dang-nhap",
        "/dang-xuat",
        "/-/ngon-ngu",
        "/cai-dat",
        "/xac-minh",
        "/danh-gia/<code>",
        "/to-khai/<code>",
        "/gop-y",
        "/tra-cuu/danh-gia",
        "/so-thu-tu",
        "/so-thu-tu/bo",
    }
