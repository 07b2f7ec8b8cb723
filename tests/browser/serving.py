"""A real server process over a copy of the two settled wards; "the network is gone" means that it is really dead."""

import http.client
import itertools
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import apsw

from app.ledger.enrolment import make_code
from app.records import ward as ward_records
from app.records.database import database, open_database
from app.web.sessions import now_ms
from tests import people
from tests.browser import nursery

ROOT = nursery.ROOT
START_SECONDS = 60


def _ports():
    """Numbers below those that a system gives to whoever calls out: while a server is dead nobody else gets its own.

    Processes that test at the same time have numbers of their own.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first, count = 11_000 + worker % 10 * 2_000, 2_000
    begin = random.randrange(count)
    return itertools.cycle([first + (begin + place) % count for place in range(count)])


_PORTS = _ports()


def free_port() -> int:
    for port in _PORTS:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("the ports do not end")


def _named(cursor, row) -> dict:
    return {name: value for (name, _), value in zip(cursor.get_description(), row, strict=True)}


def other_tree(folder: Path, changes: dict[str, tuple[str, str]]) -> Path:
    """A copy of the code with one text replaced in each of these files: another release, or a faulty server."""
    tree = folder / "tree"
    for part in ("app", "migrations", "static", "sw", "templates"):
        shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    for name, (old, new) in changes.items():
        text = (tree / name).read_text()
        assert old in text, f"{old!r} is not in {name}"
        (tree / name).write_text(text.replace(old, new, 1))
    return tree


class Server:
    """`settled_folder`: the data it begins with, else an empty house; `tree`: the code to run (another release is
    another tree). It keeps its port from life to life."""

    def __init__(self, folder: Path, settled_folder: Path | None = None, tree: Path = ROOT):
        self.data = folder / "server"
        if settled_folder:
            shutil.copytree(settled_folder, self.data, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
        self.tree = tree
        self.port = free_port()
        # Where browsers find it: a proxy that breaks on command may stand before it.
        self.front = self.port
        self.log = folder / "server.log"
        self.process: subprocess.Popen | nursery.Born | None = None

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.front}"

    def start(self, **environ: str) -> None:
        """Returns when /healthz answers. Raises RuntimeError with the server's own words."""
        arguments = ["serve", "--no-demo", "--port", str(self.port), "--data", str(self.data)]
        environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environ}
        if self.tree == ROOT:
            self.process = nursery.serve(arguments, environ, self.log)
        else:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "app.cli", *arguments],
                    cwd=self.tree,
                    env=environ,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-3000:]}")
            time.sleep(0.05)

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """kill -9 of everything that belongs to it: no farewell, connections cut."""
        if self.process:
            # It may have died by itself: then a test has more to say than that.
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            # Its worker has the same port and dies a moment later.
            while self._listens():
                time.sleep(0.01)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def enrolment_code(self, point: str = people.CT1A) -> str:
        """A one-time code as an admin makes it."""
        open_database(self.data / "gandan.sqlite3")
        with database.connection_context():
            return make_code(ward_records.ward(people.WARD), point, people.AN.id, now_ms())

    def rows(self, query: str, *values) -> list[dict]:
        """What the database holds now, read beside the running server."""
        connection = apsw.Connection(str(self.data / "gandan.sqlite3"), flags=apsw.SQLITE_OPEN_READONLY)
        connection.row_trace = _named
        try:
            return list(connection.execute(query, values))
        finally:
            connection.close()

    def wait_ledger(self, type_: str, count: int, seconds: float = START_SECONDS) -> list[dict]:
        """The entries of one type, as soon as there are so many."""
        deadline = time.monotonic() + seconds
        while len(found := self.ledger(type_)) < count:
            assert time.monotonic() < deadline, f"{len(found)} of {count} {type_} after {seconds} s"
            time.sleep(0.1)
        return found

    def ledger(self, type_: str = "assistance.record/1") -> list[dict]:
        """The ledger's entries of one type in the volunteers' ward, in their order."""
        return self.rows("SELECT * FROM ledger_entry WHERE ward_id = ? AND type = ? ORDER BY v", people.WARD, type_)
