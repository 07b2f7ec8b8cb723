"""What the counter may ask of a citizen: the published list of that version, and no more (R8). Twin: core/handling.js.

NĐ 61/2018 Đ5.1đ forbids to ask for papers beyond the rules, NĐ 309/2026 Đ4.2a for what the databases hold.
"""

import re

from app.rules.fields import FieldRefusal
from app.rules.text import clean, fold

_LAW = re.compile(
    r"\b(luat|bo luat|phap lenh|nghi dinh|nd|thong tu|tt|ttlt|quyet dinh|qd|nghi quyet|nq|hien phap)\b(?=.*[0-9])",
    re.ASCII,
)


def is_citation(text: str) -> bool:
    """Whether a text names a law: its kind and its number or article."""
    return bool(_LAW.search(fold(text)))


def may_demand(variant: dict, documents: list[dict], extra=(), asked: bool = False) -> list[FieldRefusal]:
    """Why these papers may not be demanded; empty when they may.

    `documents`: [{"key", "name", "form", "count", "citation"}]; one with key "" is beyond the list, and so is each of
    `extra` ({"name", "citation"}): it needs a law that asks for it. With `asked` (a request, not what somebody brought)
    an original where a copy will do, and more copies than published, are beyond the list too.
    """
    published = {paper["key"]: paper for paper in variant["documents"]}
    refusals = []
    for place, given in enumerate([*documents, *extra]):
        path, key = f"documents.{place}", given.get("key", "")
        paper = published.get(key) if key else None
        name = clean(given.get("name", ""))
        if key and paper is None:
            refusals.append(FieldRefusal(path, "document_not_listed", {"value": name or key}))
        elif not key and not name:
            refusals.append(FieldRefusal(path, "document_unnamed"))
        elif not key and not is_citation(given.get("citation", "")):
            refusals.append(FieldRefusal(path, "document_without_law", {"value": name}))
        elif paper and asked and not is_citation(given.get("citation", "")):
            refusals += _beyond(paper, given, path)
    return refusals


def beyond_list(published: str, variants: list[dict]) -> list[FieldRefusal]:
    """The papers of a handling that its version's published words do not name and no law asks for (R8).

    `published`: the version's `documents`; where nothing is published there is nothing to compare with.
    """
    words = fold(published)
    return [
        FieldRefusal(f"variants.{place}.documents.{number}.citation", "document_without_law", {"value": paper["name"]})
        for place, variant in enumerate(variants)
        for number, paper in enumerate(variant["documents"])
        if words and fold(paper["name"]) not in words and not is_citation(paper["citation"])
    ]


def _beyond(paper: dict, given: dict, path: str) -> list[FieldRefusal]:
    form = given.get("form") or paper["form"]
    if paper["form"] in ("copy", "shown") and form != paper["form"]:
        return [FieldRefusal(path, "document_form", {"value": paper["name"]})]
    if given.get("count", 1) > paper["count"]:
        return [FieldRefusal(path, "document_count", {"value": paper["name"], "max": paper["count"]})]
    return []
