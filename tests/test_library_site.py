"""The site of a run: every link leads somewhere, the same bytes each time, only what has changed is made again."""

from __future__ import annotations

import json
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from engross.batch.library import Catalogue, Document, HeldFile, HeldVersion, SiteOptions, make_library
from engross.batch.library.document_pages import list_files
from engross.batch.library.feeds import make_feeds
from engross.batch.library.frame import open_library
from engross.batch.library.list_pages import FED_KINDS
from engross.batch.library.render import render_page
from engross.batch.library.search_bundles import pair_characters
from engross.cli.program import run_command_line
from engross.cli.site import make_site_server
from engross.model.notice import Refusal
from tests.library_run import make_run, write_sources
from tests.site_links import find_broken_links
from tests.test_corpus import contents

pytestmark = [pytest.mark.process, pytest.mark.slow]

BASE = "https://example.org/un/"
EDITIONS = frozenset({"akn", "html"})


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the run of the invented documents in three languages."""
    folder = tmp_path_factory.mktemp("run")
    write_sources(folder / "sources", ("ar", "en", "zh"))
    return make_run(folder, EDITIONS)


@pytest.fixture(scope="module")
def site(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the site of the run."""
    out = tmp_path_factory.mktemp("site") / "un"
    make_library(SiteOptions(run, out, BASE))
    return out


def text_of(site: Path, address: str) -> str:
    return (site / address / "index.html").read_text("utf-8")


def test_every_link_leads_to_a_page_and_a_place_on_it(site: Path) -> None:
    assert [*find_broken_links(site, BASE)] == []


def test_addresses_are_symbols_and_nothing_comes_from_elsewhere(site: Path) -> None:
    assert "Lamps of lighthouses" in text_of(site, "A/RES/99/7/")
    chinese = text_of(site, "A/RES/99/7/zh/")
    assert 'id="op-1"' in chinese
    assert "小岛屿发展中国家" in chinese
    assert "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'" in chinese
    assert "本站不是联合国的官方网站" in chinese
    assert '<html lang="ar" dir="rtl">' in text_of(site, "A/RES/99/7/ar/")
    alternate = '<link rel="alternate" hreflang="zh-Hans" href="{}"/>'.format
    assert alternate(f"{BASE}A/RES/99/7/zh/") in text_of(site, "A/RES/99/7/ar/")
    assert alternate(f"{BASE}zh/A/RES/99/7/") in text_of(site, "A/RES/99/7/")
    assert f'hreflang="x-default" href="{BASE}A/RES/99/7/"/>' in chinese


def test_who_cites_stands_with_the_place(site: Path) -> None:
    record = text_of(site, "A/RES/99/7/")
    assert '../../../../A/RES/99/8/en/#cite-2"><bdi>preambular para. 1</bdi>' in record
    absent = text_of(site, "A/98/612/")
    assert "This library does not have this document." in absent
    assert "https://undocs.org/en/A/98/612" in absent
    assert "A/RES/99/9/en/#cite-" in absent


def test_votes_stand_by_state_in_the_language_of_the_page(site: Path) -> None:
    chinese = text_of(site, "A/RES/99/7/zh/")
    assert "反对 <strong>1</strong>" in chinese
    assert "<li>乍得</li>" in chinese
    assert '<rect class="in_favour" x="0.0" y="0" width="150.0" height="14"/>' in chinese


def test_machines_are_told_what_it_is_and_that_it_is_unofficial(site: Path) -> None:
    page = text_of(site, "A/RES/99/7/")
    start = page.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
    data = json.loads(page[start : page.index("</script>", start)])
    assert (data["@type"], data["legislationIdentifier"]) == ("Legislation", "A/RES/99/7")
    assert (data["legislationDate"], data["datePublished"]) == ("2054-12-05", "2054-12-10")
    files = [file for version in data["workExample"] for file in version["encoding"]]
    assert {file["legislationLegalValue"] for file in files} == {"https://schema.org/UnofficialLegalValue"}
    assert '<meta name="citation_title" content="Lamps of lighthouses"/>' in page
    assert '<meta name="dcterms.identifier" content="A/RES/99/7"/>' in page


