"""How much faster two workers of a Dask cluster are than one: ``python -m benchmarks.cluster SOURCES…``.

The same sources are made (all editions) by a LocalCluster of one process with one thread, then of two, in turns, and
here by one worker, so that what Dask costs is seen. Each cluster is fitted out and warm before the clock runs. Printed:
seconds, documents a second, and the ratios of the medians; two workers are promised 1.8 times one's rate on a machine
with two idle cores.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from distributed import LocalCluster

from engross.batch.corpus import RunOptions, find_items
from engross.batch.corpus.cluster import open_cluster
from engross.batch.corpus.pool import JobRunner, LocalRunner
from engross.batch.corpus.worker import Job
from engross.cli.options import fonts_folder
from engross.pipeline.bounded import Bounds

EDITIONS = frozenset({"pdf", "epub", "html", "index"})
PROMISED = 1.8


def timed(hands: JobRunner, jobs: tuple[Job, ...]) -> float:
    """Seconds for the jobs, the workers warm."""
    for _ in hands.work(jobs[:4]):
        pass
    began = perf_counter()
    states = [line.state for line in hands.work(jobs)]
    took = perf_counter() - began
    print(f"    {took:6.1f} s, {len(states) / took:5.2f} documents a second, {states.count('done')} done", flush=True)
    return took


def by_cluster(workers: int, jobs: tuple[Job, ...]) -> float:
    """Seconds for the jobs by so many workers."""
    print(f"  Dask, {workers} worker{'s' if workers > 1 else ''}:")
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, memory_limit=0) as made,
        open_cluster(made.scheduler_address, jobs[0].order, Bounds(600.0)) as hands,
    ):
        return timed(hands, jobs)


def main() -> int:
    """Run it; exit code 1 where two workers are not as fast as promised."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="engross-cluster-") as room:
        order = RunOptions(Path(room), fonts_folder(os.environ.get("ENGROSS_FONTS", "")), EDITIONS)
        jobs = tuple(Job(item, "-", order) for item in find_items(tuple(asked.sources)))
        print(f"{len(jobs)} documents, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        one, two = [], []
        for _ in range(asked.rounds):
            one.append(by_cluster(1, jobs))
            two.append(by_cluster(2, jobs))
        print("  here, 1 worker:")
        here = timed(LocalRunner(1, Bounds(600.0)), jobs)
    print(f"two workers to one: {median(one) / median(two):.2f}; one of Dask's to one here: {median(one) / here:.2f}")
    return 0 if median(one) / median(two) >= PROMISED else 1


if __name__ == "__main__":
    sys.exit(main())
