"""Where a batch reads and writes the rows that stand: the one database. A rebuild has tables of its own instead."""

from app.ledger.lists import FollowedLists, lists
from app.records import batch, ledger_entry, rollup, ward
from app.records.device import Device
from app.records.ledger_entry import LedgerEntry, Review
from app.rules.rollup import changes


class StandingTables:
    """The tables of one ward, as the door uses them inside its transaction."""

    def __init__(self, ward_id: int):
        self._ward_id = ward_id

    def held_rows(self, noun: str, ids) -> dict[str, dict]:
        return batch.held_rows(noun, self._ward_id, ids)

    def lists(self, head: dict) -> FollowedLists:
        return lists(self._ward_id, head)

    def review(self, op: str) -> dict | None:
        return self._first(Review, "op", op)

    def entry(self, op: str) -> dict | None:
        return self._first(LedgerEntry, "op", op)

    def signed_in_since(self, entry: dict, v: int) -> bool:
        """Whether the author of an entry opened a shift on its device after it and before version `v`."""
        return ledger_entry.signed_in(self._ward_id, entry["device"], entry["staff"], entry["v"], v).exists()

    def device(self, device_id: str) -> dict | None:
        return self._first(Device, "id", device_id)

    def _first(self, model, column: str, value: str) -> dict | None:
        rows = batch.select_in(model, self._ward_id, column, [value])
        return rows[0] if rows else None

    def sign_key(self) -> bytes:
        """The public half: what the ward's tickets are signed with."""
        return ward.key(self._ward_id, "sign")["public"]

    def seal_key(self) -> bytes:
        return bytes(ward.key(self._ward_id, "seal")["private"])

    def write(self, noun: str, rows: list[dict], stood_before: set[str]) -> None:
        batch.write_rows(noun, self._ward_id, rows, stood_before)

    def add_up(self, changed) -> None:
        """What rows that changed, as (noun, before, after), add to the cells of the ward's roll-ups."""
        rollup.add(self._ward_id, changes(changed))

    def write_reviews(self, rows: list[dict]) -> None:
        batch.upsert(Review, rows)

    def write_bodies(self, texts: dict[str, str]) -> None:
        """{operation id: body} of entries that have been opened after all; the chain covers only the commitment."""
        for op, text in texts.items():
            LedgerEntry.update(body=text, sealed=None).where(
                LedgerEntry.ward_id == self._ward_id, LedgerEntry.op == op
            ).execute()
