"""List the publications of a catalogue: each language version of a document that has a file to be read on a device."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from uuid import NAMESPACE_URL, uuid5

from engross.batch.library.opds.values import Acquisition, Publication, spell_id
from engross.batch.library.values import Catalogue, Document, HeldVersion
from engross.grammars.language import load_language
from engross.grammars.symbol import find_url
from engross.model.book import identify_edition

MEDIA_TYPES = {".epub": "application/epub+zip", ".pdf": "application/pdf"}  # the first is what a reader should take
NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
FACTS_BETWEEN = " · "


def list_publications(catalogue: Catalogue) -> tuple[Publication, ...]:
    """Return the publications of a catalogue in its order, a document's by language."""
    return tuple(found for document in catalogue.documents for found in _list_versions(document))


def has_publications(catalogue: Catalogue) -> bool:
    """Return whether a catalogue has anything to be read on a device."""
    return any(_list_files(version) for document in catalogue.documents for version in document.versions)


def _list_versions(document: Document) -> Iterator[Publication]:
    for version in document.versions:
        if files := _list_files(version):
            yield _make_publication(document, version, files)


def _list_files(version: HeldVersion) -> tuple[Acquisition, ...]:
    """Return the e-books and the PDFs of a version, in the order of ``MEDIA_TYPES`` and of their names."""
    found = sorted(version.files, key=lambda file: file.name)
    return tuple(
        Acquisition(file.name, media_type, file.size)
        for ending, media_type in MEDIA_TYPES.items()
        for file in found
        if PurePosixPath(file.name).suffix.lower() == ending
    )


def _make_publication(document: Document, version: HeldVersion, files: tuple[Acquisition, ...]) -> Publication:
    lang = load_language(version.language)
    facts = (version.agenda_title, version.committee)
    committee = clean_text(document.choose_version("en").committee)
    pdf = version.find_file(".pdf")
    return Publication(
        id=_identify(document, version),
        symbol=clean_text(document.symbol),
        title=clean_text(f"{document.symbol} {version.title}") or version.folder,
        language=version.language,
        tag=lang.tag,
        day=document.date,
        organ=document.organ,
        session=document.session,
        committee=committee,
        committee_name=clean_text(version.committee) or committee,
        author=lang.word("organs", document.organ),
        subjects=tuple(filter(None, map(clean_text, document.subjects))),
        summary=FACTS_BETWEEN.join(filter(None, map(clean_text, facts))),
        address=f"{document.address}{version.slug}/",
        record=document.address,
        files=files,
        pdf=(f"{version.folder}/{pdf.name}", pdf.sha256) if pdf else ("", ""),
        pages=version.pages,
    )


def _identify(document: Document, version: HeldVersion) -> str:
    """Return the identifier of the e-book; one of its own for a second source of the same, and for a text unnamed."""
    address = find_url(document.symbol, version.language)
    if not address:
        return spell_id(f"{document.address}{version.slug}/")
    identifier = identify_edition(address)
    return identifier if version.slug == version.language else uuid5(NAMESPACE_URL, f"{identifier}#{version.slug}").urn


def clean_text(text: str) -> str:
    """Return a text in one line, without characters that XML does not have."""
    return " ".join(NOT_IN_XML.sub("\ufffd", text).split())
