"""Compare the model with its source and editions with the model; report missing glyphs. Each difference is a notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from engross.model.book import PageMap
from engross.model.notice import Code, Notice, make_notice
from engross.model.reading import BODY_TEXT, CALL_TEXT, MASTHEAD_TEXT, NOTE_TEXT, Reading
from engross.model.text import (
    TextStreams,
    count_characters,
    fold,
    fold_as_printed,
    folded_streams,
    iter_body_lines,
    spell_inlines,
)
from engross.model.tree import NOWHERE, Block, Resolution, Source, Table, Where
from engross.model.walk import blocks_of, descend_blocks, notes_of
from engross.verify.masthead_order import find_moved_lines

FORMATS_OF_LINES = ("text", "markdown", "pdf", "docx")  # sources that are read in the order of their lines
PRINT_EDITION = "PDF"  # the edition whose text is read off its pages
NO_PAGES = PageMap(0, (), ())
AROUND_CHARACTERS = 12  # characters shown on each side of a difference
SAMPLE_CHARACTERS = 40  # characters shown of those that only the ledger or only the scan has


@dataclass(frozen=True, slots=True)
class _NamedPlace:
    """A place in a document: its name for people, such as "paragraph 3, page 2", and its place in the source."""

    name: str
    where: Where


@dataclass(frozen=True, slots=True)
class _TextPair:
    """The expected text and the text found; ``place`` returns the place of a character of it, given its offset."""

    expected: str
    found: str
    place: Callable[[int], _NamedPlace]


def compare_with_source(reading: Reading) -> tuple[Notice, ...]:
    """Return a notice for each way in which ledger, source text and model differ; none if all text is accounted for.

    Also reports a document without a single letter.
    """
    ledger, resolution = reading.ledger, _restore_printed_masthead(reading)
    model = folded_streams(resolution, calls=False)
    accounted = fold("".join(entry.text for entry in ledger.entries))
    masthead = "".join(sorted("".join(model.masthead)))
    notes = "".join(_sort_by_source(reading, model.notes))
    pairs = (
        _TextPair(ledger.raw, accounted, _fixed_place("account", resolution.where)),
        _TextPair("".join(sorted(ledger.text(MASTHEAD_TEXT))), masthead, _fixed_place("masthead", resolution.where)),
        _TextPair(
            ledger.text(BODY_TEXT),
            model.body,
            lambda at: _place_in_body(resolution, iter_body_lines(resolution, calls=False), at),
        ),
        _TextPair(ledger.text(NOTE_TEXT), notes, _fixed_place("notes", resolution.where)),
    )
    has_words = any(map(str.isalpha, chain(model.body, *model.notes)))
    empty_notices = () if has_words else (make_notice(Code.NO_TEXT, resolution.where),)
    return (*empty_notices, *_report_differences("", "source", pairs))


def compare_masthead_order(reading: Reading, source: Source) -> tuple[Notice, ...]:
    """Return a notice for each line of the masthead that stands elsewhere than in the source, if that gives lines."""
    masthead = _restore_printed_masthead(reading).masthead
    moved = find_moved_lines(masthead, reading.ledger) if source.format in FORMATS_OF_LINES else ()
    return tuple(make_notice(Code.MASTHEAD_MOVED, reading.resolution.where, text=text) for text in moved)


def _restore_printed_masthead(reading: Reading) -> Resolution:
    """Return the resolution with the symbol, the organ and the days that the source prints in its masthead."""
    masthead = reading.resolution.masthead
    symbol, organ = reading.printed_symbol or masthead.symbol, reading.printed_organ or masthead.organ
    period = reading.printed_period or masthead.period
    return replace(reading.resolution, masthead=replace(masthead, symbol=symbol, organ=organ, period=period))


def compare_with_file(scanned: Counter[str] | None, reading: Reading) -> tuple[Notice, ...]:
    """Compare the ledger with the characters that a scanner counted in the file; return a notice for each difference.

    ``scanned``: what ``scan`` returns; None, for a format without a scanner, is compared with nothing.
    """
    if scanned is None:
        return ()
    ledger = reading.ledger
    accounted = count_characters("".join(entry.text for entry in ledger.entries))
    accounted.subtract(count_characters(ledger.supplied))
    pairs = (("in no part of the account", scanned - accounted), ("in the account only", accounted - scanned))
    where = reading.resolution.where
    return tuple(
        make_notice(
            Code.TEXT_UNACCOUNTED,
            where,
            count=differing.total(),
            what=what,
            characters="".join(differing.elements())[:SAMPLE_CHARACTERS],
        )
        for what, differing in pairs
        if differing
    )


def _sort_by_source(reading: Reading, notes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the notes in the order of their places in the source: a plain text lists them by number, wherever called.

    If the ledger has no calls, they stay in the order of the model.
    """
    if not any(entry.kind == CALL_TEXT for entry in reading.ledger.entries):
        return notes
    places = [(note.where.line, note.where.column) for note in notes_of(reading.resolution)]
    return tuple(text for _, text in sorted(zip(places, notes, strict=True), key=lambda pair: pair[0]))


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The text read back from an edition, and the edition's name; ``pages``: the page map, to name its pages by."""

    edition: str
    text: TextStreams
    pages: PageMap = NO_PAGES


