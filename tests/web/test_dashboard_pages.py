"""/so-lieu: each role its own, every number opens as many records as it says, and an unchanged counter is no bytes."""

import re

import pytest

from app.records import figures, rollup
from app.rules.clock import DAY_MS, day_of, parse
from app.web.sessions import now_ms
from tests import lived_ward, people
from tests.lived_ward import FIRST, LAST
from tests.web.assistance_samples import recorded
from tests.web.form_reader import main_text

WARD_PAGES = ("/ho-tro", "/truc-tuyen", "/ho-so", "/nguoi-dan", "/hom-nay", "/ho-so/danh-sach", "/hang-cho")
QUERY = f"?tu={FIRST}&den={LAST}"
_STAT = re.compile(r'<dt><a href="([^"]+)">([^<]+)</a></dt>\s*<dd>([0-9.]+)</dd>')
_CHARTED = re.compile(r'<tr><th scope="row"><a href="([^"]+)">[^<]+</a></th>((?:<td data-numeric>[^<]*</td>)+)</tr>')
_CELL = re.compile(r">([^<]+)</td>")
_LINKED_CELL = re.compile(r'<a href="([^"]+)">([0-9.]+)</a>')


@pytest.fixture
def lived(app):
    lived_ward.live(visits=60, dossiers=40, tickets=20, feedback=12)


def linked(text: str) -> list[tuple[str, int]]:
    """[(address, number)] of what a page links to its records."""
    found = [(href, number) for href, _label, number in _STAT.findall(text)] + _LINKED_CELL.findall(text)
    return [(href.replace("&amp;", "&"), int(number.replace(".", ""))) for href, number in found] + charted(text)


def charted(text: str) -> list[tuple[str, int]]:
    """The same of the tables behind charts. A share or a mean is no number of records, and opens what it is of."""
    found = []
    for href, cells in _CHARTED.findall(text):
        href = href.replace("&amp;", "&")
        if any(said in href for said in ("nop=", "thu-tuc=", "muc=", "/hang-cho")):
            continue
        numbers = [int(cell) for cell in _CELL.findall(cells)[: 1 if "kho-khan=" in href else None]]
        found.append((href, sum(numbers)))
    return found


def rows_of(client, href: str) -> int:
    """How many records a list holds, over all of its pages."""
    count = 0
    while href:
        text = client.get(href).text
        count += len(re.findall(r"<tr[ >]", text.partition("<tbody>")[2])) if "<tbody>" in text else 0
        count += text.count('<li class="row"')
        more = re.search(r'href="([^"]+)"[^>]*>(?:(?!</a>).)*Trang sau', text, re.S)
        href = more[1].replace("&amp;", "&") if more else ""
    return count


def test_each_role_has_its_own(lived, sign_in, visitor):
    assert "Kỳ này so với kỳ trước" in sign_in(people.MINH).get("/so-lieu" + QUERY).text
    lead = sign_in(people.HUNG).get("/so-lieu" + QUERY).text
    assert "Tổ dân phố 7" in lead
    assert "Tổ dân phố 12" not in lead
    assert "Ngày của tôi" in sign_in(people.LAN).get("/so-lieu").text
    for person in (people.HUNG, people.LAN):
        for page in WARD_PAGES:
            assert sign_in(person).get("/so-lieu" + page).status_code == 403
    assert visitor.get("/so-lieu").status_code in (302, 303, 401)


@pytest.mark.parametrize("page", ["", "/ho-tro", "/truc-tuyen", "/ho-so", "/nguoi-dan"])
def test_every_number_opens_as_many_records(lived, sign_in, page):
    client = sign_in(people.MINH)
    found = [each for each in linked(client.get("/so-lieu" + page + QUERY).text) if each[0].count("tu=")]
    assert found, "no number is linked"
    # Of a page full of them every third: each is a list to read.
    for href, number in list(dict(found).items())[:: 3 if len(found) > 40 else 1]:
        assert rows_of(client, href) == number, href


def test_what_was_open_when_a_period_ended_opens_no_list_of_what_is_open_now(lived, sign_in):
    client = sign_in(people.MINH)
    today = day_of(now_ms())
    runs, over = (client.get("/so-lieu/nguoi-dan" + query).text for query in (f"?tu={today}&den={today}", QUERY))
    assert "còn phải giải quyết khi hết kỳ" in over
    assert ["/phan-anh" in dict(linked(text)) for text in (runs, over)] == [True, False]


def test_a_leads_numbers_open_his_own_lists(lived, sign_in):
    client = sign_in(people.HUNG)
    found = [each for each in linked(client.get("/so-lieu" + QUERY).text) if "luot-ho-tro" in each[0]]
    assert len(found) > 5
    for href, number in found:
        if "nop=filed" not in href:
            assert rows_of(client, href) == number, href


