"""Bind finished PDFs into one: pages, links, outline, tags and attached files of all, each document's as they were.

Every document is copied once, and its numbers and names are moved after those of the documents before it. Nothing looks
back, so that a page takes the same time and memory in a volume of any length. Each begins on a right-hand page, in a
volume bound on the right on a left-hand one: behind an odd number of pages stands an empty one. The documents must be
PDF/A-3a and PDF/UA-1, and so is the volume.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, String, __version__

from engross.batch.volume.fonts import merge_fonts
from engross.batch.volume.outline import VolumeOutline
from engross.batch.volume.tree import PdfTree, tree_entries

PAGE_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
CONTINUED = -1
PRODUCER_NAME = f"pikepdf {__version__}"


@dataclass(frozen=True, slots=True)
class SourcePdf:
    """A finished PDF to be bound: the symbol that begins the labels of its pages, and its bytes.

    ``title``: its entry in the outline; "" for the title that it has. ``level``: 0 for an entry at the top, 1 for one
    below the last at the top, CONTINUED for none: what its own outline has stands below the last at the top.
    ``may_begin_anywhere``: whether it may begin on the back of a leaf. ``inner``: how much
    wider its inner margins are than its outer ones, in pt.
    """

    symbol: str
    data: bytes
    title: str = ""
    level: int = 0
    may_begin_anywhere: bool = False
    inner: float = 0.0


@dataclass(frozen=True, slots=True)
class Binding:
    """How PDFs are bound: the XMP packet of the whole and its language (BCP 47); each document keeps its own.

    ``label``: what begins the labels of all pages, numbered through; "" for the symbol and the number that each
    document has. ``front``: how many pages have Roman numerals, those behind them figures from 1; None for labels as
    above. ``is_right_bound``: whether pages follow each other from right to left. ``complete``: works on the bound
    pages before they are written.
    """

    packet: str
    language: str
    label: str = ""
    is_right_bound: bool = False
    complete: Callable[[Pdf], None] | None = None
    front: int | None = None


def bind_pdfs(quires: Iterable[SourcePdf], binding: Binding) -> bytes:
    """Return the volume of the PDFs, in order; equal arguments give equal bytes."""
    binder = _VolumeBinder(binding)
    for source in quires:
        binder.add_source(source)
    return binder.finish()


def next_start(pages: int) -> int:
    """Return how many pages stand before a document that is bound behind so many: an even number."""
    return pages + pages % 2


def move_margins(pages: Iterable[Object], inner: float) -> None:
    """Move the pages of a document that is bound on its other side: what was the outer margin is the inner one.

    ``inner``: how much wider the inner margin is at the left of the first page, in pt; negative at its right. It is the
    boxes that are moved, so that links, destinations and tags stay as they were.
    """
    for n, page in enumerate(pages):
        shift = -inner if n % 2 else inner
        for name in PAGE_BOXES:
            if name in page:
                left, foot, right, top = map(float, page[name])
                page[name] = Array([left + shift, foot, right + shift, top])


def _is_right_bound(pdf: Pdf) -> bool:
    return str(pdf.Root.get("/ViewerPreferences", Dictionary()).get("/Direction", "/L2R")) == "/R2L"


class _VolumeBinder:
    """A volume under construction."""

    def __init__(self, binding: Binding) -> None:
        self._pdf, self._binding = Pdf.new(), binding
        self._sources: list[Pdf] = []  # kept open until their streams are written
        self._labels, self._files = Array(), Array()
        self._marks, self._names = PdfTree(self._pdf, "/Nums"), PdfTree(self._pdf, "/Names")
        self._places, self._attached = PdfTree(self._pdf, "/Names"), PdfTree(self._pdf, "/Names")
        self._outline = VolumeOutline(self._pdf)
        self._root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._whole = Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, K=Array())
        self._whole = self._pdf.make_indirect(self._whole)
        self._next = 0
        self._pdf.Root.Lang = String(binding.language)

    def add_source(self, quire: SourcePdf) -> None:
        """Append a document."""
        source = Pdf.open(BytesIO(quire.data))
        self._sources.append(source)
        prefix = f"{len(self._sources):06}."
        if not quire.may_begin_anywhere and len(self._pdf.pages) < next_start(len(self._pdf.pages)):
            self._pdf.add_blank_page()
            self._pdf.pages[-1].obj.MediaBox = self._pdf.pages[-2].obj.MediaBox
        self._add_page_labels(quire.symbol)
        pages = self._add_pages(source, prefix)
        if _is_right_bound(source) != self._binding.is_right_bound:
            move_margins(pages, quire.inner if self._binding.is_right_bound else -quire.inner)
        self._add_structure(source, prefix)
        self._add_names(source, prefix)
        outline = source.Root.get("/Outlines")
        title = quire.title or str(source.docinfo.get("/Title", quire.symbol))
        own = None if outline is None else self._pdf.copy_foreign(outline)
        if quire.level == CONTINUED:
            self._outline.add_below_last(own)
        else:
            self._outline.add_document(title, pages[0], own, quire.level)

    def _add_pages(self, source: Pdf, prefix: str) -> list[Object]:
        """Append the pages and return them; rename the targets of links within the document, and renumber the tags."""
        bound_pages: list[Object] = []
        for page in source.pages:
            self._pdf.pages.append(page)
            bound_page = self._pdf.pages[-1].obj
            bound_pages.append(bound_page)
            if "/StructParents" in bound_page:
                bound_page.StructParents = int(bound_page.StructParents) + self._next
            for annotation in bound_page.get("/Annots", ()):
                self._move_link(annotation, prefix)
        return bound_pages

    def _move_link(self, annotation: Object, prefix: str) -> None:
        if "/StructParent" in annotation:
            annotation.StructParent = int(annotation.StructParent) + self._next
        if isinstance(annotation.get("/Dest"), String):
            annotation.Dest = String(prefix + str(annotation.Dest))
        elif "/A" in annotation and isinstance(annotation.A.get("/D"), String):
            annotation.A.D = String(prefix + str(annotation.A.D))

    def _add_page_labels(self, symbol: str) -> None:
        """Label the pages with the symbol and the document's own page numbers, as printed, or all by one number."""
        if self._binding.front is not None:
            return
        if not self._binding.label or not self._labels:
            self._labels.append(len(self._pdf.pages))
            self._labels.append(Dictionary(S=Name.D, P=String(self._binding.label or f"{symbol} ")))

    def _add_structure(self, source: Pdf, prefix: str) -> None:
        """Append the document's structure to the volume's, as parts."""
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
        """Append the named destinations of links, and the attached files."""
        if "/Names" not in source.Root:
            return
        names = self._pdf.copy_foreign(source.make_indirect(source.Root.Names))
        places = sorted((prefix + str(key), place) for key, place in tree_entries(names.get("/Dests"), "/Names"))
        self._places.add_leaf([(String(name), place) for name, place in places])
        files = [(String(prefix + str(key)), spec) for key, spec in tree_entries(names.get("/EmbeddedFiles"), "/Names")]
        self._attached.add_leaf(files)
        self._files.extend(spec for _, spec in files)

    def finish(self) -> bytes:
        """Return the volume's bytes."""
        root = self._pdf.Root
        root.MarkInfo, root.PageMode = Dictionary(Marked=True), Name.UseOutlines
        direction = Name.R2L if self._binding.is_right_bound else Name.L2R
        root.ViewerPreferences = Dictionary(
            DisplayDocTitle=True, Direction=direction, Duplex=Name.DuplexFlipLongEdge, PickTrayByPDFSize=True
        )
        front = self._binding.front
        if front is not None:
            self._labels = Array([0, Dictionary(S=Name("/r")), front, Dictionary(S=Name.D)])
        root.PageLabels, root.Outlines = Dictionary(Nums=self._labels), self._outline.finish_outline()
        root.OutputIntents = self._pdf.copy_foreign(self._sources[0].make_indirect(self._sources[0].Root.OutputIntents))
        packet = self._binding.packet.encode("utf-8")
        root.Metadata = self._pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
        root.StructTreeRoot = self._finish_structure()
        trees = {"/Dests": self._places.finish_tree(), "/EmbeddedFiles": self._attached.finish_tree()}
        root.Names = Dictionary({name: tree for name, tree in trees.items() if tree is not None})
        if len(self._files):
            root.AF = self._files
        merge_fonts(self._pdf)
        if self._binding.complete:
            self._binding.complete(self._pdf)
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
