"""Elements that stand where none of their kind can: text within metadata, parts of a document within parts before them.

An end tag that is missing or misplaced makes metadata, or lines of the cover page, of the whole text that follows. What
stands so is put where it belongs, with a notice; text that stays within the metadata is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engross.model import Where
from engross.notice import Code, Notice, notice
from engross.structure.akn.terms import BLOCKS, DOCUMENTS
from engross.structure.akn.tree import children, local

# The parts of a document that hold its text (Akoma Ntoso 3.0, 5.3); none of them stands in metadata.
TEXT_BODIES = DOCUMENTS | frozenset(
    "coverPage preface preamble mainBody body amendmentBody debateBody judgmentBody portionBody collectionBody "
    "conclusions attachments components component attachment".split()
)
# What cannot stand in the parts that end where another begins.
AFTER = {
    "meta": TEXT_BODIES | BLOCKS,
    "coverPage": TEXT_BODIES - {"coverPage"},
    "preface": TEXT_BODIES - {"coverPage", "preface"},
}
# The elements that metadata consist of, and those of them whose text is data: who voted, the job number, notes of
# editors, what a producer keeps for itself.
METADATA = frozenset(
    "identification publication classification lifecycle workflow analysis temporalData references notes proprietary "
    "presentation preservation".split()
)
DATA = frozenset("voting docketNumber notes presentation preservation proprietary".split())
SHOWN = 40  # characters of such text that a notice repeats


def put_in_place(root: etree._Element, file: str) -> tuple[Notice, ...]:
    """Put the metadata of each document into ``<meta>``, and text out of what cannot hold it; a notice for each."""
    notices = [_moved(element, "outside <meta>", "within it", file) for element in _gather_metadata(root)]
    for name, names in AFTER.items():
        for part in list(root.iter(f"{{*}}{name}")):
            strays = [element for element in part.iter(etree.Element) if _is_stray(element, part, names)]
            _put_behind(part, strays)
            notices += [_moved(element, f"within <{name}>", "behind it", file) for element in strays]
    return tuple(notices)


def _moved(element: etree._Element, found: str, place: str, file: str) -> Notice:
    what, done = f"<{local(element)}> stands {found}", f"it was read as standing {place}"
    return notice(Code.XML_MENDED, Where(file, element.sourceline or 0), what=what, done=done)


def _gather_metadata(root: etree._Element) -> list[etree._Element]:
    """Put elements of metadata that stand in a document into its ``<meta>``, which is made where there is none."""
    found = []
    for document in [element for element in root.iter(etree.Element) if local(element) in DOCUMENTS]:
        loose = list(children(document, *METADATA))
        meta = next(children(document, "meta"), None)
        if loose and meta is None:
            meta = etree.Element(etree.QName(document, "meta"))
            document.insert(0, meta)
        if meta is not None:
            meta.extend(loose)
        found += loose
    return found


def _is_stray(element: etree._Element, part: etree._Element, names: frozenset[str]) -> bool:
    """Whether an element is of names that cannot stand in a part, outermost of them, and no data of metadata."""
    if element is part or local(element) not in names or _namespace(element) != _namespace(part):
        return False
    between = [local(above) for above in _between(element, part)]
    is_data = local(element) not in TEXT_BODIES and not DATA.isdisjoint(between)
    return not is_data and names.isdisjoint(between)


def _between(element: etree._Element, part: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements around an element up to a part that it stands in, without that."""
    for above in element.iterancestors():
        if above is part:
            return
        yield above


def _namespace(element: etree._Element) -> str | None:
    return etree.QName(element).namespace


def _put_behind(part: etree._Element, elements: list[etree._Element]) -> None:
    """Move elements that stand in a part behind it, in their order, each with the words that follow it."""
    parent = part.getparent()
    if parent is None or not elements:
        return
    place = parent.index(part) + 1
    parent[place:place] = elements
    elements[-1].tail = (elements[-1].tail or "") + (part.tail or "")
    part.tail = None


def tell_text(root: etree._Element, file: str) -> Iterator[Notice]:
    """Yield a notice for each text within metadata that is in no element for data."""
    for meta in root.iter("{*}meta", "meta"):
        for element in meta.iter(etree.Element):
            text = " ".join(" ".join((element.text or "", *(child.tail or "" for child in element))).split())
            if text and not _is_data(element):
                shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
                where = Where(file, element.sourceline or 0)
                yield notice(Code.TEXT_IN_METADATA, where, text=shown, name=local(element))


def _is_data(element: etree._Element) -> bool:
    return any(local(around) in DATA for around in (element, *element.iterancestors()))
