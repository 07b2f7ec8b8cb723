"""Makes schedules: a seed → a script.

Each one has a small cast of tablets, a handful of themes that make some kinds of steps likely, and mostly a plot or
two: short stories whose faults need each other, their steps kept in order and mixed with everything else.
"""

import random

from tests.ledger.simulator.plots import PLOTS, A, B
from tests.ledger.simulator.script import Script, Step

# How often each kind of step is drawn when nothing special is going on.
BASE = {"save": 30, "drain": 17, "pull": 3, "tabs": 2, "sign_in": 2, "desk_amend": 3, "wait": 4, "tend": 2}
THEMES = {
    "network": {"drain": 15, "late": 4},
    "tabs": {"tabs": 10},
    "desk": {"desk_amend": 8, "desk_void": 3, "settle": 5, "release": 4, "tell_apart": 2},
    "lists": {"list": 8, "staff": 4, "pull": 4, "stray": 1},
    "clocks": {"clock": 8, "wait": 4},
    "shifts": {"sign_in": 6, "close_shift": 4, "wait": 5, "staff": 2},
    "clones": {"clone": 3, "enrol": 2, "save": 10, "drain": 10},
    "storage": {"evict": 2, "quota": 4, "prune": 6, "wait": 3},
    "restores": {"backup": 6, "restore": 4, "prune": 4, "pull": 3},
    "fleet": {"revoke": 2, "enrol": 3, "beat": 4, "direct": 4, "obey": 5},
    "rescues": {"rescue": 6, "carry": 4, "take_rescue": 4, "evict": 2, "revoke": 1},
    "versions": {"upgrade": 5, "release": 3, "tend": 5},
    "restarts": {"restart": 4},
}
SAVES = {
    "record": 40,
    "amend": 18,
    "void": 5,
    "to_come": 4,
    "place": 2,
    "later": 4,
    "unheard": 2,
    "desk": 1,
    "decide": 1,
    "invalid": 3,
    "commitment": 2,
    "sealed": 2,
    "time": 2,
    "ward": 2,
    "device": 2,
    "header": 5,
    "author": 2,
    "nobody": 2,
    "shiftless": 2,
    "again": 2,
    "reused": 3,
}
FAULTS = {
    "ok": 30,
    "lost_request": 6,
    "lost_answer": 10,
    "duplicate": 8,
    "delay": 6,
    "truncate": 3,
    "strange": 2,
    "html": 2,
    "redirect": 2,
    "empty": 2,
    "busy": 3,
    "too_many": 2,
    "error": 2,
    "error_after": 3,
    "too_large": 4,
    "crash": 8,
    "crash_after": 5,
}
MINUTES = (1, 6, 61, 600, 1_500, 4_400, 11_000, 45_000)
CLOCKS = (-31_536_000, -86_400, -600, 600, 86_400, 31_536_000, 0)
LONGEST = 19

_TALKS = ("drain", "pull", "sign_in", "enrol", "beat", "carry", "obey", "tabs")
_AT_WARD = ("desk_amend", "desk_void", "tell_apart", "settle", "release", "list", "staff")
_WHAT = {
    "list": ("procedure", "procedure", "rename", "point", "building", "place"),
    "staff": ("leave", "return", "return", "role", "password", "admin"),
    "upgrade": ("later", "broken", "mended"),
    "direct": ("drain", "wipe", "none"),
}
_AT_TABLET = (
    *_TALKS,
    "save",
    "close_shift",
    "evict",
    "stray",
    "clone",
    "quota",
    "prune",
    "revoke",
    "rescue",
    "clock",
    "direct",
)


def _draw(chance: random.Random, weights: dict) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _faults(chance: random.Random) -> str:
    plan = []
    for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 3, 4))):
        fault = _draw(chance, FAULTS)
        plan.append(f"crash:{chance.randrange(1, 24)}" if fault == "crash" else fault)
    return ",".join(plan) or "ok"


