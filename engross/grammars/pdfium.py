"""PDFium's characters, objects and paths as Python's values: the only module that calls its C functions.

Lengths are in pt from a page's left edge and its foot. Characters are counted from 0, in the order of PDFium's text.
"""

from __future__ import annotations

import ctypes
import re
from collections import deque
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from engross.model.tree import Style

LINE_END_HYPHEN = "\x02"  # what PDFium reports for a hyphen at a line's end, the text's own or a word divider
GAP_CODES = frozenset(b" \r\n")  # what PDFium adds between words and lines where the file has nothing
LEAST_SLANT = 0.1  # of the height: letters drawn aslant by more stand for italics (a font of 6 degrees)
FONT_NAME_BYTES = 256
ITALIC_FLAG, FORCE_BOLD_FLAG = 1 << 6, 1 << 18  # ISO 32000-1, table 123
BOLD_WEIGHT = 600
# Of a font's PostScript name; a Chinese text is set apart in a bold face (Hei) or in regular script (Kai), for italics
BOLD_NAME = re.compile(r"[Bb]old|BOLD|Demi|Heavy|Black|SimHei|STHeiti|-Bd(?![a-z])")
ITALIC_NAME = re.compile(r"[Ii]talic|ITALIC|[Oo]blique|Slanted|Kursiv|KaiTi|STKai|DFKai|[-,](?:It|I|BI)(?![a-z])")

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, low, right, high
Matrix = tuple[float, float, float, float, float, float]  # a, b, c, d, e, f (ISO 32000-1, 8.3.3)


def join_surrogates(text: str) -> str:
    """Join the surrogate halves (UTF-16) that PDFium gives for characters beyond U+FFFF; a lone half is U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _take_addresses(function: Any, result: Any, *outputs: Any) -> Any:
    """Return a function of PDFium that takes a handle, a number and ``outputs``: handles and outputs as addresses.

    It is called for each character, where to convert pointers takes longer than what PDFium does.
    """
    prototype = ctypes.PYFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *outputs)  # the lock is kept meanwhile
    return prototype(ctypes.cast(function, ctypes.c_void_p).value or 0)


_find_text_object = _take_addresses(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
_find_page_object = _take_addresses(pdfium.FPDFPage_GetObject, ctypes.c_void_p)
_find_code = _take_addresses(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_is_generated = _take_addresses(pdfium.FPDFText_IsGenerated, ctypes.c_int)
_find_origin = _take_addresses(pdfium.FPDFText_GetCharOrigin, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
DOUBLE_BYTES = ctypes.sizeof(ctypes.c_double)


class PdfCharacters:
    """The characters of a page's text, by their numbers from 0."""

    def __init__(self, text: pypdfium2.PdfTextPage) -> None:
        self._text, self._x, self._y = text.raw, ctypes.c_double(), ctypes.c_double()
        self._address, self._places = _address_of(text.raw), (ctypes.addressof(self._x), ctypes.addressof(self._y))
        self._styles_by_object: dict[int, tuple[Style, ...]] = {}
        self._styles_by_font: dict[int, tuple[Style, ...]] = {}

    def __len__(self) -> int:
        return int(pdfium.FPDFText_CountChars(self._text))

    def code(self, n: int) -> int:
        """Return the UTF-16 code of a character."""
        return int(_find_code(self._address, n))

    def list_codes(self) -> list[int]:
        """Return the UTF-16 codes of all characters. What is asked for all at once takes a third of the time."""
        return list(map(_find_code, repeat(self._address), range(len(self))))

    def list_object_addresses(self) -> list[int]:
        """Return of all characters the addresses of the text objects that draw them; 0 for none."""
        addresses = map(_find_text_object, repeat(self._address), range(len(self)))
        return [address or 0 for address in addresses]

    def list_origins(self) -> list[Point]:
        """Return the points on the baseline where all characters stand."""
        count = len(self)
        places = (ctypes.c_double * (2 * count))()
        x = ctypes.addressof(places)
        y, end, step = x + DOUBLE_BYTES, x + 2 * DOUBLE_BYTES * count, 2 * DOUBLE_BYTES
        deque(map(_find_origin, repeat(self._address), range(count), range(x, end, step), range(y, end, step)), 0)
        return list(zip(places[::2], places[1::2], strict=True))

    def is_inferred(self, n: int) -> bool:
        """Return whether PDFium added a character that the file does not draw."""
        return bool(_is_generated(self._address, n) == 1)

    def is_gap(self, n: int, code: int) -> bool:
        """Return whether a character of a code is a space or line end that PDFium added."""
        return code in GAP_CODES and self.is_inferred(n)

    def origin(self, n: int) -> Point:
        """Return the point on the baseline where a character stands."""
        _find_origin(self._address, n, *self._places)
        return self._x.value, self._y.value

    def right_edge(self, n: int) -> float:
        """Return the right edge of a character by the width that its font gives it."""
        box = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(self._text, n, box)
        return float(box.right)

    def ink_edges(self, n: int) -> tuple[float, float]:
        """Return the left and the right edge of what a character draws; twice 0 if it draws nothing."""
        left, right, low, high = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(self._text, n, left, right, low, high)
        return left.value, right.value

    def size(self, n: int) -> float:
        """Return the size of a character's font as the page shows it."""
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._text, n, matrix)
        return float(pdfium.FPDFText_GetFontSize(self._text, n) * (matrix.c**2 + matrix.d**2) ** 0.5)

    def object_address(self, n: int) -> int:
        """Return the address of the text object that draws a character; 0 if none does."""
        return _find_text_object(self._address, n) or 0

    def styles(self, n: int) -> tuple[Style, ...]:
        """Return how a character is set apart by its font and by how it is drawn: bold, italic, both or not at all."""
        drawn = pdfium.FPDFText_GetTextObject(self._text, n)
        address = _address_of(drawn)
        if address not in self._styles_by_object:
            self._styles_by_object[address] = self._read_object_styles(n, drawn) if drawn else ()
        return self._styles_by_object[address]

    def _read_object_styles(self, n: int, drawn: Any) -> tuple[Style, ...]:
        """Return the styles of the text object that draws a character: of its font, bold by a stroke, italic by slant.

        Word draws so what a font has no face for.
        """
        font, matrix = pdfium.FPDFTextObj_GetFont(drawn), pdfium.FS_MATRIX()
        address = _address_of(font)
        if address not in self._styles_by_font:
            self._styles_by_font[address] = _read_font_styles(font) if font else ()
        styles = set(self._styles_by_font[address])
        if pdfium.FPDFTextObj_GetTextRenderMode(drawn) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE:
            styles.add(Style.BOLD)
        pdfium.FPDFText_GetMatrix(self._text, n, matrix)
        if not matrix.b and abs(matrix.c) > LEAST_SLANT * abs(matrix.d):
            styles.add(Style.ITALIC)
        return tuple(style for style in (Style.BOLD, Style.ITALIC) if style in styles)

    def marked_content(self, n: int) -> int:
        """Return the number (MCID) of the marked content that a character is drawn in; -1 outside any."""
        text_object = pdfium.FPDFText_GetTextObject(self._text, n)
        return int(pdfium.FPDFPageObj_GetMarkedContentID(text_object)) if text_object else -1


