"""The page of one assistance: who may open it, what is masked, and its whole history."""

import re

import pytest

from app.ledger.envelope import new_id
from app.records.ledger_entry import LedgerEntry
from tests import people
from tests.web.assistance_samples import HOUR, MAI, amended, recorded, say


def text(response) -> str:
    return response.get_data(as_text=True)


def page_of(client, entity: str) -> str:
    answer = client.get(f"/luot-ho-tro/{entity}")
    assert answer.status_code == 200
    return text(answer)


def test_it_says_what_was_done_where_when_and_by_whom(sign_in):
    entity = recorded(people.LAN, **MAI, difficulties=["elderly"], minutes=18, note="hẹn thứ năm")
    page = page_of(sign_in(people.HA), entity)
    for said in (
        "Hoàng Thị Mai Phương",
        "0912 345 601",
        "Thủ tục đăng ký khai sinh (1.001193)",
        "Hướng dẫn tự làm",
        "Nộp xong tại chỗ",
        "Tổ dân phố 3, CT1A, 1204",
        "Người cao tuổi",
        "hẹn thứ năm",
        "Nguyễn Thị Lan",
        "Điểm CT1A",
        "trang web của phường",
    ):
        assert said in page, said


@pytest.mark.parametrize("person", [people.TUAN, people.HUNG])
def test_somebody_elses_record_is_not_there(sign_in, person):
    entity = recorded(people.LAN, **MAI)
    client = sign_in(person)
    for path in ("", "/sua", "/huy", "/phieu.pdf"):
        answer = client.get(f"/luot-ho-tro/{entity}{path}")
        assert answer.status_code == 404, path
        assert "Mai Phương" not in text(answer)
    for path, form in (("/sua", {}), ("/huy", {"reason": "ghi trùng lượt"})):
        assert client.post(f"/luot-ho-tro/{entity}{path}", form).status_code == 404
    assert page_of(sign_in(people.HA), entity).count("Hủy lượt hỗ trợ") == 0


@pytest.mark.parametrize("person", [people.THAO, people.BINH, people.DUNG])
def test_the_other_ward_finds_the_same_nothing_as_for_no_id_at_all(sign_in, person):
    entity = recorded(people.LAN, **MAI)
    client = sign_in(person)
    for path in ("", "/sua", "/huy", "/phieu.pdf?kho=a5"):
        theirs, nobodys = (client.get(f"/luot-ho-tro/{each}{path}") for each in (entity, new_id()))
        assert theirs.status_code == nobodys.status_code == 404
        assert text(theirs) == text(nobodys)


@pytest.mark.parametrize("wrong", ["x", "1", "019aa1c5-0d20-7f31-b2aa", "../may", "moi/x"])
def test_a_wrong_id_is_a_page_that_is_not_there(sign_in, wrong):
    assert sign_in(people.HA).get(f"/luot-ho-tro/{wrong}").status_code == 404


def test_signed_out_nothing_is_told(visitor):
    entity = recorded(people.LAN, **MAI)
    for path in ("", "/sua", "/huy", "/phieu.pdf"):
        answer = visitor.get(f"/luot-ho-tro/{entity}{path}")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/dang-nhap")
    assert visitor.post(f"/luot-ho-tro/{entity}/huy", {"reason": "ghi trùng lượt"}).status_code == 401


def test_a_volunteer_reads_his_own_in_full_for_a_day_and_masked_afterwards(sign_in):
    fresh, old = recorded(people.LAN, **MAI), recorded(people.LAN, ago=25 * HOUR, **MAI)
    client = sign_in(people.LAN)
    page = page_of(client, fresh)
    assert "Hoàng Thị Mai Phương" in page
    assert f"/luot-ho-tro/{fresh}/sua" in page
    page = page_of(client, old)
    assert "H.T.M.P" in page
    assert "Mai Phương" not in page
    assert "345601" not in page
    assert "345 601" not in page
    assert f"/luot-ho-tro/{old}/sua" not in page
    assert "Đã quá 24 giờ" in page


def test_an_old_version_of_a_name_is_masked_like_the_present_one(sign_in):
    entity = recorded(people.LAN, ago=25 * HOUR, **MAI)
    amended(people.HA, entity, {"name": "Hoàng Thị Mai Hương"}, {"name": MAI["name"]})
    page = page_of(sign_in(people.LAN), entity)
    assert "Mai Phương" not in page
    assert "Mai Hương" not in page
    assert "Họ và tên" in page


