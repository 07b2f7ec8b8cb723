"""What a template may not do: styles and handlers of its own, raw HTML, another caller than render.py."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_only_render_calls_templates():
    for path in (ROOT / "app").rglob("*.py"):
        text = path.read_text()
        if path.name != "render.py":
            assert "render_template" not in text, f"{path}: answer with render.show"
        assert "render_template_string" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_a_template_is_clean(path):
    text = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.S)
    assert not re.search(r"\sstyle\s*=", text), "an inline style"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an inline handler"
    assert "hx-on" not in text
    assert "|safe" not in text.replace(" ", "")
    assert not re.search(r"(?:src|action)\s*=\s*[\"']https?:", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_a_template_brings_in_only_what_it_calls(path):
    text = re.sub(r"{#.*?#}", "", path.read_text(), flags=re.S)
    for each in re.finditer(r'{%-? from "[^"]+" import (.*?)(?: with context)? -?%}', text):
        rest = text[: each.start()] + text[each.end() :]
        names = [name.split(" as ")[-1].strip() for name in each.group(1).split(",")]
        assert not [name for name in names if not re.search(rf"\b{name}\b", rest)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "templates").as_posix())
def test_every_template_compiles(app, path):
    app.jinja_env.get_template(path.relative_to(ROOT / "templates").as_posix())


def test_whoever_offers_doings_brings_their_look():
    texts = {path: path.read_text() for path in TEMPLATES}
    offering = {path: text for path, text in texts.items() if 'from "parts/doings.html"' in text}
    assert len(offering) > 5
    assert [path.name for path, text in offering.items() if "asset('css/dossier.css')" not in text] == []
