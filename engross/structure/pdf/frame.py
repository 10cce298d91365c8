"""Rows to lines: what each row is by its place and size: running head, page foot, note, or a paragraph's line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from engross.structure.pdf.glyphs import LESS
from engross.structure.pdf.rows import Row
from engross.structure.raw.lines import FOOT, HEAD, NOTE, REPEATED, RULE, TEXT, Line, furnished, undivided
from engross.structure.raw.paragraphs import ENDS
from engross.structure.raw.seats import RawNote, own_number
from engross.text import fold

ALIKE = 0.35  # pt: two sizes of notes that are one
SAME = 0.6  # pt: two sizes of the body that are one
SHORT = 6  # characters of a row whose size is hard to tell
LARGE = 1.15  # of the body's size: a title
LOOSE = 5.0  # em: a line that ends so far from the edge is a paragraph's last
WIDEST = 1.8  # of the size: what is further apart are no lines of one paragraph
WIDER = 1.22  # of the usual leading: what is further begins a paragraph
INDENT = 8.0  # pt


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page's rows with what each is, from the top down."""

    rows: tuple[Row, ...]
    kinds: tuple[str, ...]
    notes: int  # the index of the first row of the notes; the number of rows where there are none


def leaves(pages: list[list[Row]], size: float) -> list[Leaf]:
    """The pages with furniture and notes known. ``size``: the body's, in pt."""
    repeated = _repeated(pages)
    out: list[Leaf] = []
    for n, rows in enumerate(pages):
        kinds = _kinds(rows, size, repeated, first=n == 0)
        out.append(
            Leaf(tuple(rows), tuple(kinds), _notes_start(rows, kinds, size, _note_size(out[-1]) if out else 0.0))
        )
    return out


def _note_size(leaf: Leaf) -> float:
    """The size that most of a page's notes have, in pt; 0 where it has none."""
    sizes = Counter(row.size for row in leaf.rows[leaf.notes :] if len(row.text) > SHORT)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _key(row: Row) -> tuple[str, int]:
    """What is the same on two pages: words and height; numbers may count up where they stand alone."""
    said = fold(row.text)
    return said if any(map(str.isalpha, said)) else re.sub(r"\d+", "#", said), round(row.base / 3)


def _repeated(pages: list[list[Row]]) -> set[tuple[str, int]]:
    """What stands on two pages at the same height."""
    counts = Counter(key for rows in pages for key in {_key(row) for row in rows if not row.spot})
    return {key for key, times in counts.items() if times > 1}


def _kinds(rows: list[Row], size: float, repeated: set[tuple[str, int]], first: bool) -> list[str]:
    """What each row is as furniture; the page's edges reach to the first and from the last row of text."""
    kinds = [TEXT if _numbers(row, size) else furnished(Line(0, row.text, spot=row.spot)).kind for row in rows]
    own = [row.spot is not None or (row.size >= LESS * size and _key(row) not in repeated) for row in rows]
    top = own.index(True) if True in own else 0
    for n, row in enumerate(rows[:top]):
        if not first and kinds[n] == TEXT and (row.size < LESS * size or _key(row) in repeated):
            kinds[n] = HEAD
    for n in range(len(rows) - 1, top, -1):
        if rows[n].spot or (kinds[n] == TEXT and (_key(rows[n]) not in repeated or _goes_on(rows[: n + 1], repeated))):
            break
        kinds[n] = FOOT if kinds[n] == TEXT else kinds[n]
    return [REPEATED if row.spot and row.spot.again else kind for row, kind in zip(rows, kinds, strict=True)]


def _numbers(row: Row, size: float) -> bool:
    """Whether a row is the number of a resolution, though it looks like a page's: 77/158."""
    return row.size > LARGE * size and re.fullmatch(r"\d{1,3}/\d{1,4}", row.text) is not None


def _goes_on(rows: list[Row], repeated: set[tuple[str, int]]) -> bool:
    """Whether the last row is a note's, though another page ends with the same words.

    It begins with a number, or stands close below one that does, or that no other page has.
    """
    for row, above in pairwise(reversed(rows)):
        if _note_number(row):
            return True
        if not 0 < above.base - row.base < 1.6 * row.size:
            return False
        if _key(above) not in repeated:
            return True
    return False


def _notes_start(rows: list[Row], kinds: list[str], size: float, before: float) -> int:
    """Where the small rows at the page's foot begin, if notes they are: under a rule, begun, or gone on with.

    They have one size, that of the notes on the page ``before``: a table or an index may be set small too.
    """
    start = len(rows)
    own = next((row.size for row in reversed(rows) if _note_number(row)), before)
    for n in range(len(rows) - 1, -1, -1):
        other = own and len(rows[n].text) > SHORT and abs(rows[n].size - own) > ALIKE
        if rows[n].spot or (kinds[n] == TEXT and (rows[n].size >= LESS * size or other)):
            break
        start = n if kinds[n] == TEXT else start
    while own and start < len(rows) and abs(rows[start].size - own) > ALIKE and not _note_number(rows[start]):
        start += 1  # a short row over the notes, of another size
    ruled = start and kinds[start - 1] == RULE
    begun = any(_note_number(row) for row in rows[start:])
    return start if start < len(rows) and (ruled or begun or before) else len(rows)


