"""Make what searches a library in the browser: a Pagefind bundle for each language, and the list of all symbols.

Pagefind cuts Chinese by one dictionary when it indexes and by another when it is asked, and finds 20 of 50 documents
that have 小岛屿发展中国家. So the Han characters of a bundle are pairs with spaces between them, and a query is cut
alike and asked as a phrase: that finds every run of two characters and more.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from engross.batch.corpus.citation_store import natural_key
from engross.batch.corpus.journal import hash_bytes
from engross.batch.library.addresses import spell_address
from engross.batch.library.catalogue import read_paragraphs
from engross.batch.library.citations import Citations
from engross.batch.library.frame import Library, name_page
from engross.batch.library.render import render_template
from engross.batch.library.search import TITLE, list_facets
from engross.batch.library.values import Document, HeldVersion
from engross.grammars.han import HAN_RANGE
from engross.grammars.language import load_language
from engross.model.notice import Refusal

SEARCH_FOLDER, ENTRY_NAME = "search/", "pagefind-entry.json"
Versions = tuple[tuple[Document, HeldVersion], ...]
FACETS_NAME, FRAGMENT_MARK = "facets.json", b"pagefind_dcd"
PAIRED_AS = "en"  # the language that Pagefind is told for pairs of Han characters: it has no rules for them
HAN_RUN = re.compile(f"[{HAN_RANGE}]+")
INSTALL_HINT = "install it: pip install 'engross[library]'"
OWN_LOOKS = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")


def check_search() -> None:
    """Raise Refusal if Pagefind is not installed."""
    if find_spec("pagefind_bin") is None:
        raise Refusal("the search of a library needs Pagefind, which is not installed", INSTALL_HINT)


def pair_characters(text: str) -> str:
    """Return a text with each run of Han characters as overlapping pairs, with spaces between: "人权理" is "人权 权理".

    A mark stays beside the pair before it, so that the text can be put together again; letters and figures do not.
    """
    return " ".join(HAN_RUN.sub(_pair_run, text).split())


def _pair_run(run: re.Match[str]) -> str:
    characters, following = run[0], run.string[run.end() : run.end() + 1]
    pairs = (characters[at : at + 2] for at in range(max(1, len(characters) - 1)))
    return f" {' '.join(pairs)}{' ' if following.isalnum() else ''}"


def list_bundles(library: Library) -> dict[str, Versions]:
    """Return the versions of each language, in the order of the catalogue."""
    return {
        code: tuple((one, v) for one in library.catalogue.documents for v in one.versions if v.language == code)
        for code in library.catalogue.languages
    }


def spell_engine(bundles: Iterable[str]) -> bytes:
    """Return as JSON what searches the site, and of which languages the texts are cut into pairs."""
    value = {"name": "pagefind", "bundles": {code: {"paired": is_paired(code)} for code in bundles}}
    return json.dumps(value, sort_keys=True).encode("utf-8")


def is_paired(language: str) -> bool:
    """Return whether the texts of a language have no spaces between their words."""
    return bool(load_language(language).words["reading"]["tight"])


def hash_bundle(library: Library, versions: Versions) -> str:
    """Return the hash of all that a bundle is made of."""
    parts = (f"{one.address}{v.slug}\0{v.title}\0{v.record}\0{list_facets(one)}" for one, v in versions)
    return hash_bytes("\n".join((library.language, *parts)).encode("utf-8", "surrogatepass"))


def make_bundle(library: Library, versions: Versions, room: Path) -> Path:
    """Make the bundle of a language in the folder ``room``, and return its folder. Raises Refusal if Pagefind fails."""
    pages, bundle = room / "pages", room / "bundle"
    for document, version in versions:
        path = pages / name_page(f"{document.address}{version.slug}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_render_indexed(library, document, version))
    _run_pagefind(pages, bundle)
    facets = {f"/{document.address}{version.slug}/": list_facets(document) for document, version in versions}
    (bundle / FACETS_NAME).write_bytes(_spell_facets(bundle, facets))
    for path in bundle.iterdir():
        if path.name.startswith(OWN_LOOKS):
            path.unlink()
    return bundle


def _render_indexed(library: Library, document: Document, version: HeldVersion) -> bytes:
    language = version.language
    pairs = is_paired(language)
    places = ((TITLE, version.title), *read_paragraphs(library.options.run, version))
    values = {
        "document": document,
        "version": version,
        "pagefind_language": PAIRED_AS if pairs else language,
        "places": tuple((id_, pair_characters(text) if pairs else text) for id_, text in places),
    }
    return render_template("library/indexed.html", language, values)


def _run_pagefind(pages: Path, bundle: Path) -> None:
    from pagefind_bin import get_executable

    command = (str(get_executable()), "--site", str(pages), "--output-path", str(bundle), "--quiet")
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise Refusal(f"Pagefind failed: {(ended.stderr or ended.stdout).strip()[-300:]}", INSTALL_HINT)


def _spell_facets(bundle: Path, facets: Mapping[str, Mapping[str, Iterable[str]]]) -> bytes:
    """Return the values of the filters as JSON, and by the id of each of Pagefind's fragments which ones it has.

    Pagefind's own filters are written in another order each time.
    """
    numbers: dict[str, int] = {}
    documents: dict[str, list[int]] = {}
    for path in sorted((bundle / "fragment").iterdir()):
        address = json.loads(gzip.decompress(path.read_bytes())[len(FRAGMENT_MARK) :])["url"]
        values = (f"{name}:{value}" for name, listed in facets[address].items() for value in listed)
        documents[path.stem] = [numbers.setdefault(value, len(numbers)) for value in values]
    value = {"values": list(numbers), "documents": documents}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def spell_symbols(library: Library, citations: Citations) -> bytes:
    """Return all symbols, held and cited, as JSON: symbol, address, and the title of what is held; in natural order."""
    language = library.language
    entries = {one.symbol: [one.symbol, one.address, one.choose_version(language).title] for one in _held(library)}
    for symbol in citations.iter_symbols():
        entries.setdefault(symbol, [symbol, spell_address(symbol), ""])
    rows = sorted(entries.values(), key=lambda entry: natural_key(entry[0]))
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _held(library: Library) -> Iterator[Document]:
    return (document for document in library.catalogue.documents if document.symbol)
