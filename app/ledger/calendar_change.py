"""A change of the calendar and what it moves: every running dossier whose promise comes out otherwise, and every
feedback whose days do, says so (R18).

Between the preview and the confirmation dossiers come and go; what is done is what was shown, or nothing.
"""

from collections.abc import Callable
from hashlib import sha256

from app.ledger.accept import NotWhole, accept
from app.ledger.envelope import Opened
from app.problems import PROBLEMS, Problem
from app.records import batch, dossier, feedback, workday
from app.records.database import database, lock_ward
from app.records.ledger_entry import LedgerEntry
from app.rules.calendar import Calendar
from app.rules.canonical import canonical
from app.rules.dossier_clock import recomputed
from app.rules.dossier_states import STEPS
from app.rules.feedback import hidden_from
from app.rules.feedback_clock import recounted
from app.rules.office import calendar_of

# (type, entity, body) of a `workday.put/1` or the `office.put/1`.
Card = tuple[str, str, dict]


def calendar_after(ward_id: int, cards: list[Card]) -> Calendar:
    """The ward's calendar, were these cards put."""
    days = {row["id"]: row for row in workday.workdays(ward_id)}
    office = workday.own_office(ward_id)
    for type_, entity, body in cards:
        if type_ == "office.put/1":
            office = body
        else:
            days[entity] = {"id": entity, **body}
    return calendar_of(office, days.values())


def moves(ward_id: int, cards: list[Card]) -> list[dict]:
    """[{id, number, year, procedure, from_at, to_at}] of every running dossier that would be due at another moment, or
    with another moment of one of its results; the one due first before the others. Nobody's name is in it.
    """
    calendar = calendar_after(ward_id, cards)
    found = []
    for row in dossier.open_dossiers(ward_id, sorted(STEPS["redate"][0])):
        after = recomputed(row, calendar) if row["accepted_at"] is not None else None
        if after is not None:
            found.append(
                {
                    "id": row["id"],
                    "number": row["receipt_number"],
                    "year": row["receipt_year"],
                    "procedure": row["procedure_name"],
                    "from_at": row["due_current_at"],
                    "to_at": after["due_current_at"],
                }
            )
    return found


def feedback_moves(ward_id: int, cards: list[Card]) -> list[dict]:
    """[{id, from_at, to_at, kept_from}] of every feedback that would be due otherwise. `kept_from`: ids of those who
    may not know of it yet, not even that there is one more (R13).
    """
    calendar = calendar_after(ward_id, cards)
    settings = next((body for type_, _, body in cards if type_ == "office.put/1"), None) or workday.office(ward_id)
    found = []
    for row in feedback.running(ward_id):
        if after := recounted(row, calendar, settings):
            kept_from = [one for one in row["about"].split() if hidden_from(row, one)]
            found.append({"id": row["id"], "from_at": row["due_at"], "to_at": after["due_at"], "kept_from": kept_from})
    return found


def known_to(reader: str, told: list[dict]) -> list[dict]:
    """Those of `feedback_moves` that a person may know of."""
    return [one for one in told if reader not in one["kept_from"]]


def mark(cards: list[Card], moved: list[dict]) -> str:
    """Names exactly this change with exactly these moves: what a preview showed, and a confirmation answers to."""
    told = canonical([[list(card) for card in cards], [[one["id"], one["from_at"], one["to_at"]] for one in moved]])
    return sha256(told.encode()).hexdigest()[:32]


def change(
    ward_id: int, cards: list[Card], reason: str, seen: str, make: Callable[[str, str, dict], Opened], now: int
) -> tuple[list[dict], list[dict]] | None:
    """Puts the cards and dates the moved dossiers and feedback anew, all or nothing; which these were, or None when
    what would happen is no longer what was `seen`. `make` gives each operation an id of its own that is the same on a
    second post.

    Raises Problem when the rules refuse.
    """
    opened = [make(*card) for card in cards]
    with database.atomic():
        lock_ward(ward_id)
        if batch.select_in(LedgerEntry, ward_id, "op", [opened[0].operation.id], ("op",)):
            return [], []
        dossiers, told = moves(ward_id, cards), feedback_moves(ward_id, cards)
        if mark(cards, dossiers + told) != seen:
            return None
        opened += [make("dossier.redate/1", one["id"], {"reason": reason}) for one in dossiers]
        opened += [make("feedback.redate/1", one["id"], {"reason": reason}) for one in told]
        try:
            accept(ward_id, opened[0].operation.device, opened, now, whole=True)
        except NotWhole as error:
            raise Problem(error.code if error.code in PROBLEMS else "server_error", fields="") from error
    return dossiers, told
