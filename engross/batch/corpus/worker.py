"""Build one job's source in this process; the journal line returned says what became of it, whatever happens."""

from __future__ import annotations

import ctypes
import gc
import json
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from engross.batch.corpus.item import Item, read_item
from engross.batch.corpus.job import Job
from engross.batch.corpus.journal import (
    DONE,
    FAILED,
    FAULTY,
    IDENTIFIED,
    LEFT_OUT,
    OUT_OF_REACH,
    RECORDS_FOLDER,
    REFUSED,
    RUN_FOLDER,
    TRACES_FOLDER,
    JournalLine,
    hash_bytes,
    trace_name,
)
from engross.batch.corpus.pair_worker import describe_files, describe_pair, make_pair, sort_counts
from engross.batch.corpus.storage import Storage, open_storage
from engross.batch.corpus.urls import Unreachable
from engross.grammars.terminal import spell_controls
from engross.model.book import FinishedFile
from engross.model.failure import make_refusal
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.readers.voting_data import beside

if TYPE_CHECKING:
    from engross.model.request import Request
    from engross.pipeline.build import BuildResult

COLLECT_PAGES = (
    32  # pages set between two collections: boxes of a page refer to each other, and only a collection frees them
)
LARGE_PAGES = 40  # pages of a document after which a worker empties its caches
_PAGES_SINCE_COLLECTION: list[int] = []  # pages of the documents since the last collection, in this process


def warm_worker() -> None:
    """Load the modules of a build, and exempt the objects that stay for ever from garbage collection."""
    from engross.pipeline import build, ebook  # noqa: F401

    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def make_document(job: Job) -> JournalLine:
    """Return the journal line of a job. Never raises for a fault of the source or of engross."""
    line = _try_job(job)
    _collect_garbage(line.counts.get("pages", 1))
    return line


def _collect_garbage(pages: int) -> None:
    """Collect garbage once enough pages have been made: with the raised thresholds a worker grows by 3 MB a document.

    A large document leaves holes between what is kept from it: the caches are emptied, and the memory is given back to
    the system.
    """
    _PAGES_SINCE_COLLECTION.append(pages)
    if sum(_PAGES_SINCE_COLLECTION) < COLLECT_PAGES:
        return
    _PAGES_SINCE_COLLECTION.clear()
    if pages >= LARGE_PAGES:
        from engross.pipeline.build import release_caches

        release_caches()
    gc.collect()
    if pages >= LARGE_PAGES:
        with suppress(OSError, AttributeError, TypeError):  # only glibc has malloc_trim
            ctypes.CDLL(None).malloc_trim(0)


def _try_job(job: Job) -> JournalLine:
    item = job.item
    if item.fault:
        return _line_of_refusal(job, item.fault)
    try:
        with TemporaryDirectory(prefix="engross-") as folder:
            return _do_job(job, Path(folder))
    except Refusal as refusal:
        return _line_of_refusal(job, str(refusal))
    except Unreachable as error:
        return JournalLine(item.name, job.key, OUT_OF_REACH, spell_controls(str(error)), edition=job.edition)
    except Exception as error:  # noqa: BLE001 # one bad file is an entry in the report and does not end the run
        return _line_of_failure(job, error)


def _do_job(job: Job, folder: Path) -> JournalLine:
    if job.only_identifies:
        return _identify_job(job, folder)
    return _build_pair(job, job.partner, folder) if job.partner else _build_job(job, folder)


def _line_of_refusal(job: Job, message: str) -> JournalLine:
    return JournalLine(job.item.name, job.key, REFUSED, spell_controls(message), edition=job.edition)


def _line_of_failure(job: Job, error: Exception) -> JournalLine:
    """Return the line of an unforeseen exception; its trace is kept beside the run's journal."""

    def keep_trace(trace: str) -> str:
        file = FinishedFile(trace_name(job.item.name), trace.encode("utf-8", errors="backslashreplace"))
        try:
            (path,) = open_storage(job.order.out, job.order.url).write(f"{RUN_FOLDER}/{TRACES_FOLDER}", (file,))
        except (Refusal, OSError):
            return ""
        return str(path)

    refusal = make_refusal(error, Where(job.item.display_name), keep_trace)
    return JournalLine(job.item.name, job.key, FAILED, spell_controls(str(refusal)), edition=job.edition)


def bring_source(item: Item, folder: Path) -> Path:
    """Return the source as a file on this machine: a copy below ``folder`` if it lies in an archive or at a URL."""
    if not item.member and not item.url:
        return item.path
    path = folder / "source" / item.file
    path.parent.mkdir(parents=True)
    path.write_bytes(read_item(item))
    return path


