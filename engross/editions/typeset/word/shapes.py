"""The shapes of a Word document as values: runs, paragraphs and tables as its templates write them."""

from __future__ import annotations

from dataclasses import dataclass

from engross.model.tree import Style


@dataclass(frozen=True, slots=True)
class WordRun:
    """A run: its kind, its characters, how they are set apart, the id of the relation of its link ("" for none).

    ``kind``: "text"; "break", a line break; "call", of the note whose id is ``note``; "again", the number of that note
    called once more. ``mark``: what a call shows if Word does not count it. ``is_turned``: from right to left.
    ``is_target``: the call has a bookmark, for others that lead to its note.
    """

    kind: str
    text: str = ""
    styles: frozenset[Style] = frozenset()
    link: str = ""
    note: int = 0
    mark: str = ""
    is_turned: bool = False
    is_target: bool = False


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph: its style, its number as printed, its runs by their links. ``align``: "", "right" or "center".

    ``changes``: the marks of tracked changes on the paragraph as a whole; ``numbers``: its numbers, each with the marks
    on it, where tracked changes replace one by another. ``is_left_to_right``: a line of a text from right to left that
    runs the other way. ``tabs``: how many tabs its first line begins with; one more stands behind a number.
    """

    style: str
    number: str = ""
    groups: tuple[tuple[str, tuple[WordRun, ...]], ...] = ()
    tabs: int = 0
    align: str = ""
    is_left_to_right: bool = False
    changes: tuple[Style, ...] = ()
    numbers: tuple[tuple[str, tuple[Style, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class WordCell:
    """A cell: its shapes, how many columns of the grid it takes, their width in twentieths of a point.

    ``merge``: "restart" where it reaches down, "continue" where one above reaches, else "".
    """

    shapes: tuple[WordParagraph | WordTable, ...]
    columns: int
    width: int
    merge: str = ""


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table: its style, the widths of its grid in twentieths of a point, its rows; the first ``heads`` are heads.

    ``rules``: the rows above which a rule stands, the number of rows for one at the end. ``changes``: the marks of
    tracked changes on each row; () where there are none.
    """

    style: str
    grid: tuple[int, ...]
    rows: tuple[tuple[WordCell, ...], ...]
    heads: int
    rules: tuple[int, ...]
    changes: tuple[tuple[Style, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class WordNote:
    """A footnote: its id, the mark that it has if Word does not count it, its shapes.

    ``is_bracketed``: brackets are typed around its number.
    """

    id: int
    mark: str
    shapes: tuple[WordParagraph | WordTable, ...]
    is_bracketed: bool
