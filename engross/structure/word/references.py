"""What a document refers to and its file does not have, and what its file has and nothing refers to: notices."""

from __future__ import annotations

from collections.abc import Iterator

from engross.archive import show_name
from engross.notice import Code, Notice, notice
from engross.structure.word.account import Texts
from engross.structure.word.names import name, q, val
from engross.structure.word.package import ROOTS, Package

# Relations to parts that may hold text, or that decide what text is, by their kinds.
KINDS = (*ROOTS, "header", "footer", "comments", "chart", "diagramData", "glossaryDocument", "aFChunk", "subDocument")
# Elements that stand where the text of another part belongs, and the attribute that names the relation to it.
PLACES = {
    "w:headerReference": ("header", "r:id"),
    "w:footerReference": ("footer", "r:id"),
    "w:altChunk": ("embedded text", "r:id"),
    "w:subDoc": ("subdocument", "r:id"),
    "c:chart": ("chart", "r:id"),
    "dgm:relIds": ("diagram", "r:dm"),
}
EMBEDDED = "text of another format, put into the document whole"


def reference_notices(package: Package) -> Iterator[Notice]:
    """What is odd of the parts of a document, each part told once."""
    yield from package.notices
    missing = dict.fromkeys((*_missing_targets(package), *_missing_places(package)))
    yield from (notice(Code.PART_MISSING, package.where, part=part) for part in missing)
    told = {one for kind in ROOTS for one in package.parts_beside(kind)}
    for part in package.unreferenced():
        root = package.tree(part)
        if part not in told and root is not None and Texts({}).of(root).strip():
            yield notice(Code.PART_UNREFERENCED, package.where, part=show_name(part))
    for part in package.parts("aFChunk"):
        if package.archive.name_of(part):
            yield notice(Code.FURNITURE, package.where, text=show_name(part), kind=EMBEDDED)


def _missing_targets(package: Package) -> Iterator[str]:
    """The parts that relations name and the file does not have."""
    for part in ("", *package.xml_parts()):
        for one in package.relations(part).values():
            if one.kind in KINDS and not one.external and not package.archive.name_of(one.target):
                yield show_name(one.target)


def _missing_places(package: Package) -> Iterator[str]:
    """What elements of the text refer to by a relation that is missing, or is none to a part."""
    root = package.tree(package.main)
    for element in root.iter(*map(q, PLACES)) if root is not None else ():
        what, attribute = PLACES[name(element)]
        found = package.relations(package.main).get(val(element, attribute))
        if found is None or found.external:
            yield f"{what} “{show_name(val(element, attribute))}”"
