"""The forms that a dossier gets: Mẫu 01–06 and the return receipt, A5. Plain dicts in, PDF out; no flask, no tables.

Which title and number a form has is decided by `received_on` (forms.FORMS). Times are RFC 3339 with an offset, days
"YYYY-MM-DD", texts as the reader shall see them; "" means "not given". Every dict may be printed by our template
although the ward has its own: `ours=True`.

**The ward**, in every dict: `organ_line_1`, `organ_line_2` ("Ủy ban nhân dân", "Phường Hà Đông"), `office` (the one-
stop, second line of 01, 02, 03, 06: "Bộ phận tiếp nhận và trả kết quả", "Điểm phục vụ hành chính công …"), `place`
(địa danh: "Hà Đông"), `demo` (bool: MẪU on every page, TT 01/2018 Đ5.2), `ward_slug` ("" or the folder of the ward's
own templates).

**The dossier**, in every dict: `at` (time of the act that the sheet is about; its day stands in the heading),
`received_on` (day), `number` (int; 0 while it has none in the register: TẠM), `symbol` ("" for the form's own), `code`
(as people read it: "7K2M-9QXW-4T0H"), `national_code` (as given, R17), `name` (person or organisation), `address`,
`phone` (E.164), `email`, `procedure` (name), `procedure_code`, `subject` (what is asked for besides), `verify_text` (≤
300 letters, what the QR code holds; "" none), `clerk` (name of the official whose act it is).

**receipt** (Mẫu 01), besides: `rating_url` (R12), `office_name` ("phường Hà Đông"), `documents` (list of `name`,
`form` ("Bản chính"), `count` int), `copies` (int, sets), `legal_time` ("03 ngày làm việc"; "" leaves the line out, as
Đồng Nai does), `received_at`, `due_at` (times), `return_by` (text), `fee` (text with its why: "0 đồng (đúng hạn:
miễn)"), `book` ("01/2026") and `book_number` (int, 0 none) in the Sổ theo dõi, `note`, `identity_line` (bool: a dotted
line for the number of the identity card, to be written by hand; the number itself is never stored).

**supplement** (Mẫu 02): `rating_url`, `papers` (list of `name`, `what`, `citation`), `reason`, `contact_name`,
`contact_phone` (E.164 or as given).

**refusal** (Mẫu 03): `rating_url`, `office_name`, `reason`, `basis` (legal ground).

**apology** (Mẫu 04): `received_at`, `due_at` (what was promised), `new_on` (day), `reason`, `late` (bool: the promise
is already broken), `signer_rank` ("head" or "deputy": KT.), `head_title` ("Chủ tịch"), `signer_name`. Never the clerk
(R11).

**stop** (Mẫu 05): `received_at`, `reason`, `basis`, `next` (what the citizen can do), `contact_name`, `contact_phone`,
and the signer as in apology.

**control** (Mẫu 06): `unit` (who handles it), `partners` (who is asked, text), `due_at`, `steps` (list of `unit`,
`given_at`, `taken_at` (times or ""), `giver`, `taker` (names), `standing` ("early", "on_time", "late" or ""), `note`),
`rows_min` (int: so many rows at least, the others empty for the pen).

**return_receipt**: `results` (list of `name`, `number`, `count` int), `returned_at`, `return_by` (text), `receiver`
(who took it), `authority` (paper of authorisation, NĐ 61/2018 Đ6.2b, "" when it is the person), `post_number`, `fee`,
`note`.
"""

from app.printing import qr
from app.printing.drawing import Draft, draft, draw
from app.printing.forms import AUTHORITY, Form, form_of
from app.printing.typography import (
    day_of,
    joined,
    local,
    long_moment,
    moment,
    numbered,
    place_and_day,
    telephone,
)

HEAD, DEPUTY = "head", "deputy"
BOTH_COPIES = (1, 2)
STANDINGS = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn", "": ""}
_DOTS = "." * 60


def receipt(record: dict, copies: tuple[int, ...] = BOTH_COPIES, *, ours: bool = False) -> bytes:
    """Mẫu 01. Copy 1 is kept with the Phiếu kiểm soát, copy 2 goes to the citizen; both are one document."""
    return draw(receipt_draft(record, copies), ours=ours)


