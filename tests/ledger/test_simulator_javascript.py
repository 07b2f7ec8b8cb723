"""The real store and sync code of static/js in the simulator's schedules; and bugs put into it, which must be caught.

GD_JS_SCHEDULES and GD_JS_MUTANTS set how many schedules the sound code and each mutant are given.
"""

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from tests.ledger.simulator.javascript import MUTANTS, ROOT, Host, JavaScriptStorage, JavaScriptTablet, node
from tests.ledger.simulator.theatre import Theatre

SCHEDULES = int(os.environ.get("GD_JS_SCHEDULES", 300))
FOR_A_MUTANT = int(os.environ.get("GD_JS_MUTANTS", 0))


# The simulator opens seams in the server's code for good: it wants a process of its own.
INSIDE = "GD_SIMULATOR_PROCESS"
alone = pytest.mark.skipif(INSIDE not in os.environ, reason="played in a process of its own, below")


@pytest.mark.skipif(INSIDE in os.environ, reason="this is that process")
def test_it_holds_in_a_process_of_its_own():
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-o", "faulthandler_timeout=0", __file__]
    told = subprocess.run(
        command, cwd=ROOT, env={**os.environ, INSIDE: "1"}, capture_output=True, text=True, check=False
    )
    print(told.stdout)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.fixture(scope="module")
def theatre():
    theatre = Theatre()
    yield theatre
    theatre.leave()


@pytest.fixture
def with_host(theatre, monkeypatch):
    """with_host(mutant) → the theatre, its tablets played by Node."""
    hosts = []

    def make(mutant: str = "") -> Theatre:
        host = Host(mutant)
        hosts.append(host)
        monkeypatch.setattr(JavaScriptStorage, "host", host, raising=False)
        tablets = [JavaScriptTablet.of(tablet) for tablet in theatre.start.tablets]
        monkeypatch.setattr(theatre, "start", replace(theatre.start, tablets=tablets))
        return theatre

    yield make
    for host in hosts:
        host.close()


@alone
def test_the_real_client_holds_every_invariant_in_every_schedule(with_host):
    theatre = with_host()
    seen = Counter()
    for seed in range(1, SCHEDULES + 1):
        result = theatre.play_seed(seed)
        assert result.failure is None, f"schedule {seed} breaks {result.failure}"
        seen += result.seen
    for happened in ("browser killed", "problem diverged", "problem device_forked", "step tabs", "step carry", "wiped"):
        assert seen[happened], f"{happened} never happened in {SCHEDULES} schedules: they prove little"


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_mutant_still_fits_the_source_that_it_spoils(mutant):
    file, sound, broken, *_ = MUTANTS[mutant]
    assert (ROOT / "static" / "js" / file).read_text("utf-8").count(sound) == 1
    assert sound != broken


@pytest.mark.skipif(INSIDE in os.environ, reason="needs no simulator")
@pytest.mark.parametrize("mutant", [name for name, spoilt in MUTANTS.items() if len(spoilt) == 4])
def test_a_bug_that_the_protocol_heals_in_the_end_is_caught_by_a_test_of_the_client(mutant):
    spoilt = subprocess.run(
        [node(), "--import", "./tests/js/simulator/mutant.mjs", "--test", f"tests/js/{MUTANTS[mutant][3]}"],
        cwd=ROOT,
        env={**os.environ, "GD_MUTANT": mutant},
        capture_output=True,
        text=True,
        check=False,
    )
    # Without the bug the same file passes: it is a part of the suite.
    assert spoilt.returncode == 1
    assert "ERR_ASSERTION" in spoilt.stdout


@alone
@pytest.mark.skipif(not FOR_A_MUTANT, reason="GD_JS_MUTANTS=200 plays them; the results stand in docs/faults.md")
@pytest.mark.parametrize("mutant", [name for name, spoilt in MUTANTS.items() if len(spoilt) == 3])
def test_a_bug_put_into_the_client_is_caught(with_host, mutant):
    theatre = with_host(mutant)
    caught = next((seed for seed in range(1, FOR_A_MUTANT + 1) if theatre.play_seed(seed).failure), None)
    assert caught, f"{mutant!r} survived {FOR_A_MUTANT} schedules"
    print(f"| {mutant} | {caught} |")
