"""Roll-ups of all that was recorded, counted from the rows as they stand; answers by their day. Frozen: never edit."""

from peewee import BigIntegerField, CompositeKey, IntegerField, Model, SqliteDatabase, TextField


class RollUp(Model):
    ward_id = IntegerField()
    cube = TextField()
    period = TextField()
    by_1 = TextField()
    by_2 = TextField()
    by_3 = TextField()
    n = BigIntegerField()
    sum_1 = BigIntegerField()
    sum_2 = BigIntegerField()
    sum_3 = BigIntegerField()

    class Meta:
        legacy_table_names = False
        strict_tables = True
        without_rowid = True
        primary_key = CompositeKey("ward_id", "cube", "period", "by_1", "by_2", "by_3")


class RollUpCheck(Model):
    ward_id = IntegerField(primary_key=True)
    counted_on = TextField(default="")
    counted_at = BigIntegerField(default=0)
    round = BigIntegerField(default=0)
    cells = BigIntegerField(default=0)
    drifted = BigIntegerField(default=0)
    cubes = TextField(default="")

    class Meta:
        legacy_table_names = False
        strict_tables = True


TABLES = (RollUp, RollUpCheck)
# What SQLite and PostgreSQL call otherwise: the day in Việt Nam of a moment in ms, and a number in three digits.
_SQLITE = {
    "day": """strftime('%Y-%m-%d', ({0} + 25200000) / 1000, 'unixepoch')""",
    "three": "printf('%03d', {0})",
}
_POSTGRESQL = {
    "day": "to_char(to_timestamp(({0} + 25200000) / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
    "three": "lpad(CAST({0} AS TEXT), 3, '0')",
}


def _counts(say: dict) -> list[tuple]:
    """[(cube, whether its months are kept, too, period, three dimensions, three sums, rows)]"""

    def day(moment):
        return say["day"].format(moment)

    assistance = '"assistance" AS a WHERE a."voided_at" IS NULL'
    met = (
        '"assistance" AS a JOIN "assistance_difficulty" AS d ON d."ward_id" = a."ward_id" AND d."assistance" = a."id" '
        'WHERE a."voided_at" IS NULL'
    )
    on, month, place = 'a."happened_on"', 'substr(a."happened_on", 1, 7)', 'a."neighbourhood"'
    minutes = 'a."minutes"'
    filed = """CASE WHEN a."result" = 'filed' THEN 1 ELSE 0 END"""
    unfinished = """CASE WHEN a."result" IN ('unfinished', 'rescheduled') THEN 1 ELSE 0 END"""
    filing = """a."help" IN ('guide', 'prepare', 'file', 'authorised')"""
    filed_online = f"""CASE WHEN {filing} AND a."result" = 'filed' THEN 1 ELSE 0 END"""
    at_counter = f"""CASE WHEN {filing} AND a."result" IN ('to_counter', 'to_police') THEN 1 ELSE 0 END"""
    still_open = f"""CASE WHEN {filing} AND a."result" NOT IN ('filed', 'to_counter', 'to_police') THEN 1 ELSE 0 END"""
    received = """"dossier" AS a WHERE a."state" <> 'void' AND a."registered_at" IS NOT NULL"""
    settled = """"dossier" AS a WHERE a."state" <> 'void' AND a."finished_at" IS NOT NULL"""
    done = day('a."finished_at"')
    kept = f"""CASE WHEN a."due_current_at" IS NULL THEN 'none' WHEN a."finished_at" > a."due_current_at" THEN 'late'
        WHEN {done} < {day('a."due_current_at"')} THEN 'early'
        WHEN a."accepted_at" IS NOT NULL AND {day('a."accepted_at"')} = {day('a."due_current_at"')}
            AND a."due_current_at" - a."finished_at" >= 3600000 THEN 'early' ELSE 'on_time' END"""
    end = """CASE WHEN a."state" IN ('refused', 'stopped', 'withdrawn') THEN a."state" ELSE 'done' END"""
    took = """CASE WHEN a."finished_at" > a."accepted_at" THEN (a."finished_at" - a."accepted_at") / 60000
        ELSE 0 END"""
    told = """CASE WHEN a."about" <> '' AND a."released_at" IS NULL THEN 'held_back' ELSE 'all' END"""
    in_time = """CASE WHEN a."answer_due_at" IS NULL THEN 'none' WHEN a."answered_at" > a."answer_due_at" THEN 'late'
        ELSE 'in_time' END"""
    wait = """CASE WHEN a."first_called_at" > a."taken_at" THEN (a."first_called_at" - a."taken_at") / 60000
        ELSE 0 END"""
    step = f"CASE WHEN {wait} >= 60 THEN 60 ELSE ({wait}) / 5 * 5 END"
    waited = f"""CASE WHEN a."first_called_at" IS NULL THEN '' ELSE {say["three"].format(f"({step})")} END"""
    none = "''"
    answered = "substr(" + day('a."answered_at"') + ", 1, 7)"
    return [
        ("ad", True, on, ('a."support_point"', 'a."result"', none), (minutes,), assistance),
        ("ah", False, on, ('a."help"', none, none), (), assistance),
        ("as", False, on, ('a."staff"', none, none), (minutes, filed, unfinished), assistance),
        ("np", False, month, (place, 'a."result"', none), (minutes,), assistance),
        ("nc", False, month, (place, 'a."procedure"', none), (filed_online, at_counter, still_open), assistance),
        ("af", False, on, ('d."difficulty"', none, none), (), met),
        ("nf", False, month, (place, 'd."difficulty"', none), (), met),
        ("dr", True, day('a."registered_at"'), _code("channel"), (), received),
        ("ds", True, done, ('a."procedure_code"', kept, end), (took,), settled),
        ("du", True, done, ('a."unit"', kept, end), (took,), settled),
        ("dp", True, done, ('a."finished_by"', kept, end), (took,), settled),
        ("fd", False, 'a."received_on"', ('a."kind"', 'a."category"', told), (), '"feedback" AS a'),
        (
            *("fa", False, answered, ('a."kind"', in_time, told), ()),
            '"feedback" AS a WHERE a."answered_at" IS NOT NULL',
        ),
        ("td", True, 'a."on"', ('a."point"', 'a."counter"', waited), (wait,), '"ticket" AS a'),
    ]


