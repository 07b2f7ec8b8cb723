"""What travels: a request, an answer, and what a network, a proxy or a dying server makes of them."""

import json
from dataclasses import dataclass, replace

# A fault of one exchange → whether the server gets to see the request. `crash:K`: the server dies before statement K.
FAULTS = {
    "ok": True,
    "lost_request": False,
    "lost_answer": True,
    "duplicate": True,
    "delay": False,
    "truncate": True,
    "strange": False,
    "html": False,
    "redirect": False,
    "empty": False,
    "busy": False,
    "too_many": False,
    "error": False,
    "error_after": True,
    "too_large": False,
    "crash": True,
    "crash_after": True,
}


@dataclass(frozen=True, slots=True)
class Request:
    """`device`: "<ward>.<device id>" as in GD-Device, "" for an unsigned one; `at`: GD-At, or None when it was held up
    on its way and nobody looks at its time (harder on the server than the real one, which does).
    """

    method: str
    path: str
    body: str = ""
    device: str = ""
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`ours`: it carries GD-Proto; `time`, `incarnation`, `directive`: GD-Time, GD-Inc, GD-Do."""

    status: int
    text: str
    ours: bool = True
    time: int = 0
    incarnation: str = ""
    directive: str = ""


_NOT_OURS = {
    "html": Answer(200, "<!doctype html><title>Wi-Fi</title>", ours=False),
    "redirect": Answer(302, "", ours=False),
    "empty": Answer(204, "", ours=False),
    "busy": Answer(503, "", ours=False),
    "too_many": Answer(429, "", ours=False),
    "error": Answer(500, "<h1>Internal Server Error</h1>", ours=False),
    "too_large": Answer(413, "", ours=False),
}


def _put_off(request: Request, now: int) -> Answer:
    """A server of tomorrow has taken nothing yet and says so in a word that no tablet of today understands."""
    ops = json.loads(request.body)["ops"]
    results = [{"op": one["op"], "status": "queued", "code": "", "v": 0} for one in ops]
    return Answer(200, json.dumps({"results": results, "next_q": ops[0]["q"]}), time=now)


class Network:
    """Carries requests to the server and answers back, each with its fault. None: nothing came back."""

    def __init__(self, server):
        self.server = server
        self.delayed: list[Request] = []

    def carry(self, request: Request, fault: str) -> Answer | None:
        name, _, statement = fault.partition(":")
        if name in _NOT_OURS:
            return _NOT_OURS[name]
        if name == "delay":
            self.delayed.append(replace(request, at=None))
        if name == "crash":
            self.server.handle_dying(request, int(statement or 1))
            return None
        if name == "strange" and request.path.endswith("/push"):
            return _put_off(request, self.server.moment.at)
        if not FAULTS[name]:
            return None
        answer = self.server.handle(request)
        if name == "duplicate":
            answer = self.server.handle(replace(request, at=None))
        elif name == "truncate":
            half = answer.text[: len(answer.text) // 2]
            # Of lines a whole number arrives: nothing but the missing end tells.
            answer = replace(answer, text=half.rpartition("\n")[0] or half)
        elif name == "error_after":
            answer = Answer(502, "", ours=False)
        elif name == "crash_after":
            self.server.die()
        return None if name in ("lost_answer", "crash_after") else answer

    def deliver_late(self, pick: int) -> bool:
        """One of the requests that were held up arrives now; nobody waits for its answer any more."""
        if not self.delayed:
            return False
        self.server.handle(self.delayed.pop(pick % len(self.delayed)))
        return True
