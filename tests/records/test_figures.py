"""Every figure against a count of the rows themselves, made here in plain Python; totals add up, shares are shares."""

from collections import Counter

import pytest

from app.records import dossier_report, figures
from app.records import rating as records_of_ratings
from app.records.assistance import AssistanceDifficulty
from app.records.base import listed
from app.records.database import open_database
from app.rules import rating, survey
from app.rules.clock import day_of
from app.rules.figures import Months, Part, months_ended, months_of, pareto, period_before
from app.rules.rollup import channel_online
from app.rules.survey import FACES
from tests import lived_ward, people
from tests.counter import at
from tests.lived_ward import FIRST, LAST, NOW, rows
from tests.ward_guard import guarded

TODAY = day_of(NOW)
PERIODS = ((FIRST, LAST), ("2026-09-01", "2026-09-30"), ("2026-08-15", "2026-10-14"))


@pytest.fixture(scope="module")
def lived(settled, databases):
    """The same ward for every test of this file: they only read. Of the other ward beside it there is nothing."""
    _app, source = settled
    target = databases.copy(source)
    opened = open_database(target)
    with guarded(opened):
        opened.connect(reuse_if_open=True)
        lived_ward.live()
        yield
    opened.close()
    databases.drop(target)


def visits(first: str, last: str) -> list[dict]:
    found = rows("assistance")
    assert any(row["voided_at"] for row in found), "nothing was voided: the test says nothing"
    return [row for row in found if row["voided_at"] is None and first <= row["happened_on"] <= last]


def keyed(groups) -> dict:
    return {line.key: line.n for line in groups}


@pytest.mark.parametrize("period", PERIODS)
def test_support_is_what_the_slips_say(lived, period):
    told, slips = figures.support(people.WARD, *period, TODAY), visits(*period)
    assert figures.visits_filed(people.WARD, *period) == Part(told.filed, told.n)
    assert (told.n, told.minutes) == (len(slips), sum(row["minutes"] for row in slips))
    assert told.filed == sum(row["result"] == "filed" for row in slips)
    assert told.unfinished == sum(row["result"] in ("unfinished", "rescheduled") for row in slips)
    assert keyed(told.points) == Counter(row["support_point"] for row in slips)
    assert keyed(told.results) == Counter(row["result"] for row in slips)
    assert keyed(told.helps) == Counter(row["help"] for row in slips)
    assert keyed(told.by_month) == Counter(row["happened_on"][:7] for row in slips)
    assert sum(line.n for line in told.points) == sum(line.n for line in told.helps) == told.n
    met = named([row["id"] for row in slips])
    assert keyed(told.difficulties.lines) == met
    assert told.difficulties.mentions == met.total()
    assert told.difficulties.lines[-1].cumulative == pytest.approx(100)


def named(ids: list[str]) -> Counter:
    query = AssistanceDifficulty.select().where(AssistanceDifficulty.ward_id == people.WARD)
    return Counter(row["difficulty"] for row in listed(query) if row["assistance"] in ids)


def test_days_are_told_where_they_can_be_read(lived):
    told = figures.support(people.WARD, "2026-09-01", "2026-09-30", TODAY)
    assert keyed(told.days) == Counter(row["happened_on"] for row in visits("2026-09-01", "2026-09-30"))
    assert figures.support(people.WARD, FIRST, LAST, TODAY).days == ()


def test_neighbourhoods_are_of_whole_months_and_say_so(lived):
    told = figures.places(people.WARD, "2026-08-15", "2026-10-14", TODAY)
    slips = visits(FIRST, LAST)
    assert told.months == Months("2026-08", "2026-10", exact=False)
    assert (told.months.first_day, told.months.last_day) == (FIRST, LAST)
    assert keyed(told.lines) == Counter(row["neighbourhood"] for row in slips)
    assert told.total.n == sum(line.n for line in told.lines) == len(slips)
    for place, found in told.difficulties:
        assert keyed(found.lines) == named([row["id"] for row in slips if row["neighbourhood"] == place])
    own = figures.support(people.WARD, FIRST, LAST, TODAY, neighbourhood="tdp-07")
    mine = [row for row in slips if row["neighbourhood"] == "tdp-07"]
    assert (own.n, own.filed) == (len(mine), sum(row["result"] == "filed" for row in mine))
    assert own.months.exact


