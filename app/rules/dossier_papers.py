"""The papers of a dossier: what was handed in, and what may still be asked for."""

from app.rules.demand import may_demand
from app.rules.fields import FieldRefusal
from app.rules.handling_check import FORMS
from app.rules.secret import looks_like_secret
from app.rules.text import clean

PAPERS_MAX = 60
_NAME_MAX, _CITATION_MAX, _WHAT_MAX = 300, 200, 300
_LABEL = {"label": "Giấy tờ"}


def handed_in(documents: list, variant: dict) -> tuple[list[dict], list[FieldRefusal]]:
    """[{"key", "name", "form", "count"}] as the receipt lists them; one of the list bears the name it has there."""
    if len(documents) > PAPERS_MAX:
        return [], [FieldRefusal("documents", "too_many", {**_LABEL, "max": PAPERS_MAX})]
    kept = [_paper(document, variant) for document in documents]
    if any(one is None or one["form"] not in FORMS for one in kept):
        return [], [FieldRefusal("documents", "paper_invalid", _LABEL)]
    return [{name: one[name] for name in ("key", "name", "form", "count")} for one in kept], []


def demanded(papers: list, variant: dict) -> tuple[list[dict], list[FieldRefusal]]:
    """[{"key", "name", "form", "count", "what", "citation"}] that a Mẫu 02 asks for; only what may be asked (R8)."""
    if not papers or len(papers) > PAPERS_MAX:
        code = "too_many" if papers else "required"
        return [], [FieldRefusal("papers", code, {"label": "Giấy tờ cần bổ sung", "max": PAPERS_MAX})]
    kept = [_paper(paper, variant) for paper in papers]
    if any(one is None for one in kept):
        return [], [FieldRefusal("papers", "paper_invalid", _LABEL)]
    refusals = may_demand(variant, kept, asked=True)
    return kept, [FieldRefusal("papers", one.code, one.params) for one in refusals[:1]]


def _paper(given, variant: dict) -> dict | None:
    """A paper as it is kept; None for what is none."""
    if not isinstance(given, dict):
        return None
    known = {one["key"]: one for one in variant["documents"]}.get(given.get("key") or "")
    name = known["name"] if known else _text(given.get("name", ""), _NAME_MAX)
    what, citation = _text(given.get("what", ""), _WHAT_MAX), _text(given.get("citation", ""), _CITATION_MAX)
    count, form = given.get("count", 1), given.get("form", "")
    if not name or what is None or citation is None or type(count) is not int or not 1 <= count <= 999:
        return None
    if form not in ("", *FORMS):
        return None
    key = known["key"] if known else ""
    return {"key": key, "name": name, "form": form, "count": count, "what": what, "citation": citation}


def _text(value, most: int) -> str | None:
    """The cleaned text; None when it is none, too long or a secret (R16)."""
    if not isinstance(value, str):
        return None
    kept = clean(value)
    return kept if len(kept) <= most and not looks_like_secret(kept) else None


def missing(documents: list[dict], variant: dict) -> list[dict]:
    """The compulsory papers of the list that were not handed in: a dossier is complete without any (NĐ 309 Đ17.3)."""
    have = {one["key"] for one in documents}
    return [one for one in variant["documents"] if one["required"] and one["key"] not in have]
