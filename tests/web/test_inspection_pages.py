"""/kiem-tra: opened on the spot, item by item, concluded; what it found wrong is mended and looked at."""

import pytest

from app.config import PAGE_ROWS
from app.records import inspection as records
from app.records import staff
from app.records.inspection import Asked, AskedFaults
from app.rules.inspection_checklist import checklists
from app.web import sessions
from tests import counter, people
from tests.outreach_desk import InspectionDesk
from tests.printing import reading
from tests.web.form_reader import form_fields, main_text

LIST, NEW, FAULTS = "/kiem-tra", "/kiem-tra/moi", "/kiem-tra/ton-tai"


@pytest.fixture
def clock(app, monkeypatch):
    counter.open_counter()

    def to(text: str) -> None:
        monkeypatch.setattr(sessions.time, "time", lambda: counter.at(text) / 1000)

    to("2026-11-20 10:00")
    return to


def reader() -> dict:
    return staff.staff(people.WARD, people.MINH.id)


def the_one() -> dict:
    (row,) = records.page(reader(), Asked(), 0, 10)
    return row


def the_fault() -> dict:
    (row,) = records.page_of_faults(reader(), AskedFaults(), 0, 10)
    return row


def do(client, path: str, slug: str, **typed):
    return client.post(f"{path}/{slug}", {**form_fields(client.get(path), f"{path}/{slug}"), **typed})


def test_an_inspection_from_the_door_to_the_last_fault(clock, sign_in):
    head, clerk = sign_in(people.MINH), sign_in(people.HA)
    assert "Chưa có cuộc kiểm tra nào" in head.get(LIST).text
    form = form_fields(head.get(f"{NEW}?mau=diem_ho_tro"), NEW)
    told = {"place": "Sảnh CT1A", "own": "Bảng tên người trực", "inspected": people.HA.id}
    wrong = head.post(NEW, {**form, **told, "inspectors": people.HA.id})
    assert wrong.status_code == 422
    assert "Người kiểm tra không được thuộc nơi được kiểm tra" in wrong.text or "người trong đoàn" in wrong.text
    assert "Bảng tên người trực" in wrong.text
    assert [head.post(NEW, {**form, **told}).status_code for _ in range(2)] == [302, 302]
    row = the_one()
    path = f"{LIST}/{row['id']}"
    # It would surprise nobody.
    assert clerk.get(path).status_code == 404
    assert "Sảnh CT1A" not in clerk.get(LIST).text

    look = f"{path}/ket-qua"
    codes = [*(item["code"] for item in checklists()["diem_ho_tro"].items), "them-1"]
    found = {f"finding-{code}": "pass" for code in codes}
    answer = head.post(look, {**form_fields(head.get(look), look), **found, "finding-them-1": "fail"})
    assert answer.status_code == 422
    assert "Ghi rõ" in main_text(answer)
    found |= {"finding-them-1": "fail", "note-them-1": "Không ai đeo bảng tên"}
    page = head.follow(head.post(look, {**form_fields(answer, look), **found}))
    assert f"{path}/ket-luan" in page.text

    last = f"{path}/ket-luan"
    said = {"present": "Ông Phạm Quốc Hùng, tổ trưởng", "strengths": "Mở đúng giờ"}
    answer = head.post(last, {**form_fields(head.get(last), last), **said, "due_on-them-1": "2026-11-21"})
    assert answer.status_code == 422
    assert "hạn là một ngày làm việc sau hôm nay" in answer.text
    assert said["present"] in answer.text
    head.follow(head.post(last, {**form_fields(answer, last), "due_on-them-1": "2026-11-25"}))
    assert "Không ai đeo bảng tên" in clerk.get(path).text

    fault = f"{FAULTS}/{the_fault()['id']}"
    assert "tồn tại anh/chị cần khắc phục" in clerk.get("/").text
    assert "cần khắc phục" not in main_text(head.get("/"))
    assert "Còn 2 ngày làm việc" in main_text(clerk.get(FAULTS))
    clock("2026-11-27 09:00")
    head, clerk = sign_in(people.MINH), sign_in(people.HA)
    listed = main_text(clerk.get(f"{FAULTS}?trang-thai=qua-han"))
    assert "Quá hạn 2 ngày làm việc" in listed
    # Who owes it is whom the minutes named, also after it went to another.
    given = do(head, fault, "doi-nguoi-han", owner=people.AN.id, due_on="2026-12-01", reason="Chị Hà nghỉ phép")
    head.follow(given)
    words = reading.text(head.get(f"{path}/bien-ban.pdf").data)
    assert people.HA.name in words
    assert "25/11/2026" in words
    assert "Không ai đeo bảng tên" in words
    assert "Việc có thể làm" not in clerk.get(fault).text
    owner = sign_in(people.AN)
    owner.follow(do(owner, fault, "khac-phuc", how="Đã in bảng tên"))
    assert "Khi chưa đạt" in head.get(fault).text
    assert "tồn tại chờ kiểm tra lại" in head.get("/").text
    assert (
        "Hạn phải là một ngày làm việc"
        in do(head, fault, "kiem-tra-lai", verdict="again", note="Thiếu", due_on="").text
    )
    head.follow(do(head, fault, "kiem-tra-lai", verdict="good"))
    assert the_fault()["state"] == "checked"
    assert "Không có tồn tại nào" in head.get(FAULTS).text


