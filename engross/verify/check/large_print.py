"""Measure large print: no text smaller than the body's, none slanted, no word parted, no long note at a foot.

Source: UKAAF G003, RNIB. A PDF is large print if its metadata say so (dc:type). Running heads, folios and job numbers
count as the text does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2

from engross.grammars.pdfium import LINE_END_HYPHEN, PdfCharacters, join_surrogates
from engross.model.paper import LARGE_PRINT
from engross.model.tree import Style
from engross.verify.check.finding import Finding, Findings
from engross.verify.check.pdf_file import UnmeasurableError, open_print
from engross.verify.check.pdf_notes import count_lines_at_foot
from engross.verify.check.rule import EditionFault

LARGE_PRINT_TYPE = "Large print"  # in the metadata (templates/shell/packet.xmp)
MOST_LINES_AT_FOOT = 5  # four by the widths of its characters (typeset/endnotes.py), one more by where lines end
ROUNDING_PT = 0.1  # points by which sizes of one type may differ
AROUND_CHARACTERS = 12  # shown on each side of a fault
MOST_CHARACTERS = 30  # of a text that a finding quotes


class DrawnCharacter(NamedTuple):
    """A character of a page, from 1: its size in pt, whether it is slanted."""

    text: str
    page: int
    size: float
    is_slanted: bool


def find_large_print_faults(path: Path) -> Findings | None:
    """Return where a PDF breaks the rules of large print; None if it is none, or cannot be opened."""
    try:
        if not _is_large_print(path):
            return None
        characters = tuple(_read_characters(path))
    except (pikepdf.PdfError, pypdfium2.PdfiumError, OSError, ValueError):
        return None
    sizes = Counter(round(character.size, 1) for character in characters if character.text.strip())
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    return (
        *_find_small_text(characters, body),
        *_find_slanted_text(characters),
        *_find_hyphens(characters),
        *_find_long_notes(path, body),
    )


def _is_large_print(path: Path) -> bool:
    with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
        return LARGE_PRINT_TYPE in metadata.get("dc:type", ())


def _read_characters(path: Path) -> Iterator[DrawnCharacter]:
    """Yield the characters that a file draws, page by page."""
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(document)):
            text = document[number].get_textpage()
            characters = PdfCharacters(text)
            for n in range(len(characters)):
                code = characters.code(n)
                if not characters.is_gap(n, code):
                    slanted = Style.ITALIC in characters.styles(n)
                    yield DrawnCharacter(chr(code), number + 1, characters.size(n), slanted)
            text.close()
    finally:
        document.close()


def _find_small_text(characters: tuple[DrawnCharacter, ...], body: float) -> Iterator[Finding]:
    least = LARGE_PRINT.sizes[0]
    if characters and body < least - ROUNDING_PT:
        yield EditionFault.PRINT_SMALL.make_finding("", size=body, least=least)
    for is_small, run in groupby(characters, key=lambda one: one.size < body - ROUNDING_PT):
        small = list(run)
        if is_small and (words := _quote(small)):
            smallest = min(character.size for character in small)
            at = f"page {small[0].page}"
            yield EditionFault.TYPE_SMALLER.make_finding(at, words=words, size=smallest, body=body)


def _find_slanted_text(characters: tuple[DrawnCharacter, ...]) -> Iterator[Finding]:
    for is_slanted, run in groupby(characters, key=lambda one: one.is_slanted):
        slanted = list(run)
        if is_slanted and (words := _quote(slanted)):
            yield EditionFault.TYPE_SLANTED.make_finding(f"page {slanted[0].page}", words=words)


def _find_hyphens(characters: tuple[DrawnCharacter, ...]) -> Iterator[Finding]:
    for n, character in enumerate(characters):
        if character.text == LINE_END_HYPHEN:
            before = _quote(characters[max(0, n - AROUND_CHARACTERS) : n])
            after = _quote(characters[n + 1 : n + 1 + AROUND_CHARACTERS])
            yield EditionFault.WORD_PARTED.make_finding(f"page {character.page}", before=before, after=after)


def _find_long_notes(path: Path, body: float) -> Iterator[Finding]:
    """Find notes that take more of a page's foot than they should; none in a file without structure."""
    try:
        document = open_print(path).document
    except UnmeasurableError:
        return
    for number, page, lines in count_lines_at_foot(document, body / 2):
        if lines > MOST_LINES_AT_FOOT:
            words = {"note": number, "lines": lines, "most": MOST_LINES_AT_FOOT}
            yield EditionFault.NOTE_LONG.make_finding(f"page {page}", **words)


def _quote(characters: tuple[DrawnCharacter, ...] | list[DrawnCharacter]) -> str:
    text = join_surrogates("".join(character.text for character in characters))
    return " ".join(text.split())[:MOST_CHARACTERS]
