"""Read the lines of a document, of extracted text or of a PDF's pages, to a Reading.

The steps, one a file: lines (what is furniture of the page), head (masthead, title, closing), notes (blocks under a
rule, calls run into the text), paragraphs (which line begins one), body (what each paragraph is), account (the
ledger).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engross.grammars.language import Language, language_codes, load_language
from engross.grammars.symbol import Symbol, parse
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.reading import Overrides, Reading
from engross.model.text import spell_inlines
from engross.model.tree import Annex, Facts, Inline, Paragraph, Part, Resolution, Role, Source, Where
from engross.readers.lines.body import (
    BodyMaterial,
    build_annex_blocks,
    build_body_blocks,
    build_inlines,
    build_note,
    place_uncalled_notes,
)
from engross.readers.lines.detached_calls import reattach_calls
from engross.readers.lines.detached_numbers import reattach_numbers
from engross.readers.lines.head import (
    DocumentHead,
    build_facts,
    find_document_symbol,
    find_enacting_line,
    read_closing,
    read_head,
    require_symbol,
)
from engross.readers.lines.ledger import build_ledger
from engross.readers.lines.levels import level_indents
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
from engross.readers.lines.note_blocks import RawNote
from engross.readers.lines.notes import BodyCall, find_calls, find_noteless_calls, split_notes_from_body
from engross.readers.lines.notes_without_rule import find_note_starts
from engross.readers.lines.own_back_matter import mark_back_matter
from engross.readers.lines.paragraphs import group_paragraphs
from engross.readers.lines.parts import find_part_labels
from engross.readers.lines.rejoin_lines import rejoin_torn_lines
from engross.readers.lines.split_joined_notes import split_note_lines
from engross.readers.lines.table_layout import TableFrame, find_framed_tables
from engross.readers.lines.tables_without_columns import find_listed_tables
from engross.readers.lines.tail import PartBounds, find_part_bounds
from engross.readers.lines.text_tables import find_column_tables, split_around_tables
from engross.readers.lines.titles import build_part_title, build_title, find_title_note
from engross.readers.lines.word_repair import WordRepair, repair_words

SHOWN_CHARACTERS = 40  # characters of a line that a notice repeats


@dataclass(frozen=True, slots=True)
class RawInput:
    """What a source has to read: its lines, and what its layout shows.

    That is its notes (None: they must be found), and the frames of the tables that lines stand in.
    """

    lines: list[Line]
    notes: list[RawNote] | None = None
    frames: tuple[TableFrame, ...] = ()


def read_lines(source: Source, wishes: Overrides, given: RawInput) -> Reading:
    """The resolution in lines. Raises Refusal as ``read`` does."""
    lang, _ = _find_language(classify_lines(given.lines, "", ""), wishes, source)
    whole, mends = repair_words(mark_back_matter(given.lines, lang), lang)
    plain = classify_lines(whole, "", "")
    lang, enacting = _find_language(plain, wishes, source)
    found = read_head(plain, lang, enacting)
    symbol = _find_symbol(plain, found, wishes, source)
    lines = _classify_with_head(whole, found, symbol, lang)
    lines = [
        *lines[: found.enacting],
        *reattach_numbers(rejoin_torn_lines(split_note_lines(lines[found.enacting :]), lang), lang),
    ]
    rest, notes = _split_off_notes(lines[found.enacting :], given, lang)
    raised = reattach_calls(level_indents(rest), notes, lang)
    tables = find_column_tables(raised.lines)
    lines = tables.apply_to(raised.apply_to(lines))
    texts = mark_long_numbers([line for line in tables.apply_to(raised.lines) if line.kind == TEXT_LINE])
    titled = find_title_note(found.call, notes, texts, lang)
    calls, missed = find_calls(texts, [note for note in notes if note is not titled], lang)
    grids = find_framed_tables(texts, given.frames or tables.frames)
    material = BodyMaterial(source.name, lang, texts, calls, notes, titled, grids, find_listed_tables(texts))
    parts = tuple(_build_parts(material, found, missed))
    links = tuple(link for line in lines if line.kind == LINK_LINE for link in line.text.split())
    known = _collect_facts(lines, found, parts[0], (links, lang))
    number, title = _build_whole_title(material, found) if len(parts) > 1 else ("", ())
    resolution = Resolution(
        symbol, lang.code, found.organ, parts, found.masthead, known, number, title, Where(source.name, 1)
    )
    noteless = find_noteless_calls(texts, notes, calls, lang)
    notices = (
        *_report_repairs(mends, source),
        *_report_uncalled_notes(missed, source),
        *_report_noteless_calls(noteless, material),
        *(one for part in parts for one in _report_unknown_lines(part, material)),
        *_report_tables(material, bool(given.frames)),
        *_report_listed_tables(material),
        *_report_missing_facts(resolution),
    )
    return Reading(resolution, notices, links, build_ledger(lines, found, material, mends))


def _split_off_notes(lines: list[Line], given: RawInput, lang: Language) -> tuple[list[Line], list[RawNote]]:
    """The lines after the head without the notes, and the notes."""
    if given.notes is None:
        return split_notes_from_body(lines, find_note_starts(lines, lang), lang)
    back = {line.key for line in lines if line.kind == BACK_MATTER}
    kept = ((note, tuple(line for line in note.lines if line.key not in back)) for note in given.notes)
    return lines, [replace(note, lines=mine) for note, mine in kept if mine]


def _classify_with_head(given: list[Line], found: DocumentHead, symbol: Symbol, lang: Language) -> list[Line]:
    """The lines with running heads known; the head's own lines, and an annex's title, are no repetition."""
    own = {*found.mast_lines, *found.title_lines}
    lines = classify_lines(given, str(symbol), found.title, found.enacting)
    annex = re.compile(lang.words["reading"]["annex"])
    for n in range(1, len(lines)):
        titled = annex.fullmatch(lines[n - 1].text) or n - 1 in own
        if lines[n].kind == RUNNING_HEAD and n > found.enacting and titled and str(symbol) not in lines[n].text:
            own.add(n)
    return [
        replace(line, kind=TEXT_LINE) if n in own and line.kind == RUNNING_HEAD else line
        for n, line in enumerate(lines)
    ]


def _build_parts(material: BodyMaterial, found: DocumentHead, missed: list[RawNote]) -> Iterator[Part]:
    """The parts of a resolution: one, or as many as have letters of their own."""
    texts, lang = material.texts, material.lang
    marked = find_part_labels(texts, ((found.organ, lang.words["enacting"][found.organ]),))
    if not marked or marked[0].lines.start:
        yield _build_part(
            material, _build_whole_title(material, found), find_part_bounds(texts, range(len(texts)), lang), missed
        )
        return
    for label, end in zip(marked, [*(one.lines.start for one in marked[1:]), len(texts)], strict=True):
        first, last = texts[label.lines.start].number, texts[end - 1].number
        own = [note for note in missed if first <= note.lines[0].number <= last]
        titled = (label.letter, build_part_title(material, label))
        part = _build_part(material, titled, find_part_bounds(texts, range(label.enacting, end), lang), own)
        yield replace(part, where=Where(material.file, first))


NumberAndTitle = tuple[str, tuple[Inline, ...]]


def _build_whole_title(material: BodyMaterial, found: DocumentHead) -> NumberAndTitle:
    """The number and the title over the whole text."""
    note = build_note(material.title_note, material) if material.title_note else None
    return found.number, build_title(found.title, found.call, note)


def _build_part(material: BodyMaterial, titled: NumberAndTitle, ends: PartBounds, missed: list[RawNote]) -> Part:
    def group_lines(part: range, label: int = 0) -> list[list[int]]:
        """The paragraphs of a range of lines; its first ``label`` lines stand alone."""
        groups = [[n] for n in part[:label]]
        for rest in split_around_tables(part[label:], {**material.framed_tables, **material.lists}):
            within = group_paragraphs([material.strip_calls(n) for n in rest], material.lang)
            whole = rest.start in material.framed_tables or rest.start in material.lists
            groups += [list(rest)] if whole else [[n + rest.start for n in group] for group in within]
        return groups

    blocks = place_uncalled_notes(build_body_blocks(material, group_lines(ends.main)), missed, material)
    closing = tuple(
        Paragraph(Role.CLOSING, build_inlines(material, [n]), where=Where(material.file, material.texts[n].number))
        for n in ends.closing
    )
    annexes = tuple(Annex(tuple(build_annex_blocks(material, group_lines(part, 1)))) for part in ends.annexes)
    return Part(*titled, blocks, closing, annexes)


def _find_language(lines: list[Line], wishes: Overrides, source: Source) -> tuple[Language, tuple[int, str]]:
    """The language whose enacting words the text has, and where they stand."""
    for code in (wishes.language,) if wishes.language else language_codes():
        lang = load_language(code)
        if found := find_enacting_line(lines, lang):
            return lang, found
    known = "; ".join(w for code in language_codes() for w in load_language(code).words["enacting"].values())
    what = f"no enacting words found; expected a line that begins with one of: {known}"
    raise Refusal(
        what, "is this the text of a resolution? --language says in which language to look", Where(source.name)
    )


def _find_symbol(lines: list[Line], found: DocumentHead, wishes: Overrides, source: Source) -> Symbol:
    where = Where(source.name, 1)
    return parse(wishes.symbol) if wishes.symbol else require_symbol(find_document_symbol(lines, found), where)


def _collect_facts(
    lines: list[Line], found: DocumentHead, part: Part, known: tuple[tuple[str, ...], Language]
) -> Facts:
    links, lang = known
    said = read_closing([spell_inlines(p.content) for p in part.closing], lang)
    text = "\n".join(line.text for line in lines if line.kind == TEXT_LINE)
    return replace(
        build_facts(found.number, found.masthead, said, lang),
        committee_report=find_committee_reports(links, text, spell_inlines(found.masthead.proponent)),
        job_number=next((job for job in map(find_job_number, lines) if job), ""),
    )


def _report_repairs(mends: tuple[WordRepair, ...], source: Source) -> tuple[Notice, ...]:
    places = ((mend, Where(source.name, mend.line.number)) for mend in mends)
    return tuple(make_notice(Code.TEXT_MENDED, where, before=mend.before, after=mend.after) for mend, where in places)


def _report_uncalled_notes(missed: list[RawNote], source: Source) -> tuple[Notice, ...]:
    return tuple(
        make_notice(Code.NOTE_WITHOUT_CALL, Where(source.name, note.lines[0].number), number=note.number)
        for note in missed
    )


def _report_noteless_calls(calls: list[BodyCall], material: BodyMaterial) -> tuple[Notice, ...]:
    """Calls without a note stay in the text as the numbers they are."""
    places = ((call.number, Where(material.file, material.texts[call.line].number)) for call in calls)
    return tuple(make_notice(Code.CALL_WITHOUT_NOTE, where, number=number) for number, where in places)


def _report_unknown_lines(part: Part, material: BodyMaterial) -> tuple[Notice, ...]:
    """Paragraphs of the main text that are neither preambular nor operative, nor a point."""
    known = {material.texts[n].number for one in material.lists.values() for group in one.groups for n in group}
    blocks = (block for block in part.body if isinstance(block, Paragraph) and block.role is Role.PLAIN)
    plain = (block for block in blocks if block.where.line not in known)
    return tuple(
        make_notice(Code.UNKNOWN_LINE, block.where, text=_shorten_text(spell_inlines(block.content))) for block in plain
    )


def _report_tables(material: BodyMaterial, drawn: bool) -> tuple[Notice, ...]:
    """A notice of each table. ``drawn``: rules showed them, not columns of text."""
    code = Code.TABLE_FROM_RULES if drawn else Code.TABLE_FROM_TEXT
    return tuple(
        make_notice(
            code, Where(material.file, material.texts[n].number), rows=len(one.frame.rows), columns=one.frame.width
        )
        for n, one in material.framed_tables.items()
    )


def _report_listed_tables(material: BodyMaterial) -> tuple[Notice, ...]:
    places = ((one, Where(material.file, material.texts[n].number)) for n, one in material.lists.items())
    return tuple(make_notice(Code.TABLE_WITHOUT_COLUMNS, where, lines=len(one.groups)) for one, where in places)


def _shorten_text(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= SHOWN_CHARACTERS else f"{words[:SHOWN_CHARACTERS]}…"


def _report_missing_facts(resolution: Resolution) -> tuple[Notice, ...]:
    facts, masthead = resolution.facts, resolution.masthead
    known = {
        "agenda item": facts.agenda_item or masthead.agenda_item,
        "date of issue": facts.issued or masthead.issued,
        "session": facts.session or masthead.session,
        "date of adoption": facts.adopted,
        "meeting": facts.meeting,
        "job number": facts.job_number,
    }
    return tuple(make_notice(Code.NOT_FOUND, resolution.where, what=what) for what, value in known.items() if not value)
