"""Make the site of a run: every page, file, feed and table, each made again only if what it is made of has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engross import __version__
from engross.batch.corpus.journal import hash_bytes, hash_file
from engross.batch.library.catalogue import read_catalogue
from engross.batch.library.citations import Citations, open_citations
from engross.batch.library.dataset import (
    CATALOGUE_NAME,
    DATA_FOLDER,
    make_data_page,
    spell_data_record,
    write_data,
)
from engross.batch.library.document_pages import list_files, make_cited_pages, make_document_pages
from engross.batch.library.feeds import make_feeds, make_sitemaps
from engross.batch.library.frame import Library, Page, SiteOptions, open_library
from engross.batch.library.groups import list_addresses, make_groups
from engross.batch.library.list_pages import make_list_pages
from engross.batch.library.opds import (
    CatalogueOptions,
    CoverPictures,
    draw_cover,
    list_covers,
    list_publications,
    make_catalogues,
)
from engross.batch.library.reading_view import StyleSheet
from engross.batch.library.render import render_page
from engross.batch.library.search_bundles import (
    ENTRY_NAME,
    SEARCH_FOLDER,
    Versions,
    check_search,
    hash_bundle,
    list_bundles,
    make_search,
    spell_engine,
    spell_symbols,
)
from engross.batch.library.write_site import SiteWriter
from engross.batch.search.database import list_databases
from engross.editions import assets
from engross.grammars.language import load_language

SITE_SHEETS = ("library.css",)
SITE_SCRIPTS = ("beside.mjs", "finder.mjs", "search.mjs")
TEMPLATES, SCRIPTS = "library", "library/scripts"


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """What became of a site: its documents, its files, how many of them were made now and removed."""

    documents: int
    files: int
    made: int
    removed: int


def make_library(options: SiteOptions) -> SiteSummary:
    """Make the site of a run, or bring it up to date. Raises Refusal if the run or the folder cannot be worked with."""
    check_search()
    library = open_library(options, read_catalogue(options.run))
    with open_citations(options.run) as citations:
        site = SiteWriter(options.out, _hash_looks())
        try:
            _write_site(library, citations, site)
            removed = site.finish()
        except BaseException:
            site.break_off()
            raise
    return SiteSummary(len(library.catalogue.documents), site.count, site.made, removed)


def _write_site(library: Library, citations: Citations, site: SiteWriter) -> None:
    _write_pages(library, citations, site)
    _write_data(library, citations, site)
    _write_search(library, citations, site)
    _write_catalogues(library, site)
    _write_files(library, site)
    _write_looks(site)


def _hash_looks() -> str:
    """Return the hash of what all pages depend on: engross, and the templates and words that they are made with."""
    folder = assets.template_folder() / TEMPLATES
    words = sorted((assets.PACKAGE_FOLDER / "grammars" / "words").glob("*.toml"))
    here = sorted(Path(__file__).parent.rglob("*.py"))
    files = (*sorted(path for path in folder.rglob("*") if path.is_file()), *words, *here)
    return hash_bytes(b"\0".join((__version__.encode(), *(path.read_bytes() for path in files))))


def _write_pages(library: Library, citations: Citations, site: SiteWriter) -> None:
    groups = make_groups(library.catalogue.documents)
    addresses: list[tuple[str, str]] = []
    for pages in (
        make_document_pages(library, citations, list_addresses(groups)),
        make_list_pages(library, groups),
        make_cited_pages(library, citations),
    ):
        for page in pages:
            site.add_page(page, _render_page)
            document = page.values.get("document")
            addresses.append((page.values["frame"].address, document.date if document else ""))
    for page in (*make_feeds(library, groups), *make_sitemaps(library, addresses)):
        site.add_page(page, _render_page)


def _render_page(page: Page) -> tuple[bytes, dict[str, bytes]]:
    """Return a page and the style sheets that it brings along, by their paths."""
    more: Mapping[str, Any] = page.read()
    sheets: tuple[StyleSheet, ...] = more.get("sheets", ())
    return render_page(page, more), {f"styles/{sheet.name}": sheet.text.encode("utf-8") for sheet in sheets}


def _write_data(library: Library, citations: Citations, site: SiteWriter) -> None:
    with TemporaryDirectory(prefix="engross-") as room:
        tables = write_data(library, citations, Path(room))
        for path in tables:
            site.add_bytes(f"{DATA_FOLDER}{path.name}", path.read_bytes())
        databases = list_databases(library.options.run)
        sizes = {path.name: path.stat().st_size for path in (*tables, *databases)}
    for path in databases:
        site.add_file(f"{DATA_FOLDER}{path.name}", path, hash_file(path))
    site.add_bytes(f"{DATA_FOLDER}{CATALOGUE_NAME}", spell_data_record(library, sizes))
    site.add_page(make_data_page(library, sizes), _render_page)


def _write_search(library: Library, citations: Citations, site: SiteWriter) -> None:
    """Write the list of symbols and a bundle for each language. Raises Refusal if Pagefind is not installed."""
    site.add_bytes(f"{SEARCH_FOLDER}symbols.json", spell_symbols(library, citations))
    bundles = list_bundles(library)
    site.add_bytes(f"{SEARCH_FOLDER}engine.json", spell_engine(bundles))
    for language, versions in bundles.items():
        folder = f"{SEARCH_FOLDER}{language}/"
        page = Page(f"{folder}{ENTRY_NAME}", "", {"key": hash_bundle(library, versions)})
        site.add_page(page, partial(_render_search, library, versions))


def _render_search(library: Library, versions: Versions, page: Page) -> tuple[bytes, dict[str, bytes]]:
    """Return the list of the documents of a language, and the bundles that search them, by their paths."""
    folder = page.path.removesuffix(ENTRY_NAME)
    with TemporaryDirectory(prefix="engross-") as room:
        files = make_search(library, versions, Path(room))
    return files.pop(ENTRY_NAME), {f"{folder}{name}": data for name, data in files.items()}


def _write_files(library: Library, site: SiteWriter) -> None:
    for document in library.catalogue.documents:
        for version in document.versions:
            for file in list_files(version):
                path = f"{document.address}{version.slug}/{file.name}"
                site.add_file(path, library.options.run / version.folder / file.name, file.sha256)


def _write_catalogues(library: Library, site: SiteWriter) -> None:
    """Write the catalogues for e-readers, and the covers that they show."""
    publications = list_publications(library.catalogue)
    title = library.options.title or load_language(library.language).word("library", "title")
    for path, data in make_catalogues(
        publications, CatalogueOptions(title, library.language, library.options.base_url)
    ):
        site.add_bytes(path, data)
    for cover in list_covers(publications):
        site.add_page(Page(cover.path, "", {"pdf": cover.pdf}), partial(_render_cover, library, cover))


def _render_cover(library: Library, cover: CoverPictures, _: Page) -> tuple[bytes, dict[str, bytes]]:
    """Return the larger picture of a cover, and the other by its path."""
    path, _digest = cover.pdf
    pictures = draw_cover(cover, (library.options.run / path).read_bytes() if path else b"")
    return pictures.pop(cover.path), pictures


def _write_looks(site: SiteWriter) -> None:
    for name in SITE_SHEETS:
        site.add_bytes(f"styles/{name}", assets.read_style_sheet(name).encode("utf-8"))
    for name in SITE_SCRIPTS:
        path = assets.template_folder() / SCRIPTS / name
        site.add_bytes(f"scripts/{name}", path.read_bytes())