def receipt_draft(record: dict, copies: tuple[int, ...] = BOTH_COPIES) -> Draft:
    sheet = receipt_fields(record)
    title = f"{_sentence(sheet['title'])} {record['code']}"
    return draft("receipt", record, title, record["at"], sheet=sheet, copies=" ".join(map(str, copies)))


def receipt_fields(record: dict) -> dict:
    """What stands in each [data-field] of paper/_receipt.html; the browser's own print fills the same names."""
    fields = _dossier("receipt", record)
    book = joined(", số thứ tự: ", record["book"], numbered(record["book_number"]) if record["book_number"] else "")
    return (
        fields
        | {
            "office_name": record["office_name"],
            "identity_line": _DOTS if record["identity_line"] else "",
            "documents": [
                {"position": place, "name": paper["name"], "form": paper["form"], "count": paper["count"]}
                for place, paper in enumerate(record["documents"], 1)
            ],
            "copies": numbered(record["copies"]),
            "legal_time": record["legal_time"],
            "received_at": long_moment(record["received_at"]),
            "due_at": long_moment(record["due_at"]),
            "return_by": record["return_by"],
            "fee": record["fee"],
            "book": book if record["book_number"] else "",
            "note": record["note"],
            "rating_qr": qr.dots(record["rating_url"]),
            "browser": False,
        }
        | _places(bool(record["legal_time"]))
    )


def blank_receipt_fields(ward: dict, *, legal_time: bool = True) -> dict:
    """Mẫu 01 as a kept page carries it for the browser to fill: the ward's heading and nothing of any person.

    `ward` as above. The browser writes days, times and names as `receipt_fields` does. legal_time: whether the office
    prints that line, which moves the numbers of those below.
    """
    form = form_of("receipt", day_of("9999-12-31"))
    blank = dict.fromkeys(
        (
            "number", "place_date", "code", "name", "identity_line", "address", "contact", "subject", "national_code",
            "copies", "received_at", "due_at", "return_by", "fee", "book", "note", "clerk", "verify_qr", "rating_qr",
            "legal_time", "office_name", "running",
        ),
        "",
    )  # fmt: skip
    line_1, line_2 = _organ(ward, form)
    blank |= {"organ_line_1": line_1, "organ_line_2": line_2, "demo": ward["demo"], "title": form.title}
    return blank | {"state": "official", "documents": [], "browser": True} | _places(legal_time)


def supplement(record: dict, *, ours: bool = False) -> bytes:
    """Mẫu 02: what is missing, all of it at once (NĐ 61/2018 Đ17.2a)."""
    fields = _dossier("supplement", record) | {
        "papers": record["papers"],
        "reason": record["reason"],
        "contact_point": _contact(record),
        "rating_qr": qr.dots(record["rating_url"]),
    }
    return _printed("supplement", record, fields, ours)


def refusal(record: dict, *, ours: bool = False) -> bytes:
    """Mẫu 03: not received, with the reason (NĐ 61/2018 Đ19.8)."""
    fields = _dossier("refusal", record) | {
        "office_name": record["office_name"],
        "reason": record["reason"],
        "basis": record["basis"],
        "rating_qr": qr.dots(record["rating_url"]),
    }
    return _printed("refusal", record, fields, ours)


def apology(record: dict, *, ours: bool = False) -> bytes:
    """Mẫu 04: the head's apology and the new day (NĐ 61/2018 Đ19.9)."""
    fields = _dossier("apology", record) | {
        "organ": _organ_name(record),
        "received": long_moment(record["received_at"][:10]),
        "due": long_moment(record["due_at"][:10]),
        "new": long_moment(record["new_on"]),
        "reason": record["reason"],
        "late": record["late"],
        **_signer(record),
    }
    return _printed("apology", record, fields, ours)


def stop(record: dict, *, ours: bool = False) -> bytes:
    """Mẫu 05, new with TT 03/2025. Raises Problem("form_not_in_force") for older dossiers."""
    fields = _dossier("stop", record) | {
        "organ": _organ_name(record),
        "received": long_moment(record["received_at"][:10]),
        "reason": record["reason"],
        "basis": record["basis"],
        "next": record["next"],
        "contact_point": _contact(record),
        **_signer(record),
    }
    return _printed("stop", record, fields, ours)


def control(record: dict, *, ours: bool = False) -> bytes:
    """Mẫu 06: each hand-over with both sides' signatures; rows that have not happened are empty."""
    steps = [_step(step) for step in record["steps"]]
    steps += [_step(_NO_STEP)] * (record["rows_min"] - len(steps))
    fields = _dossier("control", record) | {
        "unit": record["unit"],
        "partners": record["partners"],
        "due_at": long_moment(record["due_at"]),
        "steps": steps,
    }
    return _printed("control", record, fields, ours)


