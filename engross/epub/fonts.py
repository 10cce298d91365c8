"""Font files to the subsets of them that an e-book embeds: the characters of its text and no others.

Same file and text, same bytes: the font's own dates stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from engross.book import Cargo

TRUETYPE = "font/ttf"

# What running text has no use for: signatures, the measures of formulas.
DROPPED = ("DSIG", "FFTM", "MATH", "meta")


def embedded(fonts: Iterable[tuple[str, Path]], text: str) -> tuple[Cargo, ...]:
    """The fonts, each given as its name in the book and its file, cut down to the characters of ``text``.

    Raises OSError and fontTools' TTLibError for what is no font.
    """
    return tuple(Cargo(name, TRUETYPE, _cut(path, text)) for name, path in fonts)


def _cut(path: Path, text: str) -> bytes:
    from fontTools import subset  # most books have no fonts inside, and it takes a tenth of a second
    from fontTools.ttLib import TTFont

    options = subset.Options(
        drop_tables=[*subset.Options().drop_tables, *DROPPED],
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
