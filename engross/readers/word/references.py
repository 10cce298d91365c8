"""Report what a document refers to and its file does not have, and what its file has and nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator

from engross.grammars.archive import show_name
from engross.model.notice import Code, Notice, make_notice
from engross.readers.word.package import ROOT_TAGS, WordPackage
from engross.readers.word.part_text import PartTexts
from engross.readers.word.qnames import full_name, read_value, short_name

# Kinds of relations to parts that hold text or decide what text is.
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
# Elements in whose place the text of another part belongs: what it is, and the attribute with the relation's id.
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
    """Report everything odd about the parts of a document, each part once."""
    yield from package.notices
    missing = dict.fromkeys((*_find_missing_targets(package), *_find_missing_references(package)))
    yield from (make_notice(Code.PART_MISSING, package.where, part=part) for part in missing)
    read_parts = {one for kind in ROOT_TAGS for one in package.parts_beside(kind)}
    for part in package.find_unreferenced():
        root = package.tree(part)
        if part not in read_parts and root is not None and PartTexts({}).text_of(root).strip():
            yield make_notice(Code.PART_UNREFERENCED, package.where, part=show_name(part))
    for part in package.parts("aFChunk"):
        if package.archive.name_of(part):
            yield make_notice(Code.FURNITURE, package.where, text=show_name(part), kind=EMBEDDED_TEXT_KIND)


def _find_missing_targets(package: WordPackage) -> Iterator[str]:
    """Yield the names of parts that relations name and the file does not have."""
    for part in ("", *package.xml_parts()):
        for relation in package.relations(part).values():
            if (
                relation.kind in TEXT_RELATION_KINDS
                and not relation.external
                and not package.archive.name_of(relation.target)
            ):
                yield show_name(relation.target)


def _find_missing_references(package: WordPackage) -> Iterator[str]:
    """Yield what elements of the text refer to by a relation that is missing, or that leads out of the file."""
    root = package.tree(package.main)
    for element in root.iter(*map(full_name, REFERENCE_TAGS)) if root is not None else ():
        kind, attribute = REFERENCE_TAGS[short_name(element)]
        relation = package.relations(package.main).get(read_value(element, attribute))
        if relation is None or relation.external:
            yield f"{kind} “{show_name(read_value(element, attribute))}”"
