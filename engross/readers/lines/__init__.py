"""Read the lines of extracted text, or of a PDF's pages, into a Reading.

The steps, one a module: ``lines`` (furniture of the page), ``head`` (masthead, number, title, closing lines), ``notes``
(blocks under a rule), ``note_calls`` (calls run into the text), ``paragraphs`` (which line begins one), ``body`` (what
each paragraph is), ``notices`` (what the reader says of it), ``ledger`` (the account of every character).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from engross.grammars.language import Language, language_codes, load_language
from engross.grammars.symbol import Symbol, parse
from engross.model.reading import Overrides, Reading
from engross.model.text import spell_inlines
from engross.model.tree import Facts, Part, Resolution, Source, Where
from engross.readers.common.document_name import name_document, seat_name
from engross.readers.lines.body import (
    BodyMaterial,
)
from engross.readers.lines.broken_enacting import join_enacting_words
from engross.readers.lines.detached_calls import reattach_calls
from engross.readers.lines.detached_numbers import reattach_numbers
from engross.readers.lines.doubtful_labels import list_line_labels
from engross.readers.lines.emphasis import has_lead_set_apart
from engross.readers.lines.enclosures import mark_enclosed_texts
from engross.readers.lines.end_notes import split_end_notes
from engross.readers.lines.head import (
    DocumentHead,
    build_facts,
    find_enacting_line,
    find_other_enacting_line,
    read_closing,
    read_head,
)
from engross.readers.lines.labelled_parts import build_part, build_whole_title, label_parts
from engross.readers.lines.layout_edits import cut_line
from engross.readers.lines.ledger import build_ledger
from engross.readers.lines.levels import level_indents
from engross.readers.lines.ligatures import spell_out_ligatures
from engross.readers.lines.lines import (
    BACK_MATTER,
    LINK_LINE,
    RUNNING_HEAD,
    TEXT_LINE,
    Line,
    classify_lines,
    find_job_number,
)
from engross.readers.lines.links import find_committee_reports
from engross.readers.lines.long_numbers import mark_long_numbers
from engross.readers.lines.marked_notes import are_marked, find_marked_calls, split_marked_notes
from engross.readers.lines.note_blocks import RawNote
from engross.readers.lines.note_calls import BodyCall, find_calls, find_noteless_calls
from engross.readers.lines.notes import split_notes_from_body
from engross.readers.lines.notes_without_rule import find_note_starts
from engross.readers.lines.notices import ReadingFindings, report_notices
from engross.readers.lines.own_back_matter import mark_back_matter
from engross.readers.lines.own_symbol import clear_symbol, find_own_symbol, make_enacting_refusal, require_symbol
from engross.readers.lines.parts import PART_LABEL
from engross.readers.lines.rejoin_lines import rejoin_torn_lines
from engross.readers.lines.repeated_calls import raise_repeated_calls
from engross.readers.lines.seeming_language import guess_language
from engross.readers.lines.slipped_numbers import mark_slipped_numbers
from engross.readers.lines.split_joined_notes import split_note_lines
from engross.readers.lines.statements import NO_ENACTING, find_statement, mark_statement_paragraphs
from engross.readers.lines.table_layout import TableFrame, find_framed_tables
from engross.readers.lines.tables_without_columns import find_listed_tables
from engross.readers.lines.text_tables import find_column_tables
from engross.readers.lines.titles import find_title_note
from engross.readers.lines.two_languages import separate_languages
from engross.readers.lines.typed_numbers import mark_typed_numbers
from engross.readers.lines.typed_pages import mark_typed_pages
from engross.readers.lines.word_repair import WordRepair, repair_words


@dataclass(frozen=True, slots=True)
class RawInput:
    """What a source gives the reader: its lines, and what its layout shows.

    ``notes``: the source's notes, or None if they must be found among the lines. ``frames``: the tables whose cells
    lines stand in.
    """

    lines: list[Line]
    notes: list[RawNote] | None = None
    frames: tuple[TableFrame, ...] = ()


def read_lines(source: Source, overrides: Overrides, raw: RawInput) -> Reading:
    """Read a resolution from its lines. Raises Refusal if no enacting words, or no symbol, are found."""
    raw = replace(raw, lines=join_enacting_words(raw.lines))
    if separated := separate_languages(raw.lines, overrides.language):
        raw, overrides = replace(raw, lines=separated.lines), replace(overrides, language=separated.kept)
    lang, _ = _find_language(classify_lines(raw.lines, "", ""), overrides, source)
    raw, repaired, repairs = _mend_words(raw, lang)
    classified = classify_lines(repaired, "", "")
    lang, enacting = _find_language(classified, overrides, source)
    head = read_head(classified, lang, enacting)
    printed = find_own_symbol(classified, head)
    head.masthead = clear_symbol(head.masthead) if printed.is_of_head else head.masthead
    named = printed.symbol or name_document(head.organ, head.masthead, head.number or head.title, lang)
    symbol = parse(overrides.symbol) if overrides.symbol else _require_name(named, source.name, classified, head)
    lines = _classify_with_head(repaired, head, printed.on_pages or symbol, lang)
    lines = [*lines[: head.enacting], *_rejoin_lines(lines[head.enacting :], lang)]
    body_lines, notes = _split_off_notes(lines[head.enacting :], raw, lang)
    reattached = reattach_calls(level_indents(body_lines), [] if are_marked(notes) else notes, lang)
    column_tables = find_column_tables(reattached.lines)
    lines = column_tables.apply_to(reattached.apply_to(lines))
    texts = _mark_numbers(column_tables.apply_to(reattached.lines), head, lang)
    title_note = find_title_note(head.call, notes, texts, lang)
    calls, uncalled, noteless = _find_calls(texts, notes, title_note, lang)
    framed_tables = find_framed_tables(texts, raw.frames or column_tables.frames)
    late_enacting = NO_ENACTING if head.is_statement else _find_late_enacting(texts, classified[enacting[0]])
    layout = framed_tables, find_listed_tables(texts), late_enacting, any(map(has_lead_set_apart, texts))
    material = BodyMaterial(source.name, lang, texts, calls, notes, title_note, *layout)
    labelled = label_parts(material, head)
    parts = tuple(build_part(material, part, uncalled) for part in labelled)
    labels = tuple(list_line_labels(labelled, material))
    links = tuple(link for line in lines if line.kind == LINK_LINE for link in line.text.split())
    facts = _collect_facts(lines, head, parts[0], (links, lang))
    whole = build_whole_title(material, head) if _has_own_parts(parts, head) else ("", ())
    document = symbol, lang.code, head.organ, parts, seat_name(head.masthead, symbol), facts
    resolution, repeated = raise_repeated_calls(Resolution(*document, *whole, Where(source.name, 1)), material)
    other = bool(raw.frames), labels, printed, separated
    notices = report_notices(resolution, material, ReadingFindings(repairs, uncalled, noteless, repeated, *other))
    return Reading(resolution, notices, links, build_ledger(lines, head, material, repairs), labels=labels)


def _rejoin_lines(lines: list[Line], lang: Language) -> list[Line]:
    """Return the lines behind the head with notes on their own lines, torn lines whole, and numbers at their lines."""
    return reattach_numbers(rejoin_torn_lines(split_note_lines(lines), lang), lang)


def _has_own_parts(parts: tuple[Part, ...], head: DocumentHead) -> bool:
    """Return whether the parts have letters of their own, under the number and the title of the whole."""
    return len(parts) > 1 or parts[0].number not in ("", head.number)


def _mend_words(raw: RawInput, lang: Language) -> tuple[RawInput, list[Line], tuple[WordRepair, ...]]:
    """Return what the source gives, its lines without furniture of typed pages and with their words mended, how."""
    plain, spelled = spell_out_ligatures(mark_typed_pages(mark_back_matter(raw.lines, lang), lang))
    repaired, repairs = repair_words(plain, lang)
    return _repair_notes(raw, repaired), repaired, (*spelled, *repairs)


def _repair_notes(raw: RawInput, repaired: list[Line]) -> RawInput:
    """Return what the source gives with its notes repaired as its lines are; a note's first line lacks its number."""
    if raw.notes is None:
        return raw
    pairs = zip(raw.lines, repaired, strict=True)
    changed = {before.key: (before, after) for before, after in pairs if before.narrow}

    def repair_line(line: Line) -> Line:
        before, after = changed.get(line.key, (line, line))
        return after if before.text == line.text else cut_line(after, len(before.text) - len(line.text))

    notes = [replace(note, lines=tuple(map(repair_line, note.lines))) for note in raw.notes]
    return replace(raw, notes=notes)


