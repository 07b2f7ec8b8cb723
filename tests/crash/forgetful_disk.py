"""A disk that forgets: what was written and not yet synced may be gone after a power cut, or half there.

`Disk` holds files in memory and records everything that SQLite does to them on a tape. `power_cuts` plays the tape
again, stops where it is told, and gives what a real disk could hold then: all that was synced, and of the rest nothing,
all, the beginning, or any sectors of any write. One recorded life serves for any number of cuts, at every place: also
inside a transaction, between two writes of it, and right after the answer.

Shared memory has no place here: SQLite keeps the index of its log in its own memory (locking_mode=exclusive). When it
writes and syncs does not depend on that.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import apsw

# What a disk writes whole or not at all.
SECTOR = 512
# What SQLite's own unix VFS says of an ordinary disk.
PAGE = 4096
IOCAP_POWERSAFE_OVERWRITE = 0x1000

WAYS_TO_FORGET = ("everything", "nothing", "the end", "any sector")


@dataclass
class Disk:
    """`files`: name → content as the living process sees it; `tape`: what was done, in order."""

    files: dict[str, bytearray] = field(default_factory=dict)
    tape: list[tuple] = field(default_factory=list)

    def mark(self, word) -> None:
        """Puts a word on the tape: whoever cuts behind it knows that it had been said."""
        self.tape.append(("mark", word))

    def copy(self) -> "Disk":
        return Disk({name: bytearray(content) for name, content in self.files.items()})


class _File:
    """An open file of the disk, as SQLite asks for it."""

    def __init__(self, disk: Disk, name: str):
        self.disk, self.name = disk, name

    def xRead(self, amount: int, offset: int) -> bytes:
        return bytes(self.disk.files[self.name][offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:
        data = bytes(data)
        _write(self.disk.files[self.name], offset, data)
        self.disk.tape.append(("write", self.name, offset, data))

    def xTruncate(self, size: int) -> None:
        _truncate(self.disk.files[self.name], size)
        self.disk.tape.append(("truncate", self.name, size))

    def xSync(self, _flags: int) -> None:
        self.disk.tape.append(("sync", self.name))

    def xFileSize(self) -> int:
        return len(self.disk.files[self.name])

    def xSectorSize(self) -> int:
        return PAGE

    def xDeviceCharacteristics(self) -> int:
        return IOCAP_POWERSAFE_OVERWRITE

    def xFileControl(self, _operation: int, _pointer: int) -> bool:
        return False

    def xLock(self, _level: int) -> None:
        """One connection has the disk to itself."""

    xUnlock = xLock

    def xCheckReservedLock(self) -> bool:
        return False

    def xClose(self) -> None:
        """Nothing to give back."""


class ForgetfulVfs(apsw.VFS):
    """SQLite's way to whichever disk is put in."""

    def __init__(self, name: str):
        super().__init__(name, base="")
        self.name = name
        self.disk = Disk()

    def xFullPathname(self, name: str) -> str:
        return name

    def xOpen(self, name, flags: list[int]) -> _File:
        name = name if isinstance(name, str) else name.filename()
        if name not in self.disk.files:
            if not flags[0] & apsw.SQLITE_OPEN_CREATE:
                raise apsw.CantOpenError(name)
            self.disk.files[name] = bytearray()
            self.disk.tape.append(("create", name))
        flags[1] = flags[0]
        return _File(self.disk, name)

    def xAccess(self, name: str, _flags: int) -> bool:
        return name in self.disk.files

    def xDelete(self, name: str, sync_folder: bool) -> None:
        self.disk.files.pop(name, None)
        self.disk.tape.append(("delete", name, sync_folder))


def _write(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _truncate(content: bytearray, size: int) -> None:
    del content[size:]
    content.extend(bytes(size - len(content)))


class _Platters:
    """What is surely there, and what has been asked for since the last sync of each file."""

    def __init__(self, files: dict[str, bytearray]):
        self.sure = {name: bytearray(content) for name, content in files.items()}
        self.asked: list[tuple] = []

    def play(self, event: tuple) -> None:
        if event[0] == "mark":
            return
        kind, name = event[:2]
        if kind == "sync" or (kind == "delete" and event[2]):
            self._settle(name, event)
        else:
            self.asked.append(event)

    def _settle(self, name: str, event: tuple) -> None:
        for before in self.asked:
            if before[1] == name:
                _apply(self.sure, before)
        self.asked = [before for before in self.asked if before[1] != name]
        if event[0] == "delete":
            self.sure.pop(name, None)

    def after_a_cut(self, chance: random.Random, way: str) -> Disk:
        left = {name: bytearray(content) for name, content in self.sure.items()}
        end = chance.randint(0, len(self.asked)) if way == "the end" else len(self.asked)
        for place, event in enumerate(self.asked):
            if way == "everything" or place > end:
                continue
            if way == "any sector" or (way == "the end" and place == end):
                for part in _torn(event, chance):
                    _apply(left, part)
            elif place < end:
                _apply(left, event)
        return Disk(left)


def _torn(event: tuple, chance: random.Random) -> Iterator[tuple]:
    """Of a write any of its sectors; of anything else all or nothing."""
    if event[0] != "write":
        if chance.random() < 0.5:
            yield event
        return
    _, name, offset, data = event
    at = 0
    while at < len(data):
        size = min(SECTOR - (offset + at) % SECTOR, len(data) - at)
        if chance.random() < 0.5:
            yield ("write", name, offset + at, data[at : at + size])
        at += size


def _apply(files: dict[str, bytearray], event: tuple) -> None:
    kind, name = event[:2]
    if kind == "delete":
        files.pop(name, None)
        return
    content = files.setdefault(name, bytearray())
    if kind == "write":
        _write(content, event[2], event[3])
    elif kind == "truncate":
        _truncate(content, event[2])


def power_cuts(
    before: Disk, tape: list[tuple], places: list[int], chance: random.Random
) -> Iterator[tuple[list, str, Disk]]:
    """For each place on the tape: (the words said before it, the way it forgot, the disk that is left).

    `before` is the disk as the tape began, everything on it sure.
    """
    platters = _Platters(before.files)
    said, played = [], 0
    for place in sorted(places):
        for event in tape[played:place]:
            platters.play(event)
            if event[0] == "mark":
                said.append(event[1])
        played = max(played, place)
        way = chance.choice(WAYS_TO_FORGET)
        yield list(said), way, platters.after_a_cut(chance, way)
