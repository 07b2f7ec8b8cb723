"""What a camera sees in a test: a QR code held before it, as Chromium's fake device plays it."""

import io
from pathlib import Path

import segno
from PIL import Image

SIZE = (640, 480)
FRAMES_A_SECOND = 10


def qr_picture(text: str, scale: int = 4) -> Image.Image:
    """The code as a printer draws it, black on white."""
    drawn = io.BytesIO()
    segno.make_qr([part for part in text.partition("#") if part], error="m").save(
        drawn, kind="png", scale=scale, border=4
    )
    return Image.open(drawn).convert("L")


def film(folder: Path, *pictures: Image.Image) -> list[str]:
    """Flags that make Chromium's camera show these pictures in turn, each for a second, a little turned and on grey, as
    a hand holds a paper or a telephone."""
    grey = bytes([128]) * (SIZE[0] * SIZE[1] // 2)
    repeated = FRAMES_A_SECOND if len(pictures) > 1 else 2
    shown = b"".join((b"FRAME\n" + _before_camera(each) + grey) * repeated for each in pictures)
    path = folder / "camera.y4m"
    path.write_bytes(f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode() + shown)
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={path}",
    ]


def _before_camera(picture: Image.Image) -> bytes:
    frame = Image.new("L", SIZE, 120)
    held = picture.convert("L").rotate(7, expand=True, fillcolor=255)
    held.thumbnail((SIZE[0] - 60, SIZE[1] - 20))
    frame.paste(held, ((SIZE[0] - held.width) // 2, (SIZE[1] - held.height) // 2))
    return frame.tobytes()
