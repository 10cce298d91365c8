"""The structure tree as a value: nodes, and at their ends marked content and annotations (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pydyf


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A run of marked content: the page it is on (from 0), its number there (MCID), its text.

    ``turned``: whether it stands in a text that runs from right to left.
    """

    page: int
    number: int
    text: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True)
class PageAnnotation:
    """An annotation on a page (from 0), as the dictionary that WeasyPrint made of it."""

    page: int
    annotation: pydyf.Dictionary


@dataclass(slots=True, eq=False)
class Node:
    """A structure element. It grows while boxes are walked through and is not changed after that.

    ``role`` is a standard structure type ("P", "TH"); ``attributes`` are by owner ("Table": {"Scope": "/Column"});
    ``language`` is "" for the parent's; ``name`` is the element's ID, "" for none.
    """

    role: str
    parent: Node | None = None
    kids: list[Node | MarkedContent | PageAnnotation] = field(default_factory=list)
    language: str = ""
    alternative: str = ""
    actual: str = ""  # what it says, where its content is not in the order of the text
    name: str = ""
    contents: str = ""  # what the annotations in it say of themselves
    attributes: dict[str, dict[str, object]] = field(default_factory=dict)

    def add_child(self, role: str, after: Node | None = None) -> Node:
        """A new child, the last one or the one after ``after``."""
        child = Node(role, self)
        self.kids.insert(self.kids.index(after) + 1 if after else len(self.kids), child)
        return child

    def move_behind(self, parent: Node, after: Node) -> None:
        """Take the node to another parent, behind its child ``after``."""
        if self.parent:
            self.parent.kids.remove(self)
        self.parent = parent
        parent.kids.insert(parent.kids.index(after) + 1, self)

    def iter_nodes(self) -> Iterator[Node]:
        """The node and all nodes below it, parents first, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.iter_nodes()

    def text_below(self) -> str:
        """The text below the node."""
        return "".join(
            k.text_below() if isinstance(k, Node) else k.text for k in self.kids if not isinstance(k, PageAnnotation)
        )

    def first_page(self) -> int:
        """The page where the node begins, counted from 0; -1 where nothing is below it."""
        pages = (k.first_page() if isinstance(k, Node) else k.page for k in self.kids)
        return next((page for page in pages if page >= 0), -1)
