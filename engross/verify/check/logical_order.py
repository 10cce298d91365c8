"""Read the structure of a PDF with right-to-left text in logical order: that of ActualText (ISO 32000-1, 14.9.4).

A page holds a right-to-left line as it looks, and readers of pages turn it round in their own ways, with what stands
beside it. The structure says in which order its words are heard. What is drawn is held to that by its letters: none is
drawn that is not heard, none heard that is not drawn. The build compares their order on the line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from engross.grammars.pdfium import join_surrogates
from engross.model.text import fold
from engross.verify.check.finding import Finding
from engross.verify.check.pdf_file import PdfElement, PdfGlyph, PdfLink
from engross.verify.check.rule import EditionFault

# A glyph that is mirrored is read as it looks, or not; beside Arabic, PDFium gives full-width marks as narrow ones.
MIRRORED = str.maketrans(")]}>»›”’》〉」』】〕；：，！？．", "([{<«‹“‘《〈「『【〔;:,!?.")
SQUEEZED = re.compile("[(《〈「『【〔“‘]{2,}")  # half as wide as their squares, they begin before what they follow
SHOWN_CHARACTERS = 24  # of a run in a finding


def has_actual_text(document: PdfElement) -> bool:
    """Return whether a document has runs of right-to-left text."""
    return any(element.actual for element in document.iter_elements())


def order_logically(element: PdfElement) -> PdfElement:
    """Return an element with its right-to-left runs as they are heard, the others from left to right."""
    if element.actual:
        glyph = next(element.iter_glyphs(), PdfGlyph("", 0, 0.0, 0.0, 0.0))
        return replace(element, kids=[glyph._replace(text=element.actual)])
    kids = [order_logically(kid) if isinstance(kid, PdfElement) else kid for kid in element.kids]
    runs = [list(group) for _, group in groupby(kids, key=_find_run)]
    return replace(element, kids=[kid for run in runs for kid in sorted(run, key=_find_left)])


def _find_run(kid: PdfElement | PdfGlyph | PdfLink) -> tuple[int, int, float] | None:
    """Return what glyphs that are drawn as one run of a line have in common; None for what is no glyph."""
    return (kid.page, kid.mark, kid.base) if isinstance(kid, PdfGlyph) else None


def _find_left(kid: PdfElement | PdfGlyph | PdfLink) -> float:
    return kid.left if isinstance(kid, PdfGlyph) else 0.0


def find_unlike_runs(document: PdfElement) -> Iterator[Finding]:
    """Find the right-to-left runs that draw other letters than are heard."""
    for element in document.iter_elements():
        drawn = element.join_text() if element.actual else ""
        if element.actual and Counter(fold_unordered(drawn)) != Counter(fold_unordered(element.actual)):
            page = next(element.iter_glyphs(), PdfGlyph("", 0, 0.0, 0.0, 0.0)).page
            words = {"heard": element.actual[:SHOWN_CHARACTERS], "drawn": drawn[:SHOWN_CHARACTERS]}
            yield EditionFault.RUN_DIFFERS.make_finding(f"page {page}", **words)


def fold_unordered(text: str) -> str:
    """Fold a text of which brackets may be mirrored, signs taken apart, and squeezed brackets in another order."""
    apart = unicodedata.normalize("NFKC", fold(join_surrogates(text)))
    mirrored = fold(unicodedata.normalize("NFC", apart)).translate(MIRRORED)
    return SQUEEZED.sub(lambda brackets: "".join(sorted(brackets[0])), mirrored)
