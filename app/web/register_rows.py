"""What stands behind the numbers of a register: one row for each, for the screen, for a file and for paper."""

import json

from flask_babel import gettext as _
from flask_login import current_user

from app.records import certification as certifications
from app.records import dossier as dossiers
from app.records import register, report, unit
from app.rules import clock, tracking
from app.rules.fee import money
from app.rules.register import LEASED, REGISTERS, VOID
from app.rules.report import REGISTER as REPORTS
from app.rules.table_file import Column
from app.web.assistance_words import Names
from app.web.words import day, label, moment

_CHUNK = 500


def is_certification(code: str) -> bool:
    return code.startswith("chung_thuc_")


def shown(code: str, numbers: list[dict]) -> list[dict]:
    """Rows of records.register as the screen shows them: {number, day, state, title, words, href, staff, struck, …}."""
    names = Names(current_user.ward_id)
    leases = {row["id"]: row for row in register.open_leases(current_user.ward_id)} if _lent(numbers) else {}
    return [_shown(number, about, names, leases) for number, about in _with_subjects(code, numbers)]


def _lent(numbers: list[dict]) -> bool:
    return any(number["state"] == LEASED for number in numbers)


def _with_subjects(code: str, numbers: list[dict]):
    """(number, what it was given to or None), the subjects looked up together."""
    find = report.reports if code == REPORTS else dossiers.dossiers_by_id
    if is_certification(code):
        find = certifications.certifications
    for start in range(0, len(numbers), _CHUNK):
        chunk = numbers[start : start + _CHUNK]
        found = find(current_user.ward_id, {number["subject"] for number in chunk if number["subject"]})
        for number in chunk:
            yield number, found.get(number["subject"])


def _shown(number: dict, about: dict | None, names: Names, leases: dict) -> dict:
    row = {
        "number": number["number"],
        "symbol": REGISTERS[number["register"]][1],
        "day": day(number["given_on"]),
        "state": number["state"],
        "staff": names.staff.get(number["staff"], ""),
        "struck": number["state"] == VOID,
        "why": "",
        "title": "",
        "words": "",
        "href": "",
    }
    if number["state"] == VOID:
        row["why"] = _(
            "Đã hủy %(when)s, %(who)s: %(reason)s",
            when=moment(number["voided_at"]),
            who=names.staff.get(number["voided_by"], "") or _("hệ thống"),
            reason=number["void_reason"],
        )
    if number["state"] == LEASED:
        lease = leases.get(number["lease"], {})
        row["title"] = _("Đang cho mượn: %(machine)s", machine=names.device(lease.get("device", "")))
    elif about is None:
        row["title"] = _("Số cho mượn, chưa dùng") if number["lease"] else ""
    elif is_certification(number["register"]):
        line = _line(about, number)
        row |= {"title": about["name"], "href": f"/chung-thuc/{about['id']}"}
        row["words"] = _("%(paper)s, %(copies)s bản, %(money)s", **(line | {"money": money(line["fee"])}))
    elif number["register"] == REPORTS:
        row |= {"title": about["title"], "words": about["under"], "href": f"/bao-cao/da-phat-hanh/{about['id']}"}
    else:
        row |= {"title": about["name"], "href": f"/ho-so/{about['id']}"}
        row["words"] = f"{about['procedure_name']} · {tracking.format(about['tracking'])}"
    return row


def _line(about: dict, number: dict) -> dict:
    """The line of a certification that has this number."""
    return next(line for line in json.loads(about["lines"]) if line["number"] == number["number"])


def columns(code: str) -> list[Column]:
    """Of the file: number, what it was given to, who gave it, and when, by whom and why it was struck through."""
    given = [Column(_("Số"), 8), Column(_("Ngày"), 12), Column(_("Tình trạng số"), 12)]
    void = [
        Column(_("Người ghi"), 24),
        Column(_("Hủy lúc"), 16),
        Column(_("Người hủy"), 24),
        Column(_("Lý do hủy"), 40),
    ]
    if code == REPORTS:
        return [*given, Column(_("Báo cáo"), 50), Column(_("Kỳ"), 40), *void]
    return given + (_certification_columns() if is_certification(code) else _dossier_columns()) + void


