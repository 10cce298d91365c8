"""Leaves of name trees and number trees, one for each bound document, so that none is ever sorted or copied whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Object, Pdf, String


class PdfTree:
    """A name tree or a number tree that grows leaf by leaf (ISO 32000-1, 7.9.6 and 7.9.7).

    ``kind``: "/Names" or "/Nums". The keys of a leaf come behind those of all leaves before it.
    """

    def __init__(self, pdf: Pdf, kind: str) -> None:
        self._pdf, self._kind = pdf, kind
        self._leaves: list[Object] = []

    def add_leaf(self, pairs: Sequence[tuple[String | int, Object]]) -> None:
        """Add a leaf with these keys and values; none for no pairs."""
        if not pairs:
            return
        leaf = Dictionary({self._kind: Array([one for pair in pairs for one in pair])})
        leaf.Limits = Array([pairs[0][0], pairs[-1][0]])
        self._leaves.append(self._pdf.make_indirect(leaf))

    def finish_tree(self) -> Object | None:
        """The tree; None where it has no leaf."""
        return self._pdf.make_indirect(Dictionary(Kids=Array(self._leaves))) if self._leaves else None


def tree_entries(node: Object | None, kind: str) -> Iterator[tuple[Object, Object]]:
    """The keys and values of a tree that another program wrote, leaf by leaf; nothing for None."""
    if node is None:
        return
    for kid in node.get("/Kids", ()):
        yield from tree_entries(kid, kind)
    listed = list(node.get(kind, ()))
    yield from zip(listed[::2], listed[1::2], strict=True)
