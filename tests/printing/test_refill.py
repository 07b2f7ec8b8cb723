"""A sheet in the boxes of another: byte for byte what weasyprint lays out in full, whatever stands in it."""

import json
import random
import subprocess
import sys

import pytest

from app.config import ROOT
from app.printing import dossier_sheets
from app.printing.refill_shape import parted
from tests.printing.counter_samples import FULL_RECEIPT, LONG_NAME, LONG_RECEIPT, RECEIPT, SIX_PAPERS

# [HTML, …] on stdin; says for each whether both ways give the same file, and how many had to be laid out in full.
_BOTH_WAYS = """
import json, sys
from app.printing import refill
from app.printing.worker import Drawer
drawer = Drawer()
full = []
def lay_out(html):
    full.append(html)
    return drawer._laid_out_with_root(html)
layouts = refill.Layouts(lay_out, drawer._fetcher)
same = []
for html in json.load(sys.stdin):
    html = drawer._with_known_letters(html)
    same.append(drawer.draw_part([layouts.of(html)]) == drawer.draw_part([drawer._laid_out_with_root(html)[0]]))
print(json.dumps([same, len(full)]))
"""

SYLLABLES = [
    "Nguyễn",
    "Thị",
    "Ánh",
    "Tuyết",
    "Hoàng",
    "Phương",
    "ỦY",
    "i",
    "Đặng-Vũ",
    "St.",
    "O'Brien",
    "1204/5",
    "(tổ)",
]
HOSTILE = [
    "a & b < c > d \"e\" 'g'",
    "hai  khoảng\u00a0trắng",
    "dòng một\ndòng hai",
    "x" * 90,
    "e\u0301 \u1ea1 NFD",
    "🙂 漢字 bên cạnh chữ Việt",
    "gạch-nối-rất-dài-" * 8,
    "đường/dẫn/không/khoảng/trắng/" * 5,
    "\u200b\u00ad mềm\u00admại",
    "   thừa khoảng trắng ở hai đầu   ",
    "ﬁ ﬂ fi fl AV To",
    "العربية שלום",
    "{{ mẫu }} {% lạ %}",
    "data-running=\"lạ\" src='lạ'",
]


def both_ways(records: list[dict], copies=(2,)) -> tuple[list[bool], int]:
    html = [dossier_sheets.receipt_draft(record, copies).html() for record in records]
    # The head goes into the file of the first sheet of a part, which is always laid out in full.
    head = html[0][: html[0].index("<body")]
    html = [head + one[one.index("<body") :] for one in html]
    environment = {"FONTCONFIG_FILE": str(ROOT / "static/fonts/paper/fonts.conf"), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-c", _BOTH_WAYS]
    done = subprocess.run(
        command, input=json.dumps(html).encode(), capture_output=True, env=environment, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    same, full = json.loads(done.stdout)
    assert len(same) == len(records)
    return same, full


def numbered(number: int, **changed) -> dict:
    mark = f"{number:04d}"
    return RECEIPT | {"number": number, "code": f"7K2M-9QXW-{mark}", "verify_text": f"{mark}#7K2M", **changed}


def words(chance: random.Random, most: int) -> str:
    """Mostly as long as people's are; now and then four times as long."""
    most = most if chance.random() < 0.95 else 4 * most
    return " ".join(chance.choices(SYLLABLES, k=chance.randint(1, most)))


def test_sheets_that_differ_by_their_words_alone_are_laid_out_once():
    same, full = both_ways([numbered(number, name=f"Trần Văn {number}") for number in range(1, 12)])
    assert all(same)
    assert full == 1


@pytest.mark.parametrize(("copies", "count", "most_in_full"), [((2,), 24, 23), ((1, 2), 6, 6)])
def test_whatever_stands_in_them_the_bytes_are_the_same(copies, count, most_in_full):
    chance = random.Random(20261122)
    records = [
        numbered(
            number,
            name=words(chance, 5),
            address=words(chance, 12),
            subject=words(chance, 8) if chance.random() < 0.3 else "",
            national_code=chance.choice(["H26.12.34-261121-0001", "G" * 40]),
            clerk=words(chance, 4),
            fee=words(chance, 6),
            copies=chance.choice([1, 12, 120]),
            due_at=f"2026-12-{chance.randint(1, 28):02d}T{chance.randint(8, 17):02d}:00:00.000+07:00",
        )
        for number in range(1, count + 1)
    ]
    same, full = both_ways(records, copies)
    assert [place for place, one in enumerate(same) if not one] == []
    assert full <= most_in_full


@pytest.mark.parametrize("field", ["name", "address", "clerk", "code"])
def test_hostile_words_too(field):
    records = [numbered(1), *(numbered(2, **{field: text}) for text in HOSTILE), numbered(3, **{field: LONG_NAME})]
    same, _full = both_ways(records)
    assert [place for place, one in enumerate(same) if not one] == []


def test_other_papers_other_lines_two_pages():
    renamed = [{**one, "name": one["name"] + " kèm bản dịch có chứng thực chữ ký"} for one in SIX_PAPERS]
    records = [
        RECEIPT,
        FULL_RECEIPT,
        LONG_RECEIPT,
        RECEIPT | {"documents": []},
        FULL_RECEIPT | {"documents": renamed},
        FULL_RECEIPT | {"note": "Một dòng."},
        LONG_RECEIPT | {"name": "Lê Lai"},
        RECEIPT | {"demo": False},
        RECEIPT | {"rating_url": ""},
        RECEIPT | {"verify_text": "NGẮN"},
        RECEIPT | {"number": 0},
        RECEIPT | {"legal_time": ""},
    ]
    same, full = both_ways([*records, *records])
    assert [place for place, one in enumerate(same) if not one] == []
    assert full <= len(records)


def test_the_shape_is_what_two_sheets_share():
    page = '<title>%s</title><body><p a="%s">%s <b>%s</b> &amp; con</p><img data-field-src="k" src="%s" alt="%s">'
    shape, said = parted(page % ("x", 1, "Ông", "An", "s", "Mã"))
    assert said == ["Ông ", "An", " & con", "s", "Mã"]
    assert parted(page % ("y", 1, "Bà", "Bình", "t", ""))[0] == shape
    assert parted(page % ("x", 2, "Ông", "An", "s", "Mã"))[0] != shape
    assert parted(page % ("x", 1, "Ông", "", "s", "Mã"))[0] != shape
