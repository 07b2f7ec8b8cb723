"""Operations about other operations: releasing what was parked, settling what was rejected or in conflict."""

import json

from app.ledger.envelope import Opened, is_sealed, reopen
from app.rules import assistance, clock, fingerprint, household, retry
from app.rules.operation import Change, Context, Refusal
from app.rules.registry import KINDS
from app.rules.secret import looks_like_secret

# How a choice between two values is written into the card that it is about, noun by noun.
SETTLED_BY = {"assistance": assistance.settle_conflict, "household": household.settle_conflict}


def apply_review(one: Opened, state, now: int, v: int, judge) -> Change | Refusal:
    """`review.release/1` tries a parked operation again; `review.settle/1` closes one with a person's decision.

    A release whose body says `because` comes from the server's own tending.

    `judge` is the door's own judgement of an ordinary operation.
    """
    review = state.review(one.operation.entity)
    if review is None:
        return Refusal("entity_unknown")
    if review["closed_at"] is not None:
        return Refusal("review_closed")
    if one.trouble:
        return one.trouble
    if one.operation.type == "review.release/1":
        return _release(one, review, state, now, v, judge)
    return _settle(one, review, state, now, v)


def _release(one: Opened, review: dict, state, now: int, v: int, judge) -> Change | Refusal:
    if review["outcome"] != "parked":
        return Refusal("review_closed")
    entry = state.tables.entry(review["op"])
    device = state.tables.device(entry["device"])
    again = reopen(entry, state.seal_key() if is_sealed(entry) else None)
    if entry["body"] is None and again.text is not None:
        state.put_body(entry["op"], again.text)
    # Whoever signs in anew or presses the button vouches for it. Time and an upgrade do not, nor do they forget that
    # somebody has: it came further since than it could alone.
    vouched = entry["code"] in retry.FOR_A_PERSON and review["code"] not in retry.FOR_A_PERSON
    answer = judge(again, state, device, now, v, released=vouched or "because" not in one.body)
    if _waits_for_its_author(answer) and state.tables.signed_in_since(entry, v):
        # Something else kept it back when its author signed in anew on that tablet.
        answer = judge(again, state, device, now, v, released=True)
    if isinstance(answer, Refusal):
        # It stays on the list, under the reason that holds now.
        state.put_review(_turned(review, answer.outcome, answer.code, answer.details, now))
        return Refusal(answer.code, details=answer.details)
    if answer.conflicts:
        # Taken, but for the fields that somebody else changed while it waited: the same entry now asks for a choice.
        state.put_review(_turned(review, "conflict", "values_conflict", {"conflicts": answer.conflicts}, now))
    else:
        state.put_review(_closed(review, one, now, retry.RELEASED))
    return answer


def _waits_for_its_author(answer: Change | Refusal) -> bool:
    return isinstance(answer, Refusal) and answer.code in retry.BY_SIGNING_IN


def _turned(review: dict, outcome: str, code: str, details: dict, now: int) -> dict:
    said = json.dumps(details, ensure_ascii=False, sort_keys=True)
    tried = {**retry.after_failure(review, outcome, code, now), "tried_with": fingerprint.FINGERPRINT}
    return {**review, "outcome": outcome, "code": code, "details": said, **tried}


def _settle(one: Opened, review: dict, state, now: int, v: int) -> Change | Refusal:
    note, take = one.body.get("note", ""), one.body.get("take", [])
    conflicts = json.loads(review["details"]).get("conflicts", {})
    sound = isinstance(note, str) and len(note) <= 300 and not looks_like_secret(note)
    if not sound or not isinstance(take, list) or any(name not in list(conflicts) for name in take):
        return Refusal("body_invalid", details={"fields": {"take": "unreadable"}})
    # Whoever does not say what they saw, saw what the conflict was raised with.
    seen = one.body.get("was", {name: conflicts[name]["held"] for name in take})
    if not isinstance(seen, dict) or not set(take) <= set(seen) <= set(conflicts):
        return Refusal("body_invalid", details={"fields": {"was": "unreadable"}})
    if review["outcome"] == "conflict":
        kind = KINDS[review["type"]]
        held = state.held(kind.noun, review["entity"])
        context = Context(
            now=now, today=clock.day_of(now), at=one.at, on="", author=None, shift=None, lists=state.lists
        )
        chosen = {name: conflicts[name]["new"] for name in take}
        change = SETTLED_BY[kind.noun](held, chosen, seen, context)
        if isinstance(change, Refusal):
            return change
        state.put(kind.noun, review["entity"], change.row, v)
    state.put_review(_closed(review, one, now, note or "settled"))
    return Change({})


def _closed(review: dict, one: Opened, now: int, how: str) -> dict:
    return {**review, "closed_at": now, "closed_by": one.operation.author, "closed_how": how}
