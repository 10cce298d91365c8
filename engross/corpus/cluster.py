"""Jobs to lines on a Dask cluster: the same pure stages, in the processes of workers on other machines.

Messages are small: fonts and looks go to each worker once (``outfit``), then a name and a key for each document, and
a line comes back; sources are read and editions are written by the workers. No more is handed out than keeps all of
them busy. A document that was lost with its worker is made again by another, and one that was out of reach is tried
again; one that is bad is a line and is not tried again.
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

from engross.bounded import Bounds
from engross.corpus.item import Item
from engross.corpus.journal import AWAY, FAILED, Line
from engross.corpus.key import read_digests
from engross.corpus.outfit import Outfit, Task, digest_there, make_there
from engross.corpus.pool import AHEAD
from engross.corpus.worker import Job, Order
from engross.model import Where
from engross.notice import Refusal

PATIENCE = 60  # seconds to wait for the scheduler and for a first worker
TRIES = 3  # times that what was lost or out of reach is handed out; Dask itself tries a lost one four times each
BATCH = 100  # sources whose digests are one task
LOST = (KilledWorker, FutureCancelledError)


@contextmanager
def cluster(address: str, order: Order, bounds: Bounds) -> Iterator[Cluster]:
    """The cluster at a scheduler's address, its workers fitted out.

    Raises Refusal where there is none, it has no worker, or a worker has another engross.
    """
    where = Where(address)
    try:
        asyncio.run(_try_handshake(address))
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except Exception as error:  # noqa: BLE001 # whatever another server answers is taken for a message of Dask's
        hint = "give the address that `dask scheduler` prints, tcp://10.0.0.1:8786"
        what = f"no scheduler answers at {address}: {str(error) or type(error).__name__}"
        raise Refusal(what, hint, where) from None
    with client:
        outfit = Outfit(order, bounds)
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
            client.register_plugin(outfit, name=outfit.name)
        except TimeoutError:
            raise Refusal("the scheduler has no worker", f"start some: dask worker {address}", where) from None
        except RuntimeError as error:
            raise Refusal(str(error), "every worker needs the engross that asks", where) from None
        try:
            yield Cluster(client, outfit.name)
        except CommClosedError as error:
            what = f"the scheduler has gone: {error}"
            raise Refusal(what, "start it and say the same again: what is done stays done", where) from None
        finally:
            if client.status == "running":
                client.unregister_worker_plugin(outfit.name)


async def _try_handshake(address: str) -> None:
    """Connect to a scheduler within PATIENCE: a Client waits for ever where something listens and does not answer."""
    arguments = Security().get_connection_args("client")
    async with asyncio.timeout(PATIENCE):
        comm = await connect(address, PATIENCE, **arguments)
        await comm.close()


class Cluster:
    """Workers fitted out."""

    def __init__(self, client: Client, outfit: str) -> None:
        self._client, self._outfit = client, outfit

    def digests(self, found: Iterable[Item]) -> Iterator[tuple[Item, str]]:
        """Each source with the digest of its bytes; what lies at a URL is read by the workers."""
        far: list[Item] = []
        for item in found:
            if item.url:
                far.append(item)
            else:
                yield from read_digests((item,))
        parts = [tuple(far[n : n + BATCH]) for n in range(0, len(far), BATCH)]
        futures = self._client.map(digest_there, parts, pure=False, retries=TRIES)
        for future in as_completed(futures, loop=self._client.loop):
            yield from future.result()

    def work(self, jobs: tuple[Job, ...]) -> Iterator[Line]:
        """The line of each job as it is done."""
        rest, lost = deque(jobs), list[Job]()
        tries: Counter[str] = Counter()
        running: dict[str, Job] = {}
        done = as_completed(loop=self._client.loop)
        self._hand_out(rest, running, done)
        for future in done:
            job = running.pop(future.key)
            tries[job.item.name] += 1
            line = _line(future, job)
            if line is None:
                lost.append(job)
            elif line.state == AWAY and tries[job.item.name] < TRIES:
                rest.append(job)
            else:
                yield line
            self._hand_out(rest, running, done)
        yield from map(self._alone, lost)

    def _hand_out(self, rest: deque[Job], running: dict[str, Job], done: as_completed) -> None:
        """Hand out as many jobs as keep all workers busy, those that came since included."""
        room = AHEAD * max(1, sum(self._client.nthreads().values())) - len(running)
        for _ in range(min(room, len(rest))):
            job = rest.popleft()
            future = self._submit(job)
            running[future.key] = job
            done.add(future)

    def _submit(self, job: Job) -> Future:
        return self._client.submit(make_there, self._outfit, Task(job.item, job.key), pure=False)

    def _alone(self, job: Job) -> Line:
        """The line of a job that was lost with several workers: made with no other beside it, it may be innocent."""
        for _ in range(TRIES - 1):
            if line := _line(self._submit(job), job):
                return line
        return Line(job.item.name, job.key, FAILED, "the worker that made it died, whichever it was")


def _line(future: Future, job: Job) -> Line | None:
    """The line of a job that has come back; None where it was lost."""
    error = _error(future)
    if error is None:
        line: Line = future.result()
        return line
    if isinstance(error, CommClosedError):
        raise error
    if isinstance(error, LOST):
        return None
    return Line(job.item.name, job.key, FAILED, f"the worker could not make it: {error!r}")


def _error(future: Future) -> BaseException | None:
    try:
        error: BaseException | None = future.exception()
    except FutureCancelledError as cancelled:
        error = cancelled
    return error
