"""Many writers at once on PostgreSQL, as a server's processes and threads are: real tablets through the real door.

Each also writes to a table of this test that is numbered the usual way, by a sequence: the control.
"""

import multiprocessing
import threading
import time

from app.records.database import database, open_database
from tests import people
from tests.ledger.devices import Tablet

CONTROL = "control_of_the_reader"


def write(url: str, wards: list[int], threads: int, each: int) -> None:
    """`threads` tablets, spread over the wards, of `each` commits one after the other."""
    open_database(url)
    failed = []
    start = threading.Barrier(threads)

    def one(place: int) -> None:
        try:
            _commits(wards[place % len(wards)], each, start)
        except BaseException as error:
            failed.append(error)
            start.abort()
        finally:
            database.close()

    crowd = [threading.Thread(target=one, args=(place,)) for place in range(threads)]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    if failed:
        raise failed[0]


def _commits(ward_id: int, each: int, start: threading.Barrier) -> None:
    with database.atomic():
        tablet = Tablet(ward_id)
    opening = tablet.open_shift()
    start.wait()
    tablet.push(opening)
    for number in range(each):
        # A batch now and then: its operations become visible together.
        batch = [tablet.record(sealed=False) for _ in range(3 if number % 10 == 0 else 1)]
        told = tablet.push(*batch)
        if {result["status"] for result in told.results} != {"ok"}:
            raise AssertionError(told)
        with database.atomic():
            database.execute_sql(f"INSERT INTO {CONTROL} (op) VALUES (%s)", (batch[0]["op"],))
            # What a transaction goes on to do after its insert: here one more statement.
            database.execute_sql("SELECT 1")


class Reader:
    """Polls every ward by v, and the control by its number, the way a puller does: remember the last, ask for more."""

    def __init__(self, wards: list[int]):
        self.after = dict.fromkeys(wards, 0)
        self.seen: dict[int, list[str]] = {ward: [] for ward in wards}
        self.control_after = 0
        self.control_seen: set[str] = set()
        self.polls = 0

    def poll(self) -> None:
        self.polls += 1
        for ward, after in self.after.items():
            head = database.execute_sql('SELECT "v" FROM "ledger_head" WHERE "ward_id" = %s', (ward,)).fetchone()[0]
            asked = 'SELECT "v", "op" FROM "ledger_entry" WHERE "ward_id" = %s AND "v" > %s AND "v" <= %s ORDER BY "v"'
            rows = database.execute_sql(asked, (ward, after, head)).fetchall()
            self.seen[ward] += [op for _, op in rows]
            self.after[ward] = head
        rows = database.execute_sql(
            f"SELECT id, op FROM {CONTROL} WHERE id > %s ORDER BY id", (self.control_after,)
        ).fetchall()
        if rows:
            self.control_seen |= {op for _, op in rows}
            self.control_after = rows[-1][0]


def make_control() -> None:
    database.execute_sql(f"CREATE TABLE {CONTROL} (id BIGSERIAL PRIMARY KEY, op TEXT NOT NULL)")


def more_wards(number: int) -> list[int]:
    """Wards with a volunteer, a point and procedures."""
    return [people.settle_ward(f"phuong-{one}", f"Phường {one}", [people.LAN]) for one in range(number)]


def crowd_of(url: str, wards: list[int], commits: int, processes: int, threads: int) -> dict:
    """Lets them write and reads meanwhile. {"commits", "missed", "control_missed", "polls", "seconds"}."""
    each = -(-commits // (processes * threads))
    # Spawned, not forked: a connection must not be carried into another process.
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write, args=(url, wards, threads, each)) for _ in range(processes)]
    reader = Reader(wards)
    started = time.monotonic()
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        reader.poll()
    for writer in writers:
        writer.join()
        if writer.exitcode:
            raise AssertionError(f"a writer ended with {writer.exitcode}")
    reader.poll()
    return {**_counted(reader, wards), "polls": reader.polls, "seconds": time.monotonic() - started}


def _counted(reader: Reader, wards: list[int]) -> dict:
    missed = 0
    for ward in wards:
        rows = database.execute_sql('SELECT "op" FROM "ledger_entry" WHERE "ward_id" = %s ORDER BY "v"', (ward,))
        stands = [op for (op,) in rows.fetchall()]
        seen = set(reader.seen[ward])
        missed += len(set(stands) - seen)
        if reader.seen[ward] != [op for op in stands if op in seen]:
            raise AssertionError(f"ward {ward}: read in another order than it stands")
    control = {op for (op,) in database.execute_sql(f"SELECT op FROM {CONTROL}").fetchall()}
    return {"commits": len(control), "missed": missed, "control_missed": len(control - reader.control_seen)}