def test_two_inspectors_write_at_once_and_the_second_sees_it(clock, sign_in):
    desk = InspectionDesk()
    row = desk.open(inspectors=[people.MINH.id, people.AN.id], unit="")
    look = f"{LIST}/{row['id']}/ket-qua"
    client = sign_in(people.MINH)
    form = form_fields(client.get(look), look)
    desk.look(row, by=people.AN, found={"gio": ("fail", "Mở muộn")})
    answer = client.post(look, {**form, "finding-gio": "pass", "finding-phi": "pass"})
    assert answer.status_code == 409
    assert "Người khác vừa ghi mục này" in answer.text
    client.follow(client.post(look, form_fields(answer, look)))
    assert records.page(reader(), Asked(), 0, 1)[0]["failed"] == 0


def test_others_read_what_is_over_and_touch_nothing(clock, sign_in, visitor):
    desk = InspectionDesk()
    row = desk.open(unit="", inspected=[people.HUNG.id])
    path = f"{LIST}/{row['id']}"
    other = sign_in(people.AN)
    assert "Ghi kết quả từng mục" not in other.get(path).text
    assert other.get(f"{path}/ket-qua").status_code == 403
    assert other.get(f"{path}/bien-ban.pdf").status_code == 404
    lead = sign_in(people.HUNG)
    assert lead.get(path).status_code == 404
    desk.conclude(desk.look(row))
    assert "Bảng phí của năm trước" in lead.get(path).text
    assert lead.get(NEW).status_code == 403
    assert sign_in(people.LAN).get(FAULTS).status_code == 403
    assert sign_in(people.BINH).get(path).status_code == 404
    assert visitor.get(LIST).status_code in (302, 401)


def test_opened_by_mistake_it_is_voided_with_a_reason(clock, sign_in):
    row = InspectionDesk().open(unit="")
    client, path = sign_in(people.MINH), f"{LIST}/{row['id']}"
    assert do(client, path, "huy", reason="").status_code == 422
    page = client.follow(do(client, path, "huy", reason="Mở nhầm bộ phận"))
    assert "Đã hủy" in main_text(page)
    assert client.get(f"{path}/ket-luan").status_code == 409


def test_the_list_is_filtered_and_turned_page_by_page(clock, sign_in):
    desk = InspectionDesk()
    for number in range(51):
        desk.open(unit="", place=f"Nơi số {number}", checklist="niem_yet" if number == 7 else "mot_cua")
    client = sign_in(people.MINH)
    assert "Trang 1 / 2" in client.get(LIST).text
    assert main_text(client.get(f"{LIST}?trang=2")).count("Nơi số") == 51 - PAGE_ROWS
    listed = main_text(client.get(f"{LIST}?mau=niem_yet"))
    assert "Nơi số 7" in listed
    assert "Nơi số 8" not in listed
    assert "Không có cuộc kiểm tra nào" in client.get(f"{LIST}?den=2026-01-01").text
