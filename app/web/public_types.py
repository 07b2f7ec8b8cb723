"""What citizens' phones may send without an account, and what each is told afterwards."""

from collections.abc import Callable

from app.records import declaration
from app.web import rating_taken

# {type of the operation: told(ward_id, entity) -> what this citizen may know: a code to look it up by, a number}.
# Each noun's citizens' page adds its own.
PUBLIC: dict[str, Callable[[int, str], dict]] = {"declaration.send/1": declaration.told}
# {type: fixed(id of the operation) -> what its body says whatever was sent}: what only the ward's own people may say
# stays theirs, and a tracking code is ours to give: whoever chose one could try which are taken.
FIXED: dict[str, Callable[[str], dict]] = {}

# {type: take(body, now)} of what must not stand in the ledger, which says in which order for ever. Whoever sends is
# always told the same: taken.
BESIDE: dict[str, Callable[[dict, int], None]] = {rating_taken.TYPE: rating_taken.from_citizen}


def body_of(type_: str, op: str, sent: dict) -> dict:
    """The body as it goes to the door."""
    return sent | (FIXED[type_](op) if type_ in FIXED else {})
