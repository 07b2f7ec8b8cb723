"""/chung-thuc with the four questions: the right person, a stranger, nobody, and without a script."""

import html5lib
import pytest

from app.records import certification as records
from app.records import register
from app.web import sessions
from tests import counter, people
from tests.web.form_reader import form_fields, main_text

PATH = "/chung-thuc"


@pytest.fixture(autouse=True)
def opened(app):
    counter.open_counter()


@pytest.fixture
def noon(monkeypatch):
    """A clock that the test moves; the server begins on a Friday at ten."""
    return lambda text: monkeypatch.setattr(sessions.time, "time", lambda: counter.at(text) / 1000)


@pytest.fixture
def friday(noon):
    noon("2026-11-20 10:00")
    return noon


def typed(client, **changed) -> dict:
    form = {**form_fields(client.get(PATH), PATH), "name": "Nguyễn Văn Bình", "paper": "Bằng tốt nghiệp", "pages": "2"}
    return {**form, "copies": "3", **changed}


def rows() -> list[dict]:
    return records.latest_certifications(people.WARD, 100)


def control(response, id_: str) -> dict:
    tree = html5lib.parse(response.get_data(as_text=True), namespaceHTMLElements=False)
    return next(dict(element.items()) for element in tree.iter() if element.get("id") == id_)


def test_a_clerk_records_gets_the_numbers_and_goes_on_with_the_next_person(sign_in, friday):
    client = sign_in(people.HA)
    answer = client.post(
        PATH, typed(client, paper=["Bằng tốt nghiệp", "Thẻ căn cước"], pages=["2", "4"], copies=["3", "1"])
    )
    (row,) = rows()
    assert (row["first_number"], row["last_number"], row["copies"], row["fee_total"]) == (1, 2, 4, 18_000)
    # Paid in full, as the rule says, with nothing more to type.
    assert (row["fee_paid"], row["signer"]) == (18_000, people.MINH.name)
    page = client.follow(answer)
    assert "Số 1–2/2026" in main_text(page)
    assert "số tiếp theo 3/2026" in main_text(page)
    assert "autofocus" in control(page, "name")
    assert control(page, "name")["value"] == ""
    assert register.part_counts(people.WARD, register.Part("tnhs", 2026))["all"] == 0


def test_a_double_click_takes_one_number_and_a_changed_form_sent_again_says_so(sign_in, friday):
    client = sign_in(people.HA)
    form = typed(client)
    assert [client.post(PATH, form).status_code for _ in range(2)] == [302, 302]
    assert len(rows()) == 1
    page = client.follow(client.post(PATH, {**form, "name": "Trần Thị Mai"}))
    assert "nội dung vừa gửi khác nên chưa được ghi" in main_text(page)
    assert [row["name"] for row in rows()] == ["Nguyễn Văn Bình"]


def test_without_a_script_the_server_adds_lines_and_counts_and_nothing_typed_is_lost(sign_in, friday):
    client = sign_in(people.HA)
    page = client.post(PATH, typed(client, add="1"))
    assert page.status_code == 200
    assert control(page, "paper-1")["value"] == "Bằng tốt nghiệp"
    assert "autofocus" in control(page, "paper-2")
    assert "12.000 đồng" in main_text(page)
    assert "TT 226/2016/TT-BTC" in main_text(page)
    assert rows() == []
    form = form_fields(page, PATH)
    assert (form["name"], form["signer"]) == ("Nguyễn Văn Bình", people.MINH.name)
    # The empty second line is no mistake.
    assert (
        client.post(
            PATH, {**form, "paper": ["Bằng tốt nghiệp", ""], "pages": ["2", ""], "copies": ["3", "1"]}
        ).status_code
        == 302
    )
    assert rows()[0]["last_number"] == 1


