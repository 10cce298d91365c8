"""Make the redline of versions of a text: read each, merge them, and make the editions of the merged text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from engross import __version__
from engross.collate.moves import write_moves_out
from engross.collate.redline import VersionText, make_redline
from engross.collate.restore import restore_version
from engross.editions import export
from engross.editions.export import ReportInputs
from engross.editions.export_redline import make_redline_json
from engross.editions.index import build_index
from engross.editions.pdf.render_context import restore_fonts_variable
from engross.editions.typeset.changes_apart import part_changes
from engross.editions.typeset.word import make_redline_sheets
from engross.editions.write.word import pack_word
from engross.grammars.edition_name import make_document_name, make_edition_name, spell_name
from engross.grammars.language import load_language
from engross.model.book import Book, FinishedFile, Imprint
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.notice_place import assign_ids
from engross.model.reading import Reading
from engross.model.redline import MOST_VERSIONS, Redline
from engross.model.request import Request
from engross.model.text import folded_streams
from engross.model.tree import Resolution, Where
from engross.model.walk import blocks_of
from engross.pipeline import output
from engross.pipeline.make_editions import (
    EditionInputs,
    MadeEdition,
    has_errors,
    is_withheld,
    make_epub_edition,
    make_paged_editions,
    make_web_edition,
)
from engross.pipeline.read import understand_source
from engross.readers.load import load_source
from engross.verify import integrity
from engross.verify.scan import scan_source

REPORT_NAME = "report.json"
REVISION = "/Rev."  # in symbols, behind that of the text
LEAST_KEPT = 0.4  # of the paragraphs of a version: if the next has fewer, they may be no versions of one text
LAID_OUT_EDITIONS = frozenset({"pdf", "epub", "html", "print"})
REDLINE_EDITIONS = LAID_OUT_EDITIONS | {"json", "docx"}


@dataclass(frozen=True, slots=True)
class MadeRedline:
    """A finished redline: its files in ``folder``, its value, all notices.

    ``counts``: of the merged text's paragraphs, notes, symbols and pages.
    """

    name: str
    folder: Path
    files: tuple[Path, ...]
    redline: Redline
    notices: tuple[Notice, ...]
    counts: dict[str, int]

    @property
    def is_sound(self) -> bool:
        """Whether all editions are without fault."""
        return not has_errors(self.notices)


@dataclass(frozen=True, slots=True)
class _ReadVersion:
    """A version as it was read: its text with its source, and the notices about both."""

    text: VersionText
    reading: Reading
    notices: tuple[Notice, ...]


def make_redline_editions(requests: Sequence[Request], editions: frozenset[str] = REDLINE_EDITIONS) -> MadeRedline:
    """Make the editions of the redline of versions, the oldest first.

    Folder, fonts, format, profile and name are those of the last request. An edition that is at fault is not written.
    Raises Refusal for what cannot be read or written, for too few or too many versions, or if their languages differ.
    """
    with restore_fonts_variable():
        return _make_editions(requests, editions)


def _make_editions(requests: Sequence[Request], editions: frozenset[str]) -> MadeRedline:
    versions = [_read_version(request) for request in requests]
    _check_versions(versions)
    redline = make_redline([version.text for version in versions])
    request = _complete_request(requests[-1], redline.resolution, editions)
    inputs = _make_inputs(request, redline, versions)
    faults = tuple(_compare_versions(redline, versions))
    book, pages, print_edition = make_paged_editions(inputs)
    inputs = replace(inputs, book=book)
    others = (print_edition, make_epub_edition(inputs, pages))
    made = (*others, MadeEdition(tuple(_make_data_files(inputs, editions))), make_web_edition(inputs, others))
    sound = () if has_errors(faults) else (edition for edition in made if not is_withheld(edition))
    files = tuple(file for edition in sound for file in edition.files)
    told = (*_report_unlike(redline), *_report_reversed(redline))
    read = (*(notice for version in versions for notice in version.notices), *told)
    notices = assign_ids((*read, *faults, *(notice for edition in made for notice in edition.notices)), book.resolution)
    reading = replace(versions[-1].reading, resolution=redline.resolution)
    report = export.make_report(
        ReportInputs(versions[-1].text.source, reading, book, pages.pages, inputs.text, notices, files)
    )
    all_files = (*files, FinishedFile(REPORT_NAME, export.make_report_json(report)))
    folder = (request.out or Path()) / request.name
    paths = output.write_files(folder, all_files) if request.out is not None else ()
    return MadeRedline(request.name, folder, paths, redline, notices, report["counts"])


def _read_version(request: Request) -> _ReadVersion:
    """Read a version, and compare it with its file. Raises Refusal."""
    source, notices = load_source(request.source, request.data)
    reading = understand_source(source, request)
    faults = (
        *integrity.compare_with_source(reading),
        *integrity.compare_masthead_order(reading, source),
        *integrity.compare_with_file(scan_source(source), reading),
    )
    return _ReadVersion(VersionText(reading.resolution, source), reading, (*notices, *reading.notices, *faults))


def _check_versions(versions: Sequence[_ReadVersion]) -> None:
    """Raise Refusal for versions that cannot be compared."""
    if not 2 <= len(versions) <= MOST_VERSIONS:
        what = f"{len(versions)} versions were given, and a redline compares 2 to {MOST_VERSIONS}"
        raise Refusal(what, "give the oldest version first, the newest last")
    first, *others = (version.text for version in versions)
    for other in others:
        if other.resolution.language != first.resolution.language:
            what = f"{other.source.name} is in another language ({other.resolution.language}) than {first.source.name}"
            hint = "compare versions in one language, or say it with --language; press concord compares languages"
            raise Refusal(what, hint, Where(spell_name(other.source.name)))


def _complete_request(request: Request, resolution: Resolution, editions: frozenset[str]) -> Request:
    """Return the request with the name of the redline's editions, and those editions that are laid out."""
    name = request.name or f"{make_document_name(str(resolution.symbol), resolution.language)}.redline"
    return replace(request, name=make_edition_name(name), editions=editions & LAID_OUT_EDITIONS)


