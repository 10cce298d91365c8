"""Write a structure tree as objects of a PDF: elements, parent tree, ID tree (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Sequence

import engross_pydyf as pydyf

from engross.editions.pdf.tags.marked_page import MarkedPage
from engross.editions.pdf.tags.node import MarkedContent, Node, PageAnnotation
from engross.model.text import remove_invisible


def write_tag_tree(document: Node, pages: Sequence[MarkedPage], pdf: pydyf.PDF) -> None:
    """Write the tree into a PDF that WeasyPrint has made of ``pages`` without tags."""
    _TagTreeWriter(pdf, [len(page.marks) for page in pages]).write_tree(document)


class _TagTreeWriter:
    """A writer of one tree: the PDF, and the references needed for the parent tree and the ID tree."""

    def __init__(self, pdf: pydyf.PDF, marks: list[int]) -> None:
        self._pdf = pdf
        self._pages: tuple[bytes, ...] = pdf.page_references
        self._root = self._add_object({"Type": "/StructTreeRoot"})
        self._parents: list[list[bytes]] = [[b"null"] * count for count in marks]  # by page, then by MCID
        self._links: list[bytes] = []  # the elements of annotations in the order of their StructParent
        self._names: dict[str, bytes] = {}

    def write_tree(self, document: Node) -> None:
        """Write the tree, its parent and ID trees, and the entries of catalog and pages that lead to them."""
        root = self._root
        root["K"] = pydyf.Array([self._write_element(document, root.reference, document.language).reference])
        nums = pydyf.Array()
        for number, parents in enumerate(self._parents):
            nums.extend([number, pydyf.Array(parents)])
        for number, parent in enumerate(self._links, len(self._parents)):
            nums.extend([number, parent])
        root["ParentTree"] = self._add_object({"Nums": nums}).reference
        root["ParentTreeNextKey"] = len(self._parents) + len(self._links)
        if self._names:
            pairs = ((pydyf.String(name), reference_of_name) for name, reference_of_name in sorted(self._names.items()))
            root["IDTree"] = self._add_object({"Names": pydyf.Array(item for pair in pairs for item in pair)}).reference
        self._pdf.catalog["StructTreeRoot"] = root.reference
        for number, reference in enumerate(self._pages):
            page = self._pdf.objects[int(reference.split()[0])]
            page["StructParents"], page["Tabs"] = number, "/S"

    def _add_object(self, entries: dict[str, object]) -> pydyf.Dictionary:
        added = pydyf.Dictionary(entries)
        self._pdf.add_object(added)
        return added

    def _write_element(self, node: Node, parent: bytes, language: str) -> pydyf.Dictionary:
        element = self._add_object({"Type": "/StructElem", "S": f"/{node.role}", "P": parent})
        page = node.first_page()
        if page >= 0:
            element["Pg"] = self._pages[page]
        own_language = node.language or language
        if own_language != language:
            element["Lang"] = pydyf.String(own_language)
        if node.alternative:
            element["Alt"] = pydyf.String(node.alternative)
        if node.actual:
            element["ActualText"] = pydyf.String(node.actual)
        if node.name:
            element["ID"] = pydyf.String(node.name)
            self._names[node.name] = element.reference
        owners = [
            pydyf.Dictionary({"O": f"/{owner}", **_make_pdf_values(of)}) for owner, of in node.attributes.items() if of
        ]
        if owners:
            element["A"] = owners[0] if len(owners) == 1 else pydyf.Array(owners)
        element["K"] = pydyf.Array(self._write_kid(kid, node, element, own_language) for kid in node.kids)
        return element

    def _write_kid(
        self, kid: Node | MarkedContent | PageAnnotation, node: Node, element: pydyf.Dictionary, language: str
    ) -> object:
        match kid:
            case Node():
                return self._write_element(kid, element.reference, language).reference
            case PageAnnotation(at, annotation):
                annotation["Contents"] = pydyf.String(node.contents or remove_invisible(node.text_below()).strip())
                annotation["StructParent"] = len(self._parents) + len(self._links)
                self._links.append(element.reference)
                return pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": self._pages[at]})
            case MarkedContent(at, number):
                self._parents[at][number] = element.reference
                if element["Pg"] == self._pages[at]:
                    return number
                return pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[at], "MCID": number})


def _make_pdf_values(entries: dict[str, object]) -> dict[str, object]:
    return {name: pydyf.Array(value) if isinstance(value, tuple) else value for name, value in entries.items()}
