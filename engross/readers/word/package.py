"""Open a Word document: its parts as XML trees by their role, and where its relations lead.

lxml on the parts, and not python-docx or docx2python: python-docx has no footnotes, leaves tracked insertions out of
its paragraphs and counts no numbers; docx2python gives text and numbers, without the character that calls a note.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engross.grammars.archive import Archive, open_archive, show_name
from engross.model.limits import PART_TAGS
from engross.model.notice import Code, Notice, Refusal, make_notice
from engross.model.tree import Source, Where
from engross.readers.word.qnames import STRICT_NAMESPACES, short_name

# The roots of parts by the kind of the relation that leads to them: only these are known by their root too.
ROOT_TAGS = {
    "officeDocument": "w:document",
    "footnotes": "w:footnotes",
    "endnotes": "w:endnotes",
    "styles": "w:styles",
    "numbering": "w:numbering",
    "settings": "w:settings",
}
ALLOWED_ENCODINGS = (
    "UTF-8",
    "UTF-16",
    "UTF-16LE",
    "UTF-16BE",
    "ASCII",
    "US-ASCII",
)  # ECMA-376 part 2, 8.1.1 (ASCII is UTF-8)
USUAL_MAIN_PART = "word/document.xml"
CONTENT_TYPES_PART = "[content_types].xml"  # belongs to the package, not to the document


class NotXML(Refusal):
    """A part that is not XML as Word writes it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part: its kind, which is the last word of its type ("footnotes", "hyperlink"), and its target.

    ``target``: the name of a part, or an address if the relation is ``external``.
    """

    kind: str
    target: str
    external: bool


@dataclass
class WordPackage:
    """A Word document. ``main``: the name of the part with its text; ``notices``: what is odd about its parts."""

    archive: Archive
    where: Where
    main: str = ""
    trees: dict[str, etree._Element] = field(default_factory=dict)
    known: dict[str, dict[str, Relation]] = field(default_factory=dict)
    by_kind: dict[str, list[str]] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    tags: int = 0
    xml: list[str] | None = None  # the names of the XML parts; None until they are looked for

    def tree(self, part: str) -> etree._Element | None:
        """Return the root of a part, parsed once; None if there is no such part.

        Raises Refusal if it is not XML or goes beyond the limits.
        """
        if part not in self.trees:
            data = self.archive.read(part)
            if data is None:
                return None
            self.trees[part] = self._parse_part(part, data)
        return self.trees[part]

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part by their ids."""
        if part not in self.known:
            self.known[part] = dict(self._read_relations(part))
        return self.known[part]

    def first_root_beside(self, kind: str) -> etree._Element | None:
        """Return the root of the first part of a kind that belongs to the text, such as "styles"; None without one."""
        return next((self.tree(part) for part in self.parts_beside(kind)), None)

    def parts_beside(self, kind: str) -> list[str]:
        """Return the parts of a kind in ``ROOT_TAGS`` that the text refers to, or else those found by their roots."""
        if kind not in self.by_kind:
            referred = [part for part in self.parts(kind) if self.root_name(part) == ROOT_TAGS[kind]]
            self.by_kind[kind] = referred or self.find_unclaimed(kind)
        return self.by_kind[kind]

    def parts(self, kind: str) -> list[str]:
        """Return the names of the parts of a kind that the text refers to, in their natural order."""
        targets = {
            relation.target
            for relation in self.relations(self.main).values()
            if relation.kind == kind and not relation.external
        }
        return sorted(targets, key=lambda part: (len(part), part))

    def part_of(self, element: etree._Element) -> str:
        """Return the name of the part that an element stands in."""
        root = element.getroottree().getroot()
        return next(part for part, tree in self.trees.items() if tree is root)

    def root_name(self, part: str) -> str:
        """Return the short name of a part's root; "" if there is no such part."""
        root = self.tree(part)
        return "" if root is None else short_name(root)

    def xml_parts(self) -> list[str]:
        """Return the names of all XML parts, except content types and relations."""
        if self.xml is None:
            names = ((part, part.lower()) for part in self.archive.xml_names())
            document_parts = [
                (part, lower_name)
                for part, lower_name in names
                if lower_name != CONTENT_TYPES_PART and not lower_name.endswith(".rels")
            ]
            self.xml = [
                part for part, lower_name in document_parts if lower_name.endswith(".xml") or self._is_well_formed(part)
            ]
        return self.xml

    def _is_well_formed(self, part: str) -> bool:
        """Return whether a part that begins like XML is XML: embedded HTML may not be."""
        try:
            return self.tree(part) is not None
        except NotXML:
            return False

    def find_unreferenced(self) -> list[str]:
        """Return the XML parts that no relation of any part leads to."""
        targets = {relation.target for part in ("", *self.xml_parts()) for relation in self.relations(part).values()}
        return [part for part in self.xml_parts() if part not in targets]

    def find_unclaimed(self, kind: str) -> list[str]:
        """Return the parts that are of a kind by their root though no relation of that kind leads to them.

        Those in the folder of the main part come first. Adds a notice for each.
        """
        folder = posixpath.dirname(self.main)
        same = [part for part in self.xml_parts() if self.root_name(part) == ROOT_TAGS[kind]]
        claimed = {one.target for part in self.xml_parts() for one in self.relations(part).values() if one.kind == kind}
        unclaimed = sorted(set(same) - claimed, key=lambda part: (posixpath.dirname(part) != folder, len(part), part))
        self.notices += (make_notice(Code.PART_UNREFERENCED, self.where, part=show_name(part)) for part in unclaimed)
        return unclaimed

    def _read_relations(self, part: str) -> Iterator[tuple[str, Relation]]:
        folder, _, name = part.rpartition("/")
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        for element in root if root is not None else ():
            if not isinstance(element.tag, str):
                continue
            external = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                target = self.archive.name_of(target) or target
            yield element.get("Id", ""), Relation(element.get("Type", "").rpartition("/")[2], target, external)

    def _parse_part(self, part: str, data: bytes) -> etree._Element:
        self.tags += data.count(b"<")
        if self.tags > PART_TAGS:
            what = f"the Word document is too large: it has more than {PART_TAGS:,} tags"
            raise Refusal(what, "give its text alone, or in several files", self.where)
        for strict, usual in STRICT_NAMESPACES.items():
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._make_syntax_refusal(part, error) from None
        info = root.getroottree().docinfo
        if (info.encoding or ALLOWED_ENCODINGS[0]).upper() not in ALLOWED_ENCODINGS:
            raise self._make_refusal(f"its part {show_name(part)} is neither UTF-8 nor UTF-16, as all parts must be")
        if info.doctype:
            what = f"its part {show_name(part)} declares a document type, which Word never does"
            raise self._make_refusal(what)
        return root

    def _make_syntax_refusal(self, part: str, error: etree.XMLSyntaxError) -> Refusal:
        if "XML_PARSE_HUGE" in error.msg:
            bound = "elements stand in one another over 256 deep, or a text is over 10 MB"
            what = f"the Word document is out of bounds: in its part {show_name(part)} {bound}"
            return Refusal(what, "simplify it in Word, or give its text alone", self.where)
        return self._make_refusal(f"its part {show_name(part)} is ill-formed: {error.msg}")

    def _make_refusal(self, why: str) -> Refusal:
        return NotXML(f"the Word document is broken: {why}", "open it in Word and save it again", self.where)


def open_package(source: Source) -> WordPackage:
    """Open a Word document. Raises Refusal if it cannot be unpacked or has no part with text."""
    package = WordPackage(open_archive(source.converted or source.data, Where(source.name)), Where(source.name))
    kind = "officeDocument"
    named_parts = [
        relation.target
        for relation in package.relations("").values()
        if relation.kind == kind and not relation.external
    ]
    text_parts = [
        part for part in (*named_parts, USUAL_MAIN_PART) if package.root_name(part) == ROOT_TAGS[kind]
    ] or package.find_unclaimed(kind)
    if not text_parts:
        main = (*named_parts, USUAL_MAIN_PART)[0]
        hint = "open it in Word and save it again as .docx"
        raise Refusal(f"the Word document has no text: its part {show_name(main)} is missing", hint, Where(source.name))
    package.main = package.archive.name_of(text_parts[0])
    return package
