"""What citizens' phones may send without an account, and what each is told afterwards."""

from collections.abc import Callable

from app.records import declaration
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PublicType:
    """`told(ward_id, entity)`: what this citizen may know: a code to look it up by, a number. `fixed`: what the body says
    whatever was sent. `left_out`: what only the ward's own people may say.
    """

    told: Callable[[int, str], dict]
    fixed: dict = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def body(self, sent: dict) -> dict:
        """The body as it goes to the door."""
        return {name: value for name, value in sent.items() if name not in self.left_out} | self.fixed


# {type of the operation: …}; each noun adds its own (its citizens' page).
PUBLIC: dict[str, PublicType] = {}
