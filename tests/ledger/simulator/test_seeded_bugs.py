"""A simulator whose seeded bugs survive proves nothing: each is caught, and a failing schedule gets short."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ledger.simulator import drain, surgery
from tests.ledger.simulator.mutants import MUTANTS
from tests.ledger.simulator.script import Script, Step, parse
from tests.ledger.simulator.shrink import shrink

ROOT = Path(__file__).resolve().parents[3]


def command(*arguments: str) -> subprocess.CompletedProcess:
    asked = [sys.executable, "-m", "tests.ledger.simulator.command", *arguments]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.sqlite
def test_every_seeded_bug_is_caught():
    told = command("--mutants", "--seed", os.environ.get("GD_MUTANTS_SEED", "300000"))
    assert told.returncode == 0, told.stdout + told.stderr
    assert " 0 survived" in told.stdout


@pytest.mark.sqlite
def test_a_bug_comes_down_to_a_script_of_a_few_lines_that_can_be_played_again(tmp_path):
    told = command("--mutant", "after a restore only the numbers behind the gap go out again", "--seed", "300000")
    assert told.returncode == 0, told.stdout + told.stderr
    script = parse(told.stdout)
    assert len(script.steps) <= 6, told.stdout
    assert "restore" in {step.kind for step in script.steps}
    # Without the bug the same script holds.
    file = tmp_path / "script.txt"
    file.write_text(told.stdout, "utf-8")
    again = command("--script", str(file))
    assert again.returncode == 0, again.stdout
    assert again.stdout.endswith("# holds\n")


def test_there_are_bugs_of_both_sides():
    sides = [mutant.side for mutant in MUTANTS.values()]
    assert sides.count("server") >= 25
    assert sides.count("tablet") >= 12


def test_a_bug_whose_place_is_gone_is_no_bug():
    gone = surgery.Edit("tests.ledger.simulator.drain:wrap", "no such words", "")
    with pytest.raises(ValueError, match="0 times"), surgery.edited(gone):
        pass


def test_after_the_operation_the_code_is_as_it_was():
    row = [{"text": "1"}]
    edit = surgery.Edit("tests.ledger.simulator.drain:wrap", '{"ops":[', '{"operations":[')
    with surgery.edited(edit):
        assert drain.wrap(row) == '{"operations":[1]}'
    assert drain.wrap(row) == '{"ops":[1]}'


def test_shrinking_keeps_what_the_failure_needs_and_nothing_else():
    steps = tuple(Step(number, "save", {"tablet": number, "what": "void", "faults": "busy"}) for number in range(1, 40))

    def fails(script: Script) -> bool:
        numbers = [step.number for step in script.steps]
        return {7, 23, 31} <= set(numbers) and any(step.choices["what"] == "void" for step in script.steps[:1])

    short = shrink(Script(5, steps), fails)
    assert [step.number for step in short.steps] == [7, 23, 31]
    assert [step.choices["what"] for step in short.steps] == ["void", "record", "record"]
    assert {step.choices["faults"] for step in short.steps} == {"ok"}
    assert parse(str(short)) == short
