"""R10: numbers run from 1 without a hole to the year's end, whatever happens (TT 01/2018 Đ10.2, NĐ 23/2015 Đ13)."""

import random
from collections import Counter

import pytest

from app.rules import clock, register
from app.rules.canonical import canonical
from app.rules.operation import Change, Context, Lists, Operation, Refusal, RuleRefused
from app.rules.registry import KINDS
from tests import counter, people

WEB, TABLET, OTHER = "web", "tablet", "other-tablet"
WHY = "Máy hỏng, không in nữa"


class World:
    """The rows of a ward and the rules, nothing else: `do` is one operation at a moment in Việt Nam."""

    def __init__(self):
        self.rows = {}
        self.procedures = frozenset({counter.COPIES})
        version = people.procedure_body("2.000815", "Chứng thực bản sao từ bản chính", "Chứng thực")
        self.rows["procedure", counter.COPIES] = version | {"id": counter.COPIES, "handling": _copies()}
        self.made = 0

    def do(self, type_: str, entity: str, body: dict, on: str, device=WEB, role="clerk") -> Change | Refusal:
        kind, at = KINDS[type_], counter.at(on)
        author = {"id": role, "role": role, "active": True, "unit": ""}
        context = Context(
            now=at,
            today=clock.day_of(at),
            at=at,
            on=clock.day_of(at),
            author=author,
            shift=None,
            lists=Lists(self.procedures, frozenset(), frozenset(), {}),
            from_tablet=device != WEB,
            held=lambda noun, id_: self.rows.get((noun, id_)),
        )
        self.made += 1
        one = Operation(
            id=str(self.made), sequence=self.made, type=type_, entity=entity, base=0, ward=1, device=device,
            author=role, shift="", at="", clock_offset=0, app="", commitment="",
        )  # fmt: skip
        try:
            answer = kind.apply(self.rows.get((kind.noun, entity)), body, one, context)
        except RuleRefused as refused:
            answer = refused.refusal
        if isinstance(answer, Change):
            for noun, id_, row in [(kind.noun, entity, answer.row), *answer.also]:
                self.rows[noun, id_] = row
        return answer

    def numbers(self, name: str, year: int) -> list[dict]:
        rows = [row for (noun, _id), row in self.rows.items() if noun == "register_number"]
        return sorted(
            (row for row in rows if (row["register"], row["year"]) == (name, year)), key=lambda r: r["number"]
        )

    def certify(self, entity: str, on: str, lines=1, **changed):
        papers = [{"paper": f"Bằng {place}", "pages": 1, "copies": 1} for place in range(lines)]
        return self.do("certification.record/1", entity, certification(lines=papers, **changed), on)

    def lease(self, entity: str, on: str, device=TABLET, count=5):
        return self.do("register.lease/1", entity, {"register": "tnhs", "count": count}, on, device)

    def use(self, number: int, subject: str, on: str, device=TABLET) -> Refusal | None:
        """What a dossier printed during an outage does with its number."""
        at = counter.at(on)
        context = Context(
            now=at, today=clock.day_of(at), at=at, on=clock.day_of(at), author=None, shift=None,
            lists=Lists(frozenset(), frozenset(), frozenset(), {}), held=lambda noun, id_: self.rows.get((noun, id_)),
        )  # fmt: skip
        one = Operation(
            id="0", sequence=0, type="", entity=subject, base=0, ward=1, device=device, author="clerk", shift="",
            at="", clock_offset=0, app="", commitment="",
        )  # fmt: skip
        numbering = register.Numbering(context, one)
        refusal = numbering.take_leased("tnhs", numbering.year, number, subject)
        if refusal is None:
            self.rows |= {(noun, id_): row for noun, id_, row in numbering.also}
        return refusal


def _copies() -> str:
    variant = counter.variant(
        "ban-sao", "Bản sao", "0", instant=True, register="chung_thuc_ban_sao", fees=[counter.FREE]
    )
    return canonical({"variants": [variant]})


