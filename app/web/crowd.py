"""When more devices knock than can wait: they are told when to come back, before anything is checked or opened."""

import secrets

from flask import request

from app.problems import Problem

# Set by the server's loop (app/receiving.py) on a request that has no place left in the devices' queue.
FULL = "gandan.full"
_SPREAD_SECONDS = 4


def turn_away() -> None:
    """Runs before everything else of a request. Raises Problem("busy")."""
    if request.environ.get(FULL):
        raise Problem("busy")


def come_back_after() -> str:
    """Seconds for Retry-After, a different number for each, so that those who came together do not return together."""
    return str(1 + secrets.randbelow(_SPREAD_SECONDS))
