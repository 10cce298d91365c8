from typing import Any

class Font:
    hb_font: Any  # C data
    hb_face: Any  # C data
    file_content: bytes
    tables: list[str]
    hash: str
    bitmap: bool
    png: int
    svg: int
    colr: int
    widths: dict[int, int]  # by glyph, in thousandths of an em
    to_unicode: dict[int, str]  # by glyph
    missing: dict[int, int]  # the glyph of each code point that the font has not
