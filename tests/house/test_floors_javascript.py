"""The browser has the same staircase: core ← store ← sync ← ui ← mounting.js ← tables of behaviours; no ui in sw."""

import re
from pathlib import Path

import pytest

from app.rules.registry import KINDS

ROOT = Path(__file__).resolve().parents[2]
JS = ROOT / "static" / "js"
MAY_USE = {
    "core": {"core"},
    "store": {"core", "store"},
    "sync": {"core", "store", "sync"},
    "ui": {"core", "store", "sync", "ui", "vendor"},
    "mounting.js": {"ui"},
    "main.js": {"mounting.js"},
    "desk.js": {"main.js", "mounting.js"},
    "citizen.js": {"mounting.js"},
    "tip.js": {"mounting.js"},
    "scanning.js": {"mounting.js"},
    "declaring.js": {"mounting.js"},
    "display.js": {"mounting.js"},
    "sw": {"core", "store", "sync", "sw"},
}
FILES = [path for path in sorted(JS.rglob("*.js")) if "vendor" not in path.parts] + sorted((ROOT / "sw").rglob("*.js"))
_IMPORT = re.compile(
    r"""(?:^|[\s;])(?:import|export)\b[^"'`;]*?from\s*["']([^"']+)["']|import\(\s*["'`]([^"'`]+)""", re.M
)


def floor_of(path: Path) -> str:
    if path.is_relative_to(JS):
        return path.relative_to(JS).parts[0]
    return "sw" if path.is_relative_to(ROOT / "sw") else "elsewhere"


def imported(path: Path):
    text = path.read_text()
    for match in _IMPORT.finditer(text):
        target = match.group(1) or match.group(2)
        assert target.startswith("."), f"{path.name} imports {target}: only relative paths work under a release"
        # The worker lies beside static/ under a release: /r/<hash>/sw/ and /r/<hash>/static/.
        yield (path.parent / target.split("${")[0]).resolve()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_leans_only_on_its_own_floor_and_those_below(path):
    allowed = MAY_USE[floor_of(path)]
    for target in imported(path):
        assert floor_of(target) in allowed, f"{path.name} leans on {target.name} above it"


@pytest.mark.parametrize("path", sorted((JS / "core").glob("*.js")), ids=lambda path: path.name)
def test_the_core_is_pure(path):
    text = path.read_text()
    for word in ("fetch(", "indexedDB", "document.", "window.", "localStorage", "navigator.", "Date.now("):
        assert word not in text, f"core/{path.name} uses {word}"


@pytest.mark.parametrize("path", sorted((JS / "store").glob("*.js")), ids=lambda path: path.name)
def test_the_store_never_touches_page_or_network(path):
    text = path.read_text()
    assert "document." not in text
    assert "fetch(" not in text


@pytest.mark.parametrize("path", sorted((JS / "ui").glob("*.js")), ids=lambda path: path.name)
def test_the_screens_never_fetch_and_never_build_html(path):
    text = path.read_text()
    for word in ("fetch(", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"):
        assert word not in text, f"ui/{path.name} uses {word}"


@pytest.mark.parametrize("path", sorted((ROOT / "sw").glob("*.js")), ids=lambda path: path.name)
def test_the_worker_has_no_screen(path):
    text = path.read_text()
    assert "document." not in text
    assert "importScripts" not in text


def test_what_the_registry_calls_personal_is_sealed_on_the_device():
    named = re.search(r"^const SEALED = \[(.+)\];$", (JS / "core" / "operation.js").read_text(), re.M)[1]
    assert set(re.findall(r'"([a-z./_0-9]+)"', named)) == {name for name, kind in KINDS.items() if kind.personal}