def certification(**changed) -> dict:
    body = {
        "procedure": counter.COPIES,
        "variant": "",
        "name": "Nguyễn Văn Bình",
        "lines": [{"paper": "Bằng tốt nghiệp", "pages": 2, "copies": 3}],
        "exemption": "",
        "fee_paid": 0,
        "fee_receipt": "",
        "signer": "Trần Quang Minh",
        "note": "",
    }
    return {**body, **changed}


@pytest.fixture
def world():
    return World()


def state(world: World, number: int, year=2026) -> str:
    return world.rows["register_number", register.number_id("tnhs", year, number)]["state"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_r10_a_thousand_mixed_operations_leave_no_hole_and_no_number_twice(world, seed):
    """Certified, refused, struck through, lent, printed with, given back; over the end of the year."""
    chance, done, leases, answers = random.Random(seed), [], {}, Counter()
    for step in range(1_000):
        on = f"2026-12-{10 + step // 45:02d} 10:00" if step < 900 else "2027-01-02 10:00"
        what = chance.choice(["certify", "certify", "invalid", "void", "lease", "print", "give_back"])
        entity, answer = f"e{step}", None
        if what == "certify":
            answer = world.certify(entity, on, lines=chance.randint(1, 4))
            done.append(entity)
        elif what == "invalid":
            answer = world.certify(entity, on, name="")
        elif what == "void" and done:
            answer = world.do(
                "certification.void/1", chance.choice(done), {"reason": "Ghi nhầm tên"}, on, role="leader"
            )
        elif what == "lease":
            answer = world.lease(entity, on, chance.choice([TABLET, OTHER]), chance.choice([1, 20, 21]))
            if isinstance(answer, Change):
                leases[entity] = answer.row
        elif what == "print" and leases:
            row = chance.choice(list(leases.values()))
            number = chance.randint(row["first_number"], row["last_number"] + 1)
            answer = world.use(number, entity, on, chance.choice([TABLET, OTHER])) or "used"
        elif what == "give_back" and leases:
            answer = world.do("register.give_back/1", chance.choice(list(leases)), {"reason": WHY}, on)
        answers[what, answer.code if isinstance(answer, Refusal) else "done"] += bool(answer)
    for name in ("chung_thuc_ban_sao", "tnhs"):
        for year in (2026, 2027):
            rows = world.numbers(name, year)
            book = world.rows["register", register.register_id(name, year)]
            assert [row["number"] for row in rows] == list(range(1, len(rows) + 1)), "Sổ phải liên tục từ 1 đến n"
            assert book["last_number"] == len(rows) > 0
            assert book["lent"] == sum(row["state"] == "leased" for row in rows)
            # Struck through with reason and who, or belonging to somebody: nothing in between.
            assert all(row["void_reason"] and row["voided_by"] for row in rows if row["state"] == "void")
            assert all(row["subject"] for row in rows if row["state"] == "used")
    # It was not all one thing.
    for seen in (("certify", "done"), ("invalid", "body_invalid"), ("void", "done"), ("void", "already_void"),
                 ("print", "done"), ("print", "number_taken"), ("give_back", "done"), ("give_back", "lease_returned"),
                 ("lease", "body_invalid")):  # fmt: skip
        assert answers[seen] > 0, seen


def test_r10_numbers_begin_anew_at_midnight_in_viet_nam(world):
    """23:59 on 31 December is 16:59 of Greenwich; the book follows the clock on the wall."""
    assert world.certify("a", "2026-12-31 23:59").row["year"] == 2026
    first = world.certify("b", "2027-01-01 00:00", lines=2).row
    assert (first["year"], first["first_number"], first["last_number"]) == (2027, 1, 2)
    assert [row["given_on"] for row in world.numbers("chung_thuc_ban_sao", 2026)] == ["2026-12-31"]


def test_two_machines_hold_blocks_that_do_not_touch(world):
    first, second = world.lease("l1", "2026-11-20 10:00").row, world.lease("l2", "2026-11-20 10:01", OTHER).row
    assert (first["first_number"], first["last_number"]) == (1, 5)
    assert (second["first_number"], second["last_number"]) == (6, 10)
    assert world.use(6, "d", "2026-11-20 11:00", TABLET).code == "number_taken"
    assert world.use(1, "d", "2026-11-20 11:00", TABLET) is None
    assert world.use(1, "e", "2026-11-20 11:05", TABLET).code == "number_taken"
    assert world.use(6, "e", "2026-11-20 11:00", OTHER) is None
    assert world.rows["register", "tnhs@2026"]["lent"] == 8


def test_a_number_used_by_somebody_else_is_refused_at_once_and_one_not_given_yet_waits(world):
    world.rows["register", "tnhs@2026"] = {**register._NEW, "id": "tnhs@2026", "register": "tnhs", "year": 2026}
    world.lease("l1", "2026-11-20 10:00")
    assert world.use(1, "d", "2026-11-20 10:30") is None
    waits = world.use(6, "e", "2026-11-20 10:30")
    assert (waits.code, waits.parked) == ("number_not_leased", True)


def test_a_block_lent_in_december_is_used_in_december_even_when_it_is_told_in_january(world):
    world.lease("l", "2026-12-31 16:00")
    assert world.use(1, "d", "2026-12-31 23:59") is None
    refusal = world.use(2, "e", "2027-01-01 00:01")
    assert (refusal.code, refusal.parked) == ("number_of_last_year", False)
    assert state(world, 2) == "leased"
    assert world.do("register.give_back/1", "l", {"reason": WHY}, "2027-01-02 08:00")
    assert [state(world, number) for number in range(1, 6)] == ["used", "void", "void", "void", "void"]
    assert world.rows["register", "tnhs@2026"]["lent"] == 0


def test_only_the_machine_itself_or_the_desk_gives_a_block_back_and_says_why(world):
    world.lease("l", "2026-11-20 10:00")
    body = {"reason": WHY}
    assert world.do("register.give_back/1", "l", body, "2026-11-20 11:00", OTHER).code == "device_mismatch"
    assert world.do("register.give_back/1", "l", {"reason": "ok"}, "2026-11-20 11:00").code == "reason_needed"
    row = world.do("register.give_back/1", "l", body, "2026-11-20 11:00").row
    assert (row["returned_by"], row["return_reason"]) == ("clerk", WHY)
    assert world.do("register.give_back/1", "l", body, "2026-11-20 11:01").code == "lease_returned"
    # The paper that was printed with one of them comes too late: a person looks at it.
    assert world.use(3, "d", "2026-11-20 11:02").code == "number_taken"


@pytest.mark.parametrize("count", [0, 21, -1, True, "5", None, 2.5])
def test_a_block_has_one_to_twenty_numbers(world, count):
    assert world.lease("l", "2026-11-20 10:00", count=count).code == "body_invalid"
    assert ("register", "tnhs@2026") not in world.rows


def test_only_receipts_are_printed_without_the_server(world):
    body = {"register": "chung_thuc_ban_sao", "count": 5}
    assert world.do("register.lease/1", "l", body, "2026-11-20 10:00", TABLET).code == "body_invalid"


def test_a_year_is_closed_when_it_is_over_and_nothing_is_on_loan_and_then_gives_no_number(world):
    """TT 01/2018 Đ10.2."""
    book = "tnhs@2026"
    world.lease("l", "2026-12-31 10:00")
    close = ("register.close/1", book, {})
    assert world.do(*close, "2026-12-31 23:59", role="leader").code == "register_year_running"
    assert world.do(*close, "2027-01-01 00:00", role="leader").code == "register_lent"
    world.do("register.give_back/1", "l", {"reason": WHY}, "2027-01-02 08:00")
    row = world.do(*close, "2027-01-02 09:00", role="leader").row
    assert (row["closed_by"], row["closed_at"]) == ("leader", counter.at("2027-01-02 09:00"))
    assert world.do(*close, "2027-01-02 09:01", role="leader").code == "register_closed"
    # What a machine did on the last day and tells today finds the book closed; today's book is open.
    assert world.lease("m", "2026-12-31 17:00").code == "register_closed"
    assert world.lease("n", "2027-01-02 10:00").row["first_number"] == 1
    assert len(world.numbers("tnhs", 2026)) == row["last_number"] == 5


def test_a_book_that_nobody_has_written_in_cannot_be_closed(world):
    assert world.do("register.close/1", "tnhs@2025", {}, "2026-11-20 10:00").code == "entity_unknown"
