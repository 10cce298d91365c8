"""Whether binding stays level: ``python -m benchmarks.volume SOURCES…``, or ``--run DIR`` for a corpus run's documents.

Documents are set once, as ``./press corpus`` sets them; then volumes of 150 to 1,300 pages are bound of them (over and
over, where there are fewer), each in a process of its own. Printed for each: pages, bytes, seconds of the processor,
peak resident set, and both a page. A page of the longest may cost at most LEVEL times one of the shortest.
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
from engross.cli.options import fonts_folder

LENGTHS = (150, 300, 600, 1300)  # pages
LEVEL = 1.5
Weight = tuple[int, int, float, float]  # pages, bytes, seconds, MB above what the process has before


def chosen(lines: tuple[JournalLine, ...], pages: int) -> tuple[JournalLine, ...]:
    """Documents that have so many pages together, or a few more."""
    total = 0

    def wanted(line: JournalLine) -> bool:
        nonlocal total
        before, total = total, total + line.counts["pages"]
        return before < pages

    return tuple(takewhile(wanted, cycle(lines)))


def bind(lines: tuple[JournalLine, ...], run: Path, out: Path) -> Weight:
    """Bind a volume, in a process of its own."""
    before = now() or _peak()
    began = process_time()
    bind_run(lines, run, VolumeRequest((), RunOptions(run, run, frozenset()), out))
    took = process_time() - began
    return sum(line.counts["pages"] for line in lines), out.stat().st_size, took, _peak() - before


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT / 1e6


def measure(run: Path, lengths: tuple[int, ...]) -> bool:
    """Bind and print; whether a page costs the same in all."""
    lines = tuple(line for line in Journal(open_storage(run)).lines() if line.state == DONE)
    weights: list[Weight] = []
    with TemporaryDirectory(prefix="engross-volume-") as room:
        for pages in lengths:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                weights.append(pool.apply(bind, (chosen(lines, pages), run, Path(room) / "volume.pdf")))
            count, size, took, memory = weights[-1]
            each = f"{1000 * took / count:5.1f} ms {1000 * memory / count:5.0f} kB a page"
            print(f"{count:5} pages {size / 1e6:6.1f} MB {took:6.1f} s {memory:6.0f} MB, {each}", flush=True)
    first, last = weights[0], weights[-1]
    return all(last[n] / last[0] < LEVEL * first[n] / first[0] for n in (2, 3))


def main() -> int:
    """Run it; exit code 1 where a page of a long volume costs more."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*")
    parser.add_argument("--run", default="")
    asked = parser.parse_args()
    if asked.run:
        return 0 if measure(Path(asked.run), LENGTHS) else 1
    with TemporaryDirectory(prefix="engross-volume-") as room:
        order = RunOptions(Path(room), fonts_folder(os.environ.get("ENGROSS_FONTS", "")), frozenset({"pdf"}))
        began = os.times()
        made = run_corpus(tuple(asked.sources), order, RunResources(os.cpu_count() or 1, 300.0), lambda *_: None)
        ended = os.times()
        took = ended.children_user + ended.children_system - began.children_user - began.children_system
        pages = sum(line.counts.get("pages", 0) for line in made.lines)
        print(f"set: {len(made.lines)} documents, {pages} pages, {1000 * took / pages:.0f} ms a page", flush=True)
        return 0 if measure(Path(room), LENGTHS) else 1


if __name__ == "__main__":
    sys.exit(main())
