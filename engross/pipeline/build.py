"""Make the editions of one source: ``build`` calls the stages in their order."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from engross import __version__
from engross.editions import export, pdf
from engross.editions.export import ReportInputs
from engross.editions.index import build_index
from engross.editions.memo import clear_memos
from engross.editions.pdf.render_context import restore_fonts_variable
from engross.editions.rollcall import make_rollcall
from engross.grammars.language import load_language
from engross.model.book import BlockPlace, Book, FinishedFile, Imprint
from engross.model.notice import Code, Notice
from engross.model.notice_place import assign_ids
from engross.model.request import EDITIONS, Request
from engross.model.text import folded_streams
from engross.pipeline import output
from engross.pipeline.made_with import describe_program, describe_request
from engross.pipeline.make_editions import (
    DEBUG_ENDING,
    PRINT_ENDING,
    WEB_ENDING,
    EditionInputs,
    ShowPages,
    has_errors,
    is_withheld,
    make_akn_edition,
    make_epub_edition,
    make_index_files,
    make_paged_editions,
    make_web_edition,
)
from engross.pipeline.name_editions import name_editions
from engross.pipeline.read import find_record_entry, release_voting_data, understand_source
from engross.readers.load import load_source
from engross.verify import integrity
from engross.verify.scan import scan_source

REPORT_NAME = "report.json"
# The endings of the files of each edition.
FILE_ENDINGS = {
    "pdf": (".pdf", DEBUG_ENDING),
    "html": (WEB_ENDING,),
    "print": (PRINT_ENDING,),
    "epub": (".epub",),
    "index": (".symbols.json", ".symbols.csv", ".record.json"),
    "akn": (".xml",),
}


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made: the bytes of its files by name, all notices; ``ok`` if none of them is an error.

    ``files``: the files written, in ``folder``; () and the name alone if nothing was to be written. ``places``: of the
    blocks on the pages, where they are asked for.
    """

    name: str
    folder: Path
    files: tuple[Path, ...]
    notices: tuple[Notice, ...]
    report: dict[str, Any]
    ok: bool
    book: Book
    contents: dict[str, bytes]
    places: tuple[BlockPlace, ...] = ()

    def get_edition(self, edition: str) -> bytes:
        """Return the bytes of an edition: "pdf", "epub", "html", "print", "akn", or "index", its JSON.

        Raises KeyError if it was not asked for, or is at fault.
        """
        for name, data in self.contents.items():
            is_own = not (edition == "html" and name.endswith((PRINT_ENDING, DEBUG_ENDING)))
            if is_own and name.endswith(FILE_ENDINGS[edition][0]):
                return data
        raise KeyError(f"there is no {edition} here, only {', '.join(self.contents)}")


def build(request: Request, show_pages: ShowPages | None = None) -> BuildResult:
    """Make the editions of a source. Raises Refusal if the source or the folder cannot be worked with.

    An edition whose text or notes are at fault is not written: its errors stand in the report, ``ok`` is False.
    ``show_pages`` is given the PDF as soon as there is one, if nothing was lost on the way in: it is not checked yet.
    """
    with restore_fonts_variable():
        return _make_editions(request, show_pages)


def _make_editions(request: Request, show_pages: ShowPages | None) -> BuildResult:
    """Call the stages in their order, and write what they made. Raises Refusal."""
    source, load_notices = load_source(request.source, request.data)
    reading = understand_source(source, request)  # Source to Resolution, all passes
    faults = (
        *integrity.compare_with_source(reading),
        *integrity.compare_masthead_order(reading, source),
        *integrity.compare_with_file(scan_source(source), reading),
    )  # nothing lost on the way in
    resolution, lang = reading.resolution, load_language(reading.resolution.language)
    adoption, rollcall_notices = make_rollcall(resolution, lang) if request.with_record else (None, ())
    imprint = Imprint(source.name, source.sha256, __version__)
    book = Book(resolution, build_index(resolution, lang), imprint, adoption)
    name, name_notices = name_editions(request, resolution)
    request = replace(request, name=name)
    inputs = EditionInputs(request, source, book, folded_streams(resolution))
    shows = None if has_errors(faults) else show_pages
    book, pages, print_edition = make_paged_editions(inputs, shows)  # typeset and lay out; the index gets its pages
    inputs = replace(inputs, book=book)
    epub_edition = make_epub_edition(inputs, pages)  # page breaks in place
    others = (print_edition, epub_edition, make_index_files(inputs), make_akn_edition(inputs))
    editions = (*others, make_web_edition(inputs, others))
    edition_notices = (notice for edition in editions for notice in edition.notices)
    notices = assign_ids(
        (*load_notices, *reading.notices, *name_notices, *rollcall_notices, *faults, *edition_notices),
        reading.resolution,
    )
    sound_editions = () if has_errors(faults) else (made for made in editions if not is_withheld(made))
    files = tuple(file for edition in sound_editions for file in edition.files)
    result = _write_result(request, ReportInputs(source, reading, book, pages.pages, inputs.text, notices, files))
    return replace(result, places=print_edition.places)


def release_caches() -> None:
    """Empty the caches kept from document to document: after a large one they take more than the next one gains."""
    clear_memos()
    pdf.clear_font_caches()
    release_voting_data()


def _write_result(request: Request, inputs: ReportInputs) -> BuildResult:
    """Write the files and the report; remove editions of an earlier build that this one does not write.

    Raises Refusal if the folder cannot be written.
    """
    folder, report = (request.out or Path()) / request.name, export.make_report(inputs)
    entry = find_record_entry(request, inputs.reading.resolution.symbol)
    report |= {
        "voting_data": asdict(entry) if entry else None,
        "options": describe_request(request),
        "made_with": describe_program(),
    }
    files = (*inputs.files, FinishedFile(REPORT_NAME, export.make_report_json(report)))
    paths = _write_files(request, folder, files) if request.out is not None else ()
    contents = {file.name: file.data for file in files}
    is_sound = not has_errors(inputs.notices)
    return BuildResult(request.name, folder, paths, inputs.notices, report, is_sound, inputs.book, contents)


def _write_files(request: Request, folder: Path, files: tuple[FinishedFile, ...]) -> tuple[Path, ...]:
    """Write ``files`` into ``folder``, remove those of an earlier build that are not among them; return the paths."""
    paths = output.write_files(folder, files)
    endings = FILE_ENDINGS | {"epub": (request.profile.file_name(""),)}
    possible_names = {f"{request.name}{ending}" for edition in request.editions for ending in endings[edition]}
    output.remove_files(folder, possible_names - {file.name for file in files})
    return paths


__all__ = ["EDITIONS", "BuildResult", "Code", "Request", "build", "release_caches"]
