"""The indexes of the work screen. Frozen: never edit."""

from peewee import BigIntegerField, IntegerField, Model, TextField


class Dossier(Model):
    ward_id = IntegerField()
    id = TextField()
    state = TextField()
    channel = TextField()
    phone = TextField()
    received_at = BigIntegerField()
    holder = TextField()
    unit = TextField()
    folded = TextField()

    class Meta:
        legacy_table_names = False
        primary_key = False


INDEXES = (
    (Dossier.ward_id, Dossier.phone),
    (Dossier.ward_id, Dossier.folded, Dossier.received_at, Dossier.id),
    (Dossier.ward_id, Dossier.received_at, Dossier.id, Dossier.state, Dossier.unit, Dossier.holder, Dossier.channel),
)


def _made():
    return [Dossier.index(*columns) for columns in INDEXES]


def up(migrator, db):
    with db.bind_ctx((Dossier,)):
        for index in _made():
            db.execute(index)


def down(migrator, db):
    with db.bind_ctx((Dossier,)):
        for index in _made():
            db.execute_sql(f'DROP INDEX "{index._name}"')
