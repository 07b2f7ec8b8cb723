"""The process that draws. Started by `paper.Press`; nobody else calls it, because weasyprint (2 s, 60 MB) must live
only here.

One thread draws with one FontConfiguration: a new one per sheet leaks, one shared by threads corrupts the heap.
"""

import contextlib
import ctypes
import gc
import itertools
import json
import logging
import os
import resource
import select
import socket
import threading
import unicodedata
from pathlib import Path

from app.printing import wire
from app.printing.ward_filling import TemplateFault, filled

ROOT = Path(__file__).resolve().parent.parent.parent
FONTS = ROOT / "static" / "fonts" / "paper"
# In the order in which they stand on one another.
STYLES = (
    "paper.css",
    "paper_forms.css",
    "paper_registers.css",
    "paper_evaluation.css",
    "paper_minutes.css",
    "paper_posters.css",
    "paper_notices.css",
    "paper_tickets.css",
    "paper_declarations.css",
    "paper_reports.css",
)
# Longest roll that a page is laid out on before it is cut to its content; PDF readers refuse pages over 5 m.
ROLL_MILLIMETRES = 4000
# Named pages of roll paper and how wide the roll is.
ROLLS = {"slip-80mm": "80mm", "ticket-80mm": "80mm", "ticket-58mm": "58mm"}
TIDY_EVERY = 20  # sheets


class Drawer:
    """HTML to PDF bytes with the paper stylesheet; nothing outside the HTML text itself can be read or fetched."""

    def __init__(self):
        from fontTools.ttLib import TTFont
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher

        from app.printing import archive, binding, copies, halves, quickened, refill

        quickened.quicken()
        refill.remember_rooms()
        halves.remember()
        logging.getLogger("weasyprint").disabled = True  # its warnings quote the sheet's text
        self._html = HTML
        self._archive = archive
        self._binding = binding
        self._copies = copies
        self._halves = halves
        self._fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False)
        self._layouts = refill.Layouts(self._laid_out_with_root, self._fetcher)
        self._fonts = FontConfiguration()

        def stylesheet(text):
            return CSS(string=text, url_fetcher=self._fetcher, font_config=self._fonts)

        self._styles = [
            *(stylesheet((ROOT / "static" / "css" / name).read_text(encoding="utf-8")) for name in STYLES),
            *(stylesheet(f"@page {name} {{ size: {width} {ROLL_MILLIMETRES}mm }}") for name, width in ROLLS.items()),
        ]
        faces = [TTFont(path).getBestCmap().keys() for path in sorted(FONTS.glob("*.ttf"))]
        self._drawable = set.intersection(*map(set, faces)) | {9, 10, 13}

    def answer(self, head: dict, content: bytes, exchange=None) -> tuple[bytes, dict]:
        """What one question asks for (wire): a PDF, and what is said of it besides.

        exchange: what this worker says to the one that draws the other half → what that one says.
        """
        if "bind" in head:
            return self._binding.bind(list(_cut(content, head["bind"])), head["order"]), {}
        if "sheets" in head:
            return self._sheets(head, content)
        if "half" in head:
            html, rows = _cut(content, head["parts"])
            ours = [(kind, list(map(self._with_known_letters, texts))) for kind, texts in json.loads(rows)]
            return self._half(html.decode(), self._halves.Half(ours, **head["half"], exchange=exchange)), {}
        html = filled(content) if head.get("template") else content.decode()
        part = head.get("part")
        return self.draw_part([self._laid_out(html)]) if part else self.draw(html, head.get("grow", False)), {}

    def _half(self, html, half):
        """A part; b"" when the list cannot be halved."""
        gc.disable()  # a tenth of the time went into looking for rings among a hundred thousand boxes in use
        try:
            with half:
                return self.draw_part([self._laid_out(html)])
        except self._halves.Alone:
            return b""
        finally:
            gc.enable()

    def _sheets(self, head, content):
        sheets = (self._with_known_letters(html.decode()) for html in _cut(content, head["sheets"]))
        documents = [
            self._copies.repeat(self._layouts.of(html, whole=head["titled"] and not place))
            for place, html in enumerate(sheets)
        ]
        return self._as_part(documents), {"pages": [len(document.pages) for document in documents]}

    def draw(self, html: str, grow: bool) -> bytes:
        """One PDF. grow: a single page as long as its content (roll paper)."""
        document = self._laid_out(html)
        if grow:
            _cut_to_content(document)
        return self._archive.write(self._copies.repeat(document))

    def draw_part(self, documents: list) -> bytes:
        """The pages of all as one file that will be bound with others."""
        return self._as_part([self._copies.repeat(document) for document in documents])

    def _as_part(self, documents):
        return self._archive.write_part(documents[0].copy([page for each in documents for page in each.pages]))

    def _laid_out(self, html):
        return self._laid_out_with_root(self._with_known_letters(html))[0]

    def _laid_out_with_root(self, html):
        source = self._html(string=html, url_fetcher=self._fetcher, media_type="print")
        return source.render(font_config=self._fonts, stylesheets=self._styles), source.etree_element

    def _with_known_letters(self, html):
        """NFC, and a box for what the face cannot draw (emoji, Chinese): PDF/A forbids a glyph that is not there."""
        html = unicodedata.normalize("NFC", html)
        return html.translate({code: "\u25a1" for code in map(ord, set(html)) if code not in self._drawable})


