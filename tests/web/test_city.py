"""A ward's months reach its city once, however often they are sent; nothing in them is about anybody."""

import json
import re
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from app import city_sending
from app.records import city as records
from app.records import ledger_entry, rollup
from app.records.database import database
from app.records.ledger_entry import LedgerHead
from app.rules import city, throttle
from app.rules.clock import DAY_MS, day_of, month_after
from app.web.sessions import now_ms
from tests import people
from tests.web.assistance_samples import recorded

pytestmark = pytest.mark.sqlite


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass


@pytest.fixture
def server(app):
    """The address of this application behind a real socket."""

    def run(environ, start_response):
        database.connect(reuse_if_open=True)
        try:
            return [b"".join(app.wsgi_app(environ, start_response))]
        finally:
            database.close()

    listening = make_server("127.0.0.1", 0, run, handler_class=_Quiet)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture
def linked(server, sign_in):
    """The other ward is the city's office; the first has pasted the link that it gave. The id of the first there."""
    office = sign_in(people.DUNG)
    page = office.post("/thanh-pho/cac-phuong", {"name": "Phường thử"}).get_data(as_text=True)
    text = re.search(r"gdtp1\.[A-Za-z0-9_-]+", page)[0]
    given = city.read_link(text)
    here = city.write_link(city.Link(server, given.ward, given.member, given.secret))
    admin = sign_in(people.AN)
    admin.follow(admin.post("/phuong/thanh-pho", {"link": here}))
    return given.member


def cells(member: str) -> dict:
    gathered = records.cells_of(people.OTHER_WARD, "2020-01", "2099-12").get(member, [])
    return {(cell["month"], cell["name"], cell["a"], cell["b"]): cell["n"] for cell in gathered}


def told(month: str, v: int, **changed) -> city.Month:
    return city.Month(month=month, v=v, inc="one", cells=[city.Cell("helped", "filed", "", v)], **changed)


def test_what_the_ward_counts_stands_at_the_city_and_a_change_goes_up_again(linked, sign_in):
    for minutes in range(3):
        recorded(people.LAN, ago=minutes * 60_000, difficulties=["elderly"])
    assert city_sending.send(people.WARD, now_ms()) == ""
    month = day_of(now_ms())[:7]
    first = cells(linked)
    assert sum(n for (of, name, *_), n in first.items() if (of, name) == (month, "helped")) == 3
    assert first[month, "difficulty", "elderly", ""] == 3
    # Sent again it is the same; another record makes it four.
    assert city_sending.send(people.WARD, now_ms(), by_hand=True) == ""
    assert cells(linked) == first
    recorded(people.LAN)
    assert city_sending.send(people.WARD, now_ms()) == ""
    assert sum(n for (_month, name, *_), n in cells(linked).items() if name == "helped") == 4
    page = sign_in(people.DUNG).get("/thanh-pho").get_data(as_text=True)
    assert "Phường thử" in page
    assert "Phường thử" in sign_in(people.DUNG).get(f"/thanh-pho/{linked}").get_data(as_text=True)
    assert sign_in(people.DUNG).get("/thanh-pho/so-sanh.csv").get_data(as_text=True).count("\n") >= 2


def test_nothing_that_goes_up_is_about_anybody(app):
    recorded(people.LAN, name="Hoàng Thị Mai", phone="+84912345678", consent=True, building="CT9", apartment="1204")
    month = day_of(now_ms())[:7]
    text = json.dumps([list(map(str, (c.name, c.a, c.b))) for c in records.cells_to_send(people.WARD, month, month)])
    for hidden in ("Mai", "912345678", "1204", people.LAN.id, "tdp-"):
        assert hidden not in text
    assert "helped" in text


def test_an_older_message_never_takes_the_place_of_a_newer_one(app):
    row = {"id": "0195e000-0000-7000-8000-0000000000bb", "name": "A", "secret_hash": "", "added_by": "", "added_at": 1}
    records.add_member({"ward_id": people.OTHER_WARD, **row})
    for v, taken in ((7, True), (7, True), (5, False), (9, True)):
        assert records.take_month(people.OTHER_WARD, row["id"], told("2026-10", v), 1) is taken
    assert cells(row["id"]) == {("2026-10", "helped", "filed", ""): 9}
    # After a restore the ledger stands further back, and it is the ward's truth all the same.
    restored = told("2026-10", 6)
    restored.inc = "two"
    assert records.take_month(people.OTHER_WARD, row["id"], restored, 1)
    assert cells(row["id"]) == {("2026-10", "helped", "filed", ""): 6}


