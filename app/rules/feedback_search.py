"""What the list of feedback is asked for: a tracking code or words, read without diacritics, and the filters."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """Empty fields ask for nothing. `state`: one of feedback_states, "open", "closed", or "" for every one.

    `words` as in assistance_search. Times in ms, both ends included.
    """

    state: str = ""
    kind: str = ""
    category: str = ""
    holder: str = ""
    from_at: int | None = None
    to_at: int | None = None
    words: tuple[tuple[str, ...], ...] = ()
    tracking: str = ""
