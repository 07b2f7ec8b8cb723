"""A tablet that pulls: keeps what pages and snapshots told it, the way the browser does, and adds it up."""

import json

from app.ledger import chain
from app.ledger.pull import pull
from app.ledger.snapshot import snapshot
from app.rules import scope
from app.rules.scope_sum import scope_sum, short_hash
from tests.ledger.devices import Tablet


class Kept:
    """`lists`: {kind: {id: row}} of one tablet, `v` and `h` how far it has read."""

    def __init__(self, tablet: Tablet):
        self.tablet = tablet
        self.forget()

    def forget(self) -> None:
        self.v, self.h, self.lists = 0, "", {kind: {} for kind in scope.KINDS}

    def page(self, now: int | None = None) -> dict:
        """One page, applied."""
        told = pull(self.tablet.ward_id, self.tablet.id, self.v, self.h, now or self.tablet.now)
        for kind, rows in told["rows"].items():
            self.lists[kind] |= {row["id"]: row for row in rows}
        for kind, ids in told["gone"].items():
            for id_ in ids:
                assert self.lists[kind].pop(id_, None), f"{kind} {id_} was never told to this tablet"
        self._drop_old(told["since"])
        self.v, self.h = told["v"], told["h"]
        return told

    def _drop_old(self, since: int) -> None:
        self.lists[scope.LINE] = {id_: row for id_, row in self.lists[scope.LINE].items() if row["at"] > since}

    def read(self, now: int | None = None) -> dict:
        """Pages until there are no more; the last one, whose sums must be those of what is kept."""
        while (told := self.page(now))["more"]:
            assert told["sums"] == {}
        assert told["sums"] == self.sums()
        return told

    def sums(self) -> dict:
        return {kind: scope_sum(list(rows.values())) for kind, rows in self.lists.items()}

    def take_snapshot(self, now: int | None = None) -> dict:
        """Everything anew; the head line."""
        lines = list(snapshot(self.tablet.ward_id, self.tablet.id, now or self.tablet.now))
        *rows, end = [json.loads(line) for line in lines[1:]]
        assert end == {"end": len(rows), "sum": short_hash("\n".join(lines[:-1]))}
        self.forget()
        for row in rows:
            self.lists[row["k"]][row["r"]["id"]] = row["r"]
        head = json.loads(lines[0])["head"]
        self.v, self.h = head["v"], head["h"]
        return head


START = chain.START
