"""The press and its workers on bad days: crashes, sheets that never end, too many at once, hostile HTML."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from app.config import ROOT
from app.printing import sheets
from app.problems import Problem
from tests.printing import reading
from tests.printing.samples import RECORD

ENDLESS = "<p>Một dòng chữ dài.</p>" * 60_000


def sheet(body):
    return f'<!doctype html><html lang="vi"><title>Thử</title><body class="paper"><div class="sheet">{body}</div>'


def gone(pid, seconds=5):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_worker_killed_while_idle_is_replaced_unseen(press_of):
    press = press_of()
    press.print(sheet("một"))
    (first,) = press.pids()
    os.kill(first, signal.SIGKILL)
    assert "hai" in reading.text(press.print(sheet("hai")).pdf)
    assert press.pids() != [first]


def test_a_worker_killed_in_the_middle_is_a_clear_problem_and_the_next_sheet_prints(press_of):
    press = press_of()
    press.print(sheet("một"))
    (worker,) = press.pids()
    threading.Timer(0.5, os.kill, (worker, signal.SIGKILL)).start()
    with pytest.raises(Problem) as problem:
        press.print(sheet(ENDLESS))
    assert problem.value.code == "printing_unavailable"
    assert "hai" in reading.text(press.print(sheet("hai")).pdf)


def test_a_sheet_that_takes_too_long_is_stopped(press_of):
    press = press_of(sheet_seconds=1)
    press.print(sheet("một"))
    (worker,) = press.pids()
    started = time.monotonic()
    with pytest.raises(Problem) as problem:
        press.print(sheet(ENDLESS))
    assert problem.value.code == "printing_too_slow"
    assert time.monotonic() - started < 3
    assert gone(worker)
    assert "hai" in reading.text(press.print(sheet("hai")).pdf)


def test_a_sheet_that_burns_the_processor_is_stopped_by_the_kernel(press_of):
    press = press_of(sheet_cpu_seconds=1, sheet_seconds=60)
    press.print(sheet("một"))
    with pytest.raises(Problem) as problem:
        press.print(sheet(ENDLESS))
    assert problem.value.code == "printing_too_slow"


def test_the_processor_limit_is_for_a_sheet_and_not_for_a_life(press_of):
    press = press_of(sheet_cpu_seconds=1)
    spent = 0.0
    while spent < 3:
        spent += press.print(sheet("<p>Một dòng chữ dài.</p>" * 500)).cpu_seconds
    assert len(press.pids()) == 1


def test_a_sheet_that_eats_memory_is_stopped_and_the_next_one_prints(press_of):
    press = press_of(memory_bytes=60 << 20)
    press.print(sheet("một"))
    with pytest.raises(Problem) as problem:
        press.print(sheet(ENDLESS))
    assert problem.value.code in ("printing_too_slow", "printing_unavailable")
    assert "hai" in reading.text(press.print(sheet("hai")).pdf)


def test_html_beyond_the_limit_is_refused_before_it_is_sent(press_of):
    press = press_of(html_bytes=1000)
    with pytest.raises(Problem) as problem:
        press.print(sheet("x" * 1000))
    assert problem.value.code == "printing_too_slow"
    assert press.pids() == []


def test_a_full_queue_is_refused_at_once(press_of):
    press = press_of(waiting_max=2, sheet_seconds=3)
    press.print(sheet("một"))
    with ThreadPoolExecutor(2) as threads:
        slow = [threads.submit(press.print, sheet(ENDLESS)) for _ in range(2)]
        time.sleep(0.5)
        started = time.monotonic()
        with pytest.raises(Problem) as problem:
            press.print(sheet("ba"))
        assert problem.value.code == "printing_unavailable"
        assert time.monotonic() - started < 0.5
        assert all(isinstance(sheet.exception(), Problem) for sheet in slow)
    assert "bốn" in reading.text(press.print(sheet("bốn")).pdf)


def test_eight_threads_each_get_their_own_sheet(press_of):
    press = press_of(workers=2, waiting_max=8)
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda number: press.print(sheet(f"tờ số {number}.")).pdf, range(40)))
    assert [reading.text(pdf) for pdf in drawn] == [f"tờ số {number}." for number in range(40)]
    assert len(press.pids()) == 2


def test_a_worker_retires_after_its_share_of_sheets(press_of):
    press = press_of(sheets_per_worker=3)
    workers = []
    for number in range(7):
        workers += press.pids()
        assert f"tờ {number}" in reading.text(press.print(sheet(f"tờ {number}")).pdf)
    assert len(set(workers)) == 3
    assert all(gone(worker) for worker in set(workers) - set(press.pids()))


@pytest.mark.parametrize("busy", [False, True])
def test_a_worker_dies_with_its_parent(busy):
    program = f"""
