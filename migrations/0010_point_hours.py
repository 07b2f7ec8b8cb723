"""When somebody sits at a support point, in the ward's own words. Frozen: never edit."""


def up(migrator, db):
    db.execute_sql('ALTER TABLE "support_point" ADD COLUMN "hours" TEXT NOT NULL DEFAULT \'\'')


def down(migrator, db):
    db.execute_sql('ALTER TABLE "support_point" DROP COLUMN "hours"')
