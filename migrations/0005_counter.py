"""The counter: dossiers, registers and their numbers, certifications, units. Frozen: never edit."""

from peewee import BigIntegerField, BooleanField, CompositeKey, IntegerField, Model, TextField


class Unit(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    name = TextField()
    kind = TextField()
    active = BooleanField(default=True)

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")


class Register(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    register = TextField()
    year = BigIntegerField()
    last_number = BigIntegerField()

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")


class RegisterNumber(Model):
    ward_id = IntegerField()
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

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = (
            (("ward_id", "register", "year", "number"), True),
            (("ward_id", "subject"), False),
            (("ward_id", "lease"), False),
        )


class NumberLease(Model):
    ward_id = IntegerField()
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

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "device", "returned_at"), False),)


class Dossier(Model):
    ward_id = IntegerField()
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
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = (
            (("ward_id", "tracking"), True),
            (("ward_id", "state", "due_current_at"), False),
            (("ward_id", "holder", "state", "due_current_at"), False),
            (("ward_id", "received_at"), False),
            (("ward_id", "registered_at"), False),
            (("ward_id", "receipt_year", "receipt_number"), False),
            (("ward_id", "finished_at"), False),
            (("ward_id", "national_code"), False),
        )


class Certification(Model):
    ward_id = IntegerField()
    id = TextField()
    v = BigIntegerField()
    procedure = TextField()
    procedure_code = TextField()
    procedure_name = TextField()
    variant = TextField(default="")
    register = TextField()
    year = BigIntegerField()
    first_number = BigIntegerField()
    last_number = BigIntegerField()
    name = TextField()
    lines = TextField()
    copies = BigIntegerField()
    exemption = TextField(default="")
    fee_total = BigIntegerField(default=0)
    fee_known = BooleanField(default=True)
    fee_paid = BigIntegerField(default=0)
    fee_receipt = TextField(default="")
    signer = TextField(default="")
    note = TextField(default="")
    certified_at = BigIntegerField()
    certified_on = TextField()
    staff = TextField()
    folded = TextField(default="")
    voided_at = BigIntegerField(null=True)
    void_reason = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")
        indexes = (
            (("ward_id", "certified_at"), False),
            (("ward_id", "register", "year", "first_number"), False),
        )


TABLES = (Unit, Register, RegisterNumber, NumberLease, Dossier, Certification)


def up(migrator, db):
    db.execute_sql('ALTER TABLE "staff" ADD COLUMN "unit" TEXT NOT NULL DEFAULT \'\'')
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
    db.execute_sql('ALTER TABLE "staff" DROP COLUMN "unit"')
