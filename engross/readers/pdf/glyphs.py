"""The characters of a PDF with their places: position, size, and whether another line of the file drew them.

pypdfium2 and not pdfplumber: PDFium tells the spaces it infers from those that are drawn, joins what Word tore
apart by kerning, is a dependency already, and reads a page in a tenth of the time.
"""

from __future__ import annotations

import ctypes
import unicodedata
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from engross.model.notice import Refusal
from engross.model.tree import Source, Where
from engross.readers.pdf.document import load_pages, open_document
from engross.readers.pdf.strokes import Stroke, read_strokes
from engross.readers.pdf.tounicode import restore_character

BODY_SHARE = 0.15  # of a document's characters
SMALL_TYPE_RATIO = 0.95  # of the body's size: what is smaller is set small, as notes, heads and the words of tables
PDFIUM_HYPHEN = 0x02  # what PDFium says for a hyphen at a line's end
UNKNOWN_GLYPH = "\ufffd"  # stands for a glyph without a meaning
HIGH_SURROGATES = range(0xD800, 0xDC00)
GAP_SHIFT_PT = 0.01  # pt
GAP_BASELINE_PT = 0.1  # pt that the baselines of a gap and of what follows it may differ
THIN_SPACE_PT = 0.1  # pt: a space that PDFium puts between a letter and its vowel sign
SIGN_REACH_EM = 0.15  # em that a vowel sign may stand beside its letter
SIGN_RISE_EM = 0.35  # em that a font may lift a vowel sign


@dataclass(frozen=True, slots=True)
class SourceGlyph:
    """A character: where it begins and ends and its baseline, in pt from the page's left and foot; its size in pt.

    ``inferred``: a space that is not drawn, where PDFium sees a gap.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What a page shows: its characters in the order of its content, and its straight lines."""

    glyphs: list[SourceGlyph]
    strokes: list[Stroke]


def read_glyphs(source: Source) -> list[SourcePage]:
    """The characters of each page, and its strokes.

    Raises Refusal as ``open_document`` and ``load_pages`` do, and where no page has text.
    """
    with open_document(source) as document:
        pages = [_read_page(page, text) for page, text in load_pages(document, source.name)]
    if not any(glyph.text.strip() for page in pages for glyph in page.glyphs):
        what = "the PDF has no text: its pages are pictures, as a scanner makes them"
        raise Refusal(what, "run a text recognition over it first, or give the text or the XML", Where(source.name))
    return pages


def measure_body_size(found: Iterable[SourceGlyph]) -> float:
    """The size of a body's characters, in pt to the half: the largest that a good part of them has; 0 for none.

    Notes, or what stands behind a short text, may have more of them.
    """
    sizes = Counter(round(glyph.size * 2) / 2 for glyph in found if glyph.text.strip())
    most = max(sizes.values(), default=0)
    return max(
        (size for size, count in sizes.items() if count > BODY_SHARE * sizes.total() or count == most), default=0.0
    )


