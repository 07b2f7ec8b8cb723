"""Many Mẫu 01 in one file: the page shows how far it is, the file is for whoever asked, and nothing is left behind."""

import time

import pytest

from app.printing import print_job
from tests import people
from tests.counter import THREE_DAYS
from tests.printing.reading import pages
from tests.web.counter_clock import CounterClock
from tests.web.form_reader import main_text

HERE = "/ho-so/in-nhieu"


@pytest.fixture
def counter(app, monkeypatch):
    return CounterClock(monkeypatch)


def printed(client, answer) -> bytes:
    """The file, when the page says that it is there."""
    where, until = answer.headers["Location"], time.monotonic() + 120
    while time.monotonic() < until:
        page = client.get(where)
        if "Mở tệp để in" in main_text(page):
            return client.get(f"{where}/giay-tiep-nhan.pdf").data
        assert "Đã dựng" in main_text(page), main_text(page)
        time.sleep(0.2)
    raise AssertionError("never printed")


@pytest.mark.parametrize("person", [people.LAN, people.HUNG])
def test_nobody_but_the_counter_may(counter, sign_in, person):
    row = counter.desk.receive()
    assert sign_in(person).post(HERE, {"chon": row["id"]}).status_code == 403


def test_signed_out_it_prints_nothing(counter, visitor):
    assert visitor.post(HERE, {"chon": counter.desk.receive()["id"]}).status_code == 401


def test_the_other_ward_prints_none_of_them(counter, sign_in):
    row = counter.desk.receive()
    answer = sign_in(people.BINH).post(HERE, {"chon": row["id"]})
    assert answer.status_code == 422


def test_what_was_ticked_comes_in_one_file_in_its_order(counter, sign_in):
    rows = [counter.desk.receive(THREE_DAYS, name=f"Người Thứ {number}") for number in range(3)]
    asked = [{"key": "ly-hon", "name": "", "form": "copy", "count": 1, "what": "", "citation": ""}]
    counter.desk.do("request_supplement", rows[2], papers=asked, reason="Thiếu trích lục ly hôn", override="")
    void = counter.desk.do("void", counter.desk.receive(), reason="Ghi nhầm một lần")
    client = sign_in(people.HA)
    answer = client.post(HERE, {"chon": [rows[1]["id"], rows[0]["id"], void["id"]]})
    assert "1 hồ sơ chưa có giấy tiếp nhận nên không in" in main_text(client.get(answer.headers["Location"]))
    found = pages(printed(client, answer))
    # Two copies of each, one page a copy.
    assert ["NGƯỜI THỨ 1" in page.upper() for page in found] == [True, True, False, False]
    assert ["NGƯỜI THỨ 0" in page.upper() for page in found] == [False, False, True, True]
    # Nobody else, not even of the counter, opens it.
    assert sign_in(people.MINH).get(answer.headers["Location"]).status_code == 404


def test_the_whole_filtered_list(counter, sign_in):
    mine = counter.desk.receive(THREE_DAYS, name="Người Của Hà")
    counter.desk.receive(THREE_DAYS, by=people.AN, name="Người Của An")
    client = sign_in(people.HA)
    answer = client.post(f"{HERE}?xem=quay&nguoi={people.HA.id}&ca-danh-sach=1", {})
    found = pages(printed(client, answer))
    assert all("NGƯỜI CỦA HÀ" in page.upper() for page in found)
    assert mine["receipt_number"] == 1


def test_nothing_to_print_says_so(counter, sign_in):
    client = sign_in(people.HA)
    void = counter.desk.do("void", counter.desk.receive(), reason="Ghi nhầm một lần")
    assert client.post(HERE, {}).status_code == 422
    answer = client.post(HERE, {"chon": void["id"]})
    assert answer.status_code == 422
    assert "chưa có giấy tiếp nhận" in answer.get_data(as_text=True)


def test_a_job_that_fails_says_why_and_a_file_is_kept_ten_minutes(monkeypatch):
    def breaks():
        raise RuntimeError
        yield

    job = print_job.start(("somebody",), 1, breaks)
    until = time.monotonic() + 20
    while not job.over and time.monotonic() < until:
        time.sleep(0.02)
    assert job.problem == "server_error"
    assert print_job.find(("somebody",), job.id) is job
    assert print_job.find(("another",), job.id) is None
    job.started_at -= print_job.KEPT_SECONDS
    assert print_job.find(("somebody",), job.id) is None


def test_a_file_that_is_gone_says_so(counter, sign_in):
    answer = sign_in(people.HA).get(f"{HERE}/0195e000-0000-4000-8000-000000000000")
    assert answer.status_code == 404
    assert "Tệp in này không còn" in answer.get_data(as_text=True)
