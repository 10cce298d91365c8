"""Build name trees and number trees with one leaf for each bound document, so that none is sorted or copied whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Object, Pdf, String


class PdfTree:
    """A name tree or number tree that grows by leaves (ISO 32000-1, 7.9.6 and 7.9.7).

    ``kind``: "/Names" or "/Nums". The keys of a leaf must sort after those of all leaves before it.
    """

    def __init__(self, pdf: Pdf, kind: str) -> None:
        self._pdf, self._kind = pdf, kind
        self._leaves: list[Object] = []

    def add_leaf(self, pairs: Sequence[tuple[String | int, Object]]) -> None:
        """Add a leaf with these keys and values; none if there are no pairs."""
        if not pairs:
            return
        leaf = Dictionary({self._kind: Array([key_or_value for pair in pairs for key_or_value in pair])})
        leaf.Limits = Array([pairs[0][0], pairs[-1][0]])
        self._leaves.append(self._pdf.make_indirect(leaf))

    def finish_tree(self) -> Object | None:
        """Return the tree; None if it has no leaf."""
        return self._pdf.make_indirect(Dictionary(Kids=Array(self._leaves))) if self._leaves else None


def tree_entries(node: Object | None, kind: str) -> Iterator[tuple[Object, Object]]:
    """Yield the keys and values of a tree, leaf by leaf; nothing for None."""
    if node is None:
        return
    for kid in node.get("/Kids", ()):
        yield from tree_entries(kid, kind)
    listed = list(node.get(kind, ()))
    yield from zip(listed[::2], listed[1::2], strict=True)
