"""Open a finished PDF that is to be imposed: its pages, its binding, what its metadata say, the sizes of its type."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Pdf

from engross.batch.booklet.placement import SAME_LENGTH, Size
from engross.editions.typeset.imposed import IMPOSED_TYPE
from engross.grammars.edition_name import spell_name
from engross.grammars.pdfium import PdfCharacters
from engross.model.limits import PAGES
from engross.model.notice import Refusal
from engross.model.tree import Where
from engross.readers.load_file import load_file

OUR_NAME = "engross "  # what CreatorTool begins with in the metadata of our own files
ARCHIVAL_PART = "3"  # of ISO 19005, to which our files conform
COMMON_SHARE = 0.02  # of a document's characters: a size of type that fewer have is that of calls and marks


@dataclass(frozen=True, slots=True)
class TypeSizes:
    """The size of type that most characters have, and the least one that many have; in pt, 0 where there is no text."""

    text: float
    least: float


@dataclass(frozen=True, slots=True)
class FinishedPdf:
    """A PDF to be imposed, and what it says of itself.

    ``page``: the size of its pages in pt. ``language``: its BCP 47 tag, "" for none. ``identifier``: of the document,
    "" for none. ``is_ours``: whether engross made it; ``is_archival``: whether it declares PDF/A-3.
    """

    pdf: Pdf
    data: bytes
    page: Size
    title: str
    language: str
    identifier: str
    is_right_bound: bool
    is_ours: bool
    is_archival: bool


def open_finished_pdf(path: Path) -> FinishedPdf:
    """Return the PDF at ``path``.

    Raises Refusal if it is none, is encrypted or imposed already, or has pages of several sizes.
    """
    where = Where(spell_name(path.name))
    data = load_file(path)
    try:
        return _read_facts(_open_pdf(data), data, where)
    except pikepdf.PasswordError:
        raise Refusal("the PDF is encrypted", "save a copy without password and restrictions", where) from None
    except (pikepdf.PdfError, AttributeError, LookupError, TypeError, ValueError, RuntimeError):
        if not data.startswith(b"%PDF"):
            hint = "make its PDF first: ./press pdf draft.docx --paper a5"
            raise Refusal("the file is no PDF", hint, where) from None
        raise Refusal("the PDF is damaged", "open it in a viewer, and make it again", where) from None


def _open_pdf(data: bytes) -> Pdf:
    """Return the PDF. Raises PasswordError for one that only restricts its readers, too."""
    pdf = pikepdf.open(BytesIO(data))
    if pdf.is_encrypted:
        raise pikepdf.PasswordError
    return pdf


def _read_facts(pdf: Pdf, data: bytes, where: Where) -> FinishedPdf:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        packet = {name: str(metadata.get(name, "")) for name in ("pdfaid:part", "xmp:CreatorTool", "dc:title")}
        identifier = str(metadata.get("xmpMM:DocumentID", ""))
        is_imposed = any(str(kind).startswith(IMPOSED_TYPE) for kind in metadata.get("dc:type", ()))
    if is_imposed:
        hint = "print it as it is, on both sides of the paper, or impose the PDF that it was made of"
        raise Refusal("the PDF is imposed already: its pages are sheets for printing", hint, where)
    preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
    return FinishedPdf(
        pdf,
        data,
        _measure_pages(pdf, where),
        packet["dc:title"] or str(pdf.docinfo.get("/Title", "")) or where.file,
        str(pdf.Root.get("/Lang", "")),
        identifier,
        is_right_bound=str(preferences.get("/Direction", "")) == "/R2L",
        is_ours=packet["xmp:CreatorTool"].startswith(OUR_NAME),
        is_archival=packet["pdfaid:part"] == ARCHIVAL_PART,
    )


def _measure_pages(pdf: Pdf, where: Where) -> Size:
    """Return the size of all pages. Raises Refusal if they differ, or are none or too many."""
    if not 0 < len(pdf.pages) <= PAGES:
        raise Refusal(f"the PDF has {len(pdf.pages)} pages", f"give one of 1 to {PAGES} pages", where)
    sizes = [_measure_page(page) for page in pdf.pages]
    for number, size in enumerate(sizes, 1):
        if any(abs(one - other) > SAME_LENGTH for one, other in zip(size, sizes[0], strict=True)):
            what = f"page {number} is of another size than page 1"
            raise Refusal(what, "build all documents on one size of paper, with --paper, then bind them", where)
    return sizes[0]


def _measure_page(page: pikepdf.Page) -> Size:
    left, foot, right, top = map(float, page.trimbox)
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = abs(right - left) * unit, abs(top - foot) * unit
    if not width or not height:
        raise ValueError("a page without extent")
    return (height, width) if page.rotation % 180 else (width, height)


def measure_type(data: bytes) -> TypeSizes:
    """Return the sizes of type in a PDF, as its pages show them."""
    sizes: Counter[float] = Counter()
    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(len(document)):
            text = document[number].get_textpage()
            sizes.update(_count_sizes(PdfCharacters(text)))
            text.close()
    finally:
        document.close()
    total = sizes.total()
    if not total:
        return TypeSizes(0.0, 0.0)
    (text_size, _), *_ = sizes.most_common(1)
    return TypeSizes(text_size, min(size for size, count in sizes.items() if count >= COMMON_SHARE * total))


def _count_sizes(characters: PdfCharacters) -> Counter[float]:
    """Count the characters of each size; all that one object draws have the same."""
    counts: Counter[int] = Counter()
    first_of: dict[int, int] = {}
    for n in range(len(characters)):
        if address := characters.object_address(n):
            counts[address] += 1
            first_of.setdefault(address, n)
    sizes: Counter[float] = Counter()
    for address, count in counts.items():
        sizes[round(characters.size(first_of[address]), 1)] += count
    return sizes
