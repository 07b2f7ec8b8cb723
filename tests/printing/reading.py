"""Opens a PDF the way people and archives do: pdftotext, pdftoppm, pypdf, a PDF/A and PDF/UA validator."""

import io
import re
import subprocess
import unicodedata

import page as validator
from PIL import Image
from pypdf import PdfReader


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    """The text of each page in the order in which it is written, on one line."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    texts = done.stdout.decode().split("\f")[:-1]
    assert all(text == unicodedata.normalize("NFC", text) for text in texts)
    return [" ".join(text.split()) for text in texts]


def text(pdf: bytes) -> str:
    return " ".join(pages(pdf))


def size_mm(pdf: bytes) -> tuple[float, float]:
    """Width and height of the first page, millimetres with one decimal."""
    box = reader(pdf).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4, 1), round(float(box.height) / 72 * 25.4, 1)


def picture(pdf: bytes, dots_per_inch: int, number: int = 1) -> Image.Image:
    """One page in grey."""
    command = ["pdftoppm", "-gray", "-r", str(dots_per_inch), "-f", str(number), "-l", str(number), "-singlefile", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout))


def faults(pdf: bytes) -> list[str]:
    """What a validator of PDF/A-3a and PDF/UA-1 holds against the file."""
    return [
        f"{profile}: {failure.rule_id} {failure.message}"
        for profile in ("3a", "ua1")
        for failure in validator.validate_pdf_bytes(pdf, profile=profile).failures
    ]


def alternative_texts(pdf: bytes) -> list[str | None]:
    """What a screen reader says of each element of the structure tree that has such words (None: has none)."""
    waiting, found = [reader(pdf).trailer["/Root"]["/StructTreeRoot"]], []
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            found.append(node.get("/Alt"))
            waiting += [node["/K"]] if "/K" in node else []
    return found


def word_boxes(pdf: bytes, word: str) -> list[tuple[float, float, float, float]]:
    """(left, top, right, bottom) of a word in points from the top left, on all pages."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    found = re.findall(r'<word xMin="(.+)" yMin="(.+)" xMax="(.+)" yMax="(.+)">(.*)</word>', done.stdout.decode())
    return [tuple(map(float, box)) for *box, text in found if text == word]


def ink_box(image: Image.Image) -> tuple[int, int, int, int] | None:
    """Smallest box around what is dark."""
    return image.point(lambda grey: 255 * (grey < 128)).getbbox()


def square_code(pdf: bytes) -> list[list[bool]]:
    """The modules of the QR code on a slip, read from its picture: it stands above the words "Mã tra cứu phiếu"."""
    dots = 600
    image = picture(pdf, dots)
    left, top, right, _ = word_boxes(pdf, "tra")[-1]
    middle = (left + right) / 2
    reach = 20 / 25.4 * 72
    region = image.crop([round(v / 72 * dots) for v in (middle - reach, top - 2.15 * reach, middle + reach, top)])
    # What stands above the code (a box, a text) is parted from it by a blank line.
    lines = [ink_box(region.crop((0, y, region.width, y + 1))) is not None for y in range(region.height)]
    lower = max(y for y, ink in enumerate(lines) if ink)
    upper = max(y for y, ink in enumerate(lines[:lower]) if not ink)
    region = region.crop((0, upper, region.width, lower + 1))
    code = region.crop(ink_box(region)).point(lambda grey: 255 * (grey < 128))
    side = min(range(21, 58, 4), key=lambda n: abs(_finder(code) - code.width / n * 7))
    step = code.width / side
    return [
        [code.getpixel((int((x + 0.5) * step), int((y + 0.5) * step))) > 0 for x in range(side)] for y in range(side)
    ]


def _finder(code):
    """Width in dots of the upper left finder pattern (7 modules)."""
    return next(x for x in range(code.width) if not code.getpixel((x, 0)))


def first_column(pdf: bytes, left_mm: float = 20, right_mm: float = 31) -> list[str]:
    """The numbers that stand in the first column (STT) of a list, page after page, from top to bottom."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True)
    found = re.findall(r'<word xMin="(.+)" yMin=".+" xMax="(.+)" yMax=".+">([0-9]+)</word>', done.stdout.decode())
    left, right = (edge / 25.4 * 72 for edge in (left_mm, right_mm))
    return [text for x_min, x_max, text in found if left < float(x_min) and float(x_max) < right]
