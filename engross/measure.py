"""Two readings of one document to figures: how much of the first the second has, and every place where they differ.

The first is the measure, such as the official XML. White space, invisible characters and places in the sources do not
count (``text.fold``); where a paragraph has its words parted as the first has them is a figure of its own. A paragraph
is a paragraph, heading or title, with its number and without its calls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from engross.model import NOWHERE, Block, Citation, Heading, Inline, Note, Paragraph, Resolution, Table, Where
from engross.reading import Reading
from engross.text import fold, settled, spell, spell_blocks
from engross.walk import descend, inlines_of

ALIKE = 0.6  # from this similarity on (0 to 1) two paragraphs or notes are one, changed
AROUND = 12  # folded characters before and after a call that tell its place in a changed paragraph


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two readings differ: what kind of thing, its text in each ("" for none), its place in each."""

    kind: str  # "text", "spaces", "missing", "added", "order", "structure", "note", "citation"
    expected: str
    found: str
    where: Where = NOWHERE
    there: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    @property
    def percent(self) -> float:
        """The share in per cent; all of nothing is 100."""
        return 100.0 * self.part / self.whole if self.whole else 100.0

    def __str__(self) -> str:
        return f"{self.part} of {self.whole} ({self.percent:.2f} %)"


@dataclass(frozen=True, slots=True)
class Measure:
    """The figures of a comparison, each a share of what the first reading has, and the differences in its order."""

    paragraphs: Share  # found, changed or not
    exact: Share  # found with exactly the same text, white space apart
    spaced: Share  # of these, with spaces between the same words
    structure: Share  # found in the same role and at the same depth
    notes: Share  # found, changed or not
    placed: Share  # found unchanged and called at exactly the same place
    citations: Share
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph as it is compared: its folded text, what it is, its notes with the places of their calls in it.

    ``said``: its text with single spaces.
    """

    text: str
    said: str
    role: str
    notes: tuple[_Call, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class _Call:
    """A note as it is compared: its number, its folded text, where it is called in the folded text of its paragraph."""

    number: str
    text: str
    at: int
    where: Where


Pair = tuple[int, int]


def measure(first: Reading, second: Reading) -> Measure:
    """How much of the first reading the second has."""
    a, b = tuple(_lines(first.resolution)), tuple(_lines(second.resolution))
    pairs = _paired([line.text for line in a], [line.text for line in b])
    exact = [(m, n) for m, n in pairs if a[m].text == b[n].text]
    spaced = [(m, n) for m, n in exact if a[m].said == b[n].said]
    alike = [(m, n) for m, n in pairs if a[m].role == b[n].role]
    notes, placed, of_notes = _notes(a, b, pairs)
    cited, of_citations = _citations(first.resolution, second.resolution)
    total, calls = len(a), sum(len(line.notes) for line in a)
    return Measure(
        Share(len(pairs), total),
        Share(len(exact), total),
        Share(len(spaced), total),
        Share(len(alike), total),
        Share(notes, calls),
        Share(placed, calls),
        cited,
        (*_of_lines(a, b, pairs), *of_notes, *of_citations),
    )


def _lines(resolution: Resolution) -> Iterator[_Line]:
    heads = [(resolution.number, resolution.title, resolution.where)]
    for part in resolution.parts:
        heads.append((part.number, part.title, part.where))
        yield from (_line(number, title, "title", where) for number, title, where in heads if number or title)
        heads = []
        for n, top in enumerate((part.body, part.closing, *(annex.blocks for annex in part.annexes))):
            yield from _below(top, "annex " if n > 1 else "", 0)


def _below(blocks: tuple[Block, ...], place: str, depth: int) -> Iterator[_Line]:
    for block in blocks:
        if isinstance(block, Table):
            cells = (cell for row in block.rows for cell in row)
            yield from (line for cell in cells for line in _below(cell.blocks, f"{place}cell ", 0))
            continue
        kind = f"heading {block.rank}" if isinstance(block, Heading) else f"{block.role.value} {depth}"
        line = _line(block.number, block.content, place + kind, block.where)
        if line.text or line.notes:
            yield line
        if isinstance(block, Paragraph):
            yield from _below(block.children, place, depth + 1)


def _line(number: str, content: tuple[Inline, ...], role: str, where: Where) -> _Line:
    words = spell(content, calls=False)
    said = settled(f"{number} {words}")
    return _Line(fold(number + words), said, role, tuple(_calls(content, fold(number))), where)


def _calls(content: tuple[Inline, ...], before: str) -> Iterator[_Call]:
    """The notes of a run, each with the folded length of the words before its call."""
    words = before
    for item in _leaves(content):
        if isinstance(item, Note):
            yield _Call(item.number, fold(spell_blocks(item.blocks)), len(fold(words)), item.where)
        else:
            words += spell((item,), calls=False)


def _leaves(content: tuple[Inline, ...]) -> Iterator[Inline]:
    for item in content:
        inner = getattr(item, "content", None)
        if inner is None:
            yield item
        else:
            yield from _leaves(inner)


def _paired(a: list[str], b: list[str]) -> list[Pair]:
    """Which text of ``a`` is which of ``b``: the same in order, then alike between those, then the same elsewhere."""
    pairs: list[Pair] = []
    left: tuple[list[int], list[int]] = ([], [])
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(a0, a1), range(b0, b1), strict=True)
        else:
            alike = _alike(a, b, (a0, a1, b0, b1))
            pairs += alike
            left[0].extend(set(range(a0, a1)) - {m for m, _ in alike})
            left[1].extend(set(range(b0, b1)) - {n for _, n in alike})
    for m in sorted(left[0]):
        same = next((n for n in left[1] if b[n] == a[m]), None)
        if same is not None:
            left[1].remove(same)
            pairs.append((m, same))
    return sorted(pairs)


def _alike(a: list[str], b: list[str], part: tuple[int, int, int, int]) -> list[Pair]:
    """The texts of a stretch that are one text changed, in order."""
    a0, a1, b0, b1 = part
    pairs: list[Pair] = []
    for m in range(a0, a1):
        for n in range(b0, b1):
            if _similar(a[m], b[n]):
                pairs.append((m, n))
                b0 = n + 1
                break
    return pairs


def _similar(a: str, b: str) -> bool:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _of_lines(a: tuple[_Line, ...], b: tuple[_Line, ...], pairs: list[Pair]) -> Iterator[Difference]:
    paired, others = dict(pairs), {n for _, n in pairs}
    last = -1
    for m, line in enumerate(a):
        if m not in paired:
            yield Difference("missing", line.said, "", line.where)
            continue
        other = b[paired[m]]
        if line.text != other.text:
            yield Difference("text", line.said, other.said, line.where, other.where)
        elif line.said != other.said:
            yield Difference("spaces", line.said, other.said, line.where, other.where)
        if line.role != other.role:
            yield Difference("structure", line.role, other.role, line.where, other.where)
        if paired[m] < last:
            yield Difference("order", line.said, other.said, line.where, other.where)
        last = max(last, paired[m])
    yield from (Difference("added", "", b[n].said, there=b[n].where) for n in range(len(b)) if n not in others)


def _notes(a: tuple[_Line, ...], b: tuple[_Line, ...], pairs: list[Pair]) -> tuple[int, int, list[Difference]]:
    """How many notes are found, how many of them unchanged at the exact place, and what differs."""
    ours = [(m, call) for m, line in enumerate(a) for call in line.notes]
    theirs = [(n, call) for n, line in enumerate(b) for call in line.notes]
    keys = [[f"{call.number}\x00{call.text}" for _, call in calls] for calls in (ours, theirs)]
    found = dict(_paired(*keys))
    placed, differences = 0, []
    for i, (m, call) in enumerate(ours):
        if i not in found:
            differences.append(Difference("note", f"{call.number} {call.text}", "", call.where))
            continue
        n, other = theirs[found[i]]
        same = keys[0][i] == keys[1][found[i]]
        here = (m, n) in pairs and _same_place(a[m].text, call.at, b[n].text, other.at)
        placed += same and here
        if not (same and here):
            shown, there = _shown(call, a[m].text), _shown(other, b[n].text)
            differences.append(Difference("note", shown, there, call.where, other.where))
    added = (call for i, (_, call) in enumerate(theirs) if i not in found.values())
    differences += [Difference("note", "", f"{call.number} {call.text}", there=call.where) for call in added]
    return len(found), placed, differences


def _same_place(a: str, at: int, b: str, there: int) -> bool:
    """Whether two calls stand at one place: in the same text by their count, in a changed one by what is around."""
    if a == b:
        return at == there
    around = [(text[max(0, n - AROUND) : n], text[n : n + AROUND]) for text, n in ((a, at), (b, there))]
    return around[0] == around[1]


def _shown(call: _Call, text: str) -> str:
    """A note in its place: the words before the call, the call, the note."""
    return f"…{text[max(0, call.at - AROUND) : call.at]}[^{call.number}] {call.text}"


def _citations(first: Resolution, second: Resolution) -> tuple[Share, list[Difference]]:
    """How many citations of the first the second has, wherever they stand, and what differs."""
    a, b = Counter(_cited(first)), Counter(_cited(second))
    both = sum((a & b).values())
    missing, added = (a - b).elements(), (b - a).elements()
    differences = [Difference("citation", text, "") for text in missing]
    return Share(both, sum(a.values())), differences + [Difference("citation", "", text) for text in added]


def _cited(resolution: Resolution) -> Iterator[str]:
    """What each citation of the text and its notes means; one without symbols by its words."""
    yield from _meant(resolution.title)
    for part in resolution.parts:
        yield from _meant(part.title)
        for top in (part.body, part.closing, *(annex.blocks for annex in part.annexes)):
            yield from _meant_in(top)


def _meant_in(blocks: tuple[Block, ...]) -> Iterator[str]:
    return (meant for block in descend(blocks) if not isinstance(block, Table) for meant in _meant(block.content))


def _meant(run: tuple[Inline, ...]) -> Iterator[str]:
    for item in inlines_of(run):
        if isinstance(item, Citation):
            yield ", ".join(map(str, item.symbols)) or fold(spell(item.content, calls=False))
        elif isinstance(item, Note):
            yield from _meant_in(item.blocks)
