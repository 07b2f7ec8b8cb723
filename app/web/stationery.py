"""From a dossier's row, the ward and the office to what app/printing draws: the one mapping for every sheet.

Whoever prints dossiers (one, many at once, the pages of an outage) asks `Stationery` and nothing else. Paper of a
Vietnamese authority is Vietnamese, whatever the screen speaks.
"""

from functools import cached_property

from flask import current_app

from app.ledger import paper_seal
from app.printing import dossier_sheets, registers
from app.records import ward as ward_records
from app.records import workday as calendar_records
from app.rules import clock, dossier_fields, fee, tracking
from app.rules.dossier_row import opened
from app.rules.handling_check import FORMS
from app.web import dossier_card
from app.web.dossier_words import DossierNames

# {slug: (what draws it, kind in the QR code, column and symbol of its number, column of the moment of its act)}
SHEETS = {
    "giay-tiep-nhan": (dossier_sheets.receipt, "01", "receipt_number", "TNHS", "accepted_at"),
    "phieu-bo-sung": (dossier_sheets.supplement, "02", "supplement_number", "HDHS", "supplement_asked_at"),
    "phieu-tu-choi": (dossier_sheets.refusal, "03", "refusal_number", "TCHS", "closed_at"),
    "van-ban-gia-han": (dossier_sheets.apology, "04", "extension_number", "PXL", "extended_at"),
    "van-ban-xin-loi": (dossier_sheets.apology, "04", "apology_number", "PXL", "apologised_at"),
    "thong-bao-dung": (dossier_sheets.stop, "05", "stop_number", "TBD", "closed_at"),
    "phieu-kiem-soat": (dossier_sheets.control, "06", "control_number", "KSHS", "accepted_at"),
    "phieu-tra-ket-qua": (dossier_sheets.return_receipt, "", "receipt_number", "TNHS", "returned_at"),
    "bia-thu": (registers.post_label, "", "receipt_number", "TNHS", "returned_at"),
}
_ROWS_OF_CONTROL = 6
# A sheet may promise a day: what its QR code says of it.
_PROMISES = {"giay-tiep-nhan": "due_original_at", "van-ban-gia-han": "due_current_at"}


class Stationery:
    """What every sheet of one ward has in common, looked up once: for one sheet or for five hundred."""

    def __init__(self, ward_id: int, now: int):
        self.ward_id, self.now = ward_id, now
        self.names = DossierNames(ward_id)
        self.config = current_app.config["GD"]

    @cached_property
    def ward(self) -> dict:
        return ward_records.ward(self.ward_id)

    @cached_property
    def office(self) -> dict:
        return calendar_records.office(self.ward_id)

    @cached_property
    def rates(self) -> bool:
        """Whether a page takes ratings: a QR code that leads nowhere is not printed."""
        return current_app.url_map.bind("localhost").test("/danh-gia/0")

    def heading(self) -> dict:
        """A people's committee names no superior organ in its heading (NĐ 30/2020, Phụ lục I, II.2)."""
        return {
            "organ_line_1": "Ủy ban nhân dân",
            "organ_line_2": self.ward["name"],
            "office": self.office["counter_name"],
            "place": self.ward["place_name"],
            "demo": self.config.demo,
            "ward_slug": self.ward["slug"],
        }

    def draw(self, slug: str, row: dict) -> bytes:
        return SHEETS[slug][0](self.record(slug, row))

    def record(self, slug: str, row: dict, preview: bool = False) -> dict:
        """What app.printing takes for a sheet of this dossier. `preview`: no number and no seal, it does not count."""
        _draw, kind, number, symbol, moment = SHEETS[slug]
        at = row[moment] if row[moment] is not None else self.now
        record = {
            **self.heading(),
            "at": clock.write(at),
            "received_on": row["received_on"],
            "number": 0 if preview else row[number],
            "symbol": symbol,
            "code": tracking.format(row["tracking"]),
            **{name: row[name] for name in ("national_code", "name", "address", "phone", "email", "subject")},
            "procedure": row["procedure_name"],
            "procedure_code": row["procedure_code"],
            "clerk": self.names.person(row["received_by"]),
            **_PARTS[slug](self, row),
        }
        return record | {"verify_text": "" if preview or not kind else self._seal(slug, row, record)}

    def _seal(self, slug: str, row: dict, record: dict) -> str:
        _draw, kind, number, symbol, _moment = SHEETS[slug]
        promised = row[_PROMISES[slug]] if slug in _PROMISES else None
        issued_on = record["at"][:10]
        return paper_seal.seal_sheet(
            self.ward_id,
            self.config.base_url,
            kind=kind,
            facts={name: value for name, value in record.items() if name not in ("ward_slug", "rating_url")},
            issued_on=issued_on,
            due_on=clock.day_of(promised) if promised is not None else "",
            number=row[number],
            register=symbol,
            year=int(issued_on[:4]),
            code=row["tracking"],
        )

    def rating_url(self, row: dict) -> str:
        return f"{self.config.base_url}/danh-gia/{row['tracking']}" if self.rates else ""

    @property
    def office_name(self) -> str:
        """ "phường Hà Đông", as it stands in a sentence."""
        return self.ward["name"][:1].lower() + self.ward["name"][1:]

    def contact(self, staff: str) -> dict:
        return {"contact_name": self.names.person(staff), "contact_phone": self.office["counter_phone"]}

    def signer(self, staff: str) -> dict:
        """The head of the authority or a deputy in the head's place, never the clerk (R11)."""
        title = " ".join(self.office["signer_title"].split())
        deputy = title.upper().startswith("KT.")
        head = title[3:].upper().partition("PHÓ")[0].strip() if deputy else title
        return {
            "signer_rank": dossier_sheets.DEPUTY if deputy else dossier_sheets.HEAD,
            "head_title": head or "CHỦ TỊCH",
            "signer_name": self.names.person(staff) if staff else self.office["signer_name"],
        }


