"""Pair two language versions of a document for an edition, and tell where they do not pair."""

from __future__ import annotations

from collections.abc import Iterator

from engross.collate.parallel import pair_versions
from engross.editions.typeset.heading_titles import find_heading_titles
from engross.grammars.language import load_language
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.parallel import BY_NUMBER, PairedBlock, ParallelText, TextPiece
from engross.model.text import shorten_line, spell_inlines
from engross.model.tree import Resolution, Table

LEAST_PAIRED = 0.9  # the share of the blocks of both languages that must have a counterpart


def pair_resolutions(first: Resolution, second: Resolution, alignment: str = BY_NUMBER) -> ParallelText:
    """Return two language versions paired. Raises Refusal if too few of their paragraphs have a counterpart."""
    bound = (*_list_bound(first), *(f"{second.language}-{name}" for name in _list_bound(second)))
    text = pair_versions(first, second, alignment, frozenset(bound))
    if alignment == BY_NUMBER and text.paired_share < LEAST_PAIRED:
        _refuse_pairing(text)
    return text


def _list_bound(resolution: Resolution) -> Iterator[str]:
    """Yield the ids of the headings that are set with the one before them."""
    yield from find_heading_titles(resolution, load_language(resolution.language)).bound


def _refuse_pairing(text: ParallelText) -> None:
    alone = [pair for pair in text.pairs if not pair.is_whole]
    named = ", ".join(f"“{_spell_piece(pair.pieces[0])}”" for pair in alone[:3])
    what = (
        f"only {text.paired_share:.0%} of the paragraphs have a counterpart, {LEAST_PAIRED:.0%} are needed; "
        f"without one are {len(alone)}, first {named}"
    )
    hint = "compare both sources; --align sequence puts their paragraphs side by side in their order"
    raise Refusal(what, hint, text.second.where)


def report_pairs(text: ParallelText) -> Iterator[Notice]:
    """Yield a notice for each piece without a counterpart, and for each pair that contradicts itself."""
    names = [load_language(one.language).words["language"]["name"] for one in text.resolutions]
    for pair in text.pairs:
        piece, name = _find_told(pair, names)
        if not pair.is_whole or pair.is_doubtful:
            code = Code.PAIR_DOUBTFUL if pair.is_whole else Code.PAIR_MISSING
            where = piece.block.where if piece.block else text.first.where
            yield make_notice(code, where, text=_spell_piece(piece), language=name)


def _find_told(pair: PairedBlock, names: list[str]) -> tuple[TextPiece, str]:
    """Return the piece that a notice is about, and the name of the other language."""
    return (pair.first, names[1]) if pair.first else (pair.pieces[0], names[0])


def _spell_piece(piece: TextPiece) -> str:
    if piece.block is None:
        return piece.part.number if piece.part else piece.kind
    if isinstance(piece.block, Table):
        return piece.id
    return shorten_line(f"{piece.block.number} {spell_inlines(piece.block.content, calls=False)}")
