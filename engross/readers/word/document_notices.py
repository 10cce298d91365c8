"""Tell what is odd about a Word document: changes that were accepted, what was left out, what it does not say."""

from __future__ import annotations

from collections.abc import Iterator

from engross.grammars.symbol import Symbol
from engross.model.notice import Code, Notice, make_notice
from engross.model.reading import Ledger
from engross.model.text import fold, shorten_line, spell_inlines
from engross.model.tree import Note, Paragraph, Part, Resolution, Role, Where
from engross.readers.common.document_name import report_identity
from engross.readers.word import head
from engross.readers.word.document_sections import DocumentSections
from engross.readers.word.file_metadata import report_differences
from engross.readers.word.ledger import report_left_out_text
from engross.readers.word.qnames import full_name
from engross.readers.word.reader_state import WordReaderState
from engross.readers.word.side_parts import SideParts, find_first_header

INSERTION_TAGS, DELETION_TAGS = ("w:ins", "w:moveTo", "w:cellIns"), ("w:del", "w:moveFrom", "w:cellDel")


def report_tracked_changes(state: WordReaderState, where: Where) -> Iterator[Notice]:
    """Report how many tracked changes were accepted in the text and its notes."""
    kinds = ("footnotes", "endnotes")
    parts = (state.package.main, *(part for kind in kinds for part in state.package.parts_beside(kind)))
    roots = [root for part in parts if (root := state.package.tree(part)) is not None]
    insertions, deletions = (
        sum(1 for root in roots for _ in root.iter(*map(full_name, names))) for names in (INSERTION_TAGS, DELETION_TAGS)
    )
    if insertions or deletions:
        yield make_notice(Code.CHANGES_ACCEPTED, where, kept=insertions, lost=deletions)


def report_identity_differences(
    side_parts: SideParts, printed: Symbol | None, language: str, where: Where
) -> Iterator[Notice]:
    """Report where the metadata of the file or a running head say another symbol or language than is printed."""
    yield from report_differences(side_parts.metadata, printed, language, where)
    symbols = [symbol for symbol in map(head.find_line_symbol, side_parts.lines) if symbol]
    if printed and symbols and printed not in symbols:
        words = {"masthead": printed, "place": "a running head", "head": symbols[0], "believed": "masthead"}
        yield make_notice(Code.SYMBOLS_DISAGREE, where, **words)


def report_carried_notes(notes: tuple[Note, ...]) -> Iterator[Notice]:
    """Report the notes that the masthead calls, which has no notes in the editions: the title calls them there."""
    words = {"place": "the masthead", "call": "the title"}
    return (make_notice(Code.NOTE_CARRIED, note.where, number=note.number, **words) for note in notes)


def report_left_out(
    state: WordReaderState, document: DocumentSections, read_part: str, ledger: Ledger
) -> Iterator[Notice]:
    """Report the pictures, the header and the text that the reading leaves out. ``read_part``: the masthead's part."""
    yield from _report_pictures(document)
    yield from _report_unread_header(state, read_part)
    yield from report_left_out_text(ledger, Where(state.file, 1))


def _report_unread_header(state: WordReaderState, read_part: str) -> Iterator[Notice]:
    """Report a header of the first page that has words but was not read as a masthead.

    ``read_part``: the name of the part that was read as one, "" for none.
    """
    part = find_first_header(state)
    header_text = state.texts.text_of(state.package.tree(part)) if part and not read_part else ""
    if header_text.strip():
        yield make_notice(
            Code.FURNITURE,
            Where(state.file),
            text=shorten_line(header_text),
            kind="header of the first page, without a symbol",
        )


def report_unknown_numbers(state: WordReaderState) -> Iterator[Notice]:
    """Report all paragraphs whose automatic numbers are unknown, in one notice at the first."""
    if state.unlisted:
        yield make_notice(Code.NUMBERS_UNKNOWN, state.unlisted[0], count=len(state.unlisted))


def _report_pictures(document: DocumentSections) -> Iterator[Notice]:
    """Report the pictures of title and text; those of the masthead are ornament."""
    with_pictures = (item for item in (*document.title, *document.text) if item.pictures)
    return (make_notice(Code.PICTURE_LEFT_OUT, item.where, count=item.pictures) for item in with_pictures)


def _report_unknown_lines(parts: tuple[Part, ...], document: DocumentSections) -> Iterator[Notice]:
    """Report the paragraphs of a resolution that are neither preambular nor operative nor a point."""
    for block in (block for part in parts for block in part.body) if document.organ else ():
        if isinstance(block, Paragraph) and block.role is Role.PLAIN:
            yield make_notice(Code.UNKNOWN_LINE, block.where, text=shorten_line(spell_inlines(block.content)))


def report_resolution(resolution: Resolution, document: DocumentSections) -> Iterator[Notice]:
    """Report what is odd about a resolution: lines that fit nowhere, its identity, facts that it does not state."""
    yield from _report_unknown_lines(resolution.parts, document)
    yield from report_identity(resolution)
    yield from _report_missing_facts(resolution, document)


def _report_missing_facts(resolution: Resolution, document: DocumentSections) -> Iterator[Notice]:
    """Report each fact that such a document should state and this one does not."""
    facts, mast = resolution.facts, resolution.masthead
    values: dict[str, object] = {"date of issue": facts.issued or mast.issued, "job number": facts.job_number}
    if document.organ:
        values = {"agenda item": mast.agenda_item, **values, "session": facts.session or mast.session}
        values |= {"date of adoption": facts.adopted, "meeting": facts.meeting}
    if document.organ != "sc":
        values["title"] = fold(spell_inlines(resolution.full_title, calls=False))
    return (make_notice(Code.NOT_FOUND, resolution.where, what=what) for what, value in values.items() if not value)
