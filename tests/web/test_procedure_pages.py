"""The public catalogue: found by a few letters, honest about fees and places, and nobody in it."""

import re

import pytest

from tests import people

BIRTH, RESIDENCE, COPY = "1.001193", "1.004222", "2.000815"


def put(code, version, **changed):
    body = people.procedure_body(code, changed.pop("name", "Thủ tục thử"), changed.pop("field", "Hộ tịch"), **changed)
    people.put(people.WARD, "procedure.put/1", [(f"{code}@{version}", {**body, "version": version})])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


def codes(response) -> list[str]:
    return re.findall(r'href="/thu-tuc/([0-9.]+)', response.get_data(as_text=True))


@pytest.mark.parametrize("query", ["khai sinh", "KHAI SINH", "khai+sinh", "khia sinh", "001193"])
def test_a_stranger_finds_a_procedure_by_a_few_letters(visitor, query):
    assert codes(visitor.get("/thu-tuc", query_string={"q": query.replace("+", " ")})) == [BIRTH]


def test_a_procedure_is_found_by_the_name_that_people_use(visitor):
    put("1.004873", 1, name="Cấp Giấy xác nhận tình trạng hôn nhân", words="giấy độc thân")
    assert codes(visitor.get("/thu-tuc?q=giay doc than")) == ["1.004873"]


def test_the_list_can_be_narrowed_to_a_field(visitor):
    assert codes(visitor.get("/thu-tuc?linh-vuc=chung-thuc")) == [COPY]
    assert len(codes(visitor.get("/thu-tuc?linh-vuc=khong-co"))) == 3


def test_favourites_come_first_and_the_rest_by_field_and_name(visitor):
    put("2.000884", 1, name="Chứng thực chữ ký", favourite=1)
    assert codes(visitor.get("/thu-tuc"))[0] == "2.000884"


def test_thirty_on_a_page_and_the_query_goes_along(visitor):
    cards = [
        (f"3.{number:06d}@1", people.procedure_body(f"3.{number:06d}", f"Việc số {number}", "Đất đai"))
        for number in range(35)
    ]
    people.put(people.WARD, "procedure.put/1", cards)
    first = visitor.get("/thu-tuc?q=viec so")
    assert len(codes(first)) == 30
    following = re.search(r'href="(/thu-tuc\?q=viec\+so&amp;trang=2)"', first.get_data(as_text=True)).group(1)
    rest = codes(visitor.get(following.replace("&amp;", "&")))
    assert len(rest) == 5
    assert not set(rest) & set(codes(first))
    assert codes(visitor.get("/thu-tuc?q=viec so&trang=99")) == rest
    assert len(codes(visitor.get("/thu-tuc?trang=-1"))) == 30


def test_nothing_found_says_what_to_do_next(visitor):
    page = text_of(visitor.get("/thu-tuc?q=zzzzzz"))
    assert "Không thấy thủ tục nào" in page
    assert "Xem mọi thủ tục" in page


def test_the_swapped_page_is_the_inside_of_a_fresh_load(visitor):
    whole = visitor.get("/thu-tuc?q=khai").get_data(as_text=True)
    fragment = visitor.get("/thu-tuc?q=khai", fragment=True).get_data(as_text=True)
    inside = whole[whole.index('<main class="main"') : whole.index("</main>")]
    assert fragment[fragment.index('<div class="heading">') :].strip() in inside


def test_a_strangers_page_may_be_kept_and_has_nobody_in_it(visitor, sign_in):
    for path in ("/thu-tuc", f"/thu-tuc/{BIRTH}"):
        answer = visitor.get(path)
        assert answer.headers["GD-Kept"] == "public"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "Set-Cookie" not in answer.headers
        again = visitor.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        for person in (people.LAN, people.HA):
            personal = sign_in(person).get(path)
            assert "GD-Kept" not in personal.headers
            assert personal.headers["Cache-Control"] == "no-store"
            assert person.name in personal.get_data(as_text=True)
            assert person.name not in answer.get_data(as_text=True)


def test_a_sentence_meant_for_a_person_does_not_get_into_a_kept_page(visitor):
    visitor.post("/dang-xuat")
    with visitor.client.session_transaction() as session:
        session["_flashes"] = [("success", "Đã lưu lượt của bà Đỗ Thị Kín.")]
    assert "Kín" not in visitor.get("/thu-tuc").get_data(as_text=True)


def test_a_fragment_is_not_kept(visitor):
    assert "GD-Kept" not in visitor.get("/thu-tuc", fragment=True).headers


def test_what_a_citizen_must_know_stands_on_the_page(visitor):
    put(
        "1.000656",
        1,
        name="Thủ tục đăng ký khai tử",
        documents="Tờ khai\nGiấy báo tử",
        time_text="Ngay trong ngày",
        cutoff_15h=True,
        fee_text="Miễn khi đăng ký đúng hạn; quá hạn do HĐND quy định",
        level_text="Toàn trình (chưa kiểm chứng)",
        legal_basis="Luật Hộ tịch 60/2014/QH13",
        source="Danh mục thử. Độ tin cậy: vừa.",
        decision="QĐ 12/2026",
        effective_from_on="2026-07-01",
    )
    page = text_of(visitor.get("/thu-tuc/1.000656"))
    for words in (
        "<span>Tờ khai</span>",
        "<span>Giấy báo tử</span>",
        "Nộp sau 15 giờ: có thể sang ngày làm việc tiếp theo",
        "Miễn khi đăng ký đúng hạn; quá hạn do HĐND quy định",
        "Điểm hỗ trợ không thu tiền",
        "Điểm phục vụ hành chính công của phường",
        "<strong>Toàn trình</strong>",
        "chưa kiểm chứng",
        "NĐ 224/2026/NĐ-CP",
        "Luật Hộ tịch 60/2014/QH13",
        "QĐ 12/2026",
        "áp dụng từ 01/07/2026",
        "Độ tin cậy: vừa",
        'href="https://dichvucong.gov.vn/"',
    ):
        assert words in page, words


