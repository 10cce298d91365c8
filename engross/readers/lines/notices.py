"""Make the notices on a resolution that was read from lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from engross.grammars.language import Language, load_language
from engross.model.notice import Code, Notice, make_notice
from engross.model.reading import LineLabel
from engross.model.text import shorten_line, shorten_text, spell_inlines
from engross.model.tree import Heading, Paragraph, Part, Resolution, Role, Styled, Text, Where
from engross.model.walk import blocks_of, top_blocks_of
from engross.readers.common.attach_points import has_end_mark
from engross.readers.common.document_name import report_identity
from engross.readers.common.end_marks import COLONS
from engross.readers.common.label_names import LABEL_NAMES
from engross.readers.common.labels import Label
from engross.readers.common.opening import has_more_words
from engross.readers.lines.body import BodyMaterial
from engross.readers.lines.doubtful_headings import report_doubtful_headings
from engross.readers.lines.doubtful_labels import report_doubtful_labels
from engross.readers.lines.joined_paragraphs import find_joined_paragraphs
from engross.readers.lines.lead_words import has_clause_words
from engross.readers.lines.narrow_gaps import spell_around_gap
from engross.readers.lines.note_blocks import RawNote
from engross.readers.lines.note_calls import BodyCall
from engross.readers.lines.noteless_calls import find_noteless_signs
from engross.readers.lines.own_symbol import OwnSymbol
from engross.readers.lines.repeated_calls import RepeatedCall
from engross.readers.lines.slipped_numbers import find_slipped_points, find_slips
from engross.readers.lines.statements import NO_ENACTING
from engross.readers.lines.trailing_calls import find_trailing_calls
from engross.readers.lines.two_languages import SeparatedLanguages
from engross.readers.lines.word_repair import WordRepair


@dataclass(frozen=True, slots=True)
class ReadingFindings:
    """What reading found to report: repairs of words, notes without a call, calls without a note, repeated calls.

    ``drawn``: rules showed the tables, not columns of text. ``labels``: those of the lines of the text.
    ``symbol``: the text's own, and one that contradicts it. ``separated``: the languages that the text stands
    in, if in two.
    """

    repairs: tuple[WordRepair, ...]
    uncalled: list[RawNote]
    noteless: list[BodyCall]
    repeated: tuple[RepeatedCall, ...]
    drawn: bool
    labels: tuple[LineLabel, ...]
    symbol: OwnSymbol
    separated: SeparatedLanguages | None


def report_notices(resolution: Resolution, material: BodyMaterial, findings: ReadingFindings) -> tuple[Notice, ...]:
    """Return the notices on a resolution: on its repairs, notes, unknown lines and tables, and on facts it lacks."""
    return (
        *_report_symbols(resolution, findings.symbol),
        *_report_other_language(findings.separated, material.file),
        *_report_repairs(findings.repairs, material.file),
        *_report_doubtful_gaps(material),
        *_report_slipped_numbers(material),
        *_report_slipped_points(resolution),
        *_report_uncalled_notes(findings.uncalled, material.file),
        *_report_noteless_calls(findings.noteless, material),
        *_report_trailing_calls(resolution, material, {call.number for call in findings.noteless}),
        *_report_noteless_signs(material, frozenset(call.number for call in findings.noteless)),
        *_report_repeated_calls(findings.repeated),
        *(notice for part in resolution.parts for notice in _report_unknown_lines(part, material)),
        *report_doubtful_labels(findings.labels),
        *(notice for part in resolution.parts for notice in _report_openings(part, material.lang)),
        *(notice for part in resolution.parts for notice in _report_listed_items(part, material.lang)),
        *report_doubtful_headings(resolution, material.texts),
        *(notice for part in resolution.parts for notice in _report_text_behind_closing(part, material.lang)),
        *_report_joined_paragraphs(resolution, material),
        *_report_tables(material, findings.drawn),
        *_report_listed_tables(material),
        *report_identity(resolution),
        *_report_guessed_lead(resolution, material),
        *_report_missing_facts(resolution),
    )


def _report_symbols(resolution: Resolution, symbol: OwnSymbol) -> Iterator[Notice]:
    """Report that masthead and head give two symbols, and which was believed."""
    if symbol.other:
        read = resolution.masthead.symbol or symbol.symbol
        masthead, head = (symbol.other, symbol.symbol) if symbol.is_of_head else (read, symbol.other)
        words = {"masthead": masthead, "place": "the head", "head": head}
        words["believed"] = "head" if symbol.is_of_head else "masthead"
        yield make_notice(Code.SYMBOLS_DISAGREE, resolution.where, **words)


def _report_other_language(separated: SeparatedLanguages | None, file: str) -> Iterator[Notice]:
    """Report that the text stands in two languages, at the first line that was left out."""
    if separated:
        kept, left = (load_language(code).words["language"]["name"] for code in (separated.kept, separated.left_out))
        words = {"kept": kept, "left": left, "count": separated.count, "other": separated.left_out}
        yield make_notice(Code.LANGUAGE_LEFT_OUT, Where(file, separated.first.number), **words)


def _report_repairs(repairs: tuple[WordRepair, ...], file: str) -> tuple[Notice, ...]:
    places = ((repair, Where(file, repair.line.number)) for repair in repairs)
    return tuple(
        make_notice(Code.TEXT_MENDED, where, before=repair.before, after=repair.after) for repair, where in places
    )


def _report_doubtful_gaps(material: BodyMaterial) -> tuple[Notice, ...]:
    """Report the gaps in text and notes that may stand within a word or between two."""
    lines = (*material.texts, *(line for note in material.notes for line in note.lines))
    return tuple(
        make_notice(Code.GAP_DOUBTFUL, Where(material.file, line.number), text=spell_around_gap(line, place))
        for line in lines
        for place in line.narrow
    )


def _report_slipped_numbers(material: BodyMaterial) -> Iterator[Notice]:
    for line, printed, number in find_slips(material.texts):
        where = Where(material.file, line.number)
        yield make_notice(Code.NUMBER_SLIPPED, where, text=printed, number=number)


def _report_slipped_points(resolution: Resolution) -> Iterator[Notice]:
    for part in resolution.parts:
        for point, before in find_slipped_points(top_blocks_of(part)):
            words = {"what": "point", "found": point.number, "before": before or "the beginning"}
            yield make_notice(Code.NUMBER_ORDER, point.where, **words)


def _report_uncalled_notes(uncalled: list[RawNote], file: str) -> tuple[Notice, ...]:
    return tuple(
        make_notice(Code.NOTE_WITHOUT_CALL, Where(file, note.lines[0].number), number=note.number) for note in uncalled
    )


def _report_noteless_calls(calls: list[BodyCall], material: BodyMaterial) -> tuple[Notice, ...]:
    """Report the calls without a note, which stay in the text as plain numbers."""
    places = ((call.number, Where(material.file, material.texts[call.line].number)) for call in calls)
    return tuple(make_notice(Code.CALL_WITHOUT_NOTE, where, number=number) for number, where in places)


def _report_trailing_calls(resolution: Resolution, material: BodyMaterial, told: set[str]) -> Iterator[Notice]:
    """Report the numbers behind the mark at a paragraph's end that call no note there is. ``told``: those told yet."""
    for block in (block for part in resolution.parts for block in part.body if isinstance(block, Paragraph)):
        words = block.content[-1].text.rstrip() if block.content and isinstance(block.content[-1], Text) else ""
        for start, end in find_trailing_calls(words, material.lang, material.numbers):
            if words[start:end] not in material.numbers | told:
                yield make_notice(Code.CALL_WITHOUT_NOTE, block.where, number=words[start:end])