def test_a_volunteers_day_is_what_his_list_shows(app, sign_in):
    client = sign_in(people.LAN)
    assert "Hôm nay chưa có lượt nào" in client.get("/so-lieu").text
    for result in ("filed", "filed", "rescheduled"):
        recorded(people.LAN, result=result)
    recorded(people.TUAN)
    found = linked(client.get("/so-lieu").text)
    assert [number for _href, number in found] == [3, 2, 1]
    for href, number in found:
        assert rows_of(client, href) == number


def test_the_live_counters_are_answered_only_when_they_changed(app, sign_in):
    client = sign_in(people.HA)
    first = client.get("/so-lieu/hom-nay", fragment=True)
    assert first.headers["Cache-Control"] == "private, no-cache"
    told = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/so-lieu/hom-nay", fragment=True, headers=told)
    assert (again.status_code, again.data) == (304, b"")
    recorded(people.LAN)
    changed = client.get("/so-lieu/hom-nay", fragment=True, headers=told)
    assert changed.status_code == 200
    assert linked(changed.text)[0][1] == 1
    # The whole page begins with the very same piece.
    assert first.text.split()[0] in client.get("/so-lieu").text


def test_what_complains_of_the_reader_is_in_none_of_their_numbers(lived, sign_in):
    seen = {}
    for person in (people.MINH, people.HA):
        text = sign_in(person).get("/so-lieu/nguoi-dan" + QUERY).text
        seen[person] = next(n for href, n in linked(text) if href.startswith("/phan-anh?trang-thai=tat-ca&tu="))
    told = figures.feedbacks(people.WARD, FIRST, LAST, people.HA.id, now_ms())
    assert seen[people.HA] == told.received < seen[people.MINH]


def test_a_period_that_was_not_recorded_whole_measures_nothing(lived, sign_in):
    head, first = sign_in(people.MINH), rollup.first_day(people.WARD)
    begun = f"{first[8:]}/{first[5:7]}/{first[:4]}"
    assert f"số liệu của phường bắt đầu từ ngày {begun}" in main_text(head.get(f"/so-lieu{QUERY}"))
    day_after = day_of(parse(f"{first}T00:00:00+07:00") + DAY_MS)
    second = head.get(f"/so-lieu?tu={day_after}&den={day_after}")
    assert "số liệu của phường bắt đầu" not in main_text(second)
    compared = re.search(r"Thay đổi</th>.*?</table>", second.text, re.S)[0]
    assert re.search(r"[+−]\d|không đổi", compared)
    assert not re.search(
        r"[+−]\d|không đổi", re.search(r"Thay đổi</th>.*?</table>", head.get(f"/so-lieu{QUERY}").text, re.S)[0]
    )


def test_a_clerk_reads_what_he_settled_himself(lived, sign_in):
    own = figures.own_counter(people.WARD, people.HA.id, FIRST, LAST)
    text = sign_in(people.HA).get("/so-lieu" + QUERY).text
    assert f"Anh/chị đã giải quyết {own.of} hồ sơ" in text
    href = re.search(r'href="([^"]*nguoi=[^"]*)"', text)[1].replace("&amp;", "&")
    assert rows_of(sign_in(people.HA), href) == own.of
    assert "Anh/chị đã giải quyết" not in sign_in(people.MINH).get("/so-lieu" + QUERY).text


@pytest.mark.parametrize("page", ["", *(page for page in WARD_PAGES if page != "/hom-nay")])
def test_an_empty_ward_says_what_comes(app, sign_in, page):
    text = main_text(sign_in(people.AN).get("/so-lieu" + page))
    assert "103" not in text
    assert re.search("Chưa có|Không có", text)


def test_the_first_day_of_a_ward_is_a_day(app, sign_in):
    recorded(people.LAN, difficulties=[], minutes=0, procedure="", neighbourhood="")
    for page in ("", "/ho-tro", "/truc-tuyen"):
        text = sign_in(people.MINH).get("/so-lieu" + page).text
        assert "Chưa có số liệu</h2>" not in text
    assert "Chưa ghi tổ" in sign_in(people.MINH).get("/so-lieu/ho-tro").text


def test_another_ward_sees_none_of_it(lived, sign_in):
    text = sign_in(people.BINH).get("/so-lieu/ho-tro" + QUERY).text
    assert "Chưa có lượt hỗ trợ nào trong kỳ" in text


def test_one_level_alone_keeps_to_its_own(lived, sign_in):
    client = sign_in(people.MINH)
    today = day_of(now_ms())
    whole = figures.online(people.WARD, FIRST, LAST, today)
    full = dict(whole.levels)["full"]
    text = client.get(f"/so-lieu/truc-tuyen{QUERY}&muc=full").text
    assert f"<dd>{full.of}</dd>" in text
    assert full.of < whole.total.of
    assert f"<dd>{whole.total.of}</dd>" in client.get(f"/so-lieu/truc-tuyen{QUERY}&muc=khong-co").text
