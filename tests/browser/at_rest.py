"""What a browser's profile folder says about a person to somebody who reads its files."""

import unicodedata
from pathlib import Path

from app.rules.text import fold

_MOZILLA_LZ4 = b"mozLz40\0"


def traces(profile: Path, *words: str) -> list[str]:
    """ "file: word" for each word that stands in a file of the profile, as typed or folded, in UTF-8 or UTF-16."""
    wanted = {}
    for word in words:
        for form in (word, fold(word), word.upper(), unicodedata.normalize("NFD", word)):
            for encoding in ("utf-8", "utf-16-le"):
                wanted[form.encode(encoding)] = word
    found = []
    for path in sorted(profile.rglob("*")):
        if path.is_file() and not path.is_symlink():
            content = _content(path)
            found += [f"{path.relative_to(profile)}: {word}" for form, word in wanted.items() if form in content]
    return sorted(set(found))


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        # A browser at work removes files of its own.
        return b""
    return _unpacked(content[12:]) if content.startswith(_MOZILLA_LZ4) else content


def _unpacked(block: bytes) -> bytes:
    """One LZ4 block: Firefox keeps its windows and what is typed in them packed like this."""
    out = bytearray()
    at = 0
    while at < len(block):
        token = block[at]
        at, literals = _length(block, at + 1, token >> 4)
        out += block[at : at + literals]
        at += literals
        if at >= len(block):
            break
        distance = int.from_bytes(block[at : at + 2], "little")
        at, match = _length(block, at + 2, token & 15)
        for _ in range(match + 4):
            out.append(out[-distance])
    return bytes(out)


def _length(block: bytes, at: int, length: int) -> tuple[int, int]:
    if length == 15:
        while True:
            length += block[at]
            at += 1
            if block[at - 1] != 255:
                break
    return at, length