def _read_page(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> SourcePage:
    """A page, each vowel sign with the letter that it stands on."""
    found = _move_stretched_gaps(list(_read_characters(text)))
    signs = [n for n, glyph in enumerate(found) if _is_combining_sign(glyph)]
    return SourcePage(_attach_signs(found, signs) if signs else found, read_strokes(page))


def _move_stretched_gaps(found: list[SourceGlyph]) -> list[SourceGlyph]:
    """The characters, each gap that PDFium sees before the one it is told before.

    Behind a drawn space that a line was stretched at it gives the gap a place within the next character.
    """
    out = list(found)
    for n, glyph in enumerate(found[1:-1], 1):
        before, after = found[n - 1], found[n + 1]
        stretched = glyph.inferred and not before.text.strip()
        if stretched and before.left <= after.left <= glyph.left and abs(after.base - glyph.base) < GAP_BASELINE_PT:
            out[n] = replace(glyph, left=after.left - GAP_SHIFT_PT, right=after.left - GAP_SHIFT_PT)
    return out


def _is_combining_sign(glyph: SourceGlyph) -> bool:
    return unicodedata.combining(glyph.text[0]) > 0


def _attach_signs(found: list[SourceGlyph], signs: list[int]) -> list[SourceGlyph]:
    """The characters without those at ``signs``, which are with their letters, in Unicode's order.

    PDFium tells most of them behind their letters, some elsewhere, and sees a gap there: a sign stands on the letter
    before it, unless it is drawn well beside that, or else on the nearest one.
    """
    letters = [n for n, glyph in enumerate(found) if glyph.text.isalpha()]
    borne: dict[int, str] = {}
    for sign in signs if letters else ():
        before = bisect(letters, sign) - 1
        told = letters[before] if before >= 0 else None
        home = min(letters, key=lambda n: _measure_sign_distance(found, sign, n, told))
        borne[home] = borne.get(home, "") + found[sign].text
    gaps = {n for sign in signs for n in (sign - 1, sign + 1) if 0 <= n < len(found) and is_zero_width_gap(found[n])}
    dropped = {*signs, *gaps} if letters else set()
    ordered = {n: "".join(sorted(text, key=unicodedata.combining)) for n, text in borne.items()}
    return [
        replace(glyph, text=glyph.text + ordered[n]) if n in ordered else glyph
        for n, glyph in enumerate(found)
        if n not in dropped
    ]


def _measure_sign_distance(found: list[SourceGlyph], sign: int, letter: int, told: int | None) -> tuple[float, int]:
    """How far a sign is from a letter: in pt, along the line and up or down, and in what PDFium tells.

    ``told``: the letter that PDFium tells before the sign.
    """
    mark, bearer = found[sign], found[letter]
    middle = (mark.left + mark.right) / 2
    beside = max(0.0, bearer.left - middle, middle - bearer.right)
    rise = max(0.0, abs(mark.base - bearer.base) - SIGN_RISE_EM * bearer.size)
    apart = 2 * abs(sign - letter) + (letter > sign)
    near = beside + rise < SIGN_REACH_EM * bearer.size
    return (0.0 if letter == told and near else 0.1 + round(beside + rise, 1), apart)


def is_zero_width_gap(glyph: SourceGlyph) -> bool:
    """Whether a glyph is a space that PDFium puts between a letter and its sign."""
    return not glyph.text.strip() and glyph.right - glyph.left < THIN_SPACE_PT


def _read_characters(text: pypdfium2.PdfTextPage) -> Iterator[SourceGlyph]:
    """What PDFium says one by one; characters beyond U+FFFF, which it gives as two halves, made whole."""
    half = ""
    for n in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, n)
        inferred = pdfium.FPDFText_IsGenerated(text.raw, n) == 1 and code != PDFIUM_HYPHEN
        if code in HIGH_SURROGATES:
            half = chr(code)
            continue
        character = (
            "-" if code == PDFIUM_HYPHEN else UNKNOWN_GLYPH if _is_meaningless(code) else restore_character(chr(code))
        )
        if half:
            character = (half + character).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            half = ""
        if not inferred or character == " ":
            yield _read_glyph(text, n, character, inferred)


def _is_meaningless(code: int) -> bool:
    """Whether a code is no character's: its font does not say what the glyph means."""
    return code > 0xFFFD or (unicodedata.category(chr(code)) == "Cc" and not chr(code).isspace())


def _read_glyph(text: pypdfium2.PdfTextPage, n: int, character: str, inferred: bool) -> SourceGlyph:
    x, y = ctypes.c_double(), ctypes.c_double()
    box = pdfium.FS_RECTF()
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(text.raw, n, x, y)
    pdfium.FPDFText_GetLooseCharBox(text.raw, n, box)
    pdfium.FPDFText_GetMatrix(text.raw, n, matrix)
    size = pdfium.FPDFText_GetFontSize(text.raw, n) * (matrix.c**2 + matrix.d**2) ** 0.5
    if unicodedata.combining(character[0]):  # a sign without a width of its own: where its ink is
        edges = [ctypes.c_double() for _ in range(4)]
        pdfium.FPDFText_GetCharBox(text.raw, n, *edges)
        return SourceGlyph(character, edges[0].value, edges[1].value, y.value, size, inferred)
    return SourceGlyph(character, x.value, max(x.value, box.right), y.value, size, inferred)
