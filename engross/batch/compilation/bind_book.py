"""Bind a printed compilation: its pieces in order, running heads on all pages, links to places, labels of pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from engross.batch.compilation.arrange import Quire
from engross.batch.compilation.place_pages import Stretch, list_leaves
from engross.batch.compilation.second_words import join_heads
from engross.batch.compilation.set_pieces import PieceSetter
from engross.batch.compilation.set_quire import SetQuire, measure_inner
from engross.batch.packet.number_pages import Place, number_pages
from engross.batch.volume.bind import CONTINUED, PRODUCER_NAME, Binding, SourcePdf, bind_pdfs, next_start
from engross.editions.pdf.loose_pages import LoosePages
from engross.editions.typeset.compilation import HeadLeaf
from engross.editions.typeset.volume import Volume, make_volume_packet
from engross.model.compilation import Compilation
from engross.model.paper import Format


@dataclass(frozen=True, slots=True)
class SetPiece:
    """A piece that is set: its name, its entry in the outline, its pages, where they are bound.

    ``has_folios``: whether its pages print their numbers; title pages do not (Chicago 1.6).
    """

    name: str
    title: str
    made: LoosePages
    stretch: Stretch
    has_folios: bool = True


@dataclass(frozen=True, slots=True)
class BoundPieces:
    """All that is bound: front matter, the openings of the sections, their quires, the back matter."""

    front: tuple[SetPiece, ...]
    openings: tuple[SetPiece, ...]
    placed: tuple[tuple[Quire, SetQuire, Stretch], ...]
    back: tuple[SetPiece, ...]

    @property
    def before(self) -> int:
        """The number of pages before page 1."""
        return next_start(self.front[-1].stretch.last)

    @property
    def body(self) -> tuple[Stretch, ...]:
        """The stretches from page 1 on, in order."""
        pieces = [piece.stretch for piece in (*self.openings, *self.back)]
        return tuple(sorted((*pieces, *(stretch for *_, stretch in self.placed)), key=lambda stretch: stretch.page))


def bind_book(book: Compilation, pieces: BoundPieces, page_format: Format, setter: PieceSetter) -> bytes:
    """Return the whole as a PDF."""
    before = pieces.before
    fronts = [piece.stretch for piece in pieces.front if piece.has_folios]
    leaves = [*list_leaves(book, fronts, page_format, is_roman=True)]
    leaves += [HeadLeaf()] * (before - len(leaves))
    leaves += list_leaves(book, pieces.body, page_format)
    heads = setter.set_heads(book, leaves)
    places = _find_places(book, pieces.placed)

    def find_place(name: str) -> Place:
        page, height = places[name] if name in places else (int(name), None)
        return before + page - 1, height

    volume = Volume(book.full_title, tuple(text.symbol for text in book.texts), book.languages, book.version)
    packet = make_volume_packet(volume, PRODUCER_NAME).markup
    complete = partial(number_pages, folios=heads, find_place=find_place)
    is_rtl = setter.language.direction == "rtl"
    binding = Binding(packet, setter.language.tag, front=before, is_right_bound=is_rtl, complete=complete)
    return bind_pdfs(_list_sources(book, pieces, measure_inner(page_format)), binding)


def _find_places(book: Compilation, placed: Sequence[tuple[Quire, SetQuire, Stretch]]) -> dict[str, Place]:
    """Return the page and the height of each text, by the name that links have for it."""
    heights = {text.symbol: text.height for _, made, _ in placed for text in made.texts}
    return {text.prefix: (text.page, heights[text.symbol]) for text in book.texts}


def _list_sources(book: Compilation, pieces: BoundPieces, inner: float) -> Iterator[SourcePdf]:
    """Yield what is bound, in order; the texts have their entries in the outline below that of their section."""
    for piece in pieces.front:
        yield SourcePdf("", piece.made.data, join_heads(book, piece.title), inner=inner)
    for quire, made, _ in pieces.placed:
        if quire.is_first:
            opening = pieces.openings[quire.section]
            yield SourcePdf("", opening.made.data, join_heads(book, opening.title), inner=inner)
        yield SourcePdf("", made.path.read_bytes(), "", CONTINUED, inner=inner)
    for piece in pieces.back:
        yield SourcePdf("", piece.made.data, join_heads(book, piece.title), inner=inner)
