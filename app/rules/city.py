"""The city's view (thành phố): what a ward sends up each month, sums without a single person, and how they compare.

A ward is known to the city by a link, one line of text that the city gives and the ward pastes. What is sent of a month
takes the place of what was sent of it before, unless it is older, so it may be sent any number of times, in any order.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated

import msgspec

from app.rules import base64url, fields
from app.rules.figures import Part
from app.rules.rating import SATISFIED

PATH = "/sync/v1/city/months"
CELLS_MOST = 5_000
_LINK = "gdtp1."
_URL = re.compile(r"https?://[0-9A-Za-z.\-]{1,253}(:[0-9]{1,5})?(/[0-9A-Za-z._\-/]{0,100})?")

MEMBER = {"name": fields.text("Tên phường", 120, required=True)}
LINK = {"link": fields.text("Mã nối với thành phố", 600, required=True)}


@dataclass(frozen=True, slots=True)
class Sum:
    """What of the roll-ups goes up: a cube (rules/rollup.py) by at most two of its dimensions, never by a person or a
    neighbourhood."""

    cube: str
    by: tuple[str, ...]
    where: Mapping[str, str]


SUMS = {
    "helped": Sum("assistance_day", ("result",), {}),
    "help": Sum("assistance_help_day", ("help",), {}),
    "difficulty": Sum("assistance_difficulty_day", ("difficulty",), {}),
    "filing": Sum("assistance_place_procedure", ("procedure", "channel_online"), {}),
    "received": Sum("dossier_received_day", ("procedure", "channel"), {}),
    "settled": Sum("dossier_settled_day", ("kept", "end"), {}),
    "said": Sum("feedback_day", ("kind", "category"), {"told": "all"}),
    "answered": Sum("feedback_answered_month", ("kind", "kept"), {"told": "all"}),
    "waited": Sum("ticket_day", ("waited",), {}),
}
# Of no cube: the faces of a month that is over (records/rating.py), and the households as they stand when it is sent.
FACES, HOUSEHOLDS = "faces", "households"
NAMES = frozenset({*SUMS, FACES, HOUSEHOLDS})

_Code = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_.:-]{0,60}\Z")]
_Amount = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]


class Cell(msgspec.Struct, array_like=True):
    """`a`, `b`: codes of the dimensions of its sum, "" where it has fewer."""

    name: _Code
    a: _Code
    b: _Code
    n: _Amount
    minutes: _Amount = 0


class Month(msgspec.Struct):
    """`v`: where the ward's ledger stood, in this life of its server (`inc`, which a restore changes); of two messages
    of one life about one month the one with the smaller is the older."""

    month: Annotated[str, msgspec.Meta(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])\Z")]
    v: _Amount
    inc: _Code
    cells: Annotated[list[Cell], msgspec.Meta(max_length=CELLS_MOST)]


def sound(month: Month, latest: str) -> bool:
    """Whether every cell belongs to a sum that is sent, and none comes twice. `latest`: the month that runs; of one to
    come nobody knows anything, whatever a ward's clock says."""
    places = {(cell.name, cell.a, cell.b) for cell in month.cells}
    return month.month <= latest and len(places) == len(month.cells) and all(cell.name in NAMES for cell in month.cells)


@dataclass(frozen=True, slots=True)
class Link:
    """`url`: where the city's server is. `ward`, `member`: the city's own ward there, and what it calls this one."""

    url: str
    ward: int
    member: str
    secret: str


def write_link(link: Link) -> str:
    return _LINK + base64url.encode(msgspec.json.encode([link.url, link.ward, link.member, link.secret]))


def read_link(text: str) -> Link | None:
    """None for what no city has given."""
    if not text.startswith(_LINK):
        return None
    try:
        told = msgspec.json.decode(base64url.decode(text.removeprefix(_LINK)), type=tuple[str, int, str, str])
    except (ValueError, msgspec.DecodeError):
        return None
    link = Link(told[0].rstrip("/"), *told[1:])
    return link if _URL.fullmatch(link.url) else None


@dataclass(frozen=True, slots=True)
class Compared:
    """One ward's figures of some months. Minutes are whole; `waited` is of those who were called."""

    helped: int
    filed: Part
    on_time: Part
    received: int
    said: int
    answered: Part
    satisfied: Part
    waited: int | None
    unreached: int
    by_difficulty: tuple[tuple[str, int], ...]


def compared(cells: Iterable[dict]) -> Compared:
    """`cells`: {"name", "a", "b", "n", "minutes", "month"} of the months asked for."""
    n, minutes, households = defaultdict(int), defaultdict(int), defaultdict(dict)
    for cell in cells:
        place = cell["name"], cell["a"], cell["b"]
        if cell["name"] == HOUSEHOLDS:
            households[cell["month"]][cell["a"]] = cell["n"]
            continue
        n[place] += cell["n"]
        minutes[place] += cell["minutes"]

    def total(name: str, a: tuple = (), b: tuple = ()) -> int:
        return sum(count for (of, x, y), count in n.items() if of == name and (not a or x in a) and (not b or y in b))

    called = sum(count for (of, waited, _), count in n.items() if of == "waited" and waited)
    waiting = sum(each for (of, waited, _), each in minutes.items() if of == "waited" and waited)
    difficulties = sorted(((a, count) for (of, a, _), count in n.items() if of == "difficulty"), key=_most)
    online, at_counter = total("filing", b=("online",)), total("filing", b=("counter",))
    in_time, late = total("settled", ("early", "on_time"), ("done",)), total("settled", ("late",), ("done",))
    good, faces = total(FACES, tuple(map(str, SATISFIED))), total(FACES)
    answered, answered_late = total("answered", b=("in_time",)), total("answered", b=("late",))
    last = max(households, default="")
    return Compared(
        helped=total("helped"),
        filed=Part(online, online + at_counter),
        on_time=Part(in_time, in_time + late),
        received=total("received"),
        said=total("said"),
        answered=Part(answered, answered + answered_late),
        satisfied=Part(good, faces),
        waited=round(waiting / called) if called else None,
        # What stands now is not added up over months: the last word counts.
        unreached=households[last].get("unreached", 0) if last else 0,
        by_difficulty=tuple(difficulties),
    )


def _most(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]
