"""Modules joined into a few files when a release is made: on a lobby's network every file costs a kilobyte of headers.

Sources stay small ES modules that run as they are (tests, developers' tools and pages outside the tablet app load
them so). Joining only wraps each one in a function, in the order of its imports, and needless signs are left out
(rjsmin): nothing is renamed. It knows the few forms of import and export that we write and refuses any other.
"""

import re
from pathlib import PurePosixPath

from rjsmin import jsmin

_IMPORT = re.compile(r'^import (?:\{([^}]*)\}|\* as (\w+)) from "([^"]+)";\n', re.M)
_LATER = re.compile(r'import\("([^"]+)"\)')
_CHOSEN = re.compile(r"import\(`\./(\w+)/\$\{(\w+)\}\.js`\)")
_EXPORT = re.compile(r"^export (?:default )?((?:async )?function\*?|class|const) (\w+)", re.M)
_COMMENTS = re.compile(r"^[ \t]*(?:/\*\*?(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n", re.M)
# `import(address)` stays as it is: a file of its own, whose address the page names.
_LEFT_OVER = re.compile(r"^(?:import|export)\b|\bimport\((?!address\))", re.M)


class CannotJoin(Exception):
    """A module uses a form that joining does not know; the text names it."""


def _resolved(name: str, target: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(name).parent / target).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _needed(name: str, text: str) -> list[str]:
    found = [match.group(3) for match in _IMPORT.finditer(text)] + _LATER.findall(text)
    return [_resolved(name, target) for target in found]


def _key(name: str) -> str:
    """Under which a module stands in the joined file: every letter of it is sent to the phone many times."""
    return name.removeprefix("static/js/").removesuffix(".js")


def in_order(wanted: list[str], sources: dict[str, str]) -> list[str]:
    """The wanted modules and all they need, each after what it needs."""
    order: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise CannotJoin(f"{name} needs itself")
        if name not in order:
            for other in _needed(name, sources[name]):
                visit(other, (*above, name))
            order.append(name)

    for name in wanted:
        visit(name, ())
    return order


def _wrapped(name: str, text: str) -> str:
    if any(line.count("`") % 2 for line in text.splitlines()):
        raise CannotJoin(f"{name}: a template literal over several lines")
    text = _COMMENTS.sub("", text)
    exported = [match.group(2) for match in _EXPORT.finditer(text)]

    def bound(match) -> str:
        names, whole, target = match.groups()
        held = f'$m["{_key(_resolved(name, target))}"]'
        return f"const {whole} = {held};\n" if whole else f"const {{{names.replace(' as ', ': ')}}} = {held};\n"

    text = _IMPORT.sub(bound, text)
    text = _LATER.sub(lambda match: f'$m["{_key(_resolved(name, match.group(1)))}"]', text)
    text = _CHOSEN.sub(
        lambda match: f"Promise.resolve($m[`{_key(_resolved(name, match.group(1)))}/${{{match.group(2)}}}`])", text
    )
    text = _EXPORT.sub(r"\1 \2", text)
    if left := _LEFT_OVER.search(text):
        raise CannotJoin(f"{name}: {text[left.start() :].splitlines()[0]}")
    return f'$m["{_key(name)}"] = (() => {{\n{text.strip()}\nreturn {{{", ".join(exported)}}};\n}})();\n'


def first(wanted: list[str], sources: dict[str, str], gives: str = "") -> str:
    """A file that holds these modules and gives them to others as its default export; `gives`: see `further`."""
    order = in_order(wanted, sources)
    joined = "".join(_wrapped(name, sources[name]) for name in order)
    return jsmin(f"const $m = {{}};\n{joined}export default $m;\n{_given(gives, order)}")


def _given(name: str, order: list[str]) -> str:
    return f'export const {{{name}}} = $m["{_key(order[-1])}"];\n' if name else ""


def further(wanted: list[str], sources: dict[str, str], held: str, held_address: str, gives: str = "") -> str:
    """A file on top of the modules that the file `held` gives; `gives`: an export of its last module."""
    order = [name for name in in_order(wanted, sources) if f'$m["{_key(name)}"]=' not in held]
    joined = "".join(_wrapped(name, sources[name]) for name in order)
    return jsmin(f'import $m from "{held_address}";\n{joined}{_given(gives, order)}')
