"""What the list of feedback is asked for: a tracking code or words, read without diacritics, and the filters."""

from dataclasses import dataclass

# Asked for instead of a category: what nobody has sorted yet.
UNSORTED = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """Empty fields ask for nothing. `state`: one of feedback_states, "open", "closed", or "" for every one.

    `words` as in assistance_search. Times in ms, both ends included: when it was received, or with `answered` when the
    answer was given: "in_time", "late", or "any" of what had a day to be answered by.
    """

    state: str = ""
    kind: str = ""
    category: str = ""
    holder: str = ""
    from_at: int | None = None
    to_at: int | None = None
    words: tuple[tuple[str, ...], ...] = ()
    tracking: str = ""
    answered: str = ""
