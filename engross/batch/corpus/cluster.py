"""Run jobs on a Dask cluster: the same pure stages, in worker processes on other machines.

Messages are small: fonts and looks go to each worker once (``WorkerOutfit``), then a name and a key for each document,
and a line comes back; workers read the sources and write the editions themselves. Only as many jobs are handed out as
keep all workers busy. A document that was lost with its worker is made again by another, and one that was out of reach
is tried again; a bad document gets its line and is not tried again.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from distributed import Client, Future, KilledWorker, Security, as_completed
from distributed.client import FutureCancelledError
from distributed.comm import connect
from distributed.comm.core import CommClosedError

from engross.batch.corpus.cache_key import read_digests
from engross.batch.corpus.item import Item
from engross.batch.corpus.journal import FAILED, OUT_OF_REACH, JournalLine
from engross.batch.corpus.pool import JOBS_PER_WORKER
from engross.batch.corpus.worker import Job, RunOptions
from engross.batch.corpus.worker_plugin import ClusterTask, WorkerOutfit, digest_there, make_there
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.pipeline.bounded import Bounds

TIMEOUT_SECONDS = 60  # seconds to wait for the scheduler and for a first worker
MOST_TRIES = 3  # times a lost or unreachable document is handed out; Dask itself tries a lost one four times each
BATCH_ITEMS = 100  # sources whose digests are one task
LOST_ERRORS = (KilledWorker, FutureCancelledError)


@contextmanager
def open_cluster(address: str, order: RunOptions, bounds: Bounds) -> Iterator[ClusterRunner]:
    """Connect to the scheduler at an address, and set its workers up.

    Raises Refusal if no scheduler answers, it has no worker, or a worker has another engross.
    """
    where = Where(address)
    try:
        asyncio.run(_try_handshake(address))
        client = Client(address, timeout=TIMEOUT_SECONDS, set_as_default=False)
    except Exception as error:  # noqa: BLE001 # an answer of any other server is read as a message of Dask's
        hint = "give the address that `dask scheduler` prints, tcp://10.0.0.1:8786"
        what = f"no scheduler answers at {address}: {str(error) or type(error).__name__}"
        raise Refusal(what, hint, where) from None
    with client:
        outfit = WorkerOutfit(order, bounds)
        try:
            client.wait_for_workers(1, timeout=TIMEOUT_SECONDS)
            client.register_plugin(outfit, name=outfit.name)
        except TimeoutError:
            raise Refusal("the scheduler has no worker", f"start some: dask worker {address}", where) from None
        except RuntimeError as error:
            raise Refusal(str(error), "every worker needs the engross that asks", where) from None
        try:
            yield ClusterRunner(client, outfit.name)
        except CommClosedError as error:
            what = f"the scheduler has gone: {error}"
            raise Refusal(what, "start it and run the command again: what is done is kept", where) from None
        finally:
            if client.status == "running":
                client.unregister_worker_plugin(outfit.name)


async def _try_handshake(address: str) -> None:
    """Connect to a scheduler within ``TIMEOUT_SECONDS``: a Client waits for ever for a server that does not answer."""
    arguments = Security().get_connection_args("client")
    async with asyncio.timeout(TIMEOUT_SECONDS):
        comm = await connect(address, TIMEOUT_SECONDS, **arguments)
        await comm.close()


class ClusterRunner:
    """Runs jobs on the workers of a cluster, which are set up."""

    def __init__(self, client: Client, outfit: str) -> None:
        self._client, self._outfit = client, outfit

    def digests(self, found: Iterable[Item]) -> Iterator[tuple[Item, str]]:
        """Yield each source with the digest of its bytes; workers read those at URLs."""
        remote: list[Item] = []
        for item in found:
            if item.url:
                remote.append(item)
            else:
                yield from read_digests((item,))
        batches = [tuple(remote[n : n + BATCH_ITEMS]) for n in range(0, len(remote), BATCH_ITEMS)]
        futures = self._client.map(digest_there, batches, pure=False, retries=MOST_TRIES)
        for future in as_completed(futures, loop=self._client.loop):
            yield from future.result()

    def work(self, jobs: tuple[Job, ...]) -> Iterator[JournalLine]:
        """Yield the journal line of each job as it is done; jobs lost with a worker are made last, one by one."""
        waiting, lost = deque(jobs), list[Job]()
        tries: Counter[str] = Counter()
        running: dict[str, Job] = {}
        done = as_completed(loop=self._client.loop)
        self._hand_out(waiting, running, done)
        for future in done:
            job = running.pop(future.key)
            tries[job.item.name] += 1
            line = _line_of_future(future, job)
            if line is None:
                lost.append(job)
            elif line.state == OUT_OF_REACH and tries[job.item.name] < MOST_TRIES:
                waiting.append(job)
            else:
                yield line
            self._hand_out(waiting, running, done)
        yield from map(self._make_alone, lost)

    def _hand_out(self, waiting: deque[Job], running: dict[str, Job], done: as_completed) -> None:
        """Hand out as many jobs as keep all workers busy, including workers that have joined since."""
        free = JOBS_PER_WORKER * max(1, sum(self._client.nthreads().values())) - len(running)
        for _ in range(min(free, len(waiting))):
            job = waiting.popleft()
            future = self._submit(job)
            running[future.key] = job
            done.add(future)

    def _submit(self, job: Job) -> Future:
        task = ClusterTask(job.item, job.key, job.folder, job.rival, job.only_identifies)
        return self._client.submit(make_there, self._outfit, task, pure=False)

    def _make_alone(self, job: Job) -> JournalLine:
        """Return the line of a job that was lost with several workers; it may be innocent, so it is made on its own."""
        for _ in range(MOST_TRIES - 1):
            if line := _line_of_future(self._submit(job), job):
                return line
        return JournalLine(job.item.name, job.key, FAILED, "the worker that made it died, whichever it was")


def _line_of_future(future: Future, job: Job) -> JournalLine | None:
    """Return the line of a job that has come back; None if it was lost."""
    error = _error_of_future(future)
    if error is None:
        line: JournalLine = future.result()
        return line
    if isinstance(error, CommClosedError):
        raise error
    if isinstance(error, LOST_ERRORS):
        return None
    return JournalLine(job.item.name, job.key, FAILED, f"the worker could not make it: {error!r}")


def _error_of_future(future: Future) -> BaseException | None:
    try:
        error: BaseException | None = future.exception()
    except FutureCancelledError as cancelled:
        error = cancelled
    return error