def _cut_to_content(document):
    """Shortens the one page of a roll to where its content ends; layout is not done again."""
    if len(document.pages) != 1:
        raise ValueError(f"a roll slip of {len(document.pages)} pages")
    page = document.pages[0]
    page_box = page._page_box  # no public way to ask where the content ends
    sheet = page_box.children[0]
    page.height = sheet.position_y + sheet.margin_height() + page_box.margin_bottom


def _cut(content, lengths):
    start = 0
    for length in lengths:
        yield content[start : start + length]
        start += length


def _leave_with_the_parent(connection):
    """Ends this process when the parent is gone, even in the middle of a sheet: no orphan keeps a core busy."""
    poll = select.poll()
    poll.register(connection, select.POLLRDHUP)
    poll.poll()
    os._exit(0)


def _tidy():
    """Gives memory back to the machine; pango leaves a few kilobytes a sheet in pieces."""
    gc.collect()
    with contextlib.suppress(AttributeError):  # a C library without it keeps the pieces until the worker retires
        ctypes.CDLL(None).malloc_trim(0)


def main(descriptor: int, memory_bytes: int, cpu_seconds: int, nice: int) -> None:
    """Draws what comes over the socket until it closes. memory_bytes: on top of the libraries; cpu_seconds: a sheet."""
    os.nice(nice)
    connection = socket.socket(fileno=descriptor)
    threading.Thread(target=_leave_with_the_parent, args=(connection,), daemon=True).start()
    drawer = Drawer()
    # Set after the import: what the libraries map is not the sheet's fault.
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + memory_bytes, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.freeze()

    def exchange(said):
        wire.send(connection, {"ok": True, "exchange": True}, said)
        return wire.receive(connection)[1]

    wire.send(connection, {"ok": True}, b"")
    for number in itertools.count(1):
        message = wire.receive(connection)
        if message is None:
            return
        question, asked = message
        wire.send(connection, {"ok": True}, b"")
        before = resource.getrusage(resource.RUSAGE_SELF)
        spent = before.ru_utime + before.ru_stime
        resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + 1 + cpu_seconds, resource.RLIM_INFINITY))
        told = {}
        try:
            ok, (content, told) = True, drawer.answer(question, asked, exchange)
        except TemplateFault as fault:
            ok, content, told = False, str(fault).encode(), {"template": fault.template, "line": fault.line}
        except Exception as error:  # whatever a sheet does to the drawer, the answer must name it
            ok, content = False, f"{type(error).__name__}: {error}".encode()
        after = resource.getrusage(resource.RUSAGE_SELF)
        cpu = after.ru_utime + after.ru_stime - spent
        resident = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
        wire.send(connection, {"ok": ok, "cpu_us": round(cpu * 1e6), "rss_kb": resident // 1024, **told}, content)
        if number % TIDY_EVERY == 0:
            _tidy()
