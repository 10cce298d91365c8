"""Run jobs on a Dask cluster: the same pure stages, in worker processes on other machines.

Messages are small: fonts and looks go to each worker once (``WorkerOutfit``), then names and keys for each batch of
documents, and lines come back; workers read the sources and write the editions themselves. Only as many batches are
handed out as keep all workers busy. A batch that was lost with its worker is made again by another, and a document that
was out of reach is tried again; a bad document gets its line and is not tried again. A scheduler that is started again
within ``TIMEOUT_SECONDS`` gets what it had not done once more.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from distributed import Client, Future, KilledWorker, Security, as_completed
from distributed.client import FutureCancelledError
from distributed.comm import connect
from distributed.comm.core import CommClosedError

from engross.batch.corpus.batches import take_batch
from engross.batch.corpus.cache_key import Digest, read_digests
from engross.batch.corpus.item import Item
from engross.batch.corpus.job import Job, RunOptions
from engross.batch.corpus.journal import FAILED, OUT_OF_REACH, JournalLine
from engross.batch.corpus.pool import JOBS_PER_WORKER, is_large
from engross.batch.corpus.worker_plugin import NotEquipped, WorkerOutfit, digest_there, make_task, make_there
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.pipeline.bounded import Bounds

TIMEOUT_SECONDS = 60  # seconds to wait for the scheduler and for a first worker
MOST_TRIES = 3  # times a lost or unreachable document is handed out; Dask itself tries a lost one four times each
DIGESTS_PER_TASK = 100
UNDONE_ERRORS = (FutureCancelledError, NotEquipped)  # of tasks that went with a scheduler, or came to a new one
LOST_ERRORS = (KilledWorker, FutureCancelledError)


class SchedulerGone(Exception):
    """The scheduler does not answer any more."""


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
        except CommClosedError as error:
            raise _refuse_gone(error, where) from None
        except RuntimeError as error:
            raise Refusal(str(error), "every worker needs the engross that asks", where) from None
        try:
            yield ClusterRunner(client, outfit)
        except (SchedulerGone, CommClosedError, FutureCancelledError) as error:
            raise _refuse_gone(error, where) from None
        finally:
            if client.status == "running":
                with suppress(OSError):
                    client.unregister_worker_plugin(outfit.name)


def _refuse_gone(error: Exception, where: Where) -> Refusal:
    what = f"the scheduler has gone: {error}"
    return Refusal(what, "start it and run the command again: what is done is kept", where)


async def _try_handshake(address: str) -> None:
    """Connect to a scheduler within ``TIMEOUT_SECONDS``: a Client waits for ever for a server that does not answer."""
    arguments = Security().get_connection_args("client")
    async with asyncio.timeout(TIMEOUT_SECONDS):
        comm = await connect(address, TIMEOUT_SECONDS, **arguments)
        await comm.close()


class ClusterRunner:
    """Runs jobs on the workers of a cluster, which are set up."""

    def __init__(self, client: Client, outfit: WorkerOutfit) -> None:
        self._client, self._outfit = client, outfit
        self._scheduler_id = self._read_scheduler_id()

    def _read_scheduler_id(self) -> str:
        identity: dict[str, str] = self._client.sync(self._client.scheduler.identity)
        return identity["id"]

    def digests(self, found: Iterable[Item]) -> Iterator[tuple[Item, Digest]]:
        """Yield each source with the digest of its bytes; workers read those at URLs."""
        remote: list[Item] = []
        for item in found:
            if item.url:
                remote.append(item)
            else:
                yield from read_digests((item,))
        batches = [tuple(remote[n : n + DIGESTS_PER_TASK]) for n in range(0, len(remote), DIGESTS_PER_TASK)]
        futures = self._client.map(digest_there, batches, pure=False, retries=MOST_TRIES)
        for future in as_completed(futures, loop=self._client.loop):
            yield from future.result()

    def work(self, jobs: tuple[Job, ...]) -> Iterator[JournalLine]:
        """Yield the journal line of each job as it is done, those of very large sources last.

        Jobs of a batch that was lost with several workers are made at the end, one by one.
        """
        waiting, lost = deque(sorted(jobs, key=is_large)), list[Job]()
        tries: Counter[str] = Counter()
        running: dict[str, tuple[Job, ...]] = {}
        given_up: set[str] = (
            set()
        )  # tasks handed to a scheduler that was started again, or before its workers were set up
        done = as_completed(loop=self._client.loop)
        self._hand_out(waiting, running, done)
        for future in done:
            batch = running.pop(future.key)
            result = _await_result(future)
            if isinstance(result, UNDONE_ERRORS) and (future.key in given_up or self._has_new_scheduler()):
                if future.key not in given_up:
                    self._equip_new_workers()
                    given_up |= running.keys()
                waiting.extend(batch)
            elif isinstance(result, LOST_ERRORS):
                lost += batch
            else:
                for job, line in zip(batch, _spell_lines(batch, result), strict=True):
                    tries[line.name] += 1
                    if line.state == OUT_OF_REACH and tries[line.name] < MOST_TRIES:
                        waiting.append(job)
                    else:
                        yield line
            self._hand_out(waiting, running, done)
        yield from map(self._make_alone, lost)

    def _has_new_scheduler(self) -> bool:
        """Return whether the scheduler was started again, which knows of nothing then.

        Raises SchedulerGone if it does not come back in time.
        """
        with _notice_lost_scheduler():
            self._client.wait_for_workers(1, timeout=TIMEOUT_SECONDS)
            return self._read_scheduler_id() != self._scheduler_id

    def _equip_new_workers(self) -> None:
        """Set up the workers of a scheduler that was started again. Raises SchedulerGone."""
        with _notice_lost_scheduler():
            self._client.register_plugin(self._outfit, name=self._outfit.name)
            self._scheduler_id = self._read_scheduler_id()

    def _hand_out(self, waiting: deque[Job], running: dict[str, tuple[Job, ...]], done: as_completed) -> None:
        """Hand out as many batches as keep all workers busy, including workers that have joined since."""
        if not waiting:
            return
        with _notice_lost_scheduler():
            workers = max(1, sum(self._client.nthreads().values()))
        while waiting and len(running) < JOBS_PER_WORKER * workers:
            batch = take_batch(waiting, workers)
            future = self._submit(batch)
            running[future.key] = batch
            done.add(future)

    def _submit(self, batch: tuple[Job, ...]) -> Future:
        tasks = tuple(make_task(job) for job in batch)
        return self._client.submit(make_there, self._outfit.name, tasks, pure=False)

    def _make_alone(self, job: Job) -> JournalLine:
        """Return the line of a job that was lost with several workers; it may be innocent, so it is made on its own."""
        for _ in range(MOST_TRIES - 1):
            result = _await_result(self._submit((job,)))
            if isinstance(result, UNDONE_ERRORS) and self._has_new_scheduler():
                self._equip_new_workers()
            elif not isinstance(result, LOST_ERRORS):
                return _spell_lines((job,), result)[0]
        return JournalLine(
            job.item.name, job.key, FAILED, "the worker that made it died, whichever it was", edition=job.edition
        )


@contextmanager
def _notice_lost_scheduler() -> Iterator[None]:
    """Turn an OSError of a call to the scheduler into SchedulerGone."""
    try:
        yield
    except OSError as error:
        raise SchedulerGone(str(error)) from error


def _await_result(future: Future) -> list[JournalLine] | Exception:
    """Return the lines of a batch, or why there are none. Raises SchedulerGone.

    A result lies with the worker until it is fetched: it can be lost even when the batch is done.
    """
    try:
        lines: list[JournalLine] = future.result()
    except CommClosedError as error:
        raise SchedulerGone(str(error)) from error
    except Exception as error:  # noqa: BLE001 # that of the task, or what became of it
        return error
    return lines


def _spell_lines(batch: tuple[Job, ...], result: list[JournalLine] | Exception) -> list[JournalLine]:
    """Return the lines of a batch, if need be such as say that it failed."""
    if isinstance(result, list):
        return result
    message = f"the worker could not make it: {result!r}"
    return [JournalLine(job.item.name, job.key, FAILED, message, edition=job.edition) for job in batch]