def _report_noteless_signs(material: BodyMaterial, told: frozenset[str]) -> Iterator[Notice]:
    for line, number in find_noteless_signs(material.texts, material.numbers | told, material.lang):
        yield make_notice(Code.CALL_WITHOUT_NOTE, Where(material.file, line.number), number=number)


def _report_repeated_calls(calls: tuple[RepeatedCall, ...]) -> Iterator[Notice]:
    for call in calls:
        code = Code.CALL_REPEATED if call.is_raised else Code.CALL_DOUBTFUL
        yield make_notice(code, call.where, number=call.number)


def _report_unknown_lines(part: Part, material: BodyMaterial) -> tuple[Notice, ...]:
    """Report paragraphs of the main text that are neither preambular, operative nor a point; statements have such."""
    if material.enacting == NO_ENACTING:
        return ()
    listed_lines = {
        material.texts[n].number for table in material.lists.values() for group in table.groups for n in group
    }
    paragraphs = (block for block in part.body if isinstance(block, Paragraph) and block.role is Role.PLAIN)
    unknown = (block for block in paragraphs if block.where.line not in listed_lines)
    return tuple(
        make_notice(Code.UNKNOWN_LINE, block.where, text=shorten_line(spell_inlines(block.content)))
        for block in unknown
    )


