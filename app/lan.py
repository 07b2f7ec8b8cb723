"""`bin/run --lan`: HTTPS for the phones of a lobby, because service workers live on nothing else but localhost.

Caddy (from PyPI, requirements-lan.txt) stands before the server. Either it speaks for an address of the local network
with certificates of our own authority (lan_authority), which phones are asked to trust on /ket-noi, or, with
GD_TLS_NAME, for a real name with a certificate that it fetches by itself (ACME). It writes no log.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from app.config import SettingsError
from app.lan_authority import Authority, authority, check_host

CADDY = Path(sys.executable).parent / "caddy"
_LOOK_AGAIN_SECONDS = 2
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True)
class Front:
    """What stands before the server. host: address or name that phones open. public: a real name with a certificate of
    its own. port, plain_port: of HTTPS, and of the page that hands out our authority's certificate before anybody
    trusts it. email: for the house that gives certificates."""

    host: str
    port: int
    plain_port: int
    public: bool = False
    email: str = ""

    @property
    def url(self) -> str:
        return f"https://{self._shown}" + ("" if self.port == 443 else f":{self.port}")

    @property
    def plain_url(self) -> str:
        """Where the certificate is fetched; "" where none is needed."""
        return "" if self.public else f"http://{self._shown}" + ("" if self.plain_port == 80 else f":{self.plain_port}")

    @property
    def _shown(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def front(host: str, port: int, plain_port: int, environ=os.environ) -> Front:
    """By what was typed and GD_TLS_NAME. Raises SettingsError."""
    name = environ.get("GD_TLS_NAME", "").strip()
    if name:
        if "/" in name or ":" in name or "." not in name:
            raise SettingsError(f"GD_TLS_NAME={name!r}: chỉ ghi tên miền, ví dụ gandan.hadong.gov.vn.")
        # Names are proved on these two ports and no others.
        return Front(name, 443, 80, public=True, email=environ.get("GD_ACME_EMAIL", "").strip())
    host = host or _own_address()
    check_host(host)
    return Front(host, port, plain_port)


def _own_address() -> str:
    """The address by which this machine would leave its network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        return probe.getsockname()[0]
    raise SettingsError(
        "Máy này chưa nối mạng nên không biết địa chỉ nội bộ của mình. Nối Wi-Fi hoặc dây mạng rồi chạy lại, "
        "hoặc ghi địa chỉ bằng --lan-host."
    )


def caddyfile(before: Front, app_port: int, folder: Path, own: Authority | None) -> str:
    """Caddy's configuration. No log, no admin port, nothing put into this machine's own trust."""
    mail = f"email {before.email}\n" if before.email else ""
    common = f"""{{
admin off
persist_config off
skip_install_trust
storage file_system {_quoted(folder / "caddy")}
log {{
output discard
}}
servers {{
protocols h1 h2
}}
grace_period 3s
{mail}"""
    proxy = f"reverse_proxy 127.0.0.1:{app_port}"
    if own is None:
        return f"{common}}}\n{before.url} {{\n{proxy}\n}}\n"
    return f"""{common}auto_https disable_redirects
default_sni {before.host}
pki {{
ca local {{
root {{
format pem_file
cert {_quoted(own.certificate)}
key {_quoted(own.key)}
}}
}}
}}
}}
{before.url} {{
tls internal
{proxy}
}}
http://:{before.plain_port} {{
@joining path /ket-noi /ket-noi/* /r/*
handle @joining {{
{proxy}
}}
handle {{
redir {before.url}{{uri}} 302
}}
}}
"""


def _quoted(path: Path) -> str:
    text = str(path)
    if any(sign in text for sign in '"\\\n`{}'):
        raise SettingsError(
            f"Thư mục dữ liệu {text} có ký tự mà Caddy không đọc được. Hãy chọn thư mục khác bằng --data."
        )
    return f'"{text}"'


class Caddy:
    """Caddy beside a server, from `with` to its end; started again when it falls, gone when the server is."""

    def __init__(self, before: Front, app_port: int, data_dir: Path):
        if not CADDY.exists():
            raise SettingsError("Chưa cài Caddy. Hãy chạy bằng bin/run --lan, lệnh này tự cài.")
        folder = data_dir / "lan"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.front, self._owner = before, os.getpid()
        self.own = None if before.public else authority(folder, before.host)
        self._file = folder / "Caddyfile"
        self._file.write_text(caddyfile(before, app_port, folder, self.own), "utf-8")
        self._process: subprocess.Popen | None = None
        self._over = threading.Event()

    def __enter__(self) -> "Caddy":
        self._check()
        self._start()
        threading.Thread(target=self._watch, name="caddy", daemon=True).start()
        return self

    def __exit__(self, *_error) -> None:
        # The server's workers are forks that leave through here as well.
        if os.getpid() != self._owner:
            return
        self._over.set()
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()

    def _check(self) -> None:
        command = [str(CADDY), "adapt", "--validate", "--adapter", "caddyfile", "--config", str(self._file)]
        done = subprocess.run(command, capture_output=True, text=True, env=self._environment(), check=False)
        if done.returncode:
            raise SettingsError(f"Caddy không nhận cấu hình: {done.stderr.strip().splitlines()[-1][:300]}")

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [str(CADDY), "run", "--adapter", "caddyfile", "--config", str(self._file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self._environment(),
            preexec_fn=_die_with_the_server,
        )

    def _environment(self) -> dict[str, str]:
        # Its own folder instead of the home's, which a service may not have.
        return {"PATH": os.environ.get("PATH", ""), "HOME": str(self._file.parent)}

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_AGAIN_SECONDS):
            # gunicorn's master reaps every child, ours included; poll() then says 0.
            if self._process.poll() is not None:
                self._start()


def _die_with_the_server() -> None:
    """Also when it is killed outright: nobody else holds the ports afterwards."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
