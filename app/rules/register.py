"""Registers (sổ) and their numbers: gapless within a year, given by the ledger, never taken back.

"Số phải được ghi liên tục từ số 01 đến hết năm" (TT 01/2018/TT-VPCP Đ10.2; NĐ 23/2015 Đ13). A number that turns out
not to be needed stays in its register, struck through, with the reason.
"""

from app.rules.operation import Change, Context, Operation, Refusal, RuleRefused
from app.rules.secret import looks_like_secret
from app.rules.text import clean

# code: (title, the symbol that stands behind the number on paper)
REGISTERS = {
    "tnhs": ("Sổ tiếp nhận và theo dõi hồ sơ", "TNHS"),
    "hdhs": ("Sổ phiếu yêu cầu bổ sung hồ sơ", "HDHS"),
    "tchs": ("Sổ phiếu từ chối tiếp nhận hồ sơ", "TCHS"),
    "pxl": ("Sổ văn bản xin lỗi và gia hạn", "PXL"),
    "tbd": ("Sổ thông báo dừng giải quyết", "TBD"),
    "kshs": ("Sổ phiếu kiểm soát", "KSHS"),
    "chung_thuc_ban_sao": ("Sổ chứng thực bản sao từ bản chính", "BS"),
    "chung_thuc_chu_ky": ("Sổ chứng thực chữ ký, điểm chỉ", "CK"),
    "chung_thuc_nguoi_dich": ("Sổ chứng thực chữ ký người dịch", "ND"),
    "chung_thuc_giao_dich": ("Sổ chứng thực hợp đồng, giao dịch", "GD"),
    "bao_cao": ("Sổ báo cáo đã phát hành", "BC"),
}
# What may be printed with a number while the server is away.
LEASABLE = frozenset({"tnhs"})
LEASE_MAX = 20

USED, LEASED, VOID = "used", "leased", "void"
# A register before its first number of the year.
_NEW = {"last_number": 0, "lent": 0, "closed_at": None, "closed_by": ""}


def register_id(register: str, year: int) -> str:
    return f"{register}@{year}"


def number_id(register: str, year: int, number: int) -> str:
    """Padded, so that the ids of a register sort as its numbers do."""
    return f"{register}@{year}#{number:06d}"


def year_of(on: str) -> int:
    return int(on[:4])


class Numbering:
    """Takes numbers for one operation; `also` are the rows that must be written with it. `on`: the day whose year's
    books are written in, that of the act unless a person moves it because those are closed.
    """

    def __init__(self, context: Context, operation: Operation, on: str = ""):
        self._context = context
        self._operation = operation
        self._rows: dict[tuple[str, str], dict] = {}
        self.year = year_of(on or context.on)
        self.at = context.at

    @property
    def also(self) -> list[tuple[str, str, dict]]:
        return [(noun, id_, row) for (noun, id_), row in self._rows.items()]

    def _held(self, noun: str, id_: str) -> dict | None:
        return self._rows.get((noun, id_)) or self._context.held(noun, id_)

    def take(self, register: str, subject: str, state: str = USED, lease: str = "") -> int:
        """The next number of this year's register, for the row with the id `subject`.

        Raises RuleRefused("register_closed") when the year's book is closed.
        """
        id_ = register_id(register, self.year)
        held = self._held("register", id_) or {**_NEW, "id": id_, "register": register, "year": self.year}
        if held["closed_at"] is not None:
            raise RuleRefused(Refusal("register_closed"))
        number = held["last_number"] + 1
        lent = held["lent"] + (state == LEASED)
        self._rows["register", id_] = {**held, "last_number": number, "lent": lent}
        self._put(register, self.year, number, {"state": state, "subject": subject, "lease": lease})
        return number

    def take_leased(self, register: str, year: int, number: int, subject: str) -> Refusal | None:
        """Uses a number that this device holds from before; a refusal when it does not."""
        id_ = number_id(register, year, number)
        held = self._held("register_number", id_)
        if held is None:
            if self._is_mine(self._held("register_number", number_id(register, year - 1, number))):
                # Numbers begin anew on 1 January: what was lent before belongs to the old book.
                return Refusal("number_of_last_year")
            # Another operation of the same device may still bring the lease.
            return Refusal("number_not_leased", parked=True)
        if not self._is_mine(held):
            return Refusal("number_taken")
        self._came_home(register, year)
        given = {"given_at": self._context.at, "given_on": self._context.on, "staff": self._operation.author}
        self._put(register, year, number, {"state": USED, "subject": subject, **given}, held)
        return None

    def _is_mine(self, number: dict | None) -> bool:
        """Whether it is on loan to the machine that speaks."""
        if number is None or number["state"] != LEASED:
            return False
        return self._held("number_lease", number["lease"])["device"] == self._operation.device

    def _came_home(self, register: str, year: int) -> None:
        id_ = register_id(register, year)
        held = self._held("register", id_)
        self._rows["register", id_] = {**held, "lent": held["lent"] - 1}

    def void(self, register: str, year: int, number: int, reason: str) -> None:
        """Strikes a number through; it stays in its place (TT 01/2018 Đ10.2). Raises LookupError: never given."""
        held = self._held("register_number", number_id(register, year, number))
        if held is None:
            raise LookupError("a number that was never given")
        if held["state"] == LEASED:
            self._came_home(register, year)
        by = {"voided_at": self._context.at, "voided_by": self._operation.author}
        self._put(register, year, number, {"state": VOID, "void_reason": reason, **by}, held)

    def _put(self, register: str, year: int, number: int, changed: dict, held: dict | None = None) -> None:
        first = {
            "id": number_id(register, year, number),
            "register": register,
            "year": year,
            "number": number,
            "subject": "",
            "lease": "",
            "given_at": self._context.at,
            "given_on": self._context.on,
            "staff": self._operation.author,
            "void_reason": "",
            "voided_at": None,
            "voided_by": "",
        }
        self._rows["register_number", first["id"]] = {**(held or first), **changed}


