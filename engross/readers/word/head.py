"""What stands above the text of a Word document: masthead, number and title, the organ's opening words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from engross.grammars.language import Language, language_codes, load_language
from engross.grammars.symbol import InvalidSymbol, Symbol, find_symbols, parse, resolution_symbol
from engross.model.text import spell_inlines
from engross.model.tree import Inline, Masthead, Note, Paragraph, Text
from engross.model.walk import descend_blocks, inlines_of
from engross.readers.lines.head import RESOLUTION_NUMBER, classify_masthead_line
from engross.readers.word.body_items import BodyItem
from engross.readers.word.notes import cut_leading_characters
from engross.readers.word.styles import WordStyles

COMMAS = ",，、،"
LOWEST_TITLE_RANK = 3  # the lowest rank of a heading that may be a title
MASTHEAD_LINE_CHARACTERS = 160  # characters of the longest line of a masthead


@dataclass(frozen=True, slots=True)
class EnactingWords:
    """Where an organ's opening words stand among the pieces, and in which language."""

    lang: Language
    organ: str
    at: int


@dataclass(frozen=True, slots=True)
class HeadBounds:
    """Where the parts of a document stand among its pieces: title and text; what is before the title is masthead."""

    title: range
    text: int


def find_enacting_words(pieces: list[BodyItem], wished: str) -> EnactingWords | None:
    """The first paragraph that is an organ's opening words; behind a numbered title, one that begins with them."""
    numbered = [n for n, piece in enumerate(pieces) if read_resolution_number(piece)]
    for loose in (False, True):
        for lang in map(load_language, (wished,) if wished else language_codes()):
            phrases = lang.words["enacting"].items()
            for n, piece in enumerate(pieces):
                behind = any(m < n for m in numbered)
                for organ, phrase in phrases:
                    if (behind or not loose) and _has_enacting_phrase(piece.text, phrase, loose):
                        return EnactingWords(lang, organ, n)
    return None


def _has_enacting_phrase(text: str, phrase: str, loose: bool) -> bool:
    rest = text.removeprefix(phrase)
    if rest == text:
        return False
    return rest[:1] in (*COMMAS, " ", "") if loose else not rest.strip(COMMAS + " \t\n")


def read_resolution_number(piece: BodyItem) -> str:
    """The number of a resolution that a piece begins with: "77/213."; "" for none."""
    found = RESOLUTION_NUMBER.fullmatch(" ".join(piece.text.split()))
    return found["number"].strip() if found else ""


def find_head_bounds(pieces: list[BodyItem], opened: EnactingWords | None, styles: WordStyles) -> HeadBounds:
    """Where title and text begin. A number begins the title of a resolution, else its style tells it."""
    if opened is None:
        return _find_bounds_by_heading(pieces, styles)
    numbered = [n for n, piece in enumerate(pieces[: opened.at]) if read_resolution_number(piece)]
    start = numbered[-1] if numbered else _find_title_start(pieces, opened.at)
    return HeadBounds(range(start, opened.at), opened.at)


def _find_title_start(pieces: list[BodyItem], at: int) -> int:
    """Where the heading right above the opening words begins: paragraphs of one style."""
    start = at
    for n in range(at - 1, -1, -1):
        piece = pieces[n]
        if not piece.content and piece.table is None:
            continue
        same = start == at or piece.style == pieces[start].style
        if not same or not (0 < piece.rank <= LOWEST_TITLE_RANK or (start == at and piece.bold)):
            break
        start = n
    return start


def _find_bounds_by_heading(pieces: list[BodyItem], styles: WordStyles) -> HeadBounds:
    """The title of a document without opening words: its first heading, if nothing but short lines is above it."""
    shown = [n for n, piece in enumerate(pieces) if piece.content or piece.table]
    for n in shown:
        piece = pieces[n]
        if 0 < piece.rank <= LOWEST_TITLE_RANK and not styles.masthead_field(piece.style):
            end = n + 1
            while end < len(pieces) and pieces[end].content and pieces[end].style == piece.style:
                end += 1
            return HeadBounds(range(n, end), end)
        if not _is_short_line(piece, styles):
            break
    fields = next((n for n in shown if not _is_masthead_item(pieces[n], styles)), len(pieces))
    return HeadBounds(range(fields, fields), fields)


