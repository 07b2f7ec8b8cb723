"""Whether a ward's ledger and tables are whole: the chain, each device's sequence, and the fold against the tables."""

from dataclasses import dataclass, field

import msgspec

from app.ledger import chain
from app.ledger.envelope import commitment
from app.ledger.rebuild import Difference, Drift, Rebuilt
from app.records.ward_reading import WardReading
from app.rules import clock

_PAGE = 500


class _Stored(msgspec.Struct):
    d: msgspec.Raw
    s: str


_decode_stored = msgspec.json.Decoder(_Stored).decode


@dataclass(slots=True)
class Verdict:
    """What was found in one ward. `broken_at`: the first version that is wrong, and `broken_how` says what of it:

    chain | number | body | time | sequence | device | head. `last_q`: {device: the last number that stands}.
    """

    ward_id: int
    name: str
    operations: int = 0
    hash: str = chain.START
    broken_at: int | None = None
    broken_how: str = ""
    last_q: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    drifts: list[Drift] = field(default_factory=list)
    drift_count: int = 0
    erased: int = 0
    # {cube: cells that are not what the rows say}: figures made of them are wrong, the ledger and the rows are not.
    roll_up_drift: dict[str, int] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        return self.broken_at is None and not self.differences


class _Broken(Exception):
    def __init__(self, v: int, how: str):
        self.v, self.how = v, how
        super().__init__(f"{how} at {v}")


def verify_ward(reading: WardReading) -> Verdict:
    """Reads the whole ledger once. Where it breaks, the rest is not looked at: nothing behind it can be trusted."""
    verdict = Verdict(reading.ward_id, reading.ward()["name"])
    devices = reading.devices()
    with Rebuilt(reading) as rebuilt:
        try:
            while entries := reading.entries(verdict.operations, _PAGE):
                for entry in entries:
                    _check(entry, verdict, devices)
                rebuilt.take(entries)
            _check_end(reading, verdict, devices)
        except _Broken as broken:
            verdict.broken_at, verdict.broken_how = broken.v, broken.how
            return verdict
        verdict.differences = rebuilt.differences()
        verdict.roll_up_drift = rebuilt.roll_up_drift(verdict.differences)
        verdict.drifts, verdict.drift_count, verdict.erased = rebuilt.drifts, rebuilt.drift_count, rebuilt.erased
    return verdict


def _check(entry: dict, verdict: Verdict, devices: dict[str, dict]) -> None:
    v = verdict.operations + 1
    if entry["v"] != v:
        raise _Broken(v, "number")
    if entry["hash"] != chain.link(verdict.hash, entry):
        raise _Broken(v, "chain")
    if entry["device"] not in devices:
        raise _Broken(v, "device")
    expected = verdict.last_q.get(entry["device"], 0) + 1
    if entry["q"] != expected:
        raise _Broken(v, "sequence")
    if entry["body"] is not None and not _is_committed(entry):
        raise _Broken(v, "body")
    if not _is_its_time(entry):
        raise _Broken(v, "time")
    verdict.operations, verdict.hash, verdict.last_q[entry["device"]] = v, entry["hash"], expected


def _is_committed(entry: dict) -> bool:
    """Whether the stored body is the one whose commitment the chain covers."""
    try:
        stored = _decode_stored(entry["body"])
        return commitment(stored.s, bytes(stored.d)) == entry["commitment"]
    except (msgspec.DecodeError, ValueError):
        return False


def _is_its_time(entry: dict) -> bool:
    """The corrected time is the device's word, or the moment it came where that word makes no sense."""
    if entry["at"] == entry["received_at"]:
        return True
    try:
        # A millisecond is lost where a time is written as text and read again.
        return abs(clock.parse(entry["at_text"]) - entry["clock_offset"] - entry["at"]) <= 1
    except (ValueError, OverflowError):
        return False


def _check_end(reading: WardReading, verdict: Verdict, devices: dict[str, dict]) -> None:
    head = reading.head()
    if head is None or (head["v"], head["hash"]) != (verdict.operations, verdict.hash):
        raise _Broken(verdict.operations + 1, "head")
    for id_, device in devices.items():
        if device["last_q"] != verdict.last_q.get(id_, 0):
            raise _Broken(verdict.operations + 1, "sequence")
