"""Tablets: a code shown once, an enrolled tablet listed, a revoked one refused."""

import dataclasses
import re
from urllib.parse import unquote

import pytest

from app.ledger import enrolment
from app.problems import Problem, sentence
from app.records.device import Device, EnrolmentCode
from app.web import sessions
from tests import people
from tests.web.form_reader import form_fields, main_text

KEY = b"\x04" + bytes(64)


def _tablet(name="Máy sảnh CT1A", ward=people.WARD, at=None) -> str:
    from app.ledger.founding import new_tablet

    return new_tablet(ward, name, KEY, people.CT1A, people.HUNG.id, at or sessions.now_ms())["id"]


def _code(page) -> str:
    return re.search(r'class="one-time"><code>(\d+-[A-Z2-9]{4}-[A-Z2-9]{4})</code>', page.get_data(as_text=True)).group(
        1
    )


@pytest.mark.parametrize("person", [people.AN, people.HUNG], ids=lambda person: person.role)
def test_the_code_on_the_page_enrols_one_tablet_at_the_chosen_point(sign_in, person):
    page = sign_in(person).post("/may/moi", {"point": people.CT1B2})
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    code = _code(page)
    ward, row = enrolment.enrol(code, "Máy mới", KEY, sessions.now_ms())
    assert (ward["id"], row["support_point"], row["enrolled_by"]) == (people.WARD, people.CT1B2, person.id)
    with pytest.raises(Problem):
        enrolment.enrol(code, "Máy thứ hai", b"another tablet", sessions.now_ms())
    shown = main_text(sign_in(person).get(f"/may/{row['id']}"))
    assert all(word in shown for word in ("Máy mới", "Điểm CT1B2", person.name, "Chưa lần nào"))


def test_the_code_dies_after_a_quarter_of_an_hour(sign_in):
    code = _code(sign_in(people.AN).post("/may/moi", {"point": people.CT1A}))
    with pytest.raises(Problem):
        enrolment.enrol(code, "Máy", KEY, sessions.now_ms() + 15 * 60_000 + 1000)


def test_the_database_keeps_no_readable_code(sign_in):
    code = _code(sign_in(people.AN).post("/may/moi", {"point": people.CT1A}))
    stored = EnrolmentCode.select().dicts().first()
    assert code.split("-", 1)[1] not in str(stored)


def test_the_square_code_opens_the_enrolment_page_with_the_code(app, sign_in, monkeypatch):
    from app.printing import qr

    drawn = []
    monkeypatch.setattr(qr, "picture", lambda address: drawn.append(address) or "data:image/svg+xml,x")
    settings = dataclasses.replace(app.config["GD"], base_url="https://gandan.hadong.example")
    monkeypatch.setitem(app.config, "GD", settings)
    page = sign_in(people.AN).post("/may/moi", {"point": people.CT1A})
    assert drawn == [f"https://gandan.hadong.example/truc/ghi-danh?code={_code(page)}"]
    assert "https://gandan.hadong.example/truc/ghi-danh" in main_text(page)
    assert "Máy khác chưa mở được địa chỉ này" not in main_text(page)


def test_the_square_code_is_a_picture_inside_the_page(sign_in):
    page = sign_in(people.AN).post("/may/moi", {"point": people.CT1A})
    source = re.search(r'<img class="one-time-qr" src="([^"]+)"', page.get_data(as_text=True)).group(1)
    assert unquote(source).startswith("data:image/svg+xml,<svg ")
    # On localhost another machine cannot follow it, and the page says so.
    assert "Máy khác chưa mở được địa chỉ này" in main_text(page)


@pytest.mark.parametrize("point", ["", "khong-co", "<b>"])
def test_a_code_needs_a_point_of_the_ward(sign_in, point):
    answer = sign_in(people.AN).post("/may/moi", {"point": point})
    assert answer.status_code == 422
    assert sentence("point_unknown") in main_text(answer)
    assert EnrolmentCode.select().count() == 0


def test_without_points_the_page_says_what_comes_first(sign_in):
    from app.records.place import SupportPoint

    SupportPoint.delete().execute()
    assert "Chưa có điểm hỗ trợ nào" in main_text(sign_in(people.AN).get("/may/moi"))


