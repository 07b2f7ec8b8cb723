"""Dossiers (hồ sơ) of the counter: one row each, as it stands; its history is the ledger."""

from peewee import BigIntegerField, BooleanField, TextField

from app.records.base import Row, found, listed, ward_key
from app.rules.calendar import moment, number_of
from app.rules.clock import DAY_MS


class Dossier(Row):
    """Columns and what stands in them at first: rules.dossier_row. Lists inside are JSON text."""

    id = TextField()
    v = BigIntegerField()
    tracking = TextField(default="")
    state = TextField(default="received")
    procedure = TextField(default="")
    procedure_code = TextField(default="")
    procedure_name = TextField(default="")
    variant = TextField(default="")
    channel = TextField(default="direct")
    name = TextField(default="")
    address = TextField(default="")
    phone = TextField(default="")
    email = TextField(default="")
    subject = TextField(default="")
    documents = TextField(default="[]")
    copies = BigIntegerField(default=1)
    exemption = TextField(default="")
    fee = TextField(default="{}")
    fee_paid = BigIntegerField(default=0)
    fee_receipt = TextField(default="")
    return_by = TextField(default="counter")
    return_address = TextField(default="")
    national_code = TextField(default="")
    assistance = TextField(default="")
    declaration = TextField(default="")
    note = TextField(default="")
    receipt_number = BigIntegerField(default=0)
    receipt_year = BigIntegerField(default=0)
    control_number = BigIntegerField(default=0)
    supplement_number = BigIntegerField(default=0)
    refusal_number = BigIntegerField(default=0)
    extension_number = BigIntegerField(default=0)
    apology_number = BigIntegerField(default=0)
    stop_number = BigIntegerField(default=0)
    received_at = BigIntegerField(default=0)
    received_on = TextField(default="")
    registered_at = BigIntegerField(null=True)
    accepted_at = BigIntegerField(null=True)
    due_value = TextField(default="")
    due_unit = TextField(default="")
    due_cutoff = BooleanField(default=False)
    legal_text = TextField(default="")
    due_legal_at = BigIntegerField(null=True)
    due_original_at = BigIntegerField(null=True)
    due_current_at = BigIntegerField(null=True)
    finished_at = BigIntegerField(null=True)
    returned_at = BigIntegerField(null=True)
    closed_at = BigIntegerField(null=True)
    redates = TextField(default="[]")
    supplement_count = BigIntegerField(default=0)
    supplement_asked_at = BigIntegerField(null=True)
    supplement_papers = TextField(default="[]")
    supplement_reason = TextField(default="")
    supplemented_at = BigIntegerField(null=True)
    verified_at = BigIntegerField(null=True)
    verify_reason = TextField(default="")
    verify_document = TextField(default="")
    extension_asked = TextField(default="")
    extended_at = BigIntegerField(null=True)
    extended_by = TextField(default="")
    extension_reason = TextField(default="")
    extended_from_at = BigIntegerField(null=True)
    apologised_at = BigIntegerField(null=True)
    apologised_by = TextField(default="")
    apology_reason = TextField(default="")
    promised_on = TextField(default="")
    end_reason = TextField(default="")
    end_basis = TextField(default="")
    finished_by = TextField(default="")
    results = TextField(default="[]")
    steps = TextField(default="[]")
    holder = TextField(default="")
    unit = TextField(default="")
    received_by = TextField(default="")
    returned_how = TextField(default="")
    returned_to = TextField(default="")
    post_number = TextField(default="")
    post_fee = BigIntegerField(default=0)
    post_confirmed_at = BigIntegerField(null=True)
    imported_at = BigIntegerField(null=True)
    device = TextField(default="")
    folded = TextField(default="")

    class Meta:
        primary_key = ward_key("id")
        indexes = (
            (("ward_id", "tracking"), True),
            (("ward_id", "state", "due_current_at"), False),
            (("ward_id", "holder", "state", "due_current_at"), False),
            (("ward_id", "received_at"), False),
            (("ward_id", "registered_at"), False),
            (("ward_id", "receipt_year", "receipt_number"), False),
            (("ward_id", "finished_at"), False),
            (("ward_id", "national_code"), False),
            (("ward_id", "phone"), False),
            # Begins with the given name: what a range of it finds needs no row.
            (("ward_id", "folded", "received_at", "id"), False),
            # All that the list of closed dossiers is filtered by.
            (("ward_id", "received_at", "id", "state", "unit", "holder", "channel"), False),
        )


def dossier(ward_id: int, dossier_id: str) -> dict | None:
    return found(Dossier.select().where(Dossier.ward_id == ward_id, Dossier.id == dossier_id))


def dossier_by_tracking(ward_id: int, tracking: str) -> dict | None:
    return found(Dossier.select().where(Dossier.ward_id == ward_id, Dossier.tracking == tracking))


def dossiers_by_id(ward_id: int, ids) -> dict[str, dict]:
    query = Dossier.select().where(Dossier.ward_id == ward_id, Dossier.id.in_(list(ids)))
    return {row["id"]: row for row in listed(query)}


def open_dossiers(ward_id: int, states) -> list[dict]:
    """Every dossier in one of these states, the one that is due first before the others."""
    query = Dossier.select().where(Dossier.ward_id == ward_id, Dossier.state.in_(list(states)))
    return listed(query.order_by(Dossier.due_current_at, Dossier.id))


def received_on(ward_id: int, day: str, procedure_code: str) -> list[dict]:
    """What was received for one procedure on one day, the latest first; voids are left out."""
    from_at = moment(number_of(day), 0)
    query = Dossier.select().where(
        Dossier.ward_id == ward_id,
        Dossier.received_at.between(from_at, from_at + DAY_MS - 1),
        Dossier.procedure_code == procedure_code,
        Dossier.state != "void",
    )
    return listed(query.order_by(Dossier.received_at.desc(), Dossier.id))
