"""Open the fonts and parse the style sheets that rendering needs, once a process for each set of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing.util import Finalize
from pathlib import Path

from engross_weasyprint import CSS
from engross_weasyprint.css.counters import CounterStyle
from engross_weasyprint.text.fonts import FontConfiguration

from engross.editions.pdf.fetch import Fetcher
from engross.model.book import Sheet

FONTS_VARIABLE = "FONTCONFIG_FILE"  # of the environment: the file of Fontconfig's settings (fonts.conf(5))


@dataclass(frozen=True, slots=True)
class RenderAssets:
    """What rendering needs beside the text: the sheet of fonts, the style sheets, the folders it may open."""

    faces: Sheet
    styles: tuple[Sheet, ...]
    folders: tuple[Path, ...]


@dataclass(frozen=True)
class RenderContext:
    """Assets made ready: WeasyPrint's font configuration, parsed sheets, counter styles and fetcher."""

    fonts: FontConfiguration
    faces: CSS
    sheet: CSS
    counters: CounterStyle
    fetcher: Fetcher


# The configurations made so far, each with the names of WeasyPrint's own attributes.
_FONT_CONFIGURATIONS: list[tuple[FontConfiguration, frozenset[str]]] = []


def clear_font_caches() -> None:
    """Drop what patches keep on font configurations, such as styles; the fonts stay, for Pango does not free all."""
    for fonts, own_names in _FONT_CONFIGURATIONS:
        for name in vars(fonts).keys() - own_names:
            delattr(fonts, name)
        fonts.strut_layouts.clear()


def hide_system_fonts(conf: Path) -> None:
    """Let Fontconfig see only the fonts that style sheets name; call it before anything is laid out.

    ``conf``: Fontconfig's configuration file.
    """
    os.environ[FONTS_VARIABLE] = str(conf)


@contextmanager
def restore_fonts_variable() -> Iterator[None]:
    """Put back what the environment says of fonts: programs that this process starts later want their own."""
    before = os.environ.get(FONTS_VARIABLE)
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(FONTS_VARIABLE, None)
        else:
            os.environ[FONTS_VARIABLE] = before


@dataclass(frozen=True)
class _OpenFonts:
    """The opened fonts of a sheet of faces: one configuration, whatever style sheets set text with them."""

    fonts: FontConfiguration
    faces: CSS
    counters: CounterStyle
    fetcher: Fetcher


@cache
def make_render_context(assets: RenderAssets) -> RenderContext:
    """Return the render context of these assets, kept for the process: fonts are opened and sheets parsed once."""
    opened = _open_fonts(assets.faces, assets.folders)
    # All styles in one sheet, since each sheet is matched against every element.
    sheet = _parse_sheet(
        "\n".join(sheet.markup for sheet in assets.styles), opened.fonts, opened.counters, opened.fetcher
    )
    return RenderContext(opened.fonts, opened.faces, sheet, opened.counters, opened.fetcher)


@cache
def _open_fonts(faces: Sheet, folders: tuple[Path, ...]) -> _OpenFonts:
    fonts, fetcher, counters = FontConfiguration(), Fetcher(folders), CounterStyle()
    # WeasyPrint copies fonts into a folder of its own and removes it in __del__, which is not called for a value kept
    # to the end of the process: a run would leave 34 MB behind. Functions of atexit are not called in a process that
    # multiprocessing has forked, and Finalize is not called for what such a process only inherited.
    Finalize(None, fonts.__del__, exitpriority=0)
    _FONT_CONFIGURATIONS.append((fonts, frozenset(vars(fonts))))
    return _OpenFonts(fonts, _parse_sheet(faces.markup, fonts, counters, fetcher), counters, fetcher)


def _parse_sheet(markup: str, fonts: FontConfiguration, counters: CounterStyle, fetcher: Fetcher) -> CSS:
    return CSS(string=markup, font_config=fonts, counter_style=counters, url_fetcher=fetcher)