def _note_number(row: Row) -> str:
    """The raised number or stars that a row begins with; "" for none."""
    if not row.raised or row.raised[0][0] != 0:
        return ""
    said = row.text[: row.raised[0][1]].strip("()（） ")
    return said if re.fullmatch(r"\d{1,3}|\*{1,3}", said) else ""


def lines(pages: list[Leaf], size: float) -> list[Line]:
    """The lines of all pages, body and furniture, the notes among them of the kind NOTE.

    Small rows over the first note of all are text: there is no note that they could be part of.
    """
    leading = _leading(pages, size)
    out: list[Line] = []
    short: set[int] = set()
    for number, leaf in enumerate(pages):
        margin, edge = _margin(leaf, size), _edge(leaf, size)
        above: Row | None = None
        for n, (row, kind) in enumerate(zip(leaf.rows, leaf.kinds, strict=True)):
            named = NOTE if kind == TEXT and n >= leaf.notes else kind
            spans = tuple(row.raised)
            line = Line(len(out) + 1, row.text, round(max(0.0, row.left - margin)), 0, named, number, calls=spans)
            if row.spot:
                line = replace(line, indent=0, begins=row.spot.begins, spot=row.spot)
            elif named == TEXT:
                line = _placed(line, (row, above), leading * max(1.0, row.size / size))
            above = row if named == TEXT else above
            out.append(line)
            short |= {line.number} if row.right < edge - LOOSE * size else set()
    first = next((n for n, line in enumerate(out) if line.kind == NOTE and _own(line, 1)[0]), len(out))
    owned = [replace(line, kind=TEXT) if line.kind == NOTE and n < first else line for n, line in enumerate(out)]
    return _across(undivided(owned), short)


def _placed(line: Line, pair: tuple[Row, Row | None], leading: float) -> Line:
    row, above = pair
    if above is None:
        return replace(line, joint=True)
    if above.spot:
        return replace(line, begins=True)
    return replace(line, begins=above.base - row.base > WIDER * leading)


def _leading(pages: list[Leaf], size: float) -> float:
    """The distance of two lines of the body that most have, in pt."""
    inner = [
        round((a.base - b.base) * 2) / 2
        for leaf in pages
        for a, b in pairwise(leaf.rows[: leaf.notes])
        if not a.spot
        and not b.spot
        and abs(a.size - size) < SAME
        and abs(b.size - size) < SAME
        and 0.8 * size < a.base - b.base < WIDEST * size
        and not a.text.endswith(ENDS)
    ]
    return Counter(inner).most_common(1)[0][0] if inner else 1.2 * size


def _margin(leaf: Leaf, size: float) -> float:
    """Where most of a page's lines begin, in pt."""
    edges = Counter(round(row.left) for row in _body(leaf, size))
    return edges.most_common(1)[0][0] if edges else 0.0


def _edge(leaf: Leaf, size: float) -> float:
    """Where the longest of a page's lines end, in pt."""
    return max((row.right for row in _body(leaf, size)), default=0.0)


def _body(leaf: Leaf, size: float) -> list[Row]:
    """A page's rows of the body's size, tables and notes left out."""
    return [row for row in leaf.rows[: leaf.notes] if not row.spot and abs(row.size - size) < SAME]


def _across(found: list[Line], short: set[int]) -> list[Line]:
    """The first line of each page: a paragraph begins there behind a ``short`` line that ends one, or by its indent.

    What is left, words decide.
    """
    begun = Counter(line.indent for line in found if line.begins and line.indent > INDENT)
    usual = begun.most_common(1)[0][0] if begun else 0
    total = sum(line.begins is True and not line.spot for line in found)
    out: list[Line] = []
    last = Line(0, "")
    for line in found:
        if line.kind == TEXT and line.joint:
            ended = last.number in short and last.text.endswith(ENDS)
            begins = ended or _first(line, last.text, usual, begun.total() > 0.9 * total)
            out.append(replace(line, begins=begins))
        else:
            out.append(line)
        last = line if line.kind == TEXT else last
    return out


def _first(line: Line, last: str, usual: int, indented: bool) -> bool | None:
    """Whether a page's first line begins a paragraph: by its indent against the usual one; None where that is mute."""
    if not last.endswith(ENDS) and not last[-1:].isdigit():
        return False
    if (usual and abs(line.indent - usual) <= 1) or (last.endswith(";") and line.text[0].isupper()):
        return True
    return False if indented and line.indent <= INDENT else None


def notes(found: Iterable[Line]) -> list[RawNote]:
    """The notes of lines of the kind NOTE: each begins at a raised number, or at stars.

    Where no number is raised it begins at the next in turn.
    """
    out: list[RawNote] = []
    raised = False
    for line in found:
        high = bool(line.calls) and line.calls is not None and line.calls[0][0] == 0
        number, end = _own(line, sum(note.number.isdigit() for note in out) + 1)
        if number and (high or not raised or not number.isdigit()):
            rest = replace(line, text=line.text[end:].lstrip(), calls=())
            out.append(RawNote(number, (rest,), line.page))
            raised = raised or high
        elif out:
            out[-1] = replace(out[-1], lines=(*out[-1].lines, line))
    return out


def _own(line: Line, expected: int) -> tuple[str, int]:
    """The number that a line of notes begins with and where it ends; "" for none."""
    if line.calls and line.calls[0][0] == 0:
        end = line.calls[0][1]
        return line.text[:end].strip("()（） "), end
    number, end = own_number(line.text)
    return (number, end) if number == str(expected) or number[:1] == "*" else ("", 0)
