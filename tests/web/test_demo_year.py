"""The demo ward's year: it fits every rule, its figures add up, and what is given away of it hides the few."""

import csv
import io
import itertools
import json
import re

import pytest
from peewee import fn

from app.demo import ward as demo
from app.ledger import recount
from app.records.assistance import Assistance
from app.records.database import database, migrate, open_database
from app.records.dossier import Dossier
from app.records.feedback import Feedback
from app.records.rating import RatingCount
from app.records.staff import Staff
from app.rules.clock import day_of
from app.rules.open_data import DATASETS, LEAST
from app.web import sessions
from tests import people
from tests.page_client import PageClient
from tests.web.test_api import API, key_of

WARD = 1


@pytest.fixture(scope="module")
def year(settled, databases):
    """The application over the demo ward with its year behind it; made once, read by every test here."""
    app, _source = settled
    target = databases.new()
    opened = open_database(target)
    migrate(opened)
    opened.connect(reuse_if_open=True)
    demo.seed(whole_year=True)
    yield app
    opened.close()
    databases.drop(target)


@pytest.fixture
def signed_in(year):
    """signed_in("anh-minh") → a page client of that person of the demo ward."""

    def make(login: str) -> PageClient:
        row = Staff.select().where(Staff.ward_id == WARD, Staff.login == login).dicts().get()
        return PageClient(year).signed_in(people.Someone(login, row["name"], row["role"], row["id"]))

    return make


def count(model) -> int:
    return model.select().where(model.ward_id == WARD).count()


def test_it_is_as_large_as_a_ward_and_like_one(year):
    assert 11_900 <= count(Assistance) <= 12_100
    assert 8_900 <= count(Dossier) <= 9_200
    assert 290 <= count(Feedback) <= 320
    answers = RatingCount.select(fn.SUM(RatingCount.n)).where(
        RatingCount.ward_id == WARD, RatingCount.cut == "kind", RatingCount.item.in_(("", "level"))
    )
    assert answers.scalar() >= 1_500
    late = Dossier.select().where(Dossier.ward_id == WARD, Dossier.finished_at > Dossier.due_current_at).count()
    assert 0.01 < late / count(Dossier) < 0.05
    last = Assistance.select(fn.MAX(Assistance.happened_on)).where(Assistance.ward_id == WARD).scalar()
    assert last <= day_of(sessions.now_ms())


def test_its_registers_numbers_follow_its_days(year):
    rows = (
        Dossier.select(Dossier.receipt_year, Dossier.receipt_number, Dossier.registered_at)
        .where(Dossier.ward_id == WARD, Dossier.receipt_number > 0)
        .order_by(Dossier.receipt_year, Dossier.receipt_number)
    )
    told = [(row.receipt_year, row.receipt_number, row.registered_at) for row in rows]
    for before, after in itertools.pairwise(told):
        assert after[2] >= before[2]
        assert after[1] == (before[1] + 1 if after[0] == before[0] else 1)


@pytest.mark.parametrize("slug", DATASETS)
def test_open_data_shows_no_count_under_five_and_the_same_in_every_form(year, slug):
    visitor = PageClient(year)
    assert visitor.get(f"/du-lieu-mo/{slug}").status_code == 200
    answer = visitor.get(f"/du-lieu-mo/{slug}.csv")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    lines = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert lines
    this_month = day_of(sessions.now_ms())[:7]
    assert all(line["month"] < this_month for line in lines)
    told = [int(line["count"]) for line in lines if line["count"]]
    assert told
    assert min(told) >= LEAST
    rows = json.loads(visitor.get(f"/du-lieu-mo/{slug}.json").data)["rows"]
    assert [row["count"] for row in rows] == [int(line["count"]) if line["count"] else None for line in lines]


def test_programs_read_every_row_once_and_never_a_name(year):
    client, key = PageClient(year), key_of(WARD)
    for path, model in (("assistances", Assistance), ("dossiers", Dossier)):
        seen, cursor = [], ""
        while cursor is not None:
            answer = client.get(f"{API}/{path}?limit=500" + (f"&cursor={cursor}" if cursor else ""), headers=key)
            page = json.loads(answer.data)
            seen += [row["id"] for row in page["rows"]]
            cursor = page["next"]
        assert len(seen) == len(set(seen)) == count(model)


def test_a_sum_that_programs_read_is_a_count_of_the_rows(year):
    asked = f"{API}/cubes/assistance_day?from=2026-03-01&to=2026-03-31&by=support_point"
    rows = json.loads(PageClient(year).get(asked, headers=key_of(WARD)).data)["rows"]
    counted = (
        Assistance.select(Assistance.support_point, fn.COUNT(Assistance.id))
        .where(
            Assistance.ward_id == WARD,
            Assistance.voided_at.is_null(),
            Assistance.happened_on >= "2026-03-01",
            Assistance.happened_on <= "2026-03-31",
        )
        .group_by(Assistance.support_point)
    )
    assert {row["support_point"]: row["n"] for row in rows} == dict(counted.tuples())
    assert database.execute_sql("SELECT 1").fetchone()


_EVERY_FIGURE = ("/so-lieu", "/so-lieu/ho-tro", "/so-lieu/truc-tuyen", "/so-lieu/ho-so", "/so-lieu/nguoi-dan")
_SHARE = re.compile(r"(\d+(?:,\d+)?)\u00a0%")


@pytest.mark.parametrize("path", [*_EVERY_FIGURE, "/danh-gia-thang", "/bao-cao", "/to-dan-pho/tdp-03", "/ho"])
def test_no_share_of_the_year_passes_the_whole(signed_in, path):
    page = signed_in("anh-minh").get(f"{path}?tu=2026-01-01&den=2026-10-31").get_data(as_text=True)
    shares = [float(share.replace(",", ".")) for share in _SHARE.findall(page)]
    assert all(0 <= share <= 100 for share in shares)
    if path in _EVERY_FIGURE:
        assert shares
        assert "Chưa có số liệu để vẽ" not in page


def test_the_years_roll_ups_are_a_count_of_its_rows(year):
    assert not recount.check(WARD, sessions.now_ms()).drifted
