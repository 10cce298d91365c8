"""The e-book: each defect of EbookLib that is patched, the package, the same bytes, the findings of checkers."""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ebooklib import epub as ebooklib
from lxml import etree

from engross import passes
from engross.editions.epub import pack_epub, patches, read_back_epub
from engross.editions.epub.metadata import PackageContents, PackageMeta, package_metadata
from engross.editions.index import build_index
from engross.editions.typeset.epub_markup import make_epub_sheets, make_epub_text
from engross.grammars.language import language_codes, load_language
from engross.model.book import Book, Imprint, PageMap, PageStart
from engross.model.epub_profile import READER
from engross.model.notice import Refusal
from engross.model.reading import Overrides
from engross.model.tree import Inline, Note, Paragraph, Resolution, Role, Text, Where
from engross.model.walk import blocks_of, rewrite_resolution
from engross.pipeline.ebook import EpubInputs, make_ebook
from engross.readers import structure
from engross.readers.load import load_source
from engross.verify.check import lint_epub, run_epubcheck
from tests.cases import HERE, expect, folders, source_of, text_differences
from tests.test_build import FONTS

SAMPLE = HERE.parent.parent / "samples" / "A_RES_77_213.zh.txt"
NS = {
    "o": "http://www.idpf.org/2007/opf",
    "d": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PAGE = "<html><head>{head}</head><body{body}>{text}</body></html>"


def book_of(source: Path) -> Book:
    """Make the book of a source, as the stages before typesetting do."""
    reading = passes.run_passes(structure(load_source(source)[0], Overrides()))
    lang = load_language(reading.resolution.language)
    return Book(reading.resolution, build_index(reading.resolution, lang), Imprint(source.name, "0" * 64, "0"))


def pages_of(resolution: Resolution) -> PageMap:
    """Make the page map of a print edition whose pages begin at the third character of every fifth paragraph."""
    ids = [block.id for block in blocks_of(resolution) if isinstance(block, Paragraph)][4::5]
    starts = (PageStart(page, anchor, 2) for page, anchor in enumerate(ids, 2))
    return PageMap(len(ids) + 2, tuple(starts), ())


def made(source: Path) -> bytes:
    """Make the e-book of a source."""
    book = book_of(source)
    return make_ebook(book, pages_of(book.resolution), EpubInputs(READER, load_source(source)[0], FONTS))


@pytest.fixture(scope="module")
def sample() -> dict[str, bytes]:
    """Return the files of the sample's e-book."""
    return files(made(SAMPLE))


def files(data: bytes) -> dict[str, bytes]:
    """Return the files of an e-book by their names in the package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}


def package(files_by_name: dict[str, bytes]) -> Any:
    return etree.fromstring(files_by_name["content.opf"])


def asked(root: Any, path: str) -> list[str]:
    """Return the texts or attributes at a path."""
    return [one if isinstance(one, str) else (one.text or "") for one in root.xpath(path, namespaces=NS)]


# What EbookLib alone makes of a book with one document.


def plain(content: str | bytes = b"<p>x</p>", **made_of: Any) -> dict[str, bytes]:
    """Return the files that EbookLib alone writes for one document."""
    return files(plain_bytes(content, **made_of))


def plain_bytes(content: str | bytes = b"<p>x</p>", title: str = "x", nav: bool = False) -> bytes:
    book = ebooklib.EpubBook()
    book.set_identifier("x")
    book.set_title(title)
    book.set_language("zh")
    document = ebooklib.EpubHtml(title="x", file_name="x.xhtml", content=content)
    book.add_item(document)
    if nav:
        book.add_item(ebooklib.EpubNav())
    book.toc, book.spine = [document], [document]
    out = io.BytesIO()
    ebooklib.write_epub(out, book)
    return out.getvalue()


def written(head: str = "", body: str = "", text: str = "<p>x</p>") -> str:
    """Return what EbookLib writes for a document with this head, attributes of its body, and text."""
    return plain(PAGE.format(head=head, body=body, text=text).encode())["x.xhtml"].decode()


def dates(data: bytes) -> set[tuple[int, ...]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.date_time for info in archive.infolist()}


@contextmanager
def zone(name: str) -> Iterator[None]:
    """Change the time zone for the length of a ``with`` block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", name)
        time.tzset()
        yield
    time.tzset()


def told(data: bytes) -> datetime:
    """Return the time of the last change that a book gives."""
    (modified,) = asked(package(files(data)), "//o:meta[@property='dcterms:modified']")
    return datetime.fromisoformat(modified)


def told_in_two_zones() -> timedelta:
    with zone("Pacific/Kiritimati"):
        first = told(plain_bytes())
    with zone("Pacific/Pago_Pago"):
        return first - told(plain_bytes())


NOTEREF = '<p><a epub:type="noteref" id="ref-1" href="#n">1</a></p>'
DECLARED = '<?xml version="1.0" encoding="utf-8"?>\n' + PAGE.format(head="", body="", text="<p>x</p>")

# Whether EbookLib alone has each defect. False: upstream has fixed it, and the patch can go.
UPSTREAM: dict[str, Callable[[], bool]] = {
    "entries-now": lambda: all(date[0] >= 2025 for date in dates(plain_bytes())),
    "modified-now": lambda: told_in_two_zones() > timedelta(hours=24),
    "random-id": lambda: ebooklib.EpubBook().uid != ebooklib.EpubBook().uid and ":" not in ebooklib.EpubBook().uid,
    "package-lang": lambda: LANG not in package(plain()).attrib,
    "pages-polluted": lambda: b"x.xhtml#ref-1" in plain(NOTEREF, nav=True)["nav.xhtml"],
    "head-lost": lambda: "viewport" not in written(head='<meta name="viewport" content="x"/>'),
    "body-attributes-lost": lambda: "frontmatter" not in written(body=' class="frontmatter"'),
    "spaces-added": lambda: "</em><em>" not in written(text="<p><em>x</em><em>y</em></p>"),
    "declaration-empties": lambda: plain(DECLARED)["x.xhtml"] == b"",
    "ncx-assumed": lambda: asked(package(plain()), "//o:spine/@toc") == ["ncx"] and "toc.ncx" not in plain(),
    "metadata-swallowed": lambda: asked(package(plain(title="a\x01b")), "//d:title") == [""],
}


@pytest.mark.parametrize("defect", patches.UPSTREAM_DEFECTS)
def test_defect_is_still_in_ebooklib(defect: str) -> None:
    """EbookLib alone has the defect; if this fails upstream has fixed it, and the patch can go."""
    assert UPSTREAM[defect]()


def test_every_mend_names_its_defect() -> None:
    """The defects tested here are those of the patches and those of docs/upstream."""
    folder = HERE.parent.parent / "docs" / "upstream"
    assert set(UPSTREAM) == set(patches.UPSTREAM_DEFECTS)
    assert {path.stem.removeprefix("ebooklib-") for path in folder.glob("ebooklib-*.patch")} == set(
        patches.UPSTREAM_DEFECTS
    )


@pytest.mark.process
def test_patches_apply(tmp_path: Path) -> None:
    """Each patch for upstream fits the EbookLib that is installed."""
    package = Path(ebooklib.__file__).parent
    shutil.copytree(package, tmp_path / "ebooklib", ignore=shutil.ignore_patterns("__pycache__"))
    for patch in sorted((HERE.parent.parent / "docs" / "upstream").glob("ebooklib-*.patch")):
        subprocess.run(["git", "apply", "--check", patch], cwd=tmp_path, check=True, capture_output=True)


def test_entries_tell_no_time_and_no_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(made(SAMPLE))) as archive:
        infos = archive.infolist()
    assert {info.date_time for info in infos} == {patches.ZIP_EPOCH}
    assert {(info.create_system, info.external_attr >> 16) for info in infos} == {(3, 0o644)}
    assert (infos[0].filename, infos[0].compress_type, infos[0].extra) == ("mimetype", zipfile.ZIP_STORED, b"")


