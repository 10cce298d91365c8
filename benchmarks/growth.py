"""Measure how reading time grows with the size of a text: ``python -m benchmarks.growth [SHAPE …]``.

The shapes are those of ``tests/test_growth.py``. Each size is twice the one before; if time is linear in size, the
seconds double as well.
"""

from __future__ import annotations

import sys

from tests.test_growth import HEAD, SHAPES, seconds

SIZES = (250, 500, 1000, 2000, 4000)


def main(shapes: list[str]) -> None:
    """Print a row for each shape: the bytes of the largest text, and the seconds at each size."""
    seconds(HEAD + SHAPES["short lines"](10))  # lists of words are read once a process: not measured
    for shape in shapes or SHAPES:
        texts = [HEAD + SHAPES[shape](size) for size in SIZES]
        times = "  ".join(f"{seconds(text):6.2f}" for text in texts)
        print(f"{shape:22}{len(texts[-1].encode()):>10,}  {times}")


if __name__ == "__main__":
    main(sys.argv[1:])
