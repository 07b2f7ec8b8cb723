"""The forms of the one-stop as data: which title and number a form has from which day on.

A dossier keeps the forms of the day it was received: TT 01/2018/TT-VPCP until 2025-06-30, TT 03/2025/TT-VPCP from
2025-07-01 (the period of NĐ 118/2025). The original sheets of TT 03/2025 were not seen: what is not certain (symbols,
the line for the identity number, the line of the legal time) is a value of the sheet, and a ward may replace a whole
form by a file (ward_templates).
"""

from dataclasses import dataclass
from datetime import date

from app.problems import Problem

TT_01 = "TT 01/2018/TT-VPCP"
TT_03 = "TT 03/2025/TT-VPCP"
TT_03_SINCE = "2025-07-01"

# Who stands in the second line of the heading: the one-stop, or the people's committee itself.
OFFICE, AUTHORITY = "office", "authority"


@dataclass(frozen=True, slots=True)
class Form:
    """One form as it is from `since` on, for dossiers received on that day or later.

    number: "Mẫu 01". symbol: what stands behind the number on paper, "TNHS". issuer: OFFICE or AUTHORITY.
    """

    number: str
    title: str
    symbol: str
    issuer: str
    circular: str
    since: str = ""


_RECEIPT = "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ"
_SUPPLEMENT = "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ"
_REFUSAL = "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ"
_OLD_APOLOGY = "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ"
_APOLOGY = "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI\u00a0GIAN\u00a0GIẢI\u00a0QUYẾT"
_STOP = "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ"
_CONTROL = "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ"
_LEDGER = "SỔ THEO DÕI HỒ SƠ"

# {form: its versions, the oldest first}
FORMS: dict[str, tuple[Form, ...]] = {
    "receipt": (
        Form("Mẫu 01", _RECEIPT, "TNHS", OFFICE, TT_01),
        Form("Mẫu 01", _RECEIPT, "TNHS", OFFICE, TT_03, TT_03_SINCE),
    ),
    "supplement": (
        Form("Mẫu 02", _SUPPLEMENT, "HDHS", OFFICE, TT_01),
        Form("Mẫu 02", _SUPPLEMENT, "HDHS", OFFICE, TT_03, TT_03_SINCE),
    ),
    "refusal": (
        Form("Mẫu 03", _REFUSAL, "TCHS", OFFICE, TT_01),
        Form("Mẫu 03", _REFUSAL, "TCHS", OFFICE, TT_03, TT_03_SINCE),
    ),
    "apology": (
        Form("Mẫu 04", _OLD_APOLOGY, "PXL", AUTHORITY, TT_01),
        Form("Mẫu 04", _APOLOGY, "PXL", AUTHORITY, TT_03, TT_03_SINCE),
    ),
    "stop": (Form("Mẫu 05", _STOP, "TBD", AUTHORITY, TT_03, TT_03_SINCE),),
    "control": (
        Form("Mẫu 05", _CONTROL, "KSHS", OFFICE, TT_01),
        Form("Mẫu 06", _CONTROL, "KSHS", OFFICE, TT_03, TT_03_SINCE),
    ),
    "ledger": (
        Form("Mẫu 06", _LEDGER, "", OFFICE, TT_01),
        Form("Mẫu 07", _LEDGER, "", OFFICE, TT_03, TT_03_SINCE),
    ),
}


def form_of(name: str, received_on: date) -> Form:
    """The form for a dossier received on that day. Raises Problem("form_not_in_force") when there was none."""
    for form in reversed(FORMS[name]):
        if form.since <= received_on.isoformat():
            return form
    only = FORMS[name][0]
    since = date.fromisoformat(only.since)
    raise Problem("form_not_in_force", form=only.title.capitalize(), since=f"{since:%d/%m/%Y}")