def _read_font_styles(font: Any) -> tuple[Style, ...]:
    """Return the styles of a font: by its name, and by flags, weight and angle, which not every producer sets."""
    name, angle = ctypes.create_string_buffer(FONT_NAME_BYTES), ctypes.c_int()
    pdfium.FPDFFont_GetBaseFontName(font, name, FONT_NAME_BYTES)
    pdfium.FPDFFont_GetItalicAngle(font, angle)
    words, flags = name.value.decode("utf-8", "replace"), pdfium.FPDFFont_GetFlags(font)
    is_bold = BOLD_NAME.search(words) or flags & FORCE_BOLD_FLAG or pdfium.FPDFFont_GetWeight(font) >= BOLD_WEIGHT
    is_italic = ITALIC_NAME.search(words) or flags & ITALIC_FLAG or angle.value
    return tuple(style for style, is_set in ((Style.BOLD, is_bold), (Style.ITALIC, is_italic)) if is_set)


def count_objects(page: pypdfium2.PdfPage) -> int:
    """Return how many objects a page draws."""
    return int(pdfium.FPDFPage_CountObjects(page.raw))


def object_addresses(page: pypdfium2.PdfPage) -> list[int]:
    """Return the addresses of a page's objects in the order in which they are drawn."""
    return [_find_page_object(page.raw, n) or 0 for n in range(count_objects(page))]


def _address_of(pointer: Any) -> int:
    return ctypes.addressof(pointer.contents) if pointer else 0


@dataclass(frozen=True, slots=True)
class DrawnPath:
    """A path without curves: its subpaths as points on the page, whether it is filled, its line's width; 0 if none."""

    figures: list[list[Point]]
    is_filled: bool
    line_width: float


def read_paths(page: pypdfium2.PdfPage, most_segments: int) -> list[DrawnPath]:
    """Return what a page paints of paths outside form XObjects, but those of more segments or with a curve."""
    paths = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1)
    return [drawn for path in paths if (drawn := _read_path(path.raw, most_segments))]


def read_link_boxes(page: pypdfium2.PdfPage) -> list[Box]:
    """Return the boxes of a page's links."""
    boxes: list[Box] = []
    place, link, box = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page.raw, place, link):
        if pdfium.FPDFLink_GetAnnotRect(link, box):
            boxes.append((box.left, box.bottom, box.right, box.top))
    return boxes


def _read_path(path: pdfium.FPDF_PAGEOBJECT, most_segments: int) -> DrawnPath | None:
    fill, line, width, box = ctypes.c_int(), ctypes.c_int(), ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFPath_GetDrawMode(path, fill, line)
    count = pdfium.FPDFPath_CountSegments(path)
    if not (fill.value or line.value) or count > most_segments:
        return None
    pdfium.FPDFPageObj_GetMatrix(path, box)
    pdfium.FPDFPageObj_GetStrokeWidth(path, width)
    matrix = (box.a, box.b, box.c, box.d, box.e, box.f)
    scale = abs(box.a * box.d - box.b * box.c) ** 0.5
    return DrawnPath(_read_figures(path, count, matrix), bool(fill.value), width.value * scale if line.value else 0.0)


def _read_figures(path: pdfium.FPDF_PAGEOBJECT, count: int, matrix: Matrix) -> list[list[Point]]:
    """Return the points of each subpath of a path; none if a segment is a curve."""
    a, b, c, d, e, f = matrix
    figures: list[list[Point]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for n in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, n)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return []
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not figures:
            figures.append([])
        figures[-1].append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
    return figures
