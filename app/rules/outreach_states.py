"""The states of an outreach event and what may be done in each; a table, like dossier_states."""

STATES = {
    "planned": "Đã lên kế hoạch",
    "held": "Đã tổ chức, chờ biên bản",
    "minuted": "Đã có biên bản",
    "cancelled": "Đã hủy",
}

# {verb: (states it may be done in, the state afterwards or "" when it stays)}
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "amend": (frozenset({"planned", "held"}), ""),
    "hold": (frozenset({"planned"}), "held"),
    "ask": (frozenset({"held"}), ""),
    # What nobody could answer in the room is answered later, behind the minutes too.
    "answer": (frozenset({"held", "minuted"}), ""),
    "link": (frozenset({"held", "minuted"}), ""),
    "hand_out": (frozenset({"planned", "held"}), ""),
    "strike": (frozenset({"planned", "held"}), ""),
    "minute": (frozenset({"held"}), "minuted"),
    "cancel": (frozenset({"planned"}), "cancelled"),
}


def may(verb: str, state: str) -> bool:
    """Whether an event in this state allows the step."""
    return state in STEPS[verb][0]


def after(verb: str, state: str) -> str:
    """The state an event is in once the step is done."""
    return STEPS[verb][1] or state
