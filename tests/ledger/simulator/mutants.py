"""Every seeded bug, and what must be true of them: the simulator catches each one within 2,000 schedules."""

from tests.ledger.simulator.mutants_server import SERVER
from tests.ledger.simulator.mutants_tablet import TABLET

LIMIT = 2_000
MUTANTS = {mutant.name: mutant for mutant in (*SERVER, *TABLET)}
if len(MUTANTS) != len(SERVER) + len(TABLET):
    raise ValueError("two seeded bugs bear one name")
