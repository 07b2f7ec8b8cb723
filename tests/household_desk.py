"""Households in tests: written down and changed by people at moments, through the door."""

from app.ledger.envelope import new_id
from app.records.batch import held_rows
from app.rules.household_fields import EMPTY
from tests import people
from tests.counter import CounterDesk
from tests.ledger.devices import assistance_body

# A second lead, of another neighbourhood: must see nothing of HUNG's.
LOAN = people.Someone("loan", "Đào Kim Loan", "lead", "0195e000-0000-7000-8000-0000000000d1", neighbourhood="tdp-08")
TDP7, TDP8 = "tdp-07", "tdp-08"


def hire(person: people.Someone = LOAN) -> None:
    body = {
        "login": person.login,
        "name": person.name,
        "role": person.role,
        "neighbourhood": person.neighbourhood,
        "support_point": "",
        "active": True,
    }
    people.put(people.ward_of(person), "staff.put/1", [(person.id, body)])


class HouseholdDesk(CounterDesk):
    """`desk.add(apartment="P.1204")` writes a household down, `desk.put(row, state="guided")` changes its card."""

    def add(self, by: people.Someone = people.HA, type_: str = "household.put/1", **card) -> dict:
        said = {"neighbourhood": TDP7, "building": "CT1A", "apartment": "1204", **card}
        result = self.send(type_, {"set": {**EMPTY, **said}, "was": {}}, by=by)
        assert result["status"] == "ok", result
        return self.row(result["entity"], "household")

    def card(self, row: dict, by: people.Someone = people.HA, was: dict | None = None, **wanted) -> dict:
        """The result of `household.put/1` by somebody who saw `was` (what stands in `row`)."""
        seen = {name: row[name] for name in wanted} if was is None else was
        return self.send("household.put/1", {"set": wanted, "was": seen}, row["id"], by)

    def put(self, row: dict, by: people.Someone = people.HA, **wanted) -> dict:
        result = self.card(row, by, **wanted)
        assert result["status"] == "ok", result
        return self.row(row["id"], "household")

    def visit(self, row: dict, by: people.Someone = people.HUNG, **said) -> dict:
        """The result of `household.visit/1`."""
        body = {"on": "", "outcome": "met", "state": "", "difficulties": [], "note": "", "next_on": ""}
        return self.send("household.visit/1", {**body, "household": row["id"], **said}, by=by)

    def observe(self, row: dict, *difficulties: str, by: people.Someone = people.HUNG, **said) -> dict:
        body = {"household": row["id"], "difficulties": list(difficulties), "source": "lead", "on": "", "note": ""}
        return self.send("household.observe/1", {**body, **said}, by=by)

    def join(self, row: dict, other: dict, same: bool, by: people.Someone = people.HA) -> dict:
        return self.send("household.join/1", {"other": other["id"], "same": same}, row["id"], by)

    def household(self, row: dict) -> dict:
        return held_rows("household", self.ward_id, [row["id"]])[row["id"]]

    def slip(self, by: people.Someone = people.LAN, **changed) -> str:
        """The id of an assistance that was just recorded."""
        result = self.send("assistance.record/1", assistance_body(**changed), new_id(), by)
        assert result["status"] == "ok", result
        return result["entity"]