def test_the_list_says_when_each_tablet_last_spoke(sign_in):
    now = sessions.now_ms()
    spoke, silent = _tablet("Máy hay gửi"), _tablet("Máy im lặng")
    Device.update(seen_at=now - 5 * 60_000, last_q=41, app_version="a1b2c3").where(Device.id == spoke).execute()
    text = main_text(sign_in(people.HA).get("/may"))
    assert "Máy hay gửi Điểm CT1A 5 phút trước" in text
    assert "Máy im lặng Điểm CT1A Chưa lần nào" in text
    shown = main_text(sign_in(people.HA).get(f"/may/{spoke}"))
    assert "41" in shown
    assert "a1b2c3" in shown
    assert silent


def test_a_revoked_tablet_is_refused_and_stays_on_the_list(sign_in):
    from app.ledger.accept import accept

    id_ = _tablet()
    client = sign_in(people.HUNG)
    path = f"/may/{id_}/thu-hoi"
    page = client.get(path)
    assert "Lượt còn nằm trên máy" in main_text(page)
    assert client.post(path, form_fields(page, path)).headers["Location"] == f"/may/{id_}"
    with pytest.raises(Problem) as refused:
        accept(people.WARD, id_, [], sessions.now_ms())
    assert refused.value.code == "device_revoked"
    assert "Đã thu hồi Máy sảnh CT1A" in main_text(client.get(f"/may/{id_}"))
    assert "Máy sảnh CT1A" not in main_text(client.get("/may"))
    assert "Máy sảnh CT1A Điểm CT1A Chưa lần nào – – Đã thu hồi" in main_text(client.get("/may?loai=ngung-dung"))
    assert people.HUNG.name in main_text(client.get(f"/may/{id_}")).split("Người thu hồi")[1]
    first = Device.get(Device.id == id_).revoked_at
    # A second click keeps the first moment.
    assert client.post(path).status_code == 302
    assert Device.get(Device.id == id_).revoked_at == first
    assert client.get(path).headers["Location"] == f"/may/{id_}"
    assert "thu-hoi" not in client.get(f"/may/{id_}").get_data(as_text=True)


def test_the_servers_own_devices_are_not_tablets(sign_in):
    from app.ledger.founding import WEB

    client = sign_in(people.AN)
    assert "Chưa có máy nào" in main_text(client.get("/may"))
    assert client.get(f"/may/{WEB}").status_code == 404
    assert client.post(f"/may/{WEB}/thu-hoi").status_code == 404
    assert Device.get(Device.ward_id == people.WARD, Device.id == WEB).revoked_at is None


def test_each_role_does_its_own_part(sign_in, visitor):
    id_ = _tablet()
    seen = {people.LAN: 403, people.HUNG: 200, people.HA: 200, people.MINH: 200, people.AN: 200}
    for person, status in seen.items():
        assert sign_in(person).get("/may").status_code == status
        assert sign_in(person).get(f"/may/{id_}").status_code == status
    for person in (people.LAN, people.HA, people.MINH):
        client = sign_in(person)
        assert client.get("/may/moi").status_code == 403
        assert client.post("/may/moi", {"point": people.CT1A}).status_code == 403
        assert client.post(f"/may/{id_}/thu-hoi").status_code == 403
    for path in ("/may", "/may/moi", f"/may/{id_}"):
        assert visitor.get(path).headers["Location"].startswith("/dang-nhap")
    assert visitor.post(f"/may/{id_}/thu-hoi").status_code == 401


def test_another_ward_finds_no_trace(sign_in):
    id_ = _tablet("Máy của phường Thử")
    stranger = sign_in(people.DUNG)
    assert "Máy của phường Thử" not in stranger.get("/may").get_data(as_text=True)
    assert stranger.get(f"/may/{id_}").status_code == 404
    assert stranger.get(f"/may/{id_}/thu-hoi").status_code == 404
    assert stranger.post(f"/may/{id_}/thu-hoi").status_code == 404
    assert Device.get(Device.id == id_).revoked_at is None
