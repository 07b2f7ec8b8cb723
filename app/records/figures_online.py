"""The online share: of the dossiers that assistances were about and that were filed, how many were filed online."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from app.records import procedure, rollup
from app.rules.figures import Months, Online, OnlineCell, Part, months_of

_CUBE, FILED = "assistance_place_procedure", ("online", "counter")


def online(
    ward_id: int, first: str, last: str, today: str, neighbourhood: str = "", level: str | None = None
) -> Online:
    """By place, procedure and level, of the months that a period touches; of one neighbourhood, of one level."""
    months = months_of(first, last, today)
    where = {"neighbourhood": neighbourhood} if neighbourhood else {}
    known = procedure.titles(ward_id)
    of_procedure = _parts(_filed(ward_id, months, "procedure", where))
    of_level: dict[str, list[Part]] = defaultdict(list)
    kept = {}
    for code, part in of_procedure.items():
        its_level = known[code]["level"] if code in known else ""
        of_level[its_level].append(part)
        if level is None or its_level == level:
            kept[code] = part
    if level is not None:
        where["procedure"] = list(kept)
    places = _parts(_filed(ward_id, months, "neighbourhood", where))
    return Online(
        months,
        total=_joined(places.values()),
        neighbourhoods=_ordered(places),
        procedures=_ordered(kept),
        levels=_ordered({name: _joined(parts) for name, parts in of_level.items()}),
    )


def online_total(ward_id: int, first: str, last: str, today: str, neighbourhood: str = "") -> tuple[Months, Part]:
    """Their sum alone, for where nothing else is shown."""
    months = months_of(first, last, today)
    where = {"neighbourhood": neighbourhood} if neighbourhood else {}
    return months, _parts(_filed(ward_id, months, "", where)).get("", Part(0, 0))


def online_cells(ward_id: int, months: Months, codes: Iterable[str]) -> tuple[OnlineCell, ...]:
    """Neighbourhood by neighbourhood, of some procedures."""
    rows = rollup.sums(
        ward_id,
        _CUBE,
        months.first,
        months.last,
        by=("neighbourhood", "procedure", "channel_online"),
        where={"procedure": list(codes), "channel_online": FILED},
    )
    counted: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for row in rows:
        counted[row["neighbourhood"], row["procedure"]][row["channel_online"]] += row["n"]
    return tuple(OnlineCell(*key, Part(n["online"], n.total())) for key, n in sorted(counted.items()))


def _filed(ward_id: int, months: Months, name: str, where: dict) -> list[tuple[str, str, int]]:
    """[(which, how it was filed, how many)] by one dimension, or ("") of all together."""
    by = (name, "channel_online") if name else ("channel_online",)
    rows = rollup.sums(ward_id, _CUBE, months.first, months.last, by=by, where={**where, "channel_online": FILED})
    return [(row[name] if name else "", row["channel_online"], row["n"]) for row in rows]


def _parts(rows: list[tuple[str, str, int]]) -> dict[str, Part]:
    found: dict[str, dict[str, int]] = {}
    for key, way, n in rows:
        found.setdefault(key, dict.fromkeys(FILED, 0))[way] += n
    return {key: Part(ways["online"], sum(ways.values())) for key, ways in found.items()}


def _joined(parts: Iterable[Part]) -> Part:
    parts = list(parts)
    return Part(sum(part.n for part in parts), sum(part.of for part in parts))


def _ordered(parts: dict[str, Part]) -> tuple[tuple[str, Part], ...]:
    """Where most was filed first, what is not said last."""
    return tuple(sorted(parts.items(), key=lambda one: (one[0] == "", -one[1].of, one[0])))
