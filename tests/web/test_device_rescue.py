"""Tệp cứu hộ: a tablet's work comes to the ward in a file, once, whoever brings it and however often."""

import html
import io
import json

import pytest

from app.records import assistance
from app.records.device import Device, RescueImport
from app.web import sessions
from tests import people
from tests.web.assistance_samples import MAI
from tests.web.form_reader import main_text
from tests.web.rescue_file import Rescued

PAGE = "/may/tep-cuu-ho"


def upload(client, content, name="cuu-ho-2026-11-21-2141.gandan.json"):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(PAGE, {"tep": (io.BytesIO(content), name)}, content_type="multipart/form-data")


@pytest.fixture
def rescued(app) -> Rescued:
    """A tablet that opened a shift over the wire and then never found a network again."""
    return Rescued(app)


@pytest.mark.parametrize("person", [people.HUNG, people.HA, people.AN], ids=lambda person: person.role)
def test_what_never_left_the_tablet_is_in_the_ledger_afterwards(sign_in, rescued, person):
    operations = [rescued.tablet.record(**MAI) for _ in range(3)]
    client = sign_in(person)
    page = upload(client, rescued.file(operations))
    assert page.status_code == 200
    words = main_text(page)
    assert "Đã nhận 3 thao tác mới" in words
    assert "Máy sảnh" in words
    for one in operations:
        assert assistance.assistance(people.WARD, one["e"])["name"] == MAI["name"]
    shown = main_text(client.get(f"/may/{rescued.tablet.id}"))
    assert f"3 thao tác, 3 thao tác mới Người nhập: {person.name}" in shown


def test_the_same_file_twice_is_harmless_and_says_so(sign_in, rescued):
    file = rescued.file([rescued.tablet.record(), rescued.tablet.record()])
    client = sign_in(people.HA)
    upload(client, file)
    page = upload(client, file)
    assert "Không có gì mới" in main_text(page)
    assert RescueImport.select().where(RescueImport.new == 0).count() == 1
    assert assistance.counts_of_shifts(people.WARD, [rescued.tablet.shift]) == {rescued.tablet.shift: 2}


def test_what_the_tablet_sends_itself_afterwards_is_not_doubled(sign_in, rescued):
    operations = [rescued.tablet.record(), rescued.tablet.record()]
    upload(sign_in(people.HA), rescued.file(operations))
    answer = rescued.device.push(*operations).get_json()
    assert [result["status"] for result in answer["results"]] == ["ok", "ok"]
    assert assistance.counts_of_shifts(people.WARD, [rescued.tablet.shift]) == {rescued.tablet.shift: 2}


def test_a_revoked_tablet_that_was_found_again_gives_its_work(sign_in, rescued):
    Device.update(revoked_at=sessions.now_ms()).where(Device.id == rescued.tablet.id).execute()
    page = upload(sign_in(people.HA), rescued.file([rescued.tablet.record()]))
    assert "Đã nhận 1 thao tác mới" in main_text(page)


def test_one_that_a_restored_server_forgot_shows_its_certificate(sign_in, app):
    rescued = Rescued(app, unsent=True)
    operations = [rescued.opened, rescued.tablet.record()]
    file = rescued.file(operations)
    Device.delete().where(Device.id == rescued.tablet.id).execute()
    without = upload(sign_in(people.HA), rescued.file(operations, certificate=""))
    assert without.status_code == 422
    assert "Phường không biết máy đã xuất tệp này" in main_text(without)
    assert upload(sign_in(people.HA), file).status_code == 200
    assert Device.get(Device.id == rescued.tablet.id).readmitted_at is not None


