"""Máy của phường: whom to call and why, what may be missing, and what a tablet can be told to do."""

import re

import pytest

from app.ledger import fleet, heartbeat
from app.ledger.founding import new_tablet
from app.records import device
from app.records.device import Device, RescueImport
from app.records.shift import Shift
from app.web import sessions
from app.web.words import since
from tests import people
from tests.ledger.devices import Tablet
from tests.web.assistance_samples import DAY, HOUR
from tests.web.form_reader import form_fields, main_text

KEY = b"\x04" + bytes(64)


def text(response) -> str:
    return response.get_data(as_text=True)


def tablet(name="Máy sảnh CT1A", ago=30 * DAY, point=people.CT1A, **changed) -> str:
    now = sessions.now_ms()
    id_ = new_tablet(people.WARD, name, KEY, point, people.HUNG.id, now - ago)["id"]
    Device.update({"seen_at": now, **changed}).where(Device.id == id_).execute()
    return id_


def beat(id_: str, ago: int = 0, **told) -> None:
    now = sessions.now_ms() - ago
    told = {"waiting": 0, "oldest_at": 0, "persisted": "yes", "offset": 0, "app": "a1b2c3", **told}
    heartbeat.beat(people.WARD, id_, told, now)


def on_shift(id_: str, person=people.LAN, ago=HOUR, **changed) -> str:
    """An open shift of a person on a tablet; its id."""
    now = sessions.now_ms()
    row = {
        "ward_id": people.WARD, "id": f"0195e000-0000-7000-8000-{Shift.select().count():012d}", "v": 1,
        "support_point": people.CT1A, "device": id_, "staff": person.id, "opened_at": now - ago,
        "opened_on": "2026-11-21", "expires_at": now - ago + 3 * DAY, "closed_at": None, "declared_count": None,
    }  # fmt: skip
    Shift.insert({**row, **changed}).execute()
    return row["id"]


def row(id_: str) -> dict:
    return device.tablet(people.WARD, id_)


def test_what_waits_too_long_says_whom_to_call_and_since_when(sign_in):
    now = sessions.now_ms()
    id_ = tablet()
    on_shift(id_)
    beat(id_, waiting=7, oldest_at=now - 25 * HOUR)
    for path in ("/may", "/may?loai=can-chu-y", f"/may/{id_}", "/"):
        words = main_text(sign_in(people.HA).get(path))
        assert f"Gọi người trực “Máy sảnh CT1A”: còn 7 lượt chưa gửi từ {since(now - 25 * HOUR, now)}." in words, path
    page = main_text(sign_in(people.HA).get(f"/may/{id_}"))
    assert "Người trực: Nguyễn Thị Lan" in page
    assert "Đã quá 3 ngày" not in page


def test_after_three_days_somebody_should_go_there(sign_in):
    id_ = tablet()
    beat(id_, waiting=2, oldest_at=sessions.now_ms() - 73 * HOUR)
    assert "nên đến tận nơi" in main_text(sign_in(people.HA).get(f"/may/{id_}"))
    assert "nên đến tận nơi" in main_text(sign_in(people.HA).get("/may"))


def test_a_silent_tablet_is_an_alarm_only_while_somebody_is_on_duty_there(sign_in):
    quiet, manned = (tablet(name, seen_at=sessions.now_ms() - 26 * HOUR) for name in ("Máy cất tủ", "Máy sảnh"))
    on_shift(manned, ago=30 * HOUR)
    words = main_text(sign_in(people.HA).get("/may"))
    assert "Gọi người trực “Máy sảnh”: ca đang mở mà máy không liên lạc từ" in words
    assert "“Máy cất tủ”" not in words
    assert "Im lặng quá 1 ngày" in words
    assert quiet


def test_a_shift_that_was_closed_or_forgotten_long_ago_is_nobodys_duty(sign_in):
    now = sessions.now_ms()
    closed, forgotten = tablet("Máy A", seen_at=now - 26 * HOUR), tablet("Máy B", seen_at=now - 20 * DAY)
    on_shift(closed, ago=30 * HOUR, closed_at=now - 27 * HOUR)
    on_shift(forgotten, ago=20 * DAY)
    assert "Gọi người trực" not in main_text(sign_in(people.HA).get("/may"))


