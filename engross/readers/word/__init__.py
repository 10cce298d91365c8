"""Read a Word document (.docx) into a Reading: paragraphs by their styles, notes where they are called.

The steps, each in a file of its own: package (the parts of the file), styles and numbers (what they mean), runs and
notes (the words of a paragraph), body_items and tables (paragraphs and tables in order), head (masthead, title,
enacting words), body (what each paragraph is), side_parts and ledger (the account of all characters). The line of a
place in a Word document is a paragraph, counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.grammars.language import Language, load_language
from engross.grammars.symbol import Symbol, parse
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.reading import BODY_TEXT, MASTHEAD_TEXT, Ledger, LedgerEntry, Overrides, Reading
from engross.model.text import fold, shorten_text, spell_inlines
from engross.model.tree import Annex, Facts, Inline, Masthead, Note, Paragraph, Part, Resolution, Role, Source, Where
from engross.model.walk import insert_notes_before_first_call
from engross.readers.common.document_name import name_document, report_identity, seat_name
from engross.readers.common.own_links import remove_own_links
from engross.readers.lines.head import build_facts, read_closing
from engross.readers.lines.links import find_committee_reports
from engross.readers.lines.own_symbol import require_symbol
from engross.readers.word import body, head
from engross.readers.word.body_items import BodyItem, read_body_items, read_inner_blocks
from engross.readers.word.brackets import bracket_note_numbers
from engross.readers.word.document_language import detect_language
from engross.readers.word.file_metadata import FileMetadata, report_differences
from engross.readers.word.ledger import build_ledger, report_left_out_text
from engross.readers.word.lettered_parts import LetteredPart, split_lettered_parts
from engross.readers.word.package import open_package
from engross.readers.word.qnames import find_element, full_name
from engross.readers.word.reader_state import WordReaderState, create_reader_state
from engross.readers.word.references import report_references
from engross.readers.word.side_parts import SideParts, find_first_header, read_side_parts
from engross.readers.word.uncalled import append_uncalled_notes

INSERTION_TAGS, DELETION_TAGS = ("w:ins", "w:moveTo", "w:cellIns"), ("w:del", "w:moveFrom", "w:cellDel")


@dataclass(frozen=True, slots=True)
class DocumentSections:
    """The body items of a document's masthead, title and text, with its language and organ."""

    mast: list[BodyItem]
    title: list[BodyItem]
    text: list[BodyItem]
    lang: Language
    organ: str  # of the enacting words; "" if there are none


def read(source: Source, wishes: Overrides) -> Reading:
    """Read a Word document: the resolution in it, or any other document as headings and paragraphs.

    Raises Refusal if the file is broken or has no words, or if no symbol is found.
    """
    state = create_reader_state(open_package(source), source.name, read_inner_blocks)
    header_items, text_items = _read_header_and_text(state, source)
    side_parts = read_side_parts(state, header := find_first_header(state) if header_items else "")
    items = header_items, append_uncalled_notes(text_items, state)
    document = _split_document(state, items, wishes, side_parts.metadata)
    title_items, lettered_parts = split_lettered_parts(document.title, document.text, document.lang, document.organ)
    number, title = head.split_number_and_title(title_items)
    mast = head.build_masthead(
        document.mast, document.lang, document.organ or _find_organ_by_symbol(document, wishes), state.styles
    )
    printed_symbol = head.find_document_symbol(mast, number, document.organ, list(side_parts.lines))
    sources = (wishes.symbol, printed_symbol, side_parts.metadata)
    symbol = _choose_symbol(sources, _name_document(document, mast, (number, title)), Where(source.name, 1))
    carried_notes = head.collect_called_notes(document.mast)
    title, where = insert_notes_before_first_call(remove_own_links(title, symbol), carried_notes), Where(source.name, 1)
    whole = [LetteredPart(number, title, document.text)]
    parts = tuple(_build_part(document, part) for part in lettered_parts or whole)
    facts = _collect_facts(number, parts, mast, (document.lang, side_parts))
    overall_heading = (number, title) if lettered_parts else ("", ())
    of_text = document.lang.code, document.organ or symbol.organ
    unbracketed = Resolution(symbol, *of_text, parts, seat_name(mast, symbol), facts, *overall_heading, where)
    resolution = bracket_note_numbers(unbracketed, document.lang)
    ledger = build_ledger(state, _collect_entries(document), header, side_parts.entries)
    notices = (
        *_report_tracked_changes(state, where),
        *_report_carried_notes(carried_notes),
        *report_differences(side_parts.metadata, printed_symbol, _find_own_language(document, wishes), where),
        *_report_left_out(state, document, header, ledger),
        *report_references(state.package),
        *state.notices,
        *_report_unknown_numbers(state),
        *(notice for part in parts for notice in _report_unknown_lines(part, document)),
        *report_identity(resolution),
    )
    return Reading(resolution, (*notices, *_report_missing_facts(resolution, document)), (), ledger)


