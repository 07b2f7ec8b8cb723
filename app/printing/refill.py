"""A sheet that differs from one laid out before by its words alone takes over the boxes of that one.

Two thirds of a sheet's cost is layout, and in a bulk print of one form nearly all of it comes out the same. So each
sheet is first tried against those laid out in full before it: only lines whose words differ are set anew, by
weasyprint's own code for one line, in the room that line had. Words that need another number of lines, or stand where
their length could move something else, raise `Other`, and the sheet is laid out in full. The pages are the same either
way, byte for byte (tests/printing/test_refill.py).
"""

import re
from collections import OrderedDict, defaultdict
from contextlib import suppress
from copy import copy
from types import SimpleNamespace
from unicodedata import category
from xml.etree.ElementTree import Element

from weasyprint import DEFAULT_OPTIONS
from weasyprint.formatting_structure import boxes
from weasyprint.images import get_image_from_uri
from weasyprint.layout import inline

from app.printing.refill_shape import parted, slots

# One paper, no paper, two lines of an address…: a day's receipts come in some forty layouts. Those that look alike come
# one after the other (bulk), so that a few are enough, and memory holds.
MODELS_MAX = 12
_SPACES = re.compile(r"[ \t\n\r\f]+")


class Other(Exception):
    """These words do not fit into those boxes."""


def remember_rooms():
    """Once in a worker, before the first sheet: each line keeps how much room it had, where it began, and whether
    it stands lower than it would without a float.
    """
    aligned = inline.text_align

    def text_align(context, line, available_width, last):
        line.room, line.start = available_width, line.position_x
        line.offset = aligned(context, line, available_width, last)
        return line.offset

    def get_next_linebox(context, linebox, position_y, *more):
        line, rest = next_line(context, linebox, position_y, *more)
        if line is not None:
            line.pushed = line.position_y != position_y
        return line, rest

    next_line = inline.get_next_linebox
    inline.text_align, inline.get_next_linebox = text_align, get_next_linebox


def _alike(old: str, new: str) -> bool:
    """Whether white space plays no part: at the ends that of the old, between words one space, no invisible signs."""
    ends = (old[0].isspace(), old[-1].isspace()) == (new[0].isspace(), new[-1].isspace())
    return ends and _plain(new) == new.strip(" \n") and all(category(sign)[0] != "C" for sign in _plain(new))


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip(" ")


def _bare(text: str) -> str:
    return text.replace(" ", "")


class Model:
    """A sheet that was laid out in full, and where in its boxes each word stands."""

    def __init__(self, document, root, words: list[str]):
        """root: of the element tree that the document was made of. Raises Other when words and boxes do not meet."""
        self._document = document
        self._words = words
        found = list(slots(root.find("body")))
        if [text for _, _, text in found] != words:
            raise Other
        self._named = {(element, name): place for place, (element, name, _) in enumerate(found) if name}
        self._owner = {place: element for place, (element, name, _) in enumerate(found) if not name}
        self._place = {}
        self._shown = set()
        self._find_texts()

    def _find_texts(self):
        """self._place: {id of a text box: place of its word}; self._shown: elements of which some text is seen."""
        pieces = defaultdict(list)
        for page in self._document.pages:
            for box in page._page_box.descendants(placeholders=True):
                if isinstance(box, boxes.TextBox) and box.text.strip() and _of_the_sheet(box):
                    pieces[box.element].append(box)
        self._shown = set(pieces)
        places = defaultdict(list)
        for place, element in self._owner.items():
            places[element].append(place)
        for element, found in pieces.items():
            mine = places[element]
            if len(mine) == 1:
                pairs = [(mine[0], found)]
            elif len(mine) == len(found):
                pairs = [(place, [box]) for place, box in zip(mine, found, strict=True)]
            else:
                continue
            for place, some in pairs:
                if _bare(_plain(self._words[place])) == _bare("".join(box.text for box in some)):
                    self._place |= {id(box): place for box in some}

    def filled(self, words: list[str], fetcher):
        """The document with these words in place of its own. Raises Other."""
        return _Filling(self, words, fetcher).document()