def test_within_a_day_nobody_is_called(sign_in):
    id_ = tablet()
    on_shift(id_)
    beat(id_, waiting=7, oldest_at=sessions.now_ms() - 23 * HOUR)
    assert "Gọi người trực" not in main_text(sign_in(people.HA).get("/may"))
    assert "máy cần gọi" not in main_text(sign_in(people.HA).get("/"))


def test_the_start_page_counts_the_alarms_for_those_who_see_to_them(sign_in):
    for number in range(4):
        beat(tablet(f"Máy {number}"), waiting=1, oldest_at=sessions.now_ms() - (30 + number) * HOUR)
    for person in (people.HUNG, people.HA, people.MINH, people.AN):
        page = sign_in(person).get("/")
        assert 'href="/may?loai=can-chu-y"' in text(page)
        assert "Xem cả 4 máy" in main_text(page)
        # The oldest first.
        assert "“Máy 3”" in main_text(page)
        assert "“Máy 0”" not in main_text(page)
    for person in (people.LAN, people.DUNG):
        assert "Gọi người trực" not in main_text(sign_in(person).get("/"))


def test_the_list_is_filtered_by_kind_and_by_point(sign_in):
    now = sessions.now_ms()
    fine, waiting = tablet("Máy tốt"), tablet("Máy chờ", point=people.CT1B2)
    tablet("Máy cũ", revoked_at=now)
    beat(waiting, waiting=1, oldest_at=now - 2 * DAY)
    client = sign_in(people.HA)

    def listed(query):
        page = text(client.get(f"/may{query}"))
        return re.findall(r'<th scope="row"[^>]*><span><a href="/may/[^"]*">([^<]*)</a>', page)

    assert sorted(listed("")) == ["Máy chờ", "Máy tốt"]
    assert listed("?loai=can-chu-y") == ["Máy chờ"]
    assert listed("?loai=ngung-dung") == ["Máy cũ"]
    assert listed(f"?diem={people.CT1A}") == ["Máy tốt"]
    assert listed(f"?loai=can-chu-y&diem={people.CT1A}") == []
    assert sorted(listed("?loai=x&diem=x")) == ["Máy chờ", "Máy tốt"]
    counts = re.findall(r'<span class="count">(\d+)</span>', text(client.get("/may")))
    assert counts == ["2", "1", "1"]
    assert fine


def test_a_tablet_tells_of_its_storage_its_clock_and_its_release(sign_in):
    id_ = tablet()
    beat(id_, persisted="no", offset=-7 * 60_000, waiting=3, oldest_at=sessions.now_ms() - HOUR)
    words = main_text(sign_in(people.HA).get(f"/may/{id_}"))
    assert "trình duyệt có thể tự xóa" in words
    assert "chậm 7 phút" in words
    assert "a1b2c3" in words
    assert "3 lượt, lâu nhất từ" in words
    beat(id_, persisted="yes", offset=400)
    words = main_text(sign_in(people.HA).get(f"/may/{id_}"))
    assert "trình duyệt không tự xóa" in words
    assert "Đồng hồ của máy" not in words
    assert "không còn lượt nào" in words


@pytest.mark.parametrize(
    ("offset", "said"),
    [(3 * 60_000, "nhanh 3 phút"), (-5 * HOUR, "chậm 5 giờ"), (400 * DAY, "nhanh 400 ngày"), (60_000, "")],
)
def test_how_far_a_clock_is_off_is_said_in_round_words(app, offset, said):
    from app.web.device_words import clock_text

    with app.test_request_context():
        assert clock_text(offset) == said


