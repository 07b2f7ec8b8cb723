"""A server as a newcomer runs it, in a process of its own, over a folder that is thrown away."""

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from app.ledger import enrolment
from app.records import staff, ward
from app.records.database import database, open_database
from bench.report import ROOT


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The demo ward on a free port; `options` are those of `bin/gandan serve`."""

    def __init__(self, folder: Path, *options: str):
        self.folder, self.options, self.port, self.process = folder, options, _free_port(), None

    @property
    def path(self) -> Path:
        return self.folder / "gandan.sqlite3"

    def start(self) -> None:
        command = [sys.executable, "-m", "app.cli", "serve", "--port", str(self.port), "--data", str(self.folder)]
        command += self.options
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2).read()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the server did not come up")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def enrolment_code(self) -> str:
        opened = open_database(self.path)
        try:
            admin = staff.staff_by_login(1, "quan-tri")
            return enrolment.make_code(ward.ward(1), "diem-ct1a", admin["id"], int(time.time() * 1000))
        finally:
            opened.close()

    def column(self, query: str) -> list:
        """The first value of every row."""
        opened = open_database(self.path)
        try:
            return [row[0] for row in database.execute_sql(query)]
        finally:
            opened.close()

    def count(self, table: str) -> int:
        return self.column(f'SELECT count(*) FROM "{table}"')[0]
