"""The release: every file a browser may ask for, under one hash, compressed once and immutable for ever."""

import gzip
import json
import re
import shutil
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import brotli
from flask import current_app
from whitenoise import WhiteNoise

from app.config import ROOT
from app.web import joining

_SOURCES = ("static", "sw")
# The paper's typefaces are for the printer; no browser loads them.
_NOT_SERVED = ("static/fonts/paper/",)
_COMPRESSED = {".css", ".js", ".svg", ".json", ".webmanifest", ".wasm"}
# WebAssembly takes four seconds at the highest quality, for a ninth less.
_BROTLI_QUALITY = {".wasm": 9}
# A file of names → the style sheet that they become; what only desks show is not sent to a lobby's phone.
_STYLE_SHEETS = {
    "static/css/ORDER": "static/css/main.css",
    "static/css/ORDER_DESK": "static/css/desk.css",
    "static/css/ORDER_CITIZEN": "static/css/citizen.css",
}
_KERNEL = ("static/js/core/", "static/js/store/", "static/js/sync/")
_TABLET, _WORKER = "static/js/main.js", "sw/worker.js"
_CITIZEN, _CITIZEN_WORKER = "static/js/citizen.js", "sw/citizen_worker.js"
_DECLARING = "static/js/declaring.js"
_BEHAVIOUR = re.compile(r'^ +"data-[a-z-]+": "(\w+)",$', re.M)
KEPT_RELEASES = 2


def _served_files() -> dict[str, bytes]:
    """{path: content}. The style sheets that an ORDER names become one file: one round trip instead of thirty."""
    files, not_alone = {}, set(_STYLE_SHEETS)
    for order, joined in _STYLE_SHEETS.items():
        parts = [f"static/css/{line}" for line in (ROOT / order).read_text().split()]
        files[joined] = _without_comments("\n".join((ROOT / part).read_text() for part in parts)).encode()
        not_alone.update(parts)
    for source in _SOURCES:
        for path in sorted((ROOT / source).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.is_file() and name not in not_alone and not name.startswith(_NOT_SERVED):
                content = path.read_bytes()
                files[name] = _without_comments(content.decode()).encode() if path.suffix == ".css" else content
    return files | _joined(files)


def _without_comments(css: str) -> str:
    """The same rules on one line: comments and indentation were a fifth of the first visit's style sheets."""
    return re.sub(r"\s*([{};])\s*", r"\1", re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.S)))


def _joined(files: dict[str, bytes]) -> dict[str, bytes]:
    """The tablet app in two scripts (what the worker shares, and the screens), its worker in one; the citizens' and
    theirs in one each, and one on top for whoever fills in a declaration.

    Only what the tablet's table (main.js) and the worker need: what desks and visitors open (desk.js) is not sent to a
    lobby's phone.
    """
    sources = {name: text.decode() for name, text in files.items() if name.endswith(".js") and "/vendor/" not in name}
    screens = [f"static/js/ui/{name}.js" for name in _BEHAVIOUR.findall(sources[_TABLET])]
    needed = set(joining.in_order([*screens, _TABLET, _WORKER], sources))
    kernel = joining.first([name for name in sources if name in needed and name.startswith(_KERNEL)], sources)
    duty = joining.further([*screens, _TABLET], sources, kernel, "./kernel.js")
    worker = joining.further([_WORKER], sources, kernel, "../static/js/kernel.js", gives="start")
    citizen = [f"static/js/ui/{name}.js" for name in _BEHAVIOUR.findall(sources[_CITIZEN])]
    citizens = joining.first([*citizen, _CITIZEN], sources)
    # Declarations are half of what citizens' pages do, and not what a first visit brings.
    filling = [f"static/js/ui/{name}.js" for name in _BEHAVIOUR.findall(sources[_DECLARING])]
    declaring = joining.further([*filling, _DECLARING], sources, citizens, "./citizen_joined.js")
    return {
        "static/js/citizen_joined.js": citizens.encode(),
        "static/js/declaring_joined.js": declaring.encode(),
        "sw/citizen_joined.js": joining.first([_CITIZEN_WORKER], sources, gives="start").encode(),
        "static/js/kernel.js": kernel.encode(),
        "static/js/duty.js": duty.encode(),
        "sw/joined.js": worker.encode(),
    }


def _release_hash(files: dict[str, bytes]) -> str:
    digest = sha256()
    pages = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
    words = sorted((ROOT / "app").rglob("*.py")) + sorted((ROOT / "app" / "web").rglob("*.mo"))
    for name, content in files.items():
        digest.update(name.encode() + b"\0" + content)
    for path in pages + words:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if path.suffix in _COMPRESSED:
            path.with_name(path.name + ".br").write_bytes(
                brotli.compress(content, quality=_BROTLI_QUALITY.get(path.suffix, 11))
            )
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))


def prepare(release_dir: Path) -> str:
    """Writes this code's release (once) and returns its hash; the one before is kept for pages still open."""
    files = _served_files()
    release = _release_hash(files)
    folder = release_dir / release
    if not (folder / "files.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _write(folder, files)
        (folder / "files.json").write_text(json.dumps(sorted(files)))
    (folder / "files.json").touch()
    made = sorted(release_dir.iterdir(), key=lambda path: (path / "files.json").stat().st_mtime_ns, reverse=True)
    for old in made[KEPT_RELEASES:]:
        shutil.rmtree(old, ignore_errors=True)
    return release


def serve(app, release_dir: Path) -> None:
    """Puts the kept releases in front of the application."""
    white = WhiteNoise(
        app.wsgi_app,
        immutable_file_test=lambda path, url: True,
        max_age=31_536_000,
        allow_all_origins=False,
        add_headers_function=_headers,
    )
    for folder in sorted(release_dir.iterdir()):
        for source in _SOURCES:
            if (folder / source).is_dir():
                white.add_files(str(folder / source), prefix=f"r/{folder.name}/{source}/")
    app.wsgi_app = white


def _headers(headers, path, url):
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if url.endswith(".js"):
        headers["Content-Type"] = 'text/javascript; charset="utf-8"'


def asset(path: str) -> str:
    """The address of a file of static/ in this release."""
    return f"/r/{current_app.config['RELEASE']}/static/{path}"


@lru_cache(maxsize=1)
def _tablet_drawings() -> frozenset[str]:
    return frozenset(re.findall(r'<symbol id="([a-z-]+)"', (ROOT / "static" / "icons" / "sprite.svg").read_text()))


def drawing(name: str) -> str:
    """The address of one icon; those that only desks show stand in a file that no lobby's phone asks for."""
    return f"{asset('icons/sprite.svg' if name in _tablet_drawings() else 'icons/desk.svg')}#{name}"
