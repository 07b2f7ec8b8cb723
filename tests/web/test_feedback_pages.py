"""/phan-anh with the four questions: the right person, whom it is about, a stranger, nobody."""

import html5lib
import pytest

from app.records import feedback as records
from app.records import ledger_entry
from app.rules import tracking
from app.rules.feedback_search import Asked
from app.web import sessions
from tests import counter, people
from tests.feedback_desk import LIEN, NAMED, FeedbackDesk, hire
from tests.printing import reading
from tests.web.form_reader import form_fields, main_text

LIST, NEW = "/phan-anh", "/phan-anh/moi"
WORDS = "Cán bộ quầy số 3 nói năng gắt gỏng, bắt về lấy thêm giấy"


@pytest.fixture
def desk(app, monkeypatch):
    counter.open_counter()
    hire()
    monkeypatch.setattr(sessions.time, "time", lambda: counter.at("2026-11-20 10:00") / 1000)
    return FeedbackDesk()


def rows() -> list[dict]:
    return records.page(people.WARD, people.MINH.id, Asked(), 100, None)[0]


def typed(client, **changed) -> dict:
    return {**form_fields(client.get(NEW), NEW), "content": WORDS, "phone": "0987 654 321", **_who(), **changed}


def _who() -> dict:
    return {name: NAMED[name] for name in ("name", "address")}


def test_a_clerk_writes_down_what_was_said_and_finds_it_with_its_day(desk, sign_in):
    client = sign_in(people.HA)
    assert "Không có phản ánh nào chờ giải quyết" in client.get(LIST).text
    page = client.follow(client.post(NEW, typed(client)))
    (row,) = rows()
    assert (row["kind"], row["phone"], row["content"]) == ("petition", NAMED["phone"], WORDS)
    assert tracking.format(row["tracking"]) in main_text(page)
    listed = main_text(client.get(LIST))
    # Two working days to sort it: the 24th is a holiday.
    assert "Phân loại: Còn 2 ngày làm việc" in listed
    assert NAMED["name"] in listed


def test_without_a_telephone_it_is_kept_as_a_suggestion_and_the_clerk_is_told_to_say_so(desk, sign_in):
    """R14, NĐ 20/2008 Đ7."""
    client = sign_in(people.HA)
    assert "Thiếu một ô thì ghi là góp ý" in main_text(client.get(NEW))
    page = client.follow(client.post(NEW, typed(client, phone="")))
    assert "Thiếu số điện thoại nên được ghi là góp ý" in main_text(page)
    assert "Góp ý, không có hạn" in main_text(page)
    path = f"{LIST}/{rows()[0]['id']}/sua"
    form = form_fields(client.get(path), path)
    page = client.follow(client.post(path, {**form, "phone": "0987654321", "reason": "Người dân gọi lại"}))
    assert rows()[0]["kind"] == "petition"
    assert "Phân loại: Còn 2 ngày làm việc" in main_text(page)


def test_a_double_click_writes_it_once_and_wrong_fields_lose_nothing(desk, sign_in):
    client = sign_in(people.HA)
    form = typed(client)
    answer = client.post(NEW, {**form, "phone": "12345", "dossier_code": "không có"})
    assert answer.status_code == 422
    assert "Không thấy hồ sơ này" in answer.text
    assert WORDS in answer.text
    assert [client.post(NEW, form).status_code for _ in range(2)] == [302, 302]
    assert len(rows()) == 1
    assert client.post(NEW, {**typed(client), "content": ""}).status_code == 422


def test_what_is_about_a_dossier_names_it_by_the_number_on_its_paper(desk, sign_in):
    client = sign_in(people.HA)
    held = desk.receive()
    assert client.post(NEW, typed(client, dossier_code="1/2026")).status_code == 302
    assert rows()[0]["dossier"] == held["id"]
    assert f"/ho-so/{held['id']}" in client.get(f"{LIST}/{rows()[0]['id']}").text


def do(client, row: dict, slug: str, **fields):
    """Posts one of the small forms of a feedback's page."""
    path = f"{LIST}/{row['id']}"
    return client.post(f"{path}/{slug}", {**form_fields(client.get(path), f"{path}/{slug}"), **fields})


