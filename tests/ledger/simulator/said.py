"""What people really said, written down by the simulator itself when they said it: the oracle's only source."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Said:
    """One operation as its maker meant it. Times in ms.

    `at`: its time by the server's clock as far as its maker could know. `flaw`: what is wrong with it on purpose, ""
    for nothing: body | commitment | sealed | time | ward | device | header | secret. `tablet`: number of the model
    tablet it was made on, -1 for the ward's own pages. `shown`: the person was told that it is saved.
    """

    op: str
    type: str
    entity: str
    base: int
    ward: int
    author: str
    shift: str
    at: int
    body: dict
    flaw: str = ""
    tablet: int = -1
    shown: bool = False
    ticket: dict | None = None
    commitment: str = ""
    # Another operation that came to bear the same id; the ledger keeps whichever comes first.
    rivals: list = field(default_factory=list)
