"""The square codes on paper: the one on a slip opens its public page, those on forms hold what the caller says."""

import base64
import io
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

import segno


def tracking_url(base_url: str, tracking: str) -> str:
    """Absolute address of a slip's public page. In capitals where that changes nothing but the code's size: an
    address without a path before /m is written in QR's alphanumeric mode, a third smaller (the site answers /M too).
    """
    address = f"{base_url.rstrip('/')}/m/{tracking.replace('-', '')}"
    return address if urlsplit(base_url).path.strip("/") else address.upper()


def picture(address: str) -> str:
    """A data: URL of an SVG with one path, cheap to draw. A fixed mask: the same slip has the same picture."""
    code = _code(address)
    quiet = 2  # modules; the slip's own white does the rest
    side = len(code.matrix) + 2 * quiet
    runs = []
    for y, line in enumerate(code.matrix, quiet):
        x = 0
        while x < len(line):
            length = 1
            while x + length < len(line) and line[x + length] == line[x]:
                length += 1
            if line[x]:
                runs.append(f"M{x + quiet} {y}h{length}v1h-{length}z")
            x += length
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{"".join(runs)}"/></svg>'
    return "data:image/svg+xml," + quote(drawing, safe=" =/:")


TEXT_MAX = 300  # letters: what still stands in 27 mm in modules that an old phone can part


@lru_cache(maxsize=256)
def dots(text: str) -> str:
    """A data: URL of a PNG with one dot a module, a quarter cheaper to draw than `picture` when the text is long; "" of
    "". Raises ValueError beyond TEXT_MAX."""
    if not text:
        return ""
    if len(text) > TEXT_MAX:
        raise ValueError(f"a code of {len(text)} letters")
    output = io.BytesIO()
    _code(text).save(output, kind="png", border=2)
    return "data:image/png;base64," + base64.b64encode(output.getvalue()).decode()


def _code(text):
    """Of an address in capitals (a sheet's seal) the # alone is no letter of QR's alphanumeric mode: it gets a segment
    of its own, and the rest stays a third smaller."""
    parts = [part for part in re.split("(#)", text) if part] if text == text.upper() else text
    return segno.make_qr(parts, error="m", mask=3, boost_error=False)