def test_its_whole_course_from_the_counter_to_the_notice_board(desk, sign_in):
    row = desk.hear()
    client = sign_in(LIEN)
    assert do(client, row, "phan-loai", category="not_receivable", reason="").status_code == 422
    client.follow(do(client, row, "phan-loai", category="ours"))
    client.follow(do(client, row, "giao", to=people.AN.id))
    client.follow(do(client, row, "tra-loi", text="Phường đã mở thêm một quầy.", how="phone"))
    answer = do(client, row, "cong-khai", summary=f"Theo ý kiến của {NAMED['name']}, đã mở thêm quầy.")
    assert answer.status_code == 422
    assert "đang có tên hoặc số điện thoại" in answer.text
    page = client.follow(do(client, row, "cong-khai", summary="Đã mở thêm một quầy buổi sáng."))
    text = main_text(page)
    assert "Đã công khai kết quả" in text
    assert "Bảng niêm yết của phường" in text
    # The story tells each step and who did it.
    for step in ("Ghi phản ánh", "Phân loại phản ánh", "Giao người giải quyết", "Trả lời phản ánh"):
        assert step in text
    assert NAMED["name"] in main_text(client.get(f"{LIST}?trang-thai=closed"))
    assert NAMED["name"] not in main_text(client.get(LIST))


def test_r14_the_outcome_is_published_for_everybody_without_who_spoke(desk, sign_in, visitor):
    """NĐ 20/2008 Đ19."""
    board = "/ket-qua-phan-anh"
    assert "Chưa có kết quả nào được công khai" in visitor.get(board).text
    row = desk.step("answer", desk.sorted_as("ours"), text="Đã thêm quầy.", how="phone")
    assert "Đã trả lời" in visitor.get(f"/tra-cuu?ma={row['tracking']}").text
    told = {"summary": "Đã mở thêm một quầy buổi sáng.", "where": "Bảng niêm yết"}
    for _ in range(51):
        desk.step("publish", row, **told)
        row = desk.step("answer", desk.sorted_as("ours"), text="Đã thêm quầy.", how="phone")
    page = visitor.get(board).text
    assert told["summary"] in page
    assert "Trang 1 / 2" in page
    for private in (NAMED["name"], row["content"], NAMED["phone"][3:]):
        assert private not in page
    assert told["summary"] in visitor.get(f"{board}?trang=2").text
    assert told["summary"] in visitor.get(f"{board}?trang=3").text
    assert told["summary"] not in visitor.get(f"{board}?phuong=phuong-ben").text


def test_whoever_holds_the_code_learns_how_it_stands_and_nothing_else(desk, visitor):
    """NĐ 20/2008 Đ12.2; R15."""
    row = desk.hear(about=[people.TUAN.id])
    text = visitor.get(f"/tra-cuu?ma={row['tracking']}").text
    assert "Phường đã ghi vào sổ và đang phân loại." in text
    for private in (row["content"], row["name"], people.TUAN.name, row["id"]):
        assert private not in text
    desk.step("classify", row, category="elsewhere", reason="")
    assert "05 ngày làm việc" in visitor.get(f"/tra-cuu?ma={row['tracking']}").text
    suggestion = desk.hear(phone="")
    assert "Góp ý, không có thời hạn trả lời" in visitor.get(f"/tra-cuu?ma={suggestion['tracking']}").text


def test_forwarding_shows_its_day_by_law_and_says_when_it_was_late(desk, sign_in):
    """R14, NĐ 20/2008 Đ9."""
    row = desk.at("2026-11-02 09:00").sorted_as("elsewhere")
    client = sign_in(people.HA)
    assert "Chuyển đi: Quá hạn" in main_text(client.get(LIST))
    assert "1 phản ánh đã quá hạn" in main_text(client.get(LIST))
    page = client.follow(do(client, row, "chuyen", to="Công an phường"))
    assert "muộn so với hạn" in main_text(page)


# R13, TT 01/2018/TT-VPCP Đ13.7c


