"""What an answer is to a tablet: the twin of static/js/sync/signed_fetch.js, one signed request and its reading."""

import json
from dataclasses import dataclass
from types import SimpleNamespace

from tests.ledger.simulator.exchange import Answer, Request

# A place where other tabs may act, the browser may be killed, and nothing is in the air.
PAUSE = SimpleNamespace(name="pause")


@dataclass(frozen=True, slots=True)
class Heard:
    """`kind`: answer | problem | busy | offline | captive | not_our_server | done."""

    kind: str
    status: int = 0
    json: dict | None = None
    code: str = ""
    reached: bool = False
    text: str = ""


DONE = Heard("done")


def classify(answer: Answer | None, lines: bool = False) -> Heard:
    """`lines`: NDJSON is expected, which is handed on as text."""
    if answer is None:
        return Heard("offline")
    status, reached = answer.status, answer.ours
    try:
        body = json.loads(answer.text)
    except ValueError:
        body = None
    told = body if isinstance(body, dict) else {}
    code = told.get("code", f"http_{status}")
    refused = {"status": status, "code": code, "reached": reached, "json": told}
    if status == 429 or (status >= 500 and status != 511):
        return Heard("busy", **refused)
    if status == 413:
        return Heard("problem", **refused)
    if not reached:
        login = 300 <= status < 400 or status == 511
        html = status == 200 and answer.text.lstrip().startswith("<")
        return Heard("captive" if login or html else "not_our_server", status)
    if lines and status == 200:
        return Heard("answer", status, None, reached=True, text=answer.text)
    if not isinstance(body, dict | list):
        return Heard("not_our_server", status)
    if status >= 400:
        return Heard("problem", **refused)
    return Heard("answer", status, body, reached=True)


def _once(tablet, method: str, path: str, body: str, lines: bool, unsigned: bool):
    storage = tablet.storage
    identity = storage.meta.get("identity")
    if identity is None and not unsigned:
        return Heard("problem", 401, code="not_enrolled")
    device = "" if unsigned else f"{identity['ward']['id']}.{identity['device']['id']}"
    answer = yield Request(method, path, body, device, tablet.now - storage.offset)
    heard = classify(answer, lines)
    if heard.reached and answer.time:
        storage.heard(tablet.now - answer.time, "" if unsigned else answer.incarnation, tablet.now)
    if heard.kind == "answer" and not unsigned:
        storage.directed(answer.directive)
    return heard


def _show_certificate(tablet, refusal: Heard):
    """A server restored from before this enrolment: the certificate is the proof, and what was sent waits again."""
    certificate = tablet.storage.meta["identity"]["certificate"]
    body = json.dumps({"certificate": certificate})
    heard = yield from _once(tablet, "POST", "/sync/v1/readmit", body, False, False)
    if heard.kind == "problem":
        return refusal
    if heard.kind == "answer":
        yield PAUSE
        tablet.storage.send_again_from(heard.json["next_q"], True)
        yield PAUSE
        tablet.storage.readmitted(heard.json["device"])
    return heard


def signed(tablet, method: str, path: str, body: str = "", lines: bool = False, unsigned: bool = False):
    """A conversation: yields the request, is sent the answer, returns what was heard.

    A wrong clock is corrected by the server's time and the request repeated once, and so it is for a tablet that the
    server forgot.
    """
    heard = yield from _once(tablet, method, path, body, lines, unsigned)
    if heard.code == "clock_skew":
        heard = yield from _once(tablet, method, path, body, lines, unsigned)
    if heard.code != "device_unknown":
        return heard
    admitted = yield from _show_certificate(tablet, heard)
    if admitted.kind != "answer":
        return admitted
    return (yield from _once(tablet, method, path, body, lines, unsigned))
