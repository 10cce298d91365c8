"""Make the editions of many sources: keep what is up to date, make the rest in warm workers, then index them all.

Sources are folders, patterns, files, archives and URLs. The result is a folder for each document,
``corpus-report.json``, and the corpus index as JSON, CSV and SQLite. A run that was killed goes on where it stopped and
ends with the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain, count, takewhile
from pathlib import Path

from engross.batch.corpus.cache_key import make_jobs, make_pair_key
from engross.batch.corpus.corpus_index import gather_files
from engross.batch.corpus.item import Item, find_items, refuse_overwriting
from engross.batch.corpus.job import Job, Pairing, RunOptions
from engross.batch.corpus.journal import DONE, FAULTY, IDENTIFIED, RUN_FOLDER, Journal, JournalLine, hash_file
from engross.batch.corpus.name_folders import name_folders
from engross.batch.corpus.pairs import Pair, find_pairs
from engross.batch.corpus.pool import JobRunner, LocalRunner
from engross.batch.corpus.storage import Storage, open_storage
from engross.batch.search.database import name_part
from engross.model.limits import MEMORY_MB
from engross.model.notice import Refusal
from engross.pipeline.bounded import Bounds

GATHERING_FOLDER = f"{RUN_FOLDER}/gathering"  # where the files of the index are made before they are put in place
TellRunProgress = Callable[
    [int, int, JournalLine | None], None
]  # documents done so far, how many there are, the last line (None before the first)


@dataclass(frozen=True, slots=True)
class RunResources:
    """The resources of a run: workers, the seconds and MB that a document may take, whether all are made again.

    ``scheduler``: the address of a Dask scheduler, whose workers make the documents; "" for this machine.
    """

    jobs: int
    timeout: float
    force: bool = False
    scheduler: str = ""
    memory: int = MEMORY_MB

    @property
    def bounds(self) -> Bounds:
        """The bounds on time and memory for a document."""
        return Bounds(self.timeout, self.memory)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The result of a run: a line for each document by name, how many this run made, the index files that it wrote."""

    lines: Collection[JournalLine]
    made: int
    files: tuple[Path | str, ...]