def test_same_bytes_in_every_time_zone() -> None:
    books = set()
    for name in ("Asia/Shanghai", "America/New_York"):
        with zone(name):
            books.add(made(SAMPLE))
    assert len(books) == 1


def test_modified_is_the_documents_last_date(sample: dict[str, bytes]) -> None:
    assert asked(package(sample), "//o:meta[@property='dcterms:modified']") == ["2022-12-15T00:00:00Z"]


def test_identifier_is_named_by_symbol_and_language(sample: dict[str, bytes]) -> None:
    book = book_of(SAMPLE)
    other = replace(book, resolution=replace(book.resolution, language="en"))
    assert asked(package(sample), "//d:identifier[@id='book']") == [book.identifier]
    assert book.identifier.startswith("urn:uuid:")
    assert book.identifier != other.identifier


def test_package_says_its_language_and_direction(sample: dict[str, bytes]) -> None:
    root = package(sample)
    assert (root.get(LANG), root.get("dir"), root.get("prefix")) == ("zh-Hans", "ltr", None)
    assert asked(root, "//o:spine/@page-progression-direction") == ["ltr"]


def test_pages_are_those_of_the_print_edition_and_nothing_else(sample: dict[str, bytes]) -> None:
    """In the navigation and in the NCX."""
    pages = pages_of(book_of(SAMPLE).resolution).pages
    numbers = [str(n) for n in range(1, pages + 1)]
    nav, ncx = etree.fromstring(sample["nav.xhtml"]), etree.fromstring(sample["toc.ncx"])
    assert asked(nav, "//x:nav[@id='pages']//x:a") == numbers
    assert asked(ncx, "//n:pageTarget/n:navLabel/n:text") == numbers
    assert asked(ncx, "//n:meta[@name='dtb:totalPageCount']/@content") == [str(pages)]


def test_documents_are_written_as_they_were_set(sample: dict[str, bytes]) -> None:
    """Heads, attributes of bodies, no spaces between siblings, nothing emptied: the bytes of the sheets."""
    book = book_of(SAMPLE)
    for sheet in make_epub_sheets(make_epub_text(book, pages_of(book.resolution))):
        assert sample[sheet.name] == sheet.markup.encode("utf-8")
    assert all(sample.values())