def _certification_columns() -> list[Column]:
    return [
        Column(_("Người yêu cầu chứng thực"), 30),
        Column(_("Loại giấy tờ"), 40),
        Column(_("Số trang bản chính"), 10),
        Column(_("Số bản"), 8),
        Column(_("Phí (đồng)"), 12),
        Column(_("Số biên lai"), 14),
        Column(_("Người ký chứng thực"), 24),
        Column(_("Ghi chú"), 30),
    ]


def _dossier_columns() -> list[Column]:
    return [
        Column(_("Mã hồ sơ"), 16),
        Column(_("Mã hồ sơ quốc gia"), 26),
        Column(_("Thủ tục"), 50),
        Column(_("Người nộp"), 30),
        Column(_("Địa chỉ"), 40),
        Column(_("Nhận lúc"), 16),
        Column(_("Hẹn trả"), 16),
        Column(_("Trả lúc"), 16),
        Column(_("Tình trạng hồ sơ"), 20),
    ]


def cells(code: str, numbers: list[dict]):
    """The rows of the file, as `columns` say."""
    names = Names(current_user.ward_id)
    for number, about in _with_subjects(code, numbers):
        void = [moment(number["voided_at"]), names.staff.get(number["voided_by"], ""), number["void_reason"]]
        given = [number["number"], day(number["given_on"]), _state(number)]
        own = [about["title"], about["under"]] if code == REPORTS else _own_cells(code, number, about)
        yield [*given, *own, names.staff.get(number["staff"], ""), *void]


def _own_cells(code: str, number: dict, about: dict | None) -> list:
    return (_certification_cells if is_certification(code) else _dossier_cells)(number, about)


def _state(number: dict) -> str:
    return {VOID: _("Đã hủy"), LEASED: _("Cho mượn")}.get(number["state"], _("Đã dùng"))


def _certification_cells(number: dict, about: dict | None) -> list:
    if about is None:
        return ["", "", None, None, None, "", "", ""]
    line = _line(about, number)
    counted = [line["pages"], line["copies"], line["fee"]]
    return [about["name"], line["paper"], *counted, about["fee_receipt"], about["signer"], about["note"]]


def _dossier_cells(number: dict, about: dict | None) -> list:
    if about is None:
        return [""] * 9
    times = [moment(about[name]) for name in ("received_at", "due_current_at", "returned_at")]
    state = label("dossier_state", about["state"])
    code = tracking.format(about["tracking"])
    return [code, about["national_code"], about["procedure_name"], about["name"], about["address"], *times, state]


def for_paper(code: str, numbers: list[dict]) -> list[dict]:
    """As app/printing/registers.py wants them: of the ledger (Mẫu 07), or of a certification register."""
    units = {row["id"]: row["name"] for row in unit.units(current_user.ward_id, every=True)}
    paper = _certification_paper if is_certification(code) else _ledger_paper
    return [
        {"number": number["number"], "voided": number["state"] == VOID, "void_reason": number["void_reason"]}
        | paper(number, about, units)
        for number, about in _with_subjects(code, numbers)
    ]


def _certification_paper(number: dict, about: dict | None, _units: dict) -> dict:
    line = _line(about, number) if about else {"paper": "", "copies": 0, "fee": 0}
    row = about or {"name": "", "signer": "", "note": ""}
    counted = {name: line[name] for name in ("paper", "copies", "fee")}
    return {"on": number["given_on"], **{name: row[name] for name in ("name", "signer", "note")}, **counted}


def _ledger_paper(number: dict, about: dict | None, units: dict) -> dict:
    if about is None:
        lent = _("Đang cho máy mượn") if number["state"] == LEASED else ""
        empty = ("code", "national_code", "procedure", "name", "address", "phone", "unit", "due_at", "returned_at")
        return {
            **dict.fromkeys(empty, ""),
            "copies": 0,
            "received_at": number["given_on"],
            "return_by": "",
            "note": lent,
        }
    kept = {name: about[name] for name in ("national_code", "copies", "name", "address", "phone", "note")}
    times = {
        "received_at": clock.write(about["received_at"]),
        "due_at": _written(about["due_current_at"]),
        "returned_at": _written(about["returned_at"]),
    }
    return (
        kept
        | times
        | {
            "code": tracking.format(about["tracking"]),
            "procedure": about["procedure_name"],
            "unit": units.get(about["unit"], ""),
            "return_by": label("dossier_return", about["return_by"]),
        }
    )


def _written(at: int | None) -> str:
    return clock.write(at) if at is not None else ""
