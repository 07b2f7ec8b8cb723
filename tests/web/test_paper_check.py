"""/xac-minh: anybody who holds a sheet learns whether the ward issued it, and nobody learns anything else."""

import json
import re

import html5lib
import pytest

from app.ledger import paper_seal
from app.rules import base64url
from app.web.paper_check import OUTCOMES
from tests import people
from tests.page_client import PageClient

FACTS = {"name": "Nguyễn Thị Mai", "due": "16 giờ 30, ngày 25/11/2026"}


def seal(ward_id=people.WARD, **changed) -> str:
    told = {"kind": "01", "number": 12, "register": "TNHS", "year": 2026, "issued_on": "2026-11-20"}
    told |= {"due_on": "2026-11-25", "facts": FACTS} | changed
    return paper_seal.seal_sheet(ward_id, "http://localhost", **told)


def shown(answer) -> str:
    """The words of the one variant that shows, after its name."""
    tree = html5lib.parse(answer.get_data(as_text=True), namespaceHTMLElements=False)
    variants = [element for element in tree.iter("div") if element.get("data-outcome")]
    assert [element.get("data-outcome") for element in variants] == list(OUTCOMES)
    (one,) = [element for element in variants if element.get("hidden") is None]
    return " ".join([one.get("data-outcome"), *" ".join(one.itertext()).split()])


def readers(visitor, sign_in):
    return {"signed out": visitor, "the ward's clerk": sign_in(people.HA), "a stranger": sign_in(people.BINH)}


@pytest.mark.parametrize("who", ["signed out", "the ward's clerk", "a stranger"])
def test_a_genuine_sheet_is_told_in_words_without_javascript(visitor, sign_in, who):
    words = shown(readers(visitor, sign_in)[who].post("/xac-minh", {"ma": seal()}))
    assert words.startswith("genuine")
    for part in (
        "Phiếu này do UBND phường Thử phát hành:",
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "12/TNHS/2026",
        "20/11/2026",
        "25/11/2026",
    ):
        assert part in words
    assert "Mai" not in words


def test_a_changed_promise_shows_as_a_wrong_signature(visitor):
    forged = seal().replace(".261125.", ".261225.")
    assert shown(visitor.post("/xac-minh", {"ma": forged})).startswith("forged Chữ ký không đúng")


def test_a_sheet_of_elsewhere_and_things_that_are_no_sheet(visitor):
    elsewhere = re.sub(r"#GD1\.\w{8}", "#GD1.00000000", seal())
    words = shown(visitor.post("/xac-minh", {"ma": elsewhere}))
    assert words.startswith("other_ward Phiếu của phường khác")
    assert "UBND phường Bên, UBND phường Thử" in words
    for text in ("", "https://dichvucong.gov.vn", "GD1." + "A" * 5000, seal()[:-1], "<script>alert(1)</script>"):
        assert shown(visitor.post("/xac-minh", {"ma": text})).startswith("unreadable")
    assert shown(visitor.post("/xac-minh", {"ma": seal().replace("GD1", "GD2")})).startswith("newer")


def test_what_was_pasted_is_not_lost(visitor):
    assert "https://dichvucong.gov.vn/abc" in visitor.post(
        "/xac-minh", {"ma": "https://dichvucong.gov.vn/abc"}
    ).get_data(as_text=True)


def test_the_other_ward_of_the_server_is_named_by_its_own_name(visitor):
    assert "UBND phường Bên" in shown(visitor.post("/xac-minh", {"ma": seal(people.OTHER_WARD)}))


@pytest.mark.parametrize("path", ["/xac-minh", "/X"])
def test_the_page_is_kept_and_is_the_same_for_every_stranger(app, visitor, path):
    first, second = visitor.get(path), PageClient(app).get(path)
    assert first.status_code == 200
    assert first.data == second.data
    assert first.headers["GD-Kept"] == "public"
    assert visitor.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_page_carries_public_halves_only(visitor):
    text = visitor.get("/xac-minh").get_data(as_text=True)
    keys = json.loads(re.search(r'data-keys="([^"]+)"', text)[1].replace("&#34;", '"'))
    assert {key["name"] for key in keys} == {"UBND phường Thử", "UBND phường Bên"}
    for key in keys:
        assert set(key) == {"id", "ward", "name", "public"}
        assert len(base64url.decode(key["public"])) == 32
    for person in people.EVERYBODY:
        assert person.name not in text


def test_only_pages_that_scan_may_use_the_camera_and_webassembly(visitor):
    scanning, plain = visitor.get("/xac-minh"), visitor.get("/dang-nhap")
    assert "script-src 'self' 'wasm-unsafe-eval';" in scanning.headers["Content-Security-Policy"]
    assert "camera=(self)" in scanning.headers["Permissions-Policy"]
    assert "wasm" not in plain.headers["Content-Security-Policy"]
    assert "camera=()" in plain.headers["Permissions-Policy"]


def test_no_page_of_another_site_may_post_here(visitor):
    answer = visitor.post("/xac-minh", {"ma": seal()}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_the_scanner_is_sent_to_nobody_who_does_not_scan(app):
    """Neither in the tablet's two scripts nor among what the worker fetches before it is asked."""
    from app.web.offline import _PRECACHED

    folder = app.config["GD"].release_dir / app.config["RELEASE"]
    for name in (*_PRECACHED, "sw/joined.js"):
        content = (folder / name).read_bytes()
        assert b"zxing" not in content, name
        assert b"BarcodeDetector" not in content, name
    assert not [name for name in _PRECACHED if "vendor" in name]


def test_the_vendored_reader_is_the_one_its_page_names(app):
    from hashlib import sha256

    from app.config import ROOT

    vendor = ROOT / "static" / "js" / "vendor"
    told = dict(re.findall(r"^\| `([^`]+)` \| (\w{64}) \|$", (vendor / "README.md").read_text(), re.M))
    kept = {path.relative_to(vendor).as_posix() for path in (vendor / "zxing-wasm").rglob("*") if path.suffix}
    assert set(told) == kept
    for name, digest in told.items():
        assert sha256((vendor / name).read_bytes()).hexdigest() == digest, name