def test_the_online_share_adds_up_in_all_three_ways(lived):
    told = figures.online(people.WARD, FIRST, LAST, TODAY)
    ways = [(row, channel_online(row)) for row in visits(FIRST, LAST)]
    filed = [(row, way) for row, way in ways if way in ("online", "counter")]
    assert told.total == Part(sum(way == "online" for _row, way in filed), len(filed))
    assert 0 < told.total.n < told.total.of
    for parts, column in ((told.neighbourhoods, "neighbourhood"), (told.procedures, "procedure")):
        for key, part in parts:
            of_key = [way for row, way in filed if row[column] == key]
            assert part == Part(of_key.count("online"), len(of_key))
    for parts in (told.neighbourhoods, told.procedures, told.levels):
        assert sum(part.of for _key, part in parts) == told.total.of
        assert sum(part.n for _key, part in parts) == told.total.n
    assert figures.online_total(people.WARD, FIRST, LAST, TODAY) == (told.months, told.total)
    cells = figures.online_cells(people.WARD, told.months, [code for code, _part in told.procedures])
    for cell in cells:
        own = [
            way
            for row, way in filed
            if (row["neighbourhood"], row["procedure"]) == (cell.neighbourhood, cell.procedure)
        ]
        assert cell.part == Part(own.count("online"), len(own))
    assert sum(cell.part.of for cell in cells) == told.total.of
    full = figures.online(people.WARD, FIRST, LAST, TODAY, level="full")
    assert full.total == dict(told.levels)["full"]
    assert full.levels == told.levels
    assert sum(part.of for _key, part in full.procedures) == full.total.of < told.total.of
    mine = figures.online(people.WARD, FIRST, LAST, TODAY, neighbourhood="tdp-07")
    assert (
        mine.total == dict(told.neighbourhoods)["tdp-07"] == Part(sum(p.n for _c, p in mine.procedures), mine.total.of)
    )


