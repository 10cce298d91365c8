"""Move elements that stand where AKN allows none of their kind: text in metadata, parts in the parts before them.

A missing or misplaced end tag makes all text that follows metadata, or lines of the cover page. Such elements are
moved to their place, with a notice; text that remains in the metadata is reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engross.model.notice import Code, Notice, make_notice
from engross.model.text import shorten_text
from engross.model.tree import Where
from engross.readers.akn.elements import BLOCK_ELEMENTS, DOCUMENT_ELEMENTS
from engross.readers.akn.tree import local_name, named_children

# The parts of a document that hold its text (Akoma Ntoso 3.0, 5.3); none of them stands in metadata.
TEXT_ELEMENTS = DOCUMENT_ELEMENTS | frozenset(
    "coverPage preface preamble mainBody body amendmentBody debateBody judgmentBody portionBody collectionBody "
    "conclusions attachments components component attachment".split()
)
# By part: the elements that cannot stand in it.
NOT_ALLOWED_WITHIN = {
    "meta": TEXT_ELEMENTS | BLOCK_ELEMENTS,
    "coverPage": TEXT_ELEMENTS - {"coverPage"},
    "preface": TEXT_ELEMENTS - {"coverPage", "preface"},
}
# The elements that metadata consist of, and those whose text is data: who voted, the job number, notes of editors,
# what a producer keeps for itself.
METADATA_ELEMENTS = frozenset(
    "identification publication classification lifecycle workflow analysis temporalData references notes proprietary "
    "presentation preservation".split()
)
DATA_ELEMENTS = frozenset("voting docketNumber notes presentation preservation proprietary".split())


def move_strays(root: etree._Element, file: str) -> tuple[Notice, ...]:
    """Move the metadata of each document into ``<meta>``, and text out of parts that cannot hold it; report each."""
    notices = [_make_move_notice(element, "outside <meta>", "within it", file) for element in _gather_metadata(root)]
    for name, names in NOT_ALLOWED_WITHIN.items():
        for part in list(root.iter(f"{{*}}{name}")):
            strays = [element for element in part.iter(etree.Element) if _is_stray(element, part, names)]
            _move_behind(part, strays)
            notices += [_make_move_notice(element, f"within <{name}>", "behind it", file) for element in strays]
    return tuple(notices)


def _make_move_notice(element: etree._Element, found: str, place: str, file: str) -> Notice:
    what, done = f"<{local_name(element)}> stands {found}", f"it was read as standing {place}"
    return make_notice(Code.XML_MENDED, Where(file, element.sourceline or 0), what=what, done=done)


def _gather_metadata(root: etree._Element) -> list[etree._Element]:
    """Move the metadata elements of each document into its ``<meta>``, which is made if missing; return them."""
    moved = []
    for document in [element for element in root.iter(etree.Element) if local_name(element) in DOCUMENT_ELEMENTS]:
        strays = list(named_children(document, *METADATA_ELEMENTS))
        meta = next(named_children(document, "meta"), None)
        if strays and meta is None:
            meta = etree.Element(etree.QName(document, "meta"))
            document.insert(0, meta)
        if meta is not None:
            meta.extend(strays)
        moved += strays
    return moved


def _is_stray(element: etree._Element, part: etree._Element, names: frozenset[str]) -> bool:
    """Return whether an element is the outermost one in a part with a name that cannot stand there, and no data."""
    if element is part or local_name(element) not in names or _element_namespace(element) != _element_namespace(part):
        return False
    names_between = [local_name(above) for above in _list_elements_between(element, part)]
    is_data = local_name(element) not in TEXT_ELEMENTS and not DATA_ELEMENTS.isdisjoint(names_between)
    return not is_data and names.isdisjoint(names_between)


def _list_elements_between(element: etree._Element, part: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements around an element, up to a part that it stands in, which is left out."""
    for above in element.iterancestors():
        if above is part:
            return
        yield above


def _element_namespace(element: etree._Element) -> str | None:
    return etree.QName(element).namespace


def _move_behind(part: etree._Element, elements: list[etree._Element]) -> None:
    """Move elements in a part behind it, in their order, each with the text that follows it."""
    parent = part.getparent()
    if parent is None or not elements:
        return
    place = parent.index(part) + 1
    parent[place:place] = elements
    elements[-1].tail = (elements[-1].tail or "") + (part.tail or "")
    part.tail = None


def report_metadata_text(root: etree._Element, file: str) -> Iterator[Notice]:
    """Yield a notice for each text in metadata that is in no element for data."""
    for meta in root.iter("{*}meta", "meta"):
        for element in meta.iter(etree.Element):
            text = " ".join(" ".join((element.text or "", *(child.tail or "" for child in element))).split())
            if text and not _is_metadata_data(element):
                shown = shorten_text(text)
                where = Where(file, element.sourceline or 0)
                yield make_notice(Code.TEXT_IN_METADATA, where, text=shown, name=local_name(element))


def _is_metadata_data(element: etree._Element) -> bool:
    return any(local_name(around) in DATA_ELEMENTS for around in (element, *element.iterancestors()))