def return_receipt(record: dict, *, ours: bool = False) -> bytes:
    """What was given back to whom and when, signed by both; no form of the circular prescribes it."""
    fields = _dossier(None, record) | {
        "title": "PHIẾU TRẢ KẾT QUẢ GIẢI QUYẾT HỒ SƠ",
        "results": [result | {"position": place} for place, result in enumerate(record["results"], 1)],
        "returned_at": long_moment(record["returned_at"]),
        "return_by": record["return_by"],
        "receiver": record["receiver"].upper(),
        "authority": record["authority"],
        "post_number": record["post_number"],
        "fee": record["fee"],
        "note": record["note"],
    }
    return _printed("return_receipt", record, fields, ours)


def _printed(name, record, fields, ours):
    title = f"{_sentence(fields['title'])} {record['code']}"
    return draw(draft(name, record, title, record["at"], sheet=fields), ours=ours)


def _dossier(name, record):
    """The heading and the lines that every form of a dossier has. name: of the form, None for one of our own."""
    form = form_of(name, day_of(record["received_on"])) if name else Form("", "", "TKQ", "office", "")
    line_1, line_2 = _organ(record, form)
    number = numbered(record["number"]) if record["number"] else "........"
    procedure = f"{record['procedure']} (mã\u00a0{record['procedure_code']})" if record["procedure_code"] else ""
    return {
        "organ_line_1": line_1,
        "organ_line_2": line_2,
        "number": f"{number}/{record['symbol'] or form.symbol}",
        "place_date": place_and_day(record["place"], day_of(record["at"])),
        "demo": record["demo"],
        "state": "official" if record["number"] else "provisional",
        "running": joined(" – ", form.number, record["code"]),
        "title": form.title,
        "code": record["code"],
        "national_code": record["national_code"],
        "name": record["name"].upper(),
        "address": record["address"],
        "contact": joined(". Email: ", telephone(record["phone"]), record["email"]),
        "subject": joined("; ", procedure or record["procedure"], record["subject"]),
        "clerk": record["clerk"],
        "verify_qr": qr.dots(record["verify_text"]),
    }


def _organ(ward, form):
    """The two lines of the organ that issues a form: the one-stop under its committee, or the committee itself."""
    if form.issuer == AUTHORITY or not ward["office"]:
        return ward["organ_line_1"], ward["organ_line_2"]
    return joined(" ", ward["organ_line_1"], ward["organ_line_2"]), ward["office"]


def _organ_name(record):
    """ "Ủy ban nhân dân phường Hà Đông", as it stands in a sentence."""
    second = record["organ_line_2"]
    return joined(" ", record["organ_line_1"], second[:1].lower() + second[1:])


def _places(legal_time):
    """The numbers before the lines 4 to 6 of Mẫu 01; without line 3 they move up."""
    moved = 0 if legal_time else 1
    return {"line_received": 4 - moved, "line_due": 5 - moved, "line_return": 6 - moved}


def _contact(record):
    return joined(", số điện thoại ", record["contact_name"], telephone(record["contact_phone"]))


def _signer(record):
    """R11: the head of the authority, or a deputy in the head's place (KT., NĐ 30/2020 Phụ lục I, II.7)."""
    if record["signer_rank"] not in (HEAD, DEPUTY):
        raise ValueError(f"no signer of rank {record['signer_rank']!r}")
    head = record["head_title"].upper()
    title = head if record["signer_rank"] == HEAD else f"KT. {head}\nPHÓ {head}"
    return {"signer_title": title, "signer_name": record["signer_name"]}


_NO_STEP = {"unit": "", "given_at": "", "taken_at": "", "giver": "", "taker": "", "standing": "", "note": ""}
_NO_MOMENT = "...... giờ ......, ngày ...../...../20....."


def _step(step):
    given, taken = (moment(local(step[name])) if step[name] else _NO_MOMENT for name in ("given_at", "taken_at"))
    return step | {"given_at": given, "taken_at": taken, "standing": STANDINGS[step["standing"]]}


def _sentence(title):
    """A title in capitals as a sentence, for the name of the file."""
    return title.replace("\u00a0", " ").capitalize()
