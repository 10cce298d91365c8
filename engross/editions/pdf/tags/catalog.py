"""Write the document catalog of a PDF: metadata, attached files, page labels, how a viewer opens it.

PDF/A-3a (ISO 19005-3, level A) and PDF/UA-1 (ISO 14289-1) at once; the XMP packet names both.
"""

from __future__ import annotations

from hashlib import md5

import engross_pydyf as pydyf

from engross.editions.pdf.document_metadata import AttachedFile, PdfExtras


def write_catalog(papers: PdfExtras, pdf: pydyf.PDF, *, has_all_glyphs: bool) -> None:
    """Write the XMP packet, the attached files and the entries of the catalog into a PDF.

    ``has_all_glyphs``: whether a font has each character; else the packet does not name the standards.
    """
    catalog = pdf.catalog
    direction = "/R2L" if papers.turned else "/L2R"
    catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true", "Direction": direction})
    catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(_label_pages(papers.labels))})
    if papers.labels:
        catalog["PageLayout"] = "/TwoPageRight"  # the first page alone, then spreads
    if "Outlines" in catalog:
        catalog["PageMode"] = "/UseOutlines"
    packet = pdf.objects[int(catalog["Metadata"].split()[0])]
    written = papers.xmp_packet if has_all_glyphs else papers.modest_packet or papers.xmp_packet
    packet.stream, packet.compress = [written.markup.encode("utf-8")], False  # legible without a PDF reader
    if papers.attached:
        _attach_files(papers, pdf)


def _label_pages(labels: tuple[str, ...]) -> list[object]:
    """Return the labels of pages by their places, from 0; decimal numbers for none (ISO 32000-1, 12.4.2)."""
    if not labels:
        return [0, pydyf.Dictionary({"S": "/D"})]
    pairs = enumerate(labels)
    return [item for n, label in pairs for item in (n, pydyf.Dictionary({"P": pydyf.String(label)}))]


def _attach_files(papers: PdfExtras, pdf: pydyf.PDF) -> None:
    """Attach files to the document as a whole (ISO 19005-3, 6.8)."""
    files = sorted(papers.attached, key=lambda file: file.name)
    specs = [_add_attached_file(file, papers.date, pdf) for file in files]
    pairs = ((pydyf.String(file.name), spec) for file, spec in zip(files, specs, strict=True))
    tree = pydyf.Dictionary({"Names": pydyf.Array(item for pair in pairs for item in pair)})
    pdf.catalog["AF"] = pydyf.Array(specs)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = tree


def _add_attached_file(file: AttachedFile, date: str, pdf: pydyf.PDF) -> bytes:
    digest = md5(file.data, usedforsecurity=False).hexdigest()  # ISO 32000-1, table 46
    params: dict[str, object] = {"Size": len(file.data), "CheckSum": f"<{digest}>"}
    if date:
        params["ModDate"] = pydyf.String(f"D:{date.replace('-', '')}")
    subtype = f"/{file.media_type.replace('/', '#2F').replace('+', '#2B')}"
    entries = {"Type": "/EmbeddedFile", "Subtype": subtype, "Params": pydyf.Dictionary(params)}
    stream = pydyf.Stream([file.data], entries, compress=True)
    pdf.add_object(stream)
    spec = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(file.name),
            "UF": pydyf.String(file.name),
            "AFRelationship": f"/{file.relation}",
            "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
        }
    )
    if file.description:
        spec["Desc"] = pydyf.String(file.description)
    pdf.add_object(spec)
    reference: bytes = spec.reference
    return reference
