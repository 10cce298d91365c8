"""Text that stands within the metadata of a file: bodies of text are moved out behind it, any other is told.

An end tag of ``<meta>`` that is missing or misplaced makes metadata of the whole text that follows. Metadata are no
text of the document, so that text would be lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engross.model import Where
from engross.notice import Code, Notice, notice
from engross.structure.akn.terms import DOCUMENTS
from engross.structure.akn.tree import local

# The parts of a document that hold its text (Akoma Ntoso 3.0, 5.3); none of them stands in metadata.
TEXT_BODIES = DOCUMENTS | frozenset(
    "coverPage preface preamble mainBody body amendmentBody debateBody judgmentBody portionBody collectionBody "
    "conclusions attachments components component attachment".split()
)
# Metadata whose text is data: who voted, the job number, notes of editors, what a producer keeps for itself.
DATA = frozenset("voting docketNumber notes presentation preservation proprietary".split())
SHOWN = 40  # characters of such text that a notice repeats


def move_out_bodies(root: etree._Element, file: str) -> tuple[Notice, ...]:
    """Move the bodies of text that stand within ``<meta>`` behind it, in their order; a notice for each."""
    notices = []
    for meta in [element for element in root.iter("{*}meta", "meta") if not _is_in_meta(element)]:
        parent = meta.getparent()
        if parent is None:
            continue
        place = parent.index(meta) + 1
        for body in [element for element in meta.iter(etree.Element) if _is_outermost_body(element, meta)]:
            _take_out(body)
            parent.insert(place, body)
            place += 1
            what = f"<{local(body)}> stands within <meta>"
            where = Where(file, body.sourceline or 0)
            notices.append(notice(Code.XML_MENDED, where, what=what, done="it was read as standing behind it"))
    return tuple(notices)


def tell_text(root: etree._Element, file: str) -> Iterator[Notice]:
    """Yield a notice for each text within metadata that is in no element for data."""
    for meta in root.iter("{*}meta", "meta"):
        for element in meta.iter(etree.Element):
            text = " ".join(" ".join((element.text or "", *(child.tail or "" for child in element))).split())
            if text and not _is_data(element):
                shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
                where = Where(file, element.sourceline or 0)
                yield notice(Code.TEXT_IN_METADATA, where, text=shown, name=local(element))


def _is_in_meta(element: etree._Element) -> bool:
    return any(local(above) == "meta" for above in element.iterancestors())


def _is_outermost_body(element: etree._Element, meta: etree._Element) -> bool:
    if local(element) not in TEXT_BODIES:
        return False
    above = element.getparent()
    while above is not None and above is not meta:
        if local(above) in TEXT_BODIES:
            return False
        above = above.getparent()
    return True


def _is_data(element: etree._Element) -> bool:
    return any(local(around) in DATA for around in (element, *element.iterancestors()))


def _take_out(element: etree._Element) -> None:
    """Take an element out of its parent; the text behind it goes with it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
