"""A ward of years, written straight into the tables and counted then: no bench has the time for such a ledger.

The same ward whatever its size: PER_DAY slips a day up to the last one, so that a larger one is a longer one. Rows are
made by the database itself out of their numbers; what looks random is the number times a prime.
"""

from collections.abc import Sequence

from peewee import BooleanField

from app.records.assistance import Assistance, AssistanceDifficulty
from app.records.database import database, writers_take_turns
from app.records.dossier import Dossier
from app.records.feedback import Feedback
from app.records.household import Household
from app.records.ticket import Ticket
from app.rules import assistance_fields, difficulty
from tests import people

PER_DAY = 2_500
DAY_MS = 86_400_000
POINTS, STAFF, PROCEDURES, PLACES, HOUSEHOLDS = 8, 60, 130, 19, 6_000
# Rows a statement: a transaction of ten million would fill the disk with its log.
_AT_ONCE = 500_000


def _words() -> dict[str, str]:
    """What the two databases call otherwise: a number as text in so many digits, the day of a moment, numbers a…b."""
    if writers_take_turns():
        return {
            "padded": "printf('%0{1}d', {0})",
            "day": "strftime('%Y-%m-%d', ({0} + 25200000) / 1000, 'unixepoch')",
            "numbers": 'WITH RECURSIVE i("x") AS (SELECT {0} UNION ALL SELECT "x" + 1 FROM i WHERE "x" < {1})',
            "rows": "i",
            "false": "0",
            "true": "1",
        }
    return {
        "padded": "lpad(CAST({0} AS TEXT), {1}, '0')",
        "day": "to_char(to_timestamp(({0} + 25200000) / 1000) AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
        "numbers": "",
        "rows": 'generate_series(CAST({0} AS BIGINT), {1}) AS i("x")',
        "false": "FALSE",
        "true": "TRUE",
    }


