"""The index of QĐ 766/QĐ-TTg (2022): what of it our own dossiers can tell, beside what the national portal gave.

A suggestion with its arithmetic shown; the official figure is the portal's. Items, what each is worth and the bands: a
scheme of the kind `national` (evaluation_scheme).
"""

import json
from dataclasses import dataclass

from app.rules import evaluation_scheme, fields
from app.rules.evaluation import is_month
from app.rules.evaluation_scheme import Scheme
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.timeliness import Tally

MONTH = {
    "scheme": fields.text("Phương án", 40, required=True),
    "source": fields.text("Nguồn", 200, required=True),
}


@dataclass(frozen=True, slots=True)
class Own:
    """What our own records say: of the promises, of phản ánh (answered in time, of how many; satisfied, of how many
    that said so), of the dossiers received."""

    tally: Tally
    in_time: int = 0
    petitions: int = 0
    satisfied: int = 0
    rated: int = 0
    complained: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One item: `points` by our data (None when they do not tell it), `why` the numbers it was made from; `official`:
    the portal's points, None when none were taken in."""

    number: str
    group: str
    name: str
    most: int
    formula: str
    points: float | None
    why: str
    official: float | None

    @property
    def lost(self) -> float | None:
        """How many points the portal's figure is below the most there is."""
        return None if self.official is None else round(self.most - self.official, 2)


def progress(own: Own) -> tuple[float | None, str]:
    """Group 2: 20 × (settled in time + pending in time) / all."""
    tally = own.tally
    if not tally.received:
        return None, ""
    good = tally.early + tally.on_time + tally.pending_in_time
    return 20 * good / tally.received, f"20 × {good} / {tally.received}"


def satisfaction(own: Own) -> tuple[float | None, str]:
    """Of group 5, the part of handling: min(6; 6 × r / 0,90); a late dossier costs here too."""
    tally = own.tally
    if not tally.settled:
        return None, ""
    good = max(0, tally.settled - tally.late - own.complained)
    points = min(6.0, 6 * (good / tally.settled) / 0.9)
    return points, f"min(6; 6 × ({good} / {tally.settled}) / 0,90)"


def answering(own: Own) -> tuple[float, str]:
    """Of group 5: phản ánh answered in time; none at all is full marks."""
    return (6 * own.in_time / own.petitions, f"6 × {own.in_time} / {own.petitions}") if own.petitions else (6.0, "6")


def answer_rating(own: Own) -> tuple[float | None, str]:
    """Of group 5: whoever spoke is satisfied with the answer; none at all is full marks, and none that said so says
    nothing."""
    if not own.petitions:
        return 6.0, "6"
    return (6 * own.satisfied / own.rated, f"6 × {own.satisfied} / {own.rated}") if own.rated else (None, "")


_OWN = {
    "progress": progress,
    "satisfaction": satisfaction,
    "answering": answering,
    "answer_rating": answer_rating,
}


def items(scheme: Scheme, own: Own, official: dict[str, int] | None = None) -> list[Item]:
    """Every item of the scheme, those of our own data with their points. `official`: {item: hundredths of a point}."""
    found = []
    for row in scheme.items:
        made = _OWN.get(row.get("own", ""))
        points, why = made(own) if made else (None, "")
        given = None if official is None or row["item"] not in official else official[row["item"]] / 100
        head = (row["item"], row["group"], row["name"], row["most"], row["formula"])
        found.append(Item(*head, points, why, given))
    return found


def groups(found: list[Item]) -> list[tuple[str, float, int]]:
    """[(group, official points, most)] in the scheme's order, of items that the portal gave points for."""
    summed: dict[str, list] = {}
    for one in found:
        if one.official is not None:
            line = summed.setdefault(one.group, [0.0, 0])
            line[0] += one.official
            line[1] += one.most
    return [(group, round(points, 2), most) for group, (points, most) in summed.items()]


def band(scheme: Scheme, points: float, most: int) -> str:
    """The band of a whole set of points; "" while items are missing: the bands are made for all of them together."""
    if most != sum(one["most"] for one in scheme.items):
        return ""
    return next(name for least, name in scheme.bands if round(10 * points, 1) >= least)


def put(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`national_month.put/1` {"scheme", "source", "points": {item: hundredths}}: its id is the month. A month put again
    takes the place of what stood, history stays."""
    month = operation.entity
    if not is_month(month) or month > context.today[:7]:
        return Refusal("body_invalid", details={"fields": {"month": "code_invalid"}})
    points = body.get("points") if isinstance(body, dict) else None
    if not isinstance(points, dict):
        return Refusal("body_invalid", details={"fields": {"points": "unreadable"}})
    clean, refusals = fields.check({name: body.get(name) for name in MONTH}, MONTH, context.today)
    if refusals:
        return Refusal("body_invalid", details={"fields": {one.field: one.code for one in refusals}})
    most = _most(clean["scheme"], context)
    known = all(name in most and type(each) is int and 0 <= each <= 100 * most[name] for name, each in points.items())
    if not points or not known:
        return Refusal("body_invalid", details={"fields": {"points": "choice_unknown"}})
    written = json.dumps(points, sort_keys=True, separators=(",", ":"))
    return Change({**(held or {}), "id": month, **clean, "points": written})


def _most(code: str, context: Context) -> dict[str, int]:
    """{item: most points} of a scheme, {} of one that is none."""
    card = context.held("evaluation_scheme", code)
    scheme = evaluation_scheme.readable(card["text"]) if card else evaluation_scheme.shipped().get(code)
    return {one["item"]: one["most"] for one in scheme.items} if scheme else {}