class Layouts:
    """The sheets of a bulk print, each laid out by as little work as it needs."""

    def __init__(self, lay_out, fetcher):
        """lay_out: HTML → (the document, the root of its element tree)."""
        self._lay_out, self._fetcher = lay_out, fetcher
        # {shape: its models}; the model that served last stands last among all of `_served`.
        self._models = defaultdict(list)
        self._served = OrderedDict()

    def of(self, html: str, *, whole: bool = False):
        """The laid-out document of a sheet. whole: in full, so that the document's title is that of the sheet, too."""
        shape, words = parted(html)
        for model in self._models[shape] if not whole else ():
            with suppress(Other):
                filled = model.filled(words, self._fetcher)
                self._served.move_to_end(model)
                return filled
        document, root = self._lay_out(html)
        with suppress(Other):
            model = Model(document, root, words)
            self._models[shape].append(model)
            self._served[model] = shape
        if len(self._served) > MODELS_MAX:
            oldest, its_shape = self._served.popitem(last=False)
            self._models[its_shape].remove(oldest)
        return document


class _Room(boxes.BlockBox):
    """What the code for a line asks of the block around it: where the line began and how far it could go."""

    def __init__(self, line):
        super().__init__(line.element_tag, line.style, line.element, ())
        self.width, self.height, self._start = line.room, "auto", line.start

    def content_box_x(self):
        return self._start


# Floats have narrowed the rooms already.
_NO_FLOATS = SimpleNamespace(excluded_shapes=[])