def test_r13_whom_it_is_about_meets_it_nowhere_until_the_head_releases_it(desk, sign_in):
    held = desk.do("finish", desk.receive(), results={})
    row = desk.hear(by=LIEN, about=[people.HA.id], dossier=held["id"], content=WORDS)
    path, code = f"{LIST}/{row['id']}", tracking.format(row["tracking"])
    client = sign_in(people.HA)
    desk.send("feedback.forward/1", {}, row["id"], LIEN)
    pages = (LIST, f"{LIST}?trang-thai=tat-ca", f"{LIST}?q={code}", f"{LIST}?q=gat+gong", "/", "/can-xem-lai")
    pages += (f"/ho-so/{held['id']}", "/bao-cao/cham-diem?tu=2026-01-01&den=2026-12-31", f"/tra-cuu?ma={code}")
    for each in pages:
        text = client.get(each).text
        assert WORDS not in text, each
        assert row["id"] not in text, each
    assert "Không có phản ánh nào chờ giải quyết" in client.get(LIST).text
    waits = "phản ánh cần giải quyết"
    assert (waits in client.get("/").text, waits in sign_in(LIEN).get("/").text) == (False, True)
    taken = "/xuat/phan-anh.csv?tu=2026-01-01&den=2026-12-31"
    assert "gắt gỏng" in sign_in(LIEN).get(taken).get_data(as_text=True)
    assert "gắt gỏng" not in client.get(taken).get_data(as_text=True)
    nowhere = f"{LIST}/{people.LAN.id}"
    for ending in ("", "/sua"):
        assert client.get(path + ending).status_code == client.get(nowhere + ending).status_code == 404
    for slug in ("phan-loai", "giao", "chuyen", "tra-loi", "cong-khai", "sua"):
        assert client.post(f"{path}/{slug}").status_code == 404
    (review,) = records_of_reviews()
    assert client.get(f"/can-xem-lai/{review}").status_code == 404
    assert sign_in(LIEN).get(f"/can-xem-lai/{review}").status_code == 200
    assert WORDS in sign_in(LIEN).get(path).text
    head = sign_in(people.MINH)
    assert "Người được nêu chưa xem được phản ánh này" in head.get(path).text
    head.follow(do(head, row, "cho-xem"))
    assert WORDS in client.get(path).text
    assert "Phản ánh này nói về anh/chị" in client.get(path).text
    assert f"{path}/phan-loai" not in client.get(path).text


def records_of_reviews() -> list[str]:
    return [one["op"] for one in ledger_entry.open_reviews(people.WARD, reader=people.MINH.id)]


def test_r13_who_writes_down_a_complaint_of_themselves_has_written_it_and_sees_no_more_of_it(desk, sign_in):
    client = sign_in(people.HA)
    form = typed(client, about=people.HA.id)
    page = client.follow(client.post(NEW, form))
    assert "người khác giải quyết" in main_text(page)
    assert WORDS not in page.text
    assert rows()[0]["holder"] == ""
    # The same form once more leads to the same place.
    assert client.post(NEW, form).headers["Location"] == LIST


def test_r13_index_7_counts_complaints_and_leaves_out_what_was_found_false(desk, sign_in):
    """TT 01/2018/TT-VPCP Đ13.7: early without a complaint 2, with one 0, verified false none."""
    one, other = (desk.at("2026-11-16 09:00").receive() for _ in range(2))
    for each in (one, other):
        desk.at("2026-11-17 10:00").do("finish", each, results={})
    scores = "/bao-cao/cham-diem?tu=2026-01-01&den=2026-12-31"
    head, own = sign_in(people.MINH), sign_in(people.HA)
    assert points_of_7(head.get(scores)) == ["2", "2"]
    row = desk.hear(by=LIEN, about=[people.HA.id], dossier=one["id"])
    # The head sees what it costs; whom it is about sees no difference.
    assert points_of_7(head.get(scores)) == ["1", "1"]
    assert points_of_7(own.get(scores)) == ["2"]
    released = desk.step("release", row, by=people.MINH)
    assert points_of_7(own.get(scores)) == ["1"]
    desk.step("verify", released, by=people.MINH, finding="wrong", note="Camera cho thấy không có việc này")
    assert points_of_7(head.get(scores)) == ["2", "2"]
    desk.hear(by=LIEN, about=[people.HA.id])
    assert "1 phản ánh không ghi hồ sơ nào" in head.get(scores).text


def points_of_7(page) -> list[str]:
    """The points of index 7 on each card, the ward's first."""
    tree = html5lib.parse(page.text, namespaceHTMLElements=False)
    lines = [["".join(cell.itertext()).strip() for cell in line] for line in tree.iter("tr")]
    return [line[1] for line in lines if line[0].startswith("7.")]


