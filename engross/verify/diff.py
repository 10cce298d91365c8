"""Compare two readings of one document: figures for how much of the first the second has, and every difference.

The first reading is the standard, for example the official XML. White space, invisible characters and places in the
sources do not count (``text.fold``); whether a paragraph's words are separated as in the first is a figure of its own.
"Paragraph" means a paragraph, heading or title, with its number and without its note calls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from engross.model.reading import Reading
from engross.model.text import fold, fold_keeping_spaces, spell_blocks, spell_inlines
from engross.model.tree import NOWHERE, Block, Citation, Heading, Inline, Note, Paragraph, Resolution, Table, Where
from engross.model.walk import descend_blocks, inlines_of, inner_blocks_of, leaves_of, runs_of
from engross.verify.emphasis import list_block_styles, list_letter_styles, write_block_emphasis, write_emphasis
from engross.verify.pairing import IndexPair, pair_texts

AROUND_CHARACTERS = 12  # folded characters before and after a call that identify its place in a changed paragraph


@dataclass(frozen=True, slots=True)
class ReadingDifference:
    """One place where two readings differ: the kind, the text in each ("" if it has none), the place in each."""

    kind: str  # "text", "spaces", "emphasis", "missing", "added", "order", "structure", "note", "citation"
    expected: str
    found: str
    where: Where = NOWHERE
    there: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, both counted."""

    part: int
    whole: int

    @property
    def percent(self) -> float:
        """The share in per cent; 100 if the whole is 0."""
        return 100.0 * self.part / self.whole if self.whole else 100.0

    def __str__(self) -> str:
        return f"{self.part} of {self.whole} ({self.percent:.2f} %)"


@dataclass(frozen=True, slots=True)
class DiffFigures:
    """The result of a comparison: shares of what the first reading has, and the differences in that reading's order."""

    paragraphs: Share  # found, changed or not
    exact: Share  # found with exactly the same text, white space apart
    spaced: Share  # of these, with spaces between the same words
    emphasis: Share  # of the exact ones, with the same words set apart, in their unchanged notes too
    structure: Share  # found in the same role and at the same depth
    notes: Share  # found, changed or not
    placed: Share  # found unchanged and called at exactly the same place
    citations: Share
    differences: tuple[ReadingDifference, ...]


@dataclass(frozen=True, slots=True)
class _ComparedLine:
    """A paragraph prepared for comparison: folded text, role, notes with the places of their calls in the folded text.

    ``said``: its text with single spaces.
    """

    text: str
    said: str
    content: tuple[Inline, ...]
    role: str
    notes: tuple[_ComparedNote, ...]
    where: Where

    @property
    def has_own_look(self) -> bool:
        """Whether all its words are set apart in print: a title, a heading, a closing line, the head of a column."""
        return self.role.startswith("title") or "heading" in self.role or "closing" in self.role


@dataclass(frozen=True, slots=True)
class _ComparedNote:
    """A note prepared for comparison: number, folded text, offset of its call in its paragraph's folded text."""

    number: str
    text: str
    at: int
    where: Where
    blocks: tuple[Block, ...] = ()


def measure_difference(first: Reading, second: Reading) -> DiffFigures:
    """Return how much of the first reading the second has, and where they differ."""
    first_lines, second_lines = tuple(_compared_lines(first.resolution)), tuple(_compared_lines(second.resolution))
    pairs = pair_texts([line.text for line in first_lines], [line.text for line in second_lines])
    exact = [(m, n) for m, n in pairs if first_lines[m].text == second_lines[n].text]
    spaced = [(m, n) for m, n in exact if first_lines[m].said == second_lines[n].said]
    same_role = [(m, n) for m, n in pairs if first_lines[m].role == second_lines[n].role]
    found_notes, placed_notes, note_differences = _compare_notes(first_lines, second_lines, pairs)
    citation_share, citation_differences = _compare_citations(first.resolution, second.resolution)
    emphasised = [(m, n) for m, n in exact if _has_same_emphasis(first_lines[m], second_lines[n])]
    total, calls = len(first_lines), sum(len(line.notes) for line in first_lines)
    return DiffFigures(
        Share(len(pairs), total),
        Share(len(exact), total),
        Share(len(spaced), total),
        Share(len(emphasised), len(exact)),
        Share(len(same_role), total),
        Share(found_notes, calls),
        Share(placed_notes, calls),
        citation_share,
        (*_compare_lines(first_lines, second_lines, pairs), *note_differences, *citation_differences),
    )


