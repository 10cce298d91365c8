"""The reading edition: all text, one file, ways that lead somewhere, addresses that stay; what is wrong is found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from engross.editions.typeset.web_markup import make_web_page
from engross.editions.xhtml_text import NAMESPACES, parse_document, read_back_documents
from engross.model.book import Book
from engross.model.paper import Format
from engross.model.text import shorten_text
from engross.pipeline.build import Request, build
from engross.pipeline.redline import make_redline_editions
from engross.verify.check import check_editions
from tests.cases import HERE, expect, folders, source_of, text_differences
from tests.test_build import FONTS, SAMPLE
from tests.test_epub import book_of
from tests.test_redline import versions_in

CASES = [*folders("structure"), *folders("pages"), *folders("yaml")]
BESIDE = ("a b.pdf", "a b.epub", "a b.xml", "a b.symbols.json", "a b.symbols.csv", "a b.record.json")
EVERY_SHAPE = source_of(HERE / "yaml" / "every-shape")


def page_of(book: Book, *, has_index: bool = True) -> Any:
    """Return the root of the reading edition of a book."""
    return parse_document(make_web_page(book, BESIDE, has_index=has_index).markup.encode())


def find(root: Any, path: str) -> list[Any]:
    """Return what XPath finds in a page, its elements called ``x:p``."""
    return list(root.xpath(path, namespaces=NAMESPACES))


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_page_has_all_text_and_its_ways_lead_somewhere(case: Path) -> None:
    book = book_of(source_of(case))
    resolution, page = book.resolution, page_of(book)
    assert text_differences("HTML", read_back_documents([page]), resolution) == ()
    ids = Counter(find(page, "//@id"))
    assert [name for name, times in ids.items() if times > 1] == []
    assert [one for one in find(page, "//x:a/@href") if one.startswith("#") and one[1:] not in ids] == []
    assert [one for one in find(page, "//@popovertarget") if one not in ids] == []
    levels = [0, *(int(heading.tag[-1]) for heading in page.iter() if re.fullmatch("{.*}h[1-6]", str(heading.tag)))]
    assert [(above, level) for above, level in pairwise(levels) if level > above + 1] == []


@pytest.mark.parametrize("case", folders("permalinks"), ids=lambda case: case.name)
def test_addresses_of_paragraphs_stay(case: Path, accept: bool) -> None:
    """They are in links that others have sent and kept: what stands in out.txt may be added to, and never changed."""
    page = page_of(book_of(source_of(case)))
    expect(case / "out.txt", "".join(_describe_addresses(page)), accept)


def _describe_addresses(page: Any) -> Iterator[str]:
    for link in find(page, "//x:a[@class='permalink']"):
        (block,) = find(page, f"//*[@id='{link.get('href')[1:]}']")
        yield f"{link.get('href')} {shorten_text(' '.join(''.join(block.itertext()).split()))}\n"


def test_page_loads_nothing_and_runs_nothing() -> None:
    page = page_of(book_of(SAMPLE))
    assert find(page, "//x:script | //x:img | //x:iframe | //x:link[@rel='stylesheet'] | //@style | //@src") == []
    assert [name for name in find(page, "//@*") if str(name).startswith(("javascript:", "data:"))] == []
    styles = "".join(find(page, "//x:style/text()"))
    assert re.findall(r"url\(|@import", styles) == []
    (policy,) = find(page, "//x:meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_sizes_follow_those_of_the_browser() -> None:
    styles = "".join(find(page_of(book_of(SAMPLE)), "//x:style/text()"))
    screen, _, paper = styles.partition("@media print")
    assert paper
    assert re.findall(r"font(?:-size)?:[^;]*\d(?:px|pt|vw)", screen) == []
    assert re.findall(r"(?<!-)\b(?:left|right)\s*:|(?:margin|padding|border)-(?:left|right)", screen) == []


def test_page_leads_to_the_editions_beside_it() -> None:
    page = page_of(book_of(SAMPLE))
    links = [(link.get("href"), link.get("type"), link.text) for link in find(page, "//x:header/x:nav//x:a")]
    assert links == [
        ("a%20b.pdf", "application/pdf", "PDF"),
        ("a%20b.epub", "application/epub+zip", "EPUB"),
        ("a%20b.xml", "application/xml", "XML"),
        ("a%20b.symbols.json", "application/json", "JSON"),
        ("a%20b.symbols.csv", "text/csv", "CSV"),
    ]
    assert find(page, "//x:link[@rel='alternate']/@href") == [href for href, _, _ in links]
    assert find(page, "//x:meta[@name='dcterms.identifier']/@content") == ["A/RES/77/213"]
    assert find(page, "//x:meta[@name='citation_pdf_url']/@content") == ["a%20b.pdf"]


def test_build_links_to_what_it_made_and_lays_nothing_out_for_the_page_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = build(Request(SAMPLE, tmp_path, FONTS, frozenset({"html", "index"})))
    page = parse_document(made.get_edition("html"))
    assert find(page, "//x:header/x:nav//x:a/@href") == [f"{made.name}.symbols.json", f"{made.name}.symbols.csv"]
    monkeypatch.setattr("engross.editions.pdf.lay_out_body", None)
    alone = parse_document(build(Request(SAMPLE, tmp_path, FONTS, frozenset({"html"}))).get_edition("html"))
    assert find(alone, "//x:header/x:nav") == []


def test_index_can_be_left_out_with_the_ways_to_it() -> None:
    book = book_of(SAMPLE)
    paths = ("//*[@id='index']", "//x:a[@class='to-entry']")
    assert all(find(page_of(book), path) for path in paths)
    assert not any(find(page_of(book, has_index=False), path) for path in paths)


def test_options_of_the_page_are_kept(tmp_path: Path) -> None:
    without = Request(SAMPLE, tmp_path, FONTS, frozenset({"html"}), format=Format(has_index=False))
    assert b'id="index"' not in build(without).get_edition("html")
    assert b'id="index"' in build(replace(without, format=Format())).get_edition("html")


def test_redline_has_its_list_of_changes_and_all_marks(tmp_path: Path) -> None:
    folder = HERE / "redline" / "en-three-versions"
    made = make_redline_editions([Request(path, tmp_path, FONTS) for path in versions_in(folder)], frozenset({"html"}))
    (path,) = (path for path in made.files if path.suffix == ".html")
    page = parse_document(path.read_bytes())
    assert made.is_sound
    assert find(page, "//*[@id='editorial-changes']//x:tr")
    assert find(page, "//x:ins[@class='inserted-later']")


SPOILT = {
    "a word": ("provisions", "privisions"),
    "a note": ('role="doc-footnote"', 'role="note"'),
    "a call": ('role="doc-noteref"', 'role="doc-backlink"'),
    "a heading": ("<h2", "<!--<h2"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_check_finds_text_that_is_lost_or_changed(name: str, tmp_path: Path) -> None:
    made = build(Request(EVERY_SHAPE, tmp_path, FONTS, frozenset({"html"})))
    path = made.folder / f"{made.name}.html"

    def codes() -> list[str]:
        rows = check_editions([path])
        return [found.code for row in rows for found in row.found.get("text identity", ())]

    assert codes() == []
    markup = path.read_text("utf-8")
    head, text = markup.split("<article", 1)
    old, new = SPOILT[name]
    assert old in text
    path.write_text(f"{head}<article{text.replace(old, new, 1)}", "utf-8")
    assert codes() != []
