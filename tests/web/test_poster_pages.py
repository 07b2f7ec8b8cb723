"""/ap-phich: who prints which posters, for whose board, and what the sheets say."""

import html
import re
import subprocess

import pytest

from tests import people

HOURS = "Thứ Hai đến thứ Sáu: 18 giờ đến 20 giờ\nThứ Bảy: 8 giờ đến 11 giờ"


def point(name: str, **changed) -> dict:
    return {"name": name, "short": "", "address": "", "neighbourhood": "", "hours": HOURS, "active": True, **changed}


@pytest.fixture
def points(app):
    cards = [(people.CT1A, point("Điểm CT1A", neighbourhood="tdp-07")), (people.CT1B2, point("Điểm CT1B2"))]
    people.put(people.WARD, "support_point.put/1", cards)


def pages(answer) -> list[str]:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=answer.data, capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def words(answer) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split()))


@pytest.mark.parametrize("person", [people.HUNG, people.HA, people.MINH, people.AN])
def test_the_desk_and_the_lead_find_it_in_their_menu(sign_in, person):
    client = sign_in(person)
    assert 'href="/ap-phich"' in client.get("/").get_data(as_text=True)
    told = words(client.get("/ap-phich"))
    for label in ("Giờ trực của điểm hỗ trợ", "10 nội dung phục vụ", "4 xin, 4 luôn", "Dùng VNeID an toàn"):
        assert label in told


def test_a_volunteer_and_a_stranger_print_none(sign_in, visitor):
    for path in ("/ap-phich", "/ap-phich/quy-tac", "/ap-phich/quy-tac/in.pdf"):
        assert sign_in(people.LAN).get(path).status_code == 403
        assert visitor.get(path).status_code in (302, 303, 401)


def test_a_point_has_its_hours_on_the_sheet(sign_in, points):
    (page,) = pages(sign_in(people.HA).get(f"/ap-phich/diem-ho-tro/in.pdf?diem={people.CT1A}&kho=a3"))
    for said in ("PHƯỜNG THỬ", "Điểm CT1A", "18 giờ đến 20 giờ Thứ Bảy: 8 giờ đến 11 giờ", "Không thu tiền"):
        assert said in page
    assert "Điểm CT1B2" not in page


def test_every_neighbourhood_gets_a_sheet_with_the_point_that_stands_in_it(sign_in, points):
    answer = sign_in(people.HA).get("/ap-phich/diem-ho-tro/in.pdf?to=tat-ca")
    made = pages(answer)
    assert len(made) == 19
    assert "Tổ dân phố 7" in made[6]
    assert ("Điểm CT1A" in made[6], "Điểm CT1B2" in made[6]) == (True, False)
    assert ("Điểm CT1A" in made[7], "Điểm CT1B2" in made[7]) == (True, True)
    assert 'filename="ap-phich-diem-ho-tro.pdf"' in answer.headers["Content-Disposition"]


def test_a_lead_prints_for_his_own_board_only(sign_in, points):
    client = sign_in(people.HUNG)
    form = client.get("/ap-phich/quy-tac").get_data(as_text=True)
    assert re.findall(r'<option value="([^"]*)"', form) == ["tdp-07"]
    (page,) = pages(client.get("/ap-phich/quy-tac/in.pdf"))
    assert "Tổ dân phố 7" in page
    for other in ("tdp-08", "tat-ca"):
        assert client.get(f"/ap-phich/quy-tac/in.pdf?to={other}").status_code == 403


def test_a_leaflet_says_what_the_page_of_the_procedure_says(sign_in):
    body = people.procedure_body(
        "1.009999", "Thủ tục cấp giấy thử", "Hộ tịch", documents="Tờ khai theo mẫu\nGiấy chứng sinh", time_text="3 ngày"
    )
    people.put(people.WARD, "procedure.put/1", [("1.009999@1", body)])
    (page,) = pages(sign_in(people.HA).get("/ap-phich/thu-tuc/in.pdf?thu-tuc=1.009999"))
    for said in (
        "Cấp giấy thử",
        "Mã thủ tục 1.009999",
        "Tờ khai theo mẫu",
        "Giấy chứng sinh",
        "3 ngày",
        "/thu-tuc/1.009999",
    ):
        assert said in page, said


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("thu-tuc/in.pdf", "Hãy chọn một thủ tục đang áp dụng"),
        ("thu-tuc/in.pdf?thu-tuc=9.999999&kho=a3", "Hãy chọn một thủ tục đang áp dụng"),
    ],
)
def test_what_is_not_chosen_yet_is_asked_for(sign_in, path, says):
    answer = sign_in(people.HA).get(f"/ap-phich/{path}")
    assert answer.status_code == 422
    assert says in words(answer)


def test_with_many_points_one_has_to_be_chosen(sign_in, points):
    people.put(people.WARD, "support_point.put/1", [(f"diem-{n}", point(f"Điểm {n}")) for n in range(4)])
    client = sign_in(people.HA)
    answer = client.get("/ap-phich/diem-ho-tro/in.pdf?kho=a5&to=tdp-08")
    assert answer.status_code == 422
    assert "Hãy chọn một điểm hỗ trợ cho tờ này" in words(answer)
    # Nothing chosen is lost.
    assert re.search(r'value="a5" checked', answer.get_data(as_text=True))
    assert re.search(r'value="tdp-08" selected', answer.get_data(as_text=True))
    assert "Điểm 2" in pages(client.get("/ap-phich/diem-ho-tro/in.pdf?kho=a5&to=tdp-08&diem=diem-2"))[0]


def test_nothing_of_another_ward_is_printed(sign_in, points):
    people.put(people.OTHER_WARD, "support_point.put/1", [("diem-la", point("Điểm bên kia"))])
    client = sign_in(people.HA)
    assert client.get("/ap-phich/diem-ho-tro/in.pdf?diem=diem-la").status_code == 404
    assert client.get("/ap-phich/quy-tac/in.pdf?to=tdp-99").status_code == 404
    assert client.get("/ap-phich/khong-co").status_code == 404
    assert "Điểm bên kia" not in words(client.get("/ap-phich/diem-ho-tro"))


def test_an_unknown_size_is_the_usual_one(sign_in):
    (page,) = pages(sign_in(people.HA).get("/ap-phich/4-xin-4-luon/in.pdf?kho=b0"))
    assert "xin cảm ơn" in page
