"""Assistances (lượt hỗ trợ): what was done for whom at a point, and the difficulties met."""

from functools import reduce
from operator import and_, or_

from peewee import SQL, BigIntegerField, BooleanField, TextField, Tuple, fn

from app.records.base import Row, found, listed, ward_key
from app.records.database import across_wards
from app.records.ward import Ward
from app.rules import assistance_fields, clock
from app.rules.assistance import Scope
from app.rules.assistance_search import COMES_BACK, NONE_NAMED, Search
from app.rules.figures import UNFINISHED
from app.rules.rollup import FILED_AT_COUNTER, FILING


class Assistance(Row):
    id = TextField()
    v = BigIntegerField()
    happened_at = BigIntegerField()
    happened_on = TextField()
    recorded_at = BigIntegerField()
    support_point = TextField()
    shift = TextField(default="")
    staff = TextField()
    device = TextField()
    procedure = TextField(default="")
    help = TextField()
    channel = TextField()
    result = TextField()
    neighbourhood = TextField(default="")
    building = TextField(default="")
    apartment = TextField(default="")
    name = TextField(default="")
    phone = TextField(default="")
    consent = BooleanField(default=False)
    national_code = TextField(default="")
    minutes = BigIntegerField(default=0)
    note = TextField(default="")
    follow_up = BooleanField(default=False)
    tracking = TextField()
    folded = TextField(default="")
    voided_at = BigIntegerField(null=True)
    void_reason = TextField(default="")
    # Ids, one space between them, of records that look alike and that a person has called two different ones.
    distinct_from = TextField(default="", constraints=[SQL("DEFAULT ''")])

    class Meta:
        primary_key = ward_key("id")
        indexes = (
            (("ward_id", "happened_at", "id"), False),
            (("ward_id", "tracking"), False),
            (("ward_id", "shift"), False),
        )


class AssistanceDifficulty(Row):
    """One difficulty met in one assistance: a row each, so that they can be counted."""

    assistance = TextField()
    difficulty = TextField()

    class Meta:
        primary_key = ward_key("assistance", "difficulty")


def difficulties_of(ward_id: int, ids: list[str]) -> dict[str, list[str]]:
    """Difficulty codes of each assistance, sorted."""
    query = AssistanceDifficulty.select().where(
        AssistanceDifficulty.ward_id == ward_id, AssistanceDifficulty.assistance.in_(ids)
    )
    gathered: dict[str, list[str]] = {}
    for row in query.order_by(AssistanceDifficulty.difficulty).dicts():
        gathered.setdefault(row["assistance"], []).append(row["difficulty"])
    return gathered


def with_difficulties(ward_id: int, rows: list[dict]) -> list[dict]:
    """The same rows, each with its `difficulties` list."""
    gathered = difficulties_of(ward_id, [row["id"] for row in rows]) if rows else {}
    for row in rows:
        row["difficulties"] = gathered.get(row["id"], [])
    return rows


def assistance(ward_id: int, assistance_id: str) -> dict | None:
    row = found(Assistance.select().where(Assistance.ward_id == ward_id, Assistance.id == assistance_id))
    return with_difficulties(ward_id, [row])[0] if row else None


def assistances_of_shift(ward_id: int, shift_id: str) -> list[dict]:
    """In the order they happened; voided ones too (they are struck through on paper)."""
    query = Assistance.select().where(Assistance.ward_id == ward_id, Assistance.shift == shift_id)
    return with_difficulties(ward_id, listed(query.order_by(Assistance.happened_at, Assistance.id)))


def counts_of_day(ward_id: int, on: str, staff: str | None = None, neighbourhood: str | None = None) -> dict:
    """{"all", "filed", "unfinished"} of what happened on a day, voided ones left out; of one person or one place."""
    # A record is made on the day it is about or later: the index on the time finds the day.
    query = Assistance.select(Assistance.result, fn.COUNT(Assistance.id).alias("number")).where(
        Assistance.ward_id == ward_id,
        Assistance.happened_at >= clock.parse(f"{on}T00:00:00+07:00"),
        Assistance.happened_on == on,
        Assistance.voided_at.is_null(),
    )
    if staff is not None:
        query = query.where(Assistance.staff == staff)
    if neighbourhood is not None:
        query = query.where(Assistance.neighbourhood == neighbourhood)
    found_counts = {row["result"]: row["number"] for row in query.group_by(Assistance.result).dicts()}
    return {
        "all": sum(found_counts.values()),
        "filed": found_counts.get("filed", 0),
        "unfinished": found_counts.get("unfinished", 0) + found_counts.get("rescheduled", 0),
    }


