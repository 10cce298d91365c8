"""Texts against texts: the model against its source, an edition against the model and its fonts.

Each difference is a notice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from engross.model import NOWHERE, Resolution, Table, Where
from engross.notice import Code, Notice, notice
from engross.reading import BODY, CALL, MAST, NOTE, Reading
from engross.text import Streams, count_characters, fold, spell, streams
from engross.walk import blocks_of, descend, notes_of

AROUND = 12  # characters shown on each side of a difference
SAMPLE = 40  # characters shown of those that are in no account


def with_source(reading: Reading) -> tuple[Notice, ...]:
    """What of the source is not in the model, or the other way round; nothing where all is accounted for."""
    ledger, where = reading.ledger, reading.resolution.where
    model = streams(reading.resolution, calls=False)
    accounted = fold("".join(entry.text for entry in ledger.entries))
    masthead = "".join(sorted("".join(model.masthead)))
    pairs = (
        ("account", ledger.raw, accounted),
        ("masthead", "".join(sorted(ledger.text(MAST))), masthead),
        ("body", ledger.text(BODY), model.body),
        ("notes", ledger.text(NOTE), "".join(_in_source_order(reading, model.notes))),
    )
    differing = (_difference(name, "source", expected, found, where) for name, expected, found in pairs)
    return tuple(n for n in differing if n)


def with_file(scanned: Counter[str] | None, reading: Reading) -> tuple[Notice, ...]:
    """Hold the ledger against the characters that a scanner counts in the file; a notice for each way they differ.

    ``scanned``: what ``scan`` returns; None, of a format without a scanner, is held against nothing.
    """
    if scanned is None:
        return ()
    ledger = reading.ledger
    accounted = count_characters("".join(entry.text for entry in ledger.entries))
    accounted.subtract(count_characters(ledger.supplied))
    pairs = (("in no part of the account", scanned - accounted), ("in the account only", accounted - scanned))
    where = reading.resolution.where
    return tuple(
        notice(
            Code.TEXT_UNACCOUNTED,
            where,
            count=differing.total(),
            what=what,
            characters="".join(differing.elements())[:SAMPLE],
        )
        for what, differing in pairs
        if differing
    )


def _in_source_order(reading: Reading, notes: tuple[str, ...]) -> tuple[str, ...]:
    """The notes as they stand in the source: a raw text lists them by number, wherever they are called."""
    if not any(entry.kind == CALL for entry in reading.ledger.entries):
        return notes
    places = [(note.where.line, note.where.column) for note in notes_of(reading.resolution)]
    return tuple(text for _, text in sorted(zip(places, notes, strict=True), key=lambda pair: pair[0]))


def with_model(edition: str, found: Streams, resolution: Resolution) -> tuple[Notice, ...]:
    """Where the text taken out of an edition is not the resolution's."""
    model = streams(resolution)
    pairs = [("body", model.body, found.body)]
    pairs += [(f"note {n}", a, b) for n, (a, b) in enumerate(zip_longest(model.notes, found.notes, fillvalue=""), 1)]
    missing = [line for line in model.masthead if line not in "".join(found.masthead)]
    pairs += [("masthead", line, "".join(found.masthead)) for line in missing]
    differing = (_difference(f"{edition} ({name})", "model", a, b, NOWHERE) for name, a, b in pairs)
    return tuple(n for n in differing if n)


def with_fonts(missing: str, resolution: Resolution) -> tuple[Notice, ...]:
    """A notice for each character of ``missing``, which no font has, at the first block in which it stands."""
    return tuple(
        notice(Code.MISSING_GLYPH, _place(character, resolution), glyphs=f"{character} (U+{ord(character):04X})")
        for character in missing
    )


def _place(character: str, resolution: Resolution) -> Where:
    notes = (paragraph for note in notes_of(resolution) for paragraph in note.blocks)
    blocks = (*descend(tuple(notes)), *blocks_of(resolution))
    at = (block.where for block in blocks if not isinstance(block, Table) and character in spell(block.content))
    return next(at, resolution.where)


def _difference(edition: str, other: str, expected: str, found: str, where: Where) -> Notice | None:
    if expected == found:
        return None
    at = next(_differing(expected, found))
    shown = {"expected": expected[max(0, at - AROUND) : at + AROUND], "found": found[max(0, at - AROUND) : at + AROUND]}
    return notice(Code.TEXT_DIFFERS, where, edition=edition, other=other, **shown)


def _differing(a: str, b: str) -> Iterator[int]:
    yield from (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
    yield min(len(a), len(b))
