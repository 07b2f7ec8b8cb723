"""Imports go down only: whoever leans on the floor above makes the house fall when that floor changes."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Each floor may use those named; `app.config` and the files of sentences are the ground.
GROUND = {"config", "problems"}
MAY_USE = {
    "config": set(),
    "problems": {"problems"},
    "rules": {"rules"},
    "records": {"records", "rules"} | GROUND,
    "ledger": {"ledger", "records", "rules"} | GROUND,
    "printing": {"printing", "rules"} | GROUND,
    "web": {"web", "ledger", "printing", "records", "rules"} | GROUND,
}
ROOF = {
    "__init__",
    "cli",
    "backup_commands",
    "form_commands",
    "recount_command",
    "lan",
    "lan_authority",
    "server",
    "receiving",
    "incoming",
    "city_sending",
    "demo",
}

# The one home of each library that decides the shape of a floor.
HOMES = {
    "flask": {"web", "__init__"},
    "flask_login": {"web", "__init__"},
    "flask_babel": {"web", "__init__"},
    "flask_htmx": {"web"},
    "peewee": {"records", "web/door.py", "web/errors.py"},
    "playhouse": {"records"},
    "apsw": {"records"},
    "psycopg": {"records"},
    "weasyprint": {"printing"},
}
PURE_FORBIDDEN = {"os", "time", "random", "secrets", "socket", "sqlite3", "threading", "logging", "requests", "urllib"}

FILES = sorted((ROOT / "app").rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Dotted names that a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide which floor is meant"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def floor_of(path: Path) -> str:
    first = path.relative_to(ROOT / "app").parts[0]
    return first.removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_leans_only_on_its_own_floor_and_those_below(path):
    floor = floor_of(path)
    if floor in ROOF:
        return
    used = {name.split(".")[1] for name in imported(path) if name.startswith("app.")}
    assert used <= MAY_USE[floor], f"{path.name} on floor {floor} leans on {sorted(used - MAY_USE[floor])}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_library_lives_in_its_home(path):
    place = path.relative_to(ROOT / "app").as_posix()
    for name in {name.split(".")[0] for name in imported(path)} & set(HOMES):
        homes = HOMES[name]
        assert floor_of(path) in homes or place in homes, f"{name} is not at home in {place}"


@pytest.mark.parametrize("path", sorted((ROOT / "app/rules").rglob("*.py")), ids=lambda path: path.name)
def test_rules_are_pure(path):
    used = {name.split(".")[0] for name in imported(path)}
    assert not used & PURE_FORBIDDEN
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in {"now", "today", "utcnow", "open"}, f"{path.name} reads a clock or a file"


def test_no_file_knows_its_way_in_a_circle():
    graph = {}
    for path in FILES:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        graph[name] = imported(path)
    modules = set(graph)
    edges = {
        name: {
            found
            for one in used
            for found in (one, one.rpartition(".")[0])
            if found in modules and found != name and found.count(".") > 1
        }
        for name, used in graph.items()
    }
    done, path = set(), []

    def visit(name):
        assert name not in path, " → ".join([*path[path.index(name) :], name])
        if name in done:
            return
        path.append(name)
        for other in sorted(edges[name]):
            visit(other)
        path.pop()
        done.add(name)

    for name in sorted(edges):
        visit(name)
