"""Deliberate defects: a function's own text with one thing changed, for as long as a schedule is played.

The new code replaces the old one inside the function itself, so whoever imported the function by name gets it too. A
defect whose place is gone from the source fails loudly: it must be written anew, not forgotten.
"""

import importlib
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import FunctionType


@dataclass(frozen=True, slots=True)
class Edit:
    """`where`: "module:function" or "module:Class.method"; in its source `old` stands once and becomes `new`."""

    where: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """`side`: server | tablet. `setting`: a context manager for what no edit can say, given the server."""

    side: str
    name: str
    edits: tuple[Edit, ...] = ()
    setting: Callable | None = field(default=None)


def _found(where: str) -> FunctionType:
    module, _, path = where.partition(":")
    found = importlib.import_module(module)
    for name in path.split("."):
        found = inspect.getattr_static(found, name) if inspect.isclass(found) else getattr(found, name)
    return found.__func__ if isinstance(found, staticmethod | classmethod) else inspect.unwrap(found)


@contextmanager
def edited(edit: Edit) -> Iterator[None]:
    """The function with its defect. Raises ValueError when the source does not hold `old` exactly once."""
    function = _found(edit.where)
    source = textwrap.dedent(inspect.getsource(function))
    if source.count(edit.old) != 1:
        raise ValueError(f"{edit.where} holds {edit.old!r} {source.count(edit.old)} times")
    while source.startswith("@"):
        source = source.partition("\n")[2]
    names: dict = {}
    exec(compile(source.replace(edit.old, edit.new), edit.where, "exec"), function.__globals__, names)
    before = function.__code__
    function.__code__ = next(iter(names.values())).__code__
    try:
        yield
    finally:
        function.__code__ = before


def _forget_compiled() -> None:
    """Statements that were built of the code as it was before are built anew."""
    for name, module in list(sys.modules.items()):
        if not name.startswith("app.records."):
            continue
        for held in list(vars(module).values()):
            for function in held.values() if isinstance(held, dict) else [held]:
                if isinstance(function, FunctionType) and hasattr(function, "__wrapped__"):
                    for cell in function.__closure__:
                        if isinstance(cell.cell_contents, dict):
                            cell.cell_contents.clear()


@contextmanager
def operated(mutant: Mutant, server) -> Iterator[None]:
    """The code with this defect in it."""
    with ExitStack() as stack:
        for edit in mutant.edits:
            stack.enter_context(edited(edit))
        if mutant.setting:
            stack.enter_context(mutant.setting(server))
        _forget_compiled()
        stack.callback(_forget_compiled)
        yield