def _require_name(symbol: Symbol | None, file: str, lines: list[Line], head: DocumentHead) -> Symbol:
    """Return the symbol, or the name, that the head of a document gives. Raises Refusal if it gives neither."""
    return require_symbol(symbol, Where(file, 1), _list_head_lines(lines, head), head.organ)


def _split_off_notes(lines: list[Line], raw: RawInput, lang: Language) -> tuple[list[Line], list[RawNote]]:
    """Return the lines after the head without the notes, and the notes.

    Notes that the layout gave lose the lines of engross's own back matter; those without any other line are left out.
    """
    if raw.notes is None:
        others, marked_notes = split_marked_notes(lines)
        if marked_notes:
            return others, marked_notes
        others, end_notes = split_end_notes(lines, lang)
        return (others, end_notes) if end_notes else split_notes_from_body(lines, find_note_starts(lines, lang), lang)
    back_matter = {line.key for line in lines if line.kind == BACK_MATTER}
    trimmed = ((note, tuple(line for line in note.lines if line.key not in back_matter)) for note in raw.notes)
    return lines, [replace(note, lines=kept_lines) for note, kept_lines in trimmed if kept_lines]


def _mark_numbers(lines: list[Line], head: DocumentHead, lang: Language) -> list[Line]:
    """Return the lines of a body that are text, with unusual numbers marked, and texts within the text."""
    texts = mark_long_numbers([line for line in lines if line.kind == TEXT_LINE])
    texts = mark_slipped_numbers(mark_typed_numbers(texts, lang), lang)
    return mark_statement_paragraphs(texts) if head.is_statement else mark_enclosed_texts(texts, lang)


