"""Word files read against the official XML: ``python -m benchmarks.word XML-FOLDER [--documents 40]``.

Writes so many documents of each language as Word files in the UN's styles (``wordfile``), reads them, and measures the
reading against the XML's: a table by language, then the ten worst readings with what differs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sources import FOLDERS, Case, Result, chosen, measured, reading_of, table, worst
from benchmarks.wordfile import MANNERS, word_file


def results(folder: Path, keep: Path, languages: list[str], documents: int) -> Iterator[Result]:
    """The documents of each language, and those with tables or parts; written, read and measured.

    They are made in one manner after the other.
    """
    keep.mkdir(parents=True, exist_ok=True)
    for code, files in chosen(folder, languages, documents).items():
        more = [path for path in sorted((folder / FOLDERS[code]).glob("*.xml")) if _rich(path)]
        for n, official in enumerate(dict.fromkeys([*files, *more])):
            path = keep / f"{official.stem}.docx"
            path.write_bytes(word_file(reading_of(official).resolution, MANNERS[n % len(MANNERS)]))
            yield measured(Case("word", code, path, official))


def _rich(path: Path) -> bool:
    """Whether a document has tables, or parts A and B."""
    text = path.read_text("utf-8", "replace")
    return "<table" in text or "<component" in text


def main(given: list[str] | None = None) -> int:
    """Measure and print; 1 where a file was refused."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.word", description=__doc__)
    parser.add_argument("folder", type=Path, help="a session's official XML, a folder for each language")
    parser.add_argument("--documents", type=int, default=40, help="how many of each language")
    parser.add_argument("--keep", type=Path, default=Path("build/word"), help="where the Word files are kept")
    parser.add_argument("--languages", nargs="+", default=list(FOLDERS), choices=FOLDERS)
    parser.add_argument("--worst", type=int, default=10)
    options = parser.parse_args(given)
    found = list(results(options.folder, options.keep, options.languages, options.documents))
    print("\n".join([*table(found), "", *worst(found, options.worst)]))
    return int(any(one.refused for one in found))


if __name__ == "__main__":
    sys.exit(main())
