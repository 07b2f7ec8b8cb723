"""Households (hộ): one row each as it stands, what people observed there, and their visits.

Every question says whose neighbourhood it is about; "" is the whole ward (rules.household.scope_of).
"""

from collections import Counter
from collections.abc import Iterator
from functools import reduce
from operator import and_, or_

from peewee import BigIntegerField, BooleanField, Case, TextField, Tuple, fn

from app.records.base import Row, found, listed, ward_key
from app.rules.household_fields import STATES
from app.rules.household_place import place_key
from app.rules.household_search import Asked

# Behind every day.
_NO_DAY = "9999"


class Household(Row):
    """`place`, `sorted`: see rules.household_place. `joined`, `distinct_from`: ids, one space between them."""

    id = TextField()
    v = BigIntegerField()
    neighbourhood = TextField()
    building = TextField(default="")
    apartment = TextField(default="")
    label = TextField(default="")
    head_name = TextField(default="")
    phone = TextField(default="")
    consent = BooleanField(default=False)
    state = TextField(default="unreached")
    state_on = TextField(default="")
    follow_up = BooleanField(default=False)
    follow_up_on = TextField(default="")
    members = TextField(default="")
    active = BooleanField(default=True)
    source = TextField(default="typed")
    origin = TextField(default="")
    added_on = TextField(default="")
    seen_on = TextField(default="")
    merged_into = TextField(default="")
    joined = TextField(default="")
    distinct_from = TextField(default="")
    place = TextField(default="")
    sorted = TextField(default="")
    folded = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = (
            (("ward_id", "neighbourhood", "sorted", "id"), False),
            (("ward_id", "sorted", "id"), False),
            (("ward_id", "place"), False),
            (("ward_id", "phone"), False),
            (("ward_id", "merged_into"), False),
            (("ward_id", "follow_up", "follow_up_on"), False),
            (("ward_id", "origin"), False),
        )


class HouseholdObservation(Row):
    """One difficulty that somebody saw in one household. `origin`: the visit or assistance in which, or ""."""

    id = TextField()
    v = BigIntegerField()
    household = TextField()
    difficulty = TextField()
    seen_on = TextField()
    seen_by = TextField()
    source = TextField()
    origin = TextField(default="")
    note = TextField(default="")
    noted_at = BigIntegerField()
    retracted_at = BigIntegerField(null=True)
    retracted_by = TextField(default="")
    retract_reason = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "household"), False), (("ward_id", "difficulty"), False))


class HouseholdVisit(Row):
    """`difficulties`: codes, as a JSON list; each is an observation, too."""

    id = TextField()
    v = BigIntegerField()
    household = TextField()
    visited_on = TextField()
    visited_by = TextField()
    outcome = TextField()
    state = TextField(default="")
    difficulties = TextField(default="[]")
    note = TextField(default="")
    next_on = TextField(default="")
    noted_at = BigIntegerField()
    shift = TextField(default="")
    device = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "household"), False), (("ward_id", "visited_on"), False))


Cursor = tuple[str, str]
_OF_ITS_HOUSEHOLD = (Household.ward_id == HouseholdObservation.ward_id) & (
    Household.id == HouseholdObservation.household
)


def household(ward_id: int, household_id: str) -> dict | None:
    return found(Household.select().where(Household.ward_id == ward_id, Household.id == household_id))


def _of(ward_id: int, neighbourhood: str, *columns):
    query = Household.select(*columns).where(Household.ward_id == ward_id)
    return query.where(Household.neighbourhood == neighbourhood) if neighbourhood else query


def page(ward_id: int, asked: Asked, limit: int, after: Cursor | None = None) -> tuple[list[dict], bool]:
    """(rows in the order of corridors, whether more follow). `after`: (sorted, id) of the row before the page."""
    query = _asked(_of(ward_id, asked.neighbourhood), ward_id, asked)
    if after:
        query = query.where(Tuple(Household.sorted, Household.id) > Tuple(*after))
    rows = listed(query.order_by(Household.sorted, Household.id).limit(limit + 1))
    return rows[:limit], len(rows) > limit


