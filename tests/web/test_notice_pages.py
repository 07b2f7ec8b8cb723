"""/thong-bao with the four questions: the desk, the lead of a neighbourhood, another ward, nobody; and its papers."""

from io import BytesIO

import pytest

from app.ledger import notice_photo
from app.records import notice as records
from app.records.photo_folder import PhotoFolder
from app.rules.clock import DAY_MS
from app.web import sessions
from tests import counter, people, photos
from tests.notice_desk import FIELDS, NoticeDesk
from tests.printing import reading
from tests.web.form_reader import form_fields, main_text

LIST, NEW = "/thong-bao", "/thong-bao/moi"


@pytest.fixture
def desk(app, monkeypatch):
    monkeypatch.setattr(sessions.time, "time", lambda: counter.at("2026-11-20 10:00") / 1000)
    return NoticeDesk()


def typed(client, **changed) -> dict:
    texts = {name: FIELDS[name] for name in ("title", "text", "post_by", "expires_on")}
    return {**form_fields(client.get(NEW), NEW), **texts, **changed}


def do(client, path: str, slug: str, **fields):
    return client.post(f"{path}/{slug}", {**form_fields(client.get(path), f"{path}/{slug}"), **fields})


def posted(client, path: str, picture: bytes = b"", **fields):
    """The answer to the form of a posting, with a photo in it."""
    form = {**form_fields(client.get(f"{path}/niem-yet"), f"{path}/niem-yet"), **fields}
    form["photo"] = (BytesIO(picture), "bang-tin.jpg" if picture else "")
    return client.post(f"{path}/niem-yet", form, content_type="multipart/form-data")


def only() -> dict:
    (row,) = records.page(people.WARD, "", "2026-11-20", 10, 0)
    return row


def test_from_the_draft_to_nineteen_boards(desk, sign_in, app):
    """The whole course: written, sent, posted with a photo, seen on the board of the desk."""
    client = sign_in(people.HA)
    assert "Chưa có thông báo nào ở đây" in main_text(client.get(LIST))
    wrong = client.post(NEW, typed(client, expires_on="2026-11-01", text=""))
    assert wrong.status_code == 422
    assert FIELDS["title"] in wrong.text
    form = typed(client)
    assert [client.post(NEW, form).status_code for _ in range(2)] == [302, 302]
    path = f"{LIST}/{only()['id']}"
    page = main_text(client.get(path))
    assert "Gửi cho 19 tổ" in page
    assert "Đọc khoảng" in page
    client.follow(do(client, path, "gui"))
    page = main_text(client.get(path))
    assert "0 tổ đã niêm yết" in page or "tổ đã niêm yết 0" in page
    assert "còn 19 tổ chưa niêm yết: Tổ dân phố 1, Tổ dân phố 2" in page
    assert "0/19 tổ đã niêm yết" in main_text(client.get(LIST))

    lead = sign_in(people.HUNG)
    assert "Cần niêm yết" in main_text(lead.get(LIST))
    assert posted(lead, path, place="").status_code == 422
    picture = photos.jpeg(4000, 3000)
    assert posted(lead, path, picture, place="Bảng tin sảnh CT1A").status_code == 302
    (row,) = records.postings(people.WARD, [only()["id"]])[only()["id"]]
    assert (row["neighbourhood"], row["photo"]) == ("tdp-07", photos.digest(picture))
    assert "Không còn việc nào" in main_text(lead.get(LIST))
    again = posted(lead, path, place="BẢNG TIN sảnh CT1A")
    assert (again.status_code, "Nơi này đã ghi ngày 20/11/2026" in again.text) == (422, True)

    page = main_text(client.get(path))
    assert "còn 18 tổ chưa niêm yết" in page
    assert "5,3 %" in page.replace("\u00a0", " ")
    assert "Bảng tin sảnh CT1A Niêm yết trên bảng tin · 20/11/2026 · có ảnh" in page
    one = f"{LIST}/niem-yet/{row['id']}"
    shown = client.get(f"{one}/anh")
    assert shown.mimetype == "image/jpeg"
    assert photos.PLACE not in shown.data
    assert max(_size(shown.data)) == 1600
    assert f"{one}/anh" in client.get(one).text
    _erased(app, row, client, one)


def _size(picture: bytes) -> tuple[int, int]:
    from PIL import Image

    return Image.open(BytesIO(picture)).size


def _erased(app, row, client, one):
    """Photos go when the notice is over for as long as the ward keeps them."""
    folder, over = PhotoFolder(app.config["GD"].data_dir), counter.at("2026-11-28 10:00")
    assert notice_photo.erase_due(folder, people.WARD, over + 300 * DAY_MS) == 0
    assert notice_photo.erase_due(folder, people.WARD, over + 400 * DAY_MS) == 1
    assert client.get(f"{one}/anh").status_code == 404
    assert "Ảnh đã xóa" in main_text(client.get(one))


def test_a_file_that_is_no_photo_is_refused_with_everything_typed_still_there(desk, sign_in):
    path = f"{LIST}/{desk.sent()['id']}"
    answer = posted(sign_in(people.HUNG), path, b"GIF89a", place="Nhà văn hóa", note="Treo cạnh cửa")
    assert answer.status_code == 422
    text = answer.text
    for words in ("không phải ảnh JPEG", "Nhà văn hóa", "Treo cạnh cửa"):
        assert words in text
    assert records.postings(people.WARD, [path.rpartition("/")[2]]) == {path.rpartition("/")[2]: []}


