"""A ward's tables as they stand in any opened database: the running one, or a copy that is being verified."""

from collections import Counter

from app.records.assistance import AssistanceDifficulty
from app.records.batch import TABLES
from app.records.device import Device
from app.records.ledger_entry import LedgerEntry, LedgerHead, Review, signed_in
from app.records.rollup_count import counted, drift, kept
from app.records.ward import Ward, WardKey
from app.rules.rollup import CUBES


def ward_ids(database) -> list[int]:
    """Every ward of a copy; of the running database only where `across_wards` says why."""
    return [row["id"] for row in Ward.select(Ward.id).order_by(Ward.id).dicts().execute(database)]


class WardReading:
    """Reads one ward of one opened peewee database; changes nothing, whatever the other threads have open."""

    def __init__(self, database, ward_id: int):
        self._database = database
        self.ward_id = ward_id

    def _listed(self, query) -> list[dict]:
        return list(query.dicts().execute(self._database))

    def _first(self, query) -> dict | None:
        rows = self._listed(query.limit(1))
        return rows[0] if rows else None

    def ward(self) -> dict:
        return self._first(Ward.select().where(Ward.id == self.ward_id))

    def head(self) -> dict | None:
        return self._first(LedgerHead.select().where(LedgerHead.ward_id == self.ward_id))

    def mark(self) -> tuple[int, str, dict[str, int]]:
        """(version, hash, {device: its last number}): how far this ledger reaches."""
        query = Device.select(Device.id, Device.last_q).where(Device.ward_id == self.ward_id)
        head = self.head()
        return head["v"], head["hash"], {row["id"]: row["last_q"] for row in self._listed(query)}

    def sign_key(self) -> bytes:
        """The public half: what the ward's tickets are signed with."""
        query = WardKey.select(WardKey.public).where(WardKey.ward_id == self.ward_id, WardKey.purpose == "sign")
        return self._first(query)["public"]

    def devices(self) -> dict[str, dict]:
        return {row["id"]: row for row in self._listed(Device.select().where(Device.ward_id == self.ward_id))}

    def entries(self, after_v: int, limit: int) -> list[dict]:
        query = LedgerEntry.select().where(LedgerEntry.ward_id == self.ward_id, LedgerEntry.v > after_v)
        return self._listed(query.order_by(LedgerEntry.v).limit(limit))

    def entry(self, op: str) -> dict | None:
        return self._first(LedgerEntry.select().where(LedgerEntry.ward_id == self.ward_id, LedgerEntry.op == op))

    def signed_in(self, device: str, staff: str, after: int, before: int) -> bool:
        return self._first(signed_in(self.ward_id, device, staff, after, before).limit(1)) is not None

    def hash_at(self, v: int) -> str:
        """ "" where the ledger does not reach."""
        query = LedgerEntry.select(LedgerEntry.hash).where(LedgerEntry.ward_id == self.ward_id, LedgerEntry.v == v)
        row = self._first(query)
        return row["hash"] if row else ""

    def rows(self, noun: str, ids: list[str]) -> dict[str, dict]:
        """{id: row} of those that stand; an assistance with its `difficulties`, sorted. `review` is a noun here."""
        if noun == "ward":
            return {str(self.ward_id): self.ward()}
        model, key = _table(noun)
        query = model.select().where(model.ward_id == self.ward_id, key.in_(ids))
        rows = {row[key.name]: row for row in self._listed(query)}
        if noun == "assistance":
            self._add_difficulties(rows)
        return rows

    def _add_difficulties(self, rows: dict[str, dict]) -> None:
        for row in rows.values():
            row["difficulties"] = []
        query = AssistanceDifficulty.select().where(
            AssistanceDifficulty.ward_id == self.ward_id, AssistanceDifficulty.assistance.in_(list(rows))
        )
        for part in self._listed(query.order_by(AssistanceDifficulty.difficulty)):
            rows[part["assistance"]]["difficulties"].append(part["difficulty"])

    def count(self, noun: str) -> int:
        if noun == "ward":
            return 1
        model, _ = _table(noun)
        return model.select().where(model.ward_id == self.ward_id).count(self._database)

    def count_difficulties(self) -> int:
        """Rows of the table itself: one without its assistance counts too."""
        query = AssistanceDifficulty.select().where(AssistanceDifficulty.ward_id == self.ward_id)
        return query.count(self._database)

    def roll_up_drift(self, nouns: list[str]) -> dict[str, int]:
        """{cube: how many of its cells are not what the rows of these nouns say}."""
        cubes = {name for cube in CUBES.values() if cube.noun in nouns for name in cube.keys}
        stands = {cell: four for cell, four in kept(self._database, self.ward_id).items() if cell[0] in cubes}
        return Counter(cell[0] for cell in drift(counted(self._database, self.ward_id, nouns), stands))

    def ids(self, noun: str, after: str, limit: int) -> list[str]:
        """In their order, those behind `after`."""
        model, key = _table(noun)
        query = model.select(key).where(model.ward_id == self.ward_id, key > after).order_by(key).limit(limit)
        return [row[key.name] for row in self._listed(query)]


def _table(noun: str):
    """(model, its key besides the ward)."""
    if noun == "review":
        return Review, Review.op
    return TABLES[noun], TABLES[noun].id