class _Filling:
    def __init__(self, model, words, fetcher):
        self._model, self._words, self._fetcher = model, words, fetcher
        self._changed = {place for place, word in enumerate(words) if word != model._words[place]}
        if not all(_alike(model._words[place], words[place]) for place in self._changed if place in model._owner):
            raise Other
        named = {key: place for key, place in model._named.items() if place in self._changed}
        self._pictures = {element for element, name in named if name != "data-running"}
        self._running = [place for (_, name), place in named.items() if name == "data-running"]
        # Every change that is seen must be met on the way.
        seen = {place for place in self._changed if model._owner.get(place) in model._shown}
        self._waiting = seen | set(named.values())

    def document(self):
        pages = []
        for page in self._model._document.pages:
            page = copy(page)
            page._page_box = self._box(page._page_box, True)
            pages.append(page)
        if self._waiting:
            raise Other
        return self._model._document.copy(pages)

    def _box(self, box, fixed):
        """The box with its words; itself when none of them changed. fixed: whether its width is no matter of words."""
        if isinstance(box, boxes.MarginBox):
            return self._margin(box)
        if isinstance(box, boxes.ReplacedBox):
            return self._picture(box)
        if not isinstance(box, boxes.ParentBox):
            return box
        fixed = fixed and not _as_wide_as_its_words(box)
        if box.children and all(isinstance(child, boxes.LineBox) for child in box.children):
            return self._paragraph(box, fixed)
        children = [self._box(child, fixed) for child in box.children]
        if all(new is old for new, old in zip(children, box.children, strict=True)):
            return box
        return _with_children(box, children)

    def _paragraph(self, box, fixed):
        lines = box.children
        inside = [each for line in lines for each in line.descendants()]
        words = {self._model._place.get(id(each)) for each in inside} & self._changed
        if words:
            # A word too long to stand beside a picture pushes its line, and all after it, below.
            justified = lines[0].style["text_align_all"] == "justify"
            if not fixed or justified or any(line.pushed or not hasattr(line, "room") for line in lines):
                raise Other
            self._waiting -= words
            return _with_children(box, self._lines(lines))
        if any(each.element in self._pictures for each in inside):
            return _with_children(box, [_with_children(line, map(self._picture, line.children)) for line in lines])
        return box

    def _lines(self, lines):
        """As many lines with the new words, each in the room of the old one."""
        whole = _with_children(lines[0], self._whole([child for line in lines for child in line.children]))
        rest, new = None, []
        for place, line in enumerate(lines):
            if place and rest is None:
                raise Other
            fresh, rest = inline.get_next_linebox(
                _NO_FLOATS, whole, line.position_y, 0, rest, _Room(line), [], [], None, None
            )
            same = fresh is not None and (fresh.height, fresh.baseline) == (line.height, line.baseline)
            if not same or fresh.width > line.room:
                raise Other
            # What the line stands in may have been moved since: a float to its side.
            fresh.translate(line.position_x - (line.start + line.offset), 0)
            new.append(fresh)
        if rest is not None:
            raise Other
        return new

    def _whole(self, pieces):
        """The children of a paragraph as they were before they were broken into lines, with the new words."""
        joined = []
        for piece in pieces:
            goes_on = joined and joined[-1].element is piece.element and type(joined[-1]) is type(piece)
            if isinstance(piece, boxes.TextBox):
                place = self._model._place.get(id(piece))
                if place is None:
                    raise Other
                if not (goes_on and joined[-1].word == place):
                    text = piece.copy_with_text(_SPACES.sub(" ", self._words[place]))
                    text.word = place
                    joined.append(text)
            elif type(piece) is boxes.InlineBox:
                inner = [*joined.pop().pieces, *piece.children] if goes_on else piece.children
                new = _with_children(piece, self._whole(inner))
                new.pieces = inner
                joined.append(new)
            else:
                raise Other
        return joined

    def _picture(self, box):
        if box.element not in self._pictures:
            return box
        element, new = Element(box.element.tag, dict(box.element.attrib)), box.copy()
        for name in ("src", "alt"):
            place = self._model._named[box.element, name]
            element.set(name, self._words[place])
            self._waiting.discard(place)
        new.element = element
        new.replacement = get_image_from_uri({}, self._fetcher, DEFAULT_OPTIONS, element.get("src"))
        if new.replacement is None or "auto" in (box.style["width"], box.style["height"]):
            raise Other
        return new

    def _margin(self, box):
        """The sheet's own name at the right end of a margin, as wide as its words."""
        for place in self._running:
            old, new = self._model._words[place], self._words[place]
            if any(old in each.text for each in box.descendants() if isinstance(each, boxes.TextBox)):
                self._waiting.discard(place)
                return _running(box, old, new)
        return box


def _of_the_sheet(box):
    """Whether an element of the HTML says it: not a margin, nor the style sheet."""
    return box.element is not None and "::" not in box.element_tag


def _running(box, old, new):
    if box.at_keyword != "@bottom-right" or len(box.children) != 1 or len(box.children[0].children) != 1:
        raise Other
    (line,) = box.children
    (text,) = line.children
    text = _set_whole(text, text.text.replace(old, new, 1))
    wider = text.width - line.children[0].width
    moved = []
    for each in (text, line.copy(), box.copy()):
        each.position_x = each.position_x - wider
        moved.append(each)
    text, line, box = moved
    line.width = box.width = text.width
    line.children, box.children = (text,), (line,)
    return box


def _set_whole(box, text):
    """A text box with other words, all on its line."""
    new, rest, _ = inline.split_text_box(None, box.copy_with_text(text), None, 0)
    if new is None or rest is not None:
        raise Other
    return new


def _as_wide_as_its_words(box):
    style = box.style
    if isinstance(box, boxes.TableBox):
        return style["table_layout"] != "fixed"
    loose = style["float"] != "none" or isinstance(box, boxes.InlineBlockBox) or style["position"] != "static"
    return loose and style["width"] == "auto"


def _with_children(box, children):
    new = box.copy()
    new.children = type(box.children)(children)
    return new