def count(ward_id: int, asked: Asked) -> int:
    return _asked(_of(ward_id, asked.neighbourhood), ward_id, asked).count()


def _asked(query, ward_id: int, asked: Asked):
    query = query.where(Household.merged_into == "")
    if asked.here:
        query = query.where(Household.active == (asked.here == "here"))
    if asked.building:
        query = query.where(Household.building == asked.building)
    if asked.state:
        query = query.where(Household.state == asked.state)
    if asked.follow_up == "unseen":
        query = query.where(Household.seen_on == "")
    elif asked.follow_up:
        query = query.where(Household.follow_up)
        if asked.follow_up == "due":
            query = query.where(Household.follow_up_on != "", Household.follow_up_on <= asked.today)
    if asked.difficulty:
        query = query.where(_in_which_stands(ward_id, asked.difficulty))
    if asked.words:
        spelled = [reduce(or_, [Household.folded.contains(one) for one in word]) for word in asked.words]
        query = query.where(reduce(and_, spelled))
    return query


def _in_which_stands(ward_id: int, difficulty: str):
    """Condition: the difficulty stands in a household, or in one that was joined to it."""
    own = HouseholdObservation.select(HouseholdObservation.household).where(
        HouseholdObservation.ward_id == ward_id,
        HouseholdObservation.difficulty == difficulty,
        HouseholdObservation.retracted_at.is_null(),
    )
    told = Household.alias()
    of_joined = told.select(told.merged_into).where(told.ward_id == ward_id, told.merged_into != "", told.id.in_(own))
    return Household.id.in_(own) | Household.id.in_(of_joined)


def follow_ups(ward_id: int, neighbourhood: str, today: str, limit: int) -> list[dict]:
    """Whoever should be visited, the longest overdue first, those without a day last; each with its `difficulties`
    (codes that stand, sorted) and `due`: "late" (before today), "today", "later" or "open" (no day).
    """
    query = _of(ward_id, neighbourhood).where(Household.follow_up, Household.active, Household.merged_into == "")
    day = Case(None, ((Household.follow_up_on == "", _NO_DAY),), Household.follow_up_on)
    rows = with_difficulties(ward_id, listed(query.order_by(day, Household.sorted, Household.id).limit(limit)))
    for row in rows:
        row["due"] = due_word(row["follow_up_on"], today)
    return rows


def due_word(on: str, today: str) -> str:
    if not on:
        return "open"
    return "late" if on < today else "today" if on == today else "later"


def counts(ward_id: int, neighbourhood: str = "", today: str = "") -> dict[str, int]:
    """Of those that live here: {"all", each of STATES, "follow_up", "due" (by `today`), "seen" (one was there)}."""
    due = (Household.follow_up_on != "") & (Household.follow_up_on <= today)
    query = _of(
        ward_id,
        neighbourhood,
        Household.state,
        fn.COUNT(Household.id).alias("n"),
        fn.SUM(Case(None, ((Household.follow_up, 1),), 0)).alias("follow_up"),
        fn.SUM(Case(None, ((Household.follow_up & due, 1),), 0)).alias("due"),
        fn.SUM(Case(None, ((Household.seen_on != "", 1),), 0)).alias("seen"),
    ).where(Household.active, Household.merged_into == "")
    rows = {row["state"]: row for row in query.group_by(Household.state).dicts()}
    said = {state: int(rows[state]["n"]) if state in rows else 0 for state in STATES}
    sums = {name: sum(int(row[name]) for row in rows.values()) for name in ("follow_up", "due", "seen")}
    return {"all": sum(said.values()), **said, **sums}


def counts_by_neighbourhood(ward_id: int) -> dict[str, dict[str, int]]:
    """{neighbourhood: {"all", each of STATES, "follow_up"}} of what lives here."""
    query = _of(
        ward_id,
        "",
        Household.neighbourhood,
        Household.state,
        fn.COUNT(Household.id).alias("n"),
        fn.SUM(Case(None, ((Household.follow_up, 1),), 0)).alias("follow_up"),
    ).where(Household.active, Household.merged_into == "")
    found_counts: dict[str, dict[str, int]] = {}
    for row in query.group_by(Household.neighbourhood, Household.state).dicts():
        of = found_counts.setdefault(row["neighbourhood"], {"all": 0, "follow_up": 0} | dict.fromkeys(STATES, 0))
        of[row["state"]] += int(row["n"])
        of["all"] += int(row["n"])
        of["follow_up"] += int(row["follow_up"])
    return found_counts


