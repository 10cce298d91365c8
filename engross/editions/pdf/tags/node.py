"""The structure tree as a value: nodes, and as leaves marked content and annotations (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import engross_pydyf as pydyf


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A run of marked content: its page (from 0), its number there (MCID), its text.

    ``turned``: whether it belongs to a right-to-left text.
    """

    page: int
    number: int
    text: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True)
class PageAnnotation:
    """An annotation on a page (from 0): the dictionary that WeasyPrint made."""

    page: int
    annotation: pydyf.Dictionary


@dataclass(slots=True, eq=False)
class Node:
    """A structure element; it grows during the walk through the boxes.

    ``role`` is a standard structure type ("P", "TH"); ``attributes`` are by owner ("Table": {"Scope": "/Column"});
    ``language`` is "" for the parent's; ``name`` is the element's ID, "" for none.
    """

    role: str
    parent: Node | None = None
    kids: list[Node | MarkedContent | PageAnnotation] = field(default_factory=list)
    language: str = ""
    alternative: str = ""
    actual: str = ""  # its text in logical order, if its content is not
    name: str = ""
    contents: str = ""  # the description of the annotations in it
    attributes: dict[str, dict[str, object]] = field(default_factory=dict)

    def add_child(self, role: str, after: Node | None = None) -> Node:
        """Add a child behind ``after``, or as the last one, and return it."""
        child = Node(role, self)
        self.kids.insert(self.kids.index(after) + 1 if after else len(self.kids), child)
        return child

    def move_behind(self, parent: Node, after: Node) -> None:
        """Move the node to another parent, behind that one's child ``after``."""
        if self.parent:
            self.parent.kids.remove(self)
        self.parent = parent
        parent.kids.insert(parent.kids.index(after) + 1, self)

    def iter_nodes(self) -> Iterator[Node]:
        """Iterate over the node and all nodes below it, parents first, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.iter_nodes()

    def text_below(self) -> str:
        """Return the text below the node."""
        return "".join(
            k.text_below() if isinstance(k, Node) else k.text for k in self.kids if not isinstance(k, PageAnnotation)
        )

    def first_page(self) -> int:
        """Return the page where the node begins, from 0; -1 if it has no content."""
        pages = (k.first_page() if isinstance(k, Node) else k.page for k in self.kids)
        return next((page for page in pages if page >= 0), -1)
