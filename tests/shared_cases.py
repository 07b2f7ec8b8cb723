"""The cases that Python and JavaScript must agree on: tests/cases/<name>.json, read by both."""

import json
from pathlib import Path


def cases(name: str):
    return json.loads((Path(__file__).parent / "cases" / f"{name}.json").read_text("utf-8"))
