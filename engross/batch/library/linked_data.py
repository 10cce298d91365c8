"""Describe documents for machines: schema.org's Legislation as JSON-LD, Dublin Core, and what Zotero takes."""

from __future__ import annotations

import json
from typing import Any

from engross.batch.library.addresses import quote_address
from engross.batch.library.frame import Frame, Library
from engross.batch.library.values import Document, HeldVersion
from engross.grammars.language import load_language

CONTEXT = "https://schema.org"
MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".xml": "application/akn+xml",
    ".html": "text/html",
}
# In JSON within an element of HTML: what could end it.
ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def describe_head(frame: Frame, document: Document, version: HeldVersion) -> tuple[tuple[str, str], ...]:
    """Return names and contents of the meta elements of a document's page, without those that would be empty."""
    lang = load_language(version.language)
    pdf = version.find_file(".pdf")
    address = f"{frame.base_url}{quote_address(document.address)}{version.slug}/"
    pairs = (
        ("dcterms.title", version.title),
        ("dcterms.identifier", document.symbol),
        ("dcterms.creator", lang.word("organs", document.organ)),
        ("dcterms.publisher", lang.word("organs", document.organ)),
        ("dcterms.language", lang.tag),
        ("dcterms.issued", document.issued),
        ("dcterms.dateAccepted", document.adopted),
        ("dcterms.isPartOf", document.session),
        *(("dcterms.subject", subject) for subject in document.subjects),
        ("citation_title", version.title),
        ("citation_author", lang.word("organs", document.organ)),
        ("citation_publication_date", document.date.replace("-", "/")),
        ("citation_technical_report_number", document.symbol),
        ("citation_language", lang.tag),
        ("citation_pdf_url", f"{address}{quote_address(pdf.name)}" if pdf and frame.base_url else ""),
    )
    return tuple((name, content) for name, content in pairs if content)


def describe_document(library: Library, document: Document) -> str:
    """Return a document as JSON-LD, spelled so that it can stand in a page."""
    value = {"@context": CONTEXT} | _describe_work(library, document)
    return json.dumps(value, ensure_ascii=False, sort_keys=True).translate(ESCAPES)


def _describe_work(library: Library, document: Document) -> dict[str, Any]:
    chosen = document.choose_version(library.language)
    lang = load_language(chosen.language)
    value: dict[str, Any] = {
        "@type": "Legislation",
        "name": chosen.title,
        "legislationIdentifier": document.symbol,
        "legislationPassedBy": {"@type": "Organization", "name": lang.word("organs", document.organ)},
        "legislationDate": document.adopted,
        "datePublished": document.issued,
        "about": list(document.subjects),
        "isAccessibleForFree": True,
        "hasPart": [],
        "workExample": [_describe_version(library, document, version) for version in document.versions],
    }
    if library.options.base_url:
        value["@id"] = f"{library.options.base_url}{quote_address(document.address)}"
    return {name: item for name, item in value.items() if item not in ("", [])}


def _describe_version(library: Library, document: Document, version: HeldVersion) -> dict[str, Any]:
    """Return a version: a translation of the work, with its files, which are no official copies."""
    address = f"{library.options.base_url}{quote_address(document.address)}{version.slug}/"
    stem = version.folder.rpartition("/")[2]
    files = [
        {
            "@type": "LegislationObject",
            "encodingFormat": MEDIA_TYPES[ending],
            "contentSize": f"{file.size} B",
            "contentUrl": f"{address}{quote_address(file.name)}",
            "legislationLegalValue": "https://schema.org/UnofficialLegalValue",
        }
        for file in version.files
        for ending in (file.name.removeprefix(stem),)
        if ending in MEDIA_TYPES
    ]
    value = {"@type": "Legislation", "name": version.title, "inLanguage": load_language(version.language).tag}
    value |= {"url": address} if library.options.base_url else {}
    return value | ({"encoding": files} if files and library.options.base_url else {})