def _identify_job(job: Job, folder: Path) -> JournalLine:
    """Return a line of what document a source is: identified, or left out."""
    from engross.pipeline.read import understand_request

    resolution = understand_request(_make_request(job, folder)).resolution
    state = IDENTIFIED if job.order.is_wanted(resolution) else LEFT_OUT
    identity = (str(resolution.symbol), resolution.language, resolution.organ)
    return JournalLine(job.item.name, job.key, state, "", *(identity if state == IDENTIFIED else ()))


def _build_job(job: Job, folder: Path) -> JournalLine:
    from engross.pipeline.build import build

    order = job.order
    outcome, where = build(_make_request(job, folder)), open_storage(order.out, order.url)
    if order.url:
        _store_outcome(outcome, where)
    return _make_line(job, outcome, where)


def _build_pair(job: Job, partner: Item, folder: Path) -> JournalLine:
    """Make the edition of two documents, and remove what an earlier run made of them and this one did not."""
    first, second = _make_request(job, folder), _make_request(replace(job, item=partner), folder / "partner")
    made, where = make_pair(job, first, replace(second, out=first.out)), open_storage(job.order.out, job.order.url)
    if job.order.url:
        where.write(made.name, tuple(FinishedFile(path.name, path.read_bytes()) for path in made.files))
    new_names = {path.name for path in made.files}
    old_names = (name for name in where.names(made.name) if name.startswith(f"{made.name}.") and name not in new_names)
    where.remove(f"{made.name}/{name}" for name in old_names)
    return describe_pair(job, made)


def _make_request(job: Job, folder: Path) -> Request:
    """Return the request for a job whose temporary files stand in ``folder``."""
    from engross.model.request import Request

    order = job.order
    return Request(
        bring_source(job.item, folder),
        folder / "out" if order.url else order.out,
        order.fonts,
        order.editions,
        name=job.folder,
        rival=job.rival,
        records=() if job.item.url else beside(job.item.path),
        with_record=order.with_record,
        profile=order.profile,
        format=order.format,
    )


def _store_outcome(outcome: BuildResult, where: Storage) -> None:
    """Store what was made; if the build failed, remove editions of an earlier one."""
    name = outcome.name
    where.write(name, tuple(FinishedFile(path.name, path.read_bytes()) for path in outcome.files))
    if not outcome.ok:
        new_names = {path.name for path in outcome.files}
        where.remove(f"{name}/{file}" for file in where.names(name) if file not in new_names)


def _make_line(job: Job, outcome: BuildResult, where: Storage) -> JournalLine:
    report = outcome.report
    faults = "; ".join(n["message"] for n in report["notices"] if n["severity"] == "error")
    codes = Counter(n["code"] for n in report["notices"])
    identity = (report["symbol"], report["language"], report["organ"])
    record = outcome.book.resolution.record
    draft = str(record.draft) if record and record.draft else ""
    line = JournalLine(job.item.name, job.key, DONE if outcome.ok else FAULTY, faults, *identity)
    counts = report["counts"] | {"characters": sum(report["ledger"].values())}
    line = replace(line, counts=sort_counts(counts), codes=sort_counts(codes), files=describe_files(outcome.files))
    return replace(line, record=_store_record(where, _make_record(outcome)), folder=outcome.name, draft=draft)


def _make_record(outcome: BuildResult) -> dict[str, Any]:
    """Return what the corpus index needs of a document: title, citations with places, paragraphs and notes as text."""
    from engross.editions.export import make_index_data
    from engross.model.text import spell_title
    from engross.model.walk import blocks_of, descend_blocks, notes_of

    resolution = outcome.book.resolution
    groups = chain(
        ((block.id, (block,)) for block in blocks_of(resolution)),
        ((note.id, tuple(descend_blocks(note.blocks))) for note in notes_of(resolution)),
    )
    texts = (
        (anchor, " ".join(spell_title(block.content) for block in blocks if hasattr(block, "content")))
        for anchor, blocks in groups
    )
    return {
        "title": outcome.report["title"],
        "adopted": resolution.facts.adopted,
        "issued": resolution.facts.issued,
        "session": resolution.facts.session,
        "subjects": list(resolution.facts.subjects),
        "symbols": make_index_data(outcome.book)["symbols"],
        "paragraphs": [[anchor, text] for anchor, text in texts if text],
    }


def _store_record(where: Storage, record: dict[str, Any]) -> str:
    """Store a record under its hash, and return the hash."""
    data = json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8")
    name = hash_bytes(data)
    where.write(f"{RUN_FOLDER}/{RECORDS_FOLDER}", (FinishedFile(f"{name}.json", data),))
    return name
