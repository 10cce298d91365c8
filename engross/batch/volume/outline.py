"""The outlines of bound documents to one: an entry for each document, closed, its own entries under it."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


class VolumeOutline:
    """The outline of a volume while documents are bound (ISO 32000-1, 12.3.3)."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
        self._tops: list[Object] = []

    def add_document(self, title: str, first: Object, own: Object | None) -> None:
        """Add a document: its title, its first page, its own outline (of this PDF already), which is used up."""
        top = self._pdf.make_indirect(Dictionary(Title=String(title), Parent=self._root, Dest=_page_head(first)))
        self._tops.append(top)
        below = _unwrap_single_entry(own)
        if below:
            _chain_items(below, top)
            top.Count = -sum(1 + max(0, int(item.get("/Count", 0))) for item in below)

    def finish_outline(self) -> Object:
        """The outline, whole."""
        _chain_items(self._tops, self._root)
        self._root.Count = len(self._tops)
        return self._root


def _page_head(page: Object) -> Array:
    """The head of a page, at the zoom that the reader has."""
    return Array([page, Name.XYZ, None, page.MediaBox[3], None])


def _unwrap_single_entry(own: Object | None) -> list[Object]:
    """A document's own entries; where one stands over all others, it is the title said again: those under it."""
    items = list(_outline_items(own))
    return list(_outline_items(items[0])) if len(items) == 1 else items


def _outline_items(parent: Object | None) -> Iterator[Object]:
    item = parent.get("/First") if parent is not None else None
    while item is not None:
        yield item
        item = item.get("/Next")


def _chain_items(items: list[Object], parent: Object) -> None:
    """Put ``items`` under ``parent``, in order."""
    parent.First, parent.Last = items[0], items[-1]
    for n, item in enumerate(items):
        item.Parent = parent
        for name, other in (("/Prev", n - 1), ("/Next", n + 1)):
            if 0 <= other < len(items):
                item[name] = items[other]
            elif name in item:
                del item[name]
