"""From a figure to what it counts: addresses of lists that hold as many rows as the number says."""

from urllib.parse import urlencode

from app.rules import feedback_fields
from app.rules.assistance_search import COMES_BACK as COMES_BACK
from app.rules.assistance_search import NONE_NAMED
from app.rules.feedback_search import UNSORTED
from app.web.report_period import Period

ADDRESS = "/so-lieu"


def _address(path: str, said: dict[str, str]) -> str:
    kept = {name: value for name, value in said.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def visits(first: str, last: str, **asked: str) -> str:
    """Assistances of some days; `asked`: diem, to, thu_tuc, ket_qua, kho_khan, viec, nop, nguoi. Voided ones are left
    out. "" of a neighbourhood or a procedure that was asked for is "none named"."""
    said = {name.replace("_", "-"): value for name, value in asked.items()}
    for name in ("to", "thu-tuc"):
        if name in said:
            said[name] = said[name] or NONE_NAMED
    return _address("/luot-ho-tro", {"tu": first, "den": last, "bo-huy": "1", **said})


def dossiers(period: Period, part: str, field: str | None = None, procedure: str = "", staff: str = "") -> str:
    """Dossiers behind a number of Biểu II.06a; `part`: dossier_report.BEHIND."""
    said = {"tu": period.first, "den": period.last, "phan": part, "thu-tuc": procedure, "nguoi": staff}
    if field is not None:
        said["linh-vuc"] = field or NONE_NAMED
    return _address(f"{ADDRESS}/ho-so/danh-sach", said)


def online(first: str, last: str, level: str) -> str:
    return _address(f"{ADDRESS}/truc-tuyen", {"tu": first, "den": last, "muc": level or NONE_NAMED})


def tickets(period: Period, point: str = "", long: bool = False) -> str:
    said = {"tu": period.first, "den": period.last, "diem": point, "lau": "1" if long else ""}
    return _address(f"{ADDRESS}/hang-cho", said)


def feedback(period: Period, **asked: str) -> str:
    """`asked`: loai, phan_loai ("" = not sorted yet), tra_loi."""
    said = {name.replace("_", "-"): value for name, value in asked.items()}
    if "phan-loai" in said:
        said["phan-loai"] = said["phan-loai"] or UNSORTED
    return _address("/phan-anh", {"trang-thai": "tat-ca", "tu": period.first, "den": period.last, **said})


def feedback_group(period: Period, key: str) -> str:
    """`key`: a category, or a kind of what has none."""
    if key in feedback_fields.KINDS:
        return feedback(period, loai=key, phan_loai="")
    return feedback(period, phan_loai=key)


def households(place: str = "", state: str = "") -> str:
    return _address("/ho", {"to": place, "tinh-trang": state})
