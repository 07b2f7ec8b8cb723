"""How a web form goes through the ledger's door: the same operation id on a double click, one row."""

import hmac
import re
from uuid import UUID, uuid5

from flask import current_app, request
from flask_login import current_user
from peewee import IntegrityError

from app.ledger.accept import NotWhole, accept
from app.ledger.envelope import Opened, intent, new_id
from app.ledger.founding import WEB
from app.ledger.release import accept_one
from app.ledger.trial import trial
from app.problems import PROBLEMS, Problem
from app.problems.fields import DESK_PROBLEMS, FIELD_PROBLEMS
from app.records import ledger_entry
from app.rules.operation import Change, Refusal
from app.web.sessions import now_ms
from app.web.words import said

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def form_operation_id() -> str:
    """The id minted when the form was shown; a forged or missing one becomes a new one."""
    given = request.form.get("op", "")
    return given if _ID.fullmatch(given) else new_id()


def send(type_: str, entity: str, body: dict, base: int = 0, op: str | None = None) -> dict:
    """One operation of the signed-in person: {"op", "status", "code", "v"}. Raises Problem when it was refused."""
    now = now_ms()
    opened = intended(type_, entity, body, op or form_operation_id(), now, base)
    try:
        result = accept_one(current_user.ward_id, WEB, opened, now)
    except IntegrityError as error:
        raise Problem("login_taken" if type_.startswith("staff.") else "name_taken") from error
    if result["status"] in ("rejected", "parked"):
        code = result["code"] if result["code"] in PROBLEMS else "server_error"
        raise Problem(code, fields="")
    return result


def tried(type_: str, entity: str, body: dict) -> Change | Refusal:
    """What the door would answer to the signed-in person now; nothing is written."""
    now = now_ms()
    return trial(current_user.ward_id, intended(type_, entity, body, new_id(), now), now)


def send_together(type_: str, cards: list[tuple[str, dict]], identity: str) -> None:
    """Cards of the signed-in person, all or none. Raises Problem when one was refused.

    Their operation ids come from `identity` (of a form, of a preview), so that a second post is the same operations.
    """
    now = now_ms()
    opened = [
        intended(type_, entity, body, str(uuid5(UUID(identity), f"{type_} {entity}")), now) for entity, body in cards
    ]
    try:
        accept(current_user.ward_id, WEB, opened, now, whole=True)
    except NotWhole as error:
        raise Problem(error.code if error.code in PROBLEMS else "server_error", fields="") from error


def send_each(type_: str, cards: list[tuple[str, dict]], identity: str) -> dict[str, str]:
    """{entity: "" or why not} of operations of the signed-in person in one batch; each applies or does not by itself.

    What the door would refuse is not sent: the ledger keeps what it rejects. Identity: see `send_together`.
    """
    now, refused, opened = now_ms(), {}, []
    sent = [str(uuid5(UUID(identity), f"{type_} {entity}")) for entity, _ in cards]
    taken = ledger_entry.entries_by_op(current_user.ward_id, sent)
    for (entity, body), op in zip(cards, sent, strict=True):
        one = intended(type_, entity, body, op, now)
        answer = None if op in taken else trial(current_user.ward_id, one, now)
        if isinstance(answer, Refusal):
            refused[entity] = answer.code
        else:
            opened.append((entity, one))
    results = accept(current_user.ward_id, WEB, [one for _, one in opened], now).results if opened else []
    for (entity, _), result in zip(opened, results, strict=True):
        refused[entity] = "" if result["status"] in ("ok", "merged") else result["code"]
    return refused


def intended(type_: str, entity: str, body: dict, op: str, now: int, base: int = 0) -> Opened:
    """One operation of the signed-in person, not sent yet."""
    return intent(
        type_,
        entity,
        body,
        ward=current_user.ward_id,
        device=WEB,
        author=current_user.row["id"],
        now=now,
        base=base,
        op=op,
        salt=_salt(op),
    )


def _salt(op: str) -> bytes:
    """The same for a form that is posted twice: with a new salt its second commitment would look like a forgery."""
    return hmac.digest(current_app.config["SECRET_KEY"], f"salt:{op}".encode(), "sha256")[:16]


def form_errors(refusals) -> dict[str, str]:
    """{field: sentence} of what `rules.fields.check` refused.

    A form is checked before it goes to the door: the ledger logs what it rejects, and a typing slip is no history.
    """
    return {refusal.field: field_sentence(refusal.code, refusal.params) for refusal in refusals}


def field_sentence(code: str, params: dict) -> str:
    """The sentence of one field's refusal."""
    text = said(FIELD_PROBLEMS.get(code) or DESK_PROBLEMS.get(code, code))
    for name, value in params.items():
        text = text.replace("{" + name + "}", said(value) if name == "label" else str(value))
    return text
