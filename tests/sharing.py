"""How several processes share the tests (`bin/test`): what is given out together, and what begins first."""

import re

from xdist.scheduler import LoadScopeScheduling

# What takes longest begins first, so that nobody waits for it at the end.
SIMULATORS = ("tests/ledger/simulator/", "tests/ledger/test_simulator")
LONGEST_FIRST = (*SIMULATORS, "tests/browser/", "tests/crash/", "")
_ENGINE = re.compile(r"\[.*?(chromium|firefox|webkit)")


def turn(nodeid: str) -> int:
    return next(place for place, beginning in enumerate(LONGEST_FIRST) if nodeid.startswith(beginning))


class Sharing(LoadScopeScheduling):
    """A file to one process, for what its tests share; of the browsers' files, each engine's part and each test.

    The simulators, which keep every processor busy, come one after the other beside the browsers, which mostly wait.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, test = nodeid.partition("::")
        if file.startswith(SIMULATORS):
            return "simulators"
        if not file.startswith("tests/browser/"):
            return file
        engine = _ENGINE.search(test)
        return f"{file} {engine[1]}" if engine else nodeid
