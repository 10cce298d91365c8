"""Make what searches a library in the browser: bundles of Pagefind for each language, and the list of all symbols.

Pagefind cuts Chinese by one dictionary when it indexes and by another when it is asked, and finds 20 of 50 documents
that have 小岛屿发展中国家. So the Han characters of a bundle are pairs with spaces between them, and a query is cut
alike and asked as a phrase: that finds every run of two characters and more.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from engross.batch.corpus.citation_store import natural_key
from engross.batch.corpus.journal import hash_bytes
from engross.batch.library.addresses import PAGE_NAME, spell_address
from engross.batch.library.catalogue import read_paragraphs
from engross.batch.library.citations import Citations
from engross.batch.library.frame import Library
from engross.batch.library.render import render_template
from engross.batch.library.search import list_facets
from engross.batch.library.values import Document, HeldVersion
from engross.batch.search import TITLE
from engross.grammars.han import HAN_RANGE
from engross.grammars.language import load_language
from engross.model.notice import Refusal

SEARCH_FOLDER, ENTRY_NAME = "search/", "documents.json"
PHRASES, WORDS = "phrases", "words"  # the bundles of a language, and their folders
Versions = tuple[tuple[Document, HeldVersion], ...]
FRAGMENT_MARK = b"pagefind_dcd"  # what a fragment begins with
UNSTEMMED = "xx"  # a language of which Pagefind knows nothing
HAN_RUN = re.compile(f"[{HAN_RANGE}]+")
MARKED_RUN = re.compile(rf"([{HAN_RANGE}]+)([^\w\s]*)")
INSTALL_HINT = "install it: pip install 'engross[library]'"
OWN_LOOKS = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")


def check_search() -> None:
    """Raise Refusal if Pagefind is not installed."""
    if find_spec("pagefind_bin") is None:
        raise Refusal("the search of a library needs Pagefind, which is not installed", INSTALL_HINT)


def pair_characters(text: str) -> str:
    """Return a text with each run of Han characters as overlapping pairs, with spaces between: "人权理" is "人权 权理".

    A mark stays beside the pair before it, so that the text can be put together again; letters and figures do not, also
    behind marks: Pagefind would take "权》、2016" for one word.
    """
    return " ".join(MARKED_RUN.sub(_pair_run, text).split())


def _pair_run(run: re.Match[str]) -> str:
    characters, following = run[1], run.string[run.end() : run.end() + 1]
    pairs = (characters[at : at + 2] for at in range(max(1, len(characters) - 1)))
    return f" {' '.join(pairs)}{run[2]}{' ' if following.isalnum() else ''}"


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


def make_search(library: Library, versions: Versions, room: Path) -> dict[str, bytes]:
    """Return the files that search the versions of a language, by their paths; ``room``: an empty folder to work in.

    One bundle is asked for phrases: its words are folded, and none is stemmed, for Pagefind finds no phrase in which a
    word has two forms. The other, of languages with spaces, is asked for words in whatever form. ``documents.json`` has
    what is told of each document, and its fragments in both, for Pagefind writes its own filters in another order each
    time.
    """
    language = versions[0][1].language
    kinds = {PHRASES: UNSTEMMED} if is_paired(language) else {PHRASES: UNSTEMMED, WORDS: language}
    fragments: dict[str, dict[str, str]] = {}
    files: dict[str, bytes] = {}
    for kind, told in kinds.items():
        pages, bundle = room / kind / "pages", room / kind / "bundle"
        for document, version in versions:
            _write_indexed(library, pages / f"{document.address}{version.slug}/", version, told)
        _run_pagefind(pages, bundle)
        fragments[kind] = _list_fragments(bundle)
        names = (path.relative_to(bundle).as_posix() for path in sorted(bundle.rglob("*")) if path.is_file())
        files |= {f"{kind}/{name}": (bundle / name).read_bytes() for name in names if not name.startswith(OWN_LOOKS)}
    return {ENTRY_NAME: _spell_documents(versions, fragments), **files}


def _write_indexed(library: Library, folder: Path, version: HeldVersion, told: str) -> None:
    """Write what Pagefind is to index of a version. ``told``: the language that it takes it for."""
    cut = _find_cut(version.language, told)
    places = ((TITLE, version.title), *read_paragraphs(library.options.run, version))
    values = {"told": told, "places": tuple((id_, cut(text)) for id_, text in places)}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE_NAME).write_bytes(render_template("library/indexed.html", version.language, values))


def _find_cut(language: str, told: str) -> Callable[[str], str]:
    """Return what is done to the texts of a language for a bundle."""
    if is_paired(language):
        return pair_characters
    return fold_text if told == UNSTEMMED else str


def fold_text(text: str) -> str:
    """Return a text in small letters without diacritics, word for word."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")


def _list_fragments(bundle: Path) -> dict[str, str]:
    """Return the id of Pagefind's fragment of each page by the address of the page."""
    fragments: dict[str, str] = {}
    for path in sorted((bundle / "fragment").iterdir()):
        address: str = json.loads(gzip.decompress(path.read_bytes())[len(FRAGMENT_MARK) :])["url"]
        fragments[address.removeprefix("/")] = path.stem
    return fragments


def _spell_documents(versions: Versions, fragments: Mapping[str, Mapping[str, str]]) -> bytes:
    """Return as JSON what is told of each document, the numbers of its filters' values, and its fragments."""
    numbers: dict[str, int] = {}
    rows = []
    for document, version in versions:
        address = f"{document.address}{version.slug}/"
        values = (f"{name}:{value}" for name, listed in list_facets(document).items() for value in listed)
        row = {"address": address, "symbol": document.symbol, "title": version.title, "date": document.date}
        facets = [numbers.setdefault(value, len(numbers)) for value in values]
        rows.append({**row, "facets": facets, **{kind: found[address] for kind, found in fragments.items()}})
    value = {"values": list(numbers), "documents": rows}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _run_pagefind(pages: Path, bundle: Path) -> None:
    from pagefind_bin import get_executable

    command = (str(get_executable()), "--site", str(pages), "--output-path", str(bundle), "--quiet")
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise Refusal(f"Pagefind failed: {(ended.stderr or ended.stdout).strip()[-300:]}", INSTALL_HINT)


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
