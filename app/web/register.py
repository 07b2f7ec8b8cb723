"""The registers (sổ) of the ward by year: every number in its place, printed, taken away as a file, closed."""

from flask import Blueprint, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from app.config import PAGE_ROWS
from app.ledger.envelope import new_id
from app.printing import registers as paper
from app.problems import Problem
from app.records import register as records
from app.records import workday
from app.records.register import Part
from app.rules import clock
from app.rules.register import REGISTERS, register_id
from app.rules.table_file import csv_bytes, xlsx_bytes
from app.web import door, register_rows
from app.web.assistance_words import Names
from app.web.guard import allow
from app.web.paging import page_of
from app.web.paper_answer import heading_of_ward, on_paper, pdf_answer
from app.web.render import show, tell
from app.web.sessions import now_ms
from app.web.table_answer import table_answer
from app.web.words import said, sentence

routes = Blueprint("register", __name__, url_prefix="/so")

FIRST_YEAR, LAST_YEAR = 2024, 2098
# {register: its sheet's name in app/printing/registers.py}; the others leave as files.
_CERTIFICATION_SHEETS = {
    "chung_thuc_ban_sao": "copy",
    "chung_thuc_chu_ky": "signature",
    "chung_thuc_nguoi_dich": "translator",
    "chung_thuc_giao_dich": "contract",
}
PRINTED = {"tnhs", *_CERTIFICATION_SHEETS}


def slug(code: str) -> str:
    """As the address line says it: "chung_thuc_ban_sao" → "chung-thuc-ban-sao"."""
    return code.replace("_", "-")


def _known(code: str) -> str:
    """Raises Problem("not_found") for what is no register."""
    wanted = code.replace("-", "_")
    if wanted not in REGISTERS:
        raise Problem("not_found")
    return wanted


def _number(name: str, least: int, most: int) -> int:
    """A whole number of the address line within its limits; 0 when it is none."""
    text = request.args.get(name, "")
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    return value if least <= value <= most else 0


def _this_year() -> int:
    return clock.local(now_ms()).year


def _asked(code: str) -> Part:
    """The part of a register that the address line asks for."""
    year = _number("nam", FIRST_YEAR, LAST_YEAR) or _this_year()
    return Part(code, year, _number("thang", 1, 12), _number("tu", 1, 99_999_999), _number("den", 1, 99_999_999))


@routes.get("")
@allow("register.see")
def every():
    year = _number("nam", FIRST_YEAR, LAST_YEAR) or _this_year()
    held = {row["register"]: row for row in records.registers(current_user.ward_id) if row["year"] == year}
    names = Names(current_user.ward_id)
    books = [
        {
            "title": said(title),
            "symbol": symbol,
            "href": f"/so/{slug(code)}?nam={year}",
            "last": held[code]["last_number"] if code in held else 0,
            "lent": held[code]["lent"] if code in held else 0,
            "closed": _closed_words(held.get(code), names),
        }
        for code, (title, symbol) in REGISTERS.items()
    ]
    lent = sum(row["left"] for row in records.open_leases(current_user.ward_id))
    return show("register/list.html", books=books, year=year, years=_years(year, "/so?nam="), lent=lent)


def _years(year: int, address: str) -> list[dict]:
    shown = [each for each in (year - 1, year, year + 1) if FIRST_YEAR <= each <= _this_year()]
    return [
        {"href": f"{address}{each}", "label": _("Năm %(year)s", year=each), "current": each == year} for each in shown
    ]


def _closed_words(book: dict | None, names: Names) -> str:
    if book is None or book["closed_at"] is None:
        return ""
    on = clock.local(book["closed_at"]).strftime("%d/%m/%Y")
    return _("Đã khóa ngày %(day)s, %(who)s", day=on, who=names.person(book["closed_by"]))


@routes.get("/<code>")
@allow("register.see")
def book(code):
    part = _asked(_known(code))
    ward_id, address = current_user.ward_id, f"/so/{code}"
    held = records.register(ward_id, register_id(part.register, part.year))
    counts = records.part_counts(ward_id, part)
    query = {"nam": part.year} | {
        name: value for name, value in (("thang", part.month), ("tu", part.low), ("den", part.high)) if value
    }
    page = page_of(counts["all"], address, query)
    numbers = records.part_rows(ward_id, part, PAGE_ROWS, page.first, latest_first=True)
    return show(
        "register/book.html",
        address=address,
        title=said(REGISTERS[part.register][0]),
        part=part,
        held=held,
        closed=_closed_words(held, Names(ward_id)),
        closable=held is not None and held["closed_at"] is None and part.year < _this_year(),
        counts=counts,
        holes=records.holes(ward_id, part.register, part.year),
        whole=not (part.month or part.low or part.high),
        numbers=register_rows.shown(part.register, numbers),
        page=page,
        query=query,
        years=_years(part.year, f"{address}?nam="),
        prints=part.register in PRINTED,
        too_long=counts["all"] > paper.ROWS_MAX,
        most=paper.ROWS_MAX,
        certification=register_rows.is_certification(part.register),
    )


