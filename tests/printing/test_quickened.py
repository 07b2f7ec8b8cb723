"""What the worker does less often than weasyprint would changes nothing on paper."""

import subprocess
import sys

import pytest

from app.config import ROOT
from app.printing import dossier_sheets, registers
from tests.printing import reading
from tests.printing.counter_samples import LEDGER, LONG_RECEIPT, ledger_rows

# Draws what comes in with weasyprint as it is: no part of `quickened`.
_PLAIN = """
import sys
from app.printing import quickened
quickened.quicken = lambda: None
from app.printing.worker import Drawer
sys.stdout.buffer.write(Drawer().draw(sys.stdin.read(), False))
"""

# Long names, empty cells, cancelled numbers; the same words in cells that stand differently.
ROWS = [
    row | ({"unit": row["procedure"], "note": row["unit"]} if row["number"] % 9 == 2 else {}) for row in ledger_rows(56)
]

SHEETS = {
    "receipt": (
        lambda: dossier_sheets.receipt_draft(LONG_RECEIPT).html(),
        lambda: dossier_sheets.receipt(LONG_RECEIPT),
    ),
    "ledger": (
        lambda: registers.ledger_draft(LEDGER, ROWS).html(),
        lambda: registers.ledger(LEDGER, ROWS),
    ),
}


@pytest.mark.parametrize("name", SHEETS)
def test_pages_numbers_and_texts_are_those_of_weasyprint_itself(name):
    html, draw = SHEETS[name]
    environment = {"FONTCONFIG_FILE": str(ROOT / "static/fonts/paper/fonts.conf"), "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-c", _PLAIN]
    done = subprocess.run(command, input=html().encode(), capture_output=True, env=environment, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    ours = draw()
    assert len(reading.pages(ours)) > 2
    assert reading.pages(ours) == reading.pages(done.stdout)
    for number in range(1, len(reading.pages(ours)) + 1):
        assert reading.picture(ours, 80, number).tobytes() == reading.picture(done.stdout, 80, number).tobytes()
