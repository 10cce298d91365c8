"""The catalogues for e-readers: valid, walked from the root, paged, with facets, and as readers parse them."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import pypdfium2
import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from PIL import Image

from engross.batch.library import Catalogue, Document, HeldFile, HeldVersion, read_catalogue
from engross.batch.library.opds import (
    ROOT_ADDRESS,
    CatalogueOptions,
    CoverPictures,
    FoundPublications,
    draw_cover,
    list_covers,
    list_publications,
    make_catalogues,
    spell_found,
)
from engross.model.notice import Refusal
from tests.library_run import make_run

SCHEMAS = Path(__file__).with_name("opds")
ATOM = "{http://www.w3.org/2005/Atom}"
OPDS = "{http://opds-spec.org/2010/catalog}"
THREAD = "{http://purl.org/syndication/thread/1.0}"
SITE = "http://library/"
ACQUISITION = "http://opds-spec.org/acquisition/open-access"
OPTIONS = CatalogueOptions("Library & “lamps”", "en")
MOST_LINKS = 99
HOSTILE = "<b>&amp; \"'\x00\ud800\u2028 \x1f灯 ]]> {{ 7 * 7 }} %41 #?"


def make_document(number: int, at_session: int, **more: Any) -> Document:
    """Return an invented resolution in English and Chinese, with an e-book and a PDF each."""
    symbol = f"A/RES/{at_session}/{number}"
    values: dict[str, Any] = {
        "symbol": symbol,
        "address": f"{symbol}/",
        "organ": "ga",
        "session": str(at_session),
        "adopted": f"{1945 + at_session}-10-{10 + number % 20:02}",
        "issued": "",
        "agenda_items": (),
        "subjects": (f"LAMPS {number % 4}",),
        "committee_reports": (),
        "meeting": None,
        "meeting_record": "",
        "draft": "",
        "versions": tuple(make_version(symbol, code) for code in ("en", "zh")),
    }
    return Document(**(values | more))


def make_version(symbol: str, language: str, **more: Any) -> HeldVersion:
    """Return an invented version."""
    name = f"{symbol.replace('/', '_')}.{language}"
    files = tuple(HeldFile(f"{name}{ending}", 1000, "0" * 64) for ending in (".pdf", ".epub", ".xml"))
    committee = {"en": "Third Committee", "zh": "第三委员会"}[language]
    return HeldVersion(language, language, f"Lamps of {symbol}", name, "r", "k", files, committee, **more)


def make_hostile_documents() -> Iterator[Document]:
    """Yield documents with all that a text may have, or lack."""
    odd = make_version("A/RES/9/99", "en")
    yield make_document(
        99,
        9,
        organ="sc",
        subjects=(HOSTILE, "lamps 1", "LAMPS-1", "", "  "),
        versions=(HeldVersion("en", "en", HOSTILE, "x", "r", "k", odd.files, HOSTILE, HOSTILE, HOSTILE),),
    )
    nameless = (HeldFile("poem.en.epub", 7, "0" * 64),)
    version = HeldVersion("en", "en", "", "poem.en", "r", "k", nameless)
    address = "document/poem #1.en/"
    yield make_document(1, 1, symbol="", address=address, session="", adopted="", subjects=(), versions=(version,))
    second = HeldVersion("zh", "zh-2", "二", "other", "r", "k", nameless)
    versions = (make_version("A/RES/9/98", "zh"), second)
    yield make_document(98, 9, symbol="A/RES/9/98", address="A/RES/9/98/", versions=versions)
    none = HeldVersion("en", "en", "No file", "none.en", "r", "k", ())
    yield make_document(97, 9, symbol="A/RES/9/97", versions=(none,))


@cache
def catalogue() -> Catalogue:
    """A catalogue of 95 sessions, one of them of 230 documents on 95 subjects."""
    many = [make_document(number, 77, subjects=(f"SUBJECT {number % 95}",)) for number in range(1, 231)]
    others = [make_document(number, session) for session in (*range(1, 77), *range(78, 96)) for number in (1,)]
    return Catalogue((*others, *many, *make_hostile_documents()))


@cache
def files(base_url: str = "") -> dict[str, bytes]:
    """The files of the catalogue's feeds and entries."""
    options = CatalogueOptions(OPTIONS.title, OPTIONS.language, base_url)
    made = list(make_catalogues(list_publications(catalogue()), options))
    assert len({path for path, _ in made}) == len(made)
    return dict(made)


