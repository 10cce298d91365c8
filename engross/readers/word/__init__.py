"""A Word document (.docx) to a Reading: its paragraphs by their styles, its notes where they are called.

The steps, one a file: package (the parts of the file), styles and numbers (what they mean), runs and notes (the words
of a paragraph), pieces and tables (paragraphs in order), head (masthead, title, opening words), body (what each
paragraph is), margins and account (the ledger). A line of a place in a Word document is a paragraph, counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.grammars.language import Language, load_language
from engross.grammars.symbol import parse
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.reading import BODY_TEXT, MASTHEAD_TEXT, LedgerEntry, Overrides, Reading
from engross.model.text import fold, spell_inlines
from engross.model.tree import Annex, Facts, Masthead, Note, Paragraph, Part, Resolution, Role, Source, Where
from engross.model.walk import insert_notes_before_first_call
from engross.readers.lines.head import build_facts, require_symbol
from engross.readers.lines.head import read_closing as told
from engross.readers.lines.links import find_committee_reports
from engross.readers.word import body, head
from engross.readers.word.body_items import BodyItem, read_body_items, read_inner_blocks
from engross.readers.word.brackets import bracket_note_numbers
from engross.readers.word.document_language import detect_language
from engross.readers.word.ledger import build_ledger, report_left_out_text, shorten_text
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
    """A document as its pieces tell it: those of the masthead, the title's, the text's; its language and organ."""

    mast: list[BodyItem]
    title: list[BodyItem]
    text: list[BodyItem]
    lang: Language
    organ: str  # of the opening words; "" where there are none


def read(source: Source, wishes: Overrides) -> Reading:
    """The resolution in a Word document, or any other document as headings and paragraphs.

    Raises Refusal where the file is broken or has no words, or no symbol is found.
    """
    at = create_reader_state(open_package(source), source.name, read_inner_blocks)
    cover, main = _read_header_and_text(at, source)
    header = find_first_header(at) if cover else ""
    beside = read_side_parts(at, header)
    document = _split_document(at, cover, append_uncalled_notes(main, at), wishes)
    over, letters = split_lettered_parts(document.title, document.text, document.lang, document.organ)
    number, title = head.split_number_and_title(over)
    mast = head.build_masthead(
        document.mast, document.lang, document.organ or _find_organ_by_symbol(document, wishes), at.styles
    )
    own = head.find_document_symbol(mast, number, document.organ, list(beside.lines))
    symbol = parse(wishes.symbol) if wishes.symbol else require_symbol(own, Where(source.name, 1))
    carried = head.collect_called_notes(document.mast)
    title, where = insert_notes_before_first_call(title, carried), Where(source.name, 1)
    parts = tuple(_build_part(document, one) for one in letters or [LetteredPart(number, title, document.text)])
    known = _collect_facts(number, parts, mast, (document.lang, beside))
    whole = (number, title) if letters else ("", ())
    organ = document.organ or symbol.organ
    found = Resolution(symbol, document.lang.code, organ, parts, mast, known, *whole, where)
    resolution = bracket_note_numbers(found, document.lang)
    unknown = (one for part in parts for one in _report_unknown_lines(part, document))
    account = build_ledger(at, _collect_entries(document), header, beside.entries)
    aside = (*_report_pictures(document), *_report_unread_header(at, header), *report_left_out_text(account, where))
    odd = (*report_references(at.package), *at.notices, *_report_unknown_numbers(at))
    notices = (*_report_tracked_changes(at, where), *_report_carried_notes(carried), *aside, *odd, *unknown)
    return Reading(resolution, (*notices, *_report_missing_facts(resolution, document)), (), account)


def _read_header_and_text(at: WordReaderState, source: Source) -> tuple[list[BodyItem], list[BodyItem]]:
    """The pieces of the first page's header, if that is a masthead, and those of the text."""
    root = at.package.tree(at.package.main)
    text = find_element(root, "w:body")
    part = find_first_header(at)
    header = at.package.tree(part) if part else None
    cover: list[BodyItem] = []
    if header is not None:
        at.part = part
        cover = [*read_body_items(header, at)]
        if not any(head.is_symbol_line(line) for piece in cover for line in head.list_item_lines(piece)):
            cover = []
    at.part, at.paragraph, at.pictures, at.fields = at.package.main, 0, 0, []
    main = [*read_body_items(text, at)] if text is not None else []
    if not any(piece.content or piece.table for piece in main):
        raise Refusal("the Word document has no words", "give the text of a resolution", Where(source.name))
    return cover, main


def _split_document(
    at: WordReaderState, cover: list[BodyItem], main: list[BodyItem], wishes: Overrides
) -> DocumentSections:
    begun = head.find_enacting_words(main, wishes.language)
    root = at.package.tree(at.package.main)
    code = wishes.language or (detect_language(root, at.styles) if root is not None else "")
    lang = begun.lang if begun else load_language(code)
    frame = head.find_head_bounds(main, begun, at.styles)
    above = main[: frame.title.start]
    bare = [replace(piece, pictures=0) for piece in (*cover, *above)]
    return DocumentSections(
        bare, main[frame.title.start : frame.text], main[frame.text :], lang, begun.organ if begun else ""
    )


