"""HTML in, PDF out, from any thread: hands sheets to worker processes that may crash, hang or swell without harm.

Everything that can grow has its limit in `Limits`. Raises Problem("printing_unavailable") when no worker answers,
Problem("printing_too_slow") when a sheet takes more time or memory than a sheet may, and Problem("template_broken")
when a ward's own template cannot be filled.

There are two presses: one for sheets that somebody stands and waits for, one for long lists and bulk prints, whose
workers step back for the first and end when their work is done.
"""

import contextlib
import json
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, Queue

from app.config import ROOT
from app.printing import wire
from app.problems import Problem

log = logging.getLogger(__name__)

# Starts the worker under a bare `app`: the roof would bring flask and the tables into a process that only draws.
_WORKER = """
import sys, types
app = sys.modules["app"] = types.ModuleType("app")
app.__path__ = [sys.argv[1] + "/app"]
from app.printing.worker import main
main(*map(int, sys.argv[2:]))
"""
# What a worker may see of our environment: no secret of the server is among it.
_KEPT_ENVIRONMENT = ("PATH", "HOME", "LANG", "TMPDIR", "XDG_CACHE_HOME", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Limits:
    """How much paper may cost. Seconds are wall clock unless they say CPU."""

    workers: int = 1
    waiting_max: int = 4  # sheets drawn or waiting at once, so that half of the server's threads stay free for records
    queue_seconds: float = 25
    start_seconds: float = 30
    sheet_seconds: float = 10
    sheet_cpu_seconds: int = 10
    memory_bytes: int = 384 * 1024 * 1024  # on top of what the libraries map, which is some 90 MB
    sheets_per_worker: int = 500
    html_bytes: int = 8 * 1024 * 1024
    nice: int = 0


# A register of a year, or fifty forms at a time.
LONG = Limits(
    workers=2,
    waiting_max=6,
    queue_seconds=120,
    sheet_seconds=120,  # they step back for others: wall clock says little
    sheet_cpu_seconds=60,
    memory_bytes=768 * 1024 * 1024,
    html_bytes=32 * 1024 * 1024,
    nice=5,
)


@dataclass(frozen=True)
class Printed:
    """A drawn sheet and what it cost the worker. pages: of each sheet, where several were asked for."""

    pdf: bytes
    cpu_seconds: float
    resident_bytes: int
    pages: tuple[int, ...] = ()


@dataclass(frozen=True)
class Halves:
    """A long list for two workers. html: the document with one row of each kind. rows: (number of its kind, the words
    of its cells) of each row. overlap: how many rows behind the middle the first half has, too: more than one page has.
    """

    html: str
    rows: list[tuple[int, list[str]]]
    overlap: int

    def questions(self) -> Iterator[tuple[dict, bytes]]:
        """What each worker is asked."""
        middle, html = len(self.rows) // 2, self.html.encode()
        sizes = {"rows": len(self.rows), "middle": middle, "overlap": self.overlap}
        for second, rows in ((False, self.rows[: middle + self.overlap]), (True, self.rows[middle:])):
            words = json.dumps(rows, ensure_ascii=False).encode()
            yield {"half": sizes | {"second": second}, "parts": [len(html), len(words)]}, html + words


class WorkerLost(Exception):
    """The worker ended before it answered."""


class Press:
    """A few workers behind one door. Thread-safe; belongs to the process that made it."""

    def __init__(self, limits: Limits = Limits()):
        self._limits = limits
        self._pairs = threading.Lock()
        self._places = threading.BoundedSemaphore(limits.waiting_max)
        self._workers: Queue[_Worker] = Queue()
        self._all = [_Worker(limits) for _ in range(limits.workers)]
        for worker in self._all:
            self._workers.put(worker)

    def print(self, html: str, *, grow: bool = False) -> Printed:
        """grow: one page, as long as its content (roll paper)."""
        return self._ask({"grow": grow}, html.encode())

    def print_part(self, sheets: list[str], *, titled: bool = True) -> Printed:
        """Several documents as one part, for `bind`. Each is laid out alone: a long document is slower by the sheet.
        titled: whether the part bears the title of its first document, which only the first part of a file needs.
        """
        contents = [sheet.encode() for sheet in sheets]
        return self._ask({"sheets": [len(content) for content in contents], "titled": titled}, b"".join(contents))

    def halves(self, list_: Halves) -> Printed | None:
        """A long list as one document, each half of its pages drawn by a worker of its own; None when it cannot be
        halved (its rows hold more than words, or one of them is as high as half a page).
        """
        ways = Queue(2), Queue(2)
        # One pair at a time: two that had one worker each would wait for each other.
        with self._pairs, ThreadPoolExecutor(2) as threads:
            asked = [
                threads.submit(self._ask_half, *question, *way)
                for question, way in zip(list_.questions(), (ways, ways[::-1]), strict=True)
            ]
            done = [each.result() for each in asked]
        if not all(half.pdf for half in done):
            return None
        whole = self.bind([half.pdf for half in done])
        cpu = sum(each.cpu_seconds for each in (*done, whole))
        return Printed(whole.pdf, cpu, sum(half.resident_bytes for half in done))

    def _ask_half(self, head, content, there, back):
        """there: what this half says to the other, None when it has failed; back: the same from the other."""

        def exchange(said):
            there.put(said)
            with contextlib.suppress(Empty):
                heard = back.get(timeout=self._limits.queue_seconds)
                if heard is not None:
                    return heard
            raise WorkerLost

        try:
            return self._ask(head, content, exchange)
        except Problem:
            there.put(None)
            raise

    def fill(self, template: dict, *, part: bool = False) -> Printed:
        """A sheet from a template that a ward wrote: {"name", "source", "fields"}. part: for `bind`."""
        return self._ask({"template": True, "part": part}, json.dumps(template, ensure_ascii=False).encode())

    def bind(self, parts: list[bytes], order: list[int] | None = None) -> Printed:
        """One file with the pages of all parts, in their order or as `order` has them (numbers from 0)."""
        return self._ask({"bind": [len(part) for part in parts], "order": order}, b"".join(parts))

    def _ask(self, head, content, exchange=None):
        if len(content) > self._limits.html_bytes:
            raise Problem("printing_too_slow")
        if not self._places.acquire(blocking=False):
            raise Problem("printing_unavailable")
        try:
            worker = self._workers.get(timeout=self._limits.queue_seconds)
        except Empty:
            raise Problem("printing_unavailable") from None
        else:
            try:
                return worker.print(head, content, exchange)
            finally:
                self._workers.put(worker)
        finally:
            self._places.release()

    def pids(self) -> list[int]:
        """The worker processes now alive."""
        return [worker.process.pid for worker in self._all if worker.alive()]

    def rest(self) -> None:
        """Ends the workers that nobody uses; the next sheet starts new ones."""
        idle = []
        with contextlib.suppress(Empty):
            while True:
                idle.append(self._workers.get_nowait())
        for worker in idle:
            worker.stop()
            self._workers.put(worker)

    def close(self) -> None:
        """Ends the workers."""
        for worker in self._all:
            worker.stop()

    def forget(self) -> None:
        """Lets go of the workers without ending them: they belong to the process this one was forked from."""
        for worker in self._all:
            worker.let_go()


class _Worker:
    """One worker process; used by one thread at a time. Starts when first needed."""

    def __init__(self, limits):
        self._limits = limits
        self.process = None
        self._connection = None
        self._ready = False
        self._printed = 0

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def print(self, question, content, exchange=None):
        if not self._hand_over(question, content) and not self._hand_over(question, content):
            raise Problem("printing_unavailable")
        try:
            head, answer = self._answer()
            if "exchange" in head:
                wire.send(self._connection, {}, exchange(answer))
                head, answer = self._answer()
        except TimeoutError:
            log.error("a sheet was stopped after %s s", self._limits.sheet_seconds)
            self.stop()
            raise Problem("printing_too_slow") from None
        except (WorkerLost, OSError):
            code = self.stop()
            log.error("the paper worker ended in the middle of a sheet (%s)", code)
            # -24: the CPU limit (SIGXCPU) did its work
            raise Problem("printing_too_slow" if code == -24 else "printing_unavailable") from None
        if not head["ok"]:
            reason = answer.decode()
            if "template" in head:
                log.error("a ward's template %s failed in line %s", head["template"], head["line"])
                raise Problem("template_broken", template=head["template"], line=head["line"], why=reason)
            log.error("a sheet could not be drawn: %s", reason.split(":")[0])
            self.stop()  # what failed may have left it swollen
            raise Problem("printing_too_slow" if reason.startswith("MemoryError") else "printing_unavailable")
        self._printed += 1
        if self._printed >= self._limits.sheets_per_worker:
            self.stop()
            self._start()  # imports while nobody waits
        return Printed(answer, head["cpu_us"] / 1e6, head["rss_kb"] * 1024, tuple(head.get("pages", ())))

    def _hand_over(self, question, content):
        """False when the worker had died while idle: a fresh one deserves the sheet."""
        self._make_ready()
        self._connection.settimeout(self._limits.sheet_seconds)
        try:
            wire.send(self._connection, question, content)
            self._answer()
        except (WorkerLost, OSError):
            self.stop()
            return False
        return True

    def _make_ready(self):
        if not self.alive():
            self.stop()
            self._start()
        if self._ready:
            return
        self._connection.settimeout(self._limits.start_seconds)
        try:
            self._answer()
        except (WorkerLost, OSError) as error:
            code = self.stop()
            log.error("the paper worker did not start (%s, %s)", type(error).__name__, code)
            raise Problem("printing_unavailable") from None
        self._ready = True

    def _answer(self):
        # The socket's time limit is per read; answers are small enough for that to be the limit of the whole.
        message = wire.receive(self._connection)
        if message is None:
            raise WorkerLost
        return message

    def _start(self):
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        environment |= {"FONTCONFIG_FILE": str(ROOT / "static/fonts/paper/fonts.conf"), "PYTHONHASHSEED": "0"}
        environment["MALLOC_ARENA_MAX"] = "1"  # one thread draws; more arenas only hold memory back
        limits = (self._limits.memory_bytes, self._limits.sheet_cpu_seconds, self._limits.nice)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _WORKER, str(ROOT), *map(str, (theirs.fileno(), *limits))],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=environment,
            )
        self._connection = ours
        self._ready = False
        self._printed = 0

    def stop(self):
        """Ends the process; its exit code, or None when there was none."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self.process is None:
            return None
        if self.process.poll() is None:
            try:  # a process that is ending by itself gets to say why
                self.process.wait(0.2)
            except subprocess.TimeoutExpired:
                self.process.kill()
        code, self.process = self.process.wait(), None
        return code

    def let_go(self):
        if self._connection is not None:
            self._connection.close()
        self.process = self._connection = None


_presses: dict[bool, Press] = {}
_press_lock = threading.Lock()


def pdf(html: str, *, grow: bool = False) -> bytes:
    """One PDF (PDF/A-3a, PDF/UA-1) from a whole HTML document styled by paper.css and its neighbours.

    Paper sizes come from the `data-size` or `data-form` of the sheet in the HTML; grow cuts a roll to its content.
    The worker starts with the first sheet (2 s) and is this process's own.
    """
    return press().print(html, grow=grow).pdf


def long_pdf(html: str) -> bytes:
    """The same for a list of up to some thousand rows: it may take a minute and delays nobody's receipt."""
    ours = press(long=True)
    try:
        return ours.print(html).pdf
    finally:
        ours.rest()


def halved_pdf(list_: Halves) -> bytes | None:
    """The same in half of the time; None when it cannot be halved."""
    ours = press(long=True)
    try:
        printed = ours.halves(list_)
    finally:
        ours.rest()
    return printed and printed.pdf


def press(*, long: bool = False) -> Press:
    """The press of this process for single sheets, or the one for long work."""
    with _press_lock:
        if long not in _presses:
            _presses[long] = Press(LONG if long else Limits())
        return _presses[long]


def _after_fork():
    global _press_lock
    _press_lock = threading.Lock()
    for ours in _presses.values():
        ours.forget()
    _presses.clear()


os.register_at_fork(after_in_child=_after_fork)
