"""Bodies are squeezed before they are sealed; what comes out is exactly what went in, or a refusal."""

import os
import zlib

import pytest

from app.config import BODY_BYTES_MAX
from app.ledger import seal
from app.rules import signed_text
from tests.ledger.devices import Tablet, assistance_body, statuses
from tests.shared_cases import cases


@pytest.mark.parametrize("plain", [b"{}", b'{"d":{"note":"' + "ấm ".encode() * 300 + b'"}}', os.urandom(300)])
def test_what_was_pressed_unpresses(plain):
    if not plain.startswith(b"\x01"):
        assert seal.unpress(seal.press(plain)) == plain


def test_a_usual_body_gets_shorter_by_a_fifth():
    from app.rules.canonical import canonical

    plain = canonical({"d": assistance_body(note="Đã hướng dẫn chụp lại ảnh căn cước"), "s": "A" * 22}).encode()
    assert len(seal.press(plain)) < 0.8 * len(plain)


@pytest.mark.parametrize(
    "opened",
    [b"\x01", b"\x01not deflate", seal.press(b"a" * 500)[:-3], seal.press(b"0" * (BODY_BYTES_MAX + 1))],
)
def test_a_torn_or_endless_body_is_unreadable(opened):
    with pytest.raises(seal.Unreadable):
        seal.unpress(opened)


def test_a_browser_that_cannot_press_is_understood(app):
    tablet = Tablet()
    tablet.push(tablet.open_shift())
    made = tablet.record(sealed=False)
    from app.records import ward
    from app.rules.canonical import canonical

    info = signed_text.of_seal(made["op"], made["t"], made["e"], made["w"], made["c"])
    plain = canonical({"d": made.pop("d"), "s": made.pop("s")}).encode()
    made["x"] = seal.seal(bytes(ward.key(1, "seal")["public"]), plain, info)
    assert statuses(tablet.push(made)) == [("ok", "")]


@pytest.mark.parametrize("case", cases("press"), ids=lambda case: case["name"])
def test_what_a_browser_pressed_is_read_here(case):
    from app.rules import base64url

    assert seal.unpress(base64url.decode(case["pressed"])).decode() == case["plain"]
    assert zlib.crc32(case["plain"].encode()) == case["crc32"]