def _find_organ_by_symbol(document: DocumentSections, wishes: Overrides) -> str:
    """The organ of a document without opening words: that of the first symbol above its text."""
    if wishes.symbol:
        return parse(wishes.symbol).organ
    lines = (line for piece in document.mast for line in head.list_item_lines(piece))
    return next((found.organ for line in lines if (found := head.find_line_symbol(line))), "")


def _build_part(document: DocumentSections, part: LetteredPart) -> Part:
    resolution = bool(document.organ)
    main, closing, annexes = body.split_closing_and_annexes(part.text, document.lang, resolution)
    return Part(
        part.letter,
        part.title,
        body.build_blocks(main, resolution),
        tuple(body.build_closing(closing)),
        tuple(_drop_empty_annexes(map(body.build_annex, annexes))),
    )


def _drop_empty_annexes(annexes: Iterator[Annex]) -> Iterator[Annex]:
    return (annex for annex in annexes if annex.blocks)


def _collect_facts(number: str, parts: tuple[Part, ...], mast: Masthead, known: tuple[Language, SideParts]) -> Facts:
    lang, beside = known
    said = told([spell_inlines(one.content, calls=False) for one in parts[0].closing], lang)
    return replace(
        build_facts(number, mast, said, lang),
        committee_report=find_committee_reports((), "", spell_inlines(mast.proponent)),
        job_number=beside.job_number,
    )


def _report_tracked_changes(at: WordReaderState, where: Where) -> Iterator[Notice]:
    """What was accepted of tracked changes, in the text and its notes."""
    kinds = ("footnotes", "endnotes")
    parts = (at.package.main, *(part for kind in kinds for part in at.package.parts_beside(kind)))
    roots = [root for part in parts if (root := at.package.tree(part)) is not None]
    kept, lost = (
        sum(1 for root in roots for _ in root.iter(*map(full_name, names))) for names in (INSERTION_TAGS, DELETION_TAGS)
    )
    if kept or lost:
        yield make_notice(Code.CHANGES_ACCEPTED, where, kept=kept, lost=lost)


def _report_carried_notes(notes: tuple[Note, ...]) -> Iterator[Notice]:
    words = {"place": "the masthead", "call": "the title"}
    return (make_notice(Code.NOTE_CARRIED, note.where, number=note.number, **words) for note in notes)


def _report_unread_header(at: WordReaderState, read: str) -> Iterator[Notice]:
    """The header of the first page, where it has words and is not ``read`` as a masthead."""
    part = find_first_header(at)
    words = at.texts.text_of(at.package.tree(part)) if part and not read else ""
    if words.strip():
        yield make_notice(
            Code.FURNITURE, Where(at.file), text=shorten_text(words), kind="header of the first page, without a symbol"
        )


def _report_unknown_numbers(at: WordReaderState) -> Iterator[Notice]:
    """The paragraphs whose automatic numbers cannot be told, in one notice at the first."""
    if at.unlisted:
        yield make_notice(Code.NUMBERS_UNKNOWN, at.unlisted[0], count=len(at.unlisted))


def _report_pictures(document: DocumentSections) -> Iterator[Notice]:
    """The pictures of the text; what adorns a masthead is none of them."""
    shown = (piece for piece in (*document.title, *document.text) if piece.pictures)
    return (make_notice(Code.PICTURE_LEFT_OUT, piece.where, count=piece.pictures) for piece in shown)


def _report_unknown_lines(part: Part, document: DocumentSections) -> Iterator[Notice]:
    """Paragraphs of a resolution that are neither preambular nor operative, nor a point."""
    for block in part.body if document.organ else ():
        if isinstance(block, Paragraph) and block.role is Role.PLAIN:
            yield make_notice(Code.UNKNOWN_LINE, block.where, text=shorten_text(spell_inlines(block.content)))


def _report_missing_facts(resolution: Resolution, document: DocumentSections) -> Iterator[Notice]:
    facts, mast = resolution.facts, resolution.masthead
    known: dict[str, object] = {"date of issue": facts.issued or mast.issued, "job number": facts.job_number}
    if document.organ:
        known = {"agenda item": mast.agenda_item, **known, "session": facts.session or mast.session}
        known |= {"date of adoption": facts.adopted, "meeting": facts.meeting}
    if document.organ != "sc":
        known["title"] = fold(spell_inlines(resolution.full_title, calls=False))
    return (make_notice(Code.NOT_FOUND, resolution.where, what=what) for what, value in known.items() if not value)


def _collect_entries(document: DocumentSections) -> Iterator[LedgerEntry]:
    """The entries of the text, those of the masthead as such."""
    for entry in (entry for piece in document.mast for entry in piece.entries):
        yield replace(entry, kind=MASTHEAD_TEXT) if entry.kind == BODY_TEXT else entry
    yield from (entry for piece in (*document.title, *document.text) for entry in piece.entries)
