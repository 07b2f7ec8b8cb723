"""Many small PDF files of our own making bound into one that is still PDF/A-3a and PDF/UA-1.

A library that only appends pages leaves the structure tree behind, which both standards want. The parts come from
`archive.write_part`: a classic cross-reference table, one object after the other; so renumbering is a matter of text.
"""

import re

import pydyf

from app.printing import archive

# Strings are stepped over: "12 0 R" in a title is no reference.
_REFERENCE = re.compile(rb"\((?:\\.|[^\\()])*\)|(?<![0-9])([0-9]+) 0 R(?![0-9A-Za-z])", re.S)
# The name of a column's head: number of the table's object, row, column.
_COLUMN_HEAD = re.compile(rb"\(([0-9]+)-([0-9]+-[0-9]+)\)")
_STREAM = b"\nstream\n"
_PAGES, _CATALOG = 1, 2


class _Written(pydyf.Object):
    """An object whose bytes are known."""

    data = compressible = None  # not asked for again and again: there are a hundred thousand of these

    def __init__(self, data):
        super().__init__()
        self.data = data
        self.compressible = _STREAM not in data


class _Part:
    """The objects of one file by their number, and who is who among them."""

    def __init__(self, content):
        start = int(content[content.rindex(b"startxref") + 9 :].split()[0])
        table = content[start : content.index(b"trailer", start)].split(b"\n")[2:]
        offsets = [(int(line[:10]), number) for number, line in enumerate(table) if line[17:18] == b"n"]
        ends = [*sorted(offset for offset, _ in offsets)[1:], start]
        self.objects = {}
        for (offset, number), end in zip(sorted(offsets), ends, strict=True):
            begin = content.index(b"obj\n", offset) + 4
            self.objects[number] = content[begin : content.rindex(b"\nendobj", offset, end)]
        trailer = content[content.index(b"trailer", start) :]
        self.catalog = _pointed(trailer, b"Root")
        self.info = _pointed(trailer, b"Info")
        self.root = _pointed(self.objects[self.catalog], b"StructTreeRoot")
        self.pages = _pointed(self.objects[self.catalog], b"Pages")
        self.parents = _pointed(self.objects[self.root], b"ParentTree")
        self.document = int(re.search(rb"/K \[([0-9]+) 0 R", self.objects[self.root]).group(1))


def bind(parts: list[bytes], order: list[int] | None = None) -> bytes:
    """One file with the pages of all parts; title, language and metadata are those of the first part.

    order: the numbers of the pages, from 0, as they shall stand and be read; None leaves them as they come.
    """
    return archive.write_file(lambda: _bound([_Part(part) for part in parts], order))


def _bound(parts, order):
    file, first = pydyf.PDF(), parts[0]
    kids, elements, nums, pages_before = [], [], [], 0
    structure = pydyf.Dictionary({"Type": "/StructTreeRoot"})
    document = pydyf.Dictionary({"Type": "/StructElem", "S": "/Document"})
    for thing in (structure, document):
        file.add_object(thing)
    for part in parts:
        offset = len(file.objects)
        numbers = {number: offset + place for place, number in enumerate(sorted(part.objects))}
        numbers |= {part.pages: _PAGES, part.root: structure.number, part.document: document.number}
        dropped = {part.pages, part.root, part.document, part.parents, part.catalog, part.info}
        kids += _references(part.objects[part.pages], b"Kids", numbers)
        elements += _elements(part, numbers)
        tree = _renumbered(part.objects[part.parents], numbers)
        keys = re.findall(rb"([0-9]+) (\[[^\]]*\]|[0-9]+ 0 R)", tree[tree.index(b"[") + 1 :])
        nums += [entry for key, value in keys for entry in (int(key) + pages_before, value)]
        for number in sorted(part.objects):
            data = b"null" if number in dropped else _renumbered(part.objects[number], numbers, pages_before)
            file.add_object(_Written(data))
        if part is first:
            _take_over(file, part, numbers)
        pages_before += len(keys)
    if order is not None:
        kids = [kids[page] for page in order]
    place = {page: number for number, page in enumerate(kids)}
    elements.sort(key=lambda element: place[element[0]])  # those of one page stay as they are
    file.pages["Kids"] = pydyf.Array(kids)
    file.pages["Count"] = len(kids)
    document["K"], document["P"] = pydyf.Array([own for _, own in elements]), structure.reference
    tree = pydyf.Dictionary({"Nums": pydyf.Array(nums)})
    file.add_object(tree)
    structure["K"], structure["ParentTree"] = pydyf.Array([document.reference]), tree.reference
    file.catalog["StructTreeRoot"] = structure.reference
    return file


def _elements(part, numbers):
    """(its page, itself) of each element that stands under the part's document."""
    for own in _numbers(part.objects[part.document], b"K"):
        yield b"%d 0 R" % numbers[_pointed(part.objects[own], b"Pg")], b"%d 0 R" % numbers[own]


def _take_over(file, part, numbers):
    """What the whole says of itself, from its first part."""
    catalog = _renumbered(part.objects[part.catalog], numbers)
    for name in (b"Lang", b"MarkInfo", b"ViewerPreferences", b"OutputIntents", b"Metadata"):
        _put(file.catalog, name, catalog)
    info = _renumbered(part.objects[part.info], numbers)
    for name in (b"Producer", b"Title", b"Author", b"CreationDate", b"ModDate"):
        _put(file.info, name, info)


def _pointed(dictionary, name):
    return int(re.search(rb"/" + name + rb" ([0-9]+) 0 R", dictionary).group(1))


def _references(dictionary, name, numbers):
    return [b"%d 0 R" % numbers[number] for number in _numbers(dictionary, name)]


def _numbers(dictionary, name):
    """The objects that a name's array points to."""
    kids = re.search(rb"/" + name + rb" \[([^\]]*)\]", dictionary).group(1)
    return [int(number) for number in re.findall(rb"([0-9]+) 0 R", kids)]


_VALUE = rb" ?(\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>|<<.*?>>|\[.*?\](?= ?/|>>)|[0-9]+ 0 R|/\w+)"


def _put(into, name, dictionary):
    """The bytes that stand behind a name; a ward's own template may have left it out."""
    found = re.search(rb"/" + name + _VALUE, dictionary, re.S)
    if found:
        into[name.decode()] = found.group(1)


def _renumbered(data, numbers, pages_before=0):
    head, marker, stream = data.partition(_STREAM)

    def moved(found):
        return found.group() if found.group(1) is None else b"%d 0 R" % numbers[int(found.group(1))]

    head = _REFERENCE.sub(moved, head)
    if b"/O /Table" in head:
        head = _COLUMN_HEAD.sub(lambda at: b"(%d-%s)" % (numbers[int(at[1])], at[2]), head)
    if pages_before and b"/StructParent" in head:
        head = re.sub(rb"(/StructParents?) ([0-9]+)", lambda at: b"%s %d" % (at[1], int(at[2]) + pages_before), head)
    return head + marker + stream
