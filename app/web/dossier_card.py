"""One dossier as its page tells it: texts ready to be shown, "" where there is nothing to say."""

from flask_babel import gettext as _

from app.rules import due, fee, tracking
from app.rules.dossier_row import opened
from app.rules.handling_check import FORMS
from app.rules.register import REGISTERS
from app.web.assistance_words import phone_text
from app.web.dossier_actions import Asked, pending
from app.web.dossier_words import DossierNames, due_words, number_text, remaining
from app.web.words import day, label, moment, said

# {column of the row: the register its number stands in}
NUMBERS = {
    "receipt_number": "tnhs",
    "control_number": "kshs",
    "supplement_number": "hdhs",
    "refusal_number": "tchs",
    "extension_number": "pxl",
    "apology_number": "pxl",
    "stop_number": "tbd",
}


def card(row: dict, asked: Asked, names: DossierNames) -> dict:
    waiting = pending(row)
    return {
        "title": _("Hồ sơ %(number)s", number=number_text(row)) if row["receipt_number"] else _("Hồ sơ chưa có số"),
        "code": tracking.format(row["tracking"]),
        "state": label("dossier_state", row["state"]),
        "remaining": remaining(row, asked.calendar, asked.now),
        "due": due_words(row["due_current_at"]),
        "original": due_words(row["due_original_at"]) if row["due_original_at"] != row["due_current_at"] else "",
        "legal": due_words(row["due_legal_at"]) if row["due_legal_at"] != row["due_current_at"] else "",
        "legal_text": row["legal_text"],
        "holder": names.holder(row["holder"], row["unit"]),
        "waiting_for": names.person(waiting["staff_to"]) if waiting else "",
        "waiting_until": due_words(waiting["due_at"]) if waiting else "",
        "variant": asked.variant["name"],
        "phone": phone_text(row["phone"]),
        "channel": label("dossier_channel", row["channel"]),
        "return_by": label("dossier_return", row["return_by"]),
        "received": moment(row["received_at"]),
        "received_by": names.person(row["received_by"]),
        "accepted": moment(row["accepted_at"]) if row["accepted_at"] != row["received_at"] else "",
        "finished": moment(row["finished_at"]),
        "moves": [_move(one, names) for one in opened(row, "redates")],
        "results": [_result(one) for one in opened(row, "results")],
        "documents": [{**one, "form": said(FORMS[one["form"]])} for one in opened(row, "documents")],
        "asked_papers": opened(row, "supplement_papers"),
        "fee": _fee(row),
        "steps": [step_words(one, names, asked.now) for one in opened(row, "steps")],
        "post": _post(row),
        "numbers": [
            (said(REGISTERS[register][0]), number_text(row, register, row[name]).removesuffix("/0"))
            for name, register in NUMBERS.items()
            if row[name]
        ],
        "apology": _apology(row, names),
        "ended": _ended(row, names),
    }


def _move(one: dict, names: DossierNames) -> dict:
    why = {
        "supplement": _("Yêu cầu bổ sung, thời hạn tính lại từ đầu"),
        "verify": _("Chuyển sang thời hạn xác minh"),
        "extend": _("Gia hạn"),
        "calendar": _("Lịch làm việc thay đổi"),
    }
    return {
        "title": why.get(one["why"], one["why"]),
        "when": moment(one["at"]),
        "who": names.person(one["by"]),
        "before": due_words(one["from_at"]),
        "after": due_words(one["to_at"]) or _("chờ bổ sung"),
        "reason": one["reason"],
    }


def _result(one: dict) -> dict:
    if one["returned_at"]:
        state = _("Đã trả %(when)s", when=moment(one["returned_at"]))
    elif one["finished_at"]:
        state = _("Đã có %(when)s", when=moment(one["finished_at"]))
    else:
        state = _("Chưa có")
    late = one["finished_at"] is not None and one["finished_at"] > one["due_at"]
    return {
        "name": one["name"],
        "authority": one["authority"],
        "due": due_words(one["due_at"]),
        "state": state + (_(", muộn") if late else ""),
        "number": one["number"],
    }


def _fee(row: dict) -> dict:
    told = opened(row, "fee")
    known = told.get("known", False)
    free = known and told["total"] == 0
    return {
        "total": fee.money(told["total"]) if known else _("chưa rõ"),
        "lines": [
            {**line, "amount": fee.money(line["amount"]) if line["amount"] is not None else _("chưa rõ")}
            for line in told.get("lines", [])
        ],
        "paid": fee.money(row["fee_paid"]) if row["fee_paid"] else _("không phải thu") if free else _("chưa thu"),
        "receipt": row["fee_receipt"],
    }


def standing(step: dict, now: int) -> str:
    """ "early" (before its last hour), "on_time" or "late" of a hand-over; "" while it waits and still may.

    R5, NĐ 309/2026 Đ18.2: the same working day; after 15:00 at the opening of the next.
    """
    taken = step["taken_at"]
    if taken is None:
        return "late" if now > step["due_at"] else ""
    if taken > step["due_at"]:
        return "late"
    return "early" if step["due_at"] - taken >= 60 * 60 * 1000 else "on_time"


def step_words(step: dict, names: DossierNames, now: int) -> dict:
    labels = {"early": _("Trước hạn"), "on_time": _("Đúng hạn"), "late": _("Quá hạn"), "": _("Chờ nhận")}
    state = standing(step, now)
    return {
        "from": names.holder(step["staff_from"], step["unit_from"]),
        "to": names.holder(step["staff_to"], step["unit_to"]),
        "handed": moment(step["handed_at"]),
        "due": due_words(step["due_at"]),
        "taken": moment(step["taken_at"]),
        "standing": state,
        "standing_label": labels[state],
        "note": step["note"],
    }


def _post(row: dict) -> list[tuple[str, str]]:
    if row["return_by"] != "post" and row["returned_how"] != "post":
        return []
    return [
        (_("Địa chỉ nhận"), row["return_address"]),
        (_("Số hiệu bưu gửi"), row["post_number"]),
        (_("Cước bưu chính"), fee.money(row["post_fee"]) if row["post_fee"] else ""),
        (_("Bưu điện báo đã phát"), moment(row["post_confirmed_at"])),
    ]


def _apology(row: dict, names: DossierNames) -> list[tuple[str, str]]:
    """What the head has written to the citizen about the day (NĐ 61/2018 Đ19.9)."""
    told = []
    if row["extended_at"] is not None:
        told += [
            (_("Gia hạn"), f"{moment(row['extended_at'])}, {names.person(row['extended_by'])}"),
            (_("Lý do gia hạn"), row["extension_reason"]),
        ]
    if row["apologised_at"] is not None:
        told += [
            (_("Xin lỗi"), f"{moment(row['apologised_at'])}, {names.person(row['apologised_by'])}"),
            (_("Lý do trễ hẹn"), row["apology_reason"]),
            (_("Hứa trả vào ngày"), day(row["promised_on"])),
        ]
    return told


def _ended(row: dict, names: DossierNames) -> list[tuple[str, str]]:
    if not row["end_reason"]:
        return []
    return [
        (_("Kết thúc"), label("dossier_state", row["state"])),
        (_("Lúc"), moment(row["closed_at"])),
        (_("Người quyết định"), names.person(row["finished_by"])),
        (_("Lý do"), row["end_reason"]),
        (_("Căn cứ"), row["end_basis"]),
    ]


def hand_over_until(asked: Asked) -> str:
    """When a hand-over made now must have arrived (R5)."""
    return due_words(due.hand_over_due(asked.calendar, asked.now))
