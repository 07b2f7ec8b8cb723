"""The counter: how the ward handles a version of a procedure. Frozen: never edit."""


def up(migrator, db):
    db.execute_sql('ALTER TABLE "procedure" ADD COLUMN "handling" TEXT NOT NULL DEFAULT \'\'')


def down(migrator, db):
    db.execute_sql('ALTER TABLE "procedure" DROP COLUMN "handling"')