def lease(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`register.lease/1` {"register", "count"}: a block of numbers for one machine, to print with during an outage.

    The entity is the lease. What is not used comes back by `register.give_back/1`, as voids with a reason.
    """
    if held is not None:
        return Refusal("entity_exists")
    register, count = body.get("register"), body.get("count")
    if register not in LEASABLE or type(count) is not int or not 1 <= count <= LEASE_MAX:
        return Refusal("body_invalid", details={"fields": {"count": "out_of_range"}})
    numbering = Numbering(context, operation)
    numbers = [numbering.take(register, "", LEASED, operation.entity) for _ in range(count)]
    row = {
        "id": operation.entity,
        "register": register,
        "year": numbering.year,
        "first_number": numbers[0],
        "last_number": numbers[-1],
        "device": operation.device,
        "staff": operation.author,
        "leased_at": context.at,
        "returned_at": None,
        "returned_by": "",
        "return_reason": "",
    }
    return Change(row, also=numbering.also)


def give_back(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`register.give_back/1` {"reason"}: the unused numbers of a lease become voids.

    By the machine that holds it, or by the desk when that machine is gone for good.
    """
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if context.from_tablet and operation.device != held["device"]:
        return Refusal("device_mismatch")
    if held["returned_at"] is not None:
        return Refusal("lease_returned")
    reason = reason_of(body)
    if not reason:
        return Refusal("reason_needed")
    numbering = Numbering(context, operation)
    for number in range(held["first_number"], held["last_number"] + 1):
        one = context.held("register_number", number_id(held["register"], held["year"], number))
        if one["state"] == LEASED:
            numbering.void(held["register"], held["year"], number, reason)
    row = {**held, "returned_at": context.at, "returned_by": operation.author, "return_reason": reason}
    return Change(row, also=numbering.also)


def close(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`register.close/1` {}: the book of a year that is over; no number is given in it any more.

    TT 01/2018 Đ10.2: books are closed at the end of the year and signed by the head of the one-stop. What is out on
    loan comes back first, used or as a void.
    """
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if held["closed_at"] is not None:
        return Refusal("register_closed")
    if year_of(context.on) <= held["year"]:
        return Refusal("register_year_running")
    if held["lent"] or (held["register"] == "kshs" and _lent(context, "tnhs", held["year"])):
        # A receipt that was printed without the server takes a control slip of its own year with it.
        return Refusal("register_lent")
    return Change({**held, "closed_at": context.at, "closed_by": operation.author})


def _lent(context: Context, register: str, year: int) -> int:
    held = context.held("register", register_id(register, year))
    return held["lent"] if held else 0


REASON_LETTERS_MIN = 5
REASON_MAX = 600


def reason_of(body: dict, name: str = "reason") -> str:
    """The cleaned reason of a body, "" when it says nothing, too much or a secret (R16)."""
    text = body.get(name)
    kept = clean(text, lines=True) if isinstance(text, str) else ""
    says_something = sum(letter.isalpha() for letter in kept) >= REASON_LETTERS_MIN
    return kept if says_something and len(kept) <= REASON_MAX and not looks_like_secret(kept) else ""


def reason_problem(body: dict, name: str = "reason") -> str:
    """What to say of a reason that `reason_of` does not take: "text_secret" (R16) or "reason_needed"; else ""."""
    if reason_of(body, name):
        return ""
    text = body.get(name)
    return "text_secret" if isinstance(text, str) and looks_like_secret(clean(text, lines=True)) else "reason_needed"
