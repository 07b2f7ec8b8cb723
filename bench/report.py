"""How a figure is told: one JSON line with its target, the machine and the commit."""

import json
import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.machine()


def machine() -> str:
    """Cores, processor and Python; no host name."""
    return f"{os.cpu_count()} × {_processor()}, Python {platform.python_version()}"


def commit() -> str:
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--abbrev=10"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"


def emit(figure: str, value: float, unit: str, target: str, holds: bool) -> None:
    """Prints one line. `target` is what the project promises, in words; `holds` whether this run met it."""
    line = {
        "figure": figure,
        "value": round(value, 3) if isinstance(value, float) else value,
        "unit": unit,
        "target": target,
        "holds": holds,
        "machine": machine(),
        "commit": commit(),
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)