import threading, time
from app.printing import paper
press = paper.Press()
press.print("<p>một")
print(*press.pids(), flush=True)
if {busy}:
    threading.Thread(target=press.print, args=("<p>x</p>" * 60000,), daemon=True).start()
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT, text=True) as parent:
        worker = int(parent.stdout.readline())
        time.sleep(0.5)
        assert not gone(worker, 0.1)
        parent.kill()
        assert gone(worker)


def test_a_forked_process_has_a_press_of_its_own():
    program = """
import os
from app.printing import paper
paper.pdf("<p>một")
(worker,) = paper.press().pids()
child = os.fork()
if child == 0:
    assert paper.pdf("<p>hai").startswith(b"%PDF")
    assert paper.press().pids() != [worker]
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
paper.pdf("<p>ba")
assert paper.press().pids() == [worker]
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=60, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_server_itself_never_loads_weasyprint():
    program = """
import sys
from app.printing import sheets
from tests.printing.samples import RECORD
assert sheets.slip(RECORD, "a5").startswith(b"%PDF")
assert not {"weasyprint", "fontTools", "pydyf"} & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, timeout=60, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_worker_holds_no_secret_and_no_web(press_of, monkeypatch):
    monkeypatch.setenv("GD_TEST_SECRET", "never-on-paper")
    press = press_of()
    press.print(sheet("một"))
    (worker,) = press.pids()
    assert b"never-on-paper" not in Path(f"/proc/{worker}/environ").read_bytes()
    mapped = Path(f"/proc/{worker}/maps").read_text()
    assert "pango" in mapped
    assert "sqlite" not in mapped


@pytest.fixture
def listener():
    """A web server on this machine that remembers who asked it for what."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"p { color: red }")

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


@pytest.fixture
def secret_file(tmp_path):
    """A picture and a text of this machine that must never reach paper."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    (tmp_path / "secret.txt").write_text("bí mật của máy chủ")
    (tmp_path / "secret.svg").write_text(drawing)
    return tmp_path


def test_nothing_outside_the_html_is_read_or_fetched(press_of, listener, secret_file):
    web, asked = listener
    hostile = [
        '<link rel="attachment" href="file:///etc/passwd">',
        f'<link rel="attachment" href="file://{secret_file}/secret.txt">',
        f'<link rel="attachment" href="{secret_file}/secret.txt">',
        f'<a rel="attachment" href="file://{secret_file}/secret.txt">tệp</a>',
        f'<img src="file://{secret_file}/secret.svg" alt="ảnh">',
        f'<img src="{secret_file}/secret.svg" alt="ảnh">',
        f'<img src="{web}/a.png" alt="ảnh">',
        f'<object data="file://{secret_file}/secret.svg"></object>',
        f'<embed src="{web}/b.svg">',
        f'<link rel="stylesheet" href="{web}/c.css">',
        f'<style>@import url("{web}/d.css"); @import url("file://{secret_file}/secret.txt");</style>',
        f"<style>p {{ background: url({web}/e.png); content: url(file://{secret_file}/secret.svg) }}</style>",
        f"<style>@font-face {{ font-family: X; src: url({web}/f.ttf), url(file:///etc/passwd) }}</style>"
        '<p style="font-family: X">chữ',
        f'<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="file://{secret_file}/secret.svg"/></svg>',
        f'<svg><use href="{web}/g.svg#x"/></svg>',
        f'<base href="{web}/"><img src="h.png" alt="ảnh">',
    ]
    press = press_of()
    for body in hostile:
        pdf = press.print(sheet(f"<p>chữ</p>{body}")).pdf
        file = reading.reader(pdf)
        assert file.attachments == {}, body
        assert "/EmbeddedFiles" not in str(file.trailer["/Root"]), body
        assert "/AF" not in file.trailer["/Root"], body
        for page in file.pages:
            assert not page["/Resources"].get("/XObject"), body
            assert "/Annots" not in page or "tệp" in body, body
        assert "bí mật" not in reading.text(pdf), body
    assert asked == []


def test_a_picture_inside_the_html_does_print(press_of):
    drawing = "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'%3E%3Cpath d='M0 0h9v9z'/%3E%3C/svg%3E"
    picture = f"data:image/svg+xml,{drawing}"
    pdf = press_of().print(sheet(f'<img src="{picture}" alt="ảnh" width="90" height="90">')).pdf
    assert reading.ink_box(reading.picture(pdf, 50)) is not None


def test_a_sheet_that_cannot_be_drawn_is_a_clear_problem(press_of):
    press = press_of()
    two_pages = '<article class="slip" data-size="80mm"><p>một</p><p style="break-before: page">hai</p></article>'
    with pytest.raises(Problem) as problem:
        press.print(sheet(two_pages), grow=True)
    assert problem.value.code == "printing_unavailable"
    assert "hai" in reading.text(press.print(sheet("hai")).pdf)


def test_slips_do_not_make_the_worker_grow(press_of):
    press = press_of()
    html = sheets.slip_html(RECORD, "a5")
    sizes = [press.print(html).resident_bytes for _ in range(90)]
    assert sizes[-1] - sizes[29] < 2 << 20
