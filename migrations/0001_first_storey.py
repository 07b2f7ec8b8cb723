"""The first storey: wards, people, devices, shifts, procedures, assistances, and the ledger. Frozen: never edit.

Edited once all the same: whole numbers became BIGINT when PostgreSQL came, where INTEGER holds 32 bits and an
operation may carry 2^53. SQLite spells both INTEGER, so no database that existed is changed by it.
"""

from peewee import BigIntegerField, BlobField, BooleanField, CompositeKey, IntegerField, Model, TextField


class Row(Model):
    ward_id = IntegerField()

    class Meta:
        legacy_table_names = False
        strict_tables = True


class Ward(Model):
    id = IntegerField(primary_key=True)
    v = BigIntegerField(default=0)
    slug = TextField(unique=True)
    name = TextField()
    official_code = TextField(default="")
    organ_line_1 = TextField(default="")
    organ_line_2 = TextField(default="")
    place_name = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True


class WardKey(Row):
    purpose = TextField()
    private = BlobField()
    public = BlobField()

    class Meta:
        primary_key = CompositeKey("ward_id", "purpose")


class Neighbourhood(Row):
    id = TextField()
    v = BigIntegerField()
    name = TextField()
    former_name = TextField(default="")
    position = BigIntegerField(default=0)
    active = BooleanField(default=True)

    class Meta:
        primary_key = CompositeKey("ward_id", "id")


class Building(Row):
    id = TextField()
    v = BigIntegerField()
    name = TextField()
    neighbourhood = TextField(default="")
    active = BooleanField(default=True)

    class Meta:
        primary_key = CompositeKey("ward_id", "id")


class SupportPoint(Row):
    id = TextField()
    v = BigIntegerField()
    name = TextField()
    short = TextField(default="")
    address = TextField(default="")
    neighbourhood = TextField(default="")
    active = BooleanField(default=True)

    class Meta:
        primary_key = CompositeKey("ward_id", "id")


class Staff(Row):
    id = TextField()
    v = BigIntegerField()
    login = TextField()
    name = TextField()
    sort_key = TextField(default="")
    role = TextField()
    neighbourhood = TextField(default="")
    support_point = TextField(default="")
    active = BooleanField(default=True)

    class Meta:
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "login"), True),)


class StaffPassword(Row):
    staff = TextField()
    hash = TextField()
    must_change = BooleanField(default=False)
    changed_at = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("ward_id", "staff")


class StaffSession(Row):
    token_hash = TextField()
    staff = TextField()
    created_at = BigIntegerField()
    seen_at = BigIntegerField()
    expires_at = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("ward_id", "token_hash")
        indexes = ((("ward_id", "staff"), False),)


class SignInTry(Row):
    subject = TextField()
    count = BigIntegerField()
    first_at = BigIntegerField()
    blocked_until_at = BigIntegerField(default=0)

    class Meta:
        primary_key = CompositeKey("ward_id", "subject")


class Device(Row):
    id = TextField()
    kind = TextField()
    name = TextField(default="")
    lane = BigIntegerField()
    public_key = BlobField(null=True)
    support_point = TextField(default="")
    enrolled_at = BigIntegerField()
    enrolled_by = TextField(default="")
    revoked_at = BigIntegerField(null=True)
    last_q = BigIntegerField(default=0)
    seen_at = BigIntegerField(null=True)
    app_version = TextField(default="")

    class Meta:
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "lane"), True),)


class EnrolmentCode(Row):
    code_hash = TextField()
    support_point = TextField(default="")
    created_by = TextField()
    created_at = BigIntegerField()
    expires_at = BigIntegerField()
    used_at = BigIntegerField(null=True)
    device = TextField(default="")

    class Meta:
        primary_key = CompositeKey("ward_id", "code_hash")


class DeviceNonce(Row):
    device = TextField()
    nonce = TextField()
    at = BigIntegerField()

    class Meta:
        primary_key = CompositeKey("ward_id", "device", "nonce")
        indexes = ((("ward_id", "at"), False),)


class Shift(Row):
    id = TextField()
    v = BigIntegerField()
    support_point = TextField()
    device = TextField()
    staff = TextField()
    opened_at = BigIntegerField()
    opened_on = TextField()
    expires_at = BigIntegerField()
    closed_at = BigIntegerField(null=True)
    declared_count = BigIntegerField(null=True)

    class Meta:
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "opened_at"), False),)


