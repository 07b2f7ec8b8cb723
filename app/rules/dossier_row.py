"""The row of a dossier: its columns with what stands in them at first, and the lists kept in them as text."""

import json

EMPTY = {
    "tracking": "",
    "state": "received",
    "procedure": "",
    "procedure_code": "",
    "procedure_name": "",
    "variant": "",
    "channel": "direct",
    "name": "",
    "address": "",
    "phone": "",
    "email": "",
    "subject": "",
    "documents": "[]",
    "copies": 1,
    "exemption": "",
    "fee": "{}",
    "fee_paid": 0,
    "fee_receipt": "",
    "return_by": "counter",
    "return_address": "",
    "national_code": "",
    "assistance": "",
    "declaration": "",
    "note": "",
    # numbers on paper, each of the year of its act; 0 is none
    "receipt_number": 0,
    "receipt_year": 0,
    "control_number": 0,
    "supplement_number": 0,
    "refusal_number": 0,
    "extension_number": 0,
    "apology_number": 0,
    "stop_number": 0,
    # the clock
    "received_at": 0,
    "received_on": "",
    # when it was first entered in the register of receipts; `accepted_at` begins anew after a supplement
    "registered_at": None,
    "accepted_at": None,
    "due_value": "",
    "due_unit": "",
    "due_cutoff": False,
    "legal_text": "",
    "due_legal_at": None,
    "due_original_at": None,
    "due_current_at": None,
    "finished_at": None,
    "returned_at": None,
    "closed_at": None,
    "redates": "[]",
    # what happened on the way
    "supplement_count": 0,
    "supplement_asked_at": None,
    "supplement_papers": "[]",
    "supplement_reason": "",
    "supplemented_at": None,
    "verified_at": None,
    "verify_reason": "",
    "verify_document": "",
    "extension_asked": "",
    "extended_at": None,
    "extended_by": "",
    "extension_reason": "",
    "extended_from_at": None,
    "apologised_at": None,
    "apologised_by": "",
    "apology_reason": "",
    "promised_on": "",
    "end_reason": "",
    "end_basis": "",
    "finished_by": "",
    # results, hand-overs, the way back
    "results": "[]",
    "steps": "[]",
    "holder": "",
    "unit": "",
    "received_by": "",
    "returned_how": "",
    "returned_to": "",
    "post_number": "",
    "post_fee": 0,
    "post_confirmed_at": None,
    "imported_at": None,
    "device": "",
    "folded": "",
}


def kept(value) -> str:
    """A list or a dict as a column holds it: the same value always gives the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def opened(row: dict, name: str):
    """The list or dict of a column."""
    return json.loads(row[name])


def with_redate(row: dict, at: int, by: str, why: str, reason: str, to_at: int | None) -> str:
    """The history of due dates with one more move: why is supplement, verify, extend or calendar."""
    moves = opened(row, "redates")
    move = {"at": at, "by": by, "why": why, "reason": reason, "from_at": row["due_current_at"], "to_at": to_at}
    return kept([*moves, move])
