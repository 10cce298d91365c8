"""Two language versions of one document as pairs: what the bilingual edition is made of."""

from __future__ import annotations

from dataclasses import dataclass

from engross.model.tree import Block, Part, Resolution, Table

TITLE, PART_TITLE, BLOCK, CLOSING = "title", "part", "block", "closing"
COLUMNS, FACING = "columns", "facing"  # the layouts of the print edition
LAYOUTS = (COLUMNS, FACING)
BY_NUMBER, BY_SEQUENCE = "number", "sequence"  # how blocks are paired
ALIGNMENTS = (BY_NUMBER, BY_SEQUENCE)


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A block without those in it, or a title: what stands in one place beside its counterpart.

    ``kind``: TITLE of the whole, PART_TITLE, BLOCK or CLOSING, all closing lines of a part, which have another order in
    other languages; ``block`` is the first of them. ``part``: that of a title or of closing lines. ``depth``: how deep
    a paragraph hangs in others, from 1.
    ``opens``: the id of the part or annex that it begins, "" for none.
    """

    id: str
    kind: str
    block: Block | None = None
    part: Part | None = None
    depth: int = 1
    opens: str = ""

    @property
    def is_table(self) -> bool:
        """Whether the piece is a table."""
        return isinstance(self.block, Table)


@dataclass(frozen=True, slots=True)
class PairedBlock:
    """A piece of the first language and its counterpart; one of them is None where it has none.

    ``is_doubtful``: whether they call other notes.
    """

    first: TextPiece | None
    second: TextPiece | None
    is_doubtful: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether both languages have the piece."""
        return self.first is not None and self.second is not None

    @property
    def pieces(self) -> tuple[TextPiece, ...]:
        """The pieces that there are, that of the first language first."""
        return tuple(piece for piece in (self.first, self.second) if piece)


@dataclass(frozen=True, slots=True)
class ParallelText:
    """Two language versions, and their pieces side by side in reading order.

    ``notes``: the notes that both have, the id in the second by that in the first. The ids of the second begin with
    its language: both stand in one file.
    """

    first: Resolution
    second: Resolution
    pairs: tuple[PairedBlock, ...]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def resolutions(self) -> tuple[Resolution, Resolution]:
        """Both versions."""
        return self.first, self.second

    @property
    def paired_share(self) -> float:
        """The share of all pieces of both languages that have a counterpart, 0 to 1."""
        pieces = sum(len(pair.pieces) for pair in self.pairs)
        return 2 * sum(pair.is_whole for pair in self.pairs) / pieces if pieces else 0.0
