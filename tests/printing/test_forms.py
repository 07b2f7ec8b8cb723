"""Which form a dossier gets is decided by the day it was received (R11; TT 01/2018, TT 03/2025)."""

from datetime import date

import pytest

from app.printing import dossier_sheets
from app.printing.forms import FORMS, TT_01, TT_03, form_of
from app.problems import Problem
from tests.printing import reading
from tests.printing.counter_samples import APOLOGY, CONTROL, STOP

LAST_OLD, FIRST_NEW = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("receipt", "Mẫu 01", "Mẫu 01"),
        ("supplement", "Mẫu 02", "Mẫu 02"),
        ("refusal", "Mẫu 03", "Mẫu 03"),
        ("apology", "Mẫu 04", "Mẫu 04"),
        ("control", "Mẫu 05", "Mẫu 06"),
        ("ledger", "Mẫu 06", "Mẫu 07"),
    ],
)
def test_numbers_changed_on_the_first_of_july_2025(name, old, new):
    before, after = form_of(name, LAST_OLD), form_of(name, FIRST_NEW)
    assert (before.number, before.circular) == (old, TT_01)
    assert (after.number, after.circular) == (new, TT_03)


def test_the_apology_has_another_title_since():
    assert form_of("apology", LAST_OLD).title == "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"
    title = " ".join(form_of("apology", FIRST_NEW).title.split())
    assert title == "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT"


def test_there_was_no_notice_of_stopping_before():
    assert form_of("stop", FIRST_NEW).number == "Mẫu 05"
    with pytest.raises(Problem) as problem:
        form_of("stop", LAST_OLD)
    assert problem.value.code == "form_not_in_force"
    assert "01/07/2025" in problem.value.sentence


def test_versions_follow_one_another():
    for versions in FORMS.values():
        assert [form.since for form in versions] == sorted({form.since for form in versions})


def test_paper_follows_the_table():
    old = {"received_on": "2025-06-30"}
    assert "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ" in reading.text(dossier_sheets.apology(APOLOGY | old))
    assert "Mẫu 05 – 7K2M-9QXW-4T0H" in reading.text(dossier_sheets.control(CONTROL | old))
    assert "Mẫu 06 – 7K2M-9QXW-4T0H" in reading.text(dossier_sheets.control(CONTROL))
    with pytest.raises(Problem):
        dossier_sheets.stop(STOP | old)
