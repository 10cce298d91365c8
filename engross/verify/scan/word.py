"""Take the characters of a Word document: the text elements of every XML part of its archive.

A text element is recognised by its local name alone (``w:t``, ``w:delText``, ``m:t``, ``a:t``, ``c:v``), whatever its
namespace and wherever it stands. A sign counts as the character of its code, a non-breaking hyphen as U+2011. Numbers
that Word counts, codes of fields and attributes are no text here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

from engross.grammars.archive import open_archive
from engross.model.tree import Source, Where

TEXT_ELEMENTS = ("t", "delText", "v")
SIGN_ELEMENT, HYPHEN_ELEMENT = "sym", "noBreakHyphen"
UNKNOWN_CODE = 0xFFFD  # the replacement character, for a sign without a code


@dataclass
class PartCharacters:
    """The characters of one part so far. ``depth``: how many text elements are open."""

    depth: int = 0
    pieces: list[str] = field(default_factory=list)

    def begin_element(self, name: str, attributes: dict[str, str]) -> None:
        """Handle a start tag."""
        local = name.rpartition(":")[2]
        if local in TEXT_ELEMENTS:
            self.depth += 1
        elif local == SIGN_ELEMENT:
            self.pieces.append(_decode_sign(attributes))
        elif local == HYPHEN_ELEMENT:
            self.pieces.append("\u2011")

    def end_element(self, name: str) -> None:
        """Handle an end tag."""
        self.depth -= name.rpartition(":")[2] in TEXT_ELEMENTS

    def add_text(self, data: str) -> None:
        """Handle characters between two tags."""
        if self.depth:
            self.pieces.append(data)


def text_of(source: Source) -> str:
    """Return the characters of all parts, in the order of the archive.

    A part that is ill-formed, or in an encoding that the parser does not know, has none.

    Raises Refusal if the archive is damaged or out of bounds.
    """
    archive = open_archive(source.converted or source.data, Where(source.name))
    parts = (archive.read(name) for name in archive.xml_names())
    return "".join(piece for part in parts for piece in _parse_characters(part or b""))


def _parse_characters(part: bytes) -> Iterator[str]:
    characters = PartCharacters()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = characters.begin_element, characters.end_element
    parser.CharacterDataHandler = characters.add_text
    try:
        parser.ParseFile(BytesIO(part))
    except (expat.ExpatError, ValueError, LookupError):  # the last two: an unknown encoding
        return
    yield from characters.pieces


def _decode_sign(attributes: dict[str, str]) -> str:
    """Return the character of a sign's code; U+FFFD if it has none or one that is no character's."""
    code = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "char"), "")
    try:
        number = int(code, 16)
    except ValueError:
        number = UNKNOWN_CODE
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number <= 0xFFFF else chr(UNKNOWN_CODE)
