"""A photo made anew from its pixels alone: neither where it was taken, nor by which phone, nor what hung on its end."""

from io import BytesIO

from PIL import Image, ImageOps

# The phone has made it small; what unpacks to more than this is no photo of ours but a bomb.
PIXELS_MAX = 6_000_000
SIDE_MAX = 4_000
_QUALITY = 85


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
