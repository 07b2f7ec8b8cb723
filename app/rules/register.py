"""Registers (sổ) and their numbers: gapless within a year, given by the ledger, never taken back.

"Số phải được ghi liên tục từ số 01 đến hết năm" (TT 01/2018/TT-VPCP Đ10.2; NĐ 23/2015 Đ13). A number that turns out
not to be needed stays in its register, struck through, with the reason.
"""

from app.rules.operation import Change, Context, Operation, Refusal
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
}
# What may be printed with a number while the server is away.
LEASABLE = frozenset({"tnhs"})
LEASE_MAX = 20

USED, LEASED, VOID = "used", "leased", "void"


def register_id(register: str, year: int) -> str:
    return f"{register}@{year}"


def number_id(register: str, year: int, number: int) -> str:
    """Padded, so that the ids of a register sort as its numbers do."""
    return f"{register}@{year}#{number:06d}"


def year_of(on: str) -> int:
    return int(on[:4])


class Numbering:
    """Takes numbers for one operation; `also` are the rows that must be written with it."""

    def __init__(self, context: Context, operation: Operation):
        self._context = context
        self._operation = operation
        self._rows: dict[tuple[str, str], dict] = {}
        self.year = year_of(context.on)
        self.at = context.at

    @property
    def also(self) -> list[tuple[str, str, dict]]:
        return [(noun, id_, row) for (noun, id_), row in self._rows.items()]

    def _held(self, noun: str, id_: str) -> dict | None:
        return self._rows.get((noun, id_)) or self._context.held(noun, id_)

    def take(self, register: str, subject: str, state: str = USED, lease: str = "") -> int:
        """The next number of this year's register, for the row with the id `subject`."""
        id_ = register_id(register, self.year)
        held = self._held("register", id_) or {"id": id_, "register": register, "year": self.year, "last_number": 0}
        number = held["last_number"] + 1
        self._rows["register", id_] = {**held, "last_number": number}
        self._put(register, self.year, number, {"state": state, "subject": subject, "lease": lease})
        return number

    def take_leased(self, register: str, year: int, number: int, subject: str) -> Refusal | None:
        """Uses a number that this device holds from before; a refusal when it does not."""
        id_ = number_id(register, year, number)
        held = self._held("register_number", id_)
        lease = held and self._held("number_lease", held["lease"])
        if held is None or lease is None:
            # Another operation of the same device may still bring the lease.
            return Refusal("number_not_leased", parked=True)
        if held["state"] != LEASED or lease["device"] != self._operation.device:
            return Refusal("number_taken")
        given = {"given_at": self._context.at, "given_on": self._context.on, "staff": self._operation.author}
        self._put(register, year, number, {"state": USED, "subject": subject, **given}, held)
        return None

    def void(self, register: str, year: int, number: int, reason: str) -> None:
        """Strikes a number through; it stays in its place (TT 01/2018 Đ10.2)."""
        held = self._held("register_number", number_id(register, year, number))
        self._put(register, year, number, {"state": VOID, "void_reason": reason, "voided_at": self._context.at}, held)

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
    }
    return Change(row, also=numbering.also)


def give_back(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`register.give_back/1` {"reason"}: the unused numbers of a lease become voids.

    By the machine that holds it, or by the desk when that machine is gone for good.
    """
    if held is None:
        return Refusal("entity_unknown", parked=True)
    if held["returned_at"] is not None:
        return Refusal("already_void")
    reason = reason_of(body)
    if not reason:
        return Refusal("reason_needed")
    numbering = Numbering(context, operation)
    for number in range(held["first_number"], held["last_number"] + 1):
        one = context.held("register_number", number_id(held["register"], held["year"], number))
        if one["state"] == LEASED:
            numbering.void(held["register"], held["year"], number, reason)
    return Change({**held, "returned_at": context.at}, also=numbering.also)


REASON_LETTERS_MIN = 5
REASON_MAX = 600


def reason_of(body: dict, name: str = "reason") -> str:
    """The cleaned reason of a body, "" when it says nothing, too much or a secret (R16)."""
    text = body.get(name)
    kept = clean(text, lines=True) if isinstance(text, str) else ""
    says_something = sum(letter.isalpha() for letter in kept) >= REASON_LETTERS_MIN
    return kept if says_something and len(kept) <= REASON_MAX and not looks_like_secret(kept) else ""
