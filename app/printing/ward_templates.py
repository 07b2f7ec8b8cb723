"""Templates of paper that a ward puts in the place of ours: <folder>/<slug of the ward>/<name>.html.

The folder is GD_TEMPLATES_DIR (docs/deploy.md), named once at the start by the roof with `use`. Files are read anew for
each sheet, so that a correction needs no restart.
"""

import re
from pathlib import Path

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from app.problems import Problem

# What may be replaced: every form and register of the counter.
NAMES = frozenset(
    {
        "receipt", "supplement", "refusal", "apology", "stop", "control", "ledger", "return_receipt", "post_label",
        "certification_register", "certification_slip", "reception_register", "hand_over",
        "feedback_register", "answer_letter", "outreach_minutes", "inspection_minutes",
        "poster_words", "poster_point", "poster_procedure", "poster_connect",
    }
)  # fmt: skip
BYTES_MAX = 256 * 1024
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,80}")

_folder: Path | None = None


def use(folder: Path | None) -> None:
    """From now on wards' own templates are looked for there; None: nowhere."""
    global _folder
    _folder = folder


def folder_of(slug: str) -> Path | None:
    """The folder of a ward's own files, whether it exists or not; None when none can have been made."""
    return _folder / slug if _folder is not None and _SLUG.fullmatch(slug) else None


def text_of(slug: str, name: str) -> str | None:
    """The ward's own template, or None when it has none. Raises Problem("template_broken") when it cannot be read."""
    if _folder is None or name not in NAMES or not _SLUG.fullmatch(slug):
        return None
    path = _folder / slug / f"{name}.html"
    try:
        content = path.read_bytes()
        if len(content) > BYTES_MAX:
            raise ValueError(f"lớn hơn {BYTES_MAX // 1024} kB")
        return content.decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise Problem("template_broken", template=path.name, line=0, why=why) from None


def faults(slug: str) -> list[str]:
    """What can be said of a ward's files without printing: names that replace nothing, and lines that do not parse."""
    if _folder is None or not _SLUG.fullmatch(slug) or not (_folder / slug).is_dir():
        return [f"không có thư mục {slug}"]
    # A folder holds the ward's own declarations (ward_declarations).
    files = [path for path in sorted((_folder / slug).iterdir()) if not path.is_dir()]
    return [fault for path in files if (fault := _fault(slug, path))]


def _fault(slug, path):
    if path.stem not in NAMES or path.suffix != ".html":
        return f"{path.name}: tên tệp không thay mẫu nào"
    try:
        SandboxedEnvironment().parse(text_of(slug, path.stem))
    except TemplateSyntaxError as error:
        return f"{path.name}, dòng {error.lineno}: {error.message}"
    except Problem as problem:
        return f"{path.name}: {problem.params['why']}"
    return ""