@cache
def read_atom(path: str) -> Any:
    """Return the Atom at a path as a tree."""
    return etree.fromstring(files()[path])


def paths(ending: str) -> list[str]:
    """Return the paths of the files of a form."""
    return [path for path in files() if path.endswith(ending)]


def find_links(element: Any, rel: str) -> list[Any]:
    """Return the links of a feed or an entry that have a relation."""
    return [link for link in element.iterchildren(f"{ATOM}link") if link.get("rel") == rel]


def follow(path: str, href: str) -> str:
    """Return the path that a link at a path leads to."""
    return unquote(urljoin(SITE + path.replace("#", "%23"), href).removeprefix(SITE))


def count_entries(path: str) -> int:
    """Return how many publications a list says it has."""
    return int(read_atom(path).findtext("{*}totalResults"))


@cache
def grammar() -> etree.RelaxNG:
    """The grammar of OPDS 1.2."""
    return etree.RelaxNG(etree.parse(SCHEMAS / "catalogue.rng"))


@cache
def schema() -> Draft202012Validator:
    """The schema of OPDS 2.0."""
    value = json.loads((SCHEMAS / "catalogue.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(value)
    return Draft202012Validator(value)


def test_every_feed_and_entry_is_opds_1_2() -> None:
    for path in paths(".atom"):
        assert grammar().validate(read_atom(path)), (path, str(grammar().error_log)[:500])


def test_every_feed_and_publication_is_opds_2_0() -> None:
    for path in paths(".json"):
        faults = [
            (fault.message[:200], [*fault.absolute_path]) for fault in schema().iter_errors(json.loads(files()[path]))
        ]
        assert faults == [], path


LIST = "opds/en/organ-ga.session-77~2"
LEADS = "opds/en/organ-ga"


@pytest.mark.parametrize(("path", "before", "after"), [
    (LIST, b"kind=acquisition", b"kind=acquisitions"),
    (LIST, b'rel="next"', b'rel="following"'),
    (LIST, b"T00:00:00Z", b""),
    (LIST, b"urn:uuid:", b"urn uuid:"),
    (LIST, b' length="1000"', b""),
    (LIST, b'opds:activeFacet="true"', b'opds:activeFacet="false"'),
    (LIST, b"thr:count", b"count"),
    (LIST, b"<author>", b"<author><uri>x</uri>"),
    (LIST, b'summary type="text"', b'summary type="html"'),
    (LIST, b"http://opds-spec.org/acquisition/open-access", b"http://opds-spec.org/acquisition/free"),
    (LIST, b"image/png", b"image/svg+xml"),
    (LIST, b"../../A/RES/77", b"../../A/RES 77"),
    (LEADS, b'<content type="text">', b'<content type="xhtml">'),
    (LEADS, b'rel="subsection"', b'rel="http://opds-spec.org/facet"'),
    (LEADS, b'rel="subsection"', b'rel="http://opds-spec.org/acquisition"'),
    (LEADS, b"<title>", b"<title>\n"),
])  # fmt: skip
def test_grammar_refuses_what_is_not_opds_1_2(path: str, before: bytes, after: bytes) -> None:
    data = files()[f"{path}.atom"]
    assert before in data
    assert not grammar().validate(etree.fromstring(data.replace(before, after)))


def _first(key: str, **values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda feed: feed[key][0].update(values)


def _drop(key: str, *more: str) -> Callable[[dict[str, Any]], None]:
    def change(feed: dict[str, Any]) -> None:
        inner = feed["publications"][0] if more else feed
        del (inner[key] if more else inner)[more[0] if more else key]

    return change


@pytest.mark.parametrize(("path", "change"), [
    (LIST, _drop("links")),
    (LIST, _drop("metadata")),
    (LIST, _drop("publications")),
    (LIST, _first("links", rel="other")),
    (LIST, _first("publications", images=[])),
    (LIST, _first("publications", links=[])),
    (LIST, _drop("metadata", "title")),
    (LIST, _drop("metadata", "identifier")),
    (LIST, lambda feed: feed["publications"][0]["metadata"].update(title={"en": "Lamps"})),
    (LIST, lambda feed: feed["publications"][0]["metadata"].update(modified="yesterday")),
    (LIST, lambda feed: feed["publications"][0]["images"][0].update(type="image/svg+xml")
        or feed["publications"][0]["images"].pop()),
    (LIST, lambda feed: feed["facets"][0]["links"].append(feed["facets"][0]["links"][0] | {"rel": "self"})),
    (LEADS, lambda feed: feed["navigation"][0].pop("title")),
    (LEADS, lambda feed: feed.update(navigation=feed["navigation"] * 50)),
    (LEADS, lambda feed: feed.update(facets=[])),
])  # fmt: skip
def test_schema_refuses_what_is_not_opds_2_0(path: str, change: Callable[[dict[str, Any]], Any]) -> None:
    feed = json.loads(files()[f"{path}.json"])
    assert schema().is_valid(feed)
    change(feed)
    assert not schema().is_valid(feed)


def iter_links(path: str) -> Iterator[tuple[str, str, str]]:
    """Yield relation, media type and path of every link in a file, Atom or JSON."""
    if path.endswith(".atom"):
        for link in read_atom(path).iter(f"{ATOM}link"):
            yield link.get("rel"), link.get("type"), follow(path, link.get("href"))
        return
    waiting: list[Any] = [json.loads(files()[path])]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict) and "href" in value:
            yield value["rel"], value["type"], follow(path, value["href"])
        waiting.extend(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())


def list_published() -> set[str]:
    """Return the paths that the site has beside the catalogue's own: of documents, pages and covers."""
    found = set()
    for document in catalogue().documents:
        for version in document.versions:
            folder = f"{document.address}{version.slug}/"
            found |= {folder, *(f"{folder}{file.name}" for file in version.files)}
    for cover in list_covers(list_publications(catalogue())):
        found |= {cover.path, f"{cover.folder}cover-small.png"}
    return found


@pytest.mark.parametrize("ending", [".atom", ".json"])
def test_from_the_root_everything_is_reached_and_no_link_is_broken(ending: str) -> None:
    published, made = list_published(), {*paths(ending)}
    waiting, seen, acquired = [f"{ROOT_ADDRESS}{ending}"], set(), set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for rel, media_type, target in iter_links(path):
            if "opds" in media_type:
                assert target in made, (path, target)
                waiting.append(target)
            else:
                assert target in published, (path, target)
            if rel == ACQUISITION:
                assert (
                    media_type == {"epub": "application/epub+zip", "pdf": "application/pdf"}[target.rpartition(".")[2]]
                )
                acquired.add(target)
    assert seen == made
    assert acquired == {path for path in published if path.endswith((".epub", ".pdf"))}


def test_feeds_that_lead_on_are_short_and_never_paged() -> None:
    for path in paths(".atom"):
        feed = read_atom(path)
        if feed.tag == f"{ATOM}feed" and find_links(feed, "self")[0].get("type").endswith("navigation"):
            assert 0 < len(feed.findall(f"{ATOM}entry")) <= MOST_LINKS
            assert not find_links(feed, "next")
    assert len(read_atom("opds/en/organ-ga.atom").findall(f"{ATOM}entry")) < len(catalogue().documents)


def list_titles(path: str) -> list[str]:
    """Return the titles of a feed's entries."""
    return [entry.findtext(f"{ATOM}title") for entry in read_atom(path).findall(f"{ATOM}entry")]


def test_navigation_goes_by_language_organ_session_committee_and_subject() -> None:
    assert list_titles("opds/root.atom") == ["Newest", "English", "中文"]
    assert list_titles("opds/zh/index.atom") == ["最新", "全部", "机关", "届会", "委员会", "主题"]
    assert list_titles("opds/zh/organs.atom") == ["大会"]
    assert list_titles("opds/zh/organ-ga.session-77.atom") == ["全部", "第三委员会"]
    assert list_titles("opds/en/organ-ga.atom")[:2] == ["All", "Session 95 – Session 48"]
    assert list_titles("opds/en/organ-ga~part-1-1.atom")[:2] == ["Session 95", "Session 94"]
    assert list_titles("opds/en/committees.atom")[0] == "Third Committee"


def test_committees_stand_in_the_order_of_their_numbers() -> None:
    names = ("Third Committee", "Special Political and Decolonization Committee (Fourth Committee)", "Sixth Committee",
             "First Committee", "Committee of Lamps", "第三委员会")  # fmt: skip
    versions = [replace(make_version(f"A/RES/7/{n}", "en"), committee=name) for n, name in enumerate(names)]
    documents = tuple(make_document(n, 7, versions=(version,)) for n, version in enumerate(versions))
    made = dict(make_catalogues(list_publications(Catalogue(documents)), OPTIONS))
    entries = etree.fromstring(made["opds/en/committees.atom"]).findall(f"{ATOM}entry")
    order = [names.index(str(entry.findtext(f"{ATOM}title"))) for entry in entries]
    assert order == [3, 0, 1, 2, 4, 5]


def read_pages(path: str) -> list[tuple[str, Any]]:
    """Return the pages of a list from its first on."""
    pages = [(path, read_atom(path))]
    while following := find_links(pages[-1][1], "next"):
        target = follow(pages[-1][0], following[0].get("href"))
        pages.append((target, read_atom(target)))
    return pages


def test_a_list_is_paged_and_its_pages_know_each_other() -> None:
    pages = read_pages("opds/en/organ-ga.session-77~1.atom")
    assert [len(feed.findall(f"{ATOM}entry")) for _, feed in pages] == [50, 50, 50, 50, 30]
    ids = [entry.findtext(f"{ATOM}id") for _, feed in pages for entry in feed.findall(f"{ATOM}entry")]
    assert len({*ids}) == 230
    moments = [entry.findtext(f"{ATOM}updated") for _, feed in pages for entry in feed.findall(f"{ATOM}entry")]
    assert moments == sorted(moments, reverse=True)
    for number, (path, feed) in enumerate(pages):
        ways = {"first": [pages[0][0]], "previous": [x for x, _ in pages[:number][-1:]], "last": [pages[-1][0]]}
        assert {rel: [follow(path, link.get("href")) for link in find_links(feed, rel)] for rel in ways} == ways
    data = json.loads(files()["opds/en/organ-ga.session-77~5.json"])
    about = {name: data["metadata"][name] for name in ("numberOfItems", "itemsPerPage", "currentPage")}
    assert about == {"numberOfItems": 230, "itemsPerPage": 50, "currentPage": 5}
    assert len(data["publications"]) == 30


def test_the_crawlable_feed_has_everything_once_the_latest_first() -> None:
    feed = read_atom("opds/all~1.atom")
    publications = list_publications(catalogue())
    entries = feed.findall(f"{ATOM}entry")
    assert Counter(entry.findtext(f"{ATOM}id") for entry in entries) == Counter(one.id for one in publications)
    assert max(Counter(one.id for one in publications).values()) == 1
    moments = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert moments == sorted(moments, reverse=True)
    assert feed.find("{http://purl.org/syndication/history/1.0}complete") is not None
    assert read_atom("opds/new~1.atom").find("{http://purl.org/syndication/history/1.0}complete") is None


def test_facets_narrow_and_change_the_language_and_one_of_a_group_is_active() -> None:
    for path in paths(".atom"):
        groups: dict[str, list[Any]] = {}
        for link in find_links(read_atom(path), "http://opds-spec.org/facet"):
            groups.setdefault(link.get(f"{OPDS}facetGroup"), []).append(link)
        for links in groups.values():
            assert sum(link.get(f"{OPDS}activeFacet") == "true" for link in links) == 1, path
            for link in links:
                assert int(link.get(f"{THREAD}count")) == count_entries(follow(path, link.get("href")))
    links = find_links(read_atom("opds/en/organ-ga.session-77~1.atom"), "http://opds-spec.org/facet")
    assert [*dict.fromkeys(link.get(f"{OPDS}facetGroup") for link in links)] == [
        "Languages", "Organs", "Sessions", "Committees",
    ]  # fmt: skip
    active = [link.get("title") for link in links if link.get(f"{OPDS}activeFacet")]
    assert active == ["English", "General Assembly", "Session 77", "All"]


def test_entries_have_what_is_known_of_a_document() -> None:
    entry = read_atom("A/RES/77/5/zh/entry.atom")
    assert entry.findtext(f"{ATOM}title") == "A/RES/77/5 Lamps of A/RES/77/5"
    assert entry.findtext("{*}language") == "zh-Hans"
    assert entry.findtext("{*}issued") == "2022-10-15"
    assert entry.findtext("{*}identifier") == "A/RES/77/5"
    assert entry.findtext("{*}author/{*}name") == "大会"
    assert entry.findtext("{*}summary") == "第三委员会"
    assert [link.get("type") for link in find_links(entry, ACQUISITION)] == ["application/epub+zip", "application/pdf"]
    publication = json.loads(files()["A/RES/77/5/zh/publication.json"])
    assert publication["metadata"]["identifier"] == entry.findtext(f"{ATOM}id")
    assert publication["metadata"]["subject"] == [{"name": "SUBJECT 5"}]


def test_what_a_text_may_not_have_in_xml_is_replaced_and_what_it_lacks_is_left_out() -> None:
    odd = read_atom("A/RES/9/99/en/entry.atom")
    assert odd.findtext(f"{ATOM}title") == "A/RES/9/99 <b>&amp; \"'\ufffd\ufffd \ufffd灯 ]]> {{ 7 * 7 }} %41 #?"
    nameless = read_atom("document/poem #1.en/en/entry.atom")
    assert nameless.findtext(f"{ATOM}title") == "poem.en"
    assert nameless.findtext(f"{ATOM}updated") == "1945-10-24T00:00:00Z"
    assert nameless.find("{*}issued") is None
    picture = find_links(nameless, "http://opds-spec.org/image")[0].get("href")
    assert follow("document/poem #1.en/en/entry.atom", picture) == "opds/cover.png"
    assert not any("A/RES/9/97" in path for path in files())
    assert "opds/en/subject-lamps-1-2~1.atom" in files()  # “LAMPS 1”, “lamps 1” and “LAMPS-1” each have their own


def test_koreader_reads_the_shape_of_it() -> None:
    """Its parser of XML takes no comment, no CDATA, no reference by hexadecimals, and no element without text."""
    for path in paths(".atom"):
        text = files()[path].decode("utf-8")
        assert not re.search(r"<!--|<!\[CDATA|&#x|&(?!(?:lt|gt|amp|quot|apos|#\d+);)|<([\w:]+)></\1>", text)
        assert text.startswith('<?xml version="1.0"')
        for entry in read_atom(path).iter(f"{ATOM}entry"):
            assert len(entry.findall(f"{ATOM}author")) <= 1  # it takes the first of what is not a link
    for path in paths(".json"):
        value = json.loads(files()[path])
        for publication in value.get("publications", ()):
            assert isinstance(publication["metadata"]["title"], str)  # a map of languages ends it with an error
            assert isinstance(publication["metadata"]["author"]["name"], str)
            assert [image["rel"].rpartition("/")[2] for image in publication["images"]] == ["image", "thumbnail"]
        for group in value.get("groups", ()):
            assert group["links"][0]["rel"] == "self"  # it shows a group as a link to its first one
        assert all(isinstance(rel, str) for rel, _, _ in iter_links(path))


def test_what_a_search_finds_is_paged() -> None:
    found = FoundPublications("lamps & 灯", 2, 20, 45, list_publications(catalogue())[:20])
    feed = etree.fromstring(spell_found(found, ".atom", OPTIONS))
    assert grammar().validate(feed)
    ways = {link.get("rel"): str(link.get("href")).partition("?")[2] for link in feed.findall(f"{ATOM}link")}
    words = "query=lamps+%26+%E7%81%AF"
    assert [ways[rel] for rel in ("first", "previous", "next", "last", "self")] == [
        words, words, f"{words}&page=3", f"{words}&page=3", f"{words}&page=2",
    ]  # fmt: skip
    value = json.loads(spell_found(found, ".json", OPTIONS))
    assert schema().is_valid(value)
    assert value["metadata"]["currentPage"] == 2
    assert value["links"][-1]["href"] == "../opds/search.json{?query}"


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    again = dict(make_catalogues(list_publications(catalogue()), OPTIONS))
    assert again == files()


def test_where_the_address_is_known_a_file_says_its_own() -> None:
    whole = files("https://example.org/un/")
    (own,) = find_links(etree.fromstring(whole["opds/root.atom"]), "self")
    assert own.get("href") == "https://example.org/un/opds/root.atom"
    assert json.loads(whole["opds/root.json"])["links"][0]["href"] == "https://example.org/un/opds/root.json"
    first = json.loads(whole["opds/zh/organ-ga.session-5~1.json"])["publications"][0]
    assert first["links"][0]["href"] == "https://example.org/un/A/RES/5/1/zh/publication.json"
    assert first["links"][1]["href"] == "../../A/RES/5/1/zh/A_RES_5_1.zh.epub"
    for path, data in whole.items():
        if path.startswith("opds/zh/"):
            check = (
                schema().is_valid(json.loads(data))
                if path.endswith(".json")
                else grammar().validate(etree.fromstring(data))
            )
            assert check, path


def test_a_catalogue_of_nothing_has_no_file() -> None:
    assert list(make_catalogues((), OPTIONS)) == []
    assert list(list_covers(())) == []


def make_pdf(pages: Iterable[tuple[int, int]]) -> bytes:
    """Return a PDF of empty pages of these sizes in points."""
    with pypdfium2.PdfDocument.new() as document:
        for width, height in pages:
            document.new_page(width, height)
        out = BytesIO()
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("pdf", "sizes"), [
    (make_pdf([(595, 842), (100, 100)]), [(360, 510), (120, 170)]),
    (make_pdf([(842, 595)]), [(360, 255), (120, 85)]),
    (b"", [(360, 510), (120, 170)]),
])  # fmt: skip
def test_covers_are_pictures_of_the_first_page_in_two_sizes(pdf: bytes, sizes: list[tuple[int, int]]) -> None:
    cover = CoverPictures("A/RES/99/7/zh/", ("x.pdf", "0"))
    drawn = draw_cover(cover, pdf)
    assert [*drawn] == ["A/RES/99/7/zh/cover.png", "A/RES/99/7/zh/cover-small.png"]
    pictures = [Image.open(BytesIO(data)) for data in drawn.values()]
    assert [(picture.format, picture.size) for picture in pictures] == [("PNG", size) for size in sizes]
    assert draw_cover(cover, pdf) == drawn


def test_a_pdf_that_cannot_be_drawn_is_refused_by_its_name() -> None:
    with pytest.raises(Refusal, match="first page of a PDF cannot be drawn") as refused:
        draw_cover(CoverPictures("A/", ("x/y.pdf", "0")), b"%PDF-1.7 no more")
    assert "x/y.pdf" in str(refused.value.where)


@pytest.mark.process
@pytest.mark.slow
def test_ids_are_those_of_the_books(tmp_path: Path) -> None:
    run = make_run(tmp_path, frozenset({"epub"}))
    publications = list_publications(read_catalogue(run))
    assert len(publications) == 18
    for publication in publications:
        name = publication.files[0].name
        with zipfile.ZipFile(next(run.rglob(name))) as book:
            package = next(entry for entry in book.namelist() if entry.endswith(".opf"))
            tree = etree.fromstring(book.read(package))
        unique = tree.get("unique-identifier")
        assert publication.id == tree.xpath("string(//*[@id=$id])", id=str(unique))
