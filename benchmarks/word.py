"""Compare readings of Word files with the official XML: ``python -m benchmarks.word XML-FOLDER [--documents 40]``.

Writes ``--documents`` documents of each language as Word files in the UN's styles (``wordfile``), reads them, and
measures the reading against the XML's. Prints a table by language, then the ten worst readings with their differences.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.sources import FOLDERS, Case, Result, chosen, measured, reading_of, table, worst
from benchmarks.wordfile import MANNERS, word_file


def results(folder: Path, keep: Path, languages: list[str], documents: int) -> Iterator[Result]:
    """Write, read and measure the documents of each language, and those with tables or parts; manners take turns."""
    keep.mkdir(parents=True, exist_ok=True)
    for code, files in chosen(folder, languages, documents).items():
        rich = [path for path in sorted((folder / FOLDERS[code]).glob("*.xml")) if _rich(path)]
        for n, official in enumerate(dict.fromkeys([*files, *rich])):
            path = keep / f"{official.stem}.docx"
            path.write_bytes(word_file(reading_of(official).resolution, MANNERS[n % len(MANNERS)]))
            yield measured(Case("word", code, path, official))


def _rich(path: Path) -> bool:
    """Return whether a document has tables, or parts such as A and B."""
    text = path.read_text("utf-8", "replace")
    return "<table" in text or "<component" in text


def main(given: list[str] | None = None) -> int:
    """Measure and print; return 1 if a file was refused."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.word", description=__doc__)
    parser.add_argument("folder", type=Path, help="a session's official XML, a folder for each language")
    parser.add_argument("--documents", type=int, default=40, help="how many of each language")
    parser.add_argument("--keep", type=Path, default=Path("build/word"), help="where the Word files are kept")
    parser.add_argument("--languages", nargs="+", default=list(FOLDERS), choices=FOLDERS)
    parser.add_argument("--worst", type=int, default=10)
    options = parser.parse_args(given)
    measurements = list(results(options.folder, options.keep, options.languages, options.documents))
    print("\n".join([*table(measurements), "", *worst(measurements, options.worst)]))
    return int(any(measurement.refused for measurement in measurements))


if __name__ == "__main__":
    sys.exit(main())
