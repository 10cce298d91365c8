"""Font files to the subsets of them that an e-book embeds: the characters of its text and no others.

Same file and text, same bytes: the font's own dates stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from engross.model.book import BinaryFile

TRUETYPE_MEDIA_TYPE = "font/ttf"

# What running text has no use for: signatures, the measures of formulas.
DROPPED_TABLES = ("DSIG", "FFTM", "MATH", "meta")


def embed_fonts(fonts: Iterable[tuple[str, Path]], text: str) -> tuple[BinaryFile, ...]:
    """The fonts, each given as its name in the book and its file, cut down to the characters of ``text``.

    Raises OSError and fontTools' TTLibError for what is no font.
    """
    return tuple(BinaryFile(name, TRUETYPE_MEDIA_TYPE, _subset_font(path, text)) for name, path in fonts)


def _subset_font(path: Path, text: str) -> bytes:
    from fontTools import subset  # most books have no fonts inside, and it takes a tenth of a second
    from fontTools.ttLib import TTFont

    options = subset.Options(
        drop_tables=[*subset.Options().drop_tables, *DROPPED_TABLES],
        hinting=False,  # hints steer screens of long ago
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
