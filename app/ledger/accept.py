"""The door: checks, orders, applies and stores operations in one transaction, and only then answers."""

import json
import logging
from dataclasses import dataclass

from app.ledger import chain, seal, two_roads
from app.ledger.batch_state import BatchState
from app.ledger.envelope import Opened, open_operation
from app.ledger.review import apply_review
from app.problems import Problem
from app.records import batch, ledger_entry, ward
from app.records.database import database, lock_ward
from app.records.device import Device
from app.rules import clock, fingerprint, fleet, retry, secret_scan
from app.rules.operation import SYSTEM, Change, Context, Operation, Refusal, RuleRefused
from app.rules.permissions import allowed
from app.rules.registry import KINDS, REVIEW_KINDS
from app.rules.shift import working_refusal

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was decided: one result per operation taken, and the sequence number expected next."""

    results: list[dict]
    next_q: int
    head: int
    durable_q: int


def accept_wire(ward_id: int, device_id: str, operations: list[Operation], now: int, vouched: bool = False) -> Receipt:
    """A tablet's batch, in the order of its sequence numbers. Times in ms. `vouched`: see `accept`.

    Raises Problem: device_unknown, device_revoked, device_forked.
    """
    # Seals are opened before the ward is locked: it is the slowest step and needs nobody's turn.
    # What the ledger has already is answered by its id alone; a tablet may send thousands again after a restore.
    sealed = [operation.id for operation in operations if operation.sealed]
    known = {row["op"] for row in batch.select_in(ledger_entry.LedgerEntry, ward_id, "op", sealed, ("op",))}
    known -= {operation.id for operation in operations if operation.type in two_roads.TYPES}
    seal_key = None
    if any(operation.sealed and operation.id not in known for operation in operations):
        seal_key = seal.load_private(ward.key(ward_id, "seal")["private"])
    opened = [
        Opened(operation, None, None, now) if operation.id in known else open_operation(operation, seal_key, now)
        for operation in operations
    ]
    return accept(ward_id, device_id, opened, now, vouched=vouched)


class NotWhole(Exception):
    """One operation of an all-or-nothing batch did not apply, so none did; `code` says why."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


def accept(
    ward_id: int, device_id: str, opened: list[Opened], now: int, whole: bool = False, vouched: bool = False
) -> Receipt:
    """Everything that changes a ward comes through here: tablets, web forms, imports, the seeder.

    `whole`: all operations apply or none is taken, not even into the log (an import). Raises NotWhole.
    `vouched`: the device's work was brought in a file with its signature, so it may be revoked by now, and what comes
    is numbered in the order it comes: what stood before it may be lost.
    """
    with database.atomic():
        lock_ward(ward_id)
        return _accept(ward_id, device_id, opened, now, whole, vouched)


def _device(ward_id: int, device_id: str, even_revoked: bool) -> dict:
    rows = batch.select_in(Device, ward_id, "id", [device_id])
    if not rows:
        raise Problem("device_unknown")
    if rows[0]["revoked_at"] is not None and not even_revoked:
        raise Problem("device_revoked")
    return rows[0]


def _accept(ward_id: int, device_id: str, opened: list[Opened], now: int, whole: bool, vouched: bool) -> Receipt:
    head = batch.select_in(ledger_entry.LedgerHead, ward_id, "ward_id", [ward_id])[0]
    device = _device(ward_id, device_id, vouched)
    from_tablet = device["kind"] == "tablet"
    state = BatchState(ward_id, head, opened)
    logged = {
        row["op"]: row
        for row in batch.select_in(
            ledger_entry.LedgerEntry,
            ward_id,
            "op",
            [one.operation.id for one in opened],
            ("op", "commitment", "outcome", "code", "v"),
        )
    }
    results, entries = [], []
    v, link, last_q = head["v"], head["hash"], device["last_q"]
    for one in opened:
        operation = one.operation
        before = logged.get(operation.id)
        if before is not None:
            if before["commitment"] != operation.commitment and two_roads.same_said(ward_id, one, before):
                before = before | {"commitment": operation.commitment}
            results.append(_repeat(operation, before))
            continue
        if from_tablet and not vouched:
            if operation.sequence <= last_q:
                raise Problem("device_forked")
            if operation.sequence > last_q + 1:
                break
        last_q += 1
        v += 1
        answer = decide(one, state, device, now, v)
        code = answer.code if isinstance(answer, Refusal) else ("values_conflict" if answer.conflicts else "")
        entry = {
            "ward_id": ward_id,
            "v": v,
            "op": operation.id,
            "device": device_id,
            "q": last_q,
            "type": operation.type,
            "entity": operation.entity,
            "base": operation.base,
            "staff": operation.author,
            "shift": operation.shift,
            "at": one.at,
            "at_text": operation.at,
            "clock_offset": operation.clock_offset,
            "received_at": now,
            "app": operation.app,
            "commitment": operation.commitment,
            "body": one.text,
            "sealed": one.as_it_came if one.text is None else None,
            "outcome": answer.outcome,
            "code": code,
        }
        link = entry["hash"] = chain.link(link, entry)
        entries.append(entry)
        logged[operation.id] = entry
        results.append({"op": operation.id, "status": answer.outcome, "code": code, "v": v})
        if answer.outcome in ("conflict", "rejected", "parked") and operation.type not in REVIEW_KINDS:
            state.put_review(raised_review(entry, answer))
    refused = [result for result in results if result["status"] != "ok"]
    if whole and refused:
        raise NotWhole(refused[0]["code"])
    if entries:
        _store(state, entries, device, _told(device, entries, last_q, now, vouched), v, link)
    return Receipt(results, last_q + 1, v, device["durable_q"])