@pytest.mark.parametrize(
    ("changed", "place", "says"),
    [
        ({"name": ""}, "name", "Người yêu cầu chứng thực"),
        ({"paper": ""}, "paper-1", "Dòng 1: ghi tên loại giấy tờ."),
        ({"pages": "không"}, "pages-1", "số trang bản chính từ 1 đến 9999"),
        ({"copies": "0"}, "copies-1", "số bản từ 1 đến 9999"),
        ({"paper": "mật khẩu Abc12345"}, "paper-1", "Giấy tờ"),
        ({"collected": "other", "amount": "50.000"}, "fee_receipt", "phải có số biên lai"),
        ({"collected": "other", "amount": "nhiều"}, "amount", "Đã thu (đồng)"),
        ({"exemption": "con-thuong-binh"}, "exemption", ""),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(sign_in, friday, changed, place, says):
    client = sign_in(people.HA)
    answer = client.post(PATH, typed(client, **changed))
    assert answer.status_code == 422
    assert says in main_text(answer)
    assert f'href="#{place}"' in answer.get_data(as_text=True)
    kept = form_fields(answer, PATH)
    assert kept["name"] == changed.get("name", "Nguyễn Văn Bình")
    assert (kept["pages"], kept["copies"]) == (changed.get("pages", "2"), changed.get("copies", "3"))
    assert rows() == []


def test_another_amount_stands_with_the_number_of_its_receipt(sign_in, friday):
    client = sign_in(people.HA)
    client.post(PATH, typed(client, collected="other", amount="50.000", fee_receipt="0001234"))
    assert (rows()[0]["fee_paid"], rows()[0]["fee_receipt"]) == (50_000, "0001234")
    client.post(PATH, typed(client, collected="none"))
    assert rows()[0]["fee_paid"] == 0


def test_thirty_one_lines_are_refused_and_all_still_there(sign_in, friday):
    client = sign_in(people.HA)
    answer = client.post(PATH, typed(client, paper=["Bằng"] * 31, pages=["1"] * 31, copies=["1"] * 31))
    assert answer.status_code == 422
    assert "nhiều nhất 30 loại" in main_text(answer)
    assert control(answer, "paper-31")["value"] == "Bằng"


def test_r5_after_three_the_page_says_the_hour_and_the_day(sign_in, noon):
    """TT 01/2020/TT-BTP Đ2."""
    client = sign_in(people.HA)
    noon("2026-11-20 15:00")
    assert "Kết quả trả lúc" not in main_text(client.get(PATH))
    noon("2026-11-20 15:01")
    assert "Kết quả trả lúc 17 giờ 00, thứ Hai 23/11/2026" in main_text(client.get(PATH))
    page = client.follow(client.post(PATH, typed(client)))
    assert "Trả kết quả: 17 giờ 00, thứ Hai 23/11/2026" in main_text(page)


def test_the_day_has_its_list_and_its_sums_without_what_was_struck_through(sign_in, friday):
    client = sign_in(people.HA)
    client.post(PATH, typed(client))
    client.post(PATH, typed(client, paper="Thẻ căn cước", copies="1"))
    client.post(PATH, typed(client, name="Ghi nhầm"))
    void = f"{PATH}/{rows()[0]['id']}/huy"
    assert client.post(void, {**form_fields(client.get(void), void), "reason": ""}).status_code == 422
    page = client.follow(client.post(void, {**form_fields(client.get(void), void), "reason": "Ghi nhầm tên người"}))
    text = main_text(page)
    assert "Đã hủy số 3/2026" in text
    assert "2 lượt" in " ".join(text.split("Hôm nay")[1].split()[:12]) or "lượt 2" in text
    assert "Thẻ căn cước" in text
    assert "<s>3/2026</s>" in page.get_data(as_text=True)
    assert "Đã hủy: Ghi nhầm tên người" in text
    assert "16.000 đồng" in text
    assert [row["voided_at"] is not None for row in records.certifications_between(1, 0, 2**52)] == [True, False, False]
    assert "Đã hủy lúc" in main_text(client.get(f"{PATH}/{records.certifications_between(1, 0, 2**52)[0]['id']}"))


def test_papers_of_the_last_visits_are_offered_first(sign_in, friday):
    client = sign_in(people.HA)
    client.post(PATH, typed(client, paper="Sổ hộ nghèo"))
    html = client.get(PATH).get_data(as_text=True)
    offered = html.split('<datalist id="known-papers">')[1].split("</datalist>")[0]
    assert offered.index("Sổ hộ nghèo") < offered.index("Bằng tốt nghiệp")


def test_the_job_chosen_once_stays_for_the_day(sign_in, friday):
    signature = counter.variant(
        "chu-ky", "Chữ ký", "0", instant=True, register="chung_thuc_chu_ky",
        fees=[{**counter.FREE, "amount": 10_000, "per": "paper", "label": "Phí", "basis": "TT 226/2016/TT-BTC"}],
    )  # fmt: skip
    body = people.procedure_body("2.000884", "Chứng thực chữ ký", "Chứng thực")
    people.put(people.WARD, "procedure.put/1", [("2.000884@1", body | {"handling": counter.handling_text(signature)})])
    client = sign_in(people.HA)
    first = client.get(PATH)
    assert "Chứng thực bản sao từ bản chính" in main_text(first)
    chosen = f"{PATH}?viec=2.000884@1~chu-ky"
    form = {**form_fields(client.get(chosen), PATH), "name": "Trần Thị Mai", "paper": "Sơ yếu lý lịch", "copies": "2"}
    # A signature is paid by the paper: its pages need not be typed.
    assert form["pages"] == "1"
    client.post(PATH, form)
    assert (rows()[0]["register"], rows()[0]["fee_total"]) == ("chung_thuc_chu_ky", 20_000)
    assert "Sổ chứng thực chữ ký, điểm chỉ, số tiếp theo 2/2026" in main_text(client.get(PATH))


def test_a_leader_reads_and_records_nothing(sign_in, friday):
    client = sign_in(people.MINH)
    page = client.get(PATH)
    assert page.status_code == 200
    with pytest.raises(LookupError):
        form_fields(page, PATH)
    assert client.post(PATH, {"name": "x"}).status_code == 403


@pytest.mark.parametrize("person", [people.LAN, people.HUNG])
def test_volunteers_and_leads_have_no_counter(sign_in, friday, person):
    assert sign_in(person).get(PATH).status_code == 403


def test_another_ward_sees_and_voids_nothing_of_this_one(sign_in, friday):
    client = sign_in(people.HA)
    client.post(PATH, typed(client))
    stranger, path = sign_in(people.BINH), f"{PATH}/{rows()[0]['id']}"
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}/huy", {"reason": "Không phải của tôi"}).status_code == 404
    assert "Nguyễn Văn Bình" not in stranger.get(f"{PATH}?vua={rows()[0]['id']}").get_data(as_text=True)
    # And its ward has no procedure for it yet: the page says what to do.
    assert "Chưa có thủ tục nào ghi vào sổ chứng thực" in main_text(stranger.get(PATH))


def test_nobody_is_led_to_the_sign_in(visitor):
    for path in (PATH, "/so", "/so/tnhs", "/so/dang-cho-muon", "/bo-phan"):
        assert visitor.get(path).status_code in (302, 303, 401), path
