"""Elements that stand where none of their kind can: text within metadata, parts of a document within parts before them.

An end tag that is missing or misplaced makes metadata, or lines of the cover page, of the whole text that follows. What
stands so is put where it belongs, with a notice; text that stays within the metadata is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engross.model.notice import Code, Notice, make_notice
from engross.model.tree import Where
from engross.readers.akn.elements import BLOCK_ELEMENTS, DOCUMENT_ELEMENTS
from engross.readers.akn.tree import local_name, named_children

# The parts of a document that hold its text (Akoma Ntoso 3.0, 5.3); none of them stands in metadata.
TEXT_ELEMENTS = DOCUMENT_ELEMENTS | frozenset(
    "coverPage preface preamble mainBody body amendmentBody debateBody judgmentBody portionBody collectionBody "
    "conclusions attachments components component attachment".split()
)
# What cannot stand in the parts that end where another begins.
NOT_ALLOWED_WITHIN = {
    "meta": TEXT_ELEMENTS | BLOCK_ELEMENTS,
    "coverPage": TEXT_ELEMENTS - {"coverPage"},
    "preface": TEXT_ELEMENTS - {"coverPage", "preface"},
}
# The elements that metadata consist of, and those of them whose text is data: who voted, the job number, notes of
# editors, what a producer keeps for itself.
METADATA_ELEMENTS = frozenset(
    "identification publication classification lifecycle workflow analysis temporalData references notes proprietary "
    "presentation preservation".split()
)
DATA_ELEMENTS = frozenset("voting docketNumber notes presentation preservation proprietary".split())
SHOWN_CHARACTERS = 40  # characters of such text that a notice repeats


def move_strays(root: etree._Element, file: str) -> tuple[Notice, ...]:
    """Put the metadata of each document into ``<meta>``, and text out of what cannot hold it; a notice for each."""
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
    """Put elements of metadata that stand in a document into its ``<meta>``, which is made where there is none."""
    found = []
    for document in [element for element in root.iter(etree.Element) if local_name(element) in DOCUMENT_ELEMENTS]:
        loose = list(named_children(document, *METADATA_ELEMENTS))
        meta = next(named_children(document, "meta"), None)
        if loose and meta is None:
            meta = etree.Element(etree.QName(document, "meta"))
            document.insert(0, meta)
        if meta is not None:
            meta.extend(loose)
        found += loose
    return found


def _is_stray(element: etree._Element, part: etree._Element, names: frozenset[str]) -> bool:
    """Whether an element is of names that cannot stand in a part, outermost of them, and no data of metadata."""
    if element is part or local_name(element) not in names or _element_namespace(element) != _element_namespace(part):
        return False
    between = [local_name(above) for above in _list_elements_between(element, part)]
    is_data = local_name(element) not in TEXT_ELEMENTS and not DATA_ELEMENTS.isdisjoint(between)
    return not is_data and names.isdisjoint(between)


def _list_elements_between(element: etree._Element, part: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements around an element up to a part that it stands in, without that."""
    for above in element.iterancestors():
        if above is part:
            return
        yield above


def _element_namespace(element: etree._Element) -> str | None:
    return etree.QName(element).namespace


def _move_behind(part: etree._Element, elements: list[etree._Element]) -> None:
    """Move elements that stand in a part behind it, in their order, each with the words that follow it."""
    parent = part.getparent()
    if parent is None or not elements:
        return
    place = parent.index(part) + 1
    parent[place:place] = elements
    elements[-1].tail = (elements[-1].tail or "") + (part.tail or "")
    part.tail = None


def report_metadata_text(root: etree._Element, file: str) -> Iterator[Notice]:
    """Yield a notice for each text within metadata that is in no element for data."""
    for meta in root.iter("{*}meta", "meta"):
        for element in meta.iter(etree.Element):
            text = " ".join(" ".join((element.text or "", *(child.tail or "" for child in element))).split())
            if text and not _is_metadata_data(element):
                shown = text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}…"
                where = Where(file, element.sourceline or 0)
                yield make_notice(Code.TEXT_IN_METADATA, where, text=shown, name=local_name(element))


def _is_metadata_data(element: etree._Element) -> bool:
    return any(local_name(around) in DATA_ELEMENTS for around in (element, *element.iterancestors()))