def test_feeds_and_sitemaps_are_well_formed_and_dated_by_the_documents(site: Path) -> None:
    atom = {"a": "http://www.w3.org/2005/Atom"}
    for name in ("feed.atom", "organ/ga/feed.atom", "session/ga/99/feed.atom", "subject/lighthouses/feed.atom"):
        feed = ET.parse(site / name).getroot()
        entries = feed.findall("a:entry", atom)
        assert entries
        assert feed.findtext("a:updated", "", atom) == max(entry.findtext("a:updated", "", atom) for entry in entries)
    newest = ET.parse(site / "feed.atom").getroot().findall("a:entry", atom)
    assert [entry.findtext("a:updated", "", atom) for entry in newest] == ["2054-12-05T00:00:00Z"] * 3
    assert newest[0].findtext("a:title", "", atom) == "A/RES/99/7 Lamps of lighthouses"
    sitemap = (site / "sitemap-1.xml").read_text("utf-8")
    assert f"<loc>{BASE}A/RES/99/7/zh/</loc><lastmod>2054-12-05</lastmod>" in sitemap
    assert f"{BASE}sitemap-1.xml" in (site / "sitemap.xml").read_text("utf-8")


def test_record_stands_in_each_language_and_leads_to_the_lists_there(site: Path) -> None:
    page = text_of(site, "zh/A/RES/99/7/")
    assert '<html lang="zh-Hans" dir="ltr">' in page
    assert '<dt>机关</dt><dd><a href="../../../../../zh/organ/ga/">大会</a></dd>' in page
    assert 'href="../../../../../zh/subject/lighthouses/">LIGHTHOUSES</a>' in page
    assert 'hreflang="ar" lang="ar">' in page
    assert '<a href="../../../../../zh/A/RES/99/7/" dir="ltr">A/RES/99/7</a>' in text_of(site, "A/RES/99/7/zh/")
    assert text_of(site, "A/RES/99/7/").count('href="../../../../subject/') == 2


def test_lists_are_called_as_their_language_has_it(site: Path) -> None:
    assert ">大会第99届会议</h1>" in text_of(site, "zh/session/ga/99/")
    assert ">General Assembly, Session 99</h1>" in text_of(site, "session/ga/99/")


def test_text_without_a_title_is_called_by_that_of_another_language() -> None:
    titles = {"ar": "", "en": "Lamps", "fr": "Lampes"}
    versions = tuple(HeldVersion(code, code, title, "", "", "", ()) for code, title in titles.items())
    document = make_documents(1)[0]
    library = open_library(SiteOptions(Path("run"), Path("site")), Catalogue((replace(document, versions=versions),)))
    link = library.link_document(library.catalogue.documents[0], "ar")
    assert (link.address, link.words, link.language) == ("A/RES/99/0/ar/", "Lamps", "en")


def test_site_that_was_broken_off_is_gone_on_with(run: Path, site: Path, tmp_path: Path) -> None:
    """A damaged record ends it; mended, the run gives the site that it would have given at once."""
    damaged, out = tmp_path / "run", tmp_path / "un"
    shutil.copytree(run, damaged)
    record = max((damaged / ".engross" / "records").iterdir())
    kept = record.read_bytes()
    record.write_bytes(b"{}")
    with pytest.raises(Refusal, match="record of a document cannot be read"):
        make_library(SiteOptions(damaged, out, BASE))
    assert any(out.rglob("index.html"))
    record.write_bytes(kept)
    (out / "A" / "RES" / "99" / "7" / "index.html").write_text("half")
    make_library(SiteOptions(damaged, out, BASE))
    assert contents(out) == contents(site)


@pytest.mark.parametrize("words", [("s3://bucket/run", "--out", "site"), ("run", "--out", "s3://bucket/site")])
def test_run_and_site_lie_in_folders_here(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line("engross", ["library", *words]) == 2
    assert "copy what is at s3://bucket/" in capsys.readouterr().err


def test_readers_get_no_file_that_is_not_for_them() -> None:
    names = ("A.zh.pdf", "A.zh.html", "A.zh.print.html", "report.json", "A.zh.symbols.csv")
    files = tuple(HeldFile(name, 1, "") for name in names)
    version = HeldVersion("zh", "zh", "", "A.zh", "", "", files)
    assert [file.name for file in list_files(version)] == ["A.zh.pdf", "A.zh.html", "A.zh.symbols.csv"]


@pytest.mark.parametrize(
    ("number", "sizes"), [(0, [0]), (50, [50]), (99, [99]), (100, [50, 50]), (230, [80, 50, 50, 50])]
)
def test_feed_and_its_archives_have_every_document_once(number: int, sizes: list[int]) -> None:
    atom = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}
    feeds = make_history(number)
    name: str | None = "feed.atom"
    seen, found = [], []
    while name:
        feed = ET.fromstring(feeds[name])
        entries = [entry.findtext("a:title", "", atom) for entry in feed.findall("a:entry", atom)]
        assert (feed.find("fh:archive", atom) is None) is (name == "feed.atom")
        links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", atom)}
        assert links.get("current", "feed.atom") == "feed.atom"
        found.append(len(entries))
        seen += entries
        name = links.get("prev-archive")
    assert (found, len(set(seen)), len(feeds)) == (sizes, number, len(sizes))


