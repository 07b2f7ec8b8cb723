"""The list of assistances: who sees what of whom, and that a swapped page is the page."""

import re
from urllib.parse import unquote

import pytest

from tests import people
from tests.web.assistance_samples import HOUR, MAI, recorded


def text(response) -> str:
    return response.get_data(as_text=True)


def rows(response) -> list[str]:
    """Ids of the records on the page, in its order."""
    return re.findall(r'href="/luot-ho-tro/([0-9a-f-]{36})"', text(response))


def main_of(page: str) -> str:
    """What stands inside main of a whole page."""
    return page.split('<main class="main" id="main" tabindex="-1">')[1].split("</main>")[0]


def without_title(fragment: str) -> str:
    return re.sub(r"<title>.*?</title>", "", fragment, flags=re.S)


def test_a_clerk_reads_names_and_numbers_in_full(sign_in):
    entity = recorded(people.LAN, **MAI)
    page = sign_in(people.HA).get("/luot-ho-tro")
    assert rows(page) == [entity]
    assert "Hoàng Thị Mai Phương" in text(page)
    assert "0912 345 601" in text(page)


@pytest.mark.parametrize("person", [people.MINH, people.AN])
def test_every_desk_sees_the_whole_ward(sign_in, person):
    made = {recorded(people.LAN), recorded(people.TUAN, neighbourhood="tdp-09", ago=60 * HOUR)}
    assert set(rows(sign_in(person).get("/luot-ho-tro"))) == made


def test_a_volunteer_sees_his_own_last_day_and_only_initials(sign_in):
    own = recorded(people.LAN, **MAI)
    recorded(people.TUAN, name="Người Của Tuấn", consent=True)
    recorded(people.LAN, name="Chuyện Hôm Kia", consent=True, ago=25 * HOUR)
    page = sign_in(people.LAN).get("/luot-ho-tro")
    assert rows(page) == [own]
    assert "H.T.M.P" in text(page)
    assert "•••601" in text(page)
    for hidden in ("Mai Phương", "912345601", "912 345", "Tuấn", "Hôm Kia"):
        assert hidden not in text(page)
    assert 'name="nguoi"' not in text(page)


def test_a_volunteer_who_asks_for_more_by_hand_gets_no_more(sign_in):
    recorded(people.TUAN, **MAI)
    client = sign_in(people.LAN)
    for asked in (f"nguoi={people.TUAN.id}", "q=mai", "q=0912345601", "truoc=9999999999999.x", "sau=1.0"):
        assert rows(client.get(f"/luot-ho-tro?{asked}")) == []


def test_a_lead_sees_his_neighbourhood_and_his_own(sign_in):
    theirs = recorded(people.LAN, neighbourhood="tdp-07", **MAI)
    own = recorded(people.HUNG, neighbourhood="tdp-02")
    recorded(people.LAN, neighbourhood="tdp-08")
    page = sign_in(people.HUNG).get("/luot-ho-tro")
    assert rows(page) == [own, theirs]
    assert "Mai Phương" not in text(page)


@pytest.mark.parametrize("person", [people.THAO, people.BINH, people.DUNG])
def test_the_other_ward_sees_nothing_of_it(sign_in, person):
    entity = recorded(people.LAN, **MAI)
    for asked in ("", "?q=mai", "?to=tdp-03", f"?nguoi={people.LAN.id}"):
        page = text(sign_in(person).get(f"/luot-ho-tro{asked}"))
        assert entity not in page
        assert "Mai Phương" not in page
        assert "H.T.M.P" not in page
        assert people.LAN.name not in page


def test_signed_out_it_leads_to_the_sign_in(visitor):
    answer = visitor.get("/luot-ho-tro?q=mai")
    assert answer.status_code == 302
    assert unquote(answer.headers["Location"]) == "/dang-nhap?tiep=/luot-ho-tro?q=mai"


def test_filters_and_search_work_as_plain_addresses(sign_in):
    wanted = recorded(people.LAN, result="to_police", note="hẹn thứ năm", follow_up=True)
    recorded(people.LAN)
    client = sign_in(people.HA)
    for asked in ("ket-qua=to_police", "theo-doi=1", "q=hen+thu+nam", "q=&ket-qua=to_police&diem=&tu=&den=&thu-tuc="):
        assert rows(client.get(f"/luot-ho-tro?{asked}")) == [wanted], asked