def compare_with_model(read_back: ReadBack, model: TextStreams, resolution: Resolution) -> tuple[Notice, ...]:
    """Return a notice for each place where an edition's read-back differs from the resolution.

    A PDF is compared as its pages show the text.
    """
    found = read_back.text
    shown = fold_as_printed if read_back.edition == PRINT_EDITION else str
    head = shown("".join(found.masthead))
    pairs = [
        _TextPair(
            shown(model.body),
            shown(found.body),
            lambda at: _place_in_body(resolution, _lines_as_shown(resolution, shown), at, read_back.pages),
        )
    ]
    places = [note.where for note in notes_of(resolution)]
    for n, (expected, actual) in enumerate(zip_longest(model.notes, found.notes, fillvalue=""), 1):
        where = places[n - 1] if n <= len(places) else resolution.where
        pairs.append(_TextPair(shown(expected), shown(actual), _fixed_place(f"note {n}", where)))
    lines = map(shown, model.masthead)
    pairs += [_TextPair(line, head, _fixed_place("masthead", resolution.where)) for line in lines if line not in head]
    return _report_differences(read_back.edition, "model", pairs)


def report_missing_glyphs(missing: str, blank: str, resolution: Resolution) -> tuple[Notice, ...]:
    """Return a notice for each character without a glyph in any font, and for each whose glyph draws nothing.

    Its place is the first block with the character.
    """
    characters = (*((Code.MISSING_GLYPH, char) for char in missing), *((Code.GLYPH_BLANK, char) for char in blank))
    return tuple(
        make_notice(code, _find_character(character, resolution), glyphs=f"{character} (U+{ord(character):04X})")
        for code, character in characters
    )


def _find_character(character: str, resolution: Resolution) -> Where:
    notes = (paragraph for note in notes_of(resolution) for paragraph in note.blocks)
    blocks = (*descend_blocks(tuple(notes)), *blocks_of(resolution))
    places = (
        block.where for block in blocks if not isinstance(block, Table) and character in spell_inlines(block.content)
    )
    return next(places, resolution.where)


def _fixed_place(name: str, where: Where) -> Callable[[int], _NamedPlace]:
    place = _NamedPlace(name, where)
    return lambda _: place


def _lines_as_shown(resolution: Resolution, shown: Callable[[str], str]) -> Iterator[tuple[Block | None, str]]:
    """Return the lines of a body as an edition shows them, each with its block."""
    return ((block, shown(line)) for block, line in iter_body_lines(resolution))


def _place_in_body(
    resolution: Resolution, lines: Iterable[tuple[Block | None, str]], at: int, pages: PageMap = NO_PAGES
) -> _NamedPlace:
    """Return the place of the body's folded character ``at``; past the end, the place of the last block."""
    last: Block | None = None
    for block, line in lines:
        length = len(fold(line))
        if at < length:
            return _place_in_block(resolution, block, _page_of_character(block, at, pages))
        at -= length
        last = block or last
    return _place_in_block(resolution, last, pages.pages)


def _place_in_block(resolution: Resolution, block: Block | None, page: int) -> _NamedPlace:
    if block is None:
        name = "title"
    elif isinstance(block, Table):
        name = "table"
    else:
        name = (
            f"paragraph {block.number.rstrip('.')}"
            if block.number
            else f"“{spell_inlines(block.content)[:AROUND_CHARACTERS]}…”"
        )
    where = block.where if block and block.where != NOWHERE else resolution.where
    return _NamedPlace(f"{name}, page {page}" if page else name, where)


def _page_of_character(block: Block | None, offset: int, pages: PageMap) -> int:
    """Return the page of a character of a block by its offset; 0 if it is not known."""
    anchor = block.id if block else ""
    pages_begun = [start.page for start in pages.starts if start.anchor == anchor and start.offset <= offset]
    return pages_begun[-1] if pages_begun else dict(pages.anchors).get(anchor, 0)


def _report_differences(edition: str, other: str, pairs: Iterable[_TextPair]) -> tuple[Notice, ...]:
    return tuple(_report_difference(edition, other, pair) for pair in pairs if pair.expected != pair.found)


def _report_difference(edition: str, other: str, pair: _TextPair) -> Notice:
    at = next(_differing_indexes(pair.expected, pair.found))
    place, around = pair.place(at), slice(max(0, at - AROUND_CHARACTERS), at + AROUND_CHARACTERS)
    name = f"{edition} ({place.name})" if edition else place.name
    words = {"edition": name, "other": other, "expected": pair.expected[around], "found": pair.found[around]}
    return make_notice(Code.TEXT_DIFFERS, place.where, **words)


def _differing_indexes(a: str, b: str) -> Iterator[int]:
    yield from (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
    yield min(len(a), len(b))