def _find_calls(
    texts: list[Line], notes: list[RawNote], title_note: RawNote | None, lang: Language
) -> tuple[list[BodyCall], list[RawNote], list[BodyCall]]:
    """Return the calls of notes in a text, the notes that nothing calls, and the calls without a note."""
    if are_marked(notes):
        return find_marked_calls(texts, notes)
    calls, uncalled = find_calls(texts, [note for note in notes if note is not title_note], lang)
    return calls, uncalled, find_noteless_calls(texts, notes, calls, lang)


def _classify_with_head(whole: list[Line], head: DocumentHead, symbol: Symbol, lang: Language) -> list[Line]:
    """Classify all lines, now that symbol and title are known.

    Lines of the head, and an annex's title, are no running heads although they repeat the title.
    """
    head_lines = {*head.mast_lines, *head.title_lines}
    lines = classify_lines(whole, str(symbol), head.title, head.enacting)
    annex = re.compile(lang.words["reading"]["annex"])
    for n in range(1, len(lines)):
        follows_head = annex.fullmatch(lines[n - 1].text) or n - 1 in head_lines
        if lines[n].kind == RUNNING_HEAD and n > head.enacting and follows_head and str(symbol) not in lines[n].text:
            head_lines.add(n)
    return [
        replace(line, kind=TEXT_LINE) if n in head_lines and line.kind == RUNNING_HEAD else line
        for n, line in enumerate(lines)
    ]


def _find_late_enacting(texts: list[Line], enacting: Line) -> int:
    """Return the index of the enacting words among the lines of a text; 0 where they open it, or a part."""
    is_of_parts = bool(texts) and PART_LABEL.fullmatch(texts[0].text) is not None
    return 0 if is_of_parts else next((n for n, line in enumerate(texts) if line.key == enacting.key), 0)


def _find_language(lines: list[Line], overrides: Overrides, source: Source) -> tuple[Language, tuple[int, str]]:
    """Return the language whose enacting words the lines have, with the line's index and the organ's key.

    Those of a statement are where it begins. Raises Refusal if no line begins with enacting words.
    """
    for code in (overrides.language,) if overrides.language else language_codes():
        lang = load_language(code)
        if enacting := find_enacting_line(lines, lang):
            return lang, enacting
    for code in (overrides.language,) if overrides.language else language_codes():
        lang = load_language(code)
        if start := find_other_enacting_line(lines, lang) or find_statement(lines, lang):
            return lang, start
    asked = load_language(overrides.language) if overrides.language else guess_language(line.text for line in lines)
    raise make_enacting_refusal(lines, asked, bool(overrides.language), Where(source.name))


def _list_head_lines(lines: list[Line], head: DocumentHead) -> list[str]:
    return [line.text for line in lines[: head.enacting] if line.kind == TEXT_LINE]


def _collect_facts(
    lines: list[Line], head: DocumentHead, part: Part, links_and_language: tuple[tuple[str, ...], Language]
) -> Facts:
    links, lang = links_and_language
    closing = read_closing([spell_inlines(p.content) for p in part.closing], lang)
    text = "\n".join(line.text for line in lines if line.kind == TEXT_LINE)
    facts = build_facts(head.number, head.masthead, closing, lang)
    return replace(
        facts,
        adopted=facts.adopted or (head.numbered.date if head.numbered else ""),
        committee_report=find_committee_reports(links, text, spell_inlines(head.masthead.proponent)),
        job_number=next((job for job in map(find_job_number, lines) if job), ""),
    )
