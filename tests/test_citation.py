"""Citations in prose: each folder under cases/citation has a text, and what it cites.

``in.txt``: a line with language, organ and perhaps the year, then the text. ``out.txt``: a line for each citation: its
printed words, its symbols or the organ without a series, "(own)" if the text does not say whose document it is,
"(doubtful)" if that organ cannot have one of that number.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engross.grammars.citation import CitationMatch, find_citations
from engross.grammars.language import load_language
from engross.grammars.symbol import parse
from engross.model.notice import Code
from engross.model.tree import Citation, Link, Note, Paragraph, Part, Resolution, Role, Text
from engross.model.walk import descend_blocks, inlines_of, notes_of
from engross.passes.cite import mark_citations
from engross.passes.web import clean_address
from tests.cases import expect, folders


@pytest.mark.parametrize("folder", folders("citation"), ids=lambda f: f.name)
def test_citations(folder: Path, accept: bool) -> None:
    head, text = (folder / "in.txt").read_text("utf-8").split("\n", 1)
    code, organ, *year = head.split()
    lines = [_line(text, cited) for cited in find_citations(text, load_language(code), organ, *map(int, year))]
    expect(folder / "out.txt", "".join(lines), accept)


def _line(text: str, cited: CitationMatch) -> str:
    meant = ", ".join(map(str, cited.symbols)) or f"| {cited.organ}".rstrip()
    how = " (doubtful)" if cited.doubtful else "" if cited.named else " (own)"
    return f"{text[cited.start : cited.end]} = {meant}{how}\n"


def _cite(text: str, over: str, address: str, language_code: str = "en") -> tuple[list[tuple[str, ...]], list[Code]]:
    """Return what a paragraph of the Assembly cites with ``over`` linked to ``address``, and the codes of notices."""
    before, _, after = text.partition(over)
    content = (Text(before), Link(address, (Text(over),)), Text(after))
    paragraph = Paragraph(Role.PREAMBULAR, tuple(item for item in content if item != Text("")))
    resolution = Resolution(parse("A/RES/77/1"), language_code, "ga", (Part("", (), (paragraph,)),))
    cited, notices = mark_citations(resolution, load_language(language_code), ())
    block = cited.parts[0].body[0]
    assert isinstance(block, Paragraph)
    citations = [item for item in inlines_of(block.content) if isinstance(item, Citation)]
    return [tuple(map(str, item.symbols)) for item in citations], [notice.code for notice in notices]


def test_link_that_agrees_says_nothing() -> None:
    text, address = "Recalling its resolution 76/235 B,", "https://undocs.org/en/A/RES/76/235"
    assert _cite(text, "76/235", address) == ([("A/RES/76/235 B",)], [])


@pytest.mark.parametrize(
    ("cited", "link", "same"),
    [
        ("A/75/345-S/2020/898", "A/75/345", True),
        ("A/75/345-S/2020/898", "S/2020/898", True),
        ("S/2020/898", "A/75/345-S/2020/898", True),
        ("A/75/345-S/2020/898", "S/2020/899", False),
        ("A/C.6/77/SR.11-13", "A/C.6/77/SR.11", True),
        ("A/C.6/77/SR.11-13", "A/C.6/77/SR.14", False),
        ("A/77/5 (Vol. I)", "A/77/5", True),
        ("A/77/5", "A/77/5 (Vol. I)", True),
        ("A/77/5 (Vol. I)", "A/77/5 (Vol. II)", False),
        ("A/77/463", "A/77/463/Add.2", False),
    ],
)
def test_link_to_a_part_of_what_is_cited(cited: str, link: str, same: bool) -> None:
    """Links may lead to half of a combined symbol, to one record of a range, to a report without its volume."""
    address = f"https://undocs.org/en/{link.replace(' ', '')}"
    assert _cite(f"See {cited}.", cited, address) == ([(cited,)], [] if same else [Code.LINK_DIFFERS])


def test_text_wins_over_a_link_and_the_report_says_so() -> None:
    text = "Recalling Human Rights Council resolution 50/4,"
    assert _cite(text, "50/4", "https://undocs.org/en/A/RES/50/4") == ([("A/HRC/RES/50/4",)], [Code.LINK_DIFFERS])
    text = "Recalling its resolution 76/156,"
    assert _cite(text, "76/156", "https://undocs.org/en/A/RES/75/188") == ([("A/RES/76/156",)], [Code.LINK_DIFFERS])


def test_link_says_whose_document_it_is_where_the_text_does_not() -> None:
    text = "The report submitted pursuant to resolution 43/1;"
    assert _cite(text, "43/1", "https://undocs.org/en/A/HRC/RES/43/1") == ([("A/HRC/RES/43/1",)], [])


def test_link_over_words_that_are_no_citation_makes_one() -> None:
    text = "人权理事会的体制建设"
    assert _cite(text, "体制建设", "https://undocs.org/ch/A/HRC/RES/5/1", "zh") == ([("A/HRC/RES/5/1",)], [])


def test_unknown_series_is_reported() -> None:
    text = "Recalling Sub-Commission resolution 2000/22 and"
    symbols, codes = _cite(text, " and", "https://www.un.org/")
    assert (symbols, codes) == ([()], [Code.UNKNOWN_SERIES])


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://www.un.org/a/ b.htm", "https://www.un.org/a/b.htm"),
        ("https://undocs.org/ru/A/1(PartI)иCorr.3", "https://undocs.org/ru/A/1(PartI)%D0%B8Corr.3"),
        ("http://a.org/x%20y?q=1&z=[1]#p", "http://a.org/x%20y?q=1&z=%5B1%5D#p"),
        ("http://a.org/100%", "http://a.org/100%25"),
        ("mailto:desa@un.org", "mailto:desa@un.org"),
        ("https://", ""),
        ("file:///C:/a.pdf", ""),
        ("javascript:alert(1)", ""),
        ("http://[a", ""),
        ("", ""),
    ],
)
def test_addresses_are_safe(address: str, safe: str) -> None:
    assert clean_address(address) == safe


def test_citations_are_values() -> None:
    (cited,) = find_citations("Resolution 70/1.", load_language("en"), "ga")
    assert cited == replace(cited)
    assert (cited.start, cited.end, cited.named) == (11, 15, False)


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        (f"resolution 70/1 {'on a, and ' * 60}x 70/2", "en", 1),
        (f"resolution 70/1 {'on on , and sect. and ' * 40}x 70/2 z", "en", 1),
        (f"第70/1号{'关于的' * 80}x第70/2号决议", "zh", 2),
        (f"resolutions {', '.join(f'76/{n}' for n in range(1, 200))}", "en", 199),
    ],
)
def test_no_text_is_searched_for_ever(text: str, code: str, found: int) -> None:
    """Patterns of lists do not backtrack: texts that fit in many ways take no longer."""
    assert len(find_citations(text, load_language(code), "ga")) == found


def test_text_within_a_text_calls_its_organ_s_resolutions_its_own() -> None:
    """A text that the Council recommends is the Assembly's own, up to the end of the embedded text."""

    def says(words: str, role: Role = Role.PREAMBULAR, *children: Paragraph) -> Paragraph:
        return Paragraph(role, (Text(words),), children=children)

    recalling = "Recalling its resolution {}/1,"
    note = Note("1", (says("See its resolution 77/4.", Role.PLAIN),))
    called = Paragraph(Role.OPERATIVE, (Text("Recalls its resolution 77/3"), note))
    inner = (says("The General Assembly,", Role.ENACTING), says(recalling.format(77)), called)
    outer = says("Recommends the following draft, recalling its resolution 2023/2:", Role.OPERATIVE, *inner)
    blocks = (says("The Economic and Social Council,", Role.ENACTING), says(recalling.format(2023)), outer)
    resolution = Resolution(parse("E/RES/2024/1"), "en", "ecosoc", (Part("", (), blocks),))
    cited, _ = mark_citations(resolution, load_language("en"), ())
    runs = [block.content for block in descend_blocks(cited.parts[0].body) if isinstance(block, Paragraph)]
    runs += [block.content for one in notes_of(cited) for block in one.blocks if isinstance(block, Paragraph)]
    symbols = [str(s) for run in runs for item in inlines_of(run) if isinstance(item, Citation) for s in item.symbols]
    assert symbols == ["E/RES/2023/1", "E/RES/2023/2", "A/RES/77/1", "A/RES/77/3", "A/RES/77/4"]
