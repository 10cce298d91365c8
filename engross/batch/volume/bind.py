"""Finished PDFs to one: pages, links, outline, tags and attached files of all, each document's as they were.

Every document is copied once and its numbers and names are moved behind those before it; nothing looks back, so the
time and the memory of a page are the same in a volume of any length. What goes in is PDF/A-3a and PDF/UA-1, and so
is what comes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, String, __version__

from engross.batch.volume.fonts import merge_fonts
from engross.batch.volume.outline import VolumeOutline
from engross.batch.volume.tree import PdfTree, tree_entries

PRODUCER_NAME = f"pikepdf {__version__}"


@dataclass(frozen=True, slots=True)
class SourcePdf:
    """A finished PDF to be bound: the symbol that the labels of its pages begin with, its bytes."""

    symbol: str
    data: bytes


def bind_pdfs(quires: Iterable[SourcePdf], packet: str, language: str) -> bytes:
    """The volume of ``quires``, in order; the same bytes for the same arguments.

    ``packet``: its XMP packet. ``language``: its language as a tag of BCP 47; each document keeps its own.
    """
    binder = _VolumeBinder(language)
    for quire in quires:
        binder.add_source(quire)
    return binder.finish(packet)


class _VolumeBinder:
    """The volume while it grows."""

    def __init__(self, language: str) -> None:
        self._pdf = Pdf.new()
        self._sources: list[Pdf] = []  # open as long as their streams are to be written
        self._labels, self._files = Array(), Array()
        self._marks, self._names = PdfTree(self._pdf, "/Nums"), PdfTree(self._pdf, "/Names")
        self._places, self._attached = PdfTree(self._pdf, "/Names"), PdfTree(self._pdf, "/Names")
        self._outline = VolumeOutline(self._pdf)
        self._root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._whole = Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array())
        self._whole = self._pdf.make_indirect(self._whole)
        self._next, self._pages = 0, 0
        self._pdf.Root.Lang = String(language)

    def add_source(self, quire: SourcePdf) -> None:
        """Bind a document behind those before it."""
        source = Pdf.open(BytesIO(quire.data))
        self._sources.append(source)
        prefix = f"{len(self._sources):06}."
        pages = self._add_pages(source, prefix)
        self._add_page_labels(quire.symbol)
        self._add_structure(source, prefix)
        self._add_names(source, prefix)
        own = source.Root.get("/Outlines")
        title = str(source.docinfo.get("/Title", quire.symbol))
        self._outline.add_document(title, pages[0], None if own is None else self._pdf.copy_foreign(own))
        self._pages += len(pages)

    def _add_pages(self, source: Pdf, prefix: str) -> list[Object]:
        """The pages, links inside the document led to their new names, tags to their new numbers."""
        made: list[Object] = []
        for page in source.pages:
            self._pdf.pages.append(page)
            leaf = self._pdf.pages[-1].obj
            made.append(leaf)
            if "/StructParents" in leaf:
                leaf.StructParents = int(leaf.StructParents) + self._next
            for annotation in leaf.get("/Annots", ()):
                self._move_link(annotation, prefix)
        return made

    def _move_link(self, annotation: Object, prefix: str) -> None:
        if "/StructParent" in annotation:
            annotation.StructParent = int(annotation.StructParent) + self._next
        if isinstance(annotation.get("/Dest"), String):
            annotation.Dest = String(prefix + str(annotation.Dest))
        elif "/A" in annotation and isinstance(annotation.A.get("/D"), String):
            annotation.A.D = String(prefix + str(annotation.A.D))

    def _add_page_labels(self, symbol: str) -> None:
        """Page labels as the pages have them printed: the document's own numbers, behind its symbol."""
        self._labels.append(self._pages)
        self._labels.append(Dictionary(S=Name.D, P=String(f"{symbol} ")))

    def _add_structure(self, source: Pdf, prefix: str) -> None:
        """The document's structure as a part of the volume's."""
        tree = self._pdf.copy_foreign(source.Root.StructTreeRoot)
        for part in tree.K:
            part.S, part.P, part.Lang = Name.Part, self._whole, String(str(source.Root.Lang))
            self._whole.K.append(part)
        numbers = tree_entries(tree.get("/ParentTree"), "/Nums")
        self._marks.add_leaf([(int(number) + self._next, value) for number, value in numbers])
        names = [(String(prefix + str(name)), element) for name, element in tree_entries(tree.get("/IDTree"), "/Names")]
        for name, element in names:
            element.ID = name
        self._names.add_leaf(names)
        self._next += int(tree.ParentTreeNextKey)

    def _add_names(self, source: Pdf, prefix: str) -> None:
        """The places that links lead to, and the attached files."""
        if "/Names" not in source.Root:
            return
        names = self._pdf.copy_foreign(source.make_indirect(source.Root.Names))
        places = sorted((prefix + str(key), place) for key, place in tree_entries(names.get("/Dests"), "/Names"))
        self._places.add_leaf([(String(name), place) for name, place in places])
        files = [(String(prefix + str(key)), spec) for key, spec in tree_entries(names.get("/EmbeddedFiles"), "/Names")]
        self._attached.add_leaf(files)
        self._files.extend(spec for _, spec in files)

    def finish(self, packet: str) -> bytes:
        """The volume's bytes."""
        root = self._pdf.Root
        root.MarkInfo, root.PageMode = Dictionary(Marked=True), Name.UseOutlines
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.PageLabels, root.Outlines = Dictionary(Nums=self._labels), self._outline.finish_outline()
        root.OutputIntents = self._pdf.copy_foreign(self._sources[0].make_indirect(self._sources[0].Root.OutputIntents))
        root.Metadata = self._pdf.make_stream(packet.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
        root.StructTreeRoot = self._finish_structure()
        trees = {"/Dests": self._places.finish_tree(), "/EmbeddedFiles": self._attached.finish_tree()}
        root.Names = Dictionary({name: tree for name, tree in trees.items() if tree is not None})
        if len(self._files):
            root.AF = self._files
        merge_fonts(self._pdf)
        return self._save_volume()

    def _finish_structure(self) -> Object:
        self._root.K, self._root.ParentTreeNextKey = Array([self._whole]), self._next
        for name, tree in (("/ParentTree", self._marks.finish_tree()), ("/IDTree", self._names.finish_tree())):
            if tree is not None:
                self._root[name] = tree
        return self._root

    def _save_volume(self) -> bytes:
        out = BytesIO()
        self._pdf.save(
            out,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=ObjectStreamMode.generate,
        )
        for source in self._sources:
            source.close()
        return out.getvalue()
