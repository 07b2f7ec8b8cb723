"""Opens a PDF the way people and archives do: pdftotext, pdftoppm, pypdf, a PDF/A and PDF/UA validator."""

import io
import subprocess
import unicodedata

import page as validator
from PIL import Image
from pypdf import PdfReader


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    """The text of each page, on one line."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
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
