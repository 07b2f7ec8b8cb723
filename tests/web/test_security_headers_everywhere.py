"""Every answer carries the headers, whoever asks and whatever comes of it."""

import pytest

from tests import people

ANSWERS = [
    ("/", 200),
    ("/dang-nhap", 200),
    ("/khong-co-trang-nay", 404),
    ("/nguoi-dung", 302),
    ("/healthz", 200),
    ("/sw.js", 200),
    ("/truc", 200),
]


@pytest.mark.parametrize(("path", "status"), ANSWERS)
def test_the_policy_lets_nothing_in_from_elsewhere(visitor, path, status):
    answer = visitor.get(path)
    assert answer.status_code == status
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_https_is_remembered_only_where_it_was_used(app, visitor):
    assert "Strict-Transport-Security" not in visitor.get("/").headers
    assert visitor.get("/", base_url="https://localhost").headers["Strict-Transport-Security"].startswith("max-age=")


def test_a_refusal_tells_nothing_of_the_machine(sign_in):
    answer = sign_in(people.LAN).get("/nguoi-dung")
    assert answer.status_code == 403
    text = answer.get_data(as_text=True)
    assert "Traceback" not in text
    assert ".py" not in text
