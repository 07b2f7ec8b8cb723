"""Texts and templates that mean harm: each ends within its time and memory with a clear problem, and fetches nothing.

With the real worker and its real limits (paper.Limits): 384 MB above the libraries, and 10 s of CPU and of the clock,
which the bombs are not given whole: seventeen of them waited for minutes to be told the same.
"""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from app.printing import dossier_sheets
from app.problems import Problem
from tests.printing import reading
from tests.printing.counter_samples import RECEIPT

DEEP = 3000
BOMBS = {
    "nested": "<div>" * DEEP + "x" + "</div>" * DEEP,
    "nested tables": "<table><tr><td>" * 60 + "x" + "</td></tr></table>" * 60,
    "nested inline": "<b>" * DEEP + "x" + "</b>" * DEEP,
    "a table of a quarter million cells": "<table>" + ("<tr>" + "<td>x</td>" * 500 + "</tr>") * 500 + "</table>",
    "spans": '<table><tr><td colspan="1000000" rowspan="1000000">x</td></tr></table>',
    "svg use": '<svg xmlns="http://www.w3.org/2000/svg"><defs><g id="a0"><path d="M0 0h9v9z"/></g>'
    + "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 12))
    + '</defs><use href="#a11"/></svg>',
    "svg patterns": '<svg xmlns="http://www.w3.org/2000/svg" width="9999" height="9999"><pattern id="p" width="0.001" '
    'height="0.001" patternUnits="userSpaceOnUse"><path d="M0 0h1"/></pattern><path d="M0 0h9999v9999z" '
    'fill="url(#p)"/></svg>',
    "generated content": "<style>"
    + "".join(f"i:nth-child({n})::before {{ content: {'counter(page) ' * 400} }}" for n in range(40))
    + "</style>"
    + "<i></i>" * 4000,
    "quotes": "<style>q::before { content: '" + "x" * 200_000 + "' }</style>" + "<q></q>" * 200,
    "pages": '<p style="break-after: page">x</p>' * 8000,
    "tall": '<p style="height: 99999999mm">x</p>',
    "wide word": "W" * 2_000_000,
    "columns": '<div style="columns: 5000">' + "x " * 50_000 + "</div>",
    "flex": '<div style="display: flex">' * 25 + "x" + "</div>" * 25,
    "grid": '<div style="display: grid; grid-template-columns: repeat(3000, 1fr)">' + "<p>x</p>" * 9000 + "</div>",
    "entity": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><p>&b;</p>',
    "image": '<img alt="x" src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA//8AAP//CAYAAAA=">',
}


@pytest.fixture
def listener():
    """A web server that notes who asks."""
    asked = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def peak_megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def outcome(draw) -> str:
    """ "" when it was drawn, else the sentence of its problem."""
    try:
        assert draw().startswith(b"%PDF")
    except Problem as problem:
        return problem.sentence
    return ""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_time_and_the_next_sheet_prints(press_of, name):
    press = press_of(sheet_seconds=4, sheet_cpu_seconds=3)
    press.print("<p>một")
    (worker,) = press.pids()
    peak, ended = [], threading.Event()

    def watch():
        while not ended.wait(0.05):
            try:
                peak.append(peak_megabytes(worker))
            except (FileNotFoundError, IndexError, ProcessLookupError):
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.monotonic()
    document = f'<!doctype html><html lang="vi"><title>x</title><body class="paper">{BOMBS[name]}'
    said = outcome(lambda: press.print(document).pdf)
    spent = time.monotonic() - started
    ended.set()
    watcher.join()
    assert said == "" or said.startswith(("Bản in mất quá lâu", "Máy in PDF"))
    assert spent < press._limits.sheet_seconds + 2
    assert max(peak, default=0) < 512
    assert "hai" in reading.text(press.print("<p>hai").pdf)


def test_text_of_a_dossier_is_text_whatever_it_holds(listener):
    web, asked = listener
    nasty = [
        f'<img src="{web}/a.png">',
        f'"><link rel="stylesheet" href="{web}/b.css"><i class="',
        "{{ 7 * 7 }}{% for x in range(9) %}",
        "<svg><use href='#a'/></svg>",
        f"<style>@import url({web}/c.css)</style>",
    ]
    record = RECEIPT | {
        "name": nasty[0],
        "address": nasty[1],
        "subject": nasty[2],
        "note": nasty[3],
        "documents": [{"name": nasty[4], "form": "Bản chính", "count": 1}],
    }
    pdf = dossier_sheets.receipt(record)
    text = reading.text(pdf).replace(" ", "")
    for words in (nasty[0].upper(), *nasty[1:]):
        assert words.replace(" ", "") in text, words
    assert asked == []
    assert reading.faults(pdf) == []


def test_a_very_long_text_is_refused_and_a_long_one_whole():
    note = "Nội dung rất dài của một người rất kiên nhẫn. "
    assert reading.text(dossier_sheets.receipt(RECEIPT | {"note": note * 60})).count("kiên nhẫn.") == 120
    assert outcome(lambda: dossier_sheets.receipt(RECEIPT | {"note": note * 60_000})).startswith("Bản in mất quá lâu")
