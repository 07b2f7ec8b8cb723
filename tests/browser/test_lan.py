"""`bin/run --lan` for real, on a loopback address: HTTPS that verifies against the lobby's own authority, a page
without HTTPS that hands out its certificate, and a service worker that lives on it."""

import base64
import http.client
import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from app.lan import CADDY, caddyfile, front
from tests import people
from tests.browser.serving import ROOT, START_SECONDS, free_port

HOST = "127.0.0.1"


class LanServer:
    def __init__(self, data):
        self.data, self.log = data, data.parent / "lan.log"
        self.app_port, self.port, self.plain_port = free_port(), free_port(), free_port()
        self.origin = f"https://{HOST}:{self.port}"
        self.process = None

    def start(self):
        command = [sys.executable, "-m", "app.cli", "serve", "--no-demo", "--data", str(self.data), "--lan"]
        command += ["--lan-host", HOST, "--port", str(self.app_port)]
        command += ["--lan-port", str(self.port), "--plain-port", str(self.plain_port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            return self.get("/healthz").status == 200
        except (OSError, ssl.SSLError):
            return False

    def get(self, path: str, trusting=None) -> http.client.HTTPResponse:
        context = ssl.create_default_context(cafile=trusting or self.data / "lan" / "authority.crt")
        connection = http.client.HTTPSConnection(HOST, self.port, timeout=10, context=context)
        connection.request("GET", path)
        return connection.getresponse()

    def post(self, path: str, fields: dict) -> http.client.HTTPResponse:
        context = ssl.create_default_context(cafile=self.data / "lan" / "authority.crt")
        connection = http.client.HTTPSConnection(HOST, self.port, timeout=10, context=context)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        connection.request("POST", path, urlencode(fields), headers)
        return connection.getresponse()

    def plain(self, path: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(HOST, self.plain_port, timeout=10)
        connection.request("GET", path)
        return connection.getresponse()

    def kill(self):
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@pytest.fixture
def lan(settled, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(settled[1].parent, data, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
    running = LanServer(data)
    running.start()
    yield running
    running.kill()


def caddies(lan) -> list[int]:
    """Processes that run with this server's configuration."""
    told, found = str(lan.data / "lan" / "Caddyfile").encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if told in (process / "cmdline").read_bytes().split(b"\0"):
                found.append(int(process.name))
    return found


def test_https_verifies_against_the_lobbys_own_authority_and_no_other(lan):
    answer = lan.get("/")
    assert answer.status == 200
    world = ssl.get_default_verify_paths().openssl_cafile
    with pytest.raises(ssl.SSLCertVerificationError):
        lan.get("/", trusting=world)


def test_the_certificate_is_handed_out_without_https_and_nothing_else_is(lan):
    page = lan.plain("/ket-noi")
    assert page.status == 200
    assert "Tải chứng chỉ" in page.read().decode()
    content = lan.plain("/ket-noi/chung-chi.crt").read()
    own = ssl.PEM_cert_to_DER_cert((lan.data / "lan" / "authority.crt").read_text())
    assert content == own
    for path in ("/", "/dang-nhap", "/truc", "/tra-cuu"):
        answer = lan.plain(path)
        assert (answer.status, answer.getheader("Location")) == (302, f"{lan.origin}{path}"), path


def test_cookies_are_for_https_alone_and_the_server_itself_is_not_on_the_network(lan):
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    # Listening sockets are in state 0A; addresses stand in hexadecimal, the last byte first.
    listening = {line[1] for line in lines if line[3] == "0A"}
    assert f"0100007F:{lan.app_port:04X}" in listening
    assert f"00000000:{lan.app_port:04X}" not in listening
    typed = {"ward": people.LAN.ward, "login": people.LAN.login, "password": people.PASSWORD}
    answer = lan.post("/dang-nhap", typed)
    assert answer.status in (302, 303)
    assert "Secure" in answer.getheader("Set-Cookie")


def test_nothing_of_a_visitor_is_written_down(lan):
    lan.get("/tra-cuu?ma=CANARY-7K2M")
    lan.plain("/ket-noi?CANARY-7K2M")
    lan.get("/khong-co-trang-nay/CANARY-7K2M")
    for path in [*(lan.data / "lan").rglob("*"), lan.log]:
        if path.is_file():
            assert b"CANARY" not in path.read_bytes(), path


def test_a_service_worker_lives_on_it_in_chromium(lan, playwright, tmp_path):
    # Trust in this profile alone: Chromium takes the served chain whose intermediate has this key.
    intermediate = next((lan.data / "lan" / "caddy").rglob("intermediate.crt"))
    key = x509.load_pem_x509_certificate(intermediate.read_bytes()).public_key()
    spki = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    pinned = base64.b64encode(sha256(spki).digest()).decode()
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile",
        executable_path=shutil.which("chromium"),
        args=["--no-sandbox", f"--ignore-certificate-errors-spki-list={pinned}"],
    )
    page = context.new_page()
    page.goto(f"{lan.origin}/")
    kept = page.evaluate("""async () => {
      const ready = await navigator.serviceWorker.ready;
      while (ready.active.state !== "activated") await new Promise((go) => setTimeout(go, 50));
      return { secure: isSecureContext, scope: ready.scope };
    }""")
    context.close()
    assert kept == {"secure": True, "scope": f"{lan.origin}/"}


def test_caddy_comes_back_when_it_falls_and_goes_when_the_server_goes(lan):
    (first,) = caddies(lan)
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + START_SECONDS
    while caddies(lan) in ([], [first]) or not lan.answers():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    # The server alone is killed outright, not its group.
    os.kill(lan.process.pid, signal.SIGKILL)
    while caddies(lan):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_real_name_is_a_configuration_that_caddy_takes(tmp_path):
    before = front("", 8443, 8080, {"GD_TLS_NAME": "gandan.hadong.example.vn"})
    file = tmp_path / "Caddyfile"
    file.write_text(caddyfile(before, 8000, tmp_path, None))
    command = [str(CADDY), "adapt", "--validate", "--adapter", "caddyfile", "--config", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, env={"HOME": str(tmp_path)}, check=False)
    assert done.returncode == 0, done.stderr
    assert "gandan.hadong.example.vn" in done.stdout
