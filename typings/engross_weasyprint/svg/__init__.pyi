from collections.abc import Callable
from typing import Any

from engross_weasyprint.pdf.stream import Stream

TAGS: dict[str, Callable[..., Any]]

class Node:
    def get(self, key: str, default: Any = None) -> Any: ...

class SVG:
    stream: Stream

def path(svg: SVG, node: Node, font_size: float) -> None: ...
