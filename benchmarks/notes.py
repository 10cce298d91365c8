"""Count notes on pages and their faults: ``python -m benchmarks.notes --documents 2000``, or with files of resolutions.

Prints how many notes there are and how many are lost, moved, out of order, split between pages, split badly or
overflowing; where they are called from; and how much of their height pages leave white below their text.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from engross_weasyprint.document import Document

from engross.editions.pdf.boxes import LineBox, all_boxes, body_boxes, box_attribute, box_tag
from engross.editions.pdf.note_fragments import CALL_PSEUDO, find_note_fragments
from engross.model.book import Book
from tests.generators.documents import document, places
from tests.generators.pages import books, set_pages, taken_out, white

STEPS = (5, 10, 15, 20, 30, 50, 100)  # classes of white space at a page's foot, in per cent of the text's height


def sharing(laid_out: Document) -> int:
    """Return how many notes are called in a line that calls another before them."""
    lines = (box for page in laid_out.pages for box in body_boxes(page) if isinstance(box, LineBox))
    calls = (
        len({box_attribute(box, "id") for box in all_boxes(line) if box_tag(box).endswith(CALL_PSEUDO)})
        for line in lines
    )
    return sum(count - 1 for count in calls if count)


def count(name: str, book: Book, text: bool, totals: Counter[str]) -> None:
    """Lay out one book, and add its figures to ``totals``; print each fault with the book's name."""
    layout = set_pages(book)
    notices = list(layout.notices)
    fragments = find_note_fragments(layout.document)
    totals["documents"] += 1
    totals[f"documents in {book.resolution.language}"] += 1
    totals.update({f"notes {place}": n for place, n in places(book.resolution).items()})
    totals["notes called in a line of another"] += sharing(layout.document)
    totals["pages"] += len(layout.document.pages)
    totals["notes"] += len({fragment.name for fragment in fragments})
    totals["split"] += len({fragment.name for fragment in fragments if fragment.is_continuation})
    totals["continuations"] += sum(fragment.is_continuation for fragment in fragments)
    for share in white(layout.document):
        totals[f"white up to {next(step for step in STEPS if share * 100 <= step)} %"] += 1
    if text:  # last: pages are released as they are painted
        notices += taken_out(book, layout)
        totals["texts read back"] += 1
    for notice in notices:
        totals[notice.code.slug] += 1
        print(f"{name}: {notice.message}", file=sys.stderr, flush=True)


def main() -> None:
    """Count, and print the totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="resolutions; without any, documents of seeds are made")
    parser.add_argument("--documents", type=int, default=200, help="how many documents of seeds (default: 200)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default: 0)")
    parser.add_argument("--text", type=int, default=10, help="read the text of every so manieth back (default: 10)")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.documents)
    documents = books(options.files) if options.files else ((f"seed {seed}", document(seed)) for seed in seeds)
    totals: Counter[str] = Counter(
        {"note-lost": 0, "note-moved": 0, "note-late": 0, "note-order": 0, "note-broken": 0, "split": 0}
    )
    start = time.process_time()
    for n, (name, book) in enumerate(documents):
        count(name, book, n % options.text == 0, totals)
    totals["CPU seconds"] = round(time.process_time() - start)
    for key in sorted(totals):
        print(f"{key:40} {totals[key]:8}")


if __name__ == "__main__":
    main()
