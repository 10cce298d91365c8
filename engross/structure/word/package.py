"""The bytes of a Word document to its parts: XML trees by their role, and where its links lead.

lxml on the parts, and not python-docx or docx2python: python-docx has no footnotes, leaves tracked insertions out of
its paragraphs and counts no numbers; docx2python gives text and numbers, without the character that calls a note.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from engross.model import Source, Where
from engross.notice import Refusal
from engross.structure.word.names import STRICT

MAIN = ("officeDocument",)
LARGEST = 256 * 2**20  # bytes of one part, unpacked


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the last word of its kind ("footnotes", "hyperlink"), its name or address."""

    kind: str
    target: str
    external: bool


@dataclass
class Package:
    """A Word document: ``main`` is the name of the part with its text."""

    archive: zipfile.ZipFile
    where: Where
    main: str = ""
    trees: dict[str, etree._Element] = field(default_factory=dict)
    known: dict[str, dict[str, Relation]] = field(default_factory=dict)

    def tree(self, part: str) -> etree._Element | None:
        """The root of a part; None where there is none. Raises Refusal where it is no XML."""
        if part not in self.trees:
            data = self._data(part)
            if data is None:
                return None
            self.trees[part] = self._parsed(part, data)
        return self.trees[part]

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to, by the ids it uses for that."""
        if part not in self.known:
            self.known[part] = dict(self._relations(part))
        return self.known[part]

    def beside(self, kind: str) -> etree._Element | None:
        """The root of the part of a kind that the text refers to, such as "footnotes"."""
        return next((self.tree(part) for part in self.parts(kind)), None)

    def parts(self, kind: str) -> list[str]:
        """The names of all parts of a kind that the text refers to, in the order of their names."""
        found = {one.target for one in self.relations(self.main).values() if one.kind == kind and not one.external}
        return sorted(found, key=lambda part: (len(part), part))

    def _relations(self, part: str) -> Iterator[tuple[str, Relation]]:
        folder, _, own = part.rpartition("/")
        root = self.tree(posixpath.join(folder, "_rels", f"{own}.rels"))
        for one in root if root is not None else ():
            if not isinstance(one.tag, str):
                continue
            external = one.get("TargetMode") == "External"
            said = one.get("Target", "")
            target = said if external else posixpath.normpath(posixpath.join("/", folder, said)).lstrip("/")
            yield one.get("Id", ""), Relation(one.get("Type", "").rpartition("/")[2], target, external)

    def _data(self, part: str) -> bytes | None:
        try:
            if self.archive.getinfo(part).file_size > LARGEST:
                what = f"its part {part} is larger than {LARGEST // 2**20} MB unpacked"
                raise Refusal(what, "that is no document of words: give its text alone", self.where)
            return self.archive.read(part)
        except KeyError:
            return None
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise self._broken(f"its part {part} cannot be unpacked: {error}") from None

    def _parsed(self, part: str, data: bytes) -> etree._Element:
        for strict, usual in STRICT.items():
            data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._broken(f"its part {part} is ill-formed: {error.msg}") from None
        if root.getroottree().docinfo.doctype:
            raise self._broken(f"its part {part} declares a document type, which Word never does")
        return root

    def _broken(self, why: str) -> Refusal:
        return Refusal(f"the Word document is broken: {why}", "open it in Word and save it again", self.where)


def opened(source: Source) -> Package:
    """The parts of a Word document. Raises Refusal where it cannot be unpacked or has no text part."""
    package = Package(zipfile.ZipFile(BytesIO(source.data)), Where(source.name))
    named = (one.target for one in package.relations("").values() if one.kind in MAIN)
    package.main = next(named, "word/document.xml")
    if package.tree(package.main) is None:
        hint = "open it in Word and save it again as .docx"
        raise Refusal(f"the Word document has no text: its part {package.main} is missing", hint, Where(source.name))
    return package
