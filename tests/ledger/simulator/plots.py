"""Stories of steps that mean something only together: a fault, and then just what makes it hurt."""

A, B = "A", "B"


def _save(tablet: str, what: str = "record", **more) -> tuple[str, dict]:
    return "save", {"tablet": tablet, "what": what, "pick": 0, **more}


def _drain(tablet: str, faults: str = "ok") -> tuple[str, dict]:
    return "drain", {"tablet": tablet, "faults": faults}


_PULL = ("pull", {"tablet": A, "faults": "ok"})
_SENT = (_save(A), _drain(A))


def _at_desk(change: str) -> tuple[str, dict]:
    return "desk_amend", {"ward": 1, "pick": 0, "change": change, "seen": "now"}


def _mine(change: str) -> tuple[str, dict]:
    """The volunteer changes the record as it was when it was saved."""
    return _save(A, "amend", change=change, seen="first")


def _settled(**more) -> tuple[str, dict]:
    return "settle", {"ward": 1, "pick": 0, "outcome": "conflict", **more}


_IN_CONFLICT = (*_SENT, _at_desk("minutes"), _mine("fewer"), _drain(A))
# What a plot chooses stands; the other choices of its steps are drawn.
PLOTS = {
    "a late request": (_save(A), _drain(A, "delay"), _save(A), _drain(A), ("late", {"pick": 0})),
    "a late request after a restore": (_save(A), _drain(A, "delay"), ("restore", {"older": 0}), ("late", {"pick": 0})),
    "an answer lost, then numbered anew": (_save(A), _drain(A, "lost_answer"), ("enrol", {"tablet": A}), _drain(A)),
    "two people, one field": (*_SENT, _at_desk("minutes"), _mine("fewer"), _drain(A)),
    "two people, two fields": (*_SENT, _at_desk("name"), _mine("minutes"), _drain(A)),
    "two people, the same value": (*_SENT, _at_desk("minutes"), _mine("minutes"), _drain(A)),
    "half of what belongs together": (*_SENT, _at_desk("name"), _mine("forget"), _drain(A)),
    "two tablets, one record": (
        *_SENT,
        _mine("minutes"),
        _save(B, "amend", change="fewer", seen="first"),
        _drain(B),
        _drain(A),
    ),
    "a conflict is settled twice": (*_IN_CONFLICT, _settled(), _settled(closed=1)),
    "a conflict is settled over a third value": (*_IN_CONFLICT, _at_desk("name"), _at_desk("fewest"), _settled(take=1)),
    "a conflict about a voided record": (*_IN_CONFLICT, ("desk_void", {"ward": 1, "pick": 0}), _settled(take=1)),
    "released twice": (
        _save(A, "to_come"),
        _drain(A),
        ("list", {"ward": 1, "what": "procedure", "pick": 1}),
        ("release", {"ward": 1, "pick": 0}),
        ("release", {"ward": 1, "pick": 0, "closed": 1}),
    ),
    "a procedure is named anew": (
        ("list", {"ward": 1, "what": "procedure", "pick": 1}),
        *[_save(A, "to_come")] * 4,
        _drain(A),
        _PULL,
        ("list", {"ward": 1, "what": "rename", "pick": 0}),
        _PULL,
    ),
    "a clerk at a tablet": (*_SENT, ("sign_in", {"tablet": A, "person": 2}), _save(A, "desk"), _drain(A)),
    "a child before its parent": (
        _save(A),
        _save(B, "amend"),
        _drain(B),
        _drain(A),
        ("wait", {"minutes": 6}),
        ("tend", {}),
    ),
    "a tail is lost": (*_SENT, ("backup", {}), *_SENT, ("restore", {"older": 0}), _PULL, _drain(A)),
    "a tail is lost and work goes on": (("backup", {}), *_SENT, ("restore", {"older": 0}), _save(A), _drain(A)),
    "lost from the backup before": (
        *_SENT,
        ("backup", {}),
        *_SENT,
        ("backup", {}),
        _PULL,
        ("prune", {"tablet": A}),
        ("restore", {"older": 1}),
        _PULL,
    ),
    "durable and forgotten": (
        *_SENT,
        ("backup", {}),
        ("backup", {}),
        _PULL,
        ("prune", {"tablet": A}),
        ("restore", {"older": 0}),
        _PULL,
    ),
    "restored with something in conflict": (
        *_SENT,
        _at_desk("minutes"),
        ("backup", {}),
        _mine("fewer"),
        _drain(A),
        ("restore", {"older": 0}),
        _PULL,
    ),
    "enrolled after the backup": (
        ("enrol", {"tablet": A}),
        ("sign_in", {"tablet": A, "person": 0}),
        *_SENT,
        ("restore", {"older": 0}),
        _PULL,
    ),
    "enrolled anew over what was lost": (*_SENT, ("restore", {"older": 0}), ("enrol", {"tablet": A}), _PULL),
    "a clone": (("clone", {"tablet": A}), _save(A), _save("clone"), _drain(A), _drain("clone")),
    "a clone of what waits": (_save(A), ("clone", {"tablet": A}), _drain("clone"), _save(A), _drain(A)),
    "a clone that cannot be read": (
        ("clone", {"tablet": A}),
        _save(A),
        _save("clone", "header"),
        _drain(A),
        _drain("clone"),
    ),
    "the shift runs out unnoticed": (
        _save(A),
        ("wait", {"minutes": 4_400}),
        _save(A),
        ("sign_in", {"tablet": A, "person": 0}),
        _drain(A),
    ),
    "the shift runs out": (
        *_SENT,
        ("wait", {"minutes": 4_400}),
        _save(A),
        _drain(A),
        ("sign_in", {"tablet": A, "person": 0}),
        _drain(A),
    ),
    "somebody leaves": (
        _save(A),
        ("staff", {"ward": 1, "what": "leave", "pick": 0}),
        _drain(A),
        ("release", {"ward": 1, "pick": 0}),
    ),
    "the password changes": (_save(A), ("staff", {"ward": 1, "what": "password", "pick": 0}), _drain(A)),
    "the role changes": (
        _save(A),
        ("staff", {"ward": 1, "what": "role", "pick": 0}),
        _drain(A),
        ("sign_in", {"tablet": A, "person": 0}),
    ),
    "what only the next version knows": (_save(A, "later"), _drain(A), ("upgrade", {"what": "later"}), ("tend", {})),
    "what only the next version knows, behind a shift that ran out": (
        _save(A),
        ("wait", {"minutes": 4_400}),
        _save(A, "later"),
        ("sign_in", {"tablet": A, "person": 0}),
        _drain(A),
        ("upgrade", {"what": "later"}),
        ("tend", {}),
    ),
    "a release with a mistake": (
        *_SENT,
        ("upgrade", {"what": "broken"}),
        _save(A, "void"),
        _drain(A),
        ("upgrade", {"what": "mended"}),
        ("tend", {}),
    ),
    "a procedure comes later": (
        _save(A, "to_come"),
        _drain(A),
        ("list", {"ward": 1, "what": "procedure", "pick": 1}),
        ("wait", {"minutes": 6}),
        ("tend", {}),
    ),
    "poison between": (_save(A), _save(A, "header"), _save(A), _drain(A)),
    "poison, its letter answered into the void": (_save(A, "header"), _drain(A, "ok,lost_answer"), _save(A), _drain(A)),
    "a list row goes": (_PULL, ("list", {"ward": 1, "what": "point", "pick": 0}), _PULL),
    "a record is voided under a tablet": (*_SENT, _PULL, ("desk_void", {"ward": 1, "pick": 0}), _PULL),
    "a wipe too soon": (
        *_SENT,
        _save(A),
        ("direct", {"tablet": A, "what": "wipe"}),
        _PULL,
        ("obey", {"tablet": A, "faults": "ok"}),
        _drain(A),
    ),
    "poison, its letter lost": (_save(A, "header"), _drain(A, "ok,lost_request")),
    "a login page": (_save(A), _drain(A, "html")),
    "an answer from the future": (_save(A), _drain(A, "strange")),
    "a clone's rescue file": (
        ("clone", {"tablet": A}),
        _save(A),
        _save("clone"),
        ("rescue", {"tablet": "clone"}),
        _drain(A),
        ("take_rescue", {"pick": 0}),
    ),
    "a snapshot that is cut off": (_save(A), ("enrol", {"tablet": A, "faults": "ok,truncate"}), _drain(A)),
    "a wipe": (*_SENT, ("direct", {"tablet": A, "what": "wipe"}), _PULL, ("obey", {"tablet": A, "faults": "ok"})),
    "a wipe that is not heard of": (
        _save(A),
        ("direct", {"tablet": A, "what": "wipe"}),
        _drain(A),
        ("obey", {"tablet": A, "faults": "lost_answer"}),
        ("obey", {"tablet": A, "faults": "ok"}),
    ),
    "a drain": (
        _save(A),
        ("direct", {"tablet": A, "what": "drain"}),
        _PULL,
        ("sign_in", {"tablet": A, "person": 0}),
        _drain(A),
    ),
    "rescued before it is lost": (
        _save(A),
        ("rescue", {"tablet": A}),
        ("evict", {"tablet": A}),
        ("carry", {"tablet": B, "pick": 0, "faults": "ok"}),
    ),
    "rescued from a revoked tablet": (
        _save(A),
        ("revoke", {"tablet": A}),
        _drain(A),
        ("rescue", {"tablet": A}),
        ("take_rescue", {"pick": 0}),
    ),
    "rescued and then sent": (_save(A), ("rescue", {"tablet": A}), _save(A), ("take_rescue", {"pick": 0}), _drain(A)),
    "the server dies with an answer": (_save(A), _drain(A), ("restart", {}), _save(A), _drain(A)),
    "the storage is thrown away": (
        *_SENT,
        _save(A),
        ("evict", {"tablet": A}),
        ("enrol", {"tablet": A}),
        ("sign_in", {"tablet": A, "person": 1}),
        *_SENT,
    ),
    "no room left": (_save(A), ("quota", {"tablet": A}), _save(A), _drain(A), ("quota", {"tablet": A}), _drain(A)),
    "two tabs, many slips": (_save(A), _save(A), _save(A), ("tabs", {"tablet": A})),
    "the ward next door": (_save("3"), _drain("3"), _PULL, ("pull", {"tablet": "3", "faults": "ok"})),
    "signed out with work waiting": (
        _save(A),
        ("close_shift", {"tablet": A}),
        ("sign_in", {"tablet": A, "person": 2}),
        _drain(A),
    ),
}
