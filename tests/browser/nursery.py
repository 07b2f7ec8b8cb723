"""A process that has imported everything and forks a server for each life that is asked for.

Importing is half of what a server's start costs, and the browsers' tests start some three hundred. What runs is what
`bin/gandan serve` runs, in a process of its own that dies as hard. Run as `python -m tests.browser.nursery`.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Born:
    """A server of the nursery, with what this suite asks of a subprocess.Popen."""

    def __init__(self, pid: int):
        self.pid = pid

    def poll(self) -> int | None:
        """None while it lives; what it ended with is not known."""
        return None if Path(f"/proc/{self.pid}").exists() else -1

    def wait(self) -> int:
        while (ended := self.poll()) is None:
            time.sleep(0.005)
        return ended


@cache
def _nursery() -> subprocess.Popen:
    """One for each process that tests; it goes when that one's end of the pipe closes."""
    command = [sys.executable, "-m", "tests.browser.nursery"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def serve(arguments: list[str], environ: dict[str, str], log: Path) -> Born:
    """`bin/gandan` with these arguments, in a session of its own, speaking into `log`."""
    nursery = _nursery()
    print(json.dumps([arguments, environ, str(log)]), file=nursery.stdin, flush=True)
    return Born(int(nursery.stdout.readline()))


def _live(arguments: list[str], environ: dict[str, str], log: str) -> None:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environ)
    for number, path, how in ((0, os.devnull, os.O_RDONLY), (1, log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)):
        opened = os.open(path, how, 0o644)
        os.dup2(opened, number)
        os.close(opened)
    os.dup2(1, 2)
    sys.argv = ["bin/gandan", *arguments]
    code = 1
    with suppress(SystemExit):
        code = cli.main(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    import gunicorn.workers.gthread  # noqa: F401  what the server would import after its birth

    from app import cli, receiving, server  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for asked in sys.stdin:
        if pid := os.fork():
            print(pid, flush=True)
        else:
            _live(*json.loads(asked))
