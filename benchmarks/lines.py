"""Count faults in Chinese lines: ``python -m benchmarks.lines FILES-or-FOLDERS [--limit N]``, or ``--documents 800``.

Lays the bodies out and checks every line of a paragraph with Han characters, in notes and cells too. Prints how many
inner lines are more than a pixel short of the measure although justified, in how many nothing can stretch, how many are
wide, how many pressed ones stand beside opened ones, and how often a prohibition is broken, a character stands alone on
a last line, a symbol or a number is cut, or a space stands at a line's edge. Documents from seeds have pages of several
widths, and their text is read back from the PDF. ``--plain`` shows WeasyPrint's own lines, for comparison.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path

from tests.generators.clauses import document, width
from tests.generators.lines import FAULTS, Set, can_stretch, inspect, lay_out, paragraphs, tight_beside_loose
from tests.generators.pages import books, taken_out

SHOWN = 5  # examples shown of each fault
WIDE = 0.1  # em by which a gap is opened, at least, if its line is counted as wide


def sources(paths: list[str], limit: int) -> list[str]:
    """Return up to ``limit`` (0: all) of the files named and of those in the folders named."""
    files: list[str] = []
    for name in map(Path, paths):
        files += map(str, sorted(p for p in name.iterdir() if p.is_file()) if name.is_dir() else [name])
    return files[: limit or None]


def main() -> int:
    """Count, print figures with examples; return 1 if a line is needlessly short, a rule broken or a text different."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="resolutions, or folders of them")
    parser.add_argument("--limit", type=int, default=0, help="look at so many files at most (default: all)")
    parser.add_argument("--documents", type=int, default=0, help="look at so many documents of seeds")
    parser.add_argument("--plain", action="store_true", help="leave lines to WeasyPrint")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    start = time.process_time()
    generated = ((f"seed {n}", document(n), width(n)) for n in range(options.documents))
    real = ((Path(path).name, book, 0) for path, book in books(sources(options.files, options.limit)))
    for name, book, page in chain(real, generated):
        layout = lay_out(book, page, options.plain)
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
            counts["opened by a tenth of an em"] += line.gap > WIDE
    for line in tight_beside_loose(lines):
        counts["tight beside loose"] += 1
        examples["tight beside loose"].append(f"{name}: {line.gap:+.2f} em: {line.text}")
    for fault, where in inspect(lines):
        counts[fault] += 1
        examples[fault].append(f"{name}: {where}")


def _print(counts: Counter[str], examples: dict[str, list[str]]) -> None:
    for key in ("documents", "pages", "paragraphs", "lines", "inner lines"):
        print(f"{key:36} {counts[key]:8}")
    for key in ("short", "nothing can stretch", "opened by a tenth of an em", "tight beside loose"):
        print(f"{key:36} {counts[key]:8}  {100 * counts[key] / max(1, counts['inner lines']):.2f} %")
    for key in (*FAULTS, "texts read back", "text-differs", "CPU seconds"):
        print(f"{key:36} {counts[key]:8}")
    for key, found_examples in examples.items():
        for example in found_examples[:SHOWN]:
            print(f"  {key}: {example}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
