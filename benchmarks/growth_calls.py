"""Find functions that are called more than in proportion: ``python -m benchmarks.growth_calls [SHAPE …] [--form xml]``.

Seconds say little on a machine that does other work; how often each function is called does not depend on it. A shape
of ``benchmarks.growth_documents`` is built at three sizes, as far apart from each other; all calls are counted, those
of Python's own functions too. What grows in proportion is called as many times more from the second to the third as
from the first to the second, whatever it does once or for the first pages only; what grows with the square, 1.67 times
as many. A row is a function whose growth is above ``LIMIT``: its calls at the three sizes, the ratio, its place.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from cProfile import Profile
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.growth import FORMS, write_document
from benchmarks.growth_documents import SHAPES, TEXT_SHAPES

LIMIT = 1.25  # a fifth of a function's calls grow with the square, or it is called where pages happen to end
FEWEST_CALLS = 1000  # more from one size to the next: what is called less takes no time
SIZES = (160, 320, 480)  # beyond what is done for the first pages or the first anchors only
Growth = tuple[float, tuple[int, ...], str]  # the ratio, the calls at each size, the function


def count_calls(path: Path) -> Counter[str]:
    """Return how often each function is called while a document is built, by file, line and name."""
    from engross.pipeline import build
    from engross.pipeline.folders import fonts_folder

    profile = Profile()
    with TemporaryDirectory(prefix="engross-growth-") as folder:
        request = build.Request(path, Path(folder), fonts_folder(""))
        build.release_caches()  # else what an earlier size has left there is not counted
        profile.runcall(build.build, request)
    calls: Counter[str] = Counter()
    for entry in profile.getstats():
        code = entry.code
        name = code if isinstance(code, str) else f"{code.co_filename}:{code.co_firstlineno} {code.co_name}"
        calls[name] += entry.callcount
    return calls


def find_steep_functions(shape: str, form: str = "xml", sizes: tuple[int, int, int] = SIZES) -> Iterator[Growth]:
    """Yield each function whose calls grow by more than ``LIMIT`` times as much in the second step as in the first."""
    with TemporaryDirectory(prefix="engross-growth-") as folder:
        paths = [write_document(shape, form, size, Path(folder)) for size in sizes]
        count_calls(paths[0])  # what is loaded at its first use is not counted
        first, second, third = map(count_calls, paths)
    for name, calls in third.items():
        step, before = calls - second[name], second[name] - first[name]
        if step >= FEWEST_CALLS and step > LIMIT * before:
            yield step / max(before, 1), (first[name], second[name], calls), name


def main() -> None:
    """Print the steep functions of each shape."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth_calls", description=__doc__.split("\n", 1)[0])
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=f"one of: {', '.join(SHAPES)} (default: all)")
    parser.add_argument("--form", choices=FORMS, default="xml")
    parser.add_argument("--size", type=int, default=SIZES[0], help="the smallest, a third of the largest")
    chosen = parser.parse_args()
    for shape in chosen.shapes or SHAPES:
        if chosen.form != "text" or shape in TEXT_SHAPES:
            sizes = (chosen.size, 2 * chosen.size, 3 * chosen.size)
            steep = sorted(find_steep_functions(shape, chosen.form, sizes), reverse=True)
            print(f"{shape}, {chosen.form}, {', '.join(map(str, sizes))}: {len(steep)} functions above {LIMIT}")
            for ratio, calls, name in steep:
                print(f"{ratio:8.2f}  {calls}  {name}", flush=True)


if __name__ == "__main__":
    main()
