"""Pair the blocks of two language versions of one document: by their own numbers, never by their length.

Numbering exists so that references agree in all languages (Editorial Manual): a numbered block, a title or an enacting
formula is an anchor, and pairs with that of its id. What stands between two anchors and has an id by its place alone
is paired in sequence, by kind; where that leaves a choice, the notes that blocks call and the documents that they cite
decide, which are the same in all languages.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from engross.collate.rename_ids import prefix_ids
from engross.grammars.numbering import marker_slug, possible_kinds
from engross.model.parallel import (
    BLOCK,
    BY_NUMBER,
    BY_SEQUENCE,
    CLOSING,
    PART_TITLE,
    TITLE,
    PairedBlock,
    ParallelText,
    TextPiece,
)
from engross.model.text import spell_title
from engross.model.tree import Block, Citation, Heading, Inline, Note, Paragraph, Resolution, Role, Table
from engross.model.walk import inlines_of, notes_of, runs_of_blocks

MAX_CHOICES = 1_000_000  # of pieces between two anchors, those of one language times the other's: else by kind alone
ADDED_NUMBER = re.compile(r"-\d+$")  # what passes/identify.py adds to an id that is taken
DIGITS = re.compile(r"\d+")
COUNTED_IN_BOTH = (Role.ENACTING,)  # roles of paragraphs that have no number and yet an id of their own
# What a pair counts for: that it is one; that its role is the same; each note or document that both name; that they
# name others; that their numbers are the same, or others. Without numbers two in one place are a pair in the end.
PAIRED, SAME_ROLE, SHARED, OTHERS_NAMED = 2, 2, 3, -3
SAME_NUMBER, OTHER_NUMBER = 4, -6
NOTE_PREFIX = "note "

Counterparts = list[tuple[int | None, int | None]]  # the places of two pieces in their lists


@dataclass(frozen=True, slots=True)
class _Traits:
    """What tells a piece in any language.

    ``family``: whether it is a title, a heading, a table, a paragraph or a closing line, which pair only with their
    like. ``role``: of a paragraph, or the rank of a heading. ``ordinals``: the places in a series that its number can
    mean, for what is "(a)" in one language is "1." in another. ``named``: the numbers of the notes that it calls and
    the documents that it cites.
    """

    family: str
    role: str = ""
    ordinals: frozenset[int] = frozenset()
    named: frozenset[str] = frozenset()


def pair_versions(
    first: Resolution, second: Resolution, alignment: str = BY_NUMBER, bound: Collection[str] = ()
) -> ParallelText:
    """Return two language versions paired; the ids of the second get its language before them.

    ``alignment``: BY_NUMBER, or BY_SEQUENCE for sources whose numbers disagree. ``bound``: the ids of the headings
    that are set with the one before them, those of the second with its language.
    """
    prefix = f"{second.language}-"
    renamed = prefix_ids(second, prefix)
    one, other = ([p for p in list_pieces(version) if p.id not in bound] for version in (first, renamed))
    anchors = _find_anchors(one, other, prefix) if alignment != BY_SEQUENCE else []
    pairs = tuple(_make_pairs(one, other, _pair_between(one, other, anchors)))
    return ParallelText(first, renamed, pairs, _pair_notes(first, renamed))


def list_pieces(resolution: Resolution) -> list[TextPiece]:
    """Return the pieces of a resolution in reading order: titles, and each block by itself."""
    pieces = [TextPiece("title", TITLE)] if resolution.title or resolution.number else []
    for part in resolution.parts:
        title = [TextPiece(f"{part.id}-title", PART_TITLE, part=part)] if part.title or part.number else []
        closing = [TextPiece(part.closing[0].id, CLOSING, part.closing[0], part)] if part.closing else []
        pieces += _open([*title, *_list_blocks(part.body), *closing], part.id)
        for annex in part.annexes:
            pieces += _open(list(_list_blocks(annex.blocks)), annex.id)
    return pieces


def _open(pieces: list[TextPiece], name: str) -> list[TextPiece]:
    """Return the pieces of a part or an annex, the first of which begins it."""
    return [replace(pieces[0], opens=name), *pieces[1:]] if pieces else []


def _list_blocks(blocks: Sequence[Block], depth: int = 1) -> Iterator[TextPiece]:
    for block in blocks:
        yield TextPiece(block.id, BLOCK, block, depth=depth)
        if isinstance(block, Paragraph) and block.role is not Role.VOTE:
            deeper = block.role in (Role.OPERATIVE, Role.PREAMBULAR, Role.POINT, Role.PLAIN)
            yield from _list_blocks(block.children, depth + deeper)


def _find_anchors(first: Sequence[TextPiece], second: Sequence[TextPiece], prefix: str) -> list[tuple[int, int]]:
    """Return the places of the pieces that have an id of their own, and in both versions the same; in order.

    ``prefix``: of the ids of the second.
    """
    own, others = _find_own_ids(first), _find_own_ids(second)
    names, other_names = [first[n].id for n in own], [second[n].id.removeprefix(prefix) for n in others]
    blocks = SequenceMatcher(None, names, other_names, autojunk=False).get_matching_blocks()
    return [(own[a + n], others[b + n]) for a, b, size in blocks for n in range(size)]


def _find_own_ids(pieces: Sequence[TextPiece]) -> list[int]:
    """Return the places of the pieces whose id is their own: no count, and no number that comes again beside it."""
    by_base: dict[str, list[TextPiece]] = {}
    for piece in pieces:
        by_base.setdefault(ADDED_NUMBER.sub("", piece.id), []).append(piece)
        by_base.setdefault(piece.id, []).append(piece)
    again = {
        piece.id
        for same in by_base.values()
        for piece in same
        if any(other.id != piece.id and _has_same_number(piece, other) for other in same)
    }
    return [n for n, piece in enumerate(pieces) if _has_own_id(piece) and not _is_below(piece.id, again)]


def _has_same_number(a: TextPiece, b: TextPiece) -> bool:
    return a.depth == b.depth and _number_of(a) == _number_of(b) != ""


def _is_below(name: str, others: Collection[str]) -> bool:
    """Return whether an id is among ``others``, or is of a block below one of them."""
    parts = name.split("-")
    return any("-".join(parts[:n]) in others for n in range(1, len(parts) + 1))


def _number_of(piece: TextPiece) -> str:
    """Return the number of a block without its marks; "" for none."""
    return "" if piece.block is None or isinstance(piece.block, Table) else marker_slug(piece.block.number)


def _has_own_id(piece: TextPiece) -> bool:
    """Return whether the id of a piece is made of its number or its kind, and no count of those before it."""
    if isinstance(piece.block, Paragraph):
        return bool(piece.block.number) or piece.block.role in COUNTED_IN_BOTH
    return piece.block is None or (isinstance(piece.block, Heading) and bool(piece.block.number))


def _pair_between(
    first: Sequence[TextPiece], second: Sequence[TextPiece], anchors: list[tuple[int, int]]
) -> Counterparts:
    """Return the places of all counterparts: anchors, and between them pieces by their traits."""
    traits = tuple([_find_traits(piece) for piece in side] for side in (first, second))
    found: Counterparts = []
    a0 = b0 = 0
    for a, b in (*anchors, (len(first), len(second))):
        between = _pair_by_traits(traits[0][a0:a], traits[1][b0:b])
        found += [(None if m is None else m + a0, None if n is None else n + b0) for m, n in between]
        if a < len(first):
            found.append((a, b))
        a0, b0 = a + 1, b + 1
    return found


def _find_traits(piece: TextPiece) -> _Traits:
    match piece.block:
        case None:
            return _Traits(piece.kind)
        case Paragraph() if piece.kind == CLOSING and piece.part:
            return _Traits(CLOSING, named=frozenset(_iter_named(piece.part.closing)))
        case Paragraph(role=role, content=content):
            named = _iter_named((piece.block,)) if role is Role.VOTE else _iter_named_in_run(content)
            return _Traits(f"{piece.kind} paragraph", role.value, _find_ordinals(piece), frozenset(named))
        case Heading(rank=rank):
            return _Traits("heading", str(rank), _find_ordinals(piece), frozenset(_iter_named((piece.block,))))
        case Table():
            return _Traits("table", named=frozenset(_iter_named((piece.block,))))


def _find_ordinals(piece: TextPiece) -> frozenset[int]:
    """Return what the number of a block can count; of a heading without one, the figures in its words."""
    if not isinstance(piece.block, Paragraph | Heading):
        return frozenset()
    if isinstance(piece.block, Heading) and not piece.block.number:
        return frozenset(map(int, DIGITS.findall(spell_title(piece.block.content))))
    return frozenset(value for _, value in possible_kinds(piece.block.number) if value)


def _iter_named(blocks: tuple[Block, ...]) -> Iterator[str]:
    for run in runs_of_blocks(blocks):
        yield from _iter_named_in_run(run)


def _iter_named_in_run(run: tuple[Inline, ...]) -> Iterator[str]:
    """Yield the numbers of the notes that a run calls, and the symbols of the documents that it cites."""
    for item in inlines_of(run):
        if isinstance(item, Note):
            yield f"{NOTE_PREFIX}{marker_slug(item.number)}"
        elif isinstance(item, Citation):
            yield from map(str, item.symbols)


def _weigh_pair(a: _Traits, b: _Traits) -> int | None:
    """Return what the pair of two pieces counts for; None if they are of different kinds, and no pair."""
    if a.family != b.family:
        return None
    weight = PAIRED + SAME_ROLE * (a.role == b.role) + SHARED * len(a.named & b.named)
    if a.ordinals and b.ordinals:
        weight += SAME_NUMBER if a.ordinals & b.ordinals else OTHER_NUMBER
    return weight + (OTHERS_NAMED if _has_other_names(a.named, b.named) else 0)


def _has_other_names(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and not a & b


def _pair_by_traits(first: Sequence[_Traits], second: Sequence[_Traits]) -> Counterparts:
    """Pair two lists in order so that the pairs count for the most; of two ways, that which pairs what comes first."""
    if len(first) * len(second) > MAX_CHOICES:
        return _pair_by_kind(first, second)
    best = [[0] * (len(second) + 1) for _ in range(len(first) + 1)]
    for m in reversed(range(len(first))):
        for n in reversed(range(len(second))):
            weight = _weigh_pair(first[m], second[n])
            paired = best[m + 1][n + 1] + weight if weight is not None else -1
            best[m][n] = max(paired, best[m + 1][n], best[m][n + 1])
    return _follow_best(first, second, best)


def _follow_best(first: Sequence[_Traits], second: Sequence[_Traits], best: list[list[int]]) -> Counterparts:
    found: Counterparts = []
    m = n = 0
    while m < len(first) and n < len(second):
        weight = _weigh_pair(first[m], second[n])
        if weight is not None and best[m][n] == best[m + 1][n + 1] + weight:
            found.append((m, n))
            m, n = m + 1, n + 1
        elif best[m][n] == best[m + 1][n]:
            found.append((m, None))
            m += 1
        else:
            found.append((None, n))
            n += 1
    return [*found, *((k, None) for k in range(m, len(first))), *((None, k) for k in range(n, len(second)))]


def _pair_by_kind(first: Sequence[_Traits], second: Sequence[_Traits]) -> Counterparts:
    kinds = [traits.family for traits in first], [traits.family for traits in second]
    found: Counterparts = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, *kinds, autojunk=False).get_opcodes():
        if tag == "equal":
            found += zip(range(a0, a1), range(b0, b1), strict=True)
        else:
            found += [*((m, None) for m in range(a0, a1)), *((None, n) for n in range(b0, b1))]
    return found


def _make_pairs(first: Sequence[TextPiece], second: Sequence[TextPiece], places: Counterparts) -> Iterator[PairedBlock]:
    for m, n in places:
        a, b = None if m is None else first[m], None if n is None else second[n]
        yield PairedBlock(a, b, a is not None and b is not None and _has_other_names(_find_calls(a), _find_calls(b)))


def _find_calls(piece: TextPiece) -> frozenset[str]:
    """Return the numbers of the notes that a piece calls; which documents it cites may be read otherwise."""
    return frozenset(name for name in _find_traits(piece).named if name.startswith(NOTE_PREFIX))


def _pair_notes(first: Resolution, second: Resolution) -> tuple[tuple[str, str], ...]:
    """Return the ids of the notes that have the same number in both versions, in the order of the first's calls.

    Where numbers are not unique (asterisks), the notes of one number pair in order.
    """
    numbers: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
    for resolution, by_number in zip((first, second), numbers, strict=True):
        for note in notes_of(resolution):
            by_number.setdefault(marker_slug(note.number), []).append(note.id)
    partner = {a: b for number, ids in numbers[0].items() for a, b in zip(ids, numbers[1].get(number, ()))}  # noqa: B905
    return tuple((note.id, partner[note.id]) for note in notes_of(first) if note.id in partner)