def run_corpus(sources: tuple[str, ...], order: RunOptions, run: RunResources, say: TellRunProgress) -> RunSummary:
    """Make the editions of every source into ``order.out``, and index them.

    Raises Refusal if no source is found, nothing can be written, or another run is at work there.
    """
    items, storage = find_items(sources), open_storage(order.out, order.url)
    with storage.keep_others_out(RUN_FOLDER):
        journal = Journal(storage)
        with _open_runner(order, run) as runner:
            jobs = make_jobs(items, order, runner.digests)
            stale = tuple(job for job in jobs if run.force or not journal.is_current(job.item.name, job.key))
            say(0, len(stale), None)
            made_count = _make_documents(_plan_run(jobs, stale, runner, journal), runner, journal, say)
            names = frozenset(item.name for item in items)
            pairs = _plan_pairs(jobs, journal, names, is_forced=run.force)
            made_count += _make_documents(pairs, runner, journal, say)
        journal.keep_only(names | pairs.names)
        return RunSummary(journal.lines(), made_count, gather_run(journal, storage))


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What is to be made. ``ended``: lines of sources that nothing is made of; ``find_known``: that of any.

    ``names``: of all editions of two documents, those that are up to date too.
    """

    jobs: tuple[Job, ...]
    ended: tuple[JournalLine, ...]
    find_known: Callable[[str], JournalLine | None]
    names: frozenset[str] = frozenset()


def _plan_run(jobs: tuple[Job, ...], stale: tuple[Job, ...], runner: JobRunner, journal: Journal) -> RunPlan:
    """Return the plan of a run over ``jobs``, of which the stale ones are read to learn what documents they are.

    A folder is named by its document. All are read before any is made, so that the names of two sources of one document
    do not depend on which of them a worker makes first.
    """
    read_lines = {line.name: line for line in runner.work(tuple(replace(job, only_identifies=True) for job in stale))}

    def find_known(name: str) -> JournalLine | None:
        return read_lines.get(name) or journal.get_line(name)

    named = name_folders(jobs, find_known)
    waiting = tuple(job for job in named if job.item.name in read_lines or _is_elsewhere(job, journal))
    return RunPlan(waiting, tuple(line for line in read_lines.values() if line.state != IDENTIFIED), find_known)


def _plan_pairs(jobs: tuple[Job, ...], journal: Journal, documents: frozenset[str], *, is_forced: bool) -> RunPlan:
    """Return the plan of the editions of two documents, when all documents are made. ``documents``: their names."""
    pairing = jobs[0].order.pairing if jobs else Pairing()
    if pairing == Pairing():
        return RunPlan((), (), journal.get_line)
    job_of = {job.item.name: job for job in jobs}
    pairs, alone = find_pairs((line for line in journal.lines() if line.name in documents), pairing)
    pair_jobs = [_make_pair_job(pair, job_of[pair.first.name], job_of[pair.second.name]) for pair in pairs]
    lines = {pair.line.name: pair.line for pair in pairs}
    waiting = tuple(job for job in pair_jobs if is_forced or not journal.is_current(job.item.name, job.key))
    new = tuple(line for line in alone if line != journal.get_line(line.name))
    return RunPlan(waiting, new, lines.get, frozenset((*lines, *(line.name for line in alone))))


def _make_pair_job(pair: Pair, first: Job, second: Job) -> Job:
    key = make_pair_key(first.key, second.key, pair.line.edition, first.order.pairing)
    item = replace(first.item, name=pair.line.name)
    edition, size = pair.line.edition, first.size + second.size
    return Job(item, key, first.order, pair.folder, size=size, partner=second.item, edition=edition)


def _make_documents(plan: RunPlan, runner: JobRunner, journal: Journal, say: TellRunProgress) -> int:
    """Make the documents of a plan, each with a line of the journal as soon as it is made; return how many.

    What is left out or refused is not made.
    """
    made, total = 0, len(plan.ended) + len(plan.jobs)
    for done, line in enumerate(chain(plan.ended, runner.work(plan.jobs)), 1):
        known = plan.find_known(line.name)  # a document that is refused late keeps its name for the next run
        if known and not line.symbol:
            line = replace(line, symbol=known.symbol, language=known.language, edition=known.edition)  # noqa: PLW2901 # it is that line
        journal.write_line(line)
        made += line.state in (DONE, FAULTY)
        say(done, total, line)
    return made


def _is_elsewhere(job: Job, journal: Journal) -> bool:
    """Return whether editions were made in another folder than the job's: an older engross named it, or a rival."""
    line = journal.get_line(job.item.name)
    return line is not None and bool(line.files) and line.editions != job.folder


def gather_run(journal: Journal, storage: Storage) -> tuple[Path | str, ...]:
    """Write the report and index of all documents unless they are up to date: a killed run may have left them out."""
    if journal.is_gathered():
        return ()
    with storage.open_room(GATHERING_FOLDER) as room:
        files = gather_files(storage, journal.lines(), room)
        hashes = {path.name: hash_file(path) for path in files}
        paths = storage.put(files)
    _remove_spare_parts(storage, hashes)
    journal.note_gathered(hashes)
    return paths


def _remove_spare_parts(storage: Storage, made: Collection[str]) -> None:
    """Remove the parts of the database of an earlier run that had more, from the last, so that none is left behind."""
    later = (name for name in map(name_part, count(1)) if name not in made)
    storage.remove(reversed([*takewhile(lambda name: storage.size(name) >= 0, later)]))


@contextmanager
def _open_runner(order: RunOptions, run: RunResources) -> Iterator[JobRunner]:
    """Provide the runner of jobs: this machine, or a scheduler's cluster. Raises Refusal if Dask is not installed."""
    if not run.scheduler:
        yield LocalRunner(run.jobs, run.bounds)
        return
    try:
        from engross.batch.corpus.cluster import open_cluster
    except ImportError as error:
        raise Refusal(f"--scheduler needs Dask: {error}", "install engross[cluster]") from None
    with open_cluster(run.scheduler, order, run.bounds) as runner:
        yield runner


__all__ = [
    "Item",
    "JournalLine",
    "Pairing",
    "RunOptions",
    "RunResources",
    "RunSummary",
    "TellRunProgress",
    "find_items",
    "refuse_overwriting",
    "run_corpus",
]
