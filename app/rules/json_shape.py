"""Whether a JSON value has the shape that a JSON Schema file asks for, fault by fault in Vietnamese.

Understands the keywords our own schema uses and refuses to read a schema with any other: type, enum, pattern (of the
whole text), minLength, maxLength, minimum, maximum, minItems, maxItems, items, properties, required,
additionalProperties: false, and $ref into its own $defs.
"""

import re
from collections.abc import Iterator

_SAID = frozenset({"$schema", "$defs", "title", "description"})
_KNOWN = _SAID | {
    "type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "items",
    "properties", "required", "additionalProperties", "$ref",
}  # fmt: skip
_TYPES = {
    "object": (dict, "một nhóm mục { }"),
    "array": (list, "một danh sách [ ]"),
    "string": (str, "chữ trong ngoặc kép"),
    "integer": (int, "một số nguyên"),
    "boolean": (bool, "true hoặc false"),
}
# Of a file that is quite another thing the first faults are enough.
MOST_FAULTS = 50


def faults(value, schema: dict) -> list[tuple[str, str]]:
    """[(where, what is wrong there)], at most MOST_FAULTS. `where`: "sections[0].fields[2].type", "" for the whole."""
    found = []
    for fault in _faults(value, schema, schema, ""):
        found.append(fault)
        if len(found) == MOST_FAULTS:
            break
    return found


def _faults(value, part: dict, whole: dict, where: str) -> Iterator[tuple[str, str]]:
    while "$ref" in part:
        part = whole["$defs"][part["$ref"].removeprefix("#/$defs/")]
    if unknown := part.keys() - _KNOWN:
        raise ValueError(f"a schema with keywords that nobody reads: {sorted(unknown)}")
    if "enum" in part and value not in part["enum"]:
        yield where, f"chỉ được là một trong: {', '.join(part['enum'])}"
        return
    if "type" in part:
        kind, words = _TYPES[part["type"]]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            yield where, f"phải là {words}"
            return
    if isinstance(value, str):
        yield from _of_text(value, part, where)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from _in_range(value, part, "minimum", "maximum", where, "phải từ {least} trở lên", "không quá {most}")
    elif isinstance(value, list):
        yield from _in_range(
            len(value), part, "minItems", "maxItems", where, "cần ít nhất {least} mục", "chỉ được {most} mục"
        )
        for at, one in enumerate(value):
            yield from _faults(one, part.get("items", {}), whole, f"{where}[{at}]")
    elif isinstance(value, dict):
        yield from _of_object(value, part, whole, where)


def _of_text(value: str, part: dict, where: str) -> Iterator[tuple[str, str]]:
    yield from _in_range(
        len(value), part, "minLength", "maxLength", where, "cần ít nhất {least} ký tự", "chỉ được {most} ký tự"
    )
    if "pattern" in part and not re.fullmatch(part["pattern"], value):
        yield where, f"“{value[:40]}” viết chưa đúng dạng {part['pattern']}"


def _in_range(size, part: dict, least: str, most: str, where: str, few: str, many: str) -> Iterator[tuple[str, str]]:
    if least in part and size < part[least]:
        yield where, few.format(least=part[least])
    if most in part and size > part[most]:
        yield where, many.format(most=part[most])


def _of_object(value: dict, part: dict, whole: dict, where: str) -> Iterator[tuple[str, str]]:
    known = part.get("properties", {})
    for name in part.get("required", ()):
        if name not in value:
            yield where, f"thiếu “{name}”"
    for name, one in value.items():
        place = f"{where}.{name}" if where else str(name)
        if name in known:
            yield from _faults(one, known[name], whole, place)
        elif part.get("additionalProperties") is False:
            yield place, f"không có phần tên “{name}”; các phần được viết: {', '.join(known)}"
