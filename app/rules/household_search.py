"""What the list of households is asked for: the words a person typed, read without diacritics, and the filters."""

from dataclasses import dataclass

# "waiting": whoever should be visited; "due": by today; "unseen": nobody was there yet.
FOLLOW_UPS = ("waiting", "due", "unseen")


@dataclass(frozen=True, slots=True)
class Asked:
    """Empty fields ask for nothing. `words` as in assistance_search. `here`: "here" (those that live here, the usual),
    "left", or "" for both. `today` ("YYYY-MM-DD") is what `follow_up` "due" is counted with.
    """

    words: tuple[tuple[str, ...], ...] = ()
    neighbourhood: str = ""
    building: str = ""
    state: str = ""
    difficulty: str = ""
    follow_up: str = ""
    here: str = "here"
    today: str = ""
