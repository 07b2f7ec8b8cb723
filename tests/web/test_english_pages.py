"""In English no page says a Vietnamese word that the catalogue did not choose; data and paper stay as they are."""

import html
import json
import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import html5lib
import pytest
from babel.messages.pofile import read_po

from app.ledger.envelope import new_id
from app.records.every_table import EVERY_TABLE
from app.rules import declaration_form, procedure_import, workday
from app.rules.answer_template import STARTERS
from app.rules.declaration_lists import ETHNIC_GROUPS, NATIONALITIES
from app.web import sessions
from tests import people, ward_day
from tests.ledger.devices import Tablet, assistance_body
from tests.page_client import PageClient
from tests.printing import reading
from tests.web import test_dossier_import_pages
from tests.web.assistance_samples import DAY, HOUR, MAI, amended, recorded, say

MESSAGES = Path(__file__).resolve().parents[2] / "app/web/translations/en/LC_MESSAGES/messages.po"
_NAMESPACE = "{http://www.w3.org/1999/xhtml}"
_LETTERS = re.compile(r"[^\W\d_]+")
_HOLE = re.compile(r"%\(\w+\)s|\{\w*\}")
# A piece of a Vietnamese sentence this long is no name of a place by chance.
TELLING = 15
_VIETNAMESE = re.compile(r"[^\W\d_a-zA-Z]")
# Attributes that are read to people, or are said by a script.
_SAID = re.compile(r"aria-label|placeholder|title|alt|data-(?!reference|procedure|words|labels|paper).*")


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    with MESSAGES.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="en") if message.id}


def _words(text: str) -> set[str]:
    return {word for word in _LETTERS.findall(text) if _VIETNAMESE.search(word)}