def _choices(kind: str, chance: random.Random, cast: tuple) -> dict:
    """What a step of this kind may choose, drawn anew."""
    chosen: dict = {}
    if kind in _AT_TABLET:
        chosen["tablet"] = chance.choice(cast)
    if kind in _WHAT:
        chosen["what"] = chance.choice(_WHAT[kind])
    if kind in _TALKS:
        chosen["faults"] = _faults(chance)
        if chance.random() < 0.1:
            chosen["stop"] = chance.randrange(1, 6)
    if kind in _AT_WARD:
        chosen |= {"ward": chance.choices((1, 2), (8, 1))[0], "pick": chance.randrange(4)}
    if kind in (*_AT_WARD, "tend", "take_rescue") and chance.random() < 0.06:
        chosen["die"] = chance.randrange(1, 20)
    if kind in ("late", "take_rescue", "carry", "stray"):
        chosen["pick"] = chance.randrange(4)
    chosen |= _OWN.get(kind, lambda chance: {})(chance)
    return chosen


def _of_save(chance: random.Random) -> dict:
    chosen = {"what": _draw(chance, SAVES), "pick": chance.choice((0, 0, 0, 1, 1, 2, 3))}
    if chance.random() < 0.06:
        chosen["crash"] = chance.choice(("before", "after"))
    if chance.random() < 0.03:
        chosen["hpke"] = 1
    return chosen


# What only one kind of step chooses.
_OWN = {
    "save": _of_save,
    "sign_in": lambda chance: {"person": chance.randrange(3)},
    "tabs": lambda chance: {"order": "".join(chance.choice("aabbs") for _ in range(chance.randrange(4, 14)))},
    "clock": lambda chance: {"by": chance.choice(CLOCKS)},
    "wait": lambda chance: {"minutes": chance.choices(MINUTES, (8, 8, 8, 5, 5, 4, 2, 1))[0]},
    "restore": lambda chance: {"older": chance.choices((0, 1, 2), (6, 3, 1))[0]},
}


def _plot(chance: random.Random, cast: tuple) -> list[tuple[str, dict]]:
    """The steps of one story, played by this cast."""
    who = {A: cast[0], B: cast[1 % len(cast)], "clone": 4, "3": 3}
    told = []
    for kind, fixed in PLOTS[chance.choice(sorted(PLOTS))]:
        drawn = {
            name: value for name, value in _choices(kind, chance, cast).items() if name in ("order", "faults", "hpke")
        }
        chosen = {**drawn, **fixed}
        if "tablet" in chosen:
            chosen["tablet"] = who[chosen["tablet"]]
        told.append((kind, chosen))
    return told


def _mixed(chance: random.Random, one: list, other: list) -> list:
    """Both, each in its own order."""
    places = set(chance.sample(range(len(one) + len(other)), len(one)))
    ones, others = iter(one), iter(other)
    return [next(ones if place in places else others) for place in range(len(one) + len(other))]


def schedule(seed: int) -> Script:
    """The schedule of this seed."""
    chance = random.Random(seed)
    cast = tuple(chance.sample((0, 1, 2), chance.choice((1, 1, 2, 2, 3))))
    extras = (*cast, 4, 4) if chance.random() < 0.2 else (*cast, 3) if chance.random() < 0.1 else cast
    weights = dict(BASE)
    for theme in chance.sample(sorted(THEMES), chance.choice((0, 1, 1, 2, 3))):
        for kind, more in THEMES[theme].items():
            weights[kind] = weights.get(kind, 0) + more
    told = []
    for _ in range(chance.randrange(4, LONGEST)):
        kind = _draw(chance, weights)
        told.append((kind, _choices(kind, chance, extras)))
    for _ in range(chance.choice((0, 1, 1, 2))):
        told = _mixed(chance, told, _plot(chance, cast))
    return Script(seed, tuple(Step(number, kind, chosen) for number, (kind, chosen) in enumerate(told, start=1)))
