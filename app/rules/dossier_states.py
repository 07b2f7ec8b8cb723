"""The states of a dossier (hồ sơ) and what may be done in each. Code looks them up; docs and tests read them too."""

STATES = {
    "supplement": "Chờ bổ sung",
    "received": "Mới tiếp nhận",
    "processing": "Đang giải quyết",
    "ready": "Chờ trả kết quả",
    "returned": "Đã trả kết quả",
    "refused": "Từ chối",
    "stopped": "Dừng giải quyết",
    "withdrawn": "Người dân rút hồ sơ",
    "void": "Hủy (ghi nhầm)",
}
# The clock of the law runs here, and only here (NĐ 309/2026 Đ17.3): internal waiting never stops it.
RUNNING = frozenset({"received", "processing"})
# Somebody still has something to do.
OPEN = RUNNING | {"supplement", "ready"}
CLOSED = frozenset(STATES) - OPEN

# {verb: (states it may be done in, the state afterwards or "" when it stays)}
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "amend": (OPEN, ""),
    "hand_over": (RUNNING | {"ready"}, ""),
    "take_over": (RUNNING | {"ready"}, "processing"),
    "request_supplement": (RUNNING, "supplement"),
    "complete": (frozenset({"supplement"}), "received"),
    "verify": (RUNNING, ""),
    "ask_extension": (RUNNING, ""),
    "extend": (RUNNING, ""),
    "apologise": (RUNNING | {"ready"}, ""),
    "redate": (RUNNING, ""),
    "refuse": (RUNNING | {"supplement"}, "refused"),
    "stop": (RUNNING | {"supplement"}, "stopped"),
    "withdraw": (RUNNING | {"supplement", "ready"}, "withdrawn"),
    "void": (frozenset({"received", "supplement"}), "void"),
    "finish": (RUNNING, "ready"),
    # Interlinked results (liên thông) come back one by one, while others are still being made.
    "give_result": (RUNNING | {"ready"}, "returned"),
    "confirm_return": (frozenset({"returned"}), ""),
}


def may(verb: str, state: str) -> bool:
    """Whether a dossier in this state allows the step."""
    return state in STEPS[verb][0]


def after(verb: str, state: str) -> str:
    """The state a dossier is in once the step is done."""
    return STEPS[verb][1] or state
