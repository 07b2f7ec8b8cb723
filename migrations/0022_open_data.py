"""Open data is the ward's choice; and keys with which programs of the ward read its figures. Frozen: never edit."""

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, SqliteDatabase, TextField


class ApiKey(Model):
    ward_id = IntegerField()
    id = TextField()
    name = TextField()
    secret_hash = TextField()
    created_at = BigIntegerField()
    created_by = TextField()
    expires_on = TextField()
    revoked_at = BigIntegerField(null=True)
    revoked_by = TextField()
    used_on = TextField()

    class Meta:
        legacy_table_names = False
        strict_tables = True
        primary_key = CompositeKey("ward_id", "id")


def up(migrator, db):
    with db.bind_ctx((ApiKey,)):
        db.create_tables((ApiKey,), safe=False)
    kind = "INTEGER" if isinstance(db, SqliteDatabase) else "BOOLEAN"
    db.execute_sql(f'ALTER TABLE "office" ADD COLUMN "open_data" {kind} NOT NULL DEFAULT FALSE')


def down(migrator, db):
    with db.bind_ctx((ApiKey,)):
        db.drop_tables((ApiKey,))
    db.execute_sql('ALTER TABLE "office" DROP COLUMN "open_data"')
