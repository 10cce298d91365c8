"""Measure how much faster two workers of a Dask cluster are than one: ``python -m benchmarks.cluster SOURCES…``.

The same sources are made (all editions) by a LocalCluster of one process with one thread, then of two, in turns, and by
one worker without Dask, to show what Dask costs. Each cluster is set up and warm before the clock runs. Printed:
seconds, documents a second, and the ratios of the medians. The promise is that two workers reach 1.8 times the rate of
one, on a machine with two idle cores.
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
from engross.batch.corpus.job import Job
from engross.batch.corpus.pool import JobRunner, LocalRunner
from engross.pipeline.bounded import Bounds
from engross.pipeline.folders import fonts_folder

EDITIONS = frozenset({"pdf", "epub", "html", "index"})
PROMISED = 1.8


def timed(runner: JobRunner, jobs: tuple[Job, ...]) -> float:
    """Return the seconds that the jobs take once the workers are warm."""
    for _ in runner.work(jobs[:4]):
        pass
    start = perf_counter()
    states = [line.state for line in runner.work(jobs)]
    seconds = perf_counter() - start
    print(
        f"    {seconds:6.1f} s, {len(states) / seconds:5.2f} documents a second, {states.count('done')} done",
        flush=True,
    )
    return seconds


def by_cluster(workers: int, jobs: tuple[Job, ...]) -> float:
    """Return the seconds that the jobs take on a Dask cluster with ``workers`` workers."""
    print(f"  Dask, {workers} worker{'s' if workers > 1 else ''}:")
    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, memory_limit=0) as cluster,
        open_cluster(cluster.scheduler_address, jobs[0].order, Bounds(600.0)) as runner,
    ):
        return timed(runner, jobs)


def main() -> int:
    """Measure and print; return 1 if two workers are slower than promised."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with TemporaryDirectory(prefix="engross-cluster-") as folder:
        order = RunOptions(Path(folder), fonts_folder(os.environ.get("ENGROSS_FONTS", "")), EDITIONS)
        jobs = tuple(Job(item, "-", order) for item in find_items(tuple(options.sources)))
        print(f"{len(jobs)} documents, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        one, two = [], []
        for _ in range(options.rounds):
            one.append(by_cluster(1, jobs))
            two.append(by_cluster(2, jobs))
        print("  here, 1 worker:")
        alone = timed(LocalRunner(1, Bounds(600.0)), jobs)
    print(f"two workers to one: {median(one) / median(two):.2f}; one of Dask's to one here: {median(one) / alone:.2f}")
    return 0 if median(one) / median(two) >= PROMISED else 1


if __name__ == "__main__":
    sys.exit(main())
