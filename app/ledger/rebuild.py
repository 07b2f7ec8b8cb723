"""The fold of a ledger: what the tables of a ward must be, made anew from its operations by the rules themselves.

What was decided stands: an operation that was rejected or parked changes nothing here either, whatever the rules say
today. Where they say something else than what was recorded, that is reported by version (`drifts`).
"""

from dataclasses import dataclass

from app.ledger.accept import decide, raised_review
from app.ledger.batch_state import BatchState
from app.ledger.envelope import Opened, reopen
from app.ledger.lists import FollowedLists
from app.records.assistance import AssistanceDifficulty
from app.records.batch import TABLES
from app.records.ledger_entry import Review
from app.records.scratch import Scratch
from app.records.ward_reading import WardReading
from app.rules import rollup
from app.rules.operation import Change, Refusal
from app.rules.registry import KINDS, REVIEW_KINDS

APPLIED = ("ok", "merged", "conflict")
# Told of at most so many, each: whoever has to look at a thousand looks at the first.
TOLD_MAX = 20
_PAGE = 500
# What the machine notes about its own attempts; no operation says it.
_NOT_IN_LEDGER = {"review": ("tries", "retry_at", "tried_with")}


@dataclass(frozen=True, slots=True)
class Drift:
    """The rules answer otherwise today than they did at `v`. Both as (outcome, code); ("", "") is no answer at all."""

    v: int
    type: str
    recorded: tuple[str, str]
    today: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that stands otherwise than the ledger says. `v`: the operation that last made it (0: none did).

    `columns`: names, never values, of what differs; () when the row is "missing" or "extra".
    """

    noun: str
    id: str
    v: int
    how: str
    columns: tuple[str, ...] = ()


class Rebuilt:
    """The tables of one ward while they are made; entries come in the order of their versions."""

    def __init__(self, reading: WardReading):
        self._reading = reading
        self._tables = RebuiltTables(reading)
        self.drifts: list[Drift] = []
        self.drift_count = 0
        self.erased = 0
        # What can no longer be told from the ledger because a body on the way was erased.
        self._unprovable: set[tuple[str, str]] = set()

    def __enter__(self) -> "Rebuilt":
        return self

    def __exit__(self, *_error) -> None:
        self._tables.scratch.close()

    def take(self, entries: list[dict]) -> None:
        """Applies the next entries (rows of the ledger, whole)."""
        opened = [_reopened(entry) for entry in entries]
        state = _Replay(self._reading.ward_id, {}, opened, self._tables)
        for entry, one in zip(entries, opened, strict=True):
            self._replay(entry, one, state)
        state.write()
        self._tables.followed = state.followed

    def _replay(self, entry: dict, one: Opened, state: "_Replay") -> None:
        if self._cannot_be_told(entry):
            return
        answer = self._answer(entry, one, state)
        same = answer is not None and _told(answer) == (entry["outcome"], entry["code"])
        applied = entry["outcome"] in APPLIED
        if not same and (applied or answer is not None):
            self._drifted(entry, answer)
        # Decided is decided: what was applied is applied as well as it can be, what was not is not.
        if same or (applied and isinstance(answer, Change)):
            state.keep()
        else:
            state.drop()
            if entry["type"] in REVIEW_KINDS:
                self._unprovable.add(_about(entry))
        if entry["outcome"] not in ("ok", "merged") and entry["type"] not in REVIEW_KINDS:
            row = raised_review(entry, answer if same else _as_recorded(entry))
            if not same and answer is not None:
                row["details"] = None
            state.raise_review({**row, "outcome": entry["outcome"]})

    def _answer(self, entry: dict, one: Opened, state: "_Replay") -> Change | Refusal | None:
        """What the rules say to it; None when they know no such type (another release's, or a dead letter), and when
        it could not be read when it came: it may have been opened since.
        """
        known = entry["type"] in KINDS or entry["type"] in REVIEW_KINDS
        device = self._tables.device(entry["device"])
        if device is None or not known or entry["code"] == "unreadable":
            return None
        return decide(one, state, device, entry["received_at"], entry["v"])

    def _cannot_be_told(self, entry: dict) -> bool:
        """Whether its body was erased by law, or that of something it builds upon; then so is what it changes."""
        about = _about(entry)
        erased = entry["body"] is None and entry["sealed"] is None
        self.erased += erased
        if not erased and about not in self._unprovable:
            return False
        self._unprovable |= {about, ("review", entry["op"])}
        if entry["type"] in REVIEW_KINDS and (target := self._tables.entry(entry["entity"])):
            self._unprovable.add(_about(target))
        return True

    def _drifted(self, entry: dict, answer: Change | Refusal | None) -> None:
        self.drift_count += 1
        if len(self.drifts) < TOLD_MAX:
            today = _told(answer) if answer is not None else ("", "")
            self.drifts.append(Drift(entry["v"], entry["type"], (entry["outcome"], entry["code"]), today))

    def differences(self) -> list[Difference]:
        """Where what stands is not what the ledger says; at most TOLD_MAX of each noun."""
        found = []
        for noun in (*TABLES, "review"):
            of_noun = self._differing(noun)
            if any(one.how == "missing" for one in of_noun) or self._counts_differ(noun):
                of_noun += self._extra(noun)
            found += of_noun[:TOLD_MAX]
        # Difficulties are compared with their record: what is left is one that belongs to none.
        met = self._reading.count_difficulties()
        if not found and not self._unprovable and self._tables.scratch.count(AssistanceDifficulty) != met:
            found.append(Difference("difficulty", "", 0, "extra"))
        return found

    def roll_up_drift(self, differences: list[Difference]) -> dict[str, int]:
        """{cube: how many of its cells are not what the rows say}, of rows that are what the ledger says.

        What was erased by law is in no row any more and stays in the figures: its noun cannot be told.
        """
        told_of = {one.noun for one in differences} | {noun for noun, _ in self._unprovable}
        if "difficulty" in told_of:
            told_of.add("assistance")
        return self._reading.roll_up_drift([noun for noun in rollup.COUNTED if noun not in told_of])

    def _counts_differ(self, noun: str) -> bool:
        return self._tables.scratch.count(_model(noun)) != self._reading.count(noun)

    def _differing(self, noun: str) -> list[Difference]:
        found, after = [], ""
        while rows := self._tables.page(noun, after, _PAGE):
            standing = self._reading.rows(noun, list(rows))
            for id_, row in rows.items():
                after = id_
                if (noun, id_) in self._unprovable:
                    continue
                if id_ not in standing:
                    found.append(Difference(noun, id_, row["v"], "missing"))
                elif names := _unequal(noun, row, standing[id_]):
                    found.append(Difference(noun, id_, row["v"], "differs", names))
            if noun == "ward" or len(found) >= TOLD_MAX:
                break
        return found

    def _extra(self, noun: str) -> list[Difference]:
        found, after = [], ""
        while ids := self._reading.ids(noun, after, _PAGE):
            after = ids[-1]
            made = self._tables.known(noun, ids)
            found += [
                Difference(noun, id_, 0, "extra")
                for id_ in ids
                if id_ not in made and (noun, id_) not in self._unprovable
            ]
            if len(found) >= TOLD_MAX:
                break
        return found


class RebuiltTables:
    """Stands where `standing.StandingTables` stands for the door; what is no history (keys, devices) is read."""

    def __init__(self, reading: WardReading):
        self._reading = reading
        self._devices = reading.devices()
        self.scratch = Scratch((*TABLES.values(), AssistanceDifficulty, Review))
        self.followed = FollowedLists((), (), (), ())
        # Founding gave the ward its number, its slug and its first name; the rest has been put by operations.
        ward = reading.ward()
        empty = {field.name: field.default for field in TABLES["ward"]._meta.sorted_fields}
        first = {**empty, "id": ward["id"], "slug": ward["slug"], "name": ward["name"], "v": 0}
        self.scratch.insert(TABLES["ward"], [first])

    def held_rows(self, noun: str, ids) -> dict[str, dict]:
        ids = [self._reading.ward_id] if noun == "ward" else ids
        rows = {str(row["id"]): row for row in self.scratch.rows(TABLES[noun], "id", ids)} if ids else {}
        return self._with_difficulties(rows) if noun == "assistance" else rows

    def _with_difficulties(self, rows: dict[str, dict]) -> dict[str, dict]:
        for row in rows.values():
            row["difficulties"] = []
        for part in self.scratch.rows(AssistanceDifficulty, "assistance", rows):
            rows[part["assistance"]]["difficulties"].append(part["difficulty"])
        for row in rows.values():
            row["difficulties"].sort()
        return rows

    def lists(self, _head: dict) -> FollowedLists:
        return self.followed

    def review(self, op: str) -> dict | None:
        rows = self.scratch.rows(Review, "op", [op])
        return rows[0] if rows else None

    def entry(self, op: str) -> dict | None:
        return self._reading.entry(op)

    def signed_in_since(self, entry: dict, v: int) -> bool:
        return self._reading.signed_in(entry["device"], entry["staff"], entry["v"], v)

    def device(self, device_id: str) -> dict | None:
        return self._devices.get(device_id)

    def sign_key(self) -> bytes:
        return self._reading.sign_key()

    def seal_key(self) -> None:
        """What is still sealed stays so."""

    def write_bodies(self, texts: dict[str, str]) -> None:
        """The ledger itself is only read."""

    def write(self, noun: str, rows: list[dict], stood_before: set[str]) -> None:
        self.scratch.upsert(TABLES[noun], rows)
        if noun == "assistance":
            if stood_before:
                self.scratch.delete(AssistanceDifficulty, "assistance", stood_before)
            parts = [
                {"ward_id": self._reading.ward_id, "assistance": row["id"], "difficulty": difficulty}
                for row in rows
                for difficulty in row["difficulties"]
            ]
            self.scratch.insert(AssistanceDifficulty, parts)

    def add_up(self, _changed) -> None:
        """Roll-ups are counted from the rows that stand, once these are known to be right."""

    def write_reviews(self, rows: list[dict]) -> None:
        self.scratch.upsert(Review, rows)

    def page(self, noun: str, after: str, limit: int) -> dict[str, dict]:
        """{id: row} of the next rows that were made, in the order of their ids."""
        if noun == "ward":
            return self.held_rows("ward", ())
        key = _key(noun)
        rows = {row[key]: row for row in self.scratch.rows_after(_model(noun), key, after, limit)}
        return self._with_difficulties(rows) if noun == "assistance" else rows

    def known(self, noun: str, ids: list[str]) -> set[str]:
        key = _key(noun)
        return {row[key] for row in self.scratch.rows(_model(noun), key, ids)}


class _Replay(BatchState):
    """What one operation does is held back until it is clear whether it was done at the time."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self._rows_held_back: list[tuple] = []
        self._reviews_held_back: list[dict] = []

    def put(self, noun, id_, row, v) -> None:
        self._rows_held_back.append((noun, id_, row, v))

    def put_review(self, row: dict) -> None:
        self._reviews_held_back.append(row)

    def keep(self) -> None:
        for held_back in self._rows_held_back:
            super().put(*held_back)
        for row in self._reviews_held_back:
            super().put_review(row)
        self.drop()

    def drop(self) -> None:
        self._rows_held_back.clear()
        self._reviews_held_back.clear()

    def raise_review(self, row: dict) -> None:
        super().put_review(row)

    @property
    def followed(self) -> FollowedLists:
        """The lists as they are behind this batch."""
        return self._lists or self.tables.lists(self.head)


def _reopened(entry: dict) -> Opened:
    """As it was when it came; what could not be opened then fails again as it did."""
    one = reopen(entry)
    if entry["body"] is None and entry["outcome"] not in APPLIED:
        one.trouble = _as_recorded(entry)
    return one


def _as_recorded(entry: dict) -> Refusal:
    details = {"fields": {"d": "unreadable"}} if entry["code"] == "body_invalid" else {}
    return Refusal(entry["code"], parked=entry["outcome"] == "parked", details=details)


def _told(answer: Change | Refusal) -> tuple[str, str]:
    if isinstance(answer, Refusal):
        return answer.outcome, answer.code
    return answer.outcome, "values_conflict" if answer.conflicts else ""


def _about(entry: dict) -> tuple[str, str]:
    """(noun, id) of what an entry, or a review of one, is about."""
    if entry["type"] in REVIEW_KINDS:
        return "review", entry["entity"]
    kind = KINDS.get(entry["type"])
    return (kind.noun if kind else "", entry["entity"])


def _model(noun: str):
    return Review if noun == "review" else TABLES[noun]


def _key(noun: str) -> str:
    return "op" if noun == "review" else "id"


def _unequal(noun: str, made: dict, standing: dict) -> tuple[str, ...]:
    left_out = _NOT_IN_LEDGER.get(noun, ())
    return tuple(
        name
        for name in standing
        if name not in left_out
        and made[name] != standing[name]
        # Why an operation was refused cannot be told anew once the rules have changed.
        and not (name == "details" and made[name] is None)
    )
