"""Read one source into a Reading, and write it in the forms that a person or a program can have it in.

``build`` goes on from here. Modules that only some calls need are imported when they run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from engross import passes
from engross.model import limits
from engross.model.notice import Notice, Refusal, name_original
from engross.model.reading import Overrides, Reading
from engross.model.tree import Resolution, Source, Where
from engross.model.walk import blocks_of, find_deep_block
from engross.readers import structure, voting_data
from engross.readers.count_paragraphs import make_size_refusal
from engross.readers.load import load_source
from engross.readers.load_file import FileStamp, stamp_file
from engross.readers.voting_data import Indexing
from engross.verify import integrity
from engross.verify.scan import scan_source

if TYPE_CHECKING:
    from engross.grammars.symbol import Symbol
    from engross.model.request import Request
    from engross.verify.diff import DiffFigures

# The structure as text, YAML to edit, the same as JSON, AKN4UN XML in two profiles of its addresses, a Word document.
READING_FORMS = ("text", "yaml", "json", "akn", "akn-guideline", "docx")
IRI_PROFILE_BY_FORM = {"akn": "unxml", "akn-guideline": "guideline"}
MAX_FOLDERS_KEPT = 8  # folders of voting data that a run goes to and fro between


@dataclass(frozen=True, slots=True)
class ReadingForm:
    """A source in another form, and the notices; in the form "text" these stand in the text instead.

    ``data``: the bytes of a form that is no text, a Word document; b"" for the others.
    """

    text: str
    notices: tuple[Notice, ...] = ()
    data: bytes = b""


def understand_request(request: Request) -> Reading:
    """Read the source of a request, and make no edition of it. Raises Refusal."""
    return understand_source(load_source(request.source, request.data)[0], request)


def understand_source(source: Source, request: Request) -> Reading:
    """Read a loaded source, put it through all passes, and join the voting data to it. Raises Refusal."""
    reading = structure(source, Overrides(request.language, request.symbol))
    _check_size(reading)
    understood = passes.run_passes(reading)
    notices = tuple(name_original(notice, source.format) for notice in understood.notices)
    return _join_voting_data(replace(understood, notices=notices), request)


def _check_size(reading: Reading) -> None:
    """Raise Refusal if a document has more paragraphs or deeper blocks than can be laid out."""
    if next(islice(blocks_of(reading.resolution), limits.PARAGRAPHS, None), None) is not None:
        raise make_size_refusal(limits.PARAGRAPHS, reading.resolution.where)
    if deep := find_deep_block(reading.resolution, limits.BLOCK_DEPTH):
        what = f"paragraphs and tables are nested more than {limits.BLOCK_DEPTH} deep"
        raise Refusal(what, "set what is nested there as paragraphs of its own", deep.where)


def read_as(request: Request, form: str) -> ReadingForm:
    """Return the source as it was understood, in one of ``READING_FORMS``. Raises Refusal."""
    reading = read_whole(request)
    if form == "text":
        from engross.editions.dump import dump_reading

        return ReadingForm(dump_reading(reading))
    if form == "docx":
        return ReadingForm("", reading.notices, write_word(reading.resolution))
    return ReadingForm(_write_form(reading, form), reading.notices)


def write_word(resolution: Resolution) -> bytes:
    """Return a resolution as a Word document in the shapes of the UN's templates; the reader reads it as the same."""
    from engross.editions.typeset.word import make_word_sheets
    from engross.editions.write.word import pack_word

    return pack_word(make_word_sheets(resolution))


def explain_line(request: Request, line: int) -> ReadingForm:
    """Return why a line of a text or a PDF, or a paragraph of a Word file, was taken for what it was.

    Raises Refusal, also for one without a label.
    """
    from engross.readers.common.explain_label import explain_label

    reading = understand_request(request)
    labels = [label for label in reading.labels if label.where.line == line]
    if labels:
        return ReadingForm("\n".join(map(explain_label, labels)))
    where = Where(reading.resolution.where.file, line)
    if not reading.labels:
        what = "the paragraphs of this source are what its styles, numbers or elements say"
        raise Refusal(what, "ask of a text, a PDF or a Word file, whose lines or paragraphs are weighed", where)
    what = (
        "this line is none of the text: it is of the head, of the closing lines, of a note, of a table or of the page"
    )
    lines = sorted(label.where.line for label in reading.labels)
    raise Refusal(what, f"ask of a line from {lines[0]} to {lines[-1]}; the notices name them", where)


def read_whole(request: Request) -> Reading:
    """Return the reading of a source with all notices: on its bytes, on its text, on what was lost. Raises Refusal."""
    return read_source(request)[1]


def read_source(request: Request) -> tuple[Source, Reading]:
    """Return a loaded source and its reading with all notices, as ``read_whole`` does. Raises Refusal."""
    source, load_notices = load_source(request.source, request.data)
    reading = understand_source(source, request)
    faults = (
        *integrity.compare_with_source(reading),
        *integrity.compare_masthead_order(reading, source),
        *integrity.compare_with_file(scan_source(source), reading),
    )
    return source, replace(reading, notices=(*load_notices, *reading.notices, *faults))


def _write_form(reading: Reading, form: str) -> str:
    from engross.editions.write.akn import write_akn
    from engross.editions.write.yaml import write_json, write_yaml

    if form == "yaml":
        return write_yaml(reading.resolution)
    return (
        write_json(reading.resolution)
        if form == "json"
        else write_akn(reading.resolution, IRI_PROFILE_BY_FORM[form]).decode("utf-8")
    )


def compare_requests(first: Request, second: Request) -> DiffFigures:
    """Measure how much of the first source (the official XML, say) the second one has. Raises Refusal."""
    from engross.verify.diff import measure_difference

    return measure_difference(understand_request(first), understand_request(second))


def _join_voting_data(reading: Reading, request: Request) -> Reading:
    """Join the UN's voting data on the document to its reading, and the notices about them."""
    records, notices = _find_voting_data(request)
    own_notices = (notice for notice in notices if notice.about == reading.resolution.symbol)
    resolution = voting_data.join(reading.resolution, records)
    return replace(reading, resolution=resolution, notices=(*reading.notices, *own_notices))


def find_record_entry(request: Request, symbol: Symbol) -> voting_data.RecordEntry | None:
    """Return what the voting data for a request have of a document, as it stands there; None if they have nothing."""
    return _find_voting_data(request)[0].entries.get(symbol)


def _find_voting_data(request: Request) -> tuple[voting_data.Records, tuple[Notice, ...]]:
    paths = request.records or (voting_data.beside(request.source) if request.data is None else ())
    return _load_voting_data(paths, tuple(map(stamp_file, paths)))


def find_indexing(request: Request, symbol: Symbol) -> Indexing:
    """Return how the UN's data on a document index it."""
    return _find_voting_data(request)[0].indexing.get(symbol, Indexing())


@lru_cache(MAX_FOLDERS_KEPT)
def _load_voting_data(
    paths: tuple[Path, ...], _stamps: tuple[FileStamp, ...]
) -> tuple[voting_data.Records, tuple[Notice, ...]]:
    """Read the records in files of data, again only if a file has changed since."""
    return voting_data.read_records(paths)


def release_voting_data() -> None:
    """Forget the voting data read so far."""
    _load_voting_data.cache_clear()
