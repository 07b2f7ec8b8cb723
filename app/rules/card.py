"""Cards: small entities of a list that are put as a whole (a point, a neighbourhood, a person, a procedure)."""

from app.rules import fields
from app.rules.operation import Change, Context, Operation, Refusal


def put(table: dict, held: dict | None, body: dict, operation: Operation, context: Context) -> Change | Refusal:
    """The card as the body says it; refused with the fields that are wrong. The last one to put wins, history stays."""
    clean, refusals = fields.check(body, table, context.today)
    if refusals:
        return Refusal("body_invalid", details={"fields": {refusal.field: refusal.code for refusal in refusals}})
    return Change({**(held or {}), "id": operation.entity, **clean})
