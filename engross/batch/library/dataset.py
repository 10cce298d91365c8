"""What a library says of its documents, as a data set: CSV and JSON Lines, the run's database, a record in DCAT."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engross.batch.library.addresses import quote_address
from engross.batch.library.citations import Citations
from engross.batch.library.frame import Library, Page, name_page
from engross.batch.library.values import Document
from engross.editions.spreadsheet import start_csv_table
from engross.grammars.language import load_language

DATA_FOLDER = "data/"
DOCUMENTS_CSV, DOCUMENTS_JSONL, CITATIONS_CSV = "documents.csv", "documents.jsonl", "citations.csv"
CATALOGUE_NAME = "catalogue.jsonld"
DOCUMENT_COLUMNS = ("symbol", "language", "title", "organ", "session", "adopted", "issued", "agenda_items", "address")
CITATION_COLUMNS = ("citing", "language", "symbol", "as_printed", "id", "label", "page")
MEDIA_TYPES = {".csv": "text/csv", ".jsonl": "application/jsonl", ".sqlite": "application/vnd.sqlite3"}


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of the data set; ``about``: its key in [library] of words/*.toml."""

    name: str
    about: str
    address: str
    size: int


def write_data(library: Library, citations: Citations, folder: Path) -> tuple[Path, ...]:
    """Write the tables of the data set into a folder, row by row, and return their paths."""
    paths = tuple(folder / name for name in (DOCUMENTS_CSV, DOCUMENTS_JSONL, CITATIONS_CSV))
    documents, lines, cited = paths
    with documents.open("w", encoding="utf-8", newline="") as file:
        start_csv_table(file, DOCUMENT_COLUMNS)(_iter_document_rows(library))
    with lines.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_spell_line(document) for document in library.catalogue.documents)
    with cited.open("w", encoding="utf-8", newline="") as file:
        start_csv_table(file, CITATION_COLUMNS)(_iter_citation_rows(library, citations))
    return paths


def _iter_document_rows(library: Library) -> Iterator[tuple[str | int, ...]]:
    for document in library.catalogue.documents:
        shared = (document.organ, document.session, document.adopted, document.issued, " ".join(document.agenda_items))
        for version in document.versions:
            yield (document.symbol, version.language, version.title, *shared, f"{document.address}{version.slug}/")


def _spell_line(document: Document) -> str:
    return json.dumps(asdict(document), ensure_ascii=False, sort_keys=True) + "\n"


def _iter_citation_rows(library: Library, citations: Citations) -> Iterator[tuple[str | int, ...]]:
    for document in library.catalogue.documents:
        for version in document.versions:
            for place in citations.list_cited(version.folder):
                head = (document.symbol, version.language, place.symbol, place.as_printed)
                yield (*head, place.id, place.label, place.page or "")


def make_data_page(library: Library, sizes: dict[str, int]) -> Page:
    """Return the page of the data set. ``sizes``: its files by name, with their sizes in bytes."""
    words = load_language(library.language).words["library"]
    frame = library.frame(library.language, DATA_FOLDER, words["data"])
    return Page(name_page(DATA_FOLDER), "library/data.html", {"frame": frame, "files": _list_files(sizes)})


def _list_files(sizes: dict[str, int]) -> tuple[DataFile, ...]:
    return tuple(DataFile(name, _tell_about(name), f"{DATA_FOLDER}{name}", size) for name, size in sizes.items())


def _tell_about(name: str) -> str:
    if name.endswith(".sqlite"):
        return "data_search"
    return "data_citations" if name == CITATIONS_CSV else "data_documents"


def spell_data_record(library: Library, sizes: dict[str, int]) -> bytes:
    """Return the record of the data set in DCAT (W3C, version 3), as JSON-LD."""
    words = load_language(library.language).words["library"]
    base = library.options.base_url
    dates = [document.date for document in library.catalogue.documents if document.date]
    value: dict[str, Any] = {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@id": f"{base}{DATA_FOLDER}",
        "@type": "dcat:Dataset",
        "dct:title": library.options.title or words["title"],
        "dct:description": words["data_about"],
        "dct:rights": words["unofficial"],
        "dct:source": "https://www.un.org/",
        "dct:language": [load_language(code).tag for code in library.catalogue.languages],
        "dct:temporal": f"{min(dates)}/{max(dates)}" if dates else "",
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:downloadURL": f"{base}{DATA_FOLDER}{quote_address(name)}",
                "dcat:mediaType": MEDIA_TYPES[Path(name).suffix],
                "dcat:byteSize": size,
            }
            for name, size in sizes.items()
        ],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")
