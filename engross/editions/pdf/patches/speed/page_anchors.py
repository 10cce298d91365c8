"""Remember the page on which each anchor, or each text that names a page, was first met while pages are made.

WeasyPrint gathers the anchors of all earlier pages in a list for each page, and looks for each anchor in it: with
thousands of paragraphs that grows with their square.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from engross_weasyprint.layout import LayoutContext


class FirstPages:
    """What was met on a page or on earlier ones; ``append`` adds to this page, as to a list.

    ``pages``: the first page of each; ``met``: by page, what was first met there.
    """

    def __init__(self, pages: dict[Any, int], met: dict[int, list[Any]], page: int) -> None:
        self._pages, self._met, self._page = pages, met, page
        for key in met.pop(page, ()):  # the page is made again
            if pages.get(key) == page:
                del pages[key]

    def __contains__(self, key: Any) -> bool:
        """Return whether it was met on this page or before."""
        return self._pages.get(key, self._page + 1) <= self._page

    def append(self, key: Any) -> None:
        """Record that it is first met on this page."""
        self._pages[key] = self._page
        self._met[self._page].append(key)


def find_first_pages(context: LayoutContext, kind: str, page: int) -> FirstPages:
    """Return what of a kind was met before ``page``, which is made now; earlier pages stand as they are."""
    kinds = context.__dict__.setdefault("first_pages", {})
    pages, met = kinds.setdefault(kind, ({}, defaultdict(list)))
    return FirstPages(pages, met, page)
