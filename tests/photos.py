"""Photos in tests: a JPEG as a phone makes it (with the place in its EXIF), and a phone that sends it in pieces."""

from hashlib import sha256
from io import BytesIO

from PIL import Image

from app.ledger.envelope import new_id

PLACE = b"Xa La, sanh CT1A"
DOOR = "/sync/v1/public/photo"


def jpeg(width: int = 640, height: int = 480, colour=(20, 90, 160), place: bytes = PLACE) -> bytes:
    """A picture with four unlike corners, a place and a camera's name in its metadata."""
    picture = Image.new("RGB", (width, height), colour)
    picture.paste((200, 30, 30), (0, 0, width // 2, height // 2))
    exif = Image.Exif()
    exif[0x010F] = "Phone of somebody"
    exif[0x0112] = 6  # lies on its side
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (20.0, 57.0, 40.0), "E", (105.0, 47.0, 30.0)
    gps[0x001B] = place
    made = BytesIO()
    picture.save(made, "JPEG", quality=90, exif=exif, comment=b"taken by " + place)
    return made.getvalue()


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def named(*photos: bytes) -> list[dict]:
    """What the operation of a feedback says of its photos."""
    return [{"hash": digest(each), "bytes": len(each)} for each in photos]


def voice(*photos: bytes, **changed) -> dict:
    """An operation of /sync/v1/public with photos to follow."""
    body = {
        "kind": "suggestion",
        "content": "Vỉa hè trước sảnh bị lún",
        "place": "CT1A",
        "name": "",
        "address": "",
        "phone": "",
    }
    return {"op": new_id(), "e": new_id(), "t": "feedback.receive/1", "b": body | changed | {"photos": named(*photos)}}


def send(client, entity: str, photo: bytes, offset: int, piece: bytes, **headers):
    """One piece through the door; the answer."""
    told = {
        "Sec-Fetch-Site": "same-origin",
        "GD-Feedback": entity,
        "GD-Photo": digest(photo),
        "GD-Offset": str(offset),
        "GD-Chunk": digest(piece),
    }
    return client.post(DOOR, data=piece, content_type="application/octet-stream", headers=told | headers)


def send_whole(client, entity: str, photo: bytes, size: int = 4_000) -> dict:
    """Piece by piece; the last answer."""
    told = {"have": 0}
    for offset in range(0, len(photo), size):
        told = send(client, entity, photo, offset, photo[offset : offset + size]).json
    return told
