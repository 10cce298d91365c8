"""Set the pieces of a packet that are no documents, and the folios of all its pages."""

from __future__ import annotations

from pathlib import Path

from engross import __version__
from engross.batch.packet.pieces import Piece, iter_subjects
from engross.batch.volume.bind import PRODUCER_NAME
from engross.editions import assets
from engross.editions.fonts import verified_faces
from engross.editions.pdf.loose_pages import LoosePages, set_tagged_pages, set_untagged_pages
from engross.editions.pdf.render_context import RenderAssets, hide_system_fonts
from engross.editions.typeset.packet import Packet, make_folio_sheet, make_packet_sheet, packet_style_sheets
from engross.editions.typeset.print_markup import make_faces_sheet
from engross.editions.typeset.volume import Volume, make_volume_packet
from engross.model.paper import Format


class PacketSetter:
    """What sets the pieces of a packet: its fonts and style sheets, and the metadata of the whole."""

    def __init__(self, packet: Packet, fonts: Path, page_format: Format) -> None:
        self._fonts, self._format = fonts, page_format
        there = [document for item in packet.items for document in item.documents if document.is_there]
        languages = tuple(dict.fromkeys((packet.language, *(document.language for document in there))))
        symbols = tuple(document.symbol for document in there)
        self.packet = make_volume_packet(Volume(packet.title, symbols, languages, __version__), PRODUCER_NAME).markup

    def set_piece(self, packet: Packet, piece: Piece) -> LoosePages:
        """Set a piece that is no document."""
        (_, subject), *_ = iter_subjects(packet, [piece])
        sheet = make_packet_sheet(packet, piece.kind, subject)
        described = make_volume_packet(Volume(packet.title, (), (packet.language,), __version__), PRODUCER_NAME)
        is_turned = packet.words.direction == "rtl"
        return set_tagged_pages(sheet, described, self._make_assets(packet, sheet.markup), turned=is_turned)

    def set_folios(self, packet: Packet) -> bytes:
        """Set the folios of all pages."""
        sheet = make_folio_sheet(packet)
        return set_untagged_pages(sheet, self._make_assets(packet, sheet.markup))

    def _make_assets(self, packet: Packet, text: str) -> RenderAssets:
        hide_system_fonts(assets.style_folder() / "fonts.conf")
        faces = make_faces_sheet(verified_faces(self._fonts, packet.language, text))
        folders = (self._fonts, assets.style_folder(), assets.template_folder())
        return RenderAssets(faces, packet_style_sheets(packet.words, self._format), folders)