def _is_short_line(piece: BodyItem, styles: WordStyles) -> bool:
    return _is_masthead_item(piece, styles) or (
        piece.table is None and len(piece.text) <= MASTHEAD_LINE_CHARACTERS and piece.text[-1:] not in ".;:"
    )


def _is_masthead_item(piece: BodyItem, styles: WordStyles) -> bool:
    """Whether a piece is of a masthead by its style, or is a table that has a symbol."""
    return bool(styles.masthead_field(piece.style)) or any(
        find_line_symbol(line) for line in list_item_lines(piece) if piece.table
    )


def join_item_lines(pieces: list[BodyItem]) -> tuple[Inline, ...]:
    """The words of pieces, a line each."""
    content: tuple[Inline, ...] = ()
    for piece in (piece for piece in pieces if piece.content):
        content += (*((Text("\n"),) if content else ()), *piece.content)
    return content


def split_number_and_title(pieces: list[BodyItem]) -> tuple[str, tuple[Inline, ...]]:
    """The number and the title that pieces print."""
    content = join_item_lines(pieces)
    number = next((read_resolution_number(piece) for piece in pieces if piece.content), "")
    return number, cut_leading_characters(
        content, _count_number_characters(spell_inlines(content, calls=False), number)
    )


def _count_number_characters(text: str, number: str) -> int:
    """How many characters of a text its number takes, with the white space that Word has in it."""
    left, at = len("".join(number.split())), 0
    while left:
        left -= not text[at].isspace()
        at += 1
    return at


def list_item_lines(piece: BodyItem) -> Iterator[str]:
    """The lines of words that a piece prints, one by one."""
    blocks = descend_blocks((piece.table,)) if piece.table else iter(())
    said = [(block.number, block.content) for block in blocks if isinstance(block, Paragraph)]
    for number, content in said or [(piece.number, piece.content)]:
        for n, line in enumerate(spell_inlines(content, calls=False).split("\n")):
            words = " ".join(f"{number if n == 0 else ''} {line}".split())
            if words:
                yield words


def collect_called_notes(pieces: list[BodyItem]) -> tuple[Note, ...]:
    """The notes that pieces call."""
    runs = [piece.content for piece in pieces]
    for piece in pieces:
        blocks = descend_blocks((piece.table,)) if piece.table else iter(())
        runs += [block.content for block in blocks if isinstance(block, Paragraph)]
    return tuple(item for run in runs for item in inlines_of(run) if isinstance(item, Note))


def build_masthead(pieces: list[BodyItem], lang: Language, organ: str, styles: WordStyles) -> Masthead:
    """The lines above the title by their styles and their words."""
    own, patterns = lang.words["organs"].get(organ, ""), lang.words["masthead_lines"]
    values: dict[str, list[str]] = {}
    current = "other"
    for piece in pieces:
        for line in list_item_lines(piece):
            styled = styles.masthead_field(piece.style) if piece.table is None else ""
            current = styled or classify_masthead_line(line, current, own, patterns)
            current = "other" if current == "symbol" and "symbol" in values else current
            values.setdefault(current, []).append(line)
    other = tuple(values.pop("other", ()))
    proponent = "\n".join(values.pop("proponent", ()))
    joined: dict[str, Any] = {field: " ".join(said) for field, said in values.items()}
    return replace(Masthead(), **joined, proponent=(Text(proponent),) if proponent else (), other=other)


def find_document_symbol(mast: Masthead, number: str, organ: str, others: list[str]) -> Symbol | None:
    """The document's symbol: from the masthead, from a running head, from the number of its title."""
    if mast.symbol:
        return find_line_symbol(mast.symbol)
    found = next((one for one in map(find_line_symbol, others) if one), None)
    return found or (resolution_symbol(organ, number.rstrip(".． ")) if number and organ else None)


def is_symbol_line(line: str) -> bool:
    """Whether a line can only be a masthead's: a symbol and nothing else."""
    try:
        parse(line)
    except InvalidSymbol:
        return False
    return True


def find_line_symbol(line: str) -> Symbol | None:
    """The symbol that a line is, or begins or ends with."""
    try:
        return parse(line)
    except InvalidSymbol:
        edges = (
            one
            for one in find_symbols(line)
            if (one.start == 0 or one.end == len(line)) and len(line) < MASTHEAD_LINE_CHARACTERS
        )
        return next((one.symbols[0] for one in edges if one.symbols), None)
