"""Make the book of a session: read its texts, set them by sections, then its lists and indexes with true pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from engross.batch.compilation.arrange import arrange_texts
from engross.batch.compilation.arrange_pairs import (
    arrange_pairs,
    choose_languages,
    group_versions,
    iter_pair_remarks,
)
from engross.batch.compilation.make_ebooks import make_ebooks
from engross.batch.compilation.pair_texts import PairedText, PairJob, pair_text
from engross.batch.compilation.print_book import BookInputs, print_book
from engross.batch.compilation.read_texts import ReadJob, ReadText, read_text
from engross.batch.compilation.side_by_side import work_side_by_side
from engross.batch.compilation.write_data import iter_remarks, write_data
from engross.batch.corpus import RunOptions, RunResources, TellRunProgress, find_items, refuse_overwriting
from engross.editions.pdf.render_context import restore_fonts_variable
from engross.editions.typeset.parallel_widths import choose_share
from engross.model.book import FinishedFile
from engross.model.compilation import Compilation
from engross.model.notice import Notice, Refusal, Severity
from engross.pipeline import output

PDF_SUFFIX = ".pdf"
EVEN_SHARE = 50  # per cent of the measure that the first column has where nothing is paired
MOST_NAMED = 5  # up to this many sources are named in a refusal


@dataclass(frozen=True, slots=True)
class CompilationRequest:
    """A request for the book of a session: its sources, options, its file, its title ("": that of the series).

    ``languages``: the two that it has side by side; () for a book in each language of the sources.
    """

    sources: tuple[str, ...]
    order: RunOptions
    path: Path
    title: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MadeCompilation:
    """A book that was made: its files, the PDF first, its texts, its pages with those before page 1.

    ``remarks``: what texts and data say differently, and what was read with a warning.
    """

    files: tuple[Path, ...]
    book: Compilation
    pages: int
    remarks: tuple[str, ...]


def make_compilations(
    wanted: CompilationRequest, run: RunResources, say: TellRunProgress
) -> tuple[MadeCompilation, ...]:
    """Make the book of the sources, one in each of their languages, or one of two of them. Raises Refusal."""
    if wanted.path.suffix.lower() != PDF_SUFFIX:
        raise Refusal(f"{wanted.path} is not a name for a PDF", "give the book's file with --out FILE.pdf")
    output.check_place(wanted.path)
    with TemporaryDirectory(prefix="engross-book-") as name:
        folder = Path(name)
        found = _read_all(wanted, folder, run, say)
        if wanted.languages:
            return (_make_paired_book(wanted, found, (folder, run, say)),)
        by_language = _group_by_language(found)
        return tuple(
            _make_book(wanted, found, _name_file(wanted.path, code, len(by_language)), (folder, run, say))
            for code, found in by_language.items()
        )


def _name_file(path: Path, language: str, languages: int) -> Path:
    """Return the name of the book in a language: it tells the language where there are several."""
    return path if languages == 1 else path.with_suffix(f".{language}{path.suffix}")


def _read_all(
    wanted: CompilationRequest, folder: Path, run: RunResources, say: TellRunProgress
) -> tuple[ReadText, ...]:
    """Return all texts that are wanted. Raises Refusal if one cannot be read, or none is left."""
    items = find_items(wanted.sources)
    refuse_overwriting(items, wanted.path)
    jobs = [ReadJob(item, folder / f"{n}.pickle", wanted.order) for n, item in enumerate(items)]
    found: list[ReadText] = []
    say(0, len(jobs), None)
    for one in work_side_by_side(read_text, jobs, run):
        found.append(one)
        say(len(found), len(jobs), None)
    bad = [one for one in found if one.reason]
    if bad:
        reasons = "; ".join(f"{one.source}: {one.reason}" for one in bad[:MOST_NAMED])
        more = f" and {len(bad) - MOST_NAMED} more" if len(bad) > MOST_NAMED else ""
        count = "1 text" if len(bad) == 1 else f"{len(bad)} texts"
        raise Refusal(f"{count} cannot be in the book: {reasons}{more}", "correct them or leave them out")
    chosen = tuple(one for one in found if one.text)
    if not chosen:
        languages, organs, periods = (
            ", ".join(sorted(set(values)))
            for values in zip(*((one.language, one.organ, one.period) for one in found), strict=True)
        )
        what = (
            f"no text is left of {len(found)}: the sources are in {languages}, of {organs}, "
            f"of the session or the year {periods}"
        )
        raise Refusal(what, "check --language, --organ and --session")
    return chosen


def _group_by_language(found: Sequence[ReadText]) -> dict[str, tuple[ReadText, ...]]:
    codes = sorted({one.text.language for one in found if one.text})
    return {code: tuple(one for one in found if one.text and one.text.language == code) for code in codes}


def _make_book(
    wanted: CompilationRequest,
    found: tuple[ReadText, ...],
    path: Path,
    made_with: tuple[Path, RunResources, TellRunProgress],
) -> MadeCompilation:
    folder, run, say = made_with
    book = arrange_texts(found, wanted.title)
    kept = {one.text.symbol: one.kept for one in found if one.text}
    inputs = BookInputs(kept, folder, wanted.order.fonts, wanted.order.format, say)
    remarks = (*iter_remarks(book, _list_warned(found)),)
    return _finish_book(wanted, book, (path, inputs, run), remarks)


def _make_paired_book(
    wanted: CompilationRequest,
    found: tuple[ReadText, ...],
    made_with: tuple[Path, RunResources, TellRunProgress],
) -> MadeCompilation:
    """Make the book of two languages. Raises Refusal."""
    folder, run, say = made_with
    first, second = wanted.languages
    chosen = choose_languages(found, (first, second))
    book = arrange_pairs(chosen, (first, second), wanted.title)
    pairs = _pair_all(chosen, (first, second), folder, (wanted.order, run))
    kept = {pair.symbol: pair.kept for pair in pairs}
    measured = [pair.heights for pair in pairs if pair.heights]
    share = choose_share(measured) if measured else EVEN_SHARE
    inputs = BookInputs(kept, folder, wanted.order.fonts, wanted.order.format, say, share)
    remarks = (
        *_remark_left_out(found, (first, second)),
        *iter_pair_remarks(book),
        *(remark for pair in pairs for remark in pair.remarks),
        *iter_remarks(book, _list_warned(chosen)),
    )
    return _finish_book(wanted, book, (wanted.path, inputs, run), remarks)


def _pair_all(
    found: Sequence[ReadText], languages: tuple[str, str], folder: Path, made_with: tuple[RunOptions, RunResources]
) -> tuple[PairedText, ...]:
    """Return all texts with their languages paired."""
    order, run = made_with
    jobs = []
    for n, (symbol, versions) in enumerate(group_versions(found).items()):
        own = tuple(versions.get(code) for code in languages)
        kept = tuple(one.kept if one else None for one in own)
        sources = tuple(one.source for one in own if one)
        jobs.append(PairJob(symbol, (kept[0], kept[1]), sources, folder / f"pair-{n}.pickle", order.format))
    return tuple(work_side_by_side(pair_text, jobs, run))


def _remark_left_out(found: Sequence[ReadText], languages: tuple[str, str]) -> Iterator[str]:
    """Yield how many texts are in languages that the book does not have."""
    others = [one.text.language for one in found if one.text and one.text.language not in languages]
    for code, number in sorted(Counter(others).items()):
        yield f"left out: {number} texts in {code}, which the book does not have"


def _list_warned(found: Sequence[ReadText]) -> list[str]:
    """Return the symbols of the texts that were read with a warning."""
    doubtful = sorted((one.text for one in found if one.text and one.notices), key=lambda text: text.rank)
    return [*dict.fromkeys(text.symbol for text in doubtful)]


def _finish_book(
    wanted: CompilationRequest,
    book: Compilation,
    made_with: tuple[Path, BookInputs, RunResources],
    remarks: tuple[str, ...],
) -> MadeCompilation:
    """Print an arranged book, and write its files. Raises Refusal."""
    path, inputs, run = made_with
    with restore_fonts_variable():  # workers of the next book are started without it
        printed = print_book(book, inputs, run)
        ebooks, differences = make_ebooks(printed, inputs, path.stem) if "epub" in wanted.order.editions else ((), ())
    _refuse_faults((*printed.notices, *differences))
    data = write_data(path.stem, printed.book, printed.groups, (printed.front, printed.pages))
    files = output.write_files(path.parent, (FinishedFile(path.name, printed.data), *data, *ebooks))
    return MadeCompilation(files, printed.book, printed.front + printed.pages, remarks)


def _refuse_faults(notices: Sequence[Notice]) -> None:
    """Raise Refusal if the book lacks something of a text."""
    errors = [notice for notice in notices if notice.severity is Severity.ERROR]
    if errors:
        raise Refusal(f"the book differs from the texts: {errors[0]}", "report it, with the source")


__all__ = ["CompilationRequest", "MadeCompilation", "make_compilations"]
