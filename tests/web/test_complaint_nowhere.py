"""R13 from outside: everything a person can open is the same, byte for byte, whether or not somebody complained."""

import io
import re
import zipfile
from collections import deque

import pytest
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from app.web import sessions
from tests import lived_ward, people
from tests.feedback_desk import LIEN, FeedbackDesk, hire
from tests.web.counter_clock import CounterClock

_LINK = re.compile(r'(?:href|hx-get|src)="([^"#]+)')
# New on every page: ids that forms carry, and the marks of sessions.
_OWN = re.compile(r'value="[0-9a-f]{8}-[0-9a-f-]{27}"')
_LEFT_OUT = re.compile(r"^/(r/|static|dang-xuat|-/|xuat/dang-lam|ho-so/in-nhieu)")


def _client(app, person):
    client = FlaskClient(app, Response, use_cookies=True)
    client.set_cookie(sessions.COOKIE, sessions.start_session(people.WARD, person.id, sessions.now_ms()))
    return client


def _text(answer) -> str:
    data = answer.data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            # When it was made is another moment each time.
            names = sorted(name for name in whole.namelist() if "docProps" not in name)
            return "\n".join(whole.read(name).decode("utf-8", "replace") for name in names)
    return _OWN.sub("", data.decode("utf-8", "replace"))


def walk(client, starts, most=250) -> dict[str, tuple[int, str]]:
    """{address: (status, text)} of everything that links lead to."""
    seen, wait = {}, deque(starts)
    while wait and len(seen) < most:
        path = wait.popleft()
        if path in seen or _LEFT_OUT.match(path) or path.endswith(".pdf") or ".pdf?" in path:
            continue
        answer = client.get(path, headers={"Sec-Fetch-Site": "same-origin"})
        text = _text(answer)
        seen[path] = (answer.status_code, text)
        if answer.status_code in (302, 303):
            wait.append(answer.headers["Location"].replace("http://localhost", ""))
        if answer.mimetype == "text/html":
            for link in _LINK.findall(text):
                link = link.replace("&amp;", "&")
                if link.startswith("?"):
                    link = path.partition("?")[0] + link
                if link.startswith("/") and not link.startswith("//"):
                    wait.append(link)
    return seen


@pytest.fixture
def clock(app, monkeypatch):
    clock = CounterClock(monkeypatch, "2026-11-05 09:00")
    hire()
    lived_ward.live(visits=40, dossiers=30, tickets=10, feedback=12)
    clock.at("2026-11-05 09:00")
    return clock


STARTS = [
    "/so-lieu",
    "/phan-anh",
    "/so-lieu/nguoi-dan",
    "/danh-gia-thang",
    "/can-xem-lai",
    "/du-lieu-mo",
    "/bao-cao/lap",
]
STARTS += ["/bao-cao/lap", "/xuat/phan-anh.csv?tu=2026-08-01&den=2026-11-05", "/"]


@pytest.mark.parametrize("person", [people.HA, people.MINH], ids=lambda person: person.login)
def test_r13_nothing_that_can_be_opened_is_other_than_before(clock, app, person):
    other = LIEN if person is people.MINH else people.MINH
    client = _client(app, person)
    walk(client, STARTS)
    before = walk(client, STARTS)
    desk = FeedbackDesk().at("2026-10-20 09:00")
    row = desk.hear(by=other, about=[person.id])
    desk.at("2026-10-21 09:00").step("classify", row, by=other, category="conduct", reason="")
    desk.hear(by=other, about=[person.id])
    desk.hear(by=other, kind="suggestion", about=[person.id])
    clock.at("2026-11-05 09:00")
    after = walk(client, STARTS)
    assert len(before) > 100
    assert before.keys() == after.keys()
    assert [path for path in before if before[path] != after[path]] == []
