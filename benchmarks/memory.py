"""Measure the memory of a worker over many documents: ``python -m benchmarks.memory SOURCES…``.

One worker, as a corpus run has it, and a fresh one for each very large source make every source (PDF, EPUB, HTML,
data); after each document the worker's resident set is read. Printed: a line now and then, each document with which it
grew, and the peak, which must stay under 400 MB over 2,000 documents. Sources are given as to ``./press corpus``; a
generated document as large as the largest official ones, 1.5 MB of XML, comes last. Linux and macOS; an MB is 1,000,000
bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from pebble import ProcessPool

from benchmarks.large import write_large
from engross.batch.corpus import Item, RunOptions, find_items
from engross.batch.corpus.item import read_item
from engross.batch.corpus.job import Job
from engross.batch.corpus.journal import DONE
from engross.batch.corpus.pool import is_large
from engross.batch.corpus.worker import make_document, warm_worker
from engross.pipeline.folders import fonts_folder

LIMIT = 400.0  # MB
EDITIONS = frozenset({"pdf", "epub", "html", "index"})
STEP = 100  # documents between two lines of progress
GROWTH = 10.0  # MB by which the peak must grow for a line of its own
UNIT = 1 if sys.platform == "darwin" else 1000  # unit of ru_maxrss in bytes (Linux: approximate; it counts kibibytes)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A document made: its name, state and pages, and the worker's resident set after it and at its peak, in MB."""

    name: str
    state: str
    pages: int
    now: float
    peak: float


def weigh(job: Job) -> Weighed:
    """Make a document, in a worker, and return it with the worker's memory."""
    line = make_document(job)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6
    return Weighed(line.name, line.state, line.counts.get("pages", 0), now() or peak, peak)


def now() -> float:
    """Return this process's resident set in MB, as Linux reports it; 0 on other systems."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6 if status.exists() else 0.0


def run(found: tuple[Item, ...], out: Path) -> list[Weighed]:
    """Make the sources one after the other in one worker, very large ones each in a fresh one, as a corpus run does."""
    order, start = RunOptions(out, fonts_folder(os.environ.get("ENGROSS_FONTS", "")), EDITIONS), perf_counter()
    weights: list[Weighed] = []
    context = multiprocessing.get_context("spawn")
    with (
        ProcessPool(1, initializer=warm_worker, context=context) as pool,
        ProcessPool(1, 1, initializer=warm_worker, context=context) as large,
    ):
        for n, item in enumerate(found, 1):
            job = Job(item, "-", order, size=len(read_item(item)))
            weights.append((large if is_large(job) else pool).schedule(weigh, args=[job]).result())
            _tell_growth(weights)
            if n % STEP == 0 or n == len(found):
                latest, seconds = weights[-1], perf_counter() - start
                print(
                    f"{n:5} documents  {latest.now:6.0f} MB now  {latest.peak:6.0f} MB at most  {seconds:6.0f} s",
                    flush=True,
                )
    return weights


def _tell_growth(weights: list[Weighed]) -> None:
    latest, peak_before = weights[-1], weights[-2].peak if len(weights) > 1 else 0.0
    if latest.peak - peak_before >= GROWTH:
        print(f"  {peak_before:4.0f} to {latest.peak:4.0f} MB with {latest.name} ({latest.pages} pages)", flush=True)


def report(weights: list[Weighed]) -> bool:
    """Print the result, and return whether the peak kept the limit."""
    peak = max(weighed.peak for weighed in weights)
    done = sum(weighed.state == DONE for weighed in weights)
    print(
        f"{len(weights)} documents, {done} done, {sum(weighed.pages for weighed in weights)} pages, peak {peak:.0f} MB"
    )
    return peak < LIMIT


def main() -> int:
    """Measure and print; return 1 if the peak is above the limit."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*")
    parser.add_argument("--documents", type=int, default=2000)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="engross-memory-") as folder:
        large = write_large(Path(folder) / "large")
        items = find_items(tuple(options.sources))[: options.documents] if options.sources else ()
        return 0 if report(run((*items, *find_items((str(large),))), Path(folder) / "out")) else 1


if __name__ == "__main__":
    sys.exit(main())
