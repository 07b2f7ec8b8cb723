"""The 95 % interval of a share (Wilson): how far a figure of few cases can be trusted."""

from math import sqrt

_Z = 1.959964  # 95 %
# Of fewer cases no share is told: one more or less would turn it over.
LEAST = 5


def interval(good: int, n: int) -> tuple[float, float]:
    """(lowest, highest) in per cent, of `n` cases, one at least."""
    part, spread = good / n, _Z * _Z / n
    middle = (part + spread / 2) / (1 + spread)
    half = _Z * sqrt(part * (1 - part) / n + spread / (4 * n)) / (1 + spread)
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)
