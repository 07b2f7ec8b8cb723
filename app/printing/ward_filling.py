"""Fills a template that a ward wrote itself, inside the paper worker: its time and memory are limited there, it has no
secret, no database and no network, and the sandbox keeps Python's insides out of its reach.

The content of a question: JSON {"name": file name, "source": its text, "fields": {name: value}}.
"""

import json
import traceback
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

_TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
# What a ward's template may extend, include and import.
_OURS = ("paper/", "layouts/paper.html")


class TemplateFault(Exception):
    """A ward's template cannot be filled; the text says why. `line` is 0 when no line is to blame."""

    def __init__(self, template: str, line: int, why: str):
        super().__init__(why)
        self.template = template
        self.line = line


def filled(content: bytes) -> str:
    """The whole HTML document. Raises TemplateFault."""
    asked = json.loads(content)
    name, source = asked["name"], asked["source"]
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(lambda wanted: _load(wanted, name, source)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    try:
        return environment.get_template(name).render(asked["fields"])
    except MemoryError:
        raise
    except jinja2.TemplateSyntaxError as error:
        raise TemplateFault(error.name or name, error.lineno, error.message or "") from None
    except Exception as error:  # whatever a ward wrote must come back with its line
        raise TemplateFault(name, _line(error, name), f"{type(error).__name__}: {error}"[:300]) from None


def _load(wanted, name, source):
    if wanted == name:
        return source, name, lambda: True
    path = (_TEMPLATES / wanted).resolve()
    if not wanted.startswith(_OURS) or ".." in wanted or not path.is_file():
        return None
    return path.read_text(encoding="utf-8"), wanted, lambda: True


def _line(error, name):
    """The last line of the ward's template on the way to the error."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == name]
    return frames[-1].lineno if frames else 0
