"""Declarations that a ward offers: ours, and its own from <folder>/<slug of the ward>/declarations/<code>.json.

The folder is the one of the ward's templates of paper (ward_templates). A ward's form replaces ours with the same
code. Files are read when they have changed, so that a correction needs no restart; one with faults is left out (ours
stays), because a citizen cannot mend it: `bin/gandan forms check` says what is wrong.
"""

import logging
from pathlib import Path

from app.printing import ward_templates
from app.rules.declaration_form import BYTES_MAX, NotForm, ours, read
from app.rules.declaration_form_check import Fault

log = logging.getLogger(__name__)

FOLDER = "declarations"
# {path: (what it was when it was read, its form or None)}
_read: dict[Path, tuple[tuple[int, int], dict | None]] = {}


def forms(slug: str) -> dict[str, dict]:
    """{code: form}: ours in their order, then the ward's own."""
    own = {form["code"]: form for path in files_of(slug) if (form := _form(path))}
    return {code: own.get(code, form) for code, form in ours().items()} | own


def form(slug: str, code: str) -> dict | None:
    """The form with this code as it is today, or None."""
    return forms(slug).get(code)


def files_of(slug: str) -> list[Path]:
    """The ward's own form files, in the order of their names."""
    folder = ward_templates.folder_of(slug)
    if folder is None or not (folder / FOLDER).is_dir():
        return []
    return sorted((folder / FOLDER).glob("*.json"))


def faults(path: Path) -> list[Fault]:
    """What is wrong with a form file; [] for one that can be used."""
    try:
        found = read(_text(path))
    except NotForm as refused:
        return refused.faults
    except (OSError, ValueError) as error:
        return [Fault("", f"Không đọc được tệp: {getattr(error, 'strerror', None) or error}")]
    if found["code"] != path.stem:
        return [Fault("code", f"phải trùng tên tệp: tệp {path.name} thì “code” là “{path.stem}”")]
    return []


def _form(path: Path) -> dict | None:
    try:
        seen = path.stat()
        stamp = (seen.st_mtime_ns, seen.st_size)
        if path not in _read or _read[path][0] != stamp:
            wrong = faults(path)
            for fault in wrong:
                log.error("form %s is left out: %s", path.name, fault)
            _read[path] = (stamp, None if wrong else read(_text(path)))
    except (OSError, ValueError):
        return None
    return _read[path][1]


def _text(path: Path) -> str:
    with path.open("rb") as file:
        content = file.read(BYTES_MAX + 1)
    if len(content) > BYTES_MAX:
        raise ValueError(f"lớn hơn {BYTES_MAX // 1024} kB")
    return content.decode("utf-8-sig")
