"""Typeset the texts of the e-book of a session in two languages: pair by pair, each text in a file or several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engross.editions.typeset.compilation_epub import (
    MOST_BYTES,
    TextPages,
    lead_across,
    make_text_sheets,
    name_part,
    name_text_file,
    render_file,
)
from engross.editions.typeset.compilation_pairs import CompiledPair, add_adoption, list_versions
from engross.editions.typeset.parallel_epub import PairedNote, make_epub_sides, make_pair_notes, make_pair_rows
from engross.editions.typeset.parallel_markup import SIDES, Row, Side
from engross.grammars.language import Language
from engross.model.book import Sheet
from engross.model.compilation import CompiledText

CALL = re.compile(r' epub:type="noteref" href="#([^"]+)"')
SHARE_OF_TEXT = 0.9  # of a file, beside what stands around it


def make_pair_sheets(
    text: CompiledText, pair: CompiledPair, languages: tuple[Language, Language], held: Mapping[str, str]
) -> tuple[Sheet, ...]:
    """Return the files of a text: of its pairs, or of each of its languages. ``held``: the file of each text."""
    versions = list_versions(text, pair, languages)
    first, second = pair.books
    if pair.parallel is None or first is None or second is None:
        alone = ((own, book) for own, book in zip(versions, pair.books, strict=True) if own and book)
        return tuple(sheet for own, book in alone for sheet in make_text_sheets(own, book, TextPages(), held))
    own = {"held": held, "entries": {}, "anchors_in": "", "index_in": ""}
    sides = make_epub_sides(pair.parallel, (first, second), own)
    rows = tuple(make_pair_rows(pair.parallel, sides))
    rows = tuple(add_adoption(rows, versions, (pair, sides), "compilation/flow-title.xhtml"))
    notes = {note.id: note for note in make_pair_notes(pair.parallel, sides)}
    parts = tuple(_part_rows(rows, notes))
    stem = name_text_file(text).removesuffix(".xhtml")
    names = [name_part(stem, n) for n in range(len(parts))]
    return tuple(lead_across(names, [_spell_part(text, languages, sides, part) for part in parts]))


def _spell_part(
    text: CompiledText,
    languages: tuple[Language, Language],
    sides: tuple[Side, Side],
    part: tuple[Sequence[Row], Sequence[PairedNote]],
) -> str:
    values: dict[str, Any] = {**sides[0].context, "text": text, "names": SIDES, "tongues": languages}
    values |= {"rows": part[0], "notes_of_pairs": part[1], "sheet_title": f"{text.number} {text.title}"}
    return render_file("compilation/flow-pairs.xhtml", values, "bodymatter")


def _part_rows(
    rows: Sequence[Row], notes: Mapping[str, PairedNote]
) -> Iterator[tuple[tuple[Row, ...], tuple[PairedNote, ...]]]:
    """Yield the rows of each file with the notes that they are the first to call, of MOST_BYTES at most."""
    left = dict(notes)
    own_rows: list[Row] = []
    own_notes: list[PairedNote] = []
    size = 0
    for row in rows:
        called = [left.pop(name) for name in dict.fromkeys(CALL.findall("".join(row.cells))) if name in left]
        more = _count_bytes(row.cells) + sum(_count_bytes(note.cells) for note in called)
        if own_rows and size + more > MOST_BYTES * SHARE_OF_TEXT:
            yield tuple(own_rows), tuple(own_notes)
            own_rows, own_notes, size = [], [], 0
        own_rows.append(row)
        own_notes += called
        size += more
    yield tuple(own_rows), (*own_notes, *left.values())


def _count_bytes(cells: tuple[str, str]) -> int:
    return sum(len(cell.encode()) for cell in cells)
