"""Ten thousand seeded schedules of faults hold, and everything that they are there for has happened in them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ledger.simulator.exchange import FAULTS
from tests.ledger.simulator.plots import PLOTS
from tests.ledger.simulator.schedule import BASE, SAVES, THEMES, schedule
from tests.ledger.simulator.script import parse

ROOT = Path(__file__).resolve().parents[3]
COUNT = int(os.environ.get("GD_SCHEDULES", "10000"))
SEED = 1
# A schedule is said to have seen everything only when there are enough of them.
ENOUGH = 5_000
OUTCOMES = """
outcome ok | outcome merged | outcome conflict values_conflict | outcome rejected op_id_conflict
outcome rejected entity_exists | outcome rejected already_void | outcome rejected body_invalid
outcome rejected commitment_mismatch | outcome rejected device_mismatch | outcome rejected ward_forged
outcome rejected role_not_allowed | outcome rejected not_in_scope | outcome rejected nothing_changed
outcome rejected reason_needed | outcome rejected point_unknown | outcome rejected neighbourhood_unknown
outcome rejected too_late_to_change | outcome rejected review_closed | outcome rejected values_changed
outcome rejected last_admin | outcome parked entity_unknown | outcome parked procedure_unknown
outcome parked shift_expired | outcome parked shift_unknown | outcome parked author_unknown
outcome parked author_inactive | outcome parked ticket_other_device | outcome parked type_unknown
outcome parked operation_error | outcome parked unreadable
problem device_forked | problem device_unknown | problem device_revoked | problem device_draining | problem diverged
problem batch_unreadable | problem clock_skew | problem sign_in_failed
tried again: time | tried again: upgrade | tried again: signed in
wiped | browser killed | browser killed before a save | browser killed after a save
honest refusal: storage full
"""


@pytest.mark.slow
@pytest.mark.sqlite
def test_every_schedule_holds_and_everything_has_happened():
    command = [sys.executable, "-m", "tests.ledger.simulator.command", "--schedules", str(COUNT), "--seed", str(SEED)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    summary = json.loads(told.stdout.splitlines()[0])
    assert summary["schedules"] == COUNT
    if COUNT < ENOUGH:
        return
    wanted = {name.strip() for line in OUTCOMES.strip().splitlines() for name in line.split("|")}
    wanted |= {f"step {kind}" for weights in (BASE, *THEMES.values()) for kind in weights}
    wanted |= {f"fault {fault}" for fault in FAULTS} | {f"said {what}" for what in SAVES}
    assert sorted(wanted - summary["seen"].keys()) == []


def test_a_script_that_was_printed_is_the_same_script_again():
    for seed in range(200):
        script = schedule(seed)
        assert parse(str(script)) == script


def test_a_remark_in_a_script_says_nothing_and_a_text_without_seed_is_none():
    assert (
        str(parse("# why\nseed 3\n  7 drain tablet=1 faults=ok,busy\n")) == "seed 3\n  7 drain tablet=1 faults=ok,busy"
    )
    with pytest.raises(ValueError, match="begins with its seed"):
        parse("7 drain tablet=1")


MISTAKEN = """seed 1023560
  3 save tablet=0 what=record pick=0
  7 save tablet=4 what=void pick=0
  9 drain tablet=0
 12 upgrade what=broken
"""


def test_what_a_mistaken_release_left_is_verified_by_one_without_the_mistake(tmp_path):
    """A schedule that the server's own means verify, too, and that ends in a release whose rule fails."""
    file = tmp_path / "script.txt"
    file.write_text(MISTAKEN, "utf-8")
    asked = [sys.executable, "-m", "tests.ledger.simulator.command", "--script", str(file)]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.endswith("# holds\n")


def test_every_plot_is_told_sooner_or_later():
    told = {kind for plot in PLOTS.values() for kind, _choices in plot}
    assert told <= {step.kind for seed in range(2_000) for step in schedule(seed).steps}