def _name_document(
    document: DocumentSections, mast: Masthead, heading: tuple[str, tuple[Inline, ...]]
) -> Symbol | None:
    """Return what names a document without a symbol, whose number and title are given; None without enacting words."""
    words = heading[0] or spell_inlines(heading[1], calls=False)
    return name_document(document.organ, mast, words, document.lang) if document.organ else None


def _read_header_and_text(state: WordReaderState, source: Source) -> tuple[list[BodyItem], list[BodyItem]]:
    """Return the body items of the first page's header and those of the text.

    The header yields no items unless a line of it is a symbol. Raises Refusal if the text has no words.
    """
    root = state.package.tree(state.package.main)
    text = find_element(root, "w:body")
    part = find_first_header(state)
    header = state.package.tree(part) if part else None
    header_items: list[BodyItem] = []
    if header is not None:
        state.part = part
        header_items = [*read_body_items(header, state)]
        if not any(head.is_symbol_line(line) for item in header_items for line in head.list_item_lines(item)):
            header_items = []
    state.part, state.paragraph, state.pictures, state.fields = state.package.main, 0, 0, []
    text_items = [*read_body_items(text, state)] if text is not None else []
    if not any(item.content or item.table for item in text_items):
        raise Refusal("the Word document has no words", "give the text of a resolution", Where(source.name))
    return header_items, text_items


def _split_document(
    state: WordReaderState, items: tuple[list[BodyItem], list[BodyItem]], wishes: Overrides, metadata: FileMetadata
) -> DocumentSections:
    """Divide the body items of header and text into masthead, title and text.

    Language and organ are those of the enacting words; without them the metadata of the file tell the language.
    """
    header_items, text_items = items
    enacting = head.find_enacting_words(text_items, wishes.language) or head.find_enacting_words(text_items, "")
    root = state.package.tree(state.package.main)
    own_code = enacting.lang.code if enacting else metadata.language
    if not own_code and root is not None:
        own_code = detect_language(root, state.styles)
    lang = load_language(wishes.language or own_code)
    bounds = head.find_head_bounds(text_items, enacting, state.styles)
    masthead_items = text_items[: bounds.title.start]
    without_pictures = [replace(item, pictures=0) for item in (*header_items, *masthead_items)]
    return DocumentSections(
        without_pictures,
        text_items[bounds.title.start : bounds.text],
        text_items[bounds.text :],
        lang,
        enacting.organ if enacting else "",
    )


def _choose_symbol(sources: tuple[str, Symbol | None, FileMetadata], name: Symbol | None, where: Where) -> Symbol:
    """Return the symbol that the user says, that is printed, or that the metadata of the file say, in this order.

    ``name``: what names the document without one. Raises Refusal if there is none of these.
    """
    asked, printed, metadata = sources
    return parse(asked) if asked else require_symbol(printed or next(iter(metadata.symbols), name), where)


def _find_own_language(document: DocumentSections, wishes: Overrides) -> str:
    """Return the language that a document's enacting words show; "" without them, or where the user has set one."""
    return document.lang.code if document.organ and not wishes.language else ""


