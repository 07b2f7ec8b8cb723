"""What the papers of the house say is what the house is."""

import re
from pathlib import Path

from app.rules.registry import KINDS, REVIEW_KINDS

ROOT = Path(__file__).resolve().parents[2]


def rows(text: str) -> dict[str, list[str]]:
    found = re.findall(r"^\| `([a-z_.]+/\d+)` \|(.+)\|$", text, re.M)
    return {name: [cell.strip() for cell in cells.split("|")] for name, cells in found}


def test_the_page_of_operations_names_every_type_as_the_registry_does():
    told = rows((ROOT / "docs/operations.md").read_text())
    assert set(told) == set(KINDS) | set(REVIEW_KINDS) | {"dead.letter/1"}
    for name, kind in KINDS.items():
        yes = ["yes" if each else "no" for each in (kind.on_tablet, kind.in_shift, kind.personal)]
        assert told[name][1:] == [f"`{kind.verb}`", *yes], name


def test_the_readme_quotes_only_commands_and_files_that_exist():
    text = (ROOT / "README.md").read_text()
    for path in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (ROOT / path).exists(), path
    for name in re.findall(r"`bin/bench ([a-z0-9-]+)`", text):
        assert (ROOT / f"bench/{name.replace('-', '_')}.py").exists(), name


def test_the_glossary_of_the_readme_is_the_one_of_the_code():
    from app.rules.glossary import NOUNS

    text = (ROOT / "README.md").read_text()
    for noun in NOUNS:
        assert f"| {noun.code} |" in text, f"the README's glossary lacks {noun.code}"
