"""Describe imposed sheets in words of the document's language, and typeset the XMP packet of their PDF."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from engross.editions.typeset import template_environment
from engross.editions.typeset.print_markup import RDF
from engross.grammars.language import Language, language_codes, load_language
from engross.model.book import Sheet

IMPOSED_TYPE = "imposed sheets for printing"  # in the metadata of sheets, by which they are known again
OTHER_LANGUAGE = "en"  # words for a document whose language is not known


@dataclass(frozen=True, slots=True)
class ImposedSheets:
    """What the metadata of imposed sheets say.

    ``title`` and ``language`` (BCP 47): of the document. ``pages_a_side``: 0 for a booklet. ``source``: identifier of
    the document, "" for none; ``key``: what tells these sheets from others. ``is_archival``: whether they are PDF/A-3b.
    """

    title: str
    language: str
    pages_a_side: int
    source: str
    key: str
    is_archival: bool
    version: str

    @property
    def words(self) -> Language:
        """The words of the document's language."""
        code = self.language.partition("-")[0].lower()
        return load_language(code if code in language_codes() else OTHER_LANGUAGE)

    @property
    def own_title(self) -> str:
        """The title of the sheets: the document's, and how it is imposed."""
        key = "title_rows" if self.pages_a_side else "title"
        return self.words.word("booklet", key, title=self.title, n=self.pages_a_side)

    @property
    def identifier(self) -> str:
        """The permanent identifier of the sheets: a name-based UUID (RFC 9562, 5.5)."""
        return uuid.uuid5(uuid.NAMESPACE_OID, self.key).urn


def make_imposed_packet(sheets: ImposedSheets, producer: str) -> Sheet:
    """Return the XMP packet (ISO 16684-1), with the name of the program that writes the file."""
    context = {"sheets": sheets, "producer": producer, "imposed_type": IMPOSED_TYPE}
    context["about"] = sheets.words.word("booklet", "about", title=sheets.title)
    context["tag"] = sheets.language or sheets.words.tag
    return Sheet("packet.xmp", RDF, template_environment().get_template("shell/imposed.xmp").render(context))


def spell_side(sheets: ImposedSheets, sheet: int, pages: str, *, is_front: bool) -> str:
    """Return the label of a side of a sheet: its number, and the pages as they stand on it."""
    return sheets.words.word("booklet", "front" if is_front else "back", n=sheet, pages=pages)