def test_after_a_restore_every_month_goes_up_again(linked):
    """The note of what was sent came back with the rest; the city heard more than that since."""
    recorded(people.LAN)
    assert city_sending.send(people.WARD, now_ms()) == ""
    before, noted = cells(linked), records.sent_checksums(people.WARD)
    month = day_of(now_ms())[:7]
    for later in ("2026-01", month):
        lost = city.Month(later, 99, "one", [city.Cell("helped", "filed", "", 7)])
        assert records.take_month(people.OTHER_WARD, linked, lost, 1)
    records.note_sent(people.WARD, "2026-01", "of a record that was voided")
    LedgerHead.update(incarnation="two").where(LedgerHead.ward_id == people.WARD).execute()
    assert city_sending.send(people.WARD, now_ms(), by_hand=True) == ""
    assert cells(linked) == before
    assert records.sent_checksums(people.WARD)[month] != noted[month]


def test_what_stands_in_the_way_is_said_and_tried_again(linked, sign_in, server):
    recorded(people.LAN)
    admin, office = sign_in(people.AN), sign_in(people.DUNG)
    link = city.read_link(records.link(people.WARD)["link"])
    gone = city.Link("http://127.0.0.1:9", link.ward, link.member, link.secret)
    records.put_link(people.WARD, city.write_link(gone), people.AN.id, now_ms())
    assert city_sending.send(people.WARD, now_ms()) == "unreachable"
    assert "Không gọi được máy chủ" in admin.get("/phuong/thanh-pho").get_data(as_text=True)
    records.put_link(people.WARD, city.write_link(link), people.AN.id, now_ms())
    assert city_sending.send(people.WARD, now_ms()) == ""
    assert "Không gọi được" not in admin.get("/phuong/thanh-pho").get_data(as_text=True)
    office.follow(office.post(f"/thanh-pho/cac-phuong/{linked}/thu-hoi"))
    recorded(people.LAN)
    assert city_sending.send(people.WARD, now_ms()) == "refused"
    assert "xin thành phố mã nối mới" in admin.get("/phuong/thanh-pho").get_data(as_text=True).lower()
    assert ledger_entry.head(people.WARD)["v"] > records.link(people.WARD)["whole_v"]


@pytest.mark.parametrize("text", ["", "gdtp1.", "gdtp1.!!!", "gd1.1.x", "gdtp1.WyJmdHA6Ly94IiwxLCJhIiwiYiJd"])
def test_a_link_that_is_none_is_refused_with_a_sentence(sign_in, text):
    answer = sign_in(people.AN).post("/phuong/thanh-pho", {"link": text})
    assert answer.status_code == 422
    assert records.link(people.WARD) is None


def test_a_message_that_no_ward_of_ours_writes_is_refused(linked, server, visitor):
    link = city.read_link(records.link(people.WARD)["link"])
    key = {"Authorization": f"Bearer {link.ward}.{link.member}.{link.secret}"}
    for body in (
        {},
        {"month": "2026-13", "v": 1, "inc": "", "cells": []},
        {"month": month_after(day_of(now_ms() + DAY_MS)[:7]), "v": 1, "inc": "", "cells": []},
        {"month": "2026-10", "v": 1, "inc": "", "cells": [["persons", "Lan", "", 1]]},
        {"month": "2026-10", "v": 1, "inc": "", "cells": [["helped", "Nguyễn Thị Lan", "", 1]]},
        {"month": "2026-10", "v": 1, "inc": "", "cells": [["helped", "filed", "", 1], ["helped", "filed", "", 2]]},
    ):
        assert visitor.client.post(city.PATH, json=body, headers=key).status_code == 400
    assert visitor.client.post(city.PATH, json={}, headers={"Authorization": "Bearer 2.x.y"}).status_code == 401
    assert cells(linked) == {}


def test_a_stranger_who_tries_links_is_slowed_down_and_stops_no_ward_behind_the_same_address(linked, visitor):
    wrong = {"Authorization": "Bearer 2.x.y"}
    told = [
        visitor.client.post(city.PATH, json={}, headers=wrong).status_code for _ in range(throttle.ADDRESS.free + 1)
    ]
    assert told == [*[401] * throttle.ADDRESS.free, 429]
    recorded(people.LAN)
    assert city_sending.send(people.WARD, now_ms()) == ""
    assert cells(linked)


def test_only_heads_see_the_comparison_and_only_admins_let_wards_in(sign_in):
    assert sign_in(people.MINH).get("/thanh-pho").status_code == 200
    assert sign_in(people.MINH).get("/thanh-pho/cac-phuong").status_code == 403
    for stranger in (people.LAN, people.HUNG, people.HA):
        for path in ("/thanh-pho", "/thanh-pho/cac-phuong", "/phuong/thanh-pho"):
            assert sign_in(stranger).get(path).status_code == 403


def test_every_sum_that_goes_up_is_one_of_a_cube(app):
    for one in city.SUMS.values():
        cube = rollup.CUBES[one.cube]
        assert {*one.by, *one.where} <= set(cube.dimensions)
        assert not {"staff", "unit", "neighbourhood"} & set(one.by)
