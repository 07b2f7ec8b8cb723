"""The way of a dossier through the desks and back to the citizen: handed over, finished, given back."""

from app.rules.dossier import changeable, handed_over
from app.rules.dossier_row import kept, opened
from app.rules.dossier_states import after
from app.rules.operation import Change, Context, Operation, Refusal
from app.rules.permissions import HEADS
from app.rules.secret import looks_like_secret
from app.rules.text import clean

RETURNED_BY = ("counter", "post", "online")
TEXT_MAX = 200


def _text(body: dict, name: str) -> str | None:
    """The cleaned text, "" when there is none; None when it cannot be one."""
    value = body.get(name, "")
    if not isinstance(value, str):
        return None
    kept_text = clean(value)
    return kept_text if len(kept_text) <= TEXT_MAX and not looks_like_secret(kept_text) else None


def _unreadable(name: str) -> Refusal:
    return Refusal("body_invalid", details={"fields": {name: "unreadable"}})


def hand_over(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.hand_over/1` {"to", "note"}: given to another desk, on a hand-over slip (R5, NĐ 309/2026 Đ18.2)."""
    if refusal := changeable("hand_over", held):
        return refusal
    to, note = body.get("to"), _text(body, "note")
    if note is None:
        return _unreadable("note")
    person = context.held("staff", to) if isinstance(to, str) else None
    if person is None or not person["active"] or person["role"] not in ("clerk", "leader", "admin"):
        return Refusal("handler_unknown")
    if person["id"] == held["holder"]:
        return Refusal("nothing_changed")
    if pending(held):
        return Refusal("hand_over_pending")
    return Change(handed_over({**held}, person, note, context))


def pending(row: dict) -> dict | None:
    """The hand-over that its receiver has not yet confirmed."""
    steps = opened(row, "steps")
    return steps[-1] if steps and steps[-1]["taken_at"] is None else None


def take_over(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.take_over/1`: the receiver has it in hand and is responsible from now on."""
    if refusal := changeable("take_over", held):
        return refusal
    step = pending(held)
    if step is None:
        return Refusal("nothing_changed")
    if step["staff_to"] != operation.author and context.author["role"] not in HEADS:
        return Refusal("not_in_scope")
    steps = opened(held, "steps")
    steps[-1]["taken_at"] = context.at
    state = held["state"] if held["state"] == "ready" else after("take_over", held["state"])
    return Change({**held, "steps": kept(steps), "holder": step["staff_to"], "unit": step["unit_to"], "state": state})


def finish(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.finish/1` {"results": {key: number on the paper}}; {} finishes all that is left.

    With its last result the dossier is ready to be given back, and its clock stands.
    """
    if refusal := changeable("finish", held):
        return refusal
    results, chosen = opened(held, "results"), body.get("results", {})
    known = {one["key"] for one in results}
    if not isinstance(chosen, dict) or not chosen.keys() <= known:
        return _unreadable("results")
    for one in results:
        if one["finished_at"] is None and (not chosen or one["key"] in chosen):
            number = _text(chosen, one["key"])
            if number is None:
                return _unreadable("results")
            one.update(finished_at=context.at, number=number)
    row = {**held, "results": kept(results)}
    if row["results"] == held["results"] and results:
        return Refusal("nothing_changed")
    if any(one["finished_at"] is None for one in results):
        return Change({**row, "state": "processing"})
    done = {"finished_at": context.at, "finished_by": operation.author}
    return Change({**row, **done, "state": after("finish", held["state"])})


def give_result(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.return/1` {"how", "to", "results": [key], "post_number", "post_fee"}: the citizen has it.

    `to`: who took it when it was somebody else, with an authorisation (NĐ 61/2018 Đ6.2b). An empty `results` gives
    back all that is finished; interlinked procedures come back one by one.
    """
    if refusal := changeable("give_result", held):
        return refusal
    how, to, post_number = body.get("how"), _text(body, "to"), _text(body, "post_number")
    fee, chosen = body.get("post_fee", 0), body.get("results", [])
    if how not in RETURNED_BY or to is None or post_number is None:
        return _unreadable("how")
    if type(fee) is not int or not 0 <= fee <= 10_000_000 or not isinstance(chosen, list):
        return _unreadable("post_fee")
    if how == "post" and not post_number:
        return Refusal("post_number_needed")
    results = opened(held, "results")
    if held["state"] != "ready" and not results:
        return Refusal("dossier_state")
    for one in results:
        wanted = not chosen or one["key"] in chosen
        if wanted and one["finished_at"] is not None and one["returned_at"] is None:
            one["returned_at"] = context.at
    if results and kept(results) == held["results"]:
        return Refusal("nothing_changed")
    row = {**held, "results": kept(results), "returned_how": how, "returned_to": to}
    row |= {"post_number": post_number, "post_fee": fee}
    if any(one["returned_at"] is None for one in results):
        return Change(row)
    state = after("give_result", held["state"])
    return Change({**row, "state": state, "returned_at": context.at, "closed_at": context.at})


def confirm_return(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`dossier.confirm_return/1`: the post has said that it was delivered."""
    if refusal := changeable("confirm_return", held):
        return refusal
    if held["returned_how"] != "post" or held["post_confirmed_at"] is not None:
        return Refusal("nothing_changed")
    return Change({**held, "post_confirmed_at": context.at})
