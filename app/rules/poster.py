"""Posters and leaflets (áp phích, tờ rơi): which kinds there are, on which paper, and what each must be told.

The wording is data (data/posters.json). A poster is about the ward, one of its points or one procedure, never about a
person; with a neighbourhood it says whose board it hangs on.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SIZES = {"a4": "A4", "a3": "A3", "a5": "A5"}
# Instead of one neighbourhood: a sheet for each of the ward, in one file.
EVERY = "tat-ca"
# Posters in one file: a ward has 19 to some 80 neighbourhoods.
SHEETS_MAX = 120


@dataclass(frozen=True, slots=True)
class Kind:
    """code: names its template. slug: in addresses. wants: of "point", "procedure", "neighbourhood". sizes: the usual
    one first. leads_to: the page behind its QR code. columns: the items stand in two columns."""

    code: str
    slug: str
    label: str
    hint: str
    wants: tuple[str, ...]
    sizes: tuple[str, ...]
    leads_to: str
    title: str
    lead: str
    items: tuple[str, ...]
    foot: str
    numbered: bool = False
    columns: bool = False


@cache
def kinds() -> dict[str, Kind]:
    """{slug: kind} in the order in which they are offered."""
    data = json.loads((files("app.rules") / "data" / "posters.json").read_text("utf-8"))
    made = [Kind(**{name: tuple(v) if isinstance(v, list) else v for name, v in one.items()}) for one in data["kinds"]]
    return {kind.slug: kind for kind in made}


def address(kind: Kind, base_url: str, procedure: str = "", ward: str = "") -> str:
    """What the QR code holds. `ward`: slug, where one server carries several. An address without a path is written in
    capitals: QR's alphanumeric mode, a third smaller."""
    path = kind.leads_to.format(procedure=procedure)
    whole = f"{base_url.rstrip('/')}{path}" + (f"?phuong={ward}" if ward else "")
    plain = path == "/" and not ward and "/" not in base_url.rstrip("/").partition("://")[2]
    return whole.upper() if plain else whole


def shown(base_url: str, path: str = "") -> str:
    """The address as people type it: without https:// (browsers add it) and without a slash at the end."""
    return base_url.removeprefix("https://").rstrip("/") + path.rstrip("/")


def plain_name(name: str) -> str:
    """A procedure's name as people say it: nearly all official ones begin with "Thủ tục"."""
    bare = name.removeprefix("Thủ tục ")
    return bare[:1].upper() + bare[1:]


def fingerprint_lines(fingerprint: str) -> list[str]:
    """ "AB:CD:…" as eight pairs a line, on page and paper alike: eyes go to and fro between the two."""
    pairs = fingerprint.split(":") if fingerprint else []
    return [" ".join(pairs[start : start + 8]) for start in range(0, len(pairs), 8)]
