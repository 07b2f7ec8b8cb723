"""Form files of declarations (tờ khai): one JSON file each, read and checked; no code per form.

The shape is data/declaration_form.schema.json; what a shape cannot say is checked by declaration_form_check.
docs/declarations.md explains the parts to whoever writes one.
"""

import json
from functools import cache
from pathlib import Path

from app.rules import declaration_form_check, json_shape
from app.rules.declaration_form_check import Fault

_DATA = Path(__file__).parent / "data"
# The files of the forms that come with the software.
OURS = tuple(sorted((_DATA / "declarations").glob("*.json")))
BYTES_MAX = 256 * 1024


class NotForm(ValueError):
    """A text that is no form; `faults` says why."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__(str(faults[0]))


@cache
def ours() -> dict[str, dict]:
    """{code: form} of the forms that come with the software, in the order of the list that citizens see."""
    forms = {path.stem: read(path.read_text("utf-8")) for path in OURS}
    return {code: forms[code] for code in sorted(forms, key=_place)}


# What lobby points are asked for most comes first (domain §5).
_ORDER = ("khai_sinh", "chung_thuc", "ct01", "tinh_trang_hon_nhan", "khai_tu", "ket_hon", "uy_quyen")


def _place(code: str) -> tuple[int, str]:
    return (_ORDER.index(code) if code in _ORDER else len(_ORDER)), code


def read(text: str) -> dict:
    """The form that a file's text spells. Raises NotForm."""
    form = parsed(text)
    if found := faults(form):
        raise NotForm(found)
    return form


def parsed(text: str):
    """The JSON of a file that people write by hand. Raises NotForm, which says where it cannot be read."""
    if len(text) > BYTES_MAX:
        raise NotForm([Fault("", f"Tệp lớn hơn {BYTES_MAX // 1024} kB")])
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = f"dòng {error.lineno}, cột {error.colno}"
        raise NotForm([Fault(where, "không phải JSON: thiếu hay thừa dấu phẩy, ngoặc kép")]) from None
    except (ValueError, RecursionError) as error:
        raise NotForm([Fault("", f"Không đọc được tệp: {error}")]) from None


def _once(pairs: list) -> dict:
    """JSON would let the second of two equal names win in silence."""
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(f"tên “{next(name for name in names if names.count(name) > 1)}” viết hai lần trong một nhóm")
    return made


def schema() -> dict:
    """The JSON Schema of form files."""
    return json.loads((_DATA / "declaration_form.schema.json").read_text("utf-8"))


def faults(form) -> list[Fault]:
    """Everything that is wrong with a form; [] for one that can be filled in and printed."""
    found = [Fault(where, sentence) for where, sentence in json_shape.faults(form, schema())]
    return found or declaration_form_check.faults(form)
