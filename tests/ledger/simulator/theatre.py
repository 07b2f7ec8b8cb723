"""One process that plays schedules: the server, the beginning, and every kind of step."""

import gc
import logging

from app.ledger import pull
from tests.ledger.simulator import steps_tablet, steps_ward
from tests.ledger.simulator.audit import Broken
from tests.ledger.simulator.founding import found
from tests.ledger.simulator.heal import heal
from tests.ledger.simulator.play import Result, run
from tests.ledger.simulator.schedule import schedule
from tests.ledger.simulator.script import Script
from tests.ledger.simulator.shrink import shrink
from tests.ledger.simulator.surgery import Mutant, operated

STEPS = {**steps_tablet.STEPS, **steps_ward.STEPS}


class Theatre:
    def __init__(self):
        logging.disable(logging.CRITICAL)
        steps_ward.equip()
        # A real page is a hundred times as long: here a short schedule has several.
        pull.PULL_ROWS_MAX = 3
        self.server, self.start = found()
        gc.collect()
        gc.freeze()
        # A schedule leaves little behind that only the collector finds.
        gc.set_threshold(100_000)

    def play(self, script: Script) -> Result:
        """Plays one script over the same beginning."""
        steps_ward.equip()
        return run(self.server, self.start, script, STEPS, heal)

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