def difficulty_ranks(ward_id: int, neighbourhood: str, limit: int) -> list[tuple[str, int]]:
    """[(difficulty, households of those that live here in which it stands)], the commonest first."""
    ranks = Counter(dict(_stood(ward_id, neighbourhood)))
    # Few were joined to another: what stood in them counts where they are now, once.
    for difficulty, into in _stood_in_joined(ward_id, neighbourhood):
        ranks[difficulty] += 1 if difficulty not in into["difficulties"] else 0
    ordered = sorted(ranks.items(), key=lambda pair: (-pair[1], pair[0]))
    return ordered[:limit]


def _standing(ward_id: int) -> tuple:
    """Conditions: an observation of this ward that nobody retracted."""
    told = HouseholdObservation
    return told.ward_id == ward_id, Household.ward_id == ward_id, told.retracted_at.is_null()


def _stood(ward_id: int, neighbourhood: str) -> Iterator[tuple[str, int]]:
    """(difficulty, households of themselves) of those that live here."""
    query = (
        HouseholdObservation.select(
            HouseholdObservation.difficulty, fn.COUNT(HouseholdObservation.household.distinct()).alias("n")
        )
        .join(Household, on=_OF_ITS_HOUSEHOLD)
        .where(*_standing(ward_id), Household.active, Household.merged_into == "")
    )
    if neighbourhood:
        query = query.where(Household.neighbourhood == neighbourhood)
    for row in query.group_by(HouseholdObservation.difficulty).dicts():
        yield row["difficulty"], int(row["n"])


def _stood_in_joined(ward_id: int, neighbourhood: str) -> Iterator[tuple[str, dict]]:
    """(difficulty, the household that it counts for, with its own `difficulties`), each pair once."""
    query = (
        HouseholdObservation.select(HouseholdObservation.difficulty, Household.merged_into)
        .join(Household, on=_OF_ITS_HOUSEHOLD)
        .where(*_standing(ward_id), Household.merged_into != "")
    )
    pairs = {(row["difficulty"], row["merged_into"]) for row in query.dicts()}
    rows = listed(
        _of(ward_id, neighbourhood).where(Household.id.in_({into for _what, into in pairs}), Household.active)
    )
    own = {row["id"]: row for row in with_difficulties(ward_id, [{**row, "joined": ""} for row in rows])}
    for difficulty, into in sorted(pairs):
        if into in own:
            yield difficulty, own[into]


def observations(ward_id: int, row: dict) -> list[dict]:
    """Of a household and of those that were joined to it, the latest first; retracted ones too."""
    query = HouseholdObservation.select().where(
        HouseholdObservation.ward_id == ward_id, HouseholdObservation.household.in_([row["id"], *row["joined"].split()])
    )
    return listed(query.order_by(HouseholdObservation.seen_on.desc(), HouseholdObservation.id))


def observation(ward_id: int, observation_id: str) -> dict | None:
    query = HouseholdObservation.select().where(
        HouseholdObservation.ward_id == ward_id, HouseholdObservation.id == observation_id
    )
    return found(query)


def visits(ward_id: int, row: dict) -> list[dict]:
    """Of a household and of those that were joined to it, the latest first."""
    query = HouseholdVisit.select().where(
        HouseholdVisit.ward_id == ward_id, HouseholdVisit.household.in_([row["id"], *row["joined"].split()])
    )
    return listed(query.order_by(HouseholdVisit.visited_on.desc(), HouseholdVisit.noted_at.desc(), HouseholdVisit.id))


