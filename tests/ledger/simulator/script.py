"""A schedule as text: a seed and a list of steps, each on a line that a person can read, change and run again.

    seed 7
     12 save tablet=0 what=record pick=3
     13 drain tablet=0 faults=lost_answer,duplicate

Every choice stands in its step, and what is still left to chance inside a step (ids, salts) hangs on the step's own
number. So a step means the same when others are taken away, and a failing schedule can be shrunk.
"""

import random
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Step:
    """`number` names the step's stream of chance; `choices` are whole numbers and short words."""

    number: int
    kind: str
    choices: dict = field(default_factory=dict)

    def __str__(self) -> str:
        chosen = " ".join(f"{name}={value}" for name, value in self.choices.items())
        return f"{self.number:>3} {self.kind} {chosen}".rstrip()

    def stream(self, seed: int) -> random.Random:
        """The chance inside this step."""
        return random.Random((seed << 20) + self.number)


@dataclass(frozen=True, slots=True)
class Script:
    seed: int
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return "\n".join([f"seed {self.seed}", *map(str, self.steps)])

    def only(self, steps) -> "Script":
        """The same schedule with some of its steps."""
        return Script(self.seed, tuple(steps))


def _value(text: str):
    return int(text) if text.lstrip("-").isdigit() else text


def parse(text: str) -> Script:
    """The script that `str` wrote. Lines that begin with # are remarks."""
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines or lines[0][0] != "seed":
        raise ValueError("a script begins with its seed")
    steps = []
    for number, kind, *chosen in lines[1:]:
        pairs = (one.split("=", 1) for one in chosen)
        steps.append(Step(int(number), kind, {name: _value(value) for name, value in pairs}))
    return Script(int(lines[0][1]), tuple(steps))
