"""Equip a cluster's worker to make documents as the asking machine would: fonts, looks, a pool of processes.

Dask's plugins send the outfit to each worker once, and to every worker that joins later. Documents are made in
processes below the worker's, as on one machine, so a document that hangs or kills its process is noticed there and the
worker lives on. Dask itself tries again only what was lost with a worker.
"""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import shutil
import tempfile
import zipfile
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker
from pebble import ProcessPool

from engross.batch.corpus.cache_key import Digest, house_key, read_digests
from engross.batch.corpus.item import Item
from engross.batch.corpus.job import Job, RunOptions
from engross.batch.corpus.journal import JournalLine
from engross.batch.corpus.pool import is_large, line_of_job
from engross.batch.corpus.worker import make_document, warm_worker
from engross.editions import assets
from engross.pipeline.bounded import Bounds, bound_memory

FONTS_FOLDER = "fonts"
LOOKS_FOLDERS = ("templates", "styles")
PACK_DATE = (1980, 1, 1, 0, 0, 0)  # the date of files in the pack, so that the same files give the same pack


@dataclass(frozen=True, slots=True)
class ClusterTask:
    """What is sent for each document: a job without the run's options, which the outfit has."""

    item: Item
    key: str
    folder: str
    rival: str
    only_identifies: bool
    size: int
    partner: Item | None = None
    edition: str = ""


def make_task(job: Job) -> ClusterTask:
    """Return what is sent of a job."""
    return ClusterTask(*(getattr(job, field.name) for field in fields(ClusterTask)))


class NotEquipped(Exception):
    """A worker has no outfit of this name: its scheduler was started again, and knows of none."""


class WorkerOutfit(WorkerPlugin):  # type: ignore[misc] # Any: mypy does not follow distributed
    """A worker's outfit for one run, as a Dask plugin."""

    def __init__(self, order: RunOptions, bounds: Bounds) -> None:
        self.order, self.bounds, self.house = order, bounds, house_key(order)
        self.pack = _pack_outfit(order.fonts)
        identity = f"{hashlib.sha256(self.pack).hexdigest()}{self.house}{order.out}{order.url}{order.pairing}{bounds}"
        self.name = f"engross-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"
        self._pool: Any = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_pool": None}

    def setup(self, worker: Worker) -> None:
        """Unpack the outfit, and start as many processes as the worker has threads.

        Raises RuntimeError if the worker's engross is not the asking machine's: its bytes would differ.
        """
        folder = _unpack_outfit(self.pack, Path(worker.local_directory) / self.name)
        self.order = replace(self.order, fonts=folder / FONTS_FOLDER)
        multiprocessing.current_process().daemon = False  # a daemon may not start processes
        self._folder = folder
        self._pool = self._start_pool(worker.state.nthreads)
        if self._pool.schedule(house_key, args=[self.order]).result() != self.house:
            self.teardown(worker)
            raise RuntimeError(f"engross on {worker.address} is not the one that asks: install the same version there")

    def _start_pool(self, processes: int) -> ProcessPool:
        context = multiprocessing.get_context("spawn")
        arguments = [self._folder, self.bounds.memory_mb]
        return ProcessPool(processes, initializer=init_worker_process, initargs=arguments, context=context)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002
        """End the processes."""
        self._pool.stop()
        self._pool.join()

    def make_line(self, task: ClusterTask) -> JournalLine:
        """Return the line of a document, made in a process below this one; in one of its own if it is very large."""
        values = {field.name: getattr(task, field.name) for field in fields(task)}
        job = Job(order=self.order, **values)
        if not is_large(job):
            return self._make_line_in(self._pool, job)
        with self._start_pool(1) as pool:
            return self._make_line_in(pool, job)

    def _make_line_in(self, pool: ProcessPool, job: Job) -> JournalLine:
        return line_of_job(pool.schedule(make_document, args=[job], timeout=self.bounds.seconds), job, self.bounds)


def init_worker_process(folder: Path, memory_mb: int) -> None:
    """Prepare a process: looks from the outfit, modules loaded, memory bounded."""
    assets.borrow_assets_from(folder)
    warm_worker()
    bound_memory(memory_mb)


def make_there(name: str, batch: tuple[ClusterTask, ...]) -> list[JournalLine]:
    """Return the lines of a batch; called on a worker, with the name of its outfit. Raises NotEquipped."""
    outfit: WorkerOutfit | None = get_worker().plugins.get(name)
    if outfit is None:
        raise NotEquipped(name)
    return [outfit.make_line(task) for task in batch]


def digest_there(found: tuple[Item, ...]) -> list[tuple[Item, Digest]]:
    """Return sources with the digests of their bytes, read on a worker."""
    return list(read_digests(found))


def _pack_outfit(fonts: Path) -> bytes:
    """Pack the fonts and the looks into one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, folder in (
            (FONTS_FOLDER, fonts),
            *((name, assets.find_asset_folder(name)) for name in LOOKS_FOLDERS),
        ):
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                entry = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", PACK_DATE)
                archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unpack_outfit(pack: bytes, folder: Path) -> Path:
    """Unpack ``pack`` into ``folder`` and return it; a worker that dies while it unpacks leaves no partial folder."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        unpacked = Path(tempfile.mkdtemp(dir=folder.parent))
        with zipfile.ZipFile(io.BytesIO(pack)) as archive:
            archive.extractall(unpacked)
        try:
            unpacked.rename(folder)
        except OSError:  # another worker was first
            shutil.rmtree(unpacked)
    return folder
