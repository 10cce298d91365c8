"""Merge the outlines of bound documents: a closed entry for each document, with its own entries below it."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


class VolumeOutline:
    """The outline of a volume under construction (ISO 32000-1, 12.3.3)."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
        self._tops: list[Object] = []
        self._members: list[list[Object]] = []  # the entries below each at the top
        self._closed: set[int] = set()  # the entries at the top whose members a reader opens

    def add_document(self, title: str, first: Object, own: Object | None, level: int = 0) -> None:
        """Add a document: title, first page, and its own outline, already copied into this PDF, which is consumed.

        ``level``: 0 for an entry at the top, 1 for one below the last at the top.
        """
        top = self._pdf.make_indirect(Dictionary(Title=String(title), Parent=self._root, Dest=_page_head(first)))
        if level:
            self._members[-1].append(top)
        else:
            self._tops.append(top)
            self._members.append([])
        below = _unwrap_single_entry(own)
        if below:
            _chain_items(below, top)
            top.Count = -sum(1 + max(0, int(item.get("/Count", 0))) for item in below)

    def add_below_last(self, own: Object | None) -> None:
        """Add the entries of an outline, already copied into this PDF, below the last entry at the top."""
        self._members[-1].extend(_outline_items(own))
        self._closed.add(len(self._tops) - 1)

    def finish_outline(self) -> Object:
        """Return the complete outline."""
        shown = len(self._tops)
        for n, (top, members) in enumerate(zip(self._tops, self._members, strict=True)):
            if members:
                _chain_items(members, top)
                is_closed = n in self._closed
                top.Count = -len(members) if is_closed else len(members)  # open: what is below its members is not
                shown += 0 if is_closed else len(members)
        _chain_items(self._tops, self._root)
        self._root.Count = shown
        return self._root


def _page_head(page: Object) -> Array:
    """Return a destination at the top of a page that keeps the reader's zoom."""
    return Array([page, Name.XYZ, None, page.MediaBox[3], None])


def _unwrap_single_entry(outline: Object | None) -> list[Object]:
    """Return a document's top entries; a single one repeats the title, so the entries below it are returned instead."""
    items = list(_outline_items(outline))
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
