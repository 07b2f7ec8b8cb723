"""Takes steps away from a failing script until every one that is left is needed for the failure."""

from collections.abc import Callable

from tests.ledger.simulator.script import Script


def shrink(script: Script, fails: Callable[[Script], bool]) -> Script:
    """The script with as few steps as delta debugging finds; it fails still. `fails` plays one."""
    steps = list(script.steps)
    size = max(1, len(steps) // 2)
    while True:
        place, removed = 0, False
        while place < len(steps):
            fewer = steps[:place] + steps[place + size :]
            if fails(script.only(fewer)):
                steps, removed = fewer, True
            else:
                place += size
        if size == 1 and not removed:
            return _plainer(script.only(steps), fails)
        size = max(1, size // 2) if not removed or size > 1 else 1


# A choice that makes a step plainer, where it has that choice.
_PLAIN = {
    "faults": "ok",
    "crash": None,
    "stop": None,
    "hpke": None,
    "die": None,
    "what": "record",
    "older": 0,
    "pick": 0,
}


def _plainer(script: Script, fails: Callable[[Script], bool]) -> Script:
    """The same steps with as few special choices as the failure needs."""
    steps = list(script.steps)
    for place, step in enumerate(steps):
        for name, plain in _PLAIN.items():
            if name not in steps[place].choices or steps[place].choices[name] == plain:
                continue
            if name == "what" and step.kind != "save":
                continue
            chosen = dict(steps[place].choices)
            if plain is None:
                del chosen[name]
            else:
                chosen[name] = plain
            tried = [*steps[:place], type(step)(step.number, step.kind, chosen), *steps[place + 1 :]]
            if fails(script.only(tried)):
                steps = tried
    return script.only(steps)
