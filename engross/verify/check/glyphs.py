"""Find characters of a finished PDF that have no Unicode, or no glyph, so that nothing or a box is drawn.

Missing glyphs are looked for in the embedded fonts themselves: glyph 0, numbers beyond a font's last glyph, and empty
outlines of characters that are not blank.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont, TTLibError

from engross.verify.check.content import read_operators
from engross.verify.check.finding import Finding, Findings
from engross.verify.check.rule import EditionFault

TEXT_OPERATORS = "q Q Tf Do Tj TJ ' \""
SHOWING_OPERATORS = ("Tj", "TJ", "'", '"')  # the operators that show text (ISO 32000-1, 9.4.3)
HEX_STRING = r"<([0-9A-Fa-f\s]+)>"
SINGLE_MAPPING = re.compile(rf"{HEX_STRING}\s*{HEX_STRING}")
RANGE_MAPPING = re.compile(rf"{HEX_STRING}\s*{HEX_STRING}\s*(?:{HEX_STRING}|\[)")
CMAP_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
CID_SECTION, CID_MAPPING = re.compile(r"begincidchar(.*?)endcidchar", re.DOTALL), re.compile(rf"{HEX_STRING}\s*(\d+)")
BLANK_CATEGORIES = ("Zs", "Cf", "Cc")  # spaces, joiners and direction marks, controls: nothing is drawn for them


FontKey = tuple[int, int]  # a font's object, its number and generation


class _UnknownFontError(Exception):
    """A font of a kind that cannot be checked here."""


@dataclass(frozen=True, slots=True)
class _GlyphFont:
    """A font: its name, the Unicode of its codes, the glyphs with an outline, its glyphs by code (None: equal)."""

    name: str
    characters: dict[int, str]
    drawn: frozenset[int]
    numbers: dict[int, int] | None

    def find_fault(self, code: int, n: int) -> Finding | None:
        """Return what is wrong with a code that is shown ``n`` times; None if nothing is."""
        words: dict[str, object] = {"n": n, "font": self.name}
        glyph = code if self.numbers is None else self.numbers.get(code, 0)
        if glyph == 0 or (glyph not in self.drawn and not _is_blank(self.characters.get(code, ""))):
            return EditionFault.GLYPH_MISSING.make_finding(
                self.name, **words, character=_spell_character(self.characters.get(code, ""))
            )
        if code not in self.characters:
            return EditionFault.GLYPH_UNMAPPED.make_finding(self.name, **words, code=f"{code:04X}")
        return None


def find_glyph_faults(path: Path) -> Findings | None:
    """Return which of a PDF's characters lack a glyph or Unicode; None if a font is of an unknown kind.

    Known are composite TrueType fonts whose two-byte codes are glyph numbers, or are mapped to them by an embedded
    CMap.
    """
    used: Counter[tuple[FontKey, int]] = Counter()
    try:
        with pikepdf.open(path) as pdf:
            for page in pdf.pages:
                used.update(_find_used_codes(page, page.get("/Resources", {})))
            fonts = {key: _read_font(pdf.get_object(key)) for key in sorted({key for key, _ in used})}
        faults = (fonts[key].find_fault(code, n) for (key, code), n in sorted(used.items()))
        return tuple(fault for fault in faults if fault)
    except (pikepdf.PdfError, TTLibError, _UnknownFontError, AttributeError, LookupError, TypeError, ValueError):
        return None


def _is_blank(text: str) -> bool:
    return text != "" and all(unicodedata.category(character) in BLANK_CATEGORIES for character in text)


def _spell_character(text: str) -> str:
    return f"{text} ({' '.join(f'U+{ord(character):04X}' for character in text)})" if text else "?"


def _read_font(font: Any) -> _GlyphFont:
    """Read a font from its dictionary. Raises _UnknownFontError, KeyError or AttributeError for other kinds."""
    below = font.DescendantFonts[0]
    if str(below.get("/CIDToGIDMap", "/Identity")) != "/Identity":
        raise _UnknownFontError
    opened = TTFont(io.BytesIO(below.FontDescriptor.FontFile2.read_bytes()), lazy=True)
    drawn = frozenset(n for n, (start, end) in enumerate(pairwise(opened["loca"])) if end > start)
    return _GlyphFont(str(font.BaseFont)[1:], read_to_unicode(font), drawn, _read_glyph_numbers(font.Encoding))


def _read_glyph_numbers(encoding: Any) -> dict[int, int] | None:
    """Return the glyphs of codes by an embedded CMap (ISO 32000-1, 9.7.5.4); None for Identity-H.

    Raises _UnknownFontError for any other encoding.
    """
    if not isinstance(encoding, pikepdf.Stream):
        if str(encoding) != "/Identity-H":
            raise _UnknownFontError
        return None
    text = encoding.read_bytes().decode("latin-1")
    if "usecmap" in text or "begincidrange" in text:
        raise _UnknownFontError
    return {int(code, 16): int(number) for code, number in CID_MAPPING.findall("".join(CID_SECTION.findall(text)))}


def _find_used_codes(content: Any, resources: Any) -> Iterator[tuple[FontKey, int]]:
    """Yield each code that a page or form shows, with its font's object; those of forms within it too."""
    keys: dict[str, FontKey] = {"": (0, 0)}
    for name, operands, font in read_operators(content, TEXT_OPERATORS):
        if name == "Tf":
            keys[font] = resources.Font[font].objgen
        elif name == "Do":
            form = resources.get("/XObject", {}).get(str(operands[0]), {})
            if str(form.get("/Subtype")) == "/Form":
                yield from _find_used_codes(form, form.get("/Resources", {}))
        elif name in SHOWING_OPERATORS:
            yield from ((keys[font], code) for code in split_codes(operands[-1]))


def split_codes(shown: Any) -> Iterator[int]:
    """Yield the two-byte codes of a string, or of the strings in an array."""
    for piece in shown if isinstance(shown, pikepdf.Array) else (shown,):
        if isinstance(piece, pikepdf.String):
            data = bytes(piece)
            yield from (int.from_bytes(data[n : n + 2], "big") for n in range(0, len(data), 2))


def read_to_unicode(font: Any) -> dict[int, str]:
    """Return the Unicode of a font's codes, from its ToUnicode map (ISO 32000-1, 9.10.3); empty without one."""
    stream = font.get("/ToUnicode")
    text = stream.read_bytes().decode("latin-1") if stream is not None else ""
    characters: dict[int, str] = {}
    for kind, body in CMAP_SECTION.findall(text):
        if kind == "bfchar":
            characters.update((int(code, 16), _decode_hex(value)) for code, value in SINGLE_MAPPING.findall(body))
            continue
        for low, high, value in RANGE_MAPPING.findall(body):
            first = ord(_decode_hex(value)[-1]) if value else 0xFFFD  # a list is not looked into
            codes = range(int(low, 16), int(high, 16) + 1)
            characters.update((code, chr(first + n if value else first)) for n, code in enumerate(codes))
    return characters


def _decode_hex(digits: str) -> str:
    return bytes.fromhex("".join(digits.split())).decode("utf-16-be", "replace")
