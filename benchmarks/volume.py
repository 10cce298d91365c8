"""Check that the cost of binding is linear: ``python -m benchmarks.volume SOURCES…``, or ``--run DIR`` of a corpus run.

Documents are made once, as ``./press corpus`` makes them; then volumes of 150 to 1,300 pages are bound from them (each
repeated if they are too few), each in a process of its own. Printed for each: pages, bytes, seconds of the processor,
peak resident set, and both per page. A page of the longest may cost at most LEVEL times a page of the shortest.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
from argparse import ArgumentParser
from itertools import cycle, takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from benchmarks.memory import UNIT, now
from engross.batch.corpus import JournalLine, RunOptions, RunResources, run_corpus
from engross.batch.corpus.journal import DONE, Journal
from engross.batch.corpus.storage import open_storage
from engross.batch.volume import VolumeRequest, bind_run
from engross.pipeline.folders import fonts_folder

LENGTHS = (150, 300, 600, 1300)  # pages
LEVEL = 1.5
Weight = tuple[int, int, float, float]  # pages, bytes, seconds, MB more than the process had before


def chosen(lines: tuple[JournalLine, ...], pages: int) -> tuple[JournalLine, ...]:
    """Return documents, repeated if need be, that have at least ``pages`` pages together."""
    total = 0

    def wanted(line: JournalLine) -> bool:
        nonlocal total
        before, total = total, total + line.counts["pages"]
        return before < pages

    return tuple(takewhile(wanted, cycle(lines)))


def bind(lines: tuple[JournalLine, ...], run: Path, out: Path) -> Weight:
    """Bind a volume, in a process of its own, and return what it took."""
    memory_before = now() or _peak()
    start = process_time()
    bind_run(lines, run, VolumeRequest((), RunOptions(run, run, frozenset()), out))
    seconds = process_time() - start
    return sum(line.counts["pages"] for line in lines), out.stat().st_size, seconds, _peak() - memory_before


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6


def measure(run: Path, lengths: tuple[int, ...]) -> bool:
    """Bind and print; return whether a page costs the same in all volumes."""
    lines = tuple(line for line in Journal(open_storage(run)).lines() if line.state == DONE)
    weights: list[Weight] = []
    with TemporaryDirectory(prefix="engross-volume-") as folder:
        for pages in lengths:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                weights.append(pool.apply(bind, (chosen(lines, pages), run, Path(folder) / "volume.pdf")))
            count, size, seconds, memory = weights[-1]
            per_page = f"{1000 * seconds / count:5.1f} ms {1000 * memory / count:5.0f} kB a page"
            print(f"{count:5} pages {size / 1e6:6.1f} MB {seconds:6.1f} s {memory:6.0f} MB, {per_page}", flush=True)
    first, last = weights[0], weights[-1]
    return all(last[n] / last[0] < LEVEL * first[n] / first[0] for n in (2, 3))


def main() -> int:
    """Measure and print; return 1 if a page of a long volume costs more."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*")
    parser.add_argument("--run", default="")
    options = parser.parse_args()
    if options.run:
        return 0 if measure(Path(options.run), LENGTHS) else 1
    with TemporaryDirectory(prefix="engross-volume-") as folder:
        order = RunOptions(Path(folder), fonts_folder(os.environ.get("ENGROSS_FONTS", "")), frozenset({"pdf"}))
        began = os.times()
        summary = run_corpus(tuple(options.sources), order, RunResources(os.cpu_count() or 1, 300.0), lambda *_: None)
        ended = os.times()
        seconds = ended.children_user + ended.children_system - began.children_user - began.children_system
        pages = sum(line.counts.get("pages", 0) for line in summary.lines)
        print(f"set: {len(summary.lines)} documents, {pages} pages, {1000 * seconds / pages:.0f} ms a page", flush=True)
        return 0 if measure(Path(folder), LENGTHS) else 1


if __name__ == "__main__":
    sys.exit(main())
