"""The rows that one batch reads and changes: fetched together before it, written together after it."""

from app.ledger import seal
from app.ledger.envelope import Opened
from app.ledger.lists import FollowedLists
from app.ledger.standing import StandingTables
from app.rules import rollup
from app.rules.operation import Lists
from app.rules.registry import KINDS, LISTED


class BatchState:
    """Later operations of a batch see what earlier ones did, in the ward's lists too.

    `tables`: where rows stand; the ward's own unless a rebuild brings others.
    """

    def __init__(self, ward_id: int, head: dict, opened: list[Opened], tables=None):
        self.ward_id = ward_id
        self.head = head
        self.tables = tables or StandingTables(ward_id)
        self.lists_changed = False
        self._reviews: dict[str, dict] = {}
        self._rows: dict[tuple[str, str], dict | None] = {}
        self._stood_before: set[tuple[str, str]] = set()
        # What changed, each with the row that stood before: figures move by the difference.
        self._changed: dict[tuple[str, str], dict | None] = {}
        self._lists: FollowedLists | None = None
        self._sign_key: bytes | None = None
        self._bodies: dict[str, str] = {}
        self._fetch("staff", {one.operation.author for one in opened})
        self._fetch("shift", {one.operation.shift for one in opened if one.operation.shift})
        wanted: dict[str, set[str]] = {}
        for one in opened:
            kind = KINDS.get(one.operation.type)
            if kind:
                wanted.setdefault(kind.noun, set()).add(one.operation.entity)
        for noun, ids in wanted.items():
            self._fetch(noun, ids)

    def _fetch(self, noun: str, ids: set[str]) -> None:
        ids = {id_ for id_ in ids if (noun, id_) not in self._rows}
        rows = self.tables.held_rows(noun, ids)
        for id_ in ids:
            row = rows.get(id_)
            self._rows[noun, id_] = row
            if row is not None:
                self._stood_before.add((noun, id_))

    def held(self, noun: str, id_: str) -> dict | None:
        """The row as it stands now, this batch's changes included."""
        if (noun, id_) not in self._rows:
            self._fetch(noun, {id_})
        return self._rows[noun, id_]

    def author(self, staff_id: str) -> dict | None:
        return self.held("staff", staff_id)

    @property
    def lists(self) -> Lists:
        if self._lists is None:
            self._lists = self.tables.lists(self.head)
        return self._lists.lists

    def ticket(self, body: dict) -> dict | None:
        """The statement of a shift ticket that this ward signed; None for any other."""
        if self._sign_key is None:
            self._sign_key = self.tables.sign_key()
        return seal.read_statement(self._sign_key, body.get("ticket"))

    def seal_key(self):
        """What opens a sealed body; None where nobody may."""
        private = self.tables.seal_key()
        return private and seal.load_private(private)

    def put_body(self, op: str, text: str) -> None:
        """The body of an entry that did not open when it came."""
        self._bodies[op] = text

    def review(self, op: str) -> dict | None:
        if op in self._reviews:
            return self._reviews[op]
        return self.tables.review(op)

    def put_review(self, row: dict) -> None:
        self._reviews[row["op"]] = row

    def put(self, noun: str, id_: str, row: dict, v: int) -> None:
        # Whether it stood before decides between a new row and a changed one.
        before = self.held(noun, id_)
        self._changed.setdefault((noun, id_), before)
        if noun != "ward":
            row["ward_id"] = self.ward_id
        row["v"] = v
        self._rows[noun, id_] = row
        if noun in LISTED:
            self._follow(noun, row)

    def _follow(self, noun: str, row: dict) -> None:
        if not self.lists_changed:
            # Until now these were the lists that every batch shares.
            self._lists = (self._lists or self.tables.lists(self.head)).copy()
            self.lists_changed = True
        self._lists.follow(noun, row)

    def write(self) -> None:
        """Stores every changed row, noun by noun, what it changes of the roll-ups, and the reviews."""
        self.tables.write_reviews(list(self._reviews.values()))
        self.tables.write_bodies(self._bodies)
        by_noun: dict[str, list[str]] = {}
        for noun, id_ in self._changed:
            by_noun.setdefault(noun, []).append(id_)
        for noun, ids in by_noun.items():
            stood = {id_ for id_ in ids if (noun, id_) in self._stood_before}
            self.tables.write(noun, [self._rows[noun, id_] for id_ in ids], stood)
        self.tables.add_up(
            (noun, before, self._rows[noun, id_])
            for (noun, id_), before in self._changed.items()
            if noun in rollup.COUNTED
        )