def _find_organ_by_symbol(document: DocumentSections, wishes: Overrides) -> str:
    """Return the organ of a document without enacting words: that of the first symbol above its text, or ""."""
    if wishes.symbol:
        return parse(wishes.symbol).organ
    lines = (line for item in document.mast for line in head.list_item_lines(item))
    return next((symbol.organ for line in lines if (symbol := head.find_line_symbol(line))), "")


def _build_part(document: DocumentSections, part: LetteredPart) -> Part:
    resolution = bool(document.organ)
    body_items, closing, annexes = body.split_closing_and_annexes(part.text, document.lang, resolution)
    return Part(
        part.letter,
        part.title,
        body.build_blocks(body_items, document.lang, resolution=resolution),
        tuple(body.build_closing(closing)),
        tuple(_drop_empty_annexes(body.build_annex(annex, document.lang) for annex in annexes)),
    )


def _drop_empty_annexes(annexes: Iterator[Annex]) -> Iterator[Annex]:
    return (annex for annex in annexes if annex.blocks)


def _collect_facts(number: str, parts: tuple[Part, ...], mast: Masthead, context: tuple[Language, SideParts]) -> Facts:
    """Collect the facts that masthead, closing lines and side parts state."""
    lang, side_parts = context
    closing_facts = read_closing([spell_inlines(one.content, calls=False) for one in parts[0].closing], lang)
    return replace(
        build_facts(number, mast, closing_facts, lang),
        committee_report=find_committee_reports((), "", spell_inlines(mast.proponent)),
        job_number=side_parts.job_number,
    )


def _report_tracked_changes(state: WordReaderState, where: Where) -> Iterator[Notice]:
    """Report how many tracked changes were accepted in the text and its notes."""
    kinds = ("footnotes", "endnotes")
    parts = (state.package.main, *(part for kind in kinds for part in state.package.parts_beside(kind)))
    roots = [root for part in parts if (root := state.package.tree(part)) is not None]
    insertions, deletions = (
        sum(1 for root in roots for _ in root.iter(*map(full_name, names))) for names in (INSERTION_TAGS, DELETION_TAGS)
    )
    if insertions or deletions:
        yield make_notice(Code.CHANGES_ACCEPTED, where, kept=insertions, lost=deletions)


def _report_carried_notes(notes: tuple[Note, ...]) -> Iterator[Notice]:
    words = {"place": "the masthead", "call": "the title"}
    return (make_notice(Code.NOTE_CARRIED, note.where, number=note.number, **words) for note in notes)


def _report_left_out(
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
            text=shorten_text(" ".join(header_text.split())),
            kind="header of the first page, without a symbol",
        )


def _report_unknown_numbers(state: WordReaderState) -> Iterator[Notice]:
    """Report all paragraphs whose automatic numbers are unknown, in one notice at the first."""
    if state.unlisted:
        yield make_notice(Code.NUMBERS_UNKNOWN, state.unlisted[0], count=len(state.unlisted))


def _report_pictures(document: DocumentSections) -> Iterator[Notice]:
    """Report the pictures of title and text; those of the masthead are ornament."""
    with_pictures = (item for item in (*document.title, *document.text) if item.pictures)
    return (make_notice(Code.PICTURE_LEFT_OUT, item.where, count=item.pictures) for item in with_pictures)


def _report_unknown_lines(part: Part, document: DocumentSections) -> Iterator[Notice]:
    """Report the paragraphs of a resolution that are neither preambular nor operative nor a point."""
    for block in part.body if document.organ else ():
        if isinstance(block, Paragraph) and block.role is Role.PLAIN:
            yield make_notice(
                Code.UNKNOWN_LINE, block.where, text=shorten_text(" ".join(spell_inlines(block.content).split()))
            )


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


def _collect_entries(document: DocumentSections) -> Iterator[LedgerEntry]:
    """Yield the ledger entries of all body items; the text of the masthead has a kind of its own."""
    for entry in (entry for item in document.mast for entry in item.entries):
        yield replace(entry, kind=MASTHEAD_TEXT) if entry.kind == BODY_TEXT else entry
    yield from (entry for item in (*document.title, *document.text) for entry in item.entries)