def _receipt(stationery: Stationery, row: dict) -> dict:
    return {
        "rating_url": stationery.rating_url(row),
        "office_name": stationery.office_name,
        "documents": [
            {"name": one["name"], "form": FORMS[one["form"]], "count": one["count"]} for one in opened(row, "documents")
        ],
        "copies": row["copies"],
        "legal_time": row["legal_text"],
        "received_at": clock.write(row["accepted_at"]),
        "due_at": clock.write(row["due_original_at"]),
        "return_by": return_words(row),
        "fee": fee_words(row),
        "book": f"01/{row['receipt_year']}",
        "book_number": row["receipt_number"],
        "note": row["note"],
        "identity_line": bool(stationery.office["identity_line"]),
    }


def return_words(row: dict) -> str:
    words = dossier_fields.RETURNS[row["return_by"]]
    return f"{words}: {row['return_address']}" if row["return_by"] == "post" else words


def fee_words(row: dict) -> str:
    """The fee with its why: "15.000 đồng (Nghị quyết …)"; where no rule is known, what is known in words."""
    told = opened(row, "fee")
    whys = "; ".join(line["why"] for line in told["lines"] if line["why"])
    words = f"{fee.money(told['total'])} ({whys})" if told["known"] and whys else whys
    if told["known"] and not whys:
        words = fee.money(told["total"])
    return f"{words}. Biên lai số {row['fee_receipt']}" if row["fee_receipt"] else words


def _supplement(stationery: Stationery, row: dict) -> dict:
    asked = [one for one in opened(row, "redates") if one["why"] == "supplement"]
    guide = asked[-1]["by"] if asked else row["received_by"]
    return {
        "rating_url": stationery.rating_url(row),
        "papers": opened(row, "supplement_papers"),
        "reason": row["supplement_reason"],
        "clerk": stationery.names.person(guide),
        **stationery.contact(guide),
    }


def _refusal(stationery: Stationery, row: dict) -> dict:
    return {
        "rating_url": stationery.rating_url(row),
        "office_name": stationery.office_name,
        "reason": row["end_reason"],
        "basis": row["end_basis"],
        "clerk": stationery.names.person(row["finished_by"]),
    }