def test_a_lead_sees_what_was_sent_to_his_own_neighbourhood_and_his_own_boards(desk, sign_in):
    draft, mine, theirs = desk.write(title="Nháp"), desk.sent(title="Của tổ 7"), desk.sent(["tdp-03"], title="Tổ 3")
    other = desk.hang(mine, "tdp-03", people.HA, place="Bảng tin tổ 3")
    lead = sign_in(people.HUNG)
    listed = main_text(lead.get(f"{LIST}?xem=tat-ca"))
    assert "Của tổ 7" in listed
    assert "Tổ 3" not in listed
    assert "Nháp" not in listed
    assert [lead.get(f"{LIST}/{row['id']}").status_code for row in (draft, theirs, mine)] == [404, 404, 200]
    page = main_text(lead.get(f"{LIST}/{mine['id']}"))
    assert "Bảng tin tổ 3" not in page
    assert lead.get(f"{LIST}/niem-yet/{other['id']}").status_code == 404
    assert lead.get(f"{LIST}/{mine['id']}/theo-doi.pdf").status_code == 403
    assert lead.get(NEW).status_code == 403


def test_nobody_else_sees_anything(desk, sign_in, visitor):
    row = desk.sent()
    made = desk.hang(row)
    for path in (f"{LIST}/{row['id']}", f"{LIST}/niem-yet/{made['id']}", f"{LIST}/{row['id']}/to-niem-yet.pdf"):
        assert sign_in(people.BINH).get(path).status_code == 404
        assert sign_in(people.LAN).get(path).status_code == 403
        assert visitor.get(path).headers["Location"].startswith("/dang-nhap")


def test_it_comes_down_and_a_mistake_is_taken_back(desk, sign_in):
    row = desk.sent()
    made = desk.hang(row)
    wrong = desk.hang(row, place="Nhầm chỗ")
    lead, one = sign_in(people.HUNG), f"{LIST}/niem-yet/{made['id']}"
    assert do(lead, one, "go", on="2026-11-01").status_code == 422
    assert "Đã gỡ" in main_text(lead.follow(do(lead, one, "go")))
    other = f"{LIST}/niem-yet/{wrong['id']}"
    assert do(lead, other, "huy", reason="").status_code == 422
    assert "Bấm nhầm" in main_text(lead.follow(do(lead, other, "huy", reason="Bấm nhầm")))
    page = main_text(lead.get(f"{LIST}/{row['id']}"))
    assert "Nhầm chỗ" not in page
    # Over, but nothing hangs any more: nothing to do.
    assert "Không còn việc nào" in main_text(lead.get(LIST))


def test_what_is_withdrawn_is_asked_down_from_the_boards(desk, sign_in):
    row = desk.sent()
    desk.hang(row)
    client = sign_in(people.HA)
    client.follow(do(client, f"{LIST}/{row['id']}", "rut", reason="Ghi sai ngày"))
    page = main_text(client.get(f"{LIST}/{row['id']}"))
    assert "Lý do: Ghi sai ngày" in page
    assert "Chưa gỡ xuống: Tổ dân phố 7." in page
    assert "Cần gỡ xuống" in main_text(sign_in(people.HUNG).get(LIST))
    assert sign_in(people.HUNG).get(f"{LIST}/{row['id']}/niem-yet").status_code == 409


def test_the_list_is_searched_without_diacritics_and_has_pages(desk, sign_in):
    for number in range(31):
        desk.write(title=f"Bản nháp số {number}")
    desk.sent(title="Lịch tiêm phòng dại")
    client = sign_in(people.MINH)
    assert "Trang 1 / 2" in client.get(f"{LIST}?xem=nhap").text
    found = main_text(client.get(f"{LIST}?q=tiem phong"))
    assert "Lịch tiêm phòng dại" in found
    assert "Bản nháp số" not in found
    assert "Không thấy thông báo nào" in main_text(client.get(f"{LIST}?q=xyz"))


def test_its_papers_say_what_it_says(desk, sign_in):
    row = desk.sent(number="125/TB-UBND")
    desk.hang(row)
    client, path = sign_in(people.HA), f"{LIST}/{row['id']}"
    board = client.get(f"{path}/to-niem-yet.pdf").data
    assert reading.size_mm(board) == (210, 297)
    for words in ("125/TB-UBND", "THÔNG BÁO", FIELDS["title"], "Mang theo căn cước cũ", "đến hết ngày 28 tháng 11"):
        assert words in reading.text(board)
    loud = reading.text(client.get(f"{path}/bai-phat-thanh.pdf").data)
    assert "Kính thưa bà con nhân dân" in loud
    assert "Đọc khoảng" in loud
    progress = client.get(f"{path}/theo-doi.pdf").data
    assert reading.faults(progress) == []
    assert "đã niêm yết 1 tổ; chưa niêm yết 18 tổ" in reading.text(progress)
    leaflet = desk.sent(kind="leaflet")
    drawn = sign_in(people.HUNG).get(f"{LIST}/{leaflet['id']}/to-niem-yet.pdf").data
    assert len(reading.pages(drawn)) == 1
    assert "Tổ dân phố 7" in reading.text(drawn)
    assert reading.faults(drawn) == []


def test_the_screen_in_the_lobby_shows_its_title_until_it_is_over(desk, visitor):
    from app.rules.queue import DEFAULT

    people.put(people.WARD, "queue.put/1", [(people.CT1A, {**DEFAULT, "active": True, "notices": "Không hút thuốc"})])
    desk.sent(on_screen=True, title="Nghỉ lễ ngày 24/11")
    desk.sent(title="Chỉ trên bảng")
    told = visitor.get(f"/man-hinh/{people.CT1A}/tinh-hinh").json
    assert told["notices"] == ["Không hút thuốc", "Nghỉ lễ ngày 24/11"]
