"""The profiles of the e-book: what each contains, states and is called, and that nothing else of the book changes."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from engross.editions.epub import pack_epub, read_back_epub
from engross.editions.fonts import licence_paths, verified_faces
from engross.editions.typeset.epub_markup import make_epub_sheets, make_epub_text
from engross.editions.typeset.punctuation import set_punctuation
from engross.grammars.language import Language
from engross.grammars.symbol import parse
from engross.model.adoption import Record
from engross.model.epub_profile import ARCHIVE, KINDLE, PROFILES, READER, Profile
from engross.model.notice import Refusal
from engross.model.tree import Resolution
from engross.pipeline.build import Request, build
from engross.pipeline.ebook import EpubInputs, make_ebook
from engross.readers.load import load_source
from engross.verify.check import lint_epub, run_epubcheck
from tests.cases import HERE, text_differences
from tests.test_build import FONTS
from tests.test_epub import NS, SAMPLE, asked, book_of, files, package, pages_of, zone

POINTS = HERE / "structure" / "akn-points" / "in.xml"


@cache
def bound(profile: Profile, source: Path = SAMPLE) -> bytes:
    """Return the e-book of a source in a profile."""
    return made(profile, source)


def made(profile: Profile, source: Path = SAMPLE) -> bytes:
    book = book_of(source)
    return make_ebook(book, pages_of(book.resolution), EpubInputs(profile, load_source(source)[0], FONTS))


def opened(profile: Profile) -> dict[str, bytes]:
    return files(bound(profile))


def characters(font: Path) -> set[int]:
    """Return the code points that a font has."""
    with TTFont(font, lazy=True) as opened_font:
        return set(opened_font.getBestCmap())


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("source", [SAMPLE, POINTS], ids=["text", "akn"])
def test_is_clean_and_holds_the_text(profile: Profile, source: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(bound(profile, source))
    assert run_epubcheck([path])[path] == ()
    assert lint_epub(path) == ()
    assert text_differences("EPUB", read_back_epub(bound(profile, source)), book_of(source).resolution) == ()


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_same_bytes_in_every_time_zone(profile: Profile) -> None:
    with zone("Asia/Shanghai"):
        first = made(profile)
    with zone("America/New_York"):
        assert made(profile) == first


@pytest.mark.slow
def test_archive_brings_every_character_that_the_fonts_have() -> None:
    found = opened(ARCHIVE)
    faces = [TTFont(io.BytesIO(data)) for name, data in found.items() if name.endswith(".ttf")]
    assert len(faces) >= 2
    cut = {code for face in faces for code in face.getBestCmap()}
    text = "".join(data.decode() for name, data in found.items() if name.endswith(".xhtml"))
    wanted = set(map(ord, text)) & {c for face in verified_faces(FONTS, "zh", text) for c in characters(face.path)}
    assert wanted <= cut
    assert len(cut) < len(wanted) + 40, "and nothing else is brought"


@pytest.mark.slow
def test_archive_names_its_fonts_and_keeps_their_licences() -> None:
    found = opened(ARCHIVE)
    brought = sorted(name for name in found if name.endswith(".ttf"))
    assert sorted(re.findall(r'url\("([^"]+)"\)', found["fonts.css"].decode())) == brought
    text = "".join(data.decode() for name, data in found.items() if name.endswith(".xhtml"))
    for path in licence_paths(FONTS, verified_faces(FONTS, "zh", text)):
        assert found[f"fonts/{path.name}"] == path.read_bytes()
        assert any(path.name in rights for rights in asked(package(found), "//d:rights"))
        assert path.name in found["colophon.xhtml"].decode()
    for name in brought:
        assert "SIL Open Font" in str(TTFont(io.BytesIO(found[name]))["name"].getDebugName(13))


def test_archive_has_the_source_inside() -> None:
    found = opened(ARCHIVE)
    assert found[f"source/{SAMPLE.name}"] == SAMPLE.read_bytes()
    assert SAMPLE.name in found["colophon.xhtml"].decode()
    media = asked(package(found), "//o:item[starts-with(@href, 'source/')]/@media-type")
    assert media == ["text/plain"]


def test_kindle_says_zh_cn_everywhere() -> None:
    found = opened(KINDLE)
    assert asked(package(found), "//d:language") == ["zh-CN"]
    for name, data in found.items():
        if name.endswith((".xhtml", ".opf", ".ncx")):
            assert b"zh-Hans" not in data, name


def test_kindle_has_nothing_that_send_to_kindle_refuses() -> None:
    for name, data in opened(KINDLE).items():
        if name.endswith((".css", ".xhtml", ".opf", ".ncx")):
            text = data.decode("utf-8")
            assert "var(" not in text
            assert not re.search(r"--[a-z]", text)
            assert "<!--" not in text
    assert len(bound(KINDLE)) < 100_000 < KINDLE.limit


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_cover_is_a_small_picture_of_points_as_the_package_says(profile: Profile) -> None:
    """Shelves show no vector cover."""
    found = opened(profile)
    root = package(found)
    assert found["cover.png"].startswith(b"\x89PNG")
    assert [int.from_bytes(found["cover.png"][at : at + 4], "big") for at in (16, 20)] == [1200, 1800]
    assert len(found["cover.png"]) < 25_000
    assert not [name for name in found if name.endswith((".svg", ".html"))]
    assert asked(root, "//o:item[@properties='cover-image']/@href") == ["cover.png"]
    assert asked(root, "//o:meta[@name='cover']/@content") == asked(root, "//o:item[@href='cover.png']/@id")
    assert b'src="cover.png"' in found["cover.xhtml"]


def test_book_beyond_its_profile_s_limit_is_refused() -> None:
    book = book_of(SAMPLE)
    with pytest.raises(Refusal, match="takes 1000") as refused:
        pack_epub(book, make_epub_sheets(make_epub_text(book, None)), Profile("small", limit=1000))
    assert "--profile" in refused.value.hint


def test_reader_carries_nothing_and_is_small() -> None:
    assert not [name for name in opened(READER) if name.startswith(("fonts", "source"))]
    assert len(bound(READER)) < 35_000


@pytest.mark.slow
def test_file_is_called_by_its_profile(tmp_path: Path) -> None:
    """And another profile's book of an earlier build stays."""
    for profile in PROFILES.values():
        build(Request(SAMPLE, tmp_path, FONTS, frozenset({"epub"}), profile=profile))
    names = {path.name.removeprefix(SAMPLE.stem) for path in (tmp_path / SAMPLE.stem).glob("*.epub")}
    assert names == {".epub", ".archive.epub", ".kindle.epub"}


