"""A path of whole steps, such as a code's dark modules, to the operands that draw it, without a look at each letter.

WeasyPrint takes a path apart letter by letter, each number as a length that may have a unit, and remembers the angle of
each corner for markers. A code has a thousand steps, all whole numbers, and no markers.
"""

from __future__ import annotations

import re
import sys

from weasyprint import svg
from weasyprint.svg import SVG, Node

from engross.editions.pdf.patches.patch import Patch

STEP_PATH = re.compile(r"(?:M\d++ \d++(?:[hv]-?\d++)++z)++")  # possessive: nothing is tried twice
PATH_STEP = re.compile(r"([Mhvz])(-?\d*) ?(\d*)")
MARKER_ATTRIBUTES = ("marker", "marker-start", "marker-mid", "marker-end")
DRAW_STEP_PATH = Patch(
    sys.modules["weasyprint.svg.path"],  # weasyprint.svg.path is the function of that name
    "",
    "path",
    "    string = node.get('d', '')\n",
    "    if svg_step_path.try_draw_step_path(svg, node):\n        return\n    string = node.get('d', '')\n",
    (("svg_step_path", sys.modules[__name__]),),
)


def try_draw_step_path(picture: SVG, node: Node) -> bool:
    """Draw a node's path if it is of such steps; whether it was."""
    steps = node.get("d", "")
    if not STEP_PATH.fullmatch(steps) or any(node.get(name) for name in MARKER_ATTRIBUTES):
        return False
    out, x, y = ["0 0 m"], 0, 0
    for letter, first, second in PATH_STEP.findall(steps):
        if letter == "M":
            x, y = int(first), int(second)
            out.append(f"{x} {y} m")
        elif letter == "z":
            out.append("h")
        else:
            x, y = (x + int(first), y) if letter == "h" else (x, y + int(first))
            out.append(f"{x} {y} l")
    picture.stream.stream.append("\n".join(out).encode())
    return True


def use_patched_path() -> None:
    """Let pictures draw paths as they are mended: they know the functions that draw by the names of elements."""
    svg.TAGS["path"] = svg.path
