"""Cards that the server itself puts: the first set-up of a ward, and the seeder of the demo ward."""

from app.ledger.accept import accept
from app.ledger.envelope import intent
from app.problems import PROBLEMS, Problem
from app.rules.operation import SYSTEM


def put_cards(ward_id: int, type_: str, cards: list[tuple[str, dict]], now: int) -> None:
    """[(entity, body)] of one type through the door, as the system. Time in ms.

    Raises Problem with the code of the first card that the rules refuse.
    """
    opened = [
        intent(type_, entity, body, ward=ward_id, device=SYSTEM, author=SYSTEM, now=now) for entity, body in cards
    ]
    for result in accept(ward_id, SYSTEM, opened, now).results:
        if result["status"] != "ok":
            raise Problem(result["code"] if result["code"] in PROBLEMS else "server_error", fields=type_)
