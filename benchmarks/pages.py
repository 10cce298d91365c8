"""Count what a typesetter would mark on printed pages: ``python -m benchmarks.pages FOLDER … [--documents 20]``.

Lays out the sources in the folders, ``--documents`` of each language by chance (all if left out), and counts the faults
of each measure in ``MEASURES``. Prints a table of measures by languages, and the documents with the most faults.
A measure is a function of a laid-out document that yields a note on each fault; to add one is to add it to the table.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks import index_faults, line_faults, page_faults, table_faults
from benchmarks.laid_out import LaidOut, lay_out
from engross.model.notice import Refusal

SEED = 7
SHOWN = 8  # documents with the most faults that are shown
EXAMPLES, WIDTH = 3, 110  # faults of each measure that are shown, and the characters of each

Measure = Callable[[LaidOut], Iterator[str]]

MEASURES: dict[str, Measure] = {
    "last lines that are the rest of a divided word": line_faults.stubs,
    "ladders of hyphens": line_faults.ladders,
    "words divided over a page's turn": line_faults.words_over_pages,
    "divided names, numbers and compounds": line_faults.divided_names,
    "lines that end in a divided word": line_faults.divided_lines,
    "loose lines": line_faults.loose_lines,
    "lines, in hundreds, no fault": line_faults.hundreds_of_lines,
    "words parted that belong together": line_faults.parted_words,
    "headings of the index at a column's foot": index_faults.stranded_index_headings,
    "lines outside the type area": line_faults.lines_outside_type_area,
    "texts upon each other": line_faults.overlapping_texts,
    "ranges turned at a line's start": line_faults.turned_ranges,
    "pages with the margins of the other hand": page_faults.pages_of_other_hand,
    "numbers of the index parted from their nouns": index_faults.parted_index_numbers,
    "symbols of the index parted badly": index_faults.parted_symbols,
    "pages of the index without a common baseline": index_faults.uneven_index_baselines,
    "pages that index and colophon take, no fault": page_faults.index_pages,
    "last pages filled by less than a quarter": page_faults.short_last_pages,
    "colophons alone on a page": page_faults.lone_colophons,
    "running heads cut badly": page_faults.cut_running_heads,
    "one-word last lines of titles": page_faults.one_word_last_lines,
    "heads of tables above fewer than three rows": lambda laid: table_faults.heads_above_few_rows(laid.pages),
    "tables broken that could be whole": lambda laid: table_faults.broken_small_tables(laid.pages),
    "totals torn from their groups": lambda laid: table_faults.torn_totals(laid.pages),
    "side heads of tables at a page's foot": lambda laid: table_faults.stranded_side_heads(laid.pages),
    "first cells that wrap beside a blank column": lambda laid: table_faults.wrapped_stubs(laid.pages),
}


def choose_sources(folders: Sequence[Path], documents: int) -> list[Path]:
    """Return the sources in folders; ``documents`` of each language by chance, 0 for all; files named are all taken."""
    chosen = [path for path in folders if path.is_file()]
    by_folder: dict[str, list[Path]] = defaultdict(list)
    for folder in folders:
        for path in sorted(folder.rglob("*.xml")) if folder.is_dir() else ():
            by_folder[path.parent.name].append(path)
    draw = random.Random(SEED)
    for paths in by_folder.values():
        chosen += draw.sample(paths, min(documents, len(paths))) if documents else paths
    return chosen


def count_faults(sources: Sequence[Path]) -> tuple[Counter[str], dict[str, dict[str, list[str]]]]:
    """Return the number of documents by language, and the faults by measure and language, each with its document."""
    documents: Counter[str] = Counter()
    faults: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in MEASURES}
    for path in sources:
        try:
            laid = lay_out(path)
        except Refusal as refusal:
            print(f"left out: {path.name}: {refusal}", file=sys.stderr)
            continue
        documents[laid.language] += 1
        for name, measure in MEASURES.items():
            faults[name][laid.language] += (f"{laid.name}, {note}" for note in measure(laid))
    return documents, faults


def make_table(documents: Counter[str], faults: dict[str, dict[str, list[str]]]) -> str:
    """Return a table of the measures by language."""
    languages = sorted(documents)
    rows = [
        ["", *languages, "all"],
        ["documents", *(str(documents[lang]) for lang in languages), str(documents.total())],
    ]
    for name, by_language in faults.items():
        counts = [len(by_language[lang]) for lang in languages]
        rows.append([name, *map(str, counts), str(sum(counts))])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" + "|--:" * (len(languages) + 1) + "|", *lines[1:]])


def main() -> None:
    """Lay out, count, and print the table and examples of each measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of sources, or sources")
    parser.add_argument("--documents", type=int, default=0, help="so many of each language (default: all)")
    chosen = parser.parse_args()
    documents, faults = count_faults(choose_sources(chosen.folders, chosen.documents))
    print(make_table(documents, faults))
    for name, by_language in faults.items():
        notes = [note for notes in by_language.values() for note in notes]
        worst = Counter(note.partition(",")[0] for note in notes).most_common(SHOWN)
        print(f"\n{name}: " + ", ".join(f"{document} {count}" for document, count in worst))
        print("\n".join(f"  {note[:WIDTH]}" for note in notes[:EXAMPLES]))


if __name__ == "__main__":
    main()
