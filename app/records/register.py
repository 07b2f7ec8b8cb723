"""Registers (sổ), the numbers given in them, and the blocks lent to machines of the counter."""

from dataclasses import dataclass

from peewee import SQL, BigIntegerField, TextField, fn

from app.records.base import Row, found, listed, ward_key


class Register(Row):
    """How far a register has been written in a year. `id` = register + "@" + year; `lent`: numbers out on loan."""

    id = TextField()
    v = BigIntegerField()
    register = TextField()
    year = BigIntegerField()
    last_number = BigIntegerField()
    lent = BigIntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    closed_at = BigIntegerField(null=True)
    closed_by = TextField(default="", constraints=[SQL("DEFAULT ''")])

    class Meta:
        primary_key = ward_key("id")


class RegisterNumber(Row):
    """Every number ever given: used, on lease to a machine, or void and struck through. It never leaves the table."""

    id = TextField()
    v = BigIntegerField()
    register = TextField()
    year = BigIntegerField()
    number = BigIntegerField()
    state = TextField()
    subject = TextField(default="")
    lease = TextField(default="")
    given_at = BigIntegerField()
    given_on = TextField()
    staff = TextField()
    void_reason = TextField(default="")
    voided_at = BigIntegerField(null=True)
    voided_by = TextField(default="", constraints=[SQL("DEFAULT ''")])

    class Meta:
        primary_key = ward_key("id")
        indexes = (
            (("ward_id", "register", "year", "number"), True),
            (("ward_id", "subject"), False),
            (("ward_id", "lease"), False),
        )


class NumberLease(Row):
    """A block of numbers that one machine of the counter may print with while the server is away."""

    id = TextField()
    v = BigIntegerField()
    register = TextField()
    year = BigIntegerField()
    first_number = BigIntegerField()
    last_number = BigIntegerField()
    device = TextField()
    staff = TextField()
    leased_at = BigIntegerField()
    returned_at = BigIntegerField(null=True)
    returned_by = TextField(default="", constraints=[SQL("DEFAULT ''")])
    return_reason = TextField(default="", constraints=[SQL("DEFAULT ''")])

    class Meta:
        primary_key = ward_key("id")
        indexes = ((("ward_id", "device", "returned_at"), False),)


def register(ward_id: int, register_id: str) -> dict | None:
    return found(Register.select().where(Register.ward_id == ward_id, Register.id == register_id))


def registers(ward_id: int) -> list[dict]:
    return listed(
        Register.select().where(Register.ward_id == ward_id).order_by(Register.year.desc(), Register.register)
    )


def numbers(ward_id: int, register: str, year: int, after: int = 0, limit: int = 1_000) -> list[dict]:
    """The numbers of a register behind `after`, in their order."""
    query = RegisterNumber.select().where(
        RegisterNumber.ward_id == ward_id,
        RegisterNumber.register == register,
        RegisterNumber.year == year,
        RegisterNumber.number > after,
    )
    return listed(query.order_by(RegisterNumber.number).limit(limit))


def leases_of(ward_id: int, device: str) -> list[dict]:
    """The blocks a machine holds and has not given back."""
    query = NumberLease.select().where(
        NumberLease.ward_id == ward_id, NumberLease.device == device, NumberLease.returned_at.is_null()
    )
    return listed(query.order_by(NumberLease.year, NumberLease.first_number))


def lease(ward_id: int, lease_id: str) -> dict | None:
    return found(NumberLease.select().where(NumberLease.ward_id == ward_id, NumberLease.id == lease_id))


def open_leases(ward_id: int) -> list[dict]:
    """Every block that is out, the oldest first, with `left`: how many of its numbers nobody has used yet."""
    leases = listed(
        NumberLease.select()
        .where(NumberLease.ward_id == ward_id, NumberLease.returned_at.is_null())
        .order_by(NumberLease.leased_at, NumberLease.id)
    )
    query = RegisterNumber.select(RegisterNumber.lease, fn.COUNT(RegisterNumber.number).alias("left"))
    query = query.where(
        RegisterNumber.ward_id == ward_id,
        RegisterNumber.state == "leased",
        RegisterNumber.lease.in_([row["id"] for row in leases]),
    )
    left = {row["lease"]: row["left"] for row in query.group_by(RegisterNumber.lease).dicts()} if leases else {}
    return [{**row, "left": left.get(row["id"], 0)} for row in leases]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a register: of a year, perhaps one month (1–12) of it, perhaps from one number to another. 0: all."""

    register: str
    year: int
    month: int = 0
    low: int = 0
    high: int = 0


def _of(ward_id: int, part: Part) -> list:
    asked = [
        RegisterNumber.ward_id == ward_id,
        RegisterNumber.register == part.register,
        RegisterNumber.year == part.year,
    ]
    if part.month:
        first = f"{part.year}-{part.month:02d}-"
        asked.append(RegisterNumber.given_on.between(first + "01", first + "31"))
    if part.low:
        asked.append(RegisterNumber.number >= part.low)
    if part.high:
        asked.append(RegisterNumber.number <= part.high)
    return asked


def part_rows(ward_id: int, part: Part, limit: int, offset: int = 0, latest_first: bool = False) -> list[dict]:
    """The numbers of a part in their order, or the latest first."""
    order = RegisterNumber.number.desc() if latest_first else RegisterNumber.number
    query = RegisterNumber.select().where(*_of(ward_id, part)).order_by(order)
    return listed(query.limit(limit).offset(offset))


def part_counts(ward_id: int, part: Part) -> dict[str, int]:
    """{"used", "leased", "void", "all", "low", "high"} of a part; low and high are 0 when it is empty."""
    query = RegisterNumber.select(
        RegisterNumber.state,
        fn.COUNT(RegisterNumber.number).alias("count"),
        fn.MIN(RegisterNumber.number).alias("low"),
        fn.MAX(RegisterNumber.number).alias("high"),
    )
    rows = listed(query.where(*_of(ward_id, part)).group_by(RegisterNumber.state))
    states = {"used": 0, "leased": 0, "void": 0} | {row["state"]: row["count"] for row in rows}
    return {
        **states,
        "all": sum(row["count"] for row in rows),
        "low": min((row["low"] for row in rows), default=0),
        "high": max((row["high"] for row in rows), default=0),
    }


def holes(ward_id: int, register: str, year: int, most: int = 20) -> list[int]:
    """Numbers that are missing between 1 and the last one; there are none, and that is looked up and not believed."""
    counts = part_counts(ward_id, Part(register, year))
    held = Register.get_or_none(Register.ward_id == ward_id, Register.register == register, Register.year == year)
    last = max(counts["high"], held.last_number if held else 0)
    if counts["all"] == last:
        return []
    query = RegisterNumber.select(RegisterNumber.number).where(*_of(ward_id, Part(register, year)))
    there = {row[0] for row in query.tuples()}
    return [number for number in range(1, last + 1) if number not in there][:most]
