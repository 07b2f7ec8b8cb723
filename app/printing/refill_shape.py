"""What two sheets of one form have in common, and the words in which they may differ."""

import re
from html import unescape

_TAG = re.compile(r"(<[^>]*>)")
# Attributes that may differ where the elements are the same.
_OPEN_NAMES = ("src", "alt", "data-running")
_OPEN = re.compile(rf'(?<![\w-])({"|".join(_OPEN_NAMES)})="([^"]*)"')


def parted(html: str) -> tuple[str, list[str]]:
    """(the shape, the words): what two sheets must have in common, and in what they may differ, in their order."""
    shape, words = [], []

    def opened(found):
        words.append(unescape(found[2]))
        return f'{found[1]}=""'

    for place, piece in enumerate(_TAG.split(html[html.index("<body") :])):
        if place % 2:
            shape.append(_OPEN.sub(opened, piece))
        elif piece.strip():
            shape.append("\0")
            words.append(unescape(piece))
    return "".join(shape), words


def slots(element):
    """(element, name of the attribute or "" for text) of each word below an element, in the order of `parted`."""
    for name, value in element.attrib.items():
        if name in _OPEN_NAMES:
            yield element, name, value
    if element.text and element.text.strip():
        yield element, "", element.text
    for child in element:
        yield from slots(child)
        if child.tail and child.tail.strip():
            yield element, "", child.tail