def _extension(stationery: Stationery, row: dict) -> dict:
    return {
        "received_at": clock.write(row["received_at"]),
        "due_at": clock.write(row["extended_from_at"]),
        "new_on": _extended_to(row),
        "reason": row["extension_reason"],
        "late": False,
        **stationery.signer(row["extended_by"]),
    }


def _extended_to(row: dict) -> str:
    """The day that the extension promised, whatever a change of the calendar has made of it since."""
    moves = [one for one in opened(row, "redates") if one["why"] == "extend"]
    return clock.day_of(moves[-1]["to_at"])


def _apology(stationery: Stationery, row: dict) -> dict:
    return {
        "received_at": clock.write(row["received_at"]),
        "due_at": clock.write(row["due_current_at"]),
        "new_on": row["promised_on"],
        "reason": row["apology_reason"],
        "late": row["apologised_at"] > row["due_current_at"],
        **stationery.signer(row["apologised_by"]),
    }


def _stop(stationery: Stationery, row: dict) -> dict:
    return {
        "received_at": clock.write(row["received_at"]),
        "reason": row["end_reason"],
        "basis": row["end_basis"],
        "next": "Đến nơi tiếp nhận để nhận lại giấy tờ đã nộp và được hướng dẫn.",
        **stationery.contact(row["received_by"]),
        **stationery.signer(row["finished_by"]),
    }


def _control(stationery: Stationery, row: dict) -> dict:
    names = stationery.names
    steps = [
        {
            "unit": names.units.get(step["unit_to"], ""),
            "given_at": clock.write(step["handed_at"]),
            "taken_at": clock.write(step["taken_at"]) if step["taken_at"] is not None else "",
            "giver": names.person(step["staff_from"]),
            "taker": names.person(step["staff_to"]),
            "standing": dossier_card.standing(step, stationery.now) if step["taken_at"] is not None else "",
            "note": step["note"],
        }
        for step in opened(row, "steps")
    ]
    partners = {one["authority"] for one in opened(row, "results") if one["authority"]}
    return {
        "unit": names.units.get(row["unit"], ""),
        "partners": "; ".join(sorted(partners)) if len(partners) > 1 else "",
        "due_at": clock.write(row["due_current_at"]) if row["due_current_at"] is not None else "",
        "steps": steps,
        "rows_min": _ROWS_OF_CONTROL,
    }


def _return(stationery: Stationery, row: dict) -> dict:
    results = opened(row, "results")
    given = [one for one in results if one["returned_at"]] or [one for one in results if one["finished_at"]]
    returned_at = row["returned_at"] or max([one["returned_at"] or 0 for one in given] or [0]) or stationery.now
    how = row["returned_how"] or row["return_by"]
    return {
        "at": clock.write(returned_at),
        "results": [{"name": one["name"], "number": one["number"], "count": 1} for one in given]
        or [{"name": row["procedure_name"], "number": "", "count": 1}],
        "returned_at": clock.write(returned_at),
        "return_by": dossier_fields.RETURNS[how],
        "receiver": row["returned_to"] or row["name"],
        "authority": "",
        "post_number": row["post_number"],
        "fee": f"Cước bưu chính {fee.money(row['post_fee'])}" if row["post_fee"] else "",
        "note": "",
        "clerk": stationery.names.person(row["holder"]),
    }


def _label(stationery: Stationery, row: dict) -> dict:
    return {
        "from_address": stationery.office["counter_address"],
        "from_phone": stationery.office["counter_phone"],
        "to_name": row["name"],
        "to_address": row["return_address"],
        "to_phone": row["phone"],
        "contents": f"Kết quả hồ sơ {tracking.format(row['tracking'])}: {row['procedure_name']}",
        "collect": "",
        "post_number": row["post_number"],
    }


_PARTS = {
    "giay-tiep-nhan": _receipt,
    "phieu-bo-sung": _supplement,
    "phieu-tu-choi": _refusal,
    "van-ban-gia-han": _extension,
    "van-ban-xin-loi": _apology,
    "thong-bao-dung": _stop,
    "phieu-kiem-soat": _control,
    "phieu-tra-ket-qua": _return,
    "bia-thu": _label,
}
