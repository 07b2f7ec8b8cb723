"""Each sheet is PDF/A-3a and PDF/UA-1 at once, says what it is, and has the same bytes whenever it is drawn."""

import hashlib
import io

import pydyf
import pytest

from app.printing import archive, sheets
from tests.printing import reading
from tests.printing.samples import BARE_RECORD, LONG_RECORD, RECORD, SHIFT, day_rows

SHEETS = {
    "slip a5": lambda: sheets.slip(RECORD, "a5"),
    "slip 80mm": lambda: sheets.slip(RECORD, "80mm"),
    "bare slip": lambda: sheets.slip(BARE_RECORD, "a5"),
    "provisional slip": lambda: sheets.slip(RECORD | {"provisional": True, "demo": False}, "80mm"),
    "long slip": lambda: sheets.slip(LONG_RECORD | {"next_steps": ["Mang giấy tờ."] * 12}, "a5"),
    "empty day": lambda: sheets.day_sheet(SHIFT, []),
    "day of 40": lambda: sheets.day_sheet(SHIFT, day_rows(40)),
}


@pytest.mark.parametrize("name", SHEETS)
def test_it_is_for_the_archive_and_for_screen_readers(name):
    assert reading.faults(SHEETS[name]()) == []


def test_the_validator_would_say_otherwise():
    plain = pydyf.PDF()
    plain.add_page(
        pydyf.Dictionary({"Type": "/Page", "Parent": plain.pages.reference, "MediaBox": pydyf.Array([0, 0, 9, 9])})
    )
    output = io.BytesIO()
    plain.write(output)
    assert len(reading.faults(output.getvalue())) > 3


def test_it_names_its_title_language_author_and_the_records_own_time():
    file = reading.reader(sheets.slip(RECORD, "a5"))
    assert file.metadata["/Title"] == "Phiếu hỗ trợ 7K2M-9QXW-4T0H"
    assert file.metadata["/Author"] == "Ủy ban nhân dân – Phường Hà Đông"
    assert file.metadata["/CreationDate"] == "D:20261121090512+07'00"
    assert file.trailer["/Root"]["/Lang"] == "vi"
    assert file.trailer["/Root"]["/MarkInfo"]["/Marked"]
    day = reading.reader(sheets.day_sheet(SHIFT, day_rows(1)))
    assert day.metadata["/Title"] == "Phiếu ghi ngày trực 21/11/2026, CT1A Văn Quán – Yên Phúc"


def test_the_square_code_has_words_for_those_who_cannot_see_it():
    assert "Mã QR mở trang tra cứu phiếu này" in reading.alternative_texts(sheets.slip(RECORD, "a5"))


def test_the_same_record_gives_the_same_bytes_in_another_process(press_of):
    html = sheets.slip_html(RECORD, "a5")
    here, there = press_of(), press_of()
    first = here.print(html).pdf
    here.print(sheets.day_sheet_html(SHIFT, day_rows(3)))
    assert here.print(html).pdf == first == there.print(html).pdf
    assert here.print(sheets.slip_html(RECORD | {"name": "Lê Thị Đào"}, "a5")).pdf != first


class Numbered:
    """A document of the smallest kind whose bytes depend on its number."""

    def __init__(self, number):
        self.number = number

    def write_pdf(self, pdf_variant, finisher):
        file = pydyf.PDF()
        noise = hashlib.sha256(b"%d" % self.number)
        file.add_object(pydyf.Stream([noise.digest()], compress=True))
        file.add_object(pydyf.Stream([b"<rdf:RDF></rdf:RDF>"], {"Type": "/Metadata"}, compress=True))
        file.info["Title"] = pydyf.String(noise.hexdigest())
        finisher(self, file)
        output = io.BytesIO()
        file.write(output, version=b"1.7", identifier=True, compress=True)
        return output.getvalue()


def test_no_stream_ends_in_a_carriage_return():
    plain = [number for number in range(1500) if b"\r\nendstream" in Numbered(number).write_pdf("", lambda *_: None)]
    assert plain, "none of 1,500 would have needed it"
    for number in plain:
        assert b"\r\nendstream" not in archive.write(Numbered(number))