def _make_inputs(request: Request, redline: Redline, versions: Sequence[_ReadVersion]) -> EditionInputs:
    newest = versions[-1].text
    imprint = Imprint(newest.source.name, newest.source.sha256, __version__)
    index = build_index(newest.resolution, load_language(newest.resolution.language))
    book = Book(part_changes(redline.resolution), index, imprint, redline=redline)
    earlier = tuple(version.text.source for version in versions[:-1])
    return EditionInputs(request, newest.source, book, folded_streams(redline.resolution), earlier)


def _compare_versions(redline: Redline, versions: Sequence[_ReadVersion]) -> Iterator[Notice]:
    """Yield a notice for each place where a version, taken out of the redline again, is not what was read."""
    for n, version in enumerate(versions):
        resolution = version.text.resolution
        restored = integrity.ReadBack(f"redline, version {n + 1}", folded_streams(restore_version(redline, n)))
        yield from integrity.compare_with_model(restored, folded_streams(resolution), resolution)


def _report_unlike(redline: Redline) -> Iterator[Notice]:
    """Yield a notice for each version that has little of the one before it."""
    blocks = [redline.histories[block.id] for block in blocks_of(redline.resolution)]
    for step in range(1, len(redline.versions)):
        before = [history for history in blocks if history.span.has_version(step - 1)]
        kept = sum(history.span.has_version(step) or history.moved != "" for history in before)
        if kept < LEAST_KEPT * len(before):
            old, new = (redline.versions[n].source for n in (step - 1, step))
            words = {"all": len(before), "kept": kept, "old": old, "new": new}
            yield make_notice(Code.VERSIONS_UNLIKE, Where(spell_name(new)), **words)


def _report_reversed(redline: Redline) -> Iterator[Notice]:
    """Yield a notice for each version that is older than the one before it: by its revision, or by its day of issue."""
    for old, new in pairwise(redline.versions):
        names = [str(version.symbol).partition(REVISION)[0] for version in (old, new)]
        is_revision = names[0] == names[1] and new.symbol < old.symbol
        if is_revision or (old.date and new.date and new.date < old.date):
            words = {"old": old.source, "new": new.source}
            yield make_notice(Code.VERSIONS_REVERSED, Where(spell_name(new.source)), **words)


def _make_data_files(inputs: EditionInputs, editions: frozenset[str]) -> Iterator[FinishedFile]:
    """Yield the changes as JSON, and as a Word document with tracked changes, as far as they are asked for."""
    redline, name = inputs.book.redline, inputs.request.name
    if redline and "json" in editions:
        yield FinishedFile(f"{name}.json", make_redline_json(redline, inputs.book.imprint))
    if redline and "docx" in editions:
        yield FinishedFile(f"{name}.docx", pack_word(make_redline_sheets(write_moves_out(redline))))