def _repeat(operation: Operation, before: dict) -> dict:
    if before["commitment"] != operation.commitment:
        return {"op": operation.id, "status": "rejected", "code": "op_id_conflict", "v": 0}
    return {"op": operation.id, "status": before["outcome"], "code": before["code"], "v": before["v"]}


def decide(one: Opened, state: BatchState, device: dict, now: int, v: int) -> Change | Refusal:
    """What becomes of one operation. A mistake of ours parks it and leaves its row untouched.

    A rebuild asks this again, with the time and the rows of then.
    """
    operation = one.operation
    try:
        if operation.type in REVIEW_KINDS:
            if device["kind"] == "tablet":
                # A tablet names its author itself, and only a shift of that author vouches for it: decisions have none.
                return Refusal("role_not_allowed")
            answer = _header_refusal(operation, state, device, REVIEW_KINDS[operation.type])
            return answer or apply_review(one, state, now, v, _judge_again)
        return judge(one, state, device, now, v)
    except Exception as error:  # one bad operation must never block the ones behind it
        log.error("operation %s parked: %s", operation.id, type(error).__name__)
        return Refusal("operation_error", parked=True)


def _judge_again(one: Opened, state: BatchState, device: dict, now: int, v: int, released: bool) -> Change | Refusal:
    """`judge` for what was parked: a mistake of ours leaves it parked under that name, not tried again every minute."""
    try:
        return judge(one, state, device, now, v, released)
    except Exception as error:
        log.error("operation %s stays parked: %s", one.operation.id, type(error).__name__)
        return Refusal("operation_error", parked=True)


def judge(one: Opened, state: BatchState, device: dict, now: int, v: int, released: bool = False) -> Change | Refusal:
    """Applies an ordinary operation to the state of this batch."""
    operation = one.operation
    if operation.ward != state.ward_id:
        return Refusal("ward_forged")
    if operation.device != device["id"]:
        return Refusal("device_mismatch")
    kind = KINDS.get(operation.type)
    if kind is None:
        return one.trouble or Refusal("type_unknown", parked=True)
    from_tablet = device["kind"] == "tablet"
    if from_tablet and not kind.on_tablet:
        return Refusal("role_not_allowed")
    refusal = _header_refusal(operation, state, device, kind.verb, released)
    if refusal:
        return refusal
    if one.trouble:
        return one.trouble
    context = Context(
        now=now,
        today=clock.day_of(now),
        at=one.at,
        on=clock.day_of(one.at),
        author=state.author(operation.author),
        shift=state.held("shift", operation.shift) if operation.shift else None,
        lists=state.lists,
        ticket=state.ticket(one.body) if operation.type == "shift.open/1" else None,
        released=released,
        from_tablet=from_tablet,
        held=state.held,
    )
    if from_tablet and kind.in_shift:
        refusal = working_refusal(operation, context)
        if refusal:
            return refusal
    held = state.held(kind.noun, operation.entity)
    try:
        answer = kind.apply(held, one.body, operation, context)
        answer = secret_scan.after_rule(kind.noun, one.body, answer, context)
    except RuleRefused as refused:
        return refused.refusal
    if isinstance(answer, Change):
        state.put(kind.noun, operation.entity, answer.row, v)
        for noun, id_, row in answer.also:
            state.put(noun, id_, row, v)
    return answer


def _header_refusal(
    operation: Operation, state: BatchState, device: dict, verb: str, released: bool = False
) -> Refusal | None:
    if operation.author == SYSTEM and device["kind"] == "system":
        return None
    author = state.author(operation.author)
    if author is None:
        # After a restore a person may be missing who is put back tomorrow.
        return Refusal("author_unknown", parked=True)
    if not allowed(author["role"], verb):
        return Refusal("role_not_allowed")
    if not author["active"] and not released:
        # It may have been made before that person left: a clerk looks at it and lets it in, or not.
        return Refusal("author_inactive", parked=True)
    return None


def raised_review(entry: dict, answer: Change | Refusal) -> dict:
    """The row that keeps an operation before somebody's eyes: rejected, parked or in conflict."""
    details = answer.details if isinstance(answer, Refusal) else {"conflicts": answer.conflicts}
    parked, at = answer.outcome == "parked", entry["received_at"]
    return {
        "ward_id": entry["ward_id"],
        "op": entry["op"],
        "v": entry["v"],
        "outcome": answer.outcome,
        "code": entry["code"],
        "type": entry["type"],
        "entity": entry["entity"],
        "staff": entry["staff"],
        "device": entry["device"],
        "raised_at": at,
        "details": json.dumps(details, ensure_ascii=False, sort_keys=True),
        "closed_at": None,
        "closed_by": "",
        "closed_how": "",
        "tries": 0,
        "retry_at": retry.next_at(entry["code"], at, 0, at) if parked else None,
        "tried_with": fingerprint.FINGERPRINT if parked else "",
    }


def _told(device: dict, entries: list[dict], last_q: int, now: int, vouched: bool) -> dict:
    """What these entries change of their device's row. A file says nothing of how the device does now."""
    told = {"last_q": last_q}
    if not vouched:
        told |= {"seen_at": now, "app_version": entries[-1]["app"]}
    if device["waiting"]:
        told |= fleet.after_delivery(device, len(entries), entries[-1]["at"])
    return told


def _store(state: BatchState, entries: list[dict], device: dict, told: dict, v: int, link: str) -> None:
    batch.insert(ledger_entry.LedgerEntry, entries)
    state.write()
    head = {**state.head, "v": v, "hash": link}
    if state.lists_changed:
        head["reference_v"] = v
    batch.change(ledger_entry.LedgerHead, ("v", "hash", "reference_v"), [head])
    # What is told alone: a tablet may be revoked, or its backup noted, while its batch is taken.
    batch.change(Device, tuple(told), [device | told])
