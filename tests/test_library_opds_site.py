"""The catalogue in the site of a run: written with it, made again only where it has changed, searched where served."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engross.batch.library import SiteOptions, make_library
from engross.batch.search import FoundPage, SearchQuery, SqliteIndex
from engross.cli.site import make_site_server
from engross.model.notice import Refusal
from tests.library_run import make_run, write_sources
from tests.test_library_opds import ATOM, find_links, grammar, schema

pytestmark = [pytest.mark.process, pytest.mark.slow]

HREF = "../opds/search"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the run of the invented documents in two languages."""
    folder = tmp_path_factory.mktemp("run")
    write_sources(folder / "sources", ("en", "zh"))
    return make_run(folder, frozenset({"epub", "pdf"}))


@pytest.fixture(scope="module")
def site(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the site of the run."""
    out = tmp_path_factory.mktemp("site") / "un"
    make_library(SiteOptions(run, out, title="Lamps"))
    return out


@pytest.fixture(scope="module")
def address(run: Path, site: Path) -> Iterator[str]:
    """Serve the site, and return its address."""
    server = make_site_server(run, site, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def fetch(address: str) -> tuple[str, bytes]:
    """Return the media type and the bytes of what stands at an address."""
    with urllib.request.urlopen(address, timeout=60) as response:
        return response.headers["Content-Type"], response.read()


def search(address: str, ending: str, words: str) -> bytes:
    """Return what the catalogue's search finds."""
    return fetch(f"{address}opds/search{ending}?query={urllib.parse.quote(words)}")[1]


def test_site_has_both_catalogues_with_files_covers_and_a_link_from_its_first_page(site: Path) -> None:
    for path in site.rglob("*.atom"):
        if path.name != "feed.atom":
            assert grammar().validate(etree.parse(path)), path
    feed = json.loads((site / "opds/en/index~1.json").read_bytes())
    assert schema().is_valid(feed)
    assert len(feed["publications"]) == 3
    for publication in feed["publications"]:
        for link in (*publication["links"], *publication["images"]):
            target = (site / "opds/en" / link["href"]).resolve()
            assert target.is_dir() if link["type"] == "text/html" else target.is_file()
            if "size" in link:
                assert target.stat().st_size == link["size"]
    assert '<a href="./opds/root.atom" type="application/atom+xml">Catalogue for e-readers' in (
        site / "index.html"
    ).read_text("utf-8")
    assert feed["publications"][0]["metadata"]["modified"] == "2054-12-05T00:00:00Z"


def test_static_catalogue_has_no_search(site: Path) -> None:
    assert b'rel="search"' not in (site / "opds/root.atom").read_bytes()
    assert b'"search"' not in (site / "opds/root.json").read_bytes()
    assert not (site / "opds/search.xml").exists()


def test_covers_are_drawn_once(run: Path, site: Path) -> None:
    cover = site / "A/RES/99/7/zh/cover.png"
    before = cover.stat().st_mtime_ns
    summary = make_library(SiteOptions(run, site, title="Lamps"))
    assert (summary.made, summary.removed) == (0, 0)
    assert cover.stat().st_mtime_ns == before
    small = cover.with_name("cover-small.png")
    small.unlink()
    assert make_library(SiteOptions(run, site, title="Lamps")).made > 0
    assert small.is_file()


def test_a_run_without_books_has_no_catalogue(tmp_path: Path) -> None:
    write_sources(tmp_path / "sources", ("en",))
    run = make_run(tmp_path, frozenset({"akn"}))
    make_library(SiteOptions(run, tmp_path / "site"))
    assert not (tmp_path / "site/opds").exists()
    assert "opds" not in (tmp_path / "site/index.html").read_text("utf-8")


def test_where_it_is_served_every_feed_says_how_it_is_searched(address: str, site: Path) -> None:
    kind, data = fetch(f"{address}opds/root.atom")
    assert kind == "application/atom+xml;profile=opds-catalog;charset=utf-8"
    feed = etree.fromstring(data)
    assert grammar().validate(feed)
    assert [link.get("href") for link in find_links(feed, "search")] == [f"{HREF}.xml"]
    kind, data = fetch(f"{address}opds/root.json")
    assert kind == "application/opds+json"
    assert schema().is_valid(json.loads(data))
    assert [link["href"] for link in json.loads(data)["links"] if link["rel"] == "search"] == [f"{HREF}.json{{?query}}"]
    entry = fetch(f"{address}A/RES/99/7/zh/entry.atom")[1]
    assert entry == (site / "A/RES/99/7/zh/entry.atom").read_bytes()


def test_koreader_may_ask_for_the_head_first(address: str) -> None:
    request = urllib.request.Request(f"{address}opds/root.atom", method="HEAD")
    with urllib.request.urlopen(request, timeout=60) as response:
        assert response.headers["Content-Type"].startswith("application/atom+xml")
        assert int(response.headers["Content-Length"]) == len(fetch(f"{address}opds/root.atom")[1])
        assert response.read() == b""


def test_description_of_the_search_leads_to_what_is_found(address: str) -> None:
    """KOReader puts the words where {searchTerms} stands, and reads no other place of the template."""
    kind, data = fetch(f"{address}opds/search.xml")
    assert kind == "application/opensearchdescription+xml"
    (url,) = etree.fromstring(data).findall("{*}Url")
    assert url.get("type") == "application/atom+xml;profile=opds-catalog;kind=acquisition"
    template = url.get("template")
    assert template == f"{address}opds/search.atom?query={{searchTerms}}"
    found = etree.fromstring(fetch(template.replace("{searchTerms}", urllib.parse.quote("小岛屿发展中国家")))[1])
    assert grammar().validate(found)
    titles = [entry.findtext(f"{ATOM}title") for entry in found.findall(f"{ATOM}entry")]
    assert titles == ["A/RES/99/7 灯塔的灯", "A/RES/99/8 灯油", "A/RES/99/9 港口的雾"]
    assert "小岛屿发展中国家" in str(found.findtext("{*}entry/{*}summary"))


@pytest.mark.parametrize(("words", "count"), [
    ("lamps of small island developing States", 3),
    ("no such words", 0),
    ("", 0),
    ("<&\"'\x00 {?query}", 0),
    ("*:* OR NEAR(", 0),
])  # fmt: skip
def test_what_is_found_is_valid_in_both_forms(address: str, words: str, count: int) -> None:
    feed: Any = etree.fromstring(search(address, ".atom", words))
    assert grammar().validate(feed), str(grammar().error_log)
    assert len(feed.findall(f"{ATOM}entry")) == count
    value = json.loads(search(address, ".json", words))
    assert schema().is_valid(value)
    assert (value["metadata"]["numberOfItems"], len(value["publications"])) == (count, count)


class BrokenIndex(SqliteIndex):
    """An index that cannot be read."""

    def search(self, query: SearchQuery) -> FoundPage:
        raise Refusal(f"“{query.words}” cannot be looked for", "make the index again")


@pytest.mark.parametrize("ending", [".atom", ".json"])
def test_search_that_fails_is_told_as_what_it_is(run: Path, site: Path, ending: str) -> None:
    """As JSON, in whatever form the feed was asked for."""
    server = make_site_server(run, site, 0, BrokenIndex(run))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with pytest.raises(urllib.error.HTTPError) as failed:
            search(f"http://127.0.0.1:{server.server_port}/", ending, "lamps")
        assert (failed.value.code, failed.value.headers["Content-Type"]) == (503, "application/json")
        assert "cannot be looked for" in json.loads(failed.value.read())["error"]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
