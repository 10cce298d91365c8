"""Label the lines of each part of a resolution, and build the part from its labelled paragraphs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from engross.grammars.language import Language
from engross.model.text import spell_inlines
from engross.model.tree import NOWHERE, Annex, Block, Inline, Paragraph, Part, Role, Where
from engross.readers.common.attach_points import hang_block
from engross.readers.common.labels import Label, Stage
from engross.readers.common.nest_vote import nest_vote
from engross.readers.lines.body import (
    BodyMaterial,
    build_annex_blocks,
    build_body_blocks,
    build_inlines_of_look,
    build_note,
    place_uncalled_notes,
)
from engross.readers.lines.emphasis import emphasise_within, list_letters
from engross.readers.lines.head import DocumentHead
from engross.readers.lines.lead_words import has_lead_words
from engross.readers.lines.note_blocks import RawNote
from engross.readers.lines.paragraphs import LabelledParagraph, label_paragraphs
from engross.readers.lines.parts import find_part_labels
from engross.readers.lines.statements import NO_ENACTING
from engross.readers.lines.table_layout import TableStretch, split_around_tables
from engross.readers.lines.tail import PartBounds, find_part_bounds, is_annex_head
from engross.readers.lines.titles import build_part_title, build_title
from engross.readers.lines.votes import group_vote_lines, is_tally

# The labels of paragraphs without a marker that are plain in a statement.
PLAIN_IN_STATEMENTS = (Label.DECISION, Label.HEADING, Label.PLAIN)
NumberAndTitle = tuple[str, tuple[Inline, ...]]


@dataclass(frozen=True, slots=True)
class LabelledPart:
    """A part with its number and title, its lines as indices, their bounds, and its paragraphs and those of annexes.

    ``is_whole``: it is the only one, and has no letter.
    """

    number_and_title: NumberAndTitle
    lines: range
    bounds: PartBounds
    main: tuple[LabelledParagraph, ...]
    annexes: tuple[tuple[LabelledParagraph, ...], ...]
    is_whole: bool = False

    @property
    def paragraphs(self) -> Iterator[LabelledParagraph]:
        """The paragraphs of main text and annexes."""
        yield from self.main
        for annex in self.annexes:
            yield from annex


def label_parts(material: BodyMaterial, head: DocumentHead) -> tuple[LabelledPart, ...]:
    """Return the parts of a resolution: those with letters of their own, or one that is the whole."""
    texts, lang = material.texts, material.lang
    labels = find_part_labels(texts, lang, head.organ)
    if not labels or labels[0].lines.start:
        whole = range(len(texts))
        return (_label_part(material, build_whole_title(material, head), whole, whole),)
    ends = [*(label.lines.start for label in labels[1:]), len(texts)]
    return tuple(
        _label_part(
            material,
            (texts[label.lines.start].text[: label.title].strip(), build_part_title(material, label)),
            range(label.lines.start, end),
            range(label.enacting, end),
        )
        for label, end in zip(labels, ends, strict=True)
    )


def build_whole_title(material: BodyMaterial, head: DocumentHead) -> NumberAndTitle:
    """Return the number and the title that stand over the whole text."""
    note = build_note(material.title_note, material) if material.title_note else None
    cuts = {head.call.line: [(head.call.start, head.call.end)]} if head.call and note else {}
    rows = zip(head.title_lines, head.title_rows, strict=True)
    letters = (letter for n, line in rows for letter in list_letters(line, cuts.get(n, ())))
    return head.number, emphasise_within(build_title(head.title, head.call, note), letters)


def _label_part(material: BodyMaterial, number_and_title: NumberAndTitle, lines: range, body: range) -> LabelledPart:
    """Label the lines of a part. ``body``: its lines from the enacting words on."""
    bounds = find_part_bounds(material.texts, body, material.lang)
    enacting = max(bounds.main.start, material.enacting)
    is_statement = material.enacting == NO_ENACTING
    main = (
        _label_statement(material, bounds.main)
        if is_statement
        else _label_lines(material, bounds.main, Stage.PREAMBLE, enacting)
    )
    annexes = tuple(tuple(_label_annex(material, annex)) for annex in bounds.annexes)
    is_whole = lines.start == body.start
    return LabelledPart(number_and_title, lines, bounds, tuple(main), annexes, is_whole)


def _label_statement(material: BodyMaterial, part: range) -> list[LabelledParagraph]:
    """Group the lines of a statement into paragraphs, which are plain: it decides nothing."""
    labelled = _label_lines(material, part, Stage.NUMBERED)
    return [_make_plain(one) if one.label in PLAIN_IN_STATEMENTS else one for one in labelled]


def _make_plain(paragraph: LabelledParagraph) -> LabelledParagraph:
    """Return a paragraph as a plain one; what it may be else is no doubt then, only where it begins."""
    choices = (
        replace(choice, label=Label.PLAIN, margin=choice.margin if choice.begins != choice.other_begins else math.inf)
        for choice in paragraph.choices
    )
    return replace(paragraph, label=Label.PLAIN, choices=tuple(choices))


def _label_annex(material: BodyMaterial, part: range) -> list[LabelledParagraph]:
    """Group the lines of an annex into paragraphs; its first line stands alone, as a heading if it says "Annex"."""
    is_named = is_annex_head(material.texts[part.start].text, material.lang)
    title = [LabelledParagraph(tuple(part[:1]), Label.HEADING)]
    first = title if is_named else _label_lines(material, part[:1], Stage.NUMBERED)
    return [*first, *_label_lines(material, part[1:], Stage.NUMBERED)]


def _label_lines(
    material: BodyMaterial, part: range, stage: Stage, enacting: int | None = None
) -> list[LabelledParagraph]:
    """Group a range of lines into paragraphs; the lines of each table are one.

    ``stage``: that of the first line. ``enacting``: the line of the enacting words.
    """
    paragraphs: list[LabelledParagraph] = []
    tables: dict[int, TableStretch] = {**material.framed_tables, **material.lists}
    for stretch in split_around_tables(part, tables):
        if stretch.start in tables:
            paragraphs.append(LabelledParagraph(tuple(stretch)))
            continue
        at = enacting - stretch.start if enacting is not None and enacting in stretch else None
        labelled = label_paragraphs([material.strip_calls(n) for n in stretch], stage, at, material.lang)
        paragraphs += [paragraph.move(stretch.start) for paragraph in labelled]
        stage = labelled[-1].choices[-1].stage if labelled else stage
    return paragraphs


def build_part(material: BodyMaterial, part: LabelledPart, uncalled: Sequence[RawNote]) -> Part:
    """Build a part; notes that nothing calls stand where their lines do."""
    uncalled_here = [note for note in uncalled if part.is_whole or _is_within(note, part.lines, material)]
    body = _make_preambular(build_body_blocks(material, part.main), material.lang)
    blocks = place_uncalled_notes(body, uncalled_here, material)
    annexes = tuple(Annex(tuple(build_annex_blocks(material, annex))) for annex in part.annexes)
    closing = tuple(_build_closing(material, part.bounds))
    where = NOWHERE if part.is_whole else Where(material.file, material.texts[part.lines.start].number)
    return Part(*part.number_and_title, blocks, closing, annexes, where=where)


def _make_preambular(blocks: list[Block], lang: Language) -> list[Block]:
    """Return blocks with the points that hang on nothing between enacting words and what is decided as preambular.

    Some bodies letter their preambular paragraphs, "(a) Recalling", and copies from the web set bullets before them. A
    point without such words hangs on the one above.
    """
    first = next((n for n, block in enumerate(blocks) if _has_role(block, Role.OPERATIVE)), 0)
    enacting = next((n for n, block in enumerate(blocks[:first]) if _has_role(block, Role.ENACTING)), first)
    out = blocks[: enacting + 1]
    for block in blocks[enacting + 1 : first]:
        is_point = isinstance(block, Paragraph) and block.role is Role.POINT
        if isinstance(block, Paragraph) and is_point and has_lead_words(spell_inlines(block.content).lstrip(), lang):
            out.append(replace(block, role=Role.PREAMBULAR))
        else:
            hang_block(out, block)
    return [*out, *blocks[max(first, enacting + 1) :]]


def _has_role(block: Block, role: Role) -> bool:
    return isinstance(block, Paragraph) and block.role is role


def _is_within(note: RawNote, lines: range, material: BodyMaterial) -> bool:
    """Return whether a note stands among the lines of a part, or below those of the last."""
    number = note.lines[0].number
    is_last = lines.stop == len(material.texts)
    return material.texts[lines.start].number <= number and (is_last or number < material.texts[lines.stop].number)


def _build_closing(material: BodyMaterial, bounds: PartBounds) -> Iterator[Paragraph]:
    """Yield the closing lines; those that say how the text was adopted are one paragraph, a vote is nested."""
    together = (bounds.adoption, bounds.vote)
    for n in bounds.closing:
        lines = next((lines for lines in together if n in lines), range(n, n + 1))
        if lines is bounds.vote and n == lines.start:
            yield from _build_vote(material, lines)
        elif n == lines.start:
            yield _build_closing_line(material, lines, Role.CLOSING)


def _build_vote(material: BodyMaterial, lines: range) -> Iterator[Paragraph]:
    """Yield a vote from its lines; without a sentence over lists of who voted it is closing lines."""
    groups = group_vote_lines(material.texts, lines, material.lang)
    if len(groups) == 1 or is_tally(material.texts[lines.start].text, material.lang):
        yield from (_build_closing_line(material, group, Role.CLOSING) for group in groups)
        return
    sentence, *voters = (_build_closing_line(material, group, Role.VOTE) for group in groups)
    yield nest_vote(sentence, voters)


def _build_closing_line(material: BodyMaterial, group: Sequence[int], role: Role) -> Paragraph:
    where = Where(material.file, material.texts[group[0]].number)
    return Paragraph(role, build_inlines_of_look(material, group), where=where)
