"""Make the bilingual edition of two language versions of a document: ``build_parallel`` calls the stages in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engross import __version__
from engross.editions import export
from engross.editions.export import ReportInputs
from engross.editions.index import build_index, join_indexes
from engross.editions.pdf.read_back import read_back
from engross.editions.pdf.render_context import restore_fonts_variable
from engross.editions.typeset.parallel_markup import SIDES
from engross.model.book import Book, Companion, FinishedFile, Imprint
from engross.model.notice import Notice, Refusal
from engross.model.notice_place import assign_ids
from engross.model.parallel import FACING, ParallelText
from engross.model.request import ParallelRequest, Request
from engross.model.text import folded_streams, spell_title
from engross.model.tree import Resolution
from engross.pipeline import output
from engross.pipeline.make_editions import MadeEdition, has_errors, is_withheld
from engross.pipeline.name_editions import name_editions
from engross.pipeline.parallel_pairs import pair_resolutions, report_pairs
from engross.pipeline.parallel_print import LanguageVersion, ParallelInputs, PrintedPair, print_columns, print_facing
from engross.pipeline.print_inputs import find_due_streams
from engross.pipeline.read import read_source
from engross.verify import integrity

REPORT_NAME = "report.json"
PARALLEL_EDITIONS = frozenset({"pdf", "epub"})


@dataclass(frozen=True, slots=True)
class ParallelResult:
    """What was made of two languages: the files by name, all notices; ``ok`` if none of them is an error.

    ``files``: those written, in ``folder``; () if nothing was to be written.
    """

    name: str
    folder: Path
    files: tuple[Path, ...]
    notices: tuple[Notice, ...]
    report: dict[str, Any]
    ok: bool
    text: ParallelText
    contents: dict[str, bytes]


def build_parallel(request: ParallelRequest) -> ParallelResult:
    """Make the bilingual editions of two sources. Raises Refusal if they are no pair, or cannot be worked with."""
    with restore_fonts_variable():
        return _make_editions(request)


def _make_editions(request: ParallelRequest) -> ParallelResult:
    inputs = pair_sources(request)
    faults = [notice for version in inputs.versions for notice in version.reading.notices]
    pages, editions = (0, ()) if has_errors(faults) else _make_asked(inputs)
    notices = (*faults, *report_pairs(inputs.text), *(notice for made in editions for notice in made.notices))
    files = tuple(file for made in editions if not is_withheld(made) for file in made.files)
    return _write_result(inputs, notices, files, pages)


def _make_asked(inputs: ParallelInputs) -> tuple[int, tuple[MadeEdition, ...]]:
    """Return the pages of the print edition, 0 for none, and the editions that are asked for."""
    asked = inputs.request.first.editions
    pages, printed = _make_pdf(inputs) if "pdf" in asked else (0, MadeEdition())
    return pages, (printed, _make_epub(inputs) if "epub" in asked else MadeEdition())


def pair_sources(request: ParallelRequest) -> ParallelInputs:
    """Read both sources and pair them. Raises Refusal if they are two documents, one language, or pair too badly."""
    versions = _read_version(request.first), _read_version(request.second)
    resolutions = versions[0].reading.resolution, versions[1].reading.resolution
    _refuse_strangers(*resolutions)
    text = pair_resolutions(*resolutions, request.alignment)
    name = request.first.name or f"{name_editions(request.first, resolutions[0])[0]}-{resolutions[1].language}"
    return ParallelInputs(request, name, versions, text, _make_book(versions, text))


def _read_version(request: Request) -> LanguageVersion:
    source, reading = read_source(request)
    return LanguageVersion(source, replace(reading, notices=assign_ids(reading.notices, reading.resolution)))


def _refuse_strangers(first: Resolution, second: Resolution) -> None:
    """Raise Refusal if two resolutions are not one document in two languages."""
    if first.language == second.language:
        what = f"both sources are in one language, {first.language}"
        raise Refusal(what, "give two languages; redline shows two versions in one", second.where)
    if first.symbol != second.symbol and not (first.symbol.is_name or second.symbol.is_name):
        what = f"the sources are two documents: {first.symbol} and {second.symbol}"
        raise Refusal(what, "give one document in two languages, or say its symbol with --symbol", second.where)


def _make_book(versions: tuple[LanguageVersion, LanguageVersion], text: ParallelText) -> Book:
    """Return the book of the first language, with the documents that either cites in its index."""
    indexes = (build_index(r, v.language) for r, v in zip(text.resolutions, versions, strict=True))
    imprints = [Imprint(version.source.name, version.source.sha256, __version__) for version in versions]
    second = versions[1].language
    title = spell_title(text.second.full_title)
    companion = Companion(second.tag, second.words["language"]["name"], second.direction, title, imprints[1])
    return Book(text.first, join_indexes(*indexes), imprints[0], companions=(companion,))


def _make_pdf(inputs: ParallelInputs) -> tuple[int, MadeEdition]:
    """Make the print edition and compare its text, of each language, with both resolutions; return its pages, too."""
    printed = print_facing(inputs) if inputs.request.layout == FACING else print_columns(inputs)
    notices = (*printed.notices, *_compare_texts(inputs, printed))
    file = FinishedFile(f"{inputs.name}.pdf", printed.edition.data)
    return printed.edition.pages.pages, MadeEdition((file,), notices)


def _make_epub(inputs: ParallelInputs) -> MadeEdition:
    """Make the e-book of pairs and compare its text, of each language, with both resolutions."""
    from engross.editions import epub  # what is not asked for is not loaded
    from engross.pipeline.ebook import EpubInputs, make_parallel_ebook

    request, sources = inputs.request.first, [version.source for version in inputs.versions]
    data = make_parallel_ebook(
        inputs.text, inputs.book, EpubInputs(request.profile, sources[0], request.fonts, (sources[1],))
    )
    notices = tuple(
        notice
        for side, resolution in zip(SIDES, inputs.text.resolutions, strict=True)
        for notice in integrity.compare_with_model(
            integrity.ReadBack("EPUB", epub.read_back_epub(data, side)), folded_streams(resolution), resolution
        )
    )
    return MadeEdition((FinishedFile(request.profile.file_name(inputs.name), data),), notices)


def _compare_texts(inputs: ParallelInputs, printed: PrintedPair) -> Iterator[Notice]:
    """Read the text of each language back out of the PDF, and yield each difference from its resolution."""
    finished = printed.edition
    yield from integrity.report_missing_glyphs(finished.missing, finished.blank, inputs.book.resolution)
    is_beside_rtl = any(language.direction == "rtl" for language in inputs.languages)
    for resolution, own in zip(inputs.text.resolutions, printed.regions, strict=True):
        model = folded_streams(resolution)
        book = replace(inputs.book, resolution=resolution)
        due = find_due_streams(book, model, is_beside_rtl=is_beside_rtl)
        text = read_back(finished.data, (*finished.regions, *own), inputs.request.first.format, due)
        yield from integrity.compare_with_model(integrity.ReadBack("PDF", text, finished.pages), model, resolution)


def _write_result(
    inputs: ParallelInputs, notices: tuple[Notice, ...], files: tuple[FinishedFile, ...], pages: int
) -> ParallelResult:
    request = inputs.request.first
    report = _make_report(inputs, notices, files, pages)
    folder = (request.out or Path()) / inputs.name
    all_files = (*files, FinishedFile(REPORT_NAME, export.make_report_json(report)))
    paths = output.write_files(folder, all_files) if request.out is not None else ()
    contents = {file.name: file.data for file in all_files}
    return ParallelResult(inputs.name, folder, paths, notices, report, not has_errors(notices), inputs.text, contents)


def _make_report(
    inputs: ParallelInputs, notices: tuple[Notice, ...], files: tuple[FinishedFile, ...], pages: int
) -> dict[str, Any]:
    """Return the report: that of the first language, and under "parallel" what is of the second and of the pairs."""
    reports = [
        export.make_report(
            ReportInputs(
                v.source, v.reading, replace(inputs.book, resolution=r), pages, folded_streams(r), notices, files
            )
        )
        for v, r in zip(inputs.versions, inputs.text.resolutions, strict=True)
    ]
    kept = ("source", "language", "title", "ledger", "text")
    pairs = inputs.text.pairs
    return reports[0] | {
        "parallel": {
            **{name: reports[1][name] for name in kept},
            "layout": inputs.request.layout,
            "pairs": {"all": len(pairs), "whole": sum(pair.is_whole for pair in pairs)},
        }
    }
