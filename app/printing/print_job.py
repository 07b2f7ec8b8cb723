"""A long print, or a long table, made in a thread of its own while the person who asked looks at how far it is.

Jobs live in this process's memory, a few at a time and for ten minutes: nothing of a citizen is left on a disk.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from uuid import uuid4

from app.printing.bulk import Progress
from app.problems import Problem

log = logging.getLogger(__name__)

KEPT_SECONDS = 600
# More than the whole counter prints at once.
JOBS_MAX = 8
# Another print is at work: this one waits its turn so long.
PATIENCE_SECONDS = 180
_PAUSE_SECONDS = 0.5


@dataclass
class Job:
    """`owner`: who may see it. `problem`: the code of what went wrong, or "". `content`: the file, b"" until then;
    `name`: its own, where the page that gives it out asks for one.
    """

    owner: tuple
    total: int
    id: str = field(default_factory=lambda: str(uuid4()))
    done: int = 0
    content: bytes = b""
    problem: str = ""
    name: str = ""
    started_at: float = field(default_factory=time.monotonic)

    @property
    def over(self) -> bool:
        return bool(self.content or self.problem)


_jobs: dict[str, Job] = {}
_lock = threading.Lock()


def start(owner: tuple, total: int, work: Callable[[], Iterator[Progress]], name: str = "") -> Job:
    """The job, under way. Raises Problem("printing_busy") while too many are kept."""
    _forget_old()
    job = Job(owner, total, name=name)
    with _lock:
        if len(_jobs) >= JOBS_MAX:
            raise Problem("printing_busy")
        _jobs[job.id] = job
    threading.Thread(target=_run, args=(job, work), name="print-job", daemon=True).start()
    return job


def find(owner: tuple, job_id: str) -> Job | None:
    """The job while it is kept, for whoever asked for it."""
    _forget_old()
    with _lock:
        job = _jobs.get(job_id)
    return job if job and job.owner == owner else None


def _run(job: Job, work: Callable[[], Iterator[Progress]]) -> None:
    try:
        _print(job, work)
    except Problem as problem:
        job.problem = problem.code
    except Exception as error:  # the page must say that it ended, whatever ended it
        log.error("a bulk print ended: %s", type(error).__name__)
        job.problem = "server_error"
    # Nobody asks for the page again: its memory is given back all the same.
    forgetter = threading.Timer(KEPT_SECONDS, _forget_old)
    forgetter.daemon = True
    forgetter.start()


def _print(job: Job, work: Callable[[], Iterator[Progress]]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            for step in work():
                job.done, job.content = step.done, step.content
            return
        except Problem as problem:
            if problem.code != "printing_busy" or time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)


def _forget_old() -> None:
    """Lets go of what has been kept long enough; one that still prints is never older than its own limits."""
    oldest = time.monotonic() - KEPT_SECONDS
    with _lock:
        for job_id in [id_ for id_, job in _jobs.items() if job.started_at <= oldest]:
            del _jobs[job_id]