def _compared_lines(resolution: Resolution) -> Iterator[_ComparedLine]:
    heads = [(resolution.number, resolution.title, resolution.where)]
    for part in resolution.parts:
        heads.append((part.number, part.title, part.where))
        yield from (_make_line(number, title, "title", where) for number, title, where in heads if number or title)
        heads = []
        for n, top in enumerate((part.body, part.closing, *(annex.blocks for annex in part.annexes))):
            yield from _lines_of_blocks(top, "annex " if n > 1 else "", 0)


def _lines_of_blocks(blocks: tuple[Block, ...], place: str, depth: int) -> Iterator[_ComparedLine]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _lines_of_blocks(inner_blocks_of(block), f"{place}cell ", 0)
            continue
        kind = f"heading {block.rank}" if isinstance(block, Heading) else f"{block.role.value} {depth}"
        line = _make_line(block.number, block.content, place + kind, block.where)
        if line.text or line.notes:
            yield line
        if isinstance(block, Paragraph):
            yield from _lines_of_blocks(block.children, place, depth + 1)


def _make_line(number: str, content: tuple[Inline, ...], role: str, where: Where) -> _ComparedLine:
    words = spell_inlines(content, calls=False)
    said = fold_keeping_spaces(f"{number} {words}")
    return _ComparedLine(fold(number + words), said, content, role, tuple(_find_calls(content, fold(number))), where)


def _find_calls(content: tuple[Inline, ...], before: str) -> Iterator[_ComparedNote]:
    """Yield the notes of a run, each with the folded length of ``before`` and the run's text up to its call."""
    words = before
    for item in leaves_of(content):
        if isinstance(item, Note):
            yield _ComparedNote(item.number, fold(spell_blocks(item.blocks)), len(fold(words)), item.where, item.blocks)
        else:
            words += spell_inlines((item,), calls=False)


def _compare_lines(
    a: tuple[_ComparedLine, ...], b: tuple[_ComparedLine, ...], pairs: list[IndexPair]
) -> Iterator[ReadingDifference]:
    paired, others = dict(pairs), {n for _, n in pairs}
    last = -1
    for m, line in enumerate(a):
        if m not in paired:
            yield ReadingDifference("missing", line.said, "", line.where)
            continue
        other = b[paired[m]]
        if line.text != other.text:
            yield ReadingDifference("text", line.said, other.said, line.where, other.where)
        elif line.said != other.said:
            yield ReadingDifference("spaces", line.said, other.said, line.where, other.where)
        if line.text == other.text:
            yield from _find_emphasis_differences(line, other)
        if line.role != other.role:
            yield ReadingDifference("structure", line.role, other.role, line.where, other.where)
        if paired[m] < last:
            yield ReadingDifference("order", line.said, other.said, line.where, other.where)
        last = max(last, paired[m])
    yield from (ReadingDifference("added", "", b[n].said, there=b[n].where) for n in range(len(b)) if n not in others)


def _has_same_emphasis(a: _ComparedLine, b: _ComparedLine) -> bool:
    """Return whether two paragraphs of the same text, and their notes, set the same words apart."""
    return not any(_find_emphasis_differences(a, b))


def _find_emphasis_differences(a: _ComparedLine, b: _ComparedLine) -> Iterator[ReadingDifference]:
    """Yield where two paragraphs of the same text set other words apart: themselves, then their unchanged notes."""
    is_same_look = a.has_own_look or b.has_own_look
    if list_letter_styles(a.content, is_same_look) != list_letter_styles(b.content, is_same_look):
        marked, other_marked = write_emphasis(a.content), write_emphasis(b.content)
        yield ReadingDifference("emphasis", marked, other_marked, a.where, b.where)
    for note, other in zip(a.notes, b.notes, strict=False):
        if note.text == other.text and list_block_styles(note.blocks) != list_block_styles(other.blocks):
            marked, other_marked = write_block_emphasis(note.blocks), write_block_emphasis(other.blocks)
            yield ReadingDifference("emphasis", marked, other_marked, note.where, other.where)