def _strings(value):
    """Every text inside a JSON value; the keys are codes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)


def _attribute(text: str):
    yield from _strings(json.loads(text)) if text.startswith(('{"', '["')) else (text,)


def said(page: str) -> list[str]:
    """What a page says, text by text: words, labels read aloud, sentences for scripts. Parts in Vietnamese are left."""
    texts = []

    def visit(element, language):
        language = element.get("lang", language)
        if not isinstance(element.tag, str) or language != "en":
            return
        if element.tag != f"{_NAMESPACE}script":
            texts.append(element.text or "")
        for name, value in element.items():
            if _SAID.fullmatch(name):
                texts.extend(_attribute(value))
        for child in element:
            visit(child, language)
            texts.append(child.tail or "")

    visit(html5lib.parse(page), "")
    return [" ".join(text.split()) for text in texts if text.strip()]


class Data:
    """The words that a ward itself brings in: names of people, places, procedures, whatever stands in its tables."""

    def __init__(self, *more: str):
        rows = [row for table in EVERY_TABLE for row in table.select().dicts()]
        rows += [body for _entity, body in (*procedure_import.starter_cards(), *workday.starter_cards())]
        rows += STARTERS
        values = [text for row in rows for value in row.values() for text in _texts(value)]
        # A declaration is a Vietnamese paper: what it asks is said in its own words.
        values += [*_strings(list(declaration_form.ours().values())), *ETHNIC_GROUPS, *NATIONALITIES]
        self.texts = {" ".join(value.split()) for value in (*values, *more) if value}
        self.words = {word for text in self.texts for word in _words(text)}


def _texts(value):
    """The texts in a column, which may be JSON."""
    if isinstance(value, str):
        with suppress(ValueError, RecursionError):
            value = json.loads(value) if value[:1] in '[{"' else value
    yield from _strings(value)


def untranslated(page: str, english: dict[str, str], data: Data) -> list[str]:
    chosen = {word for text in english.values() for word in _words(text)} | data.words
    meant = "\n".join(english.values())
    pieces = {piece.strip() for text in english for piece in _HOLE.split(text)}
    telling = [piece for piece in pieces if len(piece) >= TELLING and _words(piece) and piece not in meant]
    return [
        text
        for text in said(page)
        if text not in data.texts
        and (
            _words(text) - chosen
            or english.get(text, text) != text
            or (_words(text) and any(piece in text for piece in telling))
        )
    ]


@pytest.fixture
def examples(app, sign_in) -> dict[str, list[str]]:
    """{argument of an address: the values it is tried with}, of a ward where everything has happened."""
    conflict = recorded(people.LAN, note="a", apartment="1204", difficulties=["otp_missing"], **MAI)
    amended(people.HA, conflict, {"note": "b", "help": "file"}, {"note": "a", "help": "guide"})
    clash = amended(people.LAN, conflict, {"note": "c"}, {"note": "a"})["op"]
    void = recorded(people.LAN, DAY * 2, help="authorised", channel="by_phone", result="to_police", on="")
    say(people.HA, "assistance.void/1", void, {"reason": "twice"})
    wrong = {"point": "nowhere", "name": "x" * 121, "minutes": 481, "consent": True}
    rejected = say(people.LAN, "assistance.record/1", new_id(), assistance_body(**wrong))["op"]
    parked = say(people.LAN, "assistance.record/1", new_id(), assistance_body(procedure="1.999999"))["op"]
    say(people.HA, "review.settle/1", rejected, {"take": [], "note": "done"})
    tablet = Tablet(people.WARD, people.LAN, sessions.now_ms() - 3 * HOUR)
    closed = [tablet.open_shift(people.CT1A), tablet.record()]
    tablet.push(*closed, tablet.operation("shift.close/1", tablet.shift, {"count": 3}), now=sessions.now_ms())
    other = Tablet(people.WARD, people.TUAN, sessions.now_ms() - 2 * HOUR)
    other.push(other.open_shift(people.CT1B2), now=sessions.now_ms())
    building = {"name": "CT1A", "neighbourhood": "tdp-03", "active": True}
    people.put(people.WARD, "building.put/1", [("ct1a", building)], now=sessions.now_ms())
    admin = sign_in(people.AN)
    sheet = admin.get("/thu-tuc/nhap/khoi-dau.csv").data
    uploaded = admin.post("/thu-tuc/nhap", {"tep": (BytesIO(sheet), "list.csv")}, content_type="multipart/form-data")
    mapped = test_dossier_import_pages.uploaded(admin, test_dossier_import_pages.FIRST)
    return {
        "assistance_id": [conflict, void],
        "op": [clash, rejected, parked],
        "shift_id": [tablet.shift, other.shift],
        "staff_id": [people.LAN.id, people.AN.id],
        "preview": [uploaded.headers["Location"].rsplit("/", 1)[1]],
        "upload": [mapped.rsplit("/", 1)[1]],
    }


def addresses(app, examples) -> list[str]:
    """Every GET address: bare, or of the ward's day and with every example of its argument."""
    made = {*ward_day.furnish().values(), "/to-khai/khai-sinh", "/to-khai/ct01"}
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.rule.startswith("/sync/"):
            asked = re.search(r"<(?:\w+:)?(\w+)>", rule.rule)
            values = examples.get(asked[1], ()) if asked else [""]
            made |= {re.sub("<[^>]+>", value, rule.rule) for value in values}
    return sorted(made)


def _reader(client: PageClient) -> PageClient:
    client.client.set_cookie("gd_lang", "en")
    return client


# The living page shows parts with sample data to whoever builds pages; a piece of a page says no language by itself.
NOT_WALKED = {"/-/thu-vien", "/so-lieu/hom-nay"}


