"""Compare two readings of one document: planted differences are found, with both places."""

from __future__ import annotations

from pathlib import Path

import pytest

from engross.editions.write.yaml import write_yaml
from engross.model.reading import Overrides, Reading
from engross.model.request import Request
from engross.model.tree import Source
from engross.model.walk import remove_places
from engross.passes import run_passes
from engross.pipeline.read import READING_FORMS, compare_requests, read_as, understand_request
from engross.readers import structure
from engross.verify.diff import DiffFigures, Share, measure_difference
from tests.corpus import CORPUS, SESSION

SAMPLE = Path("samples/A_RES_77_213.zh.txt")


def request(source: Path) -> Request:
    """Return a request that only reads."""
    return Request(source, Path(), Path())


def of_yaml(text: str) -> Reading:
    """Return the reading of YAML text after all passes."""
    return run_passes(structure(Source("b.yaml", "", "yaml", text.encode(), text), Overrides()))


def figures(result: DiffFigures) -> list[tuple[int, int]]:
    """Return the shares of a comparison as pairs of numbers."""
    shares = (
        result.paragraphs,
        result.exact,
        result.spaced,
        result.structure,
        result.notes,
        result.placed,
        result.citations,
    )
    return [(share.part, share.whole) for share in shares]


WHOLE = [(37, 37), (37, 37), (37, 37), (37, 37), (6, 6), (6, 6), (11, 11)]
# A change in the sample's YAML, the figures that are not whole (by index), the differences in their order.
PLANTED = {
    "nothing": ("", "", {}, []),
    "a word": ("是联合国的一项宗旨", "乃联合国的一项宗旨", {1: 36, 2: 36}, ["text"]),
    "a paragraph": (
        "- number: '10.'\n  operative: '*又强调*所有利益攸关方都需要在国际论坛上以合作和建设性方式解决人权问题；'\n",
        "",
        {0: 36, 1: 36, 2: 36, 3: 36},
        ["missing"],
    ),
    "a role": ("- number: '4.'\n  operative:", "- number: '4.'\n  plain:", {3: 36}, ["structure"]),
    "a call's place": ("宣言》、[^2]", "宣言》[^2]、", {5: 5}, ["note"]),
    "a call's place in a changed text": (
        "《联合国千年宣言》、[^2]大会",
        "《联合国千年宣言》大会[^2]",
        {1: 36, 2: 36, 5: 5},
        ["text", "note"],
    ),
    "a note's text": ("'5': 第76/1号决议。", "'5': 第76/1号决议；", {5: 5}, ["note"]),
    "a note's number": ("[^6]'\n  notes:\n  - '6'", "[^7]'\n  notes:\n  - '7'", {5: 5}, ["note"]),
    "a citation": ("'2': 第55/2号决议。", "'2': 第55/3号决议。", {5: 5, 6: 10}, ["note", "citation", "citation"]),
    "the order": ("- 2022年12月15日\n- 第54次全体会议\n", "- 第54次全体会议\n- 2022年12月15日\n", {}, ["order"]),
    "emphasis": ("'*又强调*所有", "'又*强调*所有", {}, ["emphasis"]),
    "a paragraph more": ("closing:\n", "\n- plain: 多余的话。\nclosing:\n", {}, ["added"]),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_differences_are_found(name: str) -> None:
    before, after, less, kinds = PLANTED[name]
    reading = understand_request(request(SAMPLE))
    text = write_yaml(reading.resolution)
    assert before in text
    found = measure_difference(reading, of_yaml(text.replace(before, after, 1) if before else text))
    assert figures(found) == [(less.get(n, part), whole) for n, (part, whole) in enumerate(WHOLE)]
    assert [one.kind for one in found.differences] == kinds
    assert all(one.where.line for one in found.differences if one.expected and one.kind != "citation")
    assert all(one.there.line for one in found.differences if one.found and one.kind != "citation")


def test_words_that_run_together_are_a_difference_of_their_own() -> None:
    reading = understand_request(request(Path("tests/cases/structure/raw-en-calls/in.txt")))
    text = write_yaml(reading.resolution)
    assert "every night" in text
    found = measure_difference(reading, of_yaml(text.replace("every night", "everynight", 1)))
    assert [one.kind for one in found.differences] == ["spaces"]
    assert (found.exact.percent, found.spaced.part) == (100.0, found.exact.part - 1)


def test_shares_are_shown_in_per_cent() -> None:
    assert (str(Share(199, 200)), Share(0, 0).percent) == ("199 of 200 (99.50 %)", 100.0)


@pytest.mark.parametrize("form", READING_FORMS)
def test_a_source_is_read_in_every_form(form: str, tmp_path: Path) -> None:
    """YAML, XML and Word are sources again, and the same document."""
    made = read_as(request(SAMPLE), form)
    if form != "text":
        path = tmp_path / ("a.xml" if form.startswith("akn") else "a.resolution.yaml")
        path.write_bytes(made.data or made.text.encode("utf-8"))
        assert remove_places(understand_request(request(path)).resolution) == remove_places(
            understand_request(request(SAMPLE)).resolution
        )
        assert figures(compare_requests(request(SAMPLE), request(path))) == WHOLE


@pytest.mark.needs("corpus")
def test_chinese_text_has_all_that_the_official_xml_has() -> None:
    xml = request(SESSION / "Chinese" / "A_RES_77_213-2228954C.xml")
    for text in (SAMPLE, CORPUS / "text" / "A_RES_77_213.zh.txt"):
        found = compare_requests(xml, request(text))
        assert figures(found) == WHOLE
        assert [one.kind for one in found.differences] == ["emphasis", "order"]  # a text has no fonts: 重申, 重申决心