@pytest.mark.parametrize("period", PERIODS)
def test_the_counter_in_little_is_the_form_in_large(lived, period):
    told = figures.timeliness(people.WARD, *period, NOW)
    assert told.total.balances
    short = figures.counter_days(people.WARD, *period)
    assert short.came == told.total.online + told.total.direct_or_post > 0
    assert (short.settled, short.on_time) == (told.total.settled, told.on_time)
    assert short.on_time.n < short.on_time.of, "nothing was late: the test says nothing"
    dossiers = [row for row in rows("dossier") if row["state"] != "void"]
    settled = [row for row in dossiers if row["finished_at"] and period[0] <= day_of(row["finished_at"]) <= period[1]]
    late = [row for row in settled if row["due_current_at"] and row["finished_at"] > row["due_current_at"]]
    assert (told.total.settled, told.total.late) == (len(settled), len(late))
    for each in told.procedures:
        ended = [row for row in settled if row["procedure_code"] == each.procedure]
        ended = [row for row in ended if row["state"] not in ("refused", "stopped", "withdrawn")]
        assert each.n == len(ended)
        took = sum((row["finished_at"] - row["accepted_at"]) // 60_000 for row in ended)
        assert each.minutes == took
    of_ha = figures.own_counter(people.WARD, people.HA.id, *period)
    assert of_ha.of == sum(row["finished_by"] == people.HA.id for row in settled)


def test_every_number_of_the_form_opens_as_many_dossiers(lived):
    period = (at(f"{FIRST} 00:00"), at(f"{LAST} 23:59") + 59_999)
    told = figures.timeliness(people.WARD, FIRST, LAST, NOW)
    for part in dossier_report.BEHIND:
        number = told.total.online + told.total.direct_or_post if part == "came" else getattr(told.total, part)
        ids = dossier_report.behind(people.WARD, *period, part, limit=1_000)
        assert len(ids) == len(set(ids)) == number, part
        by_field = [dossier_report.behind(people.WARD, *period, part, 1_000, field=field) for field, _ in told.fields]
        assert sorted(id_ for found in by_field for id_ in found) == sorted(ids)
        # Page by page it is the same.
        paged, after = [], ""
        while page := dossier_report.behind(people.WARD, *period, part, 7, after=after):
            paged, after = paged + page, page[-1]
        assert paged == ids


def test_waiting_counts_who_was_called_and_how_long(lived):
    told = figures.waiting(people.WARD, FIRST, LAST)
    tickets = rows("ticket")
    called = [row for row in tickets if row["first_called_at"] is not None]
    waits = [(row["first_called_at"] - row["taken_at"]) // 60_000 for row in called]
    assert (told.total.n, told.total.called, told.total.minutes) == (len(tickets), len(called), sum(waits))
    assert 0 < told.total.called < told.total.n
    # One point says sorry from twenty minutes on, the other never.
    long = [wait for row, wait in zip(called, waits, strict=True) if row["point"] == people.CT1A and wait >= 20]
    assert told.total.long == len(long) > 0
    assert sum(each.n for each in told.points) == told.total.n


def test_feedback_is_counted_with_the_readers_eyes(lived):
    said = rows("feedback")
    head = figures.feedbacks(people.WARD, FIRST, LAST, people.MINH.id, NOW)
    assert head.received == len(said) == sum(line.n for line in head.kinds) == sum(line.n for line in head.categories)
    answered = [row for row in said if row["answered_at"] and day_of(row["answered_at"]) <= LAST]
    assert head.answered.of == len(answered)
    assert head.answered.n == sum(row["answered_at"] <= row["answer_due_at"] for row in answered)
    # What complains of her and is not released is in no number she reads (R13).
    clerk = figures.feedbacks(people.WARD, FIRST, LAST, people.HA.id, NOW)
    hidden = [row for row in said if people.HA.id in row["about"] and row["released_at"] is None]
    assert clerk.received == head.received - len(hidden) < head.received


def rated(month: str, point: str, levels: list[int], number: int) -> list[int]:
    """Keeps an answer of a face and a questionnaire for each level; the levels again."""
    asked = survey.every()["service", 2026]
    groups = {"kind": "assistance", "place": f"point:{point}", "field": ""}
    for at_, level in enumerate(levels):
        mark = f"{month} {point} {number} {at_}"
        assert records_of_ratings.keep(people.WARD, {FACES: f"f {mark}"}, month, groups, rating.faces(level))
        answer = rating.Answer(asked, {item: level for item in asked.items if level in asked.levels})
        assert records_of_ratings.keep(people.WARD, {asked.code: f"s {mark}"}, month, groups, answer)
    return levels


def test_satisfaction_is_of_months_over_and_hides_small_groups(lived):
    september = rated("2026-09", people.CT1A, [5, 4, 4, 3, 2, 5, 5], 1) + rated("2026-09", people.CT1B2, [4] * 6, 2)
    rated("2026-10", people.CT1A, [5, 5, 1], 3)
    rated("2026-11", people.CT1A, [1] * 20, 4)
    told = figures.satisfaction(people.WARD, "2026-09-01", TODAY, NOW)
    # October is too small and November runs.
    assert told.months == ("2026-09", "2026-10")
    assert [month for month, _share in told.by_month] == ["2026-09"]
    assert (told.total.n, told.total.satisfied) == (13, sum(level >= 4 for level in september))
    assert {of: share.n for of, share in told.places} == {f"point:{people.CT1A}": 7, f"point:{people.CT1B2}": 6}
    asked = survey.every()["service", 2026]
    assert [topic for _key, topic, _share in told.factors] == list(asked.factors)
    for _key, topic, share in told.factors:
        items = sum(factor == topic for factor in asked.factor_of.values())
        assert share.n == 13 * items
        assert share.satisfied == items * sum(level in asked.satisfied for level in september)
        assert 0 <= share.low <= share.percent <= share.high <= 100
    assert figures.satisfaction(people.WARD, "2026-10-01", "2026-10-31", NOW).total is None
    assert dict(told.by_month)["2026-09"] == figures.months(people.WARD, "2026-11", NOW)[-3].satisfied


def test_month_against_month_is_each_month_alone(lived):
    told = figures.months(people.WARD, "2026-11", NOW)
    assert [each.month for each in told][-4:] == ["2026-08", "2026-09", "2026-10", "2026-11"]
    assert len(told) == 12
    for each in told:
        last = min(f"{each.month}-31", TODAY) if each.month == "2026-11" else figures_last(each.month)
        alone = figures.support(people.WARD, f"{each.month}-01", last, TODAY)
        kept = figures.counter_days(people.WARD, f"{each.month}-01", last)
        assert (each.assistances, each.filed) == (alone.n, alone.filed)
        assert (each.settled, each.on_time) == (kept.settled, kept.on_time)
        assert each.online == figures.online(people.WARD, f"{each.month}-01", last, TODAY).total
        waited = figures.waiting(people.WARD, f"{each.month}-01", last).total
        assert (each.called, each.mean_wait) == (waited.called, waited.mean_minutes)


def figures_last(month: str) -> str:
    return Months(month, month, exact=True).last_day


def test_a_persons_day_is_theirs_alone(lived):
    slips = visits(FIRST, LAST)
    day = Counter(row["happened_on"] for row in slips if row["staff"] == people.LAN.id).most_common(1)[0][0]
    mine = [row for row in slips if row["staff"] == people.LAN.id and row["happened_on"] == day]
    told = figures.own_day(people.WARD, people.LAN.id, day)
    assert (told.n, told.minutes) == (len(mine), sum(row["minutes"] for row in mine))
    assert figures.own_day(people.OTHER_WARD, people.LAN.id, day).n == 0
    assert figures.today_so_far(people.WARD, day)["assistances"] == sum(row["happened_on"] == day for row in slips)


def test_an_empty_ward_has_figures_of_nothing(lived):
    support = figures.support(people.OTHER_WARD, FIRST, LAST, TODAY)
    assert (support.n, support.points, support.difficulties.lines) == (0, (), ())
    assert figures.online(people.OTHER_WARD, FIRST, LAST, TODAY).total.percent is None
    assert figures.timeliness(people.OTHER_WARD, FIRST, LAST, NOW).on_time.percent is None
    assert figures.waiting(people.OTHER_WARD, FIRST, LAST).total.mean_minutes is None
    assert figures.satisfaction(people.OTHER_WARD, FIRST, LAST, NOW).total is None
    assert figures.households(people.OTHER_WARD).n == 0
    assert [each.assistances for each in figures.months(people.OTHER_WARD, "2026-11", NOW)] == [0] * 12


def test_shortened_procedures_are_those_of_the_counter(lived):
    told = figures.shortened(people.WARD)
    assert told.part.n == 1
    (only,) = told.variants
    assert (only.code, only.promised, only.legal) == ("1.004873", "03 ngày làm việc", "05 ngày làm việc")


def test_a_part_is_never_more_than_its_whole():
    assert Part(0, 0).percent is None
    assert Part(5, 5).percent == 100
    for n, of in ((6, 5), (-1, 5), (1, 0)):
        with pytest.raises(ValueError, match="no part"):
            Part(n, of)


def test_a_month_belongs_to_one_quarter_wherever_it_is_cut():
    quarters = [("2025-12-15", "2026-03-14"), ("2026-03-15", "2026-06-14"), ("2026-06-15", "2026-09-14")]
    told = [month for quarter in quarters for month in months_ended(*quarter)]
    assert told == ["2025-12", *(f"2026-{number:02d}" for number in range(1, 9))]
    assert months_ended("2026-10-01", "2026-10-31") == ["2026-10"]
    assert months_ended("2026-10-01", "2026-10-30") == []


def test_a_period_is_compared_with_one_of_its_kind():
    assert period_before("2026-10-01", "2026-10-31") == ("2026-09-01", "2026-09-30")
    assert period_before("2026-03-01", "2026-03-31") == ("2026-02-01", "2026-02-28")
    assert period_before("2026-03-01", "2026-03-30") == ("2026-02-01", "2026-02-28")
    assert period_before("2026-11-01", "2026-11-22") == ("2026-10-01", "2026-10-22")
    assert period_before("2026-01-01", "2026-01-10") == ("2025-12-01", "2025-12-10")
    assert period_before("2026-11-16", "2026-11-22") == ("2026-11-09", "2026-11-15")
    assert months_of("2026-11-01", "2026-11-22", "2026-11-22").exact
    assert not months_of("2026-11-02", "2026-11-22", "2026-11-22").exact


def test_a_pareto_ends_at_a_hundred():
    told = pareto({"a": 1, "b": 3, "c": 0}, of=4)
    assert [(line.key, line.n, line.cumulative) for line in told.lines] == [("b", 3, 75), ("a", 1, 100)]
    assert pareto({}, of=0).lines == ()
