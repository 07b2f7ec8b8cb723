"""The states of a feedback (góp ý, phản ánh, kiến nghị) and what may be done in each; a table, like dossier_states."""

STATES = {
    "received": "Mới tiếp nhận",
    "handling": "Đang giải quyết",
    "to_forward": "Chờ chuyển cơ quan khác",
    "forwarded": "Đã chuyển cơ quan khác",
    "answered": "Đã trả lời",
    "published": "Đã công khai kết quả",
    "declined": "Không tiếp nhận",
}
# Somebody of the ward still has something to do before the person hears of it.
OPEN = frozenset({"received", "handling", "to_forward"})
CLOSED = frozenset({"published", "declined"})

# {verb: (states it may be done in, the state afterwards or "" when it stays or the body decides)}
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "amend": (OPEN, ""),
    "classify": (OPEN, ""),
    "assign": (OPEN, ""),
    "forward": (frozenset({"handling", "to_forward"}), "forwarded"),
    "answer": (frozenset({"received", "handling", "forwarded"}), "answered"),
    # What was found, and whom it may be shown to, can come late: also behind the answer.
    "verify": (frozenset(STATES) - {"declined"}, ""),
    "release": (frozenset(STATES), ""),
    "publish": (frozenset({"answered"}), "published"),
    # By the calendar, whatever it is about and whoever changes that.
    "redate": (OPEN, ""),
    "relate": (frozenset(STATES), ""),
    # By whoever spoke.
    "rate": (frozenset({"answered", "published"}), ""),
}


def may(verb: str, state: str) -> bool:
    """Whether a feedback in this state allows the step."""
    return state in STEPS[verb][0]


def after(verb: str, state: str) -> str:
    """The state a feedback is in once the step is done."""
    return STEPS[verb][1] or state
