"""A photo made anew from its pixels alone: neither where it was taken, nor by which phone, nor what hung on its end."""

from io import BytesIO

from PIL import Image, ImageOps

# The phone has made it small; what unpacks to more than this is no photo of ours but a bomb.
PIXELS_MAX = 6_000_000
SIDE_MAX = 4_000
_QUALITY = 85


class NotAPicture(Exception):
    """What was sent is no JPEG photo of a usable size."""


def anew(sent: bytes) -> bytes:
    """A JPEG of the same picture without any metadata. Raises NotAPicture."""
    try:
        with Image.open(BytesIO(sent), formats=["JPEG"]) as opened:
            # Only the header has been read so far.
            width, height = opened.size
            if not (0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX and width * height <= PIXELS_MAX):
                raise NotAPicture
            upright = ImageOps.exif_transpose(opened).convert("RGB")
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
