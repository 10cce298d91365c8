"""Pair the two languages of the texts of a compilation by workers, and keep each pair in a file."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engross.batch.compilation.read_texts import load_book
from engross.collate.rename_ids import prefix_ids
from engross.editions.index import build_index, join_indexes
from engross.editions.typeset.compilation_pairs import CompiledPair
from engross.editions.typeset.parallel_widths import measure_rows, measure_shares
from engross.grammars.language import load_language
from engross.model.book import Book
from engross.model.notice import Notice, Refusal
from engross.model.paper import Format
from engross.model.tree import NOWHERE, Resolution
from engross.pipeline.parallel_pairs import pair_resolutions, report_pairs


@dataclass(frozen=True, slots=True)
class PairJob:
    """A text to be paired: its symbol, the files that keep it in both languages, None where it is not there.

    ``sources``: their names. ``out``: the file that the pair is to be kept in.
    """

    name: str
    kept: tuple[Path | None, Path | None]
    sources: tuple[str, ...]
    out: Path
    format: Format


@dataclass(frozen=True, slots=True)
class PairedText:
    """What came of a text: the file that keeps it as a CompiledPair, the remarks of its pairing.

    ``heights``: of its rows for each share of the first column, as ``measure_shares`` says; () where it has no rows.
    """

    symbol: str
    kept: Path
    heights: tuple[float, ...] = ()
    remarks: tuple[str, ...] = ()


def pair_text(job: PairJob) -> PairedText:
    """Pair the languages of a text, and keep them in a file: one below the other where they do not pair."""
    first, second = (load_book(path) if path else None for path in job.kept)
    heights: tuple[float, ...] = ()
    remarks: tuple[str, ...] = ()
    pair = CompiledPair((first, second))
    if first and second:
        try:
            pair = _pair_books(first, second)
        except Refusal as refusal:
            pair = CompiledPair((first, _rename_book(second)))
            remarks = (_remark_refused(job, refusal),)
    if pair.parallel:
        resolutions = pair.parallel.resolutions
        languages = load_language(resolutions[0].language), load_language(resolutions[1].language)
        heights = measure_shares(measure_rows(pair.parallel.pairs), languages, job.format)
        remarks = tuple(_remark_pairs(job, tuple(report_pairs(pair.parallel))))
    job.out.write_bytes(pickle.dumps(pair, pickle.HIGHEST_PROTOCOL))
    return PairedText(job.name, job.out, heights, remarks)


def _pair_books(first: Book, second: Book) -> CompiledPair:
    """Return both languages paired; the index of the first has what either cites. Raises Refusal."""
    text = pair_resolutions(first.resolution, second.resolution)
    own = _index_book(second, text.second)
    return CompiledPair((replace(first, index=join_indexes(first.index, own.index)), own), text)


def _rename_book(book: Book) -> Book:
    """Return a book whose ids begin with its language, as those of the second language of a pair do."""
    return _index_book(book, prefix_ids(book.resolution, f"{book.resolution.language}-"))


def _index_book(book: Book, resolution: Resolution) -> Book:
    return replace(book, resolution=resolution, index=build_index(resolution, load_language(resolution.language)))


def _remark_pairs(job: PairJob, notices: Sequence[Notice]) -> Iterator[str]:
    if notices:
        first = notices[0]
        place = f" ({first.where})" if first.where != NOWHERE else ""
        more = f", and {len(notices) - 1} more" if len(notices) > 1 else ""
        yield f"{job.name}: {first.message}{place}{more}; ./press parallel {' '.join(job.sources)} tells each place"


def _remark_refused(job: PairJob, refusal: Refusal) -> str:
    return (
        f"{job.name}: its languages do not pair and stand one below the other: {refusal.what}; "
        f"compare {' and '.join(job.sources)}"
    )


def load_pair(kept: Path) -> CompiledPair:
    """Return the pair that ``pair_text`` has kept in a file."""
    pair: CompiledPair = pickle.loads(kept.read_bytes())  # noqa: S301 # a file of this run
    return pair
