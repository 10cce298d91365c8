"""Draw SVG paths of whole-number steps, such as the dark modules of a code, in one go.

WeasyPrint parses a path letter by letter, each number as a length that may have a unit, and records the angle of each
corner for markers. A code has a thousand steps, all whole numbers, and no markers.
"""

from __future__ import annotations

import re

from engross_weasyprint.svg import SVG, Node

STEP_PATH = re.compile(r"(?>(?:M\d++ \d++(?>(?:[hv]-?\d++)+)z)+)")  # possessive: nothing is tried twice
PATH_STEP = re.compile(r"([Mhvz])(-?\d*) ?(\d*)")
MARKER_ATTRIBUTES = ("marker", "marker-start", "marker-mid", "marker-end")


def try_draw_step_path(picture: SVG, node: Node) -> bool:
    """Draw the path of a node if it has only such steps and no markers. Return whether it was drawn."""
    steps = node.get("d", "")
    if not STEP_PATH.fullmatch(steps) or any(node.get(name) for name in MARKER_ATTRIBUTES):
        return False
    operands, x, y = ["0 0 m"], 0, 0
    for letter, first_number, second_number in PATH_STEP.findall(steps):
        if letter == "M":
            x, y = int(first_number), int(second_number)
            operands.append(f"{x} {y} m")
        elif letter == "z":
            operands.append("h")
        else:
            x, y = (x + int(first_number), y) if letter == "h" else (x, y + int(first_number))
            operands.append(f"{x} {y} l")
    picture.stream.stream.append("\n".join(operands).encode())
    return True