def test_an_old_level_number_never_stands_without_its_decree(visitor):
    put("1.000656", 1, level="", level_scheme="nd43_2011", level_text="Mức độ 3 theo NĐ 43/2011")
    page = text_of(visitor.get("/thu-tuc/1.000656"))
    assert "Chưa rõ mức trực tuyến" in page
    assert re.findall(r"[Mm]ức độ 3[^.<]{0,16}", page) == ["Mức độ 3 theo NĐ 43/2011"]


@pytest.mark.parametrize(
    ("authority", "sentence"),
    [
        ("Công an phường", "Việc này do Công an giải quyết, không phải Ủy ban nhân dân"),
        ("Sở Tư pháp (nhận tại phường)", "Phường nhận hồ sơ, nơi khác giải quyết"),
        ("Văn phòng đăng ký đất đai", "Nơi giải quyết: Văn phòng đăng ký đất đai"),
    ],
)
def test_who_decides_is_said_before_anybody_stands_in_the_wrong_line(visitor, authority, sentence):
    put("1.004194", 1, authority=authority)
    assert sentence in text_of(visitor.get("/thu-tuc/1.004194"))


def test_what_is_not_known_is_said_and_not_left_empty(visitor):
    assert text_of(visitor.get(f"/thu-tuc/{BIRTH}")).count("Chưa có thông tin đã kiểm chứng") == 3


def test_markup_in_a_catalogue_is_text(visitor):
    put("1.000656", 1, name="<script>alert(1)</script>", documents="<img src=x onerror=alert(1)>")
    assert "<script>alert" not in visitor.get("/thu-tuc/1.000656").get_data(as_text=True)
    assert "<img src=x" not in visitor.get("/thu-tuc?q=alert").get_data(as_text=True)


def test_a_repealed_procedure_is_found_and_leads_to_what_replaced_it(visitor):
    put(
        "2.002621",
        1,
        name="Liên thông khai sinh bản cũ",
        status="repealed",
        replaced_by=BIRTH,
        effective_to_on="2026-09-08",
    )
    assert "2.002621" not in codes(visitor.get("/thu-tuc"))
    assert codes(visitor.get("/thu-tuc?q=khai sinh")) == [BIRTH, "2.002621"]
    page = text_of(visitor.get("/thu-tuc/2.002621"))
    assert "Thủ tục này đã bãi bỏ" in page
    assert f'href="/thu-tuc/{BIRTH}"' in page
    assert "dichvucong" not in page


def test_an_old_version_can_be_read_and_says_that_it_is_old(visitor):
    held = people.procedure_body(BIRTH, "Thủ tục đăng ký khai sinh", "Hộ tịch")
    changed = {**held, "version": 2, "fee_text": "Miễn cho mọi người"}
    people.put(people.WARD, "procedure.put/1", [(f"{BIRTH}@1", {**held, "current": False}), (f"{BIRTH}@2", changed)])
    assert "Miễn cho mọi người" in text_of(visitor.get(f"/thu-tuc/{BIRTH}"))
    old = text_of(visitor.get(f"/thu-tuc/{BIRTH}?phien-ban=1"))
    assert "Miễn cho mọi người" not in old
    assert "Đây là bản cũ (phiên bản 1)" in old
    for wrong in ("3", "0", "x", "9999999999"):
        assert visitor.get(f"/thu-tuc/{BIRTH}?phien-ban={wrong}").status_code == 404


@pytest.mark.parametrize("who", [None, people.LAN, people.HUNG, people.MINH, people.BINH])
def test_a_draft_is_for_those_who_may_publish_it(visitor, sign_in, who):
    put("1.000656", 1, status="draft", name="Bản chưa công bố")
    client = sign_in(who) if who else visitor
    assert client.get("/thu-tuc/1.000656").status_code == 404
    assert client.get("/thu-tuc/1.000656?phien-ban=1").status_code == 404
    assert codes(client.get("/thu-tuc?q=chua cong bo")) == []
    assert "1.000656" not in codes(client.get("/thu-tuc?tinh-trang=ban-nhap"))


def test_a_clerk_sees_the_drafts_in_a_list_of_their_own(sign_in):
    put("1.000656", 1, status="draft", name="Bản chưa công bố")
    clerk = sign_in(people.HA)
    assert codes(clerk.get("/thu-tuc?tinh-trang=ban-nhap")) == ["1.000656"]
    assert "Bản nháp, người dân chưa thấy" in text_of(clerk.get("/thu-tuc/1.000656"))


def test_another_wards_catalogue_is_its_own(visitor, sign_in):
    put("1.000656", 1)
    assert visitor.get("/thu-tuc/1.000656?phuong=phuong-ben").status_code == 404
    assert sign_in(people.THAO).get("/thu-tuc/1.000656").status_code == 404


def test_an_unknown_code_is_not_found(visitor):
    for code in ("9.999999", "<script>", "khai-sinh", "1.001193@1"):
        assert visitor.get(f"/thu-tuc/{code}").status_code == 404


def test_the_print_button_waits_for_scripts_and_the_paper_needs_none(visitor):
    page = visitor.get(f"/thu-tuc/{BIRTH}").get_data(as_text=True)
    assert re.search(r"<button[^>]*data-print[^>]*hidden", page)


def test_without_a_ward_the_first_set_up_comes_first(empty_app):
    from tests.page_client import PageClient

    assert PageClient(empty_app).get("/thu-tuc").headers["Location"] == "/cai-dat"