def test_archives_stay_as_they_are_when_newer_documents_come() -> None:
    before, now = make_history(230), make_history(400)
    assert {name for name, data in before.items() if now[name] != data} == {"feed.atom"}


def make_documents(number: int) -> tuple[Document, ...]:
    """Make so many documents, a day after the other."""
    version = HeldVersion("en", "en", "Lamps", "", "", "", ())
    empty = {"session": "99", "issued": "", "agenda_items": (), "subjects": (), "committee_reports": ()}
    return tuple(
        Document(
            symbol=f"A/RES/99/{n}",
            address=f"A/RES/99/{n}/",
            organ="ga",
            adopted=f"{2000 + n // 28}-01-{n % 28 + 1:02}",
            meeting=None,
            meeting_record="",
            draft="",
            versions=(version,),
            **empty,  # type: ignore[arg-type]
        )
        for n in range(number)
    )


def make_history(number: int) -> dict[str, bytes]:
    """Make the feed of so many documents, with its archives."""
    library = open_library(SiteOptions(Path("run"), Path("site"), BASE), Catalogue(make_documents(number)))
    pages = make_feeds(library, dict.fromkeys(FED_KINDS, ()))
    return {page.path: render_page(page, {}) for page in pages}


def test_data_set_has_every_version_and_citation(site: Path) -> None:
    rows = (site / "data/documents.csv").read_text("utf-8-sig").splitlines()
    assert len(rows) == 1 + 9
    assert len((site / "data/documents.jsonl").read_text("utf-8").splitlines()) == 3
    record = json.loads((site / "data/catalogue.jsonld").read_text("utf-8"))
    assert {Path(one["dcat:downloadURL"]).name for one in record["dcat:distribution"]} == {
        "documents.csv",
        "documents.jsonl",
        "citations.csv",
        "corpus-index.sqlite",
    }


def test_same_run_gives_the_same_bytes(run: Path, site: Path, tmp_path: Path) -> None:
    make_library(SiteOptions(run, tmp_path / "again", BASE))
    assert contents(tmp_path / "again") == contents(site)


def test_nothing_is_made_again_if_nothing_changed(run: Path, site: Path) -> None:
    before = contents(site)
    summary = make_library(SiteOptions(run, site, BASE))
    assert (summary.made, summary.removed) == (0, 0)
    assert contents(site) == before


def test_only_what_changed_and_what_shows_it_is_made_again(tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "sources", ("en",))
    site = tmp_path / "site"
    make_library(SiteOptions(make_run(tmp_path, EDITIONS), site))
    before = contents(site)
    source = sources / "A_RES_99_7.en.resolution.yaml"
    source.write_text(source.read_text("utf-8").replace("Lamps of lighthouses", "Lamps of ships"), "utf-8")
    make_library(SiteOptions(make_run(tmp_path, EDITIONS), site))
    after = contents(site)
    changed = {path for path in after if path.endswith("index.html") and before.get(path) != after[path]}
    assert {"A/RES/99/7/index.html", "A/RES/99/7/en/index.html", "A/RES/99/8/index.html", "index.html"} <= changed
    assert "A/RES/99/9/index.html" not in changed
    fresh = tmp_path / "fresh"
    make_library(SiteOptions(tmp_path / "run", fresh))
    assert contents(fresh) == after

    (sources / "A_RES_99_9.en.resolution.yaml").unlink()
    summary = make_library(SiteOptions(make_run(tmp_path, EDITIONS), site))
    assert summary.removed
    assert not (site / "A/RES/99/9").exists()
    assert [*find_broken_links(site)] == []


