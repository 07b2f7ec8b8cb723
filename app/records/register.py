"""Registers (sổ), the numbers given in them, and the blocks lent to machines of the counter."""

from peewee import SQL, BigIntegerField, TextField

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