def test_what_was_asked_stays_in_the_form(sign_in):
    recorded(people.LAN)
    page = text(sign_in(people.HA).get("/luot-ho-tro?q=Mai+%22%3Cb%3E&ket-qua=filed&tu=2026-01-02&theo-doi=1"))
    assert 'name="q" value="Mai &#34;&lt;b&gt;"' in page
    assert re.search(r'<option value="filed" selected>', page)
    assert 'value="2026-01-02"' in page
    assert '<span class="count">3</span>' in page


@pytest.mark.parametrize("asked", ["tu=2026-02-30", "tu=9999-99-99", "den=x", "truoc=x", "truoc=1", "sau=%01.1"])
def test_an_address_that_makes_no_sense_asks_for_nothing(sign_in, asked):
    entity = recorded(people.LAN)
    page = sign_in(people.HA).get(f"/luot-ho-tro?{asked}")
    assert page.status_code == 200
    assert rows(page) == [entity]


def test_an_empty_ward_says_what_will_come(sign_in):
    page = text(sign_in(people.HA).get("/luot-ho-tro"))
    assert "Chưa có lượt nào" in page
    assert "Không thấy lượt nào" not in page


def test_a_search_without_result_says_so_and_offers_the_way_back(sign_in):
    recorded(people.LAN)
    page = text(sign_in(people.HA).get("/luot-ho-tro?q=khong+co+ai+ten+nay"))
    assert "Không thấy lượt nào" in page
    assert "Bỏ lọc" in page


def test_it_counts_only_what_it_knows_and_pages_both_ways(sign_in):
    made = [recorded(people.LAN, ago=minute * 60_000) for minute in range(65)]
    client = sign_in(people.HA)
    first = client.get("/luot-ho-tro")
    assert rows(first) == made[:30]
    assert "30 lượt mới nhất; còn lượt cũ hơn" in text(first)
    assert "Trang trước" not in text(first)
    second = client.get(link(first, "truoc"))
    assert rows(second) == made[30:60]
    third = client.get(link(second, "truoc"))
    assert rows(third) == made[60:]
    assert "5 lượt cuối cùng." in text(third)
    assert "Trang sau" not in text(third)
    back = client.get(link(third, "sau"))
    assert rows(back) == made[30:60]
    assert rows(client.get(link(back, "sau"))) == made[:30]


def test_the_filter_stays_on_the_next_page(sign_in):
    for minute in range(31):
        recorded(people.LAN, ago=minute * 60_000, result="prepared", note="cần nhớ")
        recorded(people.LAN, ago=minute * 60_000)
    client = sign_in(people.HA)
    first = client.get("/luot-ho-tro?q=can+nho&ket-qua=prepared")
    assert len(rows(client.get(link(first, "truoc")))) == 1


def link(page, parameter: str) -> str:
    found = re.search(rf'href="(/luot-ho-tro\?[^"]*{parameter}=[^"]*)"', text(page))
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("asked", ["", "?q=mai", "?q=khongco", "?ket-qua=filed&theo-doi=1"])
def test_a_swap_is_the_same_as_a_fresh_load(sign_in, asked):
    recorded(people.LAN, **MAI)
    client = sign_in(people.HA)
    whole = text(client.get(f"/luot-ho-tro{asked}"))
    swapped = text(client.get(f"/luot-ho-tro{asked}", fragment=True))
    assert without_title(swapped).split() == main_of(whole).split()


def test_the_address_of_a_swap_has_no_empty_fields(sign_in):
    client = sign_in(people.HA)
    answer = client.get("/luot-ho-tro?q=+mai++&tu=&den=&diem=&ket-qua=filed", fragment=True)
    assert answer.headers["HX-Push-Url"] == "/luot-ho-tro?q=mai&ket-qua=filed"
    assert client.get("/luot-ho-tro?q=&tu=", fragment=True).headers["HX-Push-Url"] == "/luot-ho-tro"


def test_a_long_name_and_markup_are_shown_as_they_are(sign_in):
    name = "<script>alert(1)</script> " + "Ê" * 90
    recorded(people.LAN, name=name, consent=True)
    page = text(sign_in(people.HA).get("/luot-ho-tro"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; " + "Ê" * 90 in page


def test_the_page_is_never_stored(sign_in):
    answer = sign_in(people.HA).get("/luot-ho-tro")
    assert answer.headers["Cache-Control"] == "no-store"