@pytest.mark.parametrize(
    ("person", "least"), [(people.AN, 50), (people.HUNG, 40), (None, 14)], ids=["admin", "lead", "stranger"]
)
def test_every_page_speaks_english(app, sign_in, visitor, examples, english, person, least):
    client = _reader(sign_in(person) if person else visitor)
    walked = addresses(app, examples)
    # Those of a file that is being imported stand in no table yet.
    data = Data("Máy thử", "sửa cho đúng", MAI["name"], *test_dossier_import_pages.HEADINGS)
    wrong = {}
    pages = 0
    for address in walked:
        if address in NOT_WALKED:
            continue
        answer = client.get(address)
        if answer.mimetype != "text/html" or answer.status_code in (301, 302, 303):
            continue
        pages += 1
        if left := untranslated(answer.get_data(as_text=True), english, data):
            wrong[address] = left
    assert wrong == {}, json.dumps(wrong, ensure_ascii=False, indent=1)
    assert pages >= least


def test_the_kept_pages_come_in_english_in_one_piece(app, visitor, english):
    told = _reader(visitor).get("/truc/trang-giu.json").get_json()
    data = Data()
    for address, page in told["pages"].items():
        assert '<html lang="en">' in page
        assert untranslated(page, english, data) == [], address
    messages = json.loads(html.unescape(re.search(r"data-messages='([^']*)'", told["pages"]["/truc/ghi"])[1]))
    assert messages["required"].startswith("“{label}” is needed.")


def test_the_test_sees_a_forgotten_word(english):
    data = Data.__new__(Data)
    data.texts, data.words = {"Phường Thử"}, {"Phường", "Thử"}
    page = '<!doctype html><html lang="en"><title>t</title><body>%s</body></html>'
    assert untranslated(page % "<p>Phường Thử</p><p lang=vi>Điểm hỗ trợ</p>", english, data) == []
    assert untranslated(page % "<p>Chưa lưu được</p>", english, data) == ["Chưa lưu được"]
    assert untranslated(page % '<i title="Thử chữ lạ"></i>', english, data) == ["Thử chữ lạ"]
    assert untranslated(page % """<i data-messages='{"a": "Ghi lại ngay"}'></i>""", english, data) == ["Ghi lại ngay"]


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("/dang-nhap", {"login": "lan", "password": "wrong"}, "The user name or password is not right."),
        ("/khong-co-trang-nay", None, "This page or entry was not found."),
    ],
)
def test_refusals_are_english(visitor, path, form, words):
    client = _reader(visitor)
    answer = client.post(path, form) if form else client.get(path)
    assert words in answer.get_data(as_text=True)


def test_a_field_is_refused_in_english_by_its_english_name(sign_in):
    answer = _reader(sign_in(people.AN)).post("/to-dan-pho/moi", {"name": "", "position": "1"})
    assert answer.status_code == 422
    words = "“Name of the residential group (tổ dân phố)” is needed. Choose or write something, then save again."
    assert words in answer.get_data(as_text=True)


def test_paper_is_vietnamese_for_everybody(sign_in, examples):
    client = _reader(sign_in(people.AN))
    slip = reading.text(client.get(f"/luot-ho-tro/{examples['assistance_id'][0]}/phieu.pdf").data)
    assert "Cùng nộp trực tuyến" in slip
    assert "Không nhận được OTP" in slip
    day = reading.text(client.get(f"/ca-truc/{examples['shift_id'][0]}/phieu-ngay.pdf").data)
    assert "Nộp xong tại chỗ" in day
    # What the screen of the same person says.
    assert "OTP does not arrive" in client.get(f"/luot-ho-tro/{examples['assistance_id'][0]}").get_data(as_text=True)


def test_a_tablet_is_answered_in_the_language_of_its_page(visitor):
    asked = {"code": "SAI-MA", "pubkey": "A" * 87, "name": "x"}
    told = {
        language: visitor.client.post("/sync/v1/enrol", json=asked, headers={"Accept-Language": language}).json["title"]
        for language in ("vi", "en", "fr")
    }
    assert told["vi"] == told["fr"]
    assert told["en"] != told["vi"]
    assert not _words(told["en"])
