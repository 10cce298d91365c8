"""Read the characters of a PDF with their places: position, size, and whether PDFium inferred them.

pypdfium2 and not pdfplumber: PDFium tells inferred spaces from drawn ones, joins what Word tore apart by kerning, is
a dependency already, and reads a page in a tenth of the time.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pypdfium2

from engross.grammars.pdfium import LINE_END_HYPHEN, Box, PdfCharacters, join_surrogates, read_link_boxes
from engross.model.notice import Refusal
from engross.model.tree import Source, Style, Where
from engross.readers.pdf.document import load_pages, open_document
from engross.readers.pdf.strokes import Stroke, read_strokes
from engross.readers.pdf.tounicode import restore_character

BODY_SHARE = 0.15  # of a document's characters: a size with more may be the body's
SMALL_TYPE_RATIO = 0.95  # of the body's size: below that is small type, as of notes, heads and tables
UNKNOWN_GLYPH = "\ufffd"  # stands for a glyph without a meaning
HIGH_SURROGATES = range(0xD800, 0xDC00)
GAP_SHIFT_PT = 0.01  # pt that a gap is placed before the next character
GAP_BASELINE_PT = 0.1  # pt by which the baselines of a gap and of what follows may differ
THIN_SPACE_PT = 0.1  # pt: a narrower space is one that PDFium infers between a letter and its vowel sign
SIGN_REACH_EM = 0.15  # em by which a vowel sign may stand beside its letter
SIGN_RISE_EM = 0.35  # em by which a font may lift a vowel sign


@dataclass(frozen=True, slots=True)
class SourceGlyph:
    """A character: its left and right edges and its baseline, in pt from the left and foot of the page; its size in pt.

    ``inferred``: a space that is not drawn, where PDFium sees a gap. ``styles``: how its font sets it apart.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    inferred: bool = False
    styles: tuple[Style, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What a page shows: its characters in the order of its content, its straight lines, the boxes of its links."""

    glyphs: list[SourceGlyph]
    strokes: list[Stroke]
    links: tuple[Box, ...] = ()


def read_glyphs(source: Source) -> list[SourcePage]:
    """Read the characters and the strokes of each page.

    Raises Refusal as ``open_document`` and ``load_pages`` do, and if no page has text.
    """
    with open_document(source) as document:
        pages = [_read_page(page, text) for page, text in load_pages(document, source.name)]
    if not any(glyph.text.strip() for page in pages for glyph in page.glyphs):
        what = "the PDF has no text: its pages are pictures, as a scanner makes them"
        raise Refusal(what, "run text recognition on it first, or give the text or the XML", Where(source.name))
    return _drop_usual_styles(pages)


def _drop_usual_styles(pages: list[SourcePage]) -> list[SourcePage]:
    """Return the pages without the styles that most characters of the document have: they set nothing apart."""
    counts = Counter(glyph.styles for page in pages for glyph in page.glyphs if glyph.text.strip())
    usual = counts.most_common(1)[0][0]
    if not usual:
        return pages
    return [
        replace(page, glyphs=[replace(g, styles=tuple(s for s in g.styles if s not in usual)) for g in page.glyphs])
        for page in pages
    ]


def measure_body_size(glyphs: Iterable[SourceGlyph]) -> float:
    """Return the size of the body in pt, to half a point; 0 without characters.

    It is the largest size that a good part of the characters has: notes, or what stands behind a short text, may have
    more of them.
    """
    sizes = Counter(round(glyph.size * 2) / 2 for glyph in glyphs if glyph.text.strip())
    most = max(sizes.values(), default=0)
    return max(
        (size for size, count in sizes.items() if count > BODY_SHARE * sizes.total() or count == most), default=0.0
    )


def _read_page(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> SourcePage:
    """Read a page, with each vowel sign attached to the letter that it stands on."""
    glyphs = _move_stretched_gaps(list(_read_characters(text)))
    signs = [n for n, glyph in enumerate(glyphs) if _is_combining_sign(glyph)]
    return SourcePage(
        _attach_signs(glyphs, signs) if signs else glyphs, read_strokes(page), tuple(read_link_boxes(page))
    )


def _move_stretched_gaps(glyphs: list[SourceGlyph]) -> list[SourceGlyph]:
    """Return the characters with each inferred space in front of the character that follows it.

    Behind a drawn space at which a line was stretched PDFium places the inferred one within the next character.
    """
    moved = list(glyphs)
    for n, glyph in enumerate(glyphs[1:-1], 1):
        before, after = glyphs[n - 1], glyphs[n + 1]
        stretched = glyph.inferred and not before.text.strip()
        if stretched and before.left <= after.left <= glyph.left and abs(after.base - glyph.base) < GAP_BASELINE_PT:
            moved[n] = replace(glyph, left=after.left - GAP_SHIFT_PT, right=after.left - GAP_SHIFT_PT)
    return moved


def _is_combining_sign(glyph: SourceGlyph) -> bool:
    return unicodedata.combining(glyph.text[0]) > 0


def _attach_signs(glyphs: list[SourceGlyph], signs: list[int]) -> list[SourceGlyph]:
    """Return the characters without those at ``signs``, which are added to their letters in Unicode's order.

    PDFium gives most signs behind their letters, some elsewhere, and infers a space there. A sign belongs to the letter
    before it unless it is drawn well beside that, and then to the nearest one.
    """
    letters = [n for n, glyph in enumerate(glyphs) if glyph.text.isalpha()]
    signs_by_letter: dict[int, str] = {}
    for sign in signs if letters else ():
        before = bisect(letters, sign) - 1
        letter_before = letters[before] if before >= 0 else None
        bearer = min(letters, key=lambda n: _measure_sign_distance(glyphs, sign, n, letter_before))
        signs_by_letter[bearer] = signs_by_letter.get(bearer, "") + glyphs[sign].text
    gaps = {n for sign in signs for n in (sign - 1, sign + 1) if 0 <= n < len(glyphs) and is_zero_width_gap(glyphs[n])}
    dropped = {*signs, *gaps} if letters else set()
    ordered = {n: "".join(sorted(text, key=unicodedata.combining)) for n, text in signs_by_letter.items()}
    return [
        replace(glyph, text=glyph.text + ordered[n]) if n in ordered else glyph
        for n, glyph in enumerate(glyphs)
        if n not in dropped
    ]


def _measure_sign_distance(
    glyphs: list[SourceGlyph], sign: int, letter: int, letter_before: int | None
) -> tuple[float, int]:
    """Return the distance of a sign from a letter: in pt, along the line and up or down, and in PDFium's order.

    ``letter_before``: the one that PDFium gives before the sign; its distance in pt is 0 if it is near enough.
    """
    sign_glyph, bearer = glyphs[sign], glyphs[letter]
    middle = (sign_glyph.left + sign_glyph.right) / 2
    beside = max(0.0, bearer.left - middle, middle - bearer.right)
    rise = max(0.0, abs(sign_glyph.base - bearer.base) - SIGN_RISE_EM * bearer.size)
    order_distance = 2 * abs(sign - letter) + (letter > sign)
    is_near = beside + rise < SIGN_REACH_EM * bearer.size
    return (0.0 if letter == letter_before and is_near else 0.1 + round(beside + rise, 1), order_distance)


def is_zero_width_gap(glyph: SourceGlyph) -> bool:
    """Return whether a glyph is a space that PDFium infers between a letter and its sign."""
    return not glyph.text.strip() and glyph.right - glyph.left < THIN_SPACE_PT


def _read_characters(text: pypdfium2.PdfTextPage) -> Iterator[SourceGlyph]:
    """Yield the characters that PDFium gives; those beyond U+FFFF, given in two halves, are joined."""
    half = ""
    characters = PdfCharacters(text)
    for n in range(len(characters)):
        sign = chr(code := characters.code(n))
        inferred = characters.is_inferred(n) and sign != LINE_END_HYPHEN
        if code in HIGH_SURROGATES:
            half = sign
            continue
        character = (
            "-" if sign == LINE_END_HYPHEN else UNKNOWN_GLYPH if _is_meaningless(code) else restore_character(sign)
        )
        if half:
            character = join_surrogates(half + character)
            half = ""
        if not inferred or character == " ":
            yield _read_glyph(characters, n, character, inferred)


def _is_meaningless(code: int) -> bool:
    """Return whether a code is no character's: its font does not say what the glyph means."""
    return code > 0xFFFD or (unicodedata.category(chr(code)) == "Cc" and not chr(code).isspace())


def _read_glyph(characters: PdfCharacters, n: int, character: str, inferred: bool) -> SourceGlyph:
    (x, y), size = characters.origin(n), characters.size(n)
    if unicodedata.combining(character[0]):  # a sign has no width of its own: take the box of its ink
        return SourceGlyph(character, *characters.ink_edges(n), y, size, inferred)
    styles = () if inferred else characters.styles(n)
    return SourceGlyph(character, x, max(x, characters.right_edge(n)), y, size, inferred, styles)