def _compare_notes(
    a: tuple[_ComparedLine, ...], b: tuple[_ComparedLine, ...], pairs: list[IndexPair]
) -> tuple[int, int, list[ReadingDifference]]:
    """Return how many notes are found, how many of them unchanged and called at the same place, and the differences."""
    ours = [(m, call) for m, line in enumerate(a) for call in line.notes]
    theirs = [(n, call) for n, line in enumerate(b) for call in line.notes]
    keys = [[f"{call.number}\x00{call.text}" for _, call in calls] for calls in (ours, theirs)]
    paired = dict(pair_texts(*keys))
    placed, differences = 0, []
    for i, (m, call) in enumerate(ours):
        if i not in paired:
            differences.append(ReadingDifference("note", f"{call.number} {call.text}", "", call.where))
            continue
        n, other = theirs[paired[i]]
        is_same = keys[0][i] == keys[1][paired[i]]
        is_in_place = (m, n) in pairs and _is_same_place(a[m].text, call.at, b[n].text, other.at)
        placed += is_same and is_in_place
        if not (is_same and is_in_place):
            shown, other_shown = _spell_note_in_place(call, a[m].text), _spell_note_in_place(other, b[n].text)
            differences.append(ReadingDifference("note", shown, other_shown, call.where, other.where))
    added = (call for i, (_, call) in enumerate(theirs) if i not in paired.values())
    differences += [ReadingDifference("note", "", f"{call.number} {call.text}", there=call.where) for call in added]
    return len(paired), placed, differences


def _is_same_place(a: str, at: int, b: str, there: int) -> bool:
    """Return whether two calls stand at one place.

    In equal texts their offsets must agree; in changed ones, the characters around them.
    """
    if a == b:
        return at == there
    around = [
        (text[max(0, n - AROUND_CHARACTERS) : n], text[n : n + AROUND_CHARACTERS]) for text, n in ((a, at), (b, there))
    ]
    return around[0] == around[1]


def _spell_note_in_place(call: _ComparedNote, text: str) -> str:
    """Show a note at its call: the words before the call, the call, the note's text."""
    return f"…{text[max(0, call.at - AROUND_CHARACTERS) : call.at]}[^{call.number}] {call.text}"


def _compare_citations(first: Resolution, second: Resolution) -> tuple[Share, list[ReadingDifference]]:
    """Return the share of the first resolution's citations that the second has, in any place, and the differences."""
    first_counts, second_counts = Counter(_citation_meanings(first)), Counter(_citation_meanings(second))
    shared = sum((first_counts & second_counts).values())
    missing, added = (first_counts - second_counts).elements(), (second_counts - first_counts).elements()
    differences = [ReadingDifference("citation", text, "") for text in missing]
    return Share(shared, sum(first_counts.values())), differences + [
        ReadingDifference("citation", "", text) for text in added
    ]


def _citation_meanings(resolution: Resolution) -> Iterator[str]:
    """Yield what each citation of the text and its notes refers to: its symbols, or its folded words if it has none."""
    return (meaning for run in runs_of(resolution) for meaning in _meanings_in_run(run))


def _meanings_in_blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    return (
        meaning
        for block in descend_blocks(blocks)
        if not isinstance(block, Table)
        for meaning in _meanings_in_run(block.content)
    )


def _meanings_in_run(run: tuple[Inline, ...]) -> Iterator[str]:
    for item in inlines_of(run):
        if isinstance(item, Citation):
            yield ", ".join(map(str, item.symbols)) or fold(spell_inlines(item.content, calls=False))
        elif isinstance(item, Note):
            yield from _meanings_in_blocks(item.blocks)
