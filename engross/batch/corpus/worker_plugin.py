"""What a cluster's worker needs to make documents as the machine that asks would: fonts, looks, a pool of processes.

It goes to each worker once, and to every worker that comes later, by Dask's own plugins. Documents are made in
processes below the worker's, as on one machine: so a document that hangs or kills its process is found out there, and
the worker lives on. Dask tries again only what was lost with a worker.
"""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import shutil
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker
from pebble import ProcessPool

from engross.batch.corpus.cache_key import house_key, read_digests
from engross.batch.corpus.item import Item
from engross.batch.corpus.journal import JournalLine
from engross.batch.corpus.pool import line_of_job
from engross.batch.corpus.worker import Job, RunOptions, make_document, warm_worker
from engross.editions import assets
from engross.pipeline.bounded import Bounds, bound_memory

FONTS_FOLDER = "fonts"
LOOKS_FOLDERS = ("templates", "styles")
PACK_DATE = (1980, 1, 1, 0, 0, 0)  # of files in the pack, so that the same files are the same pack


@dataclass(frozen=True, slots=True)
class ClusterTask:
    """What is sent for each document: the source and its key."""

    item: Item
    key: str


class WorkerOutfit(WorkerPlugin):  # type: ignore[misc] # Any, for mypy does not follow distributed
    """A worker's outfit for one run."""

    def __init__(self, order: RunOptions, bounds: Bounds) -> None:
        self.order, self.bounds, self.house = order, bounds, house_key(order)
        self.pack = _pack_outfit(order.fonts)
        told = f"{hashlib.sha256(self.pack).hexdigest()}{self.house}{order.out}{order.url}{bounds}"
        self.name = f"engross-{hashlib.sha256(told.encode()).hexdigest()[:16]}"
        self._pool: Any = None

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_pool": None}

    def setup(self, worker: Worker) -> None:
        """Unpack what came, and start processes, as many as the worker has threads.

        Raises RuntimeError where the worker's engross is not that of the machine that asks: its bytes would differ.
        """
        folder = _unpack_outfit(self.pack, Path(worker.local_directory) / self.name)
        self.order = replace(self.order, fonts=folder / FONTS_FOLDER)
        multiprocessing.current_process().daemon = False  # else it may have no processes below it
        context = multiprocessing.get_context("spawn")
        equipment = [folder, self.bounds.memory_mb]
        self._pool = ProcessPool(
            worker.state.nthreads, initializer=init_worker_process, initargs=equipment, context=context
        )
        if self._pool.schedule(house_key, args=[self.order]).result() != self.house:
            self.teardown(worker)
            raise RuntimeError(f"engross on {worker.address} is not the one that asks: install the same version there")

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002
        """End the processes."""
        self._pool.stop()
        self._pool.join()

    def make_line(self, task: ClusterTask) -> JournalLine:
        """The line of a task, made in a process below this one."""
        job = Job(task.item, task.key, self.order)
        return line_of_job(
            self._pool.schedule(make_document, args=[job], timeout=self.bounds.seconds), job, self.bounds
        )


def init_worker_process(folder: Path, memory_mb: int) -> None:
    """Make a process ready: looks from the outfit, the house loaded, its memory bounded."""
    assets.borrow_assets_from(folder)
    warm_worker()
    bound_memory(memory_mb)


def make_there(name: str, task: ClusterTask) -> JournalLine:
    """The line of a task; what a worker is asked to call."""
    outfit: WorkerOutfit = get_worker().plugins[name]
    line: JournalLine = outfit.make_line(task)
    return line


def digest_there(found: tuple[Item, ...]) -> list[tuple[Item, str]]:
    """Sources with the digests of their bytes, read where the worker is."""
    return list(read_digests(found))


def _pack_outfit(fonts: Path) -> bytes:
    """The fonts and the looks as one archive."""
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
    """The pack's files in ``folder``, whole: a worker that dies while it unpacks leaves none."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(dir=folder.parent))
        with zipfile.ZipFile(io.BytesIO(pack)) as archive:
            archive.extractall(room)
        try:
            room.rename(folder)
        except OSError:  # another worker was first
            shutil.rmtree(room)
    return folder