def _code(other: str) -> tuple[str, str, str]:
    return ('a."procedure_code"', f'a."{other}"', "''")


def fill(execute, sqlite: bool) -> None:
    """Counts every row of every ward; the table is empty before. `execute(sql)` runs one statement."""
    columns = '"ward_id", "cube", "period", "by_1", "by_2", "by_3"'
    for cube, months, period, dimensions, sums, rows in _counts(_SQLITE if sqlite else _POSTGRESQL):
        added = [*sums, "0", "0", "0"][:3]
        told = ", ".join(
            f'{expression} AS "{name}"'
            for name, expression in zip(("p", "x", "y", "z"), (period, *dimensions), strict=True)
        )
        counted = ", ".join(f'{expression} AS "s{place}"' for place, expression in enumerate(added))
        whole = ", ".join(f'CAST(SUM("s{place}") AS BIGINT)' for place in range(3))
        execute(
            f'INSERT INTO "roll_up" ({columns}, "n", "sum_1", "sum_2", "sum_3") '
            f"""SELECT "w", '{cube}', "p", "x", "y", "z", COUNT(*), {whole} """
            f'FROM (SELECT a."ward_id" AS "w", {told}, {counted} FROM {rows}) AS "counted" '
            'GROUP BY "w", "p", "x", "y", "z"'
        )
        if months:
            _keep_as(execute, cube, f"{cube}m", 'substr("period", 1, 7)', '"by_2"')
        if cube == "nc":
            _keep_as(execute, cube, "no", '"period"', "''")


def _keep_as(execute, cube: str, other: str, period: str, by_2: str) -> None:
    """The same cells once more under another key, by whole months or without their second dimension."""
    whole = ", ".join(f'CAST(SUM("{name}") AS BIGINT)' for name in ("n", "sum_1", "sum_2", "sum_3"))
    execute(
        'INSERT INTO "roll_up" ("ward_id", "cube", "period", "by_1", "by_2", "by_3", "n", "sum_1", "sum_2", "sum_3") '
        f"""SELECT "ward_id", '{other}', "p", "by_1", "x", "by_3", {whole} FROM """
        f"""(SELECT "roll_up".*, {period} AS "p", {by_2} AS "x" FROM "roll_up" WHERE "cube" = '{cube}') AS "kept" """
        'GROUP BY "ward_id", "p", "by_1", "x", "by_3"'
    )


def up(migrator, db):
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES, safe=False)
    fill(db.execute_sql, isinstance(db, SqliteDatabase))
    # Figures ask for answers of a period.
    db.execute_sql('CREATE INDEX "feedback_ward_id_answered_at" ON "feedback" ("ward_id", "answered_at")')


def down(migrator, db):
    db.execute_sql('DROP INDEX "feedback_ward_id_answered_at"')
    with db.bind_ctx(TABLES):
        db.drop_tables(TABLES)
