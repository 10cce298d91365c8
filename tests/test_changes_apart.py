"""Words of two versions beside each other in a redline: kept apart for the eye, and in what is copied."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from engross.editions.typeset.changes_apart import THIN_SPACE, part_changes
from engross.grammars.symbol import Symbol
from engross.model.request import Request
from engross.model.text import spell_inlines
from engross.model.tree import Inline, LineBreak, Paragraph, Part, Resolution, Role, Style, Styled, Text
from engross.pipeline.redline import make_redline_editions
from tests.test_build import FONTS


def deleted(text: str) -> Inline:
    return Styled(Style.DELETED, (Text(text),))


def inserted(text: str) -> Inline:
    return Styled(Style.INSERTED, (Text(text),))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_numbers_that_take_the_place_of_others_are_kept_apart(language: str, tmp_path: Path) -> None:
    """2052 struck and 2053 put in would be copied, and from right to left be read, as 20522053."""
    opening = {"ar": "إن الجمعية العامة،", "en": "The General Assembly,"}[language]
    words = {"ar": "تشير إلى عام {} وإلى القرار {}،", "en": "Recalling the year {} and its resolution {},"}[language]
    requests = []
    for n, numbers in enumerate((("2052", "98/14"), ("2053", "98/15"))):
        text = f"symbol: A/RES/99/{n}\nlanguage: {language}\ntitle: T\nbody:\n- enacting: {opening}\n- preambular: "
        requests.append(Request(Path(f"{n}.yaml"), tmp_path, FONTS, data=(text + words.format(*numbers)).encode()))
    made = make_redline_editions(requests, frozenset({"pdf", "epub", "json"}))
    assert made.is_sound
    document = pypdfium2.PdfDocument(next(path for path in made.files if path.suffix == ".pdf").read_bytes())
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert re.search(r"2052\W+2053|2053\W+2052", text)
    assert re.search(r"98/14\W+98/15|98/15\W+98/14", text)
    assert not re.search("20522053|20532052|1498|1598", text)
    data = next(path for path in made.files if path.suffix == ".json").read_text("utf-8")
    assert THIN_SPACE not in data, "what is for the eye is none of the text"


@pytest.mark.parametrize(
    ("run", "shown"),
    [
        ((deleted("7"), inserted("8")), "7\u20098"),
        ((deleted("port"), inserted("ports"), Text(" of")), "port\u2009ports of"),
        ((deleted("港"), inserted("海")), "港海"),
        ((deleted("7"), inserted("年")), "7年"),
        ((deleted("7,"), inserted("8")), "7,8"),
        ((Styled(Style.ITALIC, (deleted("a"),)), inserted("b")), "a\u2009b"),
        ((deleted("a"), Styled(Style.ITALIC, (inserted("b"),))), "a\u2009b"),
        ((Styled(Style.ITALIC, (deleted("a"), inserted("b"))),), "a\u2009b"),
        ((Styled(Style.ITALIC, (Text("a"),)), Text("b")), "ab"),  # no change between them
        ((deleted("a"), LineBreak(), inserted("b")), "a\nb"),
        ((inserted("a"), Styled(Style.DELETED_LATER, (inserted("b"),))), "a\u2009b"),
    ],
)
def test_words_of_two_versions_do_not_touch(run: tuple[Inline, ...], shown: str) -> None:
    resolution = Resolution(
        Symbol(("A", "RES", "99", "7")), "en", "ga", (Part("", (), (Paragraph(Role.OPERATIVE, run),)),)
    )
    assert spell_inlines(part_changes(resolution).parts[0].body[0].content) == shown  # type: ignore[union-attr]
