"""Vietnamese first, English by one button, remembered without naming anybody."""

import pytest

from tests.page_client import PageClient


def _lang(page) -> str:
    return page.get_data(as_text=True).split('<html lang="', 1)[1][:2]


def test_the_choice_is_remembered_and_can_be_taken_back(visitor):
    assert _lang(visitor.get("/dang-nhap")) == "vi"
    answer = visitor.post(
        "/-/ngon-ngu", {"lang": "en"}, headers={"Referer": "http://localhost/dang-nhap?tiep=/thu-tuc"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/dang-nhap?tiep=/thu-tuc")
    assert answer.headers["Set-Cookie"].startswith("gd_lang=en;")
    assert _lang(visitor.get("/dang-nhap")) == "en"
    visitor.post("/-/ngon-ngu", {"lang": "vi"})
    assert _lang(visitor.get("/dang-nhap")) == "vi"


def test_an_unknown_language_changes_nothing(visitor):
    answer = visitor.post("/-/ngon-ngu", {"lang": "xx\r\nSet-Cookie: a=b"})
    assert answer.status_code == 302
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "referer", ["", "https://elsewhere.example//evil", "http://localhost//elsewhere.example/", "x:", "http://["]
)
def test_the_way_back_stays_on_this_site(visitor, referer):
    place = visitor.post("/-/ngon-ngu", {"lang": "en"}, headers={"Referer": referer}).headers["Location"]
    assert place.startswith("/")
    assert not place.startswith("//")


def test_the_switch_is_on_every_frame_and_the_cookie_alone_decides(app):
    for path in ("/", "/dang-nhap", "/khong-co-trang-nay"):
        client = PageClient(app)
        client.client.set_cookie("gd_lang", "en")
        page = client.get(path).get_data(as_text=True)
        assert '<html lang="en">' in page
        assert 'name="lang" value="vi">' in page
