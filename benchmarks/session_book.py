"""Measure the book of a session: ``python -m benchmarks.session_book SOURCES… --session 77``.

The book is made in each language of the sources, as ``./press volume`` makes it. Printed for each: texts, pages, votes
recorded, subjects, seconds, the peak resident set of this process and of its largest worker; of each e-book its bytes,
files, the largest file, the entries of its navigation and of its page list, and the seconds in which it is read whole.
Every number in the lists is read back from the PDF. It fails if a list is at fault, a file has more than MOST bytes or
a navigation more than ENTRIES.
"""

from __future__ import annotations

import re
import resource
import sys
import zipfile
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from lxml import etree

from benchmarks.memory import UNIT
from engross.batch.compilation import CompilationRequest, MadeCompilation, make_compilations
from engross.batch.compilation.make_lists import list_subjects
from engross.batch.corpus import RunOptions, RunResources
from engross.editions.typeset.compilation_epub import MOST_BYTES
from engross.pipeline.folders import fonts_folder
from engross.verify.check.book_lists import find_list_faults

ENTRIES = 1000  # of a navigation: contents of 5,000 stop a reader for seconds (Readest, #386)


def measure(sources: tuple[str, ...], session: str, out: Path, jobs: int) -> bool:
    """Make the books and print their figures; return whether all are as they should be."""
    order = RunOptions(Path(), fonts_folder(), frozenset({"pdf", "epub"}), session=session)
    start = perf_counter()
    made = make_compilations(CompilationRequest(sources, order, out), RunResources(jobs, 600.0), lambda *_: None)
    seconds = perf_counter() - start
    whole, largest = (_peak(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{len(made)} books in {seconds:.0f} s; peak {whole:.0f} MB here, {largest:.0f} MB in a worker")
    told = [_tell_book(one) for one in made]
    return all(told)


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss * UNIT / 1e6


def _tell_book(made: MadeCompilation) -> bool:
    book = made.book
    recorded = sum(text.is_recorded for text in book.texts)
    size = made.files[0].stat().st_size / 1e6
    faults = find_list_faults(made.files[0])
    print(f"{book.language}: {len(book.texts)} texts, {made.pages} pages, {size:.1f} MB, {recorded} recorded votes,")
    print(f"    {len(list_subjects(book))} subjects, {len(made.remarks)} remarks, faults of lists: {faults or 'none'}")
    told = [_tell_ebook(path) for path in made.files if path.suffix == ".epub"]
    return all(told) and faults == ()


def _tell_ebook(path: Path) -> bool:
    start = perf_counter()
    with zipfile.ZipFile(path) as ebook:
        files = {name: ebook.read(name) for name in ebook.namelist() if name.endswith(".xhtml")}
    for data in files.values():
        etree.fromstring(data)
    seconds = perf_counter() - start
    nav = next(data.decode() for name, data in files.items() if name.endswith("/nav.xhtml"))
    contents, _, rest = nav.partition('id="landmarks"')
    entries, pages = contents.count("<li>"), len(re.findall("#page-", rest))
    largest = max((len(data), name) for name, data in files.items() if not name.endswith("/nav.xhtml"))
    print(f"    {path.name}: {path.stat().st_size / 1e6:.2f} MB, {len(files)} files, the largest {largest[0]:,} bytes")
    print(f"        ({largest[1]}), {entries} entries, {pages} pages, parsed in {seconds:.2f} s")
    return largest[0] <= MOST_BYTES and entries <= ENTRIES


def main() -> int:
    """Measure what the command line names."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--session", default="")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path)
    wanted = parser.parse_args()
    with TemporaryDirectory(prefix="engross-benchmark-") as folder:
        out = wanted.out or Path(folder) / "book.pdf"
        return 0 if measure(tuple(wanted.sources), wanted.session, out, wanted.jobs) else 1


if __name__ == "__main__":
    sys.exit(main())
