"""Give runs of right-to-left text their text in logical order, as ActualText, for readers of the tags.

A page holds such a line in visual order, and a reader by tags gets it so (ISO 32000-1, 14.8.2.3.3). Adjacent runs
become a span with ActualText (14.9.4). The content stays in visual order, for viewers reverse it themselves.
"""

from __future__ import annotations

from itertools import groupby

from engross.editions.pdf.tags.node import MarkedContent, Node, PageAnnotation
from engross.model.text import remove_invisible


def add_actual_text(node: Node) -> None:
    """Put adjacent right-to-left runs of a node into spans with their text in logical order."""
    kids: list[Node | MarkedContent | PageAnnotation] = []
    for is_turned, group in groupby(node.kids, key=lambda kid: isinstance(kid, MarkedContent) and kid.turned):
        kids_in_group = list(group)
        text = remove_invisible("".join(kid.text for kid in kids_in_group if isinstance(kid, MarkedContent)))
        if is_turned and len(text.strip()) > 1:
            kids.append(Node("Span", node, kids_in_group, actual=text))
        else:
            kids += kids_in_group
    node.kids = kids
