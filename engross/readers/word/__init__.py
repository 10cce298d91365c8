"""Read a Word document (.docx) into a Reading: paragraphs by their styles, notes where they are called.

The steps, each in a file of its own: package (the parts of the file), styles and numbers (what they mean), runs and
notes (the words of a paragraph), body_items and tables (paragraphs and tables in order), head (masthead, title,
enacting words), body (what each paragraph is), side_parts and ledger (the account of all characters). The line of a
place in a Word document is a paragraph, counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from engross.grammars.dates import find_iso_date
from engross.grammars.language import Language, load_language
from engross.grammars.symbol import Symbol, parse
from engross.model.notice import Refusal
from engross.model.reading import BODY_TEXT, MASTHEAD_TEXT, LedgerEntry, Overrides, Reading
from engross.model.text import spell_inlines
from engross.model.tree import Annex, Facts, Inline, Masthead, Part, Resolution, Role, Source, Where
from engross.model.walk import insert_notes_before_first_call
from engross.readers.common.document_name import name_document, seat_name
from engross.readers.common.own_links import remove_own_links
from engross.readers.lines.head import build_facts, read_closing
from engross.readers.lines.links import find_committee_reports
from engross.readers.lines.own_symbol import require_symbol
from engross.readers.word import body, head
from engross.readers.word.body_items import BodyItem, read_body_items, read_inner_blocks
from engross.readers.word.brackets import bracket_note_numbers
from engross.readers.word.document_language import detect_language
from engross.readers.word.document_notices import (
    report_carried_notes,
    report_identity_differences,
    report_left_out,
    report_resolution,
    report_tracked_changes,
    report_unknown_numbers,
)
from engross.readers.word.document_sections import DocumentSections
from engross.readers.word.file_metadata import FileMetadata
from engross.readers.word.file_properties import complete_facts, read_file_properties
from engross.readers.word.head_bounds import find_head_bounds, find_head_symbol
from engross.readers.word.ledger import build_ledger
from engross.readers.word.lettered_parts import LetteredPart, split_lettered_parts
from engross.readers.word.masthead import build_masthead
from engross.readers.word.package import open_package
from engross.readers.word.qnames import find_element, full_name, read_value
from engross.readers.word.reader_state import WordReaderState, create_reader_state
from engross.readers.word.references import report_references
from engross.readers.word.role_doubts import RoleDoubts
from engross.readers.word.role_styles import RoleStyle, has_role_styles, read_role_style
from engross.readers.word.side_parts import SideParts, find_first_header, read_side_parts
from engross.readers.word.styled import (
    build_styled_masthead,
    build_styled_part,
    drop_supplied_lines,
    find_styled_language,
    read_header_lines,
    read_styled_inner_blocks,
    read_styled_title,
    split_by_styles,
    split_styled_parts,
)
from engross.readers.word.styles import WordStyles
from engross.readers.word.uncalled import append_uncalled_notes
from engross.readers.word.votes import build_vote, split_vote

MASTHEAD_LANGUAGE = "en"  # in which the UN leaves days of issue


def read(source: Source, wishes: Overrides) -> Reading:
    """Read a Word document: the resolution in it, or any other document as headings and paragraphs.

    Raises Refusal if the file is broken or has no words, or if no symbol is found.
    """
    state = _open_document(source)
    header_items, text_items = _read_header_and_text(state, source)
    side_parts = read_side_parts(state, header := find_first_header(state) if header_items else "")
    document = _split_document(state, (header_items, text_items), wishes, side_parts.metadata)
    (number, title), lettered_parts = _read_titles(document, state.styles)
    mast = _read_masthead(document, wishes, state.styles)
    where = Where(source.name, 1)
    printed_symbol = _find_printed_symbol(document, mast, number, side_parts)
    name = _name_document(document, mast, (number, title))
    symbol = _choose_symbol((wishes.symbol, printed_symbol, side_parts.metadata), name, where)
    carried_notes = head.collect_called_notes(document.mast)
    title = insert_notes_before_first_call(remove_own_links(title, symbol), carried_notes)
    doubts = RoleDoubts(document.lang)
    read_parts = lettered_parts or [LetteredPart(number, title, document.text)]
    parts = tuple(_build_part(document, part, doubts, state) for part in read_parts)
    facts = _collect_facts(number, parts, mast, (document.lang, side_parts))
    facts = complete_facts(facts, state.package, mast, parts) if document.is_styled else facts
    overall_heading = (number, title) if lettered_parts else ("", ())
    of_text = symbol, document.lang.code, document.organ or symbol.organ
    resolution = Resolution(*of_text, parts, seat_name(mast, symbol), facts, *overall_heading, where)
    resolution = bracket_note_numbers(resolution, document.lang, is_styled=document.is_styled)
    ledger = build_ledger(state, _collect_entries(document), header, side_parts.entries)
    notices = (
        *report_tracked_changes(state, where),
        *report_carried_notes(carried_notes),
        *report_identity_differences(side_parts, printed_symbol, _find_own_language(document, wishes), where),
        *report_left_out(state, document, header, ledger),
        *report_references(state.package),
        *state.notices,
        *report_unknown_numbers(state),
        *doubts.list_notices(),
        *report_resolution(resolution, document),
    )
    return Reading(resolution, notices, (), ledger, labels=tuple(doubts.labels))


def _open_document(source: Source) -> WordReaderState:
    """Open a Word document, and see whether its styles say what its paragraphs are. Raises Refusal."""
    state = create_reader_state(open_package(source), source.name, read_inner_blocks)
    root = state.package.tree(state.package.main)
    if root is not None:
        state.check_size(root)
    used = () if root is None else (read_value(one) for one in root.iter(full_name("w:pStyle")))
    if has_role_styles(state.styles, used):
        state.is_styled, state.inside = True, read_styled_inner_blocks
    return state


def _read_titles(
    document: DocumentSections, styles: WordStyles
) -> tuple[tuple[str, tuple[Inline, ...]], list[LetteredPart]]:
    """Return number and title of the whole document, and its lettered parts, each with its own."""
    if document.is_styled:
        return read_styled_title(document.title), split_styled_parts(document.text, styles)
    items, parts = split_lettered_parts(document.title, document.text, document.lang, document.organ)
    return head.split_number_and_title(items), parts


def _read_masthead(document: DocumentSections, wishes: Overrides, styles: WordStyles) -> Masthead:
    organ = document.organ or _find_organ_by_symbol(document, wishes)
    build = build_styled_masthead if document.is_styled else build_masthead
    return build(document.mast, document.lang, organ, styles)


def _find_printed_symbol(
    document: DocumentSections, mast: Masthead, number: str, side_parts: SideParts
) -> Symbol | None:
    """Return the symbol that masthead, running heads, the title's number or a Council's head print; None for none."""
    symbol = head.find_document_symbol(mast, number, document.organ, list(side_parts.lines))
    return symbol or find_head_symbol(mast, document.organ, document.lang)


def _name_document(
    document: DocumentSections, mast: Masthead, heading: tuple[str, tuple[Inline, ...]]
) -> Symbol | None:
    """Return what names a document without a symbol, whose number and title are given; None without enacting words."""
    words = heading[0] or spell_inlines(heading[1], calls=False)
    if document.is_styled and (mast.symbol or words):  # one with a symbol has it in its comment
        return Symbol((), name=" ".join((mast.symbol or words).split()))
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
        header_items = [*(read_header_lines if state.is_styled else read_body_items)(header, state)]
        lines = (line for item in header_items for line in head.list_item_lines(item))
        if not state.is_styled and not any(map(head.is_symbol_line, lines)):
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
    header_items, text_items = items[0], append_uncalled_notes(items[1], state)
    if state.is_styled:
        return _split_styled_document(state, (header_items, text_items), wishes)
    searches = (head.find_enacting_words(text_items, code) for code in dict.fromkeys((wishes.language, "")))
    enacting = next(filter(None, searches), None)
    root = state.package.tree(state.package.main)
    own_code = enacting.lang.code if enacting else metadata.language
    if enacting and head.is_in_other_text(text_items, enacting):
        enacting = None
    if not own_code and root is not None:
        own_code = detect_language(root, state.styles)
    lang = load_language(wishes.language or own_code)
    bounds = find_head_bounds(text_items, enacting, state.styles, lang)
    masthead_items = text_items[: bounds.title.start]
    without_pictures = [replace(item, pictures=0) for item in (*header_items, *masthead_items)]
    return DocumentSections(
        without_pictures,
        text_items[bounds.title.start : bounds.text],
        text_items[bounds.text :],
        lang,
        enacting.organ if enacting else "",
    )


def _split_styled_document(
    state: WordReaderState, items: tuple[list[BodyItem], list[BodyItem]], wishes: Overrides
) -> DocumentSections:
    """Divide the body items of header and text as their styles say; the language is that of the style of all text."""
    mast, title, text = split_by_styles(items[1], state.styles)
    code = wishes.language or find_styled_language(state.styles) or MASTHEAD_LANGUAGE
    opening = [item for item in text if read_role_style(state.styles, item.style) == RoleStyle(Role.ENACTING)]
    words = head.find_enacting_words(opening or text, code)
    organ = words.organ if words else read_file_properties(state.package).get("organ", "") if opening else ""
    mast = drop_supplied_lines([*items[0], *mast], state.styles)
    return DocumentSections(mast, title, text, load_language(code), organ, is_styled=True)


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


def _build_part(document: DocumentSections, part: LetteredPart, doubts: RoleDoubts, state: WordReaderState) -> Part:
    if document.is_styled:
        return build_styled_part(part, state.styles, document.lang)
    resolution = bool(document.organ)
    text, vote = split_vote(part.text) if resolution else (part.text, [])
    body_items, closing, annexes = body.split_closing_and_annexes(text, document.lang, resolution)
    closing_lines = (*body.build_closing(closing), *filter(None, [build_vote(vote)]))
    return Part(
        part.letter,
        part.title,
        body.build_blocks(body_items, doubts, is_resolution=resolution),
        closing_lines,
        tuple(_drop_empty_annexes(body.build_annex(annex, doubts) for annex in annexes)),
    )


def _drop_empty_annexes(annexes: Iterator[Annex]) -> Iterator[Annex]:
    return (annex for annex in annexes if annex.blocks)


def _collect_facts(number: str, parts: tuple[Part, ...], mast: Masthead, context: tuple[Language, SideParts]) -> Facts:
    """Collect the facts that masthead, closing lines and side parts state."""
    lang, side_parts = context
    closing_facts = read_closing([spell_inlines(one.content, calls=False) for one in parts[0].closing], lang)
    facts = build_facts(number, mast, closing_facts, lang)
    return replace(
        facts,
        issued=facts.issued or find_iso_date(mast.issued, load_language(MASTHEAD_LANGUAGE), whole=False),
        committee_report=find_committee_reports((), "", spell_inlines(mast.proponent)),
        job_number=side_parts.job_number,
    )


def _collect_entries(document: DocumentSections) -> Iterator[LedgerEntry]:
    """Yield the ledger entries of all body items; the text of the masthead has a kind of its own."""
    for entry in (entry for item in document.mast for entry in item.entries):
        yield replace(entry, kind=MASTHEAD_TEXT) if entry.kind == BODY_TEXT else entry
    yield from (entry for item in (*document.title, *document.text) for entry in item.entries)
