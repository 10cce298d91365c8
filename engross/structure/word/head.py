"""What stands above the text of a Word document: masthead, number and title, the organ's opening words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from engross.language import Language, codes, language
from engross.model import Inline, Masthead, Note, Paragraph, Text
from engross.structure.raw.head import NUMBER, field_of
from engross.structure.word.notes import cut
from engross.structure.word.pieces import Piece
from engross.structure.word.styles import Styles
from engross.symbol import InvalidSymbol, Symbol, find, parse, resolution_symbol
from engross.text import spell
from engross.walk import descend, inlines_of

COMMAS = ",，、،"
TITLED = 3  # the lowest rank of a heading that may be a title
LINE = 160  # characters of the longest line of a masthead


@dataclass(frozen=True, slots=True)
class Opening:
    """Where an organ's opening words stand among the pieces, and in which language."""

    lang: Language
    organ: str
    at: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of a document stand among its pieces: title and text; what is before the title is masthead."""

    title: range
    text: int


def opening(pieces: list[Piece], wished: str) -> Opening | None:
    """The first paragraph that is an organ's opening words; behind a numbered title, one that begins with them."""
    numbered = [n for n, piece in enumerate(pieces) if number_of(piece)]
    for loose in (False, True):
        for lang in map(language, (wished,) if wished else codes()):
            phrases = lang.words["enacting"].items()
            for n, piece in enumerate(pieces):
                behind = any(m < n for m in numbered)
                for organ, phrase in phrases:
                    if (behind or not loose) and _opens(piece.text, phrase, loose):
                        return Opening(lang, organ, n)
    return None


def _opens(text: str, phrase: str, loose: bool) -> bool:
    rest = text.removeprefix(phrase)
    if rest == text:
        return False
    return rest[:1] in (*COMMAS, " ", "") if loose else not rest.strip(COMMAS + " \t\n")


def number_of(piece: Piece) -> str:
    """The number of a resolution that a piece begins with: "77/213."; "" for none."""
    found = NUMBER.fullmatch(" ".join(piece.text.split()))
    return found["number"].strip() if found else ""


def frame(pieces: list[Piece], opened: Opening | None, styles: Styles) -> Frame:
    """Where title and text begin. A number begins the title of a resolution, else its style tells it."""
    if opened is None:
        return _untold(pieces, styles)
    numbered = [n for n, piece in enumerate(pieces[: opened.at]) if number_of(piece)]
    start = numbered[-1] if numbered else _title_above(pieces, opened.at)
    return Frame(range(start, opened.at), opened.at)


def _title_above(pieces: list[Piece], at: int) -> int:
    """Where the heading right above the opening words begins: paragraphs of one style."""
    start = at
    for n in range(at - 1, -1, -1):
        piece = pieces[n]
        if not piece.content and piece.table is None:
            continue
        same = start == at or piece.style == pieces[start].style
        if not same or not (0 < piece.rank <= TITLED or (start == at and piece.bold)):
            break
        start = n
    return start


def _untold(pieces: list[Piece], styles: Styles) -> Frame:
    """The title of a document without opening words: its first heading, if nothing but short lines is above it."""
    shown = [n for n, piece in enumerate(pieces) if piece.content or piece.table]
    for n in shown:
        piece = pieces[n]
        if 0 < piece.rank <= TITLED and not styles.field(piece.style):
            end = n + 1
            while end < len(pieces) and pieces[end].content and pieces[end].style == piece.style:
                end += 1
            return Frame(range(n, end), end)
        if not _short(piece, styles):
            break
    fields = next((n for n in shown if not _named(pieces[n], styles)), len(pieces))
    return Frame(range(fields, fields), fields)


def _short(piece: Piece, styles: Styles) -> bool:
    return _named(piece, styles) or (piece.table is None and len(piece.text) <= LINE and piece.text[-1:] not in ".;:")


def _named(piece: Piece, styles: Styles) -> bool:
    """Whether a piece is of a masthead by its style, or is a table that has a symbol."""
    return bool(styles.field(piece.style)) or any(named(line) for line in lines(piece) if piece.table)


def joined(pieces: list[Piece]) -> tuple[Inline, ...]:
    """The words of pieces, a line each."""
    content: tuple[Inline, ...] = ()
    for piece in (piece for piece in pieces if piece.content):
        content += (*((Text("\n"),) if content else ()), *piece.content)
    return content


def title(pieces: list[Piece]) -> tuple[str, tuple[Inline, ...]]:
    """The number and the title that pieces print."""
    content = joined(pieces)
    number = next((number_of(piece) for piece in pieces if piece.content), "")
    return number, cut(content, _reach(spell(content, calls=False), number))


def _reach(text: str, number: str) -> int:
    """How many characters of a text its number takes, with the white space that Word has in it."""
    left, at = len("".join(number.split())), 0
    while left:
        left -= not text[at].isspace()
        at += 1
    return at


def lines(piece: Piece) -> Iterator[str]:
    """The lines of words that a piece prints, one by one."""
    blocks = descend((piece.table,)) if piece.table else iter(())
    said = [(block.number, block.content) for block in blocks if isinstance(block, Paragraph)]
    for number, content in said or [(piece.number, piece.content)]:
        for n, line in enumerate(spell(content, calls=False).split("\n")):
            words = " ".join(f"{number if n == 0 else ''} {line}".split())
            if words:
                yield words


def noted(pieces: list[Piece]) -> tuple[Note, ...]:
    """The notes that pieces call."""
    runs = [piece.content for piece in pieces]
    for piece in pieces:
        blocks = descend((piece.table,)) if piece.table else iter(())
        runs += [block.content for block in blocks if isinstance(block, Paragraph)]
    return tuple(item for run in runs for item in inlines_of(run) if isinstance(item, Note))


def masthead(pieces: list[Piece], lang: Language, organ: str, styles: Styles) -> Masthead:
    """The lines above the title by their styles and their words."""
    own, patterns = lang.words["organs"].get(organ, ""), lang.words["masthead_lines"]
    values: dict[str, list[str]] = {}
    current = "other"
    for piece in pieces:
        for line in lines(piece):
            styled = styles.field(piece.style) if piece.table is None else ""
            current = styled or field_of(line, current, own, patterns)
            current = "other" if current == "symbol" and "symbol" in values else current
            values.setdefault(current, []).append(line)
    other = tuple(values.pop("other", ()))
    proponent = "\n".join(values.pop("proponent", ()))
    joined: dict[str, Any] = {field: " ".join(said) for field, said in values.items()}
    return replace(Masthead(), **joined, proponent=(Text(proponent),) if proponent else (), other=other)


def symbol(mast: Masthead, number: str, organ: str, others: list[str]) -> Symbol | None:
    """The document's symbol: from the masthead, from a running head, from the number of its title."""
    if mast.symbol:
        return named(mast.symbol)
    found = next((one for one in map(named, others) if one), None)
    return found or (resolution_symbol(organ, number.rstrip(".． ")) if number and organ else None)


def marked(line: str) -> bool:
    """Whether a line can only be a masthead's: a symbol and nothing else."""
    try:
        parse(line)
    except InvalidSymbol:
        return False
    return True


def named(line: str) -> Symbol | None:
    """The symbol that a line is, or begins or ends with."""
    try:
        return parse(line)
    except InvalidSymbol:
        edges = (one for one in find(line) if (one.start == 0 or one.end == len(line)) and len(line) < LINE)
        return next((one.symbols[0] for one in edges if one.symbols), None)
