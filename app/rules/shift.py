"""A shift (ca trực): opened with a signed ticket, good for 72 hours without a network, closed by hand."""

from app.rules.operation import Change, Context, Operation, Refusal


def open_shift(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`shift.open/1`: the ticket says who, where and until when; the ledger has checked its signature."""
    ticket = context.ticket
    if ticket is None or ticket["shift"] != operation.entity:
        return Refusal("ticket_invalid")
    if ticket["staff"] != operation.author:
        return Refusal("ticket_invalid")
    if ticket["device"] != operation.device and not context.released:
        # A tablet that was enrolled anew sends the beginning of its earlier shift under its new name.
        return Refusal("ticket_other_device", parked=True)
    if held is not None:
        return Refusal("entity_exists")
    return Change(
        {
            "id": operation.entity,
            "support_point": ticket["point"],
            "device": operation.device,
            "staff": operation.author,
            "opened_at": context.at,
            "opened_on": context.on,
            "expires_at": ticket["expires_at"],
            "closed_at": None,
            "declared_count": None,
        }
    )


def close_shift(held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """`shift.close/1`: `count` is how many slips the volunteer says the shift had; the day sheet compares."""
    if held is None:
        return Refusal("shift_unknown", parked=True)
    if held["device"] != operation.device or held["staff"] != operation.author:
        return Refusal("not_in_scope")
    if held["closed_at"] is not None:
        return Refusal("shift_closed")
    count = body.get("count")
    if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= 10_000:
        return Refusal("body_invalid", details={"fields": {"count": "number_range"}})
    return Change({**held, "closed_at": context.at, "declared_count": count})


def working_refusal(operation: Operation, context: Context) -> Refusal | None:
    """Whether a tablet's operation stands inside a known shift of its author that had not run out when it was made."""
    shift = context.shift
    if shift is None:
        return Refusal("shift_unknown", parked=True)
    if shift["staff"] != operation.author:
        return Refusal("not_in_scope")
    if shift["device"] != operation.device and not context.released:
        # A tablet that was enrolled anew still holds work of its earlier shifts: kept until its author signs in on it.
        return Refusal("shift_unknown", parked=True)
    if context.at > shift["expires_at"] and not context.released:
        return Refusal("shift_expired", parked=True)
    return None
