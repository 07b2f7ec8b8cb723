"""A thing that cannot be named does not get a file; a file that grows has two subjects."""

import subprocess
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "services", "service", "managers", "manager"}
CODE = {".py", ".js", ".html", ".css", ".mjs"}
LINES_MAX = 400


def tracked() -> list[Path]:
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name for name in told.decode().split("\0") if name and (ROOT / name).exists()]


def test_every_file_has_a_name_that_says_something():
    for path in tracked():
        for part in path.relative_to(ROOT).parts:
            assert part.split(".")[0].lower() not in NAMELESS, path


def test_no_file_of_code_outgrows_one_subject():
    for path in tracked():
        if path.suffix in CODE and "vendor" not in path.parts and "migrations" not in path.parts:
            count = len(path.read_text().splitlines())
            assert count <= LINES_MAX, f"{path.relative_to(ROOT)} has {count} lines"


def test_text_is_stored_nfc():
    for path in tracked():
        if path.suffix in CODE | {".md", ".csv"} and "cases" not in path.parts:
            text = path.read_text("utf-8-sig")
            assert unicodedata.normalize("NFC", text) == text, path


def test_the_top_level_is_the_agreed_one():
    agreed = {
        "app", "templates", "static", "sw", "migrations", "tests", "requirements.txt", "README.md", "bin", "docs",
        "bench", ".ci", ".gitignore", "requirements.in", "requirements-test.in", "requirements-test.txt", "ruff.toml",
        "pytest.ini", "babel.cfg", "requirements-lan.in", "requirements-lan.txt",
    }  # fmt: skip
    assert {path.relative_to(ROOT).parts[0] for path in tracked()} <= agreed
