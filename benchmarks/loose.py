"""Measure how evenly words are set in languages that divide them: ``python -m benchmarks.loose [--most 0.6] FILES…``.

Counts the justified lines of each language, those whose spaces are stretched by more than ``--most`` em, and those that
end short of the measure; the worst are shown. The exit code is 1 if a line is short, or stretched by an em and more,
although the word after it could have been divided or taken up (a number with its unit cannot).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engross_weasyprint.document import Document
from engross_weasyprint.formatting_structure.boxes import LineBox, TextBox

from benchmarks.lines import sources
from engross.editions.pdf.boxes import Box, all_boxes
from tests.generators.lines import lay_out
from tests.generators.pages import books

SHOWN = 10  # worst lines shown
EMPTY = 1.0  # em by which no space should be stretched
SHORT = 2.0  # px by which a justified line may end before the measure


@dataclass(frozen=True, order=True)
class Line:
    """A justified line before its paragraph's last: em by which its spaces are stretched, px by which it is short."""

    stretched: float
    short: float
    text: str
    after: str  # what the next line begins with


def lines(document: Document) -> Iterator[Line]:
    """Yield every justified line of a document except the last ones of paragraphs."""
    for page in document.pages:
        for box in all_boxes(page._page_box):
            rows = [child for child in getattr(box, "children", ()) if isinstance(child, LineBox)]
            if rows and box.style["text_align_all"] == "justify":
                yield from (_line(box, rows[n], rows[n + 1]) for n in range(len(rows) - 1) if _texts(rows[n]))


def _texts(line: Box) -> list[TextBox]:
    return [box for box in all_boxes(line) if isinstance(box, TextBox) and box.text.strip()]


def _line(block: Box, line: Box, following: Box) -> Line:
    texts = _texts(line)
    left, right = min(box.position_x for box in texts), max(box.position_x + box.width for box in texts)
    is_rtl = block.style["direction"] == "rtl"
    short = left - block.content_box_x() if is_rtl else block.content_box_x() + block.width - right
    stretched = max(box.justification_spacing for box in texts) / line.style["font_size"]
    line_text, after = ("".join(box.text for box in boxes) for boxes in (texts, _texts(following)))
    return Line(round(stretched, 2), round(short, 1), line_text, after[:30])


def main() -> int:
    """Count, and print the figures by language with the worst lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", help="resolutions, or folders of them")
    parser.add_argument("--limit", type=int, default=0, help="look at so many files at most (default: all)")
    parser.add_argument("--most", type=float, default=0.6, help="em by which a space may be stretched uncounted")
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    worst: list[tuple[Line, str]] = []
    for path, book in books(sources(options.files, options.limit)):
        for line in lines(lay_out(book).document):
            counts[book.resolution.language, "lines"] += 1
            if line.stretched > options.most or line.short > SHORT:
                counts[book.resolution.language, "loose" if line.stretched > options.most else "short"] += 1
                worst.append((line, path))
    for (language, what), n in sorted(counts.items()):
        print(f"{language} {n:8} {what}")
    for line, path in sorted(worst, reverse=True)[:SHOWN]:
        print(f"  {line.stretched:.2f} em, {line.short:.0f} px short: {line.text} | {line.after} ({path})")
    return (
        1 if any(line.stretched > EMPTY or line.short > SHORT for line, _ in worst if not _is_number(line.after)) else 0
    )


def _is_number(after: str) -> bool:
    return after.lstrip()[:1].isdigit()


if __name__ == "__main__":
    raise SystemExit(main())