def test_what_needs_a_person_is_linked_for_the_desk_and_named_to_a_lead(sign_in, rescued):
    wrong, unknown = rescued.tablet.record(point="diem-ma"), rescued.tablet.record(procedure="1.999999")
    file = rescued.file([rescued.tablet.record(), wrong, unknown])
    page = upload(sign_in(people.HUNG), file)
    assert "Điểm hỗ trợ này không có trong danh sách của phường" in main_text(page)
    assert "Công chức một cửa sẽ xử lý" in main_text(page)
    assert "/can-xem-lai/" not in page.get_data(as_text=True)
    page = upload(sign_in(people.HA), file)
    for one in (wrong, unknown):
        assert f'href="/can-xem-lai/{one["op"]}"' in page.get_data(as_text=True)
    sign_in(people.HA).post(f"/can-xem-lai/{wrong['op']}/xong", {"note": "đã ghi lại thành lượt mới"})
    page = upload(sign_in(people.HA), file)
    assert wrong["op"] not in page.get_data(as_text=True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Không đọc được tệp cứu hộ"),
        (b"\xff\xfe\x00", "Không đọc được tệp cứu hộ"),
        (b"<html>", "Không đọc được tệp cứu hộ"),
        (b"{}", "Không đọc được tệp cứu hộ"),
        (b"[" * 100_000, "Không đọc được tệp cứu hộ"),
        (b'{"format":"gandan-rescue/9","ward":1,"device":"x","made_at":1,"parcels":[]}', "Không đọc được tệp cứu hộ"),
        (b'{"format":"gandan-rescue/1","ward":2,"device":"x","made_at":1,"parcels":[]}', "là của phường khác"),
        (b'{"format":"gandan-rescue/1","ward":1,"device":"x","made_at":1,"parcels":[]}', "Phường không biết máy"),
    ],
)
def test_a_wrong_file_is_said_in_a_sentence_beside_the_form(sign_in, content, said):
    page = upload(sign_in(people.HA), content)
    assert page.status_code == 422
    assert said in main_text(page)
    assert RescueImport.select().count() == 0


def test_a_file_that_somebody_changed_is_refused_whole(sign_in, rescued):
    made = json.loads(rescued.file([rescued.tablet.record(), rescued.tablet.record()]))
    made["parcels"][0]["ops"].pop()
    page = upload(sign_in(people.HA), json.dumps(made))
    assert "không khớp chữ ký của máy" in main_text(page)
    assert assistance.counts_of_shifts(people.WARD, [rescued.tablet.shift]) == {}


def test_no_file_and_one_that_is_far_too_large_are_said(sign_in, monkeypatch):
    from app.web import device_rescue

    client = sign_in(people.HA)
    assert "Chưa chọn tệp" in main_text(client.post(PAGE, {}, content_type="multipart/form-data"))
    monkeypatch.setattr(device_rescue, "RESCUE_FILE_BYTES_MAX", 100)
    assert "Tệp quá lớn" in main_text(upload(client, "x" * 101))


def test_a_file_without_anything_in_it_is_taken(sign_in, rescued):
    page = upload(sign_in(people.HA), rescued.file([]))
    assert "Không có gì mới" in main_text(page)


def test_a_time_that_no_calendar_knows_breaks_nothing(sign_in, rescued):
    for made_at in (-1, 0, 2**53, 10**30):
        page = upload(sign_in(people.HA), rescued.file([], made_at=made_at))
        assert page.status_code in (200, 422), made_at


def test_it_is_no_page_of_a_volunteer_a_leader_or_a_stranger(sign_in, visitor, rescued):
    file = rescued.file([rescued.tablet.record()])
    for person in (people.LAN, people.MINH):
        client = sign_in(person)
        assert client.get(PAGE).status_code == 403
        assert upload(client, file).status_code == 403
        assert PAGE not in client.get("/may").get_data(as_text=True)
    assert visitor.get(PAGE).headers["Location"].startswith("/dang-nhap")
    assert upload(visitor, file).status_code == 401
    # The clerk of another ward cannot bring it in for us, nor into his own.
    page = upload(sign_in(people.BINH), file)
    assert "là của phường khác" in main_text(page)
    assert RescueImport.select().count() == 0


def test_the_form_says_how_the_file_is_made(sign_in):
    page = sign_in(people.HA).get(PAGE)
    assert 'enctype="multipart/form-data"' in page.get_data(as_text=True)
    assert "Xuất tệp cứu hộ" in html.unescape(main_text(page))
