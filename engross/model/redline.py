"""A redline as a value: versions of a text in one, and the changes between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engross.grammars.symbol import Symbol
from engross.model.tree import Masthead, Resolution, Style

# The marks of the changes of each step: of the second version against the first, of the third against the second.
INSERTED_STYLES = (Style.INSERTED, Style.INSERTED_LATER)
DELETED_STYLES = (Style.DELETED, Style.DELETED_LATER)
MOST_VERSIONS = len(INSERTED_STYLES) + 1
STEP_BY_STYLE = {style: step for styles in (INSERTED_STYLES, DELETED_STYLES) for step, style in enumerate(styles, 1)}


@dataclass(frozen=True, slots=True)
class ComparedVersion:
    """One of the versions that a redline compares: what the merged text does not have of it."""

    symbol: Symbol
    masthead: Masthead
    date: str  # of issue, else of adoption, ISO 8601; "" where neither is known
    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Span:
    """The versions that have something, counted from 0: from ``first`` on, to before ``end``; None: to the last."""

    first: int = 0
    end: int | None = None

    def has_version(self, version: int) -> bool:
        """Return whether a version has it."""
        return self.first <= version and (self.end is None or version < self.end)


@dataclass(frozen=True, slots=True)
class History:
    """What the versions make of a block, a note, a part or an annex of the merged text.

    ``numbers``: its number in each version, as printed; "" where it has none. ``ids``: its id in each version.
    ``moved``: the id of the block that has its text in another place of the merged text; "" for none.
    """

    span: Span = Span()
    numbers: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A change between two versions that follow each other, as the list of changes names it.

    ``kind``: a key of [redline.kinds] in words/*.toml. ``step``: 1 for what the second version changed. ``place``: the
    label of its place in the later version, or in the earlier one if it is there only; ``place_before`` where that is
    another. ``anchor``: the id of its block. ``before`` and ``after``: the words taken out and put in.
    """

    kind: str
    step: int
    place: str
    anchor: str = ""
    place_before: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Redline:
    """Versions of a text in one: the last of them, with all that was taken out on the way still in its place.

    ``resolution``: the merged text; styles mark the words of a change (``INSERTED_STYLES``, ``DELETED_STYLES``), its
    masthead is that of the last version. ``histories``: by ids of the merged text, "" for the document as a whole.
    ``rows``: the versions that have each row of a table, by the id of the table.
    """

    resolution: Resolution
    versions: tuple[ComparedVersion, ...]
    histories: Mapping[str, History] = field(default_factory=dict)
    rows: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