def with_difficulties(ward_id: int, rows: list[dict]) -> list[dict]:
    """The same rows, each with `difficulties`: the codes that stand, sorted, those of joined households included."""
    whose = {id_: row["id"] for row in rows for id_ in (row["id"], *row["joined"].split())}
    gathered: dict[str, set[str]] = {}
    if whose:
        query = HouseholdObservation.select(HouseholdObservation.household, HouseholdObservation.difficulty).where(
            HouseholdObservation.ward_id == ward_id,
            HouseholdObservation.household.in_(list(whose)),
            HouseholdObservation.retracted_at.is_null(),
        )
        for part in query.dicts():
            gathered.setdefault(whose[part["household"]], set()).add(part["difficulty"])
    for row in rows:
        row["difficulties"] = sorted(gathered.get(row["id"], ()))
    return rows


def joined_rows(ward_id: int, row: dict) -> list[dict]:
    """Those that a person called the same as this one."""
    return listed(_of(ward_id, "").where(Household.id.in_(row["joined"].split())).order_by(Household.sorted))


def maybe_alike(ward_id: int, row: dict, neighbourhood: str = "") -> list[dict]:
    """What rules.household_place.looks_like should be asked about: the same flat, or the same telephone."""
    same = [Household.place == row["place"]] if row["place"] else []
    same += [Household.phone == row["phone"]] if row["phone"] else []
    if not same:
        return []
    query = _of(ward_id, neighbourhood).where(reduce(or_, same), Household.id != row["id"], Household.merged_into == "")
    return listed(query.order_by(Household.sorted, Household.id).limit(20))


def repeated(ward_id: int, neighbourhood: str, limit: int) -> list[dict]:
    """Households that share a flat or a telephone with another one, so that alike ones stand together."""
    by_place = _shared(ward_id, neighbourhood, Household.place)
    by_phone = _shared(ward_id, neighbourhood, Household.phone)
    query = _of(ward_id, neighbourhood).where(
        Household.merged_into == "", Household.place.in_(by_place) | Household.phone.in_(by_phone)
    )
    return listed(query.order_by(Household.sorted, Household.id).limit(limit))


def _shared(ward_id: int, neighbourhood: str, column):
    query = _of(ward_id, neighbourhood, column).where(column != "", Household.merged_into == "")
    return query.group_by(column).having(fn.COUNT(Household.id) > 1)


def at_place(ward_id: int, neighbourhood: str, building: str, apartment: str) -> list[dict]:
    """The households of one flat in any spelling; none where no flat is named."""
    key = place_key(neighbourhood, building, apartment)
    if not key:
        return []
    query = _of(ward_id, neighbourhood).where(Household.place == key, Household.merged_into == "")
    return listed(query.order_by(Household.active.desc(), Household.id).limit(5))


def by_places(ward_id: int, places: list[str]) -> dict[str, list[dict]]:
    """{place key: its households, those that live here first} of the keys that are known."""
    gathered: dict[str, list[dict]] = {}
    for first in range(0, len(places), 500):
        query = _of(ward_id, "").where(Household.place.in_(places[first : first + 500]), Household.merged_into == "")
        for row in query.order_by(Household.active.desc(), Household.id).dicts():
            gathered.setdefault(row["place"], []).append(row)
    return gathered


def called(ward_id: int, labels: list[str]) -> list[dict]:
    """Households that people call so and of whose flat nothing is written down."""
    gathered = []
    for first in range(0, len(labels), 500):
        query = _of(ward_id, "").where(Household.label.in_(labels[first : first + 500]), Household.place == "")
        gathered += listed(query.where(Household.merged_into == "").order_by(Household.id))
    return gathered


def grown_from(ward_id: int, assistance_id: str) -> dict | None:
    """The household that a person opened from an assistance."""
    return found(Household.select().where(Household.ward_id == ward_id, Household.origin == assistance_id))


def buildings_named(ward_id: int, neighbourhood: str) -> list[str]:
    """What the households' own cards call their buildings, each once."""
    query = _of(ward_id, neighbourhood, Household.building).where(Household.building != "", Household.merged_into == "")
    return [row["building"] for row in query.distinct().order_by(Household.building).limit(300).dicts()]