def test_a_folder_with_other_things_is_left_alone(run: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(Refusal, match="no library"):
        make_library(SiteOptions(run, tmp_path))
    (tmp_path / ".library.json").write_text('{"../thesis.txt": "x"}', "utf-8")
    with pytest.raises(Refusal, match="no library"):
        make_library(SiteOptions(run, tmp_path))
    assert (tmp_path / "thesis.txt").read_text("utf-8") == "mine"


def test_what_a_document_says_runs_nothing(tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "sources", ("en",))
    source = sources / "A_RES_99_7.en.resolution.yaml"
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    source.write_text(source.read_text("utf-8").replace("Lamps of lighthouses", evil), "utf-8")
    site = tmp_path / "site"
    make_library(SiteOptions(make_run(tmp_path, EDITIONS), site, title=evil))
    assert [*find_broken_links(site)] == []
    assert all(
        "<img src=x" not in data.decode("utf-8") for path, data in contents(site).items() if path.endswith("index.html")
    )


def test_run_without_reading_editions_shows_its_paragraphs(tmp_path: Path) -> None:
    write_sources(tmp_path / "sources", ("zh",))
    site = tmp_path / "site"
    make_library(SiteOptions(make_run(tmp_path, frozenset({"akn"})), site))
    assert '<p id="op-1">吁请所有国家爱护小岛屿发展中国家的灯塔；' in text_of(site, "A/RES/99/7/zh/")
    assert [*find_broken_links(site)] == []


def test_edition_that_was_changed_is_not_shown(run: Path, tmp_path: Path) -> None:
    copy = tmp_path / "run"
    shutil.copytree(run, copy)
    edition = copy / "A_RES_99_8.zh" / "A_RES_99_8.zh.html"
    edition.write_bytes(edition.read_bytes().replace("灯".encode(), "火".encode()))
    with pytest.raises(Refusal, match="is not what it was"):
        make_library(SiteOptions(copy, tmp_path / "site"))


@pytest.mark.parametrize(
    ("text", "paired"),
    [
        ("人权理事会", "人权 权理 理事 事会"),
        ("大会，", "大会，"),
        ("第77号", "第 77 号"),
        ("see 国际 law", "see 国际 law"),
        ("2022年12月", "2022 年 12 月"),
        ("《行动纲要》、2016年方案(ABC)", "《 行动 动纲 纲要》、 2016 年方 方案( ABC)"),
        ("决议(A/77/1)。", "决议( A/77/1)。"),
    ],
)
def test_characters_are_paired(text: str, paired: str) -> None:
    assert pair_characters(text) == paired


@pytest.fixture
def address(run: Path, site: Path) -> Iterator[str]:
    """Provide the address of the site as it is served."""
    server = make_site_server(run, site, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def ask(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_served_site_searches_the_run(address: str) -> None:
    status, _, body = ask(f"{address}api/search?q=%E5%B0%8F%E5%B2%9B%E5%B1%BF&lang=zh")
    found: dict[str, Any] = json.loads(body)
    assert (status, found["count"]) == (200, 3)
    first = found["documents"][0]
    assert (first["symbol"], first["address"]) == ("A/RES/99/7", "A/RES/99/7/zh/#op-1")
    assert first["excerpt"] == ["吁请所有国家爱护", "小岛屿", "发展中国家的灯塔；"]
    filtered = json.loads(ask(f"{address}api/search?q=lamps&lang=en&subject=LIGHTHOUSES")[2])
    assert [one["symbol"] for one in filtered["documents"]] == ["A/RES/99/7"]
    assert json.loads(ask(f"{address}api/search?q=lamps&page=99999999999999999999")[2])["count"]
    assert json.loads(ask(f"{address}api/search?q=lamps%00&lang=en")[2])["count"]
    assert json.loads(ask(f"{address}api/search")[2])["count"] == 0


def test_served_site_hands_out_its_own_files_only(address: str, site: Path) -> None:
    (site.parent / "secret").write_text("secret", "utf-8")
    assert ask(f"{address}A/RES/99/7/zh?with=x")[0] == 200
    for path in ("../secret", "%2e%2e/secret", "..%2fsecret", "A/../../secret", "%00", "//etc/passwd", "no/such/"):
        status, headers, body = ask(f"{address}{path}")
        assert status == 404
        assert b"secret" not in body
        assert "default-src 'none'" in headers["content-security-policy"]
    assert ask(f"{address}A/RES/99/7/zh/", Host="evil.example")[0] == 403


def test_command_says_what_it_made(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line("engross", ["library", str(run), "--out", str(tmp_path / "s"), "--to", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 3
    assert (
        run_command_line("engross", ["library", str(run), "--out", str(tmp_path / "s"), "--base-url", "ftp://x"]) == 2
    )
    assert run_command_line("engross", ["library", str(run), "--out", str(run)]) == 2
    assert run_command_line("engross", ["library", str(tmp_path), "--out", str(tmp_path / "t")]) == 1