def _report_openings(part: Part, lang: Language) -> Iterator[Notice]:
    """Report enacting words in one paragraph with what is enacted, whether it was parted from them or not."""
    for before, block in pairwise((*part.body, None)):
        if not isinstance(before, Paragraph) or before.role is not Role.ENACTING:
            continue
        enacting, operative = LABEL_NAMES[Label.ENACTING], LABEL_NAMES[Label.DECISION]
        if isinstance(block, Paragraph) and block.where == before.where:
            label = Label.PREAMBULAR if block.role is Role.PREAMBULAR else Label.DECISION
            words = {"role": LABEL_NAMES[label], "other": f"words that continue {enacting}"}
            yield _report_role(block, **words)
        elif has_more_words(before, lang):
            yield _report_role(before, role=enacting, other=operative)


def _report_listed_items(part: Part, lang: Language) -> Iterator[Notice]:
    """Report a numbered paragraph without lead words behind a colon in the preamble: it may be an item of a list."""
    for above, block in pairwise(part.body):
        if not isinstance(above, Paragraph) or not isinstance(block, Paragraph) or above.role is not Role.PREAMBULAR:
            continue
        is_numbered = block.role is Role.OPERATIVE and bool(block.number)
        if is_numbered and has_end_mark(above, COLONS) and not has_clause_words(spell_inlines(block.content), lang):
            yield _report_role(block, role=LABEL_NAMES[Label.OPERATIVE], other=LABEL_NAMES[Label.POINT])


def _report_role(block: Paragraph, role: str, other: str) -> Notice:
    text = shorten_line(spell_inlines(block.content, calls=False))
    return make_notice(Code.ROLE_DOUBTFUL, block.where, text=text, role=role, other=other)


def _report_text_behind_closing(part: Part, lang: Language) -> Iterator[Notice]:
    """Report an annex that no line names as one: text behind the closing lines, which may be of another document."""
    for annex in part.annexes[:1]:
        first = annex.blocks[0] if annex.blocks else None
        words = " ".join(spell_inlines(first.content).split()) if isinstance(first, Paragraph | Heading) else ""
        number = first.number if isinstance(first, Paragraph | Heading) else ""
        capitals = re.IGNORECASE if words.split(" ", 1)[0].isupper() else 0
        if first and not re.match(lang.words["reading"]["annex"], words, capitals):
            yield make_notice(Code.TEXT_BEHIND_CLOSING, first.where, text=shorten_text(f"{number} {words}".strip()))


def _report_joined_paragraphs(resolution: Resolution, material: BodyMaterial) -> Iterator[Notice]:
    for line in find_joined_paragraphs(resolution, material):
        yield make_notice(Code.PARAGRAPH_DOUBTFUL, Where(material.file, line.number), text=shorten_text(line.text))


def _report_tables(material: BodyMaterial, drawn: bool) -> tuple[Notice, ...]:
    """Report each table. ``drawn``: rules showed it, not columns of text."""
    code = Code.TABLE_FROM_RULES if drawn else Code.TABLE_FROM_TEXT
    return tuple(
        make_notice(
            code, Where(material.file, material.texts[n].number), rows=len(table.frame.rows), columns=table.frame.width
        )
        for n, table in material.framed_tables.items()
    )


def _report_listed_tables(material: BodyMaterial) -> tuple[Notice, ...]:
    places = ((table, Where(material.file, material.texts[n].number)) for n, table in material.lists.items())
    return tuple(make_notice(Code.TABLE_WITHOUT_COLUMNS, where, lines=len(table.groups)) for table, where in places)


def _report_guessed_lead(resolution: Resolution, material: BodyMaterial) -> tuple[Notice, ...]:
    """Report once how many paragraphs have lead words that are a guess: all, where the source sets nothing apart."""
    roles = () if material.sets_lead_apart else (Role.PREAMBULAR, Role.OPERATIVE)
    guessed = sum(
        isinstance(block, Paragraph) and block.role in roles and isinstance(next(iter(block.content), None), Styled)
        for block in blocks_of(resolution)
    )
    return (make_notice(Code.LEAD_GUESSED, resolution.where, count=guessed),) if guessed else ()


def _report_missing_facts(resolution: Resolution) -> tuple[Notice, ...]:
    facts, masthead = resolution.facts, resolution.masthead
    values = {
        "agenda item": facts.agenda_item or masthead.agenda_item,
        "date of issue": facts.issued or masthead.issued,
        "session": facts.session or masthead.session,
        "date of adoption": facts.adopted,
        "meeting": facts.meeting,
        "job number": facts.job_number,
    }
    return tuple(
        make_notice(Code.NOT_FOUND, resolution.where, what=name) for name, value in values.items() if not value
    )
