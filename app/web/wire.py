"""How the sync protocol speaks: JSON with the GD-* headers that tell our server from a captive portal."""

import gzip
import zlib
from collections.abc import Iterator

import msgspec
from flask import Response, g, request

from app.config import INFLATED_BODY_BYTES_MAX, PUSH_BODY_BYTES_MAX
from app.problems import Problem
from app.web import words
from app.web.crowd import come_back_after
from app.web.sessions import now_ms

PREFIX = "/sync/"
PROTOCOL = "1"
_SMALL_BYTES = 4_096


def answer(body: dict, status: int = 200, media_type: str = "application/json") -> Response:
    response = Response(msgspec.json.encode(body), status=status, mimetype=media_type)
    return mark(response)


def pressed(response: Response) -> Response:
    """The answer gzipped, where it is large and whoever asked can read that."""
    if response.content_length > _SMALL_BYTES and "gzip" in request.accept_encodings:
        response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def lines(told: Iterator[str]) -> Response:
    """Lines of JSON, each with its end."""
    text = "".join(f"{line}\n" for line in told)
    return mark(Response(text, mimetype="application/x-ndjson"))


def mark(response: Response) -> Response:
    """The headers without which a device does not believe that we are its server."""
    response.headers["GD-Proto"] = PROTOCOL
    response.headers["GD-Time"] = str(now_ms())
    response.headers["GD-Inc"] = g.get("incarnation", "")
    if directive := g.get("directive"):
        # What the ward wants of the device that signed the request: drain | wipe.
        response.headers["GD-Do"] = directive
    response.headers["Cache-Control"] = "no-store"
    return response


def problem(refusal: Problem) -> Response:
    """RFC 9457."""
    body = {"type": "about:blank", "title": words.refusal(refusal), "status": refusal.status, "code": refusal.code}
    if refusal.details:
        body["details"] = refusal.details
    response = answer(body, refusal.status, "application/problem+json")
    if refusal.status in (429, 503):
        minutes = refusal.params.get("minutes", 0)
        response.headers["Retry-After"] = str(60 * minutes) if minutes else come_back_after()
    return response


def body_bytes() -> tuple[bytes, bytes]:
    """(as sent, inflated). Raises Problem batch_too_large before it holds more than the limit in memory."""
    if (request.content_length or 0) > PUSH_BODY_BYTES_MAX + 64 * 1024:
        raise Problem("batch_too_large")
    sent = request.get_data(cache=False)
    if request.headers.get("Content-Encoding") != "gzip":
        return sent, sent
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        inflated = inflater.decompress(sent, INFLATED_BODY_BYTES_MAX)
    except zlib.error as error:
        raise Problem("request_unreadable") from error
    if inflater.unconsumed_tail:
        raise Problem("batch_too_large")
    return sent, inflated


def read(inflated: bytes, kind):
    """The body as a typed struct. Raises Problem request_unreadable."""
    try:
        return msgspec.json.decode(inflated, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Problem("request_unreadable") from error
