"""For the catalogue: finds the Vietnamese words that lie as plain strings in the floors below (babel.cfg names them).

Those floors know no language, so nothing there is marked; `words.said` says these strings in the page's language.
"""

import ast
import csv
import io
import json
import re

_VIETNAMESE = re.compile(r"[^\W\d_a-zA-Z]")


def tables(file, keywords, comment_tags, options):
    """Babel's extractor of a module: strings with a Vietnamese letter. Option `names`: in these assignments only."""
    names = set(options.get("names", "").split())
    for statement in ast.parse(file.read()).body:
        if names and not names & _assigned(statement):
            continue
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            yield from _strings(statement)


def _assigned(statement) -> set[str]:
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _strings(statement):
    for node in ast.walk(statement):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _VIETNAMESE.search(node.value):
            yield node.lineno, "", node.value, []


def columns(file, keywords, comment_tags, options):
    """Babel's extractor of a CSV file with a heading line: every cell of the columns in the option `names`."""
    rows = csv.DictReader(io.StringIO(file.read().decode()))
    for row in rows:
        for name in options["names"].split():
            if _VIETNAMESE.search(row[name]):
                yield rows.line_num, "", row[name], []


def members(file, keywords, comment_tags, options):
    """Babel's extractor of a JSON file: every text under one of the keys in the option `names`, however deep."""
    names = set(options["names"].split())
    for text in _under(json.loads(file.read()), names):
        if _VIETNAMESE.search(text):
            yield 1, "", text, []


def _under(value, names: set[str]):
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        if key in names and isinstance(each, str):
            yield each
        else:
            yield from _under(each, names)
