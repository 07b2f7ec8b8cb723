"""The states of a ticket of the queue (số thứ tự) and what may be done in each; a table, like feedback_states."""

STATES = {
    "waiting": "Đang chờ",
    "called": "Đang gọi",
    "serving": "Đang phục vụ",
    "skipped": "Gọi không có mặt",
    "done": "Đã xong",
    "lapsed": "Hết ngày, không còn hiệu lực",
}
# Somebody may still come forward with it today.
OPEN = frozenset({"waiting", "called", "serving", "skipped"})
# Somebody stands before a counter with it.
AT_COUNTER = frozenset({"called", "serving"})

# {verb: (states it may be done in, the state afterwards or "" when it stays)}
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "call": (frozenset({"waiting"}), "called"),
    "recall": (frozenset({"called", "skipped"}), "called"),
    "skip": (frozenset({"called"}), "skipped"),
    "serve": (frozenset({"called"}), "serving"),
    "transfer": (frozenset({"waiting", "called", "serving"}), "waiting"),
    "done": (frozenset({"called", "serving"}), "done"),
    "apologise": (frozenset({"waiting", "called", "serving"}), ""),
    "lapse": (OPEN, "lapsed"),
}


def may(verb: str, state: str) -> bool:
    """Whether a ticket in this state allows the step."""
    return state in STEPS[verb][0]


def after(verb: str, state: str) -> str:
    """The state a ticket is in once the step is done."""
    return STEPS[verb][1] or state
