"""Text from right to left as a reader of the tags should have it: its runs get the text as it is spelled.

A page holds such a line as it looks, from left to right, and a reader by tags gets it so (ISO 32000-1, 14.8.2.3.3).
The runs beside one another become a span with ActualText (14.9.4). The content is left as it is, for viewers turn it.
"""

from __future__ import annotations

from itertools import groupby

from engross.editions.pdf.tags.node import MarkedContent, Node, PageAnnotation
from engross.model.text import INVISIBLE_CHARACTERS

WITHOUT_JOINERS = dict.fromkeys(map(ord, INVISIBLE_CHARACTERS))


def add_actual_text(node: Node) -> None:
    """Put each run of text that stands turned in a node into a span that says it."""
    kids: list[Node | MarkedContent | PageAnnotation] = []
    for turned, group in groupby(node.kids, key=lambda kid: isinstance(kid, MarkedContent) and kid.turned):
        some = list(group)
        text = "".join(kid.text for kid in some if isinstance(kid, MarkedContent)).translate(WITHOUT_JOINERS)
        if turned and len(text.strip()) > 1:
            kids.append(Node("Span", node, some, actual=text))
        else:
            kids += some
    node.kids = kids
