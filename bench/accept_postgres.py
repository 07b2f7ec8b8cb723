"""`accept` on PostgreSQL: unsealed operations in batches of 50, twenty wards, through the door.

One process, as a server is: THREADS threads, each with a connection, one tablet a ward, batches handed out as they are
asked for. The server is private, with fsync as in a real deployment. `--processes` shares the same work out.
"""

import argparse
import multiprocessing
import queue
import threading
import time

from app.ledger.accept import accept_wire
from app.ledger.envelope import decode
from app.records.database import database, migrate, open_database
from app.rules.canonical import canonical
from bench.report import emit
from tests import people
from tests.ledger.devices import Tablet
from tests.postgres_server import PostgresServer

BATCH, WARDS, THREADS = 50, 20, 8


def _wire(tablet: Tablet, batches: int) -> list[list[bytes]]:
    """What `bin/bench accept` sends, too."""
    return [
        [
            canonical(
                tablet.record(
                    sealed=False,
                    name="Nguyễn Thị Thu Hằng",
                    phone="+84912345678",
                    consent=True,
                    difficulties=["elderly", "nfc_unreadable"] if place % 2 else [],
                    note="Đã hướng dẫn chụp lại ảnh căn cước" if place % 3 else "",
                )
            ).encode()
            for place in range(BATCH)
        ]
        for _ in range(batches)
    ]


def _serve(url: str, wards: list[int], batches: int, threads: int, ready, told) -> None:
    """One server process: prepares its wards' tablets, waits for the others, then takes everything; seconds it took."""
    open_database(url)
    waiting: dict[int, tuple[Tablet, list]] = {}
    for ward in wards:
        tablet = Tablet(ward)
        tablet.push(tablet.open_shift())
        waiting[ward] = (tablet, _wire(tablet, batches))
    free: queue.SimpleQueue = queue.SimpleQueue()
    for ward in wards:
        free.put(ward)
    errors = []

    def work():
        try:
            database.connect(reuse_if_open=True)
            gate.wait()
            while True:
                try:
                    ward = free.get_nowait()
                except queue.Empty:
                    return
                tablet, left = waiting[ward]
                receipt = accept_wire(ward, tablet.id, [decode(raw) for raw in left.pop(0)], tablet.now)
                if any(result["status"] != "ok" for result in receipt.results):
                    raise RuntimeError(f"refused: {receipt.results}")
                if left:
                    free.put(ward)
        except BaseException as error:
            errors.append(error)
        finally:
            database.close()

    gate = threading.Barrier(threads + 1)
    crowd = [threading.Thread(target=work) for _ in range(threads)]
    for thread in crowd:
        thread.start()
    ready.wait()
    started = time.monotonic()
    gate.wait()
    for thread in crowd:
        thread.join()
    if errors:
        raise errors[0]
    told.put((started, time.monotonic()))


def measure(url: str, wards: list[int], batches: int, processes: int) -> float:
    """Operations a second, all processes together."""
    context = multiprocessing.get_context("spawn")
    ready, told = context.Barrier(processes), context.SimpleQueue()
    shares = [wards[place::processes] for place in range(processes)]
    threads = max(2, THREADS // processes)
    servers = [context.Process(target=_serve, args=(url, share, batches, threads, ready, told)) for share in shares]
    for server in servers:
        server.start()
    for server in servers:
        server.join()
        if server.exitcode:
            raise SystemExit("a server process failed")
    spans = [told.get() for _ in servers]
    return len(wards) * batches * BATCH / (max(end for _, end in spans) - min(start for start, _ in spans))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bin/bench accept-postgres", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batches", type=int, default=20, help="of 50 operations, a ward and a round")
    parser.add_argument("--processes", type=int, default=1)
    chosen = parser.parse_args(arguments)
    server = PostgresServer(durable=True)
    try:
        url = server.create("gandan")
        migrate(open_database(url))
        wards = [people.settle_ward(f"phuong-{one}", f"Phường {one}", [people.LAN]) for one in range(WARDS)]
        database.close()
        rates = sorted(measure(url, wards, chosen.batches, chosen.processes) for _ in range(chosen.rounds))
    finally:
        server.remove()
    rate = rates[len(rates) // 2]
    how = f"{WARDS} wards, {chosen.processes} process(es)"
    emit(f"accept on PostgreSQL, {how}", rate, "operations/s", "≥ 3000", rate >= 3000)


if __name__ == "__main__":
    main()