def test_spine_names_an_ncx_that_is_there(sample: dict[str, bytes]) -> None:
    root = package(sample)
    assert asked(root, "//o:spine/@toc") == ["ncx"]
    assert asked(root, "//o:item[@id='ncx']/@href") == ["toc.ncx"]


def test_value_that_xml_refuses_is_an_error() -> None:
    book = book_of(SAMPLE)
    part = replace(book.resolution.parts[0], title=(Text("a\x01b"),))
    bad = replace(book, resolution=replace(book.resolution, parts=(part,)))
    with pytest.raises(ValueError, match="XML"):
        pack_epub(bad, make_epub_sheets(make_epub_text(book, None)))


def test_another_ebooklib_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patches, "VERSION", (0, 21, 0))
    book = book_of(SAMPLE)
    with pytest.raises(Refusal, match=r"0\.21\.0"):
        pack_epub(book, make_epub_sheets(make_epub_text(book, None)))


def test_metadata(sample: dict[str, bytes]) -> None:
    """All metadata of the sample."""
    root = package(sample)
    assert asked(root, "//d:identifier")[1:] == ["A/RES/77/213"]
    assert asked(root, "//d:title") == ["A/RES/77/213 增进人权领域的国际合作"]
    assert asked(root, "//d:language") == ["zh-Hans"]
    assert asked(root, "//d:creator") == ["大会"]
    assert asked(root, "//d:publisher") == ["联合国"]
    assert asked(root, "//d:date") == ["2022-12-15"]
    assert asked(root, "//d:source") == ["https://undocs.org/ch/A/RES/77/213"]
    assert asked(root, "//o:meta[@property='belongs-to-collection']") == ["大会决议，第77届会议"]
    assert asked(root, "//o:meta[@property='group-position']") == ["213"]
    assert asked(root, "//o:meta[@property='schema:accessModeSufficient']") == ["textual"]
    assert "pageNavigation" in asked(root, "//o:meta[@property='schema:accessibilityFeature']")
    assert asked(root, "//o:meta[@property='dcterms:conformsTo']") == []


# What of the package differs by organ, series and language.
CATALOGUED = ("dc:creator", "dc:subject", "dc:contributor", "belongs-to-collection", "group-position")


@pytest.mark.parametrize("folder", folders("package"), ids=lambda folder: folder.name)
def test_what_catalogues_read_in_each_language(folder: Path, accept: bool) -> None:
    """Who adopted the text, the series with its session and the number there, subjects, sponsors."""
    book = book_of(source_of(folder))
    lines = []
    for code in language_codes():
        changed = replace(book, resolution=replace(book.resolution, language=code))
        lines += [f"{code}", *map(told_of, package_metadata(changed, PackageContents(code))), ""]
    expect(folder / "out.txt", "\n".join(line for line in lines if line is not None), accept)


def told_of(meta: PackageMeta) -> str | None:
    """An element that catalogues read, with the language of its words if it has one of its own; None for others."""
    name = meta.attributes.get("property", meta.name)
    marks = [meta.attributes[key] for key in (LANG, "dir") if key in meta.attributes]
    return " ".join((f"  {name}:", meta.value, *marks)) if name in CATALOGUED else None


CASES = [source_of(folder) for folder in folders("structure")]


@pytest.mark.parametrize("source", CASES, ids=lambda path: path.parent.name)
def test_text_of_the_book_is_the_models(source: Path) -> None:
    book = book_of(source)
    assert text_differences("EPUB", read_back_epub(made(source)), book.resolution) == ()


@pytest.mark.slow
def test_checkers_find_nothing(tmp_path: Path) -> None:
    """EPUBCheck and the linter, on the sample and every case."""
    sources = (SAMPLE, *CASES, *map(source_of, folders("package")))
    paths = [tmp_path / f"{source.parent.name}.epub" for source in sources]
    for source, path in zip(sources, paths, strict=True):
        path.write_bytes(made(source))
    assert {path.stem: findings for path, findings in run_epubcheck(paths).items() if findings} == {}
    assert {path.stem: lint_epub(path) for path in paths if lint_epub(path)} == {}


def test_added_source_is_no_text_of_the_document() -> None:
    """The source that an "Ibid." repeats is in the book, marked as added, and not in the text read back."""
    book = book_of(SAMPLE)
    twice = {"2": "见《联合国条约汇编》。", "3": "同上，附件。"}

    def one(item: Inline) -> Inline:
        if not isinstance(item, Note) or item.number not in twice:
            return item
        return replace(item, blocks=(Paragraph(Role.PLAIN, (Text(twice[item.number]),)),))

    def run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        return tuple(map(one, content))

    changed = replace(book, resolution=rewrite_resolution(book.resolution, run))
    packed = pack_epub(changed, make_epub_sheets(make_epub_text(changed, None)))
    (added,) = etree.fromstring(files(packed)["resolution.xhtml"]).xpath("//x:*[@class='added']", namespaces=NS)
    assert added.text == "[2: 见《联合国条约汇编》。]"
    assert text_differences("EPUB", read_back_epub(packed), changed.resolution) == ()
