"""How much memory a worker holds while it makes document after document: ``python -m benchmarks.memory SOURCES…``.

One worker as a corpus run has it, and one more for each very large source, makes every source (PDF, EPUB, HTML, data),
and after each its resident set is read. Printed: a line now and then, each document with which it grew, and the peak,
which is promised to stay under 400 MB over 2,000 documents. Sources are given as to ``./press corpus``; then come
documents synthesised as large as the largest official ones, 1.5 MB of XML. Linux and macOS; MB are of 1,000,000 bytes.
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
from engross.batch.corpus.journal import DONE
from engross.batch.corpus.pool import LARGE_BYTES, source_size
from engross.batch.corpus.worker import Job, make_document, warm_worker
from engross.cli.options import fonts_folder

LIMIT = 400.0  # MB
EDITIONS = frozenset({"pdf", "epub", "html", "index"})
STEP = 100  # documents between two lines
GROWTH = 10.0  # MB of a peak that are told at once
UNIT = 1 if sys.platform == "darwin" else 1000  # of ru_maxrss, in bytes (Linux: about; it counts kibibytes)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A document made: its name, its state, its pages, the worker's resident set after it and its peak, in MB."""

    name: str
    state: str
    pages: int
    now: float
    peak: float


def weigh(job: Job) -> Weighed:
    """Make a document, in a worker."""
    line = make_document(job)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6
    return Weighed(line.name, line.state, line.counts.get("pages", 0), now() or peak, peak)


def now() -> float:
    """The resident set as Linux tells it; 0 elsewhere."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6 if status.exists() else 0.0


def run(found: tuple[Item, ...], out: Path) -> list[Weighed]:
    """Make the sources one after the other in one worker, very large ones each in one of its own, as a run does."""
    order, began = RunOptions(out, fonts_folder(os.environ.get("ENGROSS_FONTS", "")), EDITIONS), perf_counter()
    weights: list[Weighed] = []
    context = multiprocessing.get_context("spawn")
    with (
        ProcessPool(1, initializer=warm_worker, context=context) as pool,
        ProcessPool(1, 1, initializer=warm_worker, context=context) as large,
    ):
        for n, item in enumerate(found, 1):
            hands = large if source_size(item) >= LARGE_BYTES else pool
            weights.append(hands.schedule(weigh, args=[Job(item, "-", order)]).result())
            _tell_growth(weights)
            if n % STEP == 0 or n == len(found):
                last, took = weights[-1], perf_counter() - began
                print(
                    f"{n:5} documents  {last.now:6.0f} MB now  {last.peak:6.0f} MB at most  {took:6.0f} s", flush=True
                )
    return weights


def _tell_growth(weights: list[Weighed]) -> None:
    last, before = weights[-1], weights[-2].peak if len(weights) > 1 else 0.0
    if last.peak - before >= GROWTH:
        print(f"  {before:4.0f} to {last.peak:4.0f} MB with {last.name} ({last.pages} pages)", flush=True)


def report(weights: list[Weighed]) -> bool:
    """Print what was weighed; whether it kept the limit."""
    peak = max(one.peak for one in weights)
    done = sum(one.state == DONE for one in weights)
    print(f"{len(weights)} documents, {done} done, {sum(one.pages for one in weights)} pages, peak {peak:.0f} MB")
    return peak < LIMIT


def main() -> int:
    """Run it; exit code 1 above the limit."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*")
    parser.add_argument("--documents", type=int, default=2000)
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="engross-memory-") as room:
        large = write_large(Path(room) / "large")
        found = find_items(tuple(asked.sources))[: asked.documents] if asked.sources else ()
        return 0 if report(run((*found, *find_items((str(large),))), Path(room) / "out")) else 1


if __name__ == "__main__":
    sys.exit(main())
