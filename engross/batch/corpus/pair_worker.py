"""Make the edition of two documents of a run: a bilingual edition, or a redline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from engross.batch.corpus.job import PARALLEL, Job
from engross.batch.corpus.journal import DONE, FAULTY, JournalLine, hash_bytes
from engross.model.request import ParallelRequest

if TYPE_CHECKING:
    from engross.model.notice import Notice
    from engross.model.request import Request
    from engross.model.tree import Resolution

DATA_EDITIONS = frozenset({"json", "docx"})  # of a redline: made whatever paged editions are asked for


@dataclass(frozen=True, slots=True)
class MadePair:
    """What was made of two documents: its name, files and notices, what it counts, the resolution that it is named by.

    ``language``: of a bilingual edition both. ``is_sound``: whether no notice is an error.
    """

    name: str
    files: tuple[Path, ...]
    notices: tuple[Notice, ...]
    counts: dict[str, int]
    resolution: Resolution
    language: str
    is_sound: bool


def make_pair(job: Job, first: Request, second: Request) -> MadePair:
    """Make the edition of two documents. Raises Refusal if they are no pair, or cannot be worked with."""
    return _make_parallel(job, first, second) if job.edition == PARALLEL else _make_redline(first, second)


def _make_parallel(job: Job, first: Request, second: Request) -> MadePair:
    from engross.pipeline.parallel import PARALLEL_EDITIONS, build_parallel

    editions = first.editions & PARALLEL_EDITIONS
    made = build_parallel(ParallelRequest(replace(first, editions=editions), second, job.order.pairing.layout))
    language = "-".join(resolution.language for resolution in made.text.resolutions)
    return MadePair(made.name, made.files, made.notices, made.report["counts"], made.text.first, language, made.ok)


def _make_redline(first: Request, second: Request) -> MadePair:
    from engross.pipeline.redline import make_redline_editions

    made = make_redline_editions((first, second), second.editions | DATA_EDITIONS)
    newest = made.redline.resolution
    return MadePair(made.name, made.files, made.notices, made.counts, newest, newest.language, made.is_sound)


def describe_pair(job: Job, made: MadePair) -> JournalLine:
    """Return the line of an edition of two documents."""
    faults = "; ".join(notice.message for notice in made.notices if notice.severity.value == "error")
    state = DONE if made.is_sound else FAULTY
    identity = (str(made.resolution.symbol), made.language, made.resolution.organ)
    line = JournalLine(job.item.name, job.key, state, faults, *identity, folder=made.name, edition=job.edition)
    codes = Counter(notice.code.slug for notice in made.notices)
    return replace(line, counts=sort_counts(made.counts), codes=sort_counts(codes), files=describe_files(made.files))


def describe_files(paths: Iterable[Path]) -> tuple[tuple[str, int, str], ...]:
    """Return name, size in bytes and SHA-256 of each file, as a line has them."""
    return tuple((path.name, path.stat().st_size, hash_bytes(path.read_bytes())) for path in paths)


def sort_counts(counts: dict[str, int]) -> dict[str, int]:
    """Sort counts by name, as the journal spells them, so that a fresh line equals one read again."""
    return dict(sorted(counts.items()))