def test_only_the_head_verifies_and_releases(desk, sign_in):
    row = desk.hear(by=LIEN, about=[people.HA.id])
    for person, allowed in ((LIEN, False), (people.AN, False), (people.MINH, True)):
        text = sign_in(person).get(f"{LIST}/{row['id']}").text
        assert ("Cho người được nêu xem" in text, "Kết quả xác minh" in text) == (allowed, allowed)
        status = sign_in(person).post(f"{LIST}/{row['id']}/xac-minh", {}).status_code
        assert status == (422 if allowed else 403)


def test_a_volunteer_another_ward_and_a_stranger(desk, sign_in, visitor):
    row = desk.hear()
    for path in (LIST, NEW, f"{LIST}/{row['id']}", f"{LIST}/{row['id']}/sua"):
        assert sign_in(people.LAN).get(path).status_code == 403
        assert visitor.get(path).status_code in (302, 303, 401)
    assert sign_in(people.BINH).get(f"{LIST}/{row['id']}").status_code == 404
    assert WORDS not in sign_in(people.BINH).get(LIST).text


def test_the_list_is_paged_in_the_order_of_days_and_filtered(desk, sign_in):
    early = desk.at("2026-11-16 09:00").hear(content="Việc nhận trước tiên")
    desk.at("2026-11-20 09:00")
    for _ in range(60):
        desk.hear()
    desk.hear(name="", content="Góp ý không tên")
    client = sign_in(people.HA)
    first = client.get(LIST).text
    assert first.index("Việc nhận trước tiên") < first.index("Phải chờ")
    assert "Góp ý không tên" not in first
    seen, page = 0, client.get(LIST)
    while True:
        seen += page.text.count('class="time-left"')
        following = [link for link in page.text.split('"') if link.startswith(f"{LIST}?sau=")]
        if not following:
            break
        page = client.get(following[0].replace("&amp;", "&"))
    assert seen == 62
    assert "Góp ý không tên" in client.get(f"{LIST}?loai=suggestion").text
    assert "Việc nhận trước tiên" not in client.get(f"{LIST}?loai=suggestion").text
    assert "Việc nhận trước tiên" in client.get(f"{LIST}?tu=2026-11-16&den=2026-11-16").text
    assert early["id"] in client.get(f"{LIST}?q=viec+nhan+truoc").text
    assert "Không có phản ánh nào đúng" in client.get(f"{LIST}?q=zzzz").text
    assert client.get(f"{LIST}?trang-thai=x&sau=../..&tu=2026-99-99").status_code == 200


def test_the_register_and_the_answer_are_printed(desk, sign_in):
    row = desk.sorted_as("ours")
    desk.hear(content=WORDS, about=[people.HA.id])
    client = sign_in(people.HA)
    assert client.get(f"{LIST}/{row['id']}/tra-loi.pdf").status_code == 404
    row = desk.step("answer", row, text="Đã sắp xếp thêm một người trực.", how="letter")
    assert f"{LIST}/{row['id']}/tra-loi.pdf" in client.get(f"{LIST}/{row['id']}").text
    said = reading.text(client.get(f"{LIST}/{row['id']}/tra-loi.pdf").data)
    assert f"Kính gửi: Ông/Bà {NAMED['name']}" in said
    assert "Đã sắp xếp thêm một người trực." in said
    # What complains of whoever prints is not in the book (R13).
    mine, whole = (reading.text(sign_in(one).get(f"{LIST}/so.pdf").data) for one in (people.HA, people.MINH))
    assert row["content"] in mine
    assert (WORDS in mine, WORDS in whole) == (False, True)


def test_a_dossier_names_what_was_said_about_it_but_not_to_whom_it_is_about(desk, sign_in):
    dossier = desk.receive()
    said = desk.hear(dossier=dossier["id"])
    desk.hear(dossier=dossier["id"], content=WORDS, about=[people.HA.id])
    mine, whole = (sign_in(one).get(f"/ho-so/{dossier['id']}").text for one in (people.HA, people.MINH))
    assert f"{LIST}/{said['id']}" in mine
    assert f"/phan-anh/moi?ho-so={dossier['id']}" in mine
    assert (mine.count(f"{LIST}/0"), whole.count(f"{LIST}/0")) == (1, 2)
