"""A photo made anew from its pixels alone: neither where it was taken, nor by which phone, nor what hung on its end."""

import re
from io import BytesIO

from PIL import Image, ImageOps

# The phone has made it small; what unpacks to more than this is no photo of ours but a bomb.
PIXELS_MAX = 6_000_000
SIDE_MAX = 4_000
_QUALITY = 85
# A progressive photo has a dozen scans. Each is worked through whole, however few bytes it has: 600 kB of them, from
# anybody without an account, took minutes of a processor.
SCANS_MAX = 100
# Markers, but for those that have no length and for what is a byte of the picture (ff 00).
_SEGMENT = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")
_SEGMENTS_MAX = 1_000
_SCAN, _END = b"\xda", b"\xd9"


class NotAPicture(Exception):
    """What was sent is no JPEG photo of a usable size."""


# A form without scripts sends what the camera made, signed-in people alone. JPEG is unpacked at an eighth to a half of
# its size then; a progressive one of this many points still takes 150 MB meanwhile.
CAMERA_PIXELS_MAX = 25_000_000
CAMERA_SIDE = 1_600


def anew(sent: bytes, camera: bool = False) -> bytes:
    """A JPEG of the same picture without any metadata. `camera`: as large as cameras make them, and made smaller.

    Raises NotAPicture.
    """
    if _is_endless(sent):
        raise NotAPicture
    try:
        with Image.open(BytesIO(sent), formats=["JPEG"]) as opened:
            if camera and opened.width * opened.height <= CAMERA_PIXELS_MAX:
                # At least half as large on its shorter side as what is kept.
                opened.draft("RGB", (CAMERA_SIDE // 2, CAMERA_SIDE // 2))
            # Only the header has been read so far.
            width, height = opened.size
            if not (0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX and width * height <= PIXELS_MAX):
                raise NotAPicture
            upright = ImageOps.exif_transpose(opened).convert("RGB")
        if camera:
            upright.thumbnail((CAMERA_SIDE, CAMERA_SIDE))
        clean = Image.new("RGB", upright.size)
        clean.paste(upright)
    except NotAPicture:
        raise
    except Exception as error:
        # A library that takes apart what strangers made knows many ways to fail.
        raise NotAPicture from error
    made = BytesIO()
    clean.save(made, "JPEG", quality=_QUALITY, optimize=True)
    return made.getvalue()


def _is_endless(sent: bytes) -> bool:
    """Whether more has to be worked through than a camera writes. What hangs behind the end, as a film does, is not."""
    scans, at = 0, 0
    for _ in range(_SEGMENTS_MAX):
        found = _SEGMENT.search(sent, at)
        if found is None or found[1] == _END:
            return False
        scans += found[1] == _SCAN
        if scans > SCANS_MAX:
            return True
        at = found.end() + int.from_bytes(sent[found.end() : found.end() + 2])
    return True
