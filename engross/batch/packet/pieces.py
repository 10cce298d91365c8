"""Place the pieces of a packet one behind another, and set those that are no documents until all pages are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from engross.batch.volume.bind import next_start
from engross.editions.pdf.loose_pages import LoosePages
from engross.editions.typeset.packet import Packet, PacketDocument, PacketItem
from engross.model.notice import Refusal

COVER, CONTENTS, DIVIDER, MISSING, DOCUMENT, INDEX = "cover", "contents", "divider", "missing", "document", "index"
MOST_ROUNDS = 5  # pages that grow by their own numbers are set again; more than twice has not been seen


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a packet: its kind, its item and its document, counted from 0; its pages, and the first of them."""

    kind: str
    item: int = -1
    document: int = -1
    pages: int = 1
    page: int = 0

    @property
    def may_begin_anywhere(self) -> bool:
        """Whether it may begin on the back of a leaf."""
        return self.kind == CONTENTS


SetPiece = Callable[[Packet, Piece], LoosePages]


def list_pieces(packet: Packet, extents: Sequence[Sequence[int]], *, has_index: bool) -> tuple[Piece, ...]:
    """Return the pieces of a packet; ``extents``: the pages of each document of each item, 0 for a missing one."""
    pieces = [Piece(COVER), Piece(CONTENTS)]
    for n, (item, item_extents) in enumerate(zip(packet.items, extents, strict=True)):
        pieces += [Piece(DIVIDER, n)] if item.has_divider else []
        pieces += (Piece(DOCUMENT if extent else MISSING, n, k, extent or 1) for k, extent in enumerate(item_extents))
    return (*pieces, *([Piece(INDEX)] if has_index else []))


def place_pieces(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with their pages: each begins behind an even number of pages, the contents behind the cover."""
    placed: list[Piece] = []
    before = 0
    for piece in pieces:
        start = before if piece.may_begin_anywhere else next_start(before)
        placed.append(replace(piece, page=start + 1))
        before = start + piece.pages
    return tuple(placed)


def number_packet(packet: Packet, placed: Sequence[Piece]) -> Packet:
    """Return the packet with the pages of its items, documents and index."""
    at = {(piece.kind, piece.item, piece.document): piece.page for piece in placed}

    def number_document(document: PacketDocument, n: int, k: int) -> PacketDocument:
        return replace(document, page=at.get((DOCUMENT, n, k)) or at[MISSING, n, k])

    def number_item(item: PacketItem, n: int) -> PacketItem:
        documents = tuple(number_document(document, n, k) for k, document in enumerate(item.documents))
        return replace(item, documents=documents, page=at.get((DIVIDER, n, -1), 0))

    items = tuple(number_item(item, n) for n, item in enumerate(packet.items))
    pages = placed[-1].page + placed[-1].pages - 1
    return replace(packet, items=items, index_page=at.get((INDEX, -1, -1), 0), pages=pages)


def settle_pieces(
    packet: Packet, pieces: Sequence[Piece], index: Callable[[Packet], Packet], set_piece: SetPiece
) -> tuple[Packet, tuple[Piece, ...], dict[Piece, LoosePages]]:
    """Set all pieces that are no documents, again where one took other pages than it was placed with.

    ``index``: gives the joint index to a packet that has its pages. Raises Refusal if they do not settle.
    """
    for _ in range(MOST_ROUNDS):
        placed = place_pieces(pieces)
        numbered = index(number_packet(packet, placed))
        made = {piece: set_piece(numbered, piece) for piece in placed if piece.kind != DOCUMENT}
        extents = [made[piece].pages if piece in made else piece.pages for piece in placed]
        if extents == [piece.pages for piece in placed]:
            return numbered, placed, made
        pieces = [replace(piece, pages=pages) for piece, pages in zip(placed, extents, strict=True)]
    raise Refusal("the pages of the packet do not settle", "report it, with the agenda; or leave out a document")


def iter_subjects(
    packet: Packet, placed: Sequence[Piece]
) -> Iterator[tuple[Piece, PacketItem | PacketDocument | None]]:
    """Yield each piece with the item or the document that it is of."""
    for piece in placed:
        if piece.item < 0:
            yield piece, None
        elif piece.document < 0:
            yield piece, packet.items[piece.item]
        else:
            yield piece, packet.items[piece.item].documents[piece.document]