class Procedure(Row):
    id = TextField()
    v = BigIntegerField()
    code = TextField()
    version = BigIntegerField()
    current = BooleanField(default=True)
    name = TextField()
    field = TextField(default="")
    authority = TextField(default="")
    time_text = TextField(default="")
    time_value = TextField(default="")
    time_unit = TextField(default="")
    cutoff_15h = BooleanField(default=False)
    fee_text = TextField(default="")
    level_scheme = TextField(default="")
    level = TextField(default="")
    level_text = TextField(default="")
    documents = TextField(default="")
    result = TextField(default="")
    legal_basis = TextField(default="")
    decision = TextField(default="")
    status = TextField(default="in_force")
    effective_from_on = TextField(default="")
    effective_to_on = TextField(default="")
    replaced_by = TextField(default="")
    source = TextField(default="")
    note = TextField(default="")
    words = TextField(default="")
    favourite = BigIntegerField(default=0)
    folded = TextField(default="")

    class Meta:
        primary_key = CompositeKey("ward_id", "id")
        indexes = ((("ward_id", "code", "version"), True),)


class Assistance(Row):
    id = TextField()
    v = BigIntegerField()
    happened_at = BigIntegerField()
    happened_on = TextField()
    recorded_at = BigIntegerField()
    support_point = TextField()
    shift = TextField(default="")
    staff = TextField()
    device = TextField()
    procedure = TextField(default="")
    help = TextField()
    channel = TextField()
    result = TextField()
    neighbourhood = TextField(default="")
    building = TextField(default="")
    apartment = TextField(default="")
    name = TextField(default="")
    phone = TextField(default="")
    consent = BooleanField(default=False)
    national_code = TextField(default="")
    minutes = BigIntegerField(default=0)
    note = TextField(default="")
    follow_up = BooleanField(default=False)
    tracking = TextField()
    folded = TextField(default="")
    voided_at = BigIntegerField(null=True)
    void_reason = TextField(default="")

    class Meta:
        primary_key = CompositeKey("ward_id", "id")
        indexes = (
            (("ward_id", "happened_at", "id"), False),
            (("ward_id", "tracking"), False),
            (("ward_id", "shift"), False),
        )


class AssistanceDifficulty(Row):
    assistance = TextField()
    difficulty = TextField()

    class Meta:
        primary_key = CompositeKey("ward_id", "assistance", "difficulty")


class LedgerHead(Row):
    v = BigIntegerField(default=0)
    hash = TextField(default="")
    reference_v = BigIntegerField(default=0)
    incarnation = TextField()

    class Meta:
        primary_key = CompositeKey("ward_id")


class LedgerEntry(Row):
    v = BigIntegerField()
    op = TextField()
    device = TextField()
    q = BigIntegerField()
    type = TextField()
    entity = TextField()
    base = BigIntegerField()
    staff = TextField()
    shift = TextField()
    at = BigIntegerField()
    at_text = TextField()
    clock_offset = BigIntegerField()
    received_at = BigIntegerField()
    app = TextField()
    commitment = TextField()
    body = TextField(null=True)
    sealed = TextField(null=True)
    outcome = TextField()
    code = TextField(default="")
    hash = TextField()

    class Meta:
        primary_key = CompositeKey("ward_id", "v")
        indexes = (
            (("ward_id", "op"), True),
            (("ward_id", "device", "q"), True),
            (("ward_id", "entity", "v"), False),
        )


class Review(Row):
    op = TextField()
    v = BigIntegerField()
    outcome = TextField()
    code = TextField()
    type = TextField()
    entity = TextField()
    staff = TextField()
    device = TextField()
    raised_at = BigIntegerField()
    details = TextField(default="{}")
    closed_at = BigIntegerField(null=True)
    closed_by = TextField(default="")
    closed_how = TextField(default="")

    class Meta:
        primary_key = CompositeKey("ward_id", "op")
        indexes = ((("ward_id", "closed_at", "v"), False),)


TABLES = (
    Ward,
    WardKey,
    Neighbourhood,
    Building,
    SupportPoint,
    Staff,
    StaffPassword,
    StaffSession,
    SignInTry,
    Device,
    EnrolmentCode,
    DeviceNonce,
    Shift,
    Procedure,
    Assistance,
    AssistanceDifficulty,
    LedgerHead,
    LedgerEntry,
    Review,
)


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)


def down(migrator, db):
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