@routes.get("/<code>/so.csv")
@allow("register.see")
@on_paper
def as_csv(code):
    part = _asked(_known(code))
    content = csv_bytes(register_rows.columns(part.register), _cells(part))
    return table_answer(content, f"{_file_name(code, part)}.csv")


@routes.get("/<code>/so.xlsx")
@allow("register.see")
@on_paper
def as_xlsx(code):
    part = _asked(_known(code))
    content = xlsx_bytes(
        f"{REGISTERS[part.register][1]} {part.year}", register_rows.columns(part.register), _cells(part)
    )
    return table_answer(content, f"{_file_name(code, part)}.xlsx")


def _cells(part: Part) -> list[list]:
    most = records.part_counts(current_user.ward_id, part)["all"]
    return list(register_rows.cells(part.register, records.part_rows(current_user.ward_id, part, most)))


def _file_name(code: str, part: Part) -> str:
    month = f"-{part.month:02d}" if part.month else ""
    return f"so-{code}-{part.year}{month}"


@routes.get("/<code>/so.pdf")
@allow("register.see")
@on_paper
def as_pdf(code):
    """The book on A4, or a month or a range of it: a volume has at most paper.ROWS_MAX numbers."""
    part = _asked(_known(code))
    if part.register not in PRINTED:
        raise Problem("not_found")
    counts = records.part_counts(current_user.ward_id, part)
    if counts["all"] > paper.ROWS_MAX:
        raise Problem("register_too_long", most=paper.ROWS_MAX)
    rows = register_rows.for_paper(part.register, records.part_rows(current_user.ward_id, part, paper.ROWS_MAX))
    heading = _heading(part)
    if part.register == "tnhs":
        content = paper.ledger(heading, rows)
    else:
        content = paper.certification_register(heading | {"kind": _CERTIFICATION_SHEETS[part.register]}, rows)
    return pdf_answer(content, f"{_file_name(code, part)}.pdf")


def _heading(part: Part) -> dict:
    """What the printed book says of itself; the closing line stands only under a month or a year that is over."""
    now = now_ms()
    office = workday.office(current_user.ward_id)
    over = f"{part.year}-{part.month or 12:02d}" < clock.day_of(now)[:7]
    return {
        **heading_of_ward(),
        "office": office["counter_name"],
        "ward_slug": "",
        "at": clock.write(now),
        "year": part.year,
        "volume": "01",
        "period": _period(part),
        "opened_on": f"{part.year}-01-01",
        "closing": over and not (part.low or part.high),
        "head_title": _("Trưởng Bộ phận tiếp nhận và trả kết quả"),
        "head_name": "",
    }


def _period(part: Part) -> str:
    if part.low or part.high:
        return _("từ số %(low)s đến số %(high)s", low=part.low or 1, high=part.high or "…")
    return _("tháng %(month)s năm %(year)s", month=part.month, year=part.year) if part.month else ""


@routes.get("/<code>/khoa-so/<int:year>")
@allow("register.close")
def confirm_close(code, year):
    return _close_form(Part(_known(code), year), code)


@routes.post("/<code>/khoa-so/<int:year>")
@allow("register.close")
def close(code, year):
    part = Part(_known(code), year)
    try:
        door.send("register.close/1", register_id(part.register, part.year), {})
    except Problem as problem:
        if problem.code not in ("register_closed", "register_year_running", "register_lent"):
            raise
        return _close_form(part, code, problem.status, sentence(problem.code))
    tell(_("Đã khóa sổ năm %(year)s.", year=part.year))
    return redirect(f"/so/{code}?nam={part.year}")


def _close_form(part: Part, code: str, status: int = 200, error: str = ""):
    held = records.register(current_user.ward_id, register_id(part.register, part.year))
    if held is None:
        raise Problem("not_found")
    return show(
        "register/close.html",
        status=status,
        address=f"/so/{code}",
        title=said(REGISTERS[part.register][0]),
        year=part.year,
        held=held,
        counts=records.part_counts(current_user.ward_id, Part(part.register, part.year)),
        error=error,
        operation_id=new_id(),
    )