@pytest.mark.parametrize(
    ("address", "button", "directive", "said"),
    [("gui-not", "Gửi nốt rồi ngừng", "drain", "gửi nốt rồi ngừng"), ("xoa", "Xóa máy", "wipe", "gửi nốt rồi tự xóa")],
)
def test_a_tablet_is_told_to_stop_and_may_be_let_go_on(sign_in, address, button, directive, said):
    id_ = tablet()
    client = sign_in(people.HUNG)
    path = f"/may/{id_}/{address}"
    assert button in main_text(client.get(f"/may/{id_}"))
    page = client.get(path)
    assert "lần liên lạc tới" in main_text(page)
    assert row(id_)["directive"] == ""
    answer = client.post(path, form_fields(page, path))
    shown = client.follow(answer)
    assert (row(id_)["directive"], row(id_)["directed_by"]) == (directive, people.HUNG.id)
    assert f"Đang dặn máy: {said}" in main_text(shown)
    assert f"{people.HUNG.name} dặn lúc" in main_text(shown)
    back = f"/may/{id_}/dung-lai"
    shown = client.follow(client.post(back, form_fields(shown, back)))
    assert row(id_)["directive"] == ""
    assert "Đang dặn máy" not in main_text(shown)


def test_a_revoked_tablet_is_told_nothing_more(sign_in):
    id_ = tablet(revoked_at=sessions.now_ms(), revoked_by=people.AN.id)
    client = sign_in(people.AN)
    for address in ("gui-not", "xoa", "thu-hoi"):
        assert client.get(f"/may/{id_}/{address}").headers["Location"] == f"/may/{id_}"
    for address in ("gui-not", "xoa", "dung-lai"):
        assert "đã bị thu hồi nên không nhận lệnh" in main_text(client.follow(client.post(f"/may/{id_}/{address}")))
        assert row(id_)["directive"] == ""
    page = text(client.get(f"/may/{id_}"))
    assert people.AN.name in page
    assert "gui-not" not in page


def test_a_wiped_tablet_says_what_it_threw_away(sign_in):
    id_ = tablet()
    now = sessions.now_ms()
    fleet.direct(people.WARD, id_, "wipe", people.AN.id, now)
    fleet.wiped(people.WARD, id_, 3, now)
    words = main_text(sign_in(people.AN).get(f"/may/{id_}"))
    assert "Máy đã tự xóa lúc" in words
    assert "đã bỏ 3 thao tác" in words
    assert "Ngừng dùng máy này" not in words


def test_one_that_came_back_after_a_restore_is_to_be_looked_at(sign_in):
    now = sessions.now_ms()
    lately, long_ago = tablet("Máy A", readmitted_at=now - HOUR), tablet("Máy B", readmitted_at=now - 20 * DAY)
    words = main_text(sign_in(people.HA).get(f"/may/{lately}"))
    assert "Được nhận lại sau khôi phục lúc" in words
    assert "đúng máy của phường" in words
    assert "Mới nhận lại" in main_text(sign_in(people.HA).get("/may?loai=can-chu-y"))
    words = main_text(sign_in(people.HA).get(f"/may/{long_ago}"))
    assert "Nhận lại sau khôi phục lúc" in words
    assert "đúng máy của phường" not in words


def test_slips_that_were_counted_and_did_not_come_are_named_on_the_page_of_the_tablet(sign_in, app):
    made = Tablet(now=sessions.now_ms() - 3 * HOUR)
    made.push(made.open_shift(), made.record(), now=sessions.now_ms())
    close = made.operation("shift.close/1", made.shift, {"count": 4})
    made.push(close, now=sessions.now_ms())
    page = sign_in(people.HA).get(f"/may/{made.id}")
    words = main_text(page)
    assert "Lượt có thể thiếu" in words
    assert "Người trực khai 4 lượt, phường nhận 1." in words
    assert "Thiếu 3" in words
    assert f'href="/ca-truc/{made.shift}"' in text(page)


def test_a_shift_that_goes_on_or_was_delivered_whole_misses_nothing(sign_in, app):
    made = Tablet(now=sessions.now_ms() - 3 * HOUR)
    made.push(made.open_shift(), made.record(), now=sessions.now_ms())
    client = sign_in(people.HA)
    assert "Lượt có thể thiếu" not in main_text(client.get(f"/may/{made.id}"))
    made.push(made.operation("shift.close/1", made.shift, {"count": 1}), now=sessions.now_ms())
    assert "Lượt có thể thiếu" not in main_text(client.get(f"/may/{made.id}"))


