"""Subset font files for an e-book: to the characters of its text and no others.

Same file and text, same bytes: the font's own dates stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engross.model.book import BinaryFile

TRUETYPE_MEDIA_TYPE = "font/ttf"

# Tables that running text does not need: signatures, the measures of formulas.
DROPPED_TABLES = ("DSIG", "FFTM", "MATH", "meta")

KEPT_NAMES = (0, 1, 2, 3, 4, 5, 6, 13, 14)  # copyright, names, version, licence: OpenType, table "name"


def embed_fonts(fonts: Iterable[tuple[str, Path]], text: str) -> tuple[BinaryFile, ...]:
    """Subset the fonts, each given by its name in the book and its file, to the characters of ``text``.

    Raises OSError, and ValueError for a file that is no font.
    """
    return tuple(BinaryFile(name, TRUETYPE_MEDIA_TYPE, _subset_font(path, text)) for name, path in fonts)


def _subset_font(path: Path, text: str) -> bytes:
    import uharfbuzz  # most books have no fonts inside

    face = uharfbuzz.Face(path.read_bytes())
    if not face.glyph_count:
        raise ValueError(f"{path} is no font")
    wanted = uharfbuzz.SubsetInput()
    # Hints are for screens of low resolution.
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    wanted.unicode_set.update(map(ord, text))
    wanted.name_id_set.clear()
    wanted.name_id_set.update(KEPT_NAMES)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in DROPPED_TABLES)
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.invert()  # all of them
    return bytes(uharfbuzz.subset(face, wanted).blob.data)
