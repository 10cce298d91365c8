"""Set what stands around the texts of a compilation, and the running heads of all its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engross.editions.pdf import PRODUCER, RenderAssets
from engross.editions.pdf.loose_pages import LoosePages, set_tagged_pages, set_untagged_pages
from engross.editions.typeset.compilation import (
    HeadLeaf,
    compilation_style_sheets,
    make_heads_sheet,
    make_piece_sheet,
)
from engross.editions.typeset.compilation_pairs import paired_style_sheets
from engross.editions.typeset.volume import Volume, make_volume_packet
from engross.grammars.language import Language, load_language
from engross.model.compilation import Compilation
from engross.model.paper import Format
from engross.model.request import Request
from engross.pipeline.print_inputs import make_render_assets


class PieceSetter:
    """What sets the pieces of a compilation: its fonts and style sheets, the metadata of each."""

    def __init__(self, book: Compilation, fonts: Path, page_format: Format) -> None:
        self.language: Language = load_language(book.language)
        self._fonts, self._format = fonts, page_format
        self.has_index = page_format.has_index
        self._languages = tuple(map(load_language, book.languages))
        if book.beside:
            self._styles = paired_style_sheets((self._languages[0], self._languages[1]), page_format)
        else:
            self._styles = compilation_style_sheets(self.language, page_format)

    def set_piece(self, book: Compilation, piece: str, values: Mapping[str, Any]) -> LoosePages:
        """Set a piece, a name that the template knows, with the values that it is filled from."""
        sheet = make_piece_sheet(book, piece, values)
        packet = make_volume_packet(Volume(book.full_title, (), book.languages, book.version), PRODUCER)
        turned = self.language.direction == "rtl"
        return set_tagged_pages(sheet, packet, self._make_assets(sheet.markup), turned=turned)

    def set_heads(self, book: Compilation, leaves: Sequence[HeadLeaf]) -> bytes:
        """Set the running heads and folios of all pages."""
        sheet = make_heads_sheet(book, leaves, self._format)
        return set_untagged_pages(sheet, self._make_assets(sheet.markup))

    def _make_assets(self, text: str) -> RenderAssets:
        request = Request(Path(), None, self._fonts, format=self._format)
        return make_render_assets(self._languages, request, self._styles, text)
