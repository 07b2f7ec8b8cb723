"""Three things that weasyprint does more often or more thoroughly than our sheets need: half the time of a bulk print.

They are looked up by name when the worker starts: a release that has moved them stops the start, not a sheet.
"""

from functools import partial
from types import SimpleNamespace

import pydyf
from weasyprint import document

from app.printing import repeated

LEVEL = 4


def quicken() -> None:
    """Once in a worker, before the first sheet."""
    _lay_out_once()
    _remember_pages()
    _deflate_lightly()
    repeated.remember()


def _lay_out_once():
    """weasyprint lays every page after the first out twice, for texts that quote a page number in the middle of a page.

    Ours quote them in margins only, and those are made last, when the number of pages is known.
    """
    document.layout_document = partial(document.layout_document, max_loops=1)


def _remember_pages():
    """Each tagged element asks for the references of all pages, which pydyf writes anew each time: quadratic."""
    whole = pydyf.PDF.page_references.fget

    def remembered(self):
        count, references = getattr(self, "_remembered", (0, ()))
        if count != self.pages["Count"]:
            count, references = self._remembered = self.pages["Count"], whole(self)
        return references

    pydyf.PDF.page_references = property(remembered)


def _deflate_lightly():
    """At its highest level zlib spends half of a bulk print's binding on the last tenth of the size."""
    whole = pydyf.zlib

    def compressobj(level):
        return whole.compressobj(level=min(level, LEVEL))

    pydyf.zlib = SimpleNamespace(compress=whole.compress, compressobj=compressobj)
