"""A finished PDF's glyphs: characters that no font had, so that nothing or a box is drawn, and such as have no Unicode.

What is not there is looked for in the embedded fonts themselves: glyph 0, numbers beyond a font's last glyph, and empty
outlines of characters that are no space.
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
BLANK_CATEGORIES = ("Zs", "Cf", "Cc")  # spaces, joiners and marks of direction, controls: nothing is drawn


FontKey = tuple[int, int]  # a font's object, its number and generation


class _UnknownFontError(Exception):
    """A font of a kind that is not known here."""


@dataclass(frozen=True, slots=True)
class _GlyphFont:
    """A font: its name, the Unicode of its codes, the glyphs with an outline; its glyphs by code, None: as numbered."""

    name: str
    characters: dict[int, str]
    drawn: frozenset[int]
    numbers: dict[int, int] | None

    def find_fault(self, code: int, n: int) -> Finding | None:
        """What is wrong with a code that is shown ``n`` times, if anything."""
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
    """What of a PDF's text has no glyph, or no Unicode; None for a PDF whose fonts are not of the kind known here.

    Known are composite TrueType fonts whose codes of two bytes are numbers of glyphs, or are listed with them.
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
    """A font from its dictionary. Raises _UnknownError, KeyError and AttributeError for another kind."""
    below = font.DescendantFonts[0]
    if str(below.get("/CIDToGIDMap", "/Identity")) != "/Identity":
        raise _UnknownFontError
    opened = TTFont(io.BytesIO(below.FontDescriptor.FontFile2.read_bytes()), lazy=True)
    drawn = frozenset(n for n, (start, end) in enumerate(pairwise(opened["loca"])) if end > start)
    return _GlyphFont(str(font.BaseFont)[1:], read_to_unicode(font), drawn, _read_glyph_numbers(font.Encoding))


def _read_glyph_numbers(encoding: Any) -> dict[int, int] | None:
    """The glyphs of codes by an embedded CMap (ISO 32000-1, 9.7.5.4); None for Identity-H. Raises _UnknownError."""
    if not isinstance(encoding, pikepdf.Stream):
        if str(encoding) != "/Identity-H":
            raise _UnknownFontError
        return None
    text = encoding.read_bytes().decode("latin-1")
    if "usecmap" in text or "begincidrange" in text:
        raise _UnknownFontError
    return {int(code, 16): int(number) for code, number in CID_MAPPING.findall("".join(CID_SECTION.findall(text)))}


def _find_used_codes(content: Any, resources: Any) -> Iterator[tuple[FontKey, int]]:
    """Each code that a page or form shows, with its font's object; forms within it too."""
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
    """The codes of a string or of the strings in an array, two bytes each."""
    for piece in shown if isinstance(shown, pikepdf.Array) else (shown,):
        if isinstance(piece, pikepdf.String):
            data = bytes(piece)
            yield from (int.from_bytes(data[n : n + 2], "big") for n in range(0, len(data), 2))


def read_to_unicode(font: Any) -> dict[int, str]:
    """The Unicode of a font's codes, by its ToUnicode map (ISO 32000-1, 9.10.3)."""
    stream = font.get("/ToUnicode")
    text = stream.read_bytes().decode("latin-1") if stream is not None else ""
    known: dict[int, str] = {}
    for kind, body in CMAP_SECTION.findall(text):
        if kind == "bfchar":
            known.update((int(code, 16), _decode_hex(said)) for code, said in SINGLE_MAPPING.findall(body))
            continue
        for low, high, said in RANGE_MAPPING.findall(body):
            first = ord(_decode_hex(said)[-1]) if said else 0xFFFD  # a list is not looked into
            codes = range(int(low, 16), int(high, 16) + 1)
            known.update((code, chr(first + n if said else first)) for n, code in enumerate(codes))
    return known


def _decode_hex(said: str) -> str:
    return bytes.fromhex("".join(said.split())).decode("utf-16-be", "replace")
