"""The press: fonts and style sheets made ready once a process, by value."""

from __future__ import annotations

import atexit
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from weasyprint import CSS
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration

from engross.editions.pdf.fetch import Fetcher
from engross.model.book import Sheet


@dataclass(frozen=True, slots=True)
class RenderAssets:
    """What the press needs beside the text: the fonts' sheet, the style sheets, the folders it may open."""

    faces: Sheet
    styles: tuple[Sheet, ...]
    folders: tuple[Path, ...]


@dataclass(frozen=True)
class RenderContext:
    """A shop made ready: WeasyPrint's font configuration, parsed sheets, counter styles and fetcher."""

    fonts: FontConfiguration
    faces: CSS
    sheet: CSS
    counters: CounterStyle
    fetcher: Fetcher


_FONT_CONFIGURATIONS: list[
    tuple[FontConfiguration, frozenset[str]]
] = []  # of the presses, with what WeasyPrint keeps there


def clear_font_caches() -> None:
    """Let go of what the mends keep with the fonts, such as styles. The fonts stay: Pango does not free all of them."""
    for fonts, own in _FONT_CONFIGURATIONS:
        for name in vars(fonts).keys() - own:
            delattr(fonts, name)
        fonts.strut_layouts.clear()


def hide_system_fonts(conf: Path) -> None:
    """Let fontconfig see no fonts but those that style sheets name; to be called before anything is laid out."""
    os.environ["FONTCONFIG_FILE"] = str(conf)


@cache
def make_render_context(shop: RenderAssets) -> RenderContext:
    """The press for a shop, kept for the process: fonts are opened and sheets parsed once."""
    fonts, fetcher, counters = FontConfiguration(), Fetcher(shop.folders), CounterStyle()
    # WeasyPrint copies fonts into a folder of its own and takes that away in __del__, which a value that is kept for
    # the process does not come to: a run would leave 34 MB behind.
    atexit.register(fonts.__del__)
    _FONT_CONFIGURATIONS.append((fonts, frozenset(vars(fonts))))
    # All styles in one sheet, for each sheet is held against every element.
    faces, sheet = (
        CSS(string=markup, font_config=fonts, counter_style=counters, url_fetcher=fetcher)
        for markup in (shop.faces.markup, "\n".join(sheet.markup for sheet in shop.styles))
    )
    return RenderContext(fonts, faces, sheet, counters, fetcher)
