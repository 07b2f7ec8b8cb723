"""A sheet in several copies (liên), laid out once and painted as often as there are copies.

In the HTML, <article data-copies="1 2"> names the copies, and what stands in [data-only-copy="2"] is seen on the second
alone. Layout is two thirds of the work; copies differ by nothing that could move a line.
"""

from copy import copy

from weasyprint.formatting_structure import boxes


def repeat(document):
    """The laid-out document with the pages of each article that asks for it, once for each of its copies, in order."""
    if not any(_article(page) is not None for page in document.pages):
        return document
    pages, sheet, before = [], [], None
    for page in [*document.pages, None]:
        article = _article(page) if page is not None else None
        if article is not before and sheet:
            pages += _copies(sheet, before)
            sheet = []
        if page is not None:
            sheet.append(page)
        before = article
    return document.copy(pages)


def _copies(sheet, article):
    if article is None:
        return sheet
    return [_only(page, name) for name in article.get("data-copies").split() for page in sheet]


def _article(page):
    """The element with data-copies that a page belongs to, or None."""
    waiting = [page._page_box]
    while waiting:
        box = waiting.pop()
        if box.element is not None and box.element.get("data-copies"):
            return box.element
        if isinstance(box, boxes.ParentBox) and box.element_tag in ("html", "body", None):
            waiting += reversed(box.children)
    return None


def _only(page, name):
    """The page as that copy shows it; what both share is shared."""
    page = copy(page)
    page._page_box = _without_others(page._page_box, name)
    return page


def _without_others(box, name):
    if not isinstance(box, boxes.ParentBox):
        return box
    children = tuple(_without_others(child, name) for child in box.children if _belongs(child, name))
    if len(children) == len(box.children) and all(map(lambda a, b: a is b, children, box.children)):
        return box
    changed = box.copy()
    changed.children = children
    return changed


def _belongs(box, name):
    only = box.element.get("data-only-copy") if box.element is not None else None
    return only is None or only == name
