"""DAISY Ace over the sample in every profile, bilingual books and redlines; with Node.js, Chromium, npm packages."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from engross.model.epub_profile import PROFILES
from engross.model.notice import Severity
from engross.model.request import Request
from engross.pipeline.redline import make_redline_editions
from engross.verify.check.ace import ACE_COLUMN, ace_column
from engross.verify.check.ace import SAMPLE_BOOKS as MOST
from engross.verify.check.ace import parse_report as findings_of
from engross.verify.check.finding import sample_evenly
from tests.cases import HERE
from tests.e2e.test_reader import book
from tests.promises import TOOLS
from tests.test_build import FONTS
from tests.test_parallel import make as make_pair

PAIRS = ("ar-ru", "ar-zh", "en-ar", "en-fr-numbers-that-are-letters", "zh-en", "a-table")
REDLINES = ("ar-notes", "en-three-versions", "zh-table-and-annex")


@pytest.mark.parametrize(
    "lost", [pytest.param(b' xml:lang="zh-Hans"', marks=[pytest.mark.process, pytest.mark.needs("ace")])]
)
def test_finds_nothing_in_any_profile_and_the_language_lost_from_a_package(lost: bytes, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.epub"
    with zipfile.ZipFile(book("reader")) as old, zipfile.ZipFile(spoilt, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(lost, b"") if name.endswith(".opf") else old.read(name))
    found = ace_column(TOOLS).look([*(book(profile) for profile in PROFILES), spoilt], lambda *_: None)
    assert {told[ACE_COLUMN] for path, told in found.items() if path != spoilt} == {()}
    assert {finding.code for finding in found[spoilt][ACE_COLUMN]} == {"epub-lang"}


@pytest.mark.process
@pytest.mark.needs("ace")
def test_finds_nothing_in_books_of_two_languages_and_of_redlines(tmp_path: Path) -> None:
    """From right to left, from left to right, and both beside each other; with tables, notes and missing pieces."""
    books = []
    for n, name in enumerate(PAIRS):
        books.append(tmp_path / f"{n}.epub")
        contents = make_pair(HERE / "parallel" / name).contents
        books[-1].write_bytes(next(data for name, data in contents.items() if name.endswith(".epub")))
    for name in REDLINES:
        requests = [Request(path, tmp_path, FONTS) for path in sorted((HERE / "redline" / name).glob("*.yaml"))]
        books += [path for path in make_redline_editions(requests, frozenset({"epub"})).files if path.suffix == ".epub"]
    found = ace_column(TOOLS).look(books, lambda *_: None)
    assert [found[book][ACE_COLUMN] for book in books] == [()] * (len(PAIRS) + len(REDLINES))


def test_reads_a_report() -> None:
    test = {"earl:impact": "serious", "dct:title": "epub-lang"}
    result = {"earl:outcome": "fail", "dct:description": "no  language\n  there"}
    subject = {"url": "EPUB/content.opf"}
    inner = [{"earl:test": test, "earl:result": result}]
    report = {"assertions": [{"earl:testSubject": subject, "assertions": inner}]}
    (found,) = findings_of(report)
    assert (found.code, found.severity, found.message) == ("epub-lang", Severity.ERROR, "no language there")
    assert found.place == "EPUB/content.opf"
    inner[0]["earl:test"] = {**test, "earl:impact": "minor"}
    assert findings_of(report)[0].severity is Severity.WARNING


def test_sample_is_spread_evenly() -> None:
    assert sample_evenly(range(3), MOST) == (0, 1, 2)
    assert sample_evenly(range(400), MOST) == tuple(range(0, 400, 10))