def page(
    ward_id: int, scope: Scope, search: Search, limit: int, cursor: tuple[int, str] | None = None, newer: bool = False
) -> tuple[list[dict], bool]:
    """(at most `limit` rows, newest first; whether more lie beyond them in the direction asked).

    `cursor` is (happened_at, id) of a row: the page holds those before it, or with `newer` those after it. Keyset
    paging over the index (ward, happened_at, id): the last page costs what the first one does, and a row that arrives
    meanwhile moves nothing. A search that matches nothing reads the ward once: 0.06 s at 100,000 rows.
    """
    place = Tuple(Assistance.happened_at, Assistance.id)
    query = Assistance.select().where(Assistance.ward_id == ward_id, *_in_scope(scope), *_asked(search))
    if cursor:
        query = query.where(place > Tuple(*cursor) if newer else place < Tuple(*cursor))
    if newer:
        query = query.order_by(Assistance.happened_at, Assistance.id)
    else:
        query = query.order_by(Assistance.happened_at.desc(), Assistance.id.desc())
    rows = listed(query.limit(limit + 1))
    more = len(rows) > limit
    rows = rows[:limit]
    return with_difficulties(ward_id, rows[::-1] if newer else rows), more


def _in_scope(scope: Scope) -> list:
    if scope.whole_ward:
        return []
    own = Assistance.staff == scope.staff
    if scope.neighbourhood:
        own = own | (Assistance.neighbourhood == scope.neighbourhood)
    return [own, Assistance.recorded_at > scope.recorded_after]


def _asked(search: Search) -> list:
    wanted = [
        getattr(Assistance, column) == ("" if value == NONE_NAMED else value)
        for column, value in (
            ("support_point", search.point),
            ("procedure", search.procedure),
            ("help", search.help),
            ("neighbourhood", search.neighbourhood),
            ("staff", search.staff),
        )
        if value
    ]
    if search.result:
        results = sorted(UNFINISHED) if search.result == COMES_BACK else [search.result]
        wanted.append(Assistance.result.in_(results))
    if search.way:
        results = {"online": ["filed"], "counter": FILED_AT_COUNTER, "filed": ["filed", *FILED_AT_COUNTER]}[search.way]
        wanted += [Assistance.help.in_(FILING), Assistance.result.in_(results)]
    if search.counted:
        wanted.append(Assistance.voided_at.is_null())
    if search.follow_up:
        wanted.append(Assistance.follow_up)
    if search.difficulty:
        met = AssistanceDifficulty.select(AssistanceDifficulty.assistance).where(
            AssistanceDifficulty.ward_id == Assistance.ward_id,
            AssistanceDifficulty.assistance == Assistance.id,
            AssistanceDifficulty.difficulty == search.difficulty,
        )
        wanted.append(fn.EXISTS(met))
    return wanted + _days(search) + _text(search)


def _days(search: Search) -> list:
    """The days asked for; and the same as times, which the index knows: a day caught up is at most 31 days older."""
    wanted = []
    if search.from_on:
        wanted += [Assistance.happened_on >= search.from_on, Assistance.happened_at >= _start(search.from_on)]
    if search.to_on:
        latest = _start(search.to_on) + (1 + assistance_fields.FIELDS["on"]["days"]) * clock.DAY_MS
        wanted += [Assistance.happened_on <= search.to_on, Assistance.happened_at < latest]
    return wanted


def _start(day: str) -> int:
    return clock.parse(f"{day}T00:00:00+07:00")


def _text(search: Search) -> list:
    said = [reduce(or_, [Assistance.folded.contains(spelling) for spelling in spellings]) for spellings in search.words]
    if not said:
        return []
    by_words = reduce(and_, said)
    return [by_words | (Assistance.tracking == search.tracking) if search.tracking else by_words]


def received(tracking: str) -> bool:
    """Whether the record behind a slip has arrived in any ward of this server: a slip does not say its ward.

    Says nothing else: strangers may ask.
    """
    with across_wards("a slip does not say its ward, and the answer is yes or no"):
        # The wards are named so that the index, which begins with them, is used.
        wards = Ward.select(Ward.id)
        return Assistance.select().where(Assistance.ward_id.in_(wards), Assistance.tracking == tracking).exists()


def counts_of_shifts(ward_id: int, shift_ids: list[str]) -> dict[str, int]:
    """How many slips of each shift have arrived, voided ones too."""
    query = (
        Assistance.select(Assistance.shift, fn.COUNT(Assistance.id).alias("count"))
        .where(Assistance.ward_id == ward_id, Assistance.shift.in_(shift_ids))
        .group_by(Assistance.shift)
    )
    return {row["shift"]: row["count"] for row in query.dicts()}
