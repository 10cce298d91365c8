"""Describe a volume of documents, and typeset the XMP packet of its PDF."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from engross.editions.typeset import template_environment
from engross.editions.typeset.print_markup import RDF
from engross.grammars.language import load_language
from engross.model.book import Sheet


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume: its title, the symbols of its documents in order, the codes of their languages, engross's version."""

    title: str
    symbols: tuple[str, ...]
    languages: tuple[str, ...]
    version: str

    @property
    def identifier(self) -> str:
        """The permanent identifier of the volume: a name-based UUID (RFC 9562, 5.5) of its title and documents."""
        return uuid.uuid5(uuid.NAMESPACE_OID, "\n".join((self.title, *self.languages, *self.symbols))).urn

    @property
    def tag(self) -> str:
        """The language tag of the volume (BCP 47): that of its first document."""
        tag: str = load_language(self.languages[0]).tag
        return tag


def make_volume_packet(volume: Volume, producer: str) -> Sheet:
    """Return the XMP packet (ISO 16684-1), with the name of the program that writes the file."""
    words = load_language(volume.languages[0]).words
    tags = [load_language(code).tag for code in volume.languages]
    context = {"volume": volume, "words": words, "tags": tags, "identifier": volume.identifier, "producer": producer}
    return Sheet("packet.xmp", RDF, template_environment().get_template("shell/volume.xmp").render(context))
