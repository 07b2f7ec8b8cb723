"""Notices through the door: drafts, sending, postings of a lead's own neighbourhood, coming down, being over."""

import pytest

from app.ledger.verify import verify_ward
from app.records import notice as records
from app.records.database import database
from app.records.ward_reading import WardReading
from app.rules.notice import checked, standing
from app.rules.notice_posting import coverage
from tests import people
from tests.notice_desk import FIELDS, NoticeDesk, posting


@pytest.fixture
def desk(app):
    return NoticeDesk()


def test_a_draft_changes_until_it_is_sent_and_then_stands(desk):
    row = desk.write()
    again = desk.send("notice.put/1", {**FIELDS, "title": "Tên khác", "audience": ["tdp-03"]}, row["id"])
    assert again["status"] == "ok"
    row = desk.row(row["id"], "notice")
    assert (row["title"], row["audience"], row["made_by"]) == ("Tên khác", " tdp-03 ", people.HA.id)
    sent = desk.step("send", row, audience=["tdp-03", "tdp-07"])
    assert (sent["state"], sent["sent_on"], sent["audience"]) == ("sent", "2026-11-20", " tdp-03 tdp-07 ")
    assert desk.stopped("put", sent, **FIELDS, audience=[]) == "notice_state"
    assert desk.stopped("send", sent, audience=["tdp-03"]) == "notice_state"


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"title": ""}, "title", "required"),
        ({"expires_on": "2026-02-30"}, "expires_on", "day_invalid"),
        ({"expires_on": "2026-11-19", "post_by": ""}, "expires_on", "day_over"),
        ({"post_by": "2026-11-29"}, "post_by", "days_crossed"),
        ({"poster": "khong-co"}, "poster", "choice_unknown"),
        ({"poster": "thu-tuc"}, "procedure", "required"),
    ],
)
def test_what_cannot_stand_is_refused_by_its_field(desk, changed, field, code):
    result = desk.send("notice.put/1", {**FIELDS, **changed, "audience": []})
    assert (result["status"], result["code"]) == ("rejected", "body_invalid")
    _clean, refusals = checked({**FIELDS, **changed}, "2026-11-20")
    assert [(one.field, one.code) for one in refusals] == [(field, code)]


def test_it_goes_to_somebody_until_some_day(desk):
    assert desk.send("notice.put/1", {**FIELDS, "audience": ["tdp-99"]})["code"] == "neighbourhood_unknown"
    assert desk.stopped("send", desk.write(), audience=[]) == "notice_without_audience"
    assert desk.stopped("send", desk.write(expires_on=""), audience=["tdp-03"]) == "notice_without_end"
    late = desk.write()
    assert desk.at("2026-11-24 08:00").stopped("send", late, audience=["tdp-03"]) == "notice_days_over"


def test_a_lead_posts_for_his_own_neighbourhood_and_nobody_writes_what_is_no_posting(desk):
    row = desk.sent(audience=["tdp-03", "tdp-07"])
    made = desk.hang(row)
    assert (made["state"], made["posted_on"], made["posted_by"]) == ("posted", "2026-11-20", people.HUNG.id)
    assert desk.stopped("post", None, people.HUNG, **posting(row, "tdp-03")) == "not_in_scope"
    assert desk.stopped("post", None, people.LAN, **posting(row)) == "role_not_allowed"
    assert desk.stopped("post", None, **posting(row, "tdp-04")) == "notice_not_for_them"
    assert desk.stopped("post", None, **posting(desk.write())) == "notice_not_for_them"
    assert desk.stopped("post", None, **posting(row, on="2026-11-19")) == "body_invalid"
    assert desk.stopped("post", None, **posting(row, photo="../x")) == "body_invalid"
    assert desk.stopped("post", None, **{**posting(row), "notice": None}) == "body_invalid"
    # The desk writes down what a lead said on the telephone.
    desk.hang(row, "tdp-03", people.HA)
    assert records.covered_counts(people.WARD, [row["id"]]) == {row["id"]: 2}


def test_what_was_read_aloud_alone_covers_nobody(desk):
    row = desk.sent(audience=["tdp-03", "tdp-07"])
    desk.hang(row, way="loud", place="Loa nhà văn hóa")
    (loud,) = records.postings(people.WARD, [row["id"]])[row["id"]]
    found = coverage(["tdp-07", "tdp-03"], [loud])
    assert (found["tdp-07"].since, found["tdp-07"].loud, found["tdp-03"].rows) == ("", "2026-11-20", ())
    assert records.covered_counts(people.WARD, [row["id"]]) == {}
    assert desk.stopped("take_off", loud, people.HUNG, on="") == "notice_posting_state"


def test_it_is_over_after_its_day_and_comes_down(desk):
    row = desk.sent()
    made = desk.hang(row)
    desk.at("2026-11-29 08:00")
    assert standing(row, "2026-11-28") == "running"
    assert standing(row, "2026-11-29") == "over"
    assert desk.stopped("post", None, people.HUNG, **posting(row)) == "notice_over"
    # What hung in time may still be written down.
    desk.hang(row, on="2026-11-28", place="Bảng tin CT2")
    assert desk.stopped("take_off", made, people.HUNG, on="2026-11-19") == "body_invalid"
    gone = desk.step("take_off", made, people.HUNG, "notice_posting", on="")
    assert (gone["state"], gone["ended_on"]) == ("taken_off", "2026-11-29")
    assert desk.stopped("take_off", gone, people.HUNG, on="") == "notice_posting_state"
    longer = desk.step("prolong", row, expires_on="2026-12-15")
    assert standing(longer, "2026-11-29") == "running"
    assert desk.stopped("prolong", longer, expires_on="2026-12-15") == "nothing_changed"


def test_a_mistake_stays_in_the_book_and_counts_no_longer(desk):
    row = desk.sent()
    made = desk.hang(row)
    assert desk.stopped("unpost", made, people.HUNG, reason="") == "body_invalid"
    void = desk.step("unpost", made, people.HUNG, "notice_posting", reason="Bấm nhầm thông báo khác")
    assert (void["state"], void["place"]) == ("void", "Bảng tin sảnh CT1A")
    assert records.covered_counts(people.WARD, [row["id"]]) == {}


def test_what_is_withdrawn_is_posted_no_more(desk):
    row = desk.step("withdraw", desk.sent(), reason="Ghi sai ngày")
    assert desk.stopped("post", None, people.HUNG, **posting(row)) == "notice_over"
    assert desk.stopped("withdraw", row, reason="nữa") == "notice_state"
    assert desk.stopped("send", row, people.HUNG, audience=["tdp-07"]) == "role_not_allowed"


def test_the_tables_are_the_replay_of_the_ledger(desk):
    row = desk.sent(on_screen=True)
    desk.step("take_off", desk.hang(row), people.HUNG, "notice_posting", on="")
    told = verify_ward(WardReading(database.obj, people.WARD))
    assert (told.broken_how, told.differences) == ("", [])
    assert [one["id"] for one in records.on_screen(people.WARD, "2026-11-28")] == [row["id"]]
    assert records.on_screen(people.WARD, "2026-11-29") == []
