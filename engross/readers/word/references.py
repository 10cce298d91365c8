"""What a document refers to and its file does not have, and what its file has and nothing refers to: notices."""

from __future__ import annotations

from collections.abc import Iterator

from engross.grammars.archive import show_name
from engross.model.notice import Code, Notice, make_notice
from engross.readers.word.package import ROOT_TAGS, WordPackage
from engross.readers.word.part_text import PartTexts
from engross.readers.word.qnames import full_name, read_value, short_name

# Relations to parts that may hold text, or that decide what text is, by their kinds.
TEXT_RELATION_KINDS = (
    *ROOT_TAGS,
    "header",
    "footer",
    "comments",
    "chart",
    "diagramData",
    "glossaryDocument",
    "aFChunk",
    "subDocument",
)
# Elements that stand where the text of another part belongs, and the attribute that names the relation to it.
REFERENCE_TAGS = {
    "w:headerReference": ("header", "r:id"),
    "w:footerReference": ("footer", "r:id"),
    "w:altChunk": ("embedded text", "r:id"),
    "w:subDoc": ("subdocument", "r:id"),
    "c:chart": ("chart", "r:id"),
    "dgm:relIds": ("diagram", "r:dm"),
}
EMBEDDED_TEXT_KIND = "text of another format, put into the document whole"


def report_references(package: WordPackage) -> Iterator[Notice]:
    """What is odd of the parts of a document, each part told once."""
    yield from package.notices
    missing = dict.fromkeys((*_find_missing_targets(package), *_find_missing_references(package)))
    yield from (make_notice(Code.PART_MISSING, package.where, part=part) for part in missing)
    told = {one for kind in ROOT_TAGS for one in package.parts_beside(kind)}
    for part in package.find_unreferenced():
        root = package.tree(part)
        if part not in told and root is not None and PartTexts({}).text_of(root).strip():
            yield make_notice(Code.PART_UNREFERENCED, package.where, part=show_name(part))
    for part in package.parts("aFChunk"):
        if package.archive.name_of(part):
            yield make_notice(Code.FURNITURE, package.where, text=show_name(part), kind=EMBEDDED_TEXT_KIND)


def _find_missing_targets(package: WordPackage) -> Iterator[str]:
    """The parts that relations name and the file does not have."""
    for part in ("", *package.xml_parts()):
        for one in package.relations(part).values():
            if one.kind in TEXT_RELATION_KINDS and not one.external and not package.archive.name_of(one.target):
                yield show_name(one.target)


def _find_missing_references(package: WordPackage) -> Iterator[str]:
    """What elements of the text refer to by a relation that is missing, or is none to a part."""
    root = package.tree(package.main)
    for element in root.iter(*map(full_name, REFERENCE_TAGS)) if root is not None else ():
        what, attribute = REFERENCE_TAGS[short_name(element)]
        found = package.relations(package.main).get(read_value(element, attribute))
        if found is None or found.external:
            yield f"{what} “{show_name(read_value(element, attribute))}”"