@pytest.mark.parametrize("source", [SAMPLE, POINTS], ids=["text", "akn"])
def test_every_citation_has_a_way_to_its_entry(source: Path) -> None:
    """The link right after it leads to the entry that lists the document; it is for eye and finger alone."""
    found = files(bound(READER, source))
    text, back = etree.fromstring(found["resolution.xhtml"]), etree.fromstring(found["index.xhtml"])
    citations = text.xpath("//x:*[@class='cite']", namespaces=NS)
    assert citations
    for citation in citations:
        way = citation.getnext()
        assert way.get("class") == "to-entry"
        name, _, anchor = way.get("href").partition("#")
        (entry,) = back.xpath(f"//x:li[@id='{anchor}']", namespaces=NS)
        words = entry.xpath("string(.//x:*[contains(@class, 'symbol')])", namespaces=NS).replace("\u00a0", " ")
        assert (name, words in way.get("title"), way.text) == ("index.xhtml", True, None)
        assert (way.get("aria-hidden"), way.get("tabindex")) == ("true", "-1"), "a screen reader hears a citation once"
        if citation.get("href"):
            assert entry.xpath(".//x:a[contains(@class, 'symbol')]/@href", namespaces=NS)


def test_metadata_of_sponsors_reports_and_dates() -> None:
    book = book_of(SAMPLE)
    facts = replace(book.resolution.facts, issued="2023-01-05", committee_report=(parse("A/77/463/Add.2"),))
    record = Record(sponsors=("CUBA", "CHINA"), additional_sponsors=("Cuba", "TOGO"), draft=parse("A/C.3/77/L.28"))
    changed = replace(book, resolution=replace(book.resolution, facts=facts, record=record))
    root = package(files(pack_epub(changed, make_epub_sheets(make_epub_text(changed, None)))))
    assert asked(root, "//d:contributor") == ["古巴", "中国", "多哥"]
    assert asked(root, "//o:meta[@refines='#sponsor-3']") == ["spn"]
    assert asked(root, "//d:relation") == ["A/77/463/Add.2", "A/C.3/77/L.28"]
    assert asked(root, "//d:date") == asked(root, "//o:meta[@property='dcterms:issued']") == ["2023-01-05"]
    assert asked(root, "//o:meta[@property='dcterms:dateAccepted']") == ["2022-12-15"]


@pytest.mark.parametrize(("symbol", "publisher"), [("A/77/1", ["联合国"]), ("GC(66)/RES/12", []), ("WT/L/982", [])])
def test_united_nations_publish_what_is_theirs(symbol: str, publisher: list[str]) -> None:
    book = book_of(SAMPLE)
    changed = replace(book, resolution=replace(book.resolution, symbol=parse(symbol)))
    found = files(pack_epub(changed, make_epub_sheets(make_epub_text(changed, None))))
    root = package(found)
    assert asked(root, "//d:publisher") == publisher
    assert len(asked(root, "//d:source")) == len(publisher)
    assert ("联合国" in asked(root, "//d:rights")[0]) is True, "of others it says that they are none of its documents"
    assert (b'class="publisher"' in found["title.xhtml"]) is bool(publisher)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_book_is_typeset_once(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where its characters choose the fonts that its colophon names."""
    languages: list[str] = []

    def counted(resolution: Resolution, lang: Language) -> Resolution:
        languages.append(lang.code)
        return set_punctuation(resolution, lang)

    monkeypatch.setattr("engross.editions.typeset.flow_context.set_punctuation", counted)
    made(profile)
    assert languages == ["zh"]
