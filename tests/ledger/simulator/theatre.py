"""One process that plays schedules: the server, the beginning, and every kind of step."""

import gc
import logging

from app.ledger import pull
from app.ledger.verify import verify_ward
from app.records.database import database
from app.records.ward_reading import WardReading
from tests.ledger.simulator import chance, steps_tablet, steps_ward
from tests.ledger.simulator.audit import Broken
from tests.ledger.simulator.founding import found
from tests.ledger.simulator.heal import heal
from tests.ledger.simulator.play import Result, run
from tests.ledger.simulator.schedule import schedule
from tests.ledger.simulator.script import Script
from tests.ledger.simulator.shrink import shrink
from tests.ledger.simulator.surgery import Mutant, operated
from tests.ledger.simulator.world import CANARIES

# Of so many schedules one is also verified by the server's own means, those that look at every backup.
VERIFIED_EVERY = 40
_COLLECTED = gc.get_threshold()
STEPS = {**steps_tablet.STEPS, **steps_ward.STEPS}


def _verified() -> tuple[str, str, int] | None:
    """The failure that `app.ledger.verify` finds: its fold and our oracle's must come to the same tables.

    By the rules of the newest release without a mistake: one whose rule fails cannot do again what was taken before.
    """
    steps_ward.equip(later=True)
    for ward in CANARIES:
        verdict = verify_ward(WardReading(database.obj, ward))
        if not verdict.whole:
            return "I6", f"verify: {verdict.broken_how} at v {verdict.broken_at}, {verdict.differences[:1]}", 0
    return None


class Theatre:
    """While it is open, chance, rules and limits of this process are the simulator's; `leave` gives them back."""

    def __init__(self):
        logging.disable(logging.CRITICAL)
        steps_ward.equip()
        # A real page is a hundred times as long: here a short schedule has several.
        self._page, pull.PULL_ROWS_MAX = pull.PULL_ROWS_MAX, 3
        self.server, self.start = found()
        gc.collect()
        gc.freeze()
        # A schedule leaves little behind that only the collector finds.
        gc.set_threshold(100_000)

    def leave(self) -> None:
        logging.disable(logging.NOTSET)
        steps_ward.strip()
        chance.remove()
        self.server.forget()
        pull.PULL_ROWS_MAX = self._page
        gc.unfreeze()
        gc.set_threshold(*_COLLECTED)

    def play(self, script: Script) -> Result:
        """Plays one script over the same beginning."""
        steps_ward.equip()
        result = run(self.server, self.start, script, STEPS, heal)
        if result.failure is None and script.seed % VERIFIED_EVERY == 0:
            result.failure = _verified()
        return result

    def play_seed(self, seed: int) -> Result:
        return self.play(schedule(seed))

    def catch(self, mutant: Mutant, seed: int, limit: int) -> tuple[int, tuple] | None:
        """(schedules played, what broke) of a seeded bug, or None when it got through `limit` of them.

        Raises Broken when a schedule that catches it does not hold without it either.
        """
        with operated(mutant, self.server):
            self.server.forget()
            for number in range(limit):
                result = self.play_seed(seed + number)
                if result.failure:
                    break
        if not result.failure:
            return None
        self.server.forget()
        innocent = self.play_seed(seed + number).failure
        if innocent:
            raise Broken(*innocent[:2])
        return number + 1, result.failure

    def shrunk(self, script: Script, failure: tuple) -> Script:
        """The shortest script found that breaks the same invariant."""

        def fails(tried: Script) -> bool:
            found_again = self.play(tried).failure
            return found_again is not None and found_again[0] == failure[0]

        return shrink(script, fails)
