"""POST /sync/v1/public/photo: a piece of a photo that follows a feedback. Unsigned and idempotent; what is not named by
the feedback's own operation is not taken.
"""

import re
from hashlib import sha256

from flask import Blueprint, current_app, request

from app.ledger import photo
from app.problems import Problem
from app.records import feedback_public
from app.records.photo_folder import PhotoFolder
from app.rules.feedback_photo import CHUNK_MAX
from app.web import wire
from app.web.guard import public
from app.web.render import ward_of_request
from app.web.sessions import now_ms
from app.web.sync_public import count_knocks

routes = Blueprint("sync_photo", __name__, url_prefix=wire.PREFIX + "v1/public")

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_OFFSET = re.compile(r"[0-9]{1,7}")


def photo_folder() -> PhotoFolder:
    return PhotoFolder(current_app.config["GD"].data_dir)


@routes.post("/photo")
@public
def take():
    """Headers: GD-Feedback (its id), GD-Photo (SHA-256 of the whole), GD-Offset, GD-Chunk (SHA-256 of the body). An
    empty body asks how far the ward has it. Answers {"state", "have"}, see ledger.photo.take.
    """
    now, ward = now_ms(), ward_of_request()
    if ward is None:
        raise Problem("not_found")
    if request.mimetype != "application/octet-stream" or (request.content_length or 0) > CHUNK_MAX:
        raise Problem("request_unreadable")
    piece, _same = wire.body_bytes()
    entity, sent = _header("GD-Feedback", _ID), _header("GD-Photo", _HASH)
    offset, digest = int(_header("GD-Offset", _OFFSET)), _header("GD-Chunk", _HASH)
    if len(piece) > CHUNK_MAX or sha256(piece).hexdigest() != digest:
        raise Problem("request_unreadable")
    count_knocks(request.remote_addr or "", 1, now)
    row = feedback_public.awaits_photos(ward["id"], entity)
    state, have = photo.take(photo_folder(), ward["id"], row, sent, offset, piece, now)
    return wire.answer({"state": state, "have": have})


def _header(name: str, pattern: re.Pattern) -> str:
    """Raises Problem("request_unreadable") for what is not of this form."""
    text = request.headers.get(name, "")
    if not pattern.fullmatch(text):
        raise Problem("request_unreadable")
    return text
