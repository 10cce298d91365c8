"""Chinese lines, counted: ``python -m benchmarks.lines FILES-or-FOLDERS [--limit N]``, or ``--documents 800``.

Lays the bodies out and looks at every line of a paragraph with Han, notes and cells too. Prints how many inner lines
are more than a pixel short of the measure where they should be justified, at how many nothing can stretch, and how
often a prohibition is broken, a character stands alone on a last line, a symbol or a number is cut, a space stands
at a line's edge. Documents of seeds have pages of several widths, and their text is read back from the PDF.
``--plain`` shows WeasyPrint's own lines, for comparison.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path

from tests.generators.clauses import document, width
from tests.generators.lines import FAULTS, Set, can_stretch, inspect, lay_out, paragraphs
from tests.generators.pages import books, taken_out

SHOWN = 5  # examples of each


def sources(paths: list[str], limit: int) -> list[str]:
    """The files named, and those in the folders named."""
    files: list[str] = []
    for name in map(Path, paths):
        files += map(str, sorted(p for p in name.iterdir() if p.is_file()) if name.is_dir() else [name])
    return files[: limit or None]


def main() -> int:
    """Count, and print the figures with examples; 1 where a line is ragged that need not be, or a rule is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="resolutions, or folders of them")
    parser.add_argument("--limit", type=int, default=0, help="look at so many files at most (default: all)")
    parser.add_argument("--documents", type=int, default=0, help="look at so many documents of seeds")
    parser.add_argument("--plain", action="store_true", help="leave lines to WeasyPrint")
    wishes = parser.parse_args()
    counts: Counter[str] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    start = time.process_time()
    made = ((f"seed {n}", document(n), width(n)) for n in range(wishes.documents))
    read = ((Path(path).name, book, 0) for path, book in books(sources(wishes.files, wishes.limit)))
    for name, book, page in chain(read, made):
        layout = lay_out(book, page, wishes.plain)
        counts["documents"] += 1
        counts["pages"] += len(layout.document.pages)
        for lines in paragraphs(layout.document):
            _count(lines, name, counts, examples)
        if page:
            counts["texts read back"] += 1
            for notice in taken_out(book, layout):
                counts[notice.code.slug] += 1
                examples[notice.code.slug].append(f"{name}: {notice.message}")
    counts["CPU seconds"] = round(time.process_time() - start)
    _print(counts, examples)
    return 1 if any(counts[key] for key in ("short", *FAULTS, "text-differs")) else 0


def _count(lines: list[Set], name: str, counts: Counter[str], examples: dict[str, list[str]]) -> None:
    counts["paragraphs"] += 1
    counts["lines"] += len(lines)
    for line in lines[:-1]:
        if line.flush and not line.broken:
            counts["inner lines"] += 1
            if line.short > 1:
                what = "short" if can_stretch(line.text) else "nothing can stretch"
                counts[what] += 1
                examples[what].append(f"{name}: {line.short:.1f} px: {line.text}")
    for fault, where in inspect(lines):
        counts[fault] += 1
        examples[fault].append(f"{name}: {where}")


def _print(counts: Counter[str], examples: dict[str, list[str]]) -> None:
    for key in ("documents", "pages", "paragraphs", "lines", "inner lines"):
        print(f"{key:36} {counts[key]:8}")
    for key in ("short", "nothing can stretch"):
        print(f"{key:36} {counts[key]:8}  {100 * counts[key] / max(1, counts['inner lines']):.2f} %")
    for key in (*FAULTS, "texts read back", "text-differs", "CPU seconds"):
        print(f"{key:36} {counts[key]:8}")
    for key, found in examples.items():
        for example in found[:SHOWN]:
            print(f"  {key}: {example}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