class LongHistory:
    """`fill(n)` makes n slips and what a ward has beside so many days of them, all before `until_at` (ms)."""

    def __init__(self, until_at: int):
        self.until_at = until_at
        self.words = _words()

    def fill(self, slips: int) -> None:
        days = slips // PER_DAY
        with database.atomic():
            self._lists()
        self._slips(slips)
        # Thirty dossiers and ninety tickets a day, and a feedback.
        for model, columns, number in (
            (Dossier, self._dossier(days * 30), days * 30),
            (Ticket, self._ticket(days * 90), days * 90),
            (Feedback, self._feedback(days), days),
            (Household, self._household(), HOUSEHOLDS),
        ):
            self._insert(model, columns, number)

    def _lists(self) -> None:
        codes = [f"1.{number:06d}" for number in range(PROCEDURES)]
        cards = [(f"{code}@1", people.procedure_body(code, f"Thủ tục số {code}", "Hộ tịch")) for code in codes]
        people.put(people.WARD, "procedure.put/1", cards)

    def _insert(self, model, columns: dict[str, str], number: int) -> None:
        """Rows 1 … `number`; `columns` are expressions of "x", the others as they are at first."""
        usual = {field.name: self._usual(field) for field in model._meta.sorted_fields}
        whole = usual | {"ward_id": str(people.WARD)} | columns
        names = ", ".join(f'"{name}"' for name in whole)
        for start in range(1, number + 1, _AT_ONCE):
            end = min(start + _AT_ONCE - 1, number)
            numbers, rows = (self.words[name].format(start, end) for name in ("numbers", "rows"))
            made = f"{numbers} SELECT {', '.join(whole.values())} FROM {rows}"
            made = f'INSERT INTO "{model._meta.table_name}" ({names}) {made}'
            # To psycopg a per cent sign begins a placeholder.
            database.execute_sql(made if writers_take_turns() else made.replace("%", "%%"))

    def _usual(self, field) -> str:
        if field.null:
            return "NULL"
        if isinstance(field, BooleanField):
            return self.words["true" if field.default else "false"]
        return str(field.default) if isinstance(field.default, int) else f"'{field.default or ''}'"

    def _chance(self, prime: int, of: int) -> str:
        """A number below `of` that the row's own number decides."""
        return f'("x" * {prime} % 4294967291 / 64 % {of})'

    def _one(self, prime: int, choices: Sequence[str]) -> str:
        """One of these words, the first ones more often."""
        return self._of(
            f"{self._chance(prime, 100)} * {self._chance(prime + 36, 100)} * {len(choices)} / 10000", choices
        )

    @staticmethod
    def _of(place: str, choices: Sequence[str]) -> str:
        cases = " ".join(f"WHEN {number} THEN '{word}'" for number, word in enumerate(choices))
        return f"(CASE {place} {cases} ELSE '{choices[0]}' END)"

    def _text(self, before: str, number: str, digits: int) -> str:
        return f"'{before}' || {self.words['padded'].format(number, digits)}"

    def _id(self) -> str:
        return self._text("", '"x"', 36)

    def _moment(self, number: int, each_day: int) -> str:
        """Evenly over the days before `until_at`, the last row on the last day."""
        return f'({self.until_at} - ({number} - "x") * {DAY_MS // each_day})'

    def _slips(self, slips: int) -> None:
        at = self._moment(slips, PER_DAY)
        rare = f"{self._chance(104_729, 1000)} * {self._chance(7_919, 1000)} * {PROCEDURES} / 1000000"
        self._insert(
            Assistance,
            {
                "id": self._id(),
                "v": '"x"',
                "happened_at": at,
                "happened_on": self.words["day"].format(at),
                "recorded_at": at,
                "support_point": self._text("diem-", self._chance(611_953, POINTS), 2),
                "staff": self._text("nguoi-", self._chance(1_299_709, STAFF), 2),
                "device": "'may'",
                "procedure": self._text("1.", rare, 6),
                "help": self._one(2_750_159, sorted(assistance_fields.HELP)),
                "channel": "'at_point'",
                "result": self._one(3_497_861, sorted(assistance_fields.RESULT)),
                "neighbourhood": self._text("tdp-", f"({self._chance(15_485_863, PLACES)} + 1)", 2),
                "minutes": self._chance(32_452_843, 40),
                "tracking": self._text("", '"x"', 12),
            },
            slips,
        )
        # Every second one met something.
        met = self._one(49_979_687, sorted(difficulty.BY_CODE))
        columns = {"assistance": self._id().replace('"x"', '("x" * 2)'), "difficulty": met}
        self._insert(AssistanceDifficulty, columns, slips // 2)

    def _dossier(self, number: int) -> dict[str, str]:
        came = self._moment(number, 30)
        took = f"{self._chance(86_028_121, 200)} * 3600000"
        # What came in the last week is still being worked on.
        done = f"(CASE WHEN {came} > {self.until_at} - 604800000 THEN NULL ELSE {came} + {took} END)"
        due = f"({came} + 160 * 3600000)"
        return {
            "id": self._id(),
            "v": '"x"',
            "tracking": self._text("", '"x"', 12),
            "state": f"(CASE WHEN {came} > {self.until_at} - 604800000 THEN 'processing' ELSE 'returned' END)",
            "procedure": self._text("1.", self._chance(104_729, PROCEDURES), 6) + " || '@1'",
            "procedure_code": self._text("1.", self._chance(104_729, PROCEDURES), 6),
            "channel": self._one(611_953, ("direct", "online", "post")),
            "received_at": came,
            "received_on": self.words["day"].format(came),
            "registered_at": came,
            "accepted_at": came,
            "due_legal_at": due,
            "due_original_at": due,
            "due_current_at": due,
            "finished_at": done,
            "closed_at": done,
            "finished_by": self._text("nguoi-", self._chance(1_299_709, STAFF), 2),
            "holder": self._text("nguoi-", self._chance(1_299_709, STAFF), 2),
            "unit": self._of(self._chance(15_485_863, 2), ("mot-cua", "ho-tich")),
        }

    def _ticket(self, number: int) -> dict[str, str]:
        at = self._moment(number, 90)
        called = f"({at} + {self._chance(86_028_121, 80)} * 60000)"
        return {
            "id": self._id(),
            "v": '"x"',
            "point": self._text("diem-", self._chance(611_953, POINTS), 2),
            "on": self.words["day"].format(at),
            "lane": "'A'",
            "number": '"x"',
            "state": "'done'",
            "service": "'Nộp hồ sơ'",
            "counter": self._text("Quầy ", f"({self._chance(1_299_709, 4)} + 1)", 1),
            "taken_at": at,
            "first_called_at": called,
            "called_at": called,
            "ended_at": called,
        }

    def _feedback(self, number: int) -> dict[str, str]:
        at = self._moment(number, 1)
        return {
            "id": self._id(),
            "v": '"x"',
            "tracking": self._text("", '"x"', 12),
            "state": "'answered'",
            "kind": self._of(self._chance(611_953, 2), ("petition", "suggestion")),
            "category": self._of(self._chance(1_299_709, 3), ("ours", "conduct", "elsewhere")),
            "received_at": at,
            "received_on": self.words["day"].format(at),
            "answer_due_at": f"({at} + 864000000)",
            "answered_at": f"({at} + {self._chance(86_028_121, 20)} * 86400000)",
        }

    def _household(self) -> dict[str, str]:
        return {
            "id": self._id(),
            "v": '"x"',
            "neighbourhood": self._text("tdp-", f"({self._chance(15_485_863, PLACES)} + 1)", 2),
            "state": self._one(611_953, ("self", "guided", "by_proxy", "unreached")),
        }