def test_after_an_eviction_the_new_enrolment_names_what_the_old_one_may_have_lost(sign_in, app):
    now = sessions.now_ms()
    old = Tablet(now=now - 5 * DAY)
    old.push(old.open_shift(), old.record(), now=now - 5 * DAY)
    Device.update(name="Máy sảnh CT1A", support_point=people.CT1A).where(Device.id == old.id).execute()
    beat(old.id, ago=4 * DAY, waiting=6, oldest_at=now - 5 * DAY)
    # The browser lost everything, its key too: the same tablet is enrolled again under the same name.
    new = tablet("máy sảnh CT1A", ago=HOUR)
    client = sign_in(people.HA)
    page = main_text(client.get(f"/may/{new}"))
    assert "có thể là một máy cũ ghi danh lại" in page
    assert "Ca chưa kết thúc nên không rõ có bao nhiêu lượt; phường nhận 1." in page
    page = client.get(f"/may/{old.id}")
    assert "có thể đã được ghi danh lại" in main_text(page)
    assert f'href="/may/{new}"' in text(page)
    assert "Lần báo cuối, máy còn giữ: 6 lượt" in main_text(page)


def test_another_tablet_of_the_point_is_not_taken_for_the_lost_one(sign_in, app):
    now = sessions.now_ms()
    old = tablet("Máy sảnh CT1A", seen_at=now - 5 * DAY)
    new = tablet("Máy dự phòng", ago=HOUR)
    for id_ in (old, new):
        assert "ghi danh lại" not in main_text(sign_in(people.HA).get(f"/may/{id_}"))


def test_the_rescue_files_of_a_tablet_stand_on_its_page(sign_in):
    id_, now = tablet(), sessions.now_ms()
    for number, (by, through) in enumerate(((people.HA.id, ""), ("", "may-khac"))):
        RescueImport.insert(
            ward_id=people.WARD, id=f"tep-{number}", device=id_, brought_by=by, brought_at=now - number,
            operations=12, new=3, through_device=through,
        ).execute()  # fmt: skip
    words = main_text(sign_in(people.HA).get(f"/may/{id_}"))
    assert "12 thao tác, 3 thao tác mới Người nhập: Đỗ Thu Hà" in words
    assert "Gửi qua một máy khác của phường" in words


def test_orders_are_for_leads_and_admins(sign_in, visitor):
    id_ = tablet()
    addresses = [f"/may/{id_}/{each}" for each in ("gui-not", "xoa", "thu-hoi")]
    for person in (people.LAN, people.HA, people.MINH):
        client = sign_in(person)
        assert [client.get(path).status_code for path in addresses] == [403] * 3
        assert [client.post(path).status_code for path in (*addresses, f"/may/{id_}/dung-lai")] == [403] * 4
    for path in addresses:
        assert visitor.get(path).headers["Location"].startswith("/dang-nhap")
        assert visitor.post(path).status_code == 401
    assert (row(id_)["directive"], row(id_)["revoked_at"]) == ("", None)


def test_another_ward_orders_and_sees_nothing(sign_in):
    now = sessions.now_ms()
    id_ = tablet("Máy của phường Thử")
    beat(id_, waiting=7, oldest_at=now - 2 * DAY)
    stranger = sign_in(people.DUNG)
    for path in ("/may", "/may?loai=can-chu-y", "/"):
        assert "Máy của phường Thử" not in text(stranger.get(path))
    for each in ("gui-not", "xoa", "thu-hoi"):
        assert stranger.get(f"/may/{id_}/{each}").status_code == 404
        assert stranger.post(f"/may/{id_}/{each}").status_code == 404
    assert stranger.post(f"/may/{id_}/dung-lai").status_code == 404
    assert (row(id_)["directive"], row(id_)["revoked_at"]) == ("", None)
