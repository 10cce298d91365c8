"""Subset font files for an e-book: to the characters of its text and no others.

Same file and text, same bytes: the font's own dates stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from engross.model.book import BinaryFile

TRUETYPE_MEDIA_TYPE = "font/ttf"

# Tables that running text does not need: signatures, the measures of formulas.
DROPPED_TABLES = ("DSIG", "FFTM", "MATH", "meta")


def embed_fonts(fonts: Iterable[tuple[str, Path]], text: str) -> tuple[BinaryFile, ...]:
    """Subset the fonts, each given by its name in the book and its file, to the characters of ``text``.

    Raises OSError, and fontTools' TTLibError for a file that is no font.
    """
    return tuple(BinaryFile(name, TRUETYPE_MEDIA_TYPE, _subset_font(path, text)) for name, path in fonts)


def _subset_font(path: Path, text: str) -> bytes:
    from fontTools import subset  # most books have no fonts inside, and this import takes 0.1 s
    from fontTools.ttLib import TTFont

    options = subset.Options(
        drop_tables=[*subset.Options().drop_tables, *DROPPED_TABLES],
        hinting=False,  # hints are for screens of low resolution
        layout_features=["*"],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],  # copyright, names, version, licence
        notdef_outline=True,
        recalc_timestamp=False,
    )
    with TTFont(path, lazy=True, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(font)
        out = BytesIO()
        font.save(out)
    return out.getvalue()