def test_a_lead_reads_those_of_his_neighbourhood_and_changes_none(sign_in):
    entity = recorded(people.LAN, neighbourhood="tdp-07", **MAI)
    client = sign_in(people.HUNG)
    page = page_of(client, entity)
    assert "Hoàng Thị Mai Phương" in page
    assert f"/luot-ho-tro/{entity}/sua" not in page
    assert client.get(f"/luot-ho-tro/{entity}/sua").status_code == 403


def test_a_leader_reads_everything_and_changes_nothing(sign_in):
    entity = recorded(people.LAN, **MAI)
    client = sign_in(people.MINH)
    page = page_of(client, entity)
    assert "Hoàng Thị Mai Phương" in page
    assert "/sua" not in page
    assert client.get(f"/luot-ho-tro/{entity}/sua").status_code == 403
    assert client.post(f"/luot-ho-tro/{entity}/huy", {"reason": "ghi trùng lượt"}).status_code == 403


def test_the_history_tells_every_change_also_refused_ones(sign_in):
    entity = recorded(people.LAN, minutes=7, note="mang bản chính")
    amended(people.HA, entity, {"minutes": 9, "apartment": "1310"}, {"minutes": 7, "apartment": "1204"})
    amended(people.TUAN, entity, {"minutes": 30}, {"minutes": 9})
    say(people.AN, "assistance.void/1", entity, {"reason": "ghi trùng lượt trước"})
    page = page_of(sign_in(people.HA), entity)
    events = page.split('<li class="event">')[1:]
    assert len(events) == 4
    assert "Ghi lượt hỗ trợ" in events[0]
    assert "Nguyễn Thị Lan" in events[0]
    assert "Lý do:" not in events[0]
    words = re.sub(r"<[^>]+>|\s+", " ", events[1])
    assert re.search(r"Căn hộ\s+1204\s+1310", words)
    assert re.search(r"Số phút\s+7\s+9", words)
    assert "sửa cho đúng" in events[1]
    assert "Mục này không thuộc phần việc của người ghi." in events[2]
    assert "Hồ Anh Tuấn" in events[2]
    assert "ghi trùng lượt trước" in events[3]
    assert "Lượt này đã bị hủy" in page
    assert "/phieu.pdf" not in page


def test_a_body_erased_by_law_leaves_its_trace(sign_in):
    entity = recorded(people.LAN, **MAI)
    amended(people.HA, entity, {"name": "Tên Mới"}, {"name": MAI["name"]})
    LedgerEntry.update(body=None).where(LedgerEntry.entity == entity).execute()
    page = page_of(sign_in(people.HA), entity)
    assert page.count("Nội dung đã được xóa theo quy định") == 2


def test_a_refused_body_of_any_shape_breaks_no_page(sign_in):
    entity = recorded(people.LAN)
    odd = [None, 7, {"a": [1, {"b": "<script>"}]}, [], "x" * 3000, [["elderly"]]]
    for value in odd:
        say(people.LAN, "assistance.amend/1", entity, {"set": value, "was": value, "reason": value})
        say(
            people.LAN, "assistance.amend/1", entity, {"set": {"name": value, "thêm": value}, "was": {}, "reason": "vì"}
        )
        say(people.LAN, "assistance.record/1", entity, {"name": value, "difficulties": value, "on": value})
    page = page_of(sign_in(people.HA), entity)
    assert page.count('<li class="event">') == 1 + 3 * len(odd)
    assert "<script>" not in page


def test_what_came_late_says_when_it_arrived(app, sign_in):
    from app.web import sessions
    from tests.ledger.devices import Tablet

    tablet = Tablet(now=sessions.now_ms() - 50 * HOUR)
    opened, made = tablet.open_shift(), tablet.record()
    tablet.push(opened, made, now=sessions.now_ms())
    page = page_of(sign_in(people.HA), made["e"])
    assert "Phường nhận lúc" in page.split('<li class="event">')[1]
    assert "Máy thử" in page
    assert f"/ca-truc/{tablet.shift}" in page
