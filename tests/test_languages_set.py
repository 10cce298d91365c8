"""Text as each language is set: each folder under cases/set has a few lines, and their form in print.

``in.txt``: a line with the language, then paragraphs; ``[^1]`` is the call of a note. ``out.txt``: the same paragraphs
with names for invisible characters: <nbsp>, <thin> (U+202F), <join> (U+2060), <ltr> and <end> (U+2066, U+2069);
<raised> encloses the ending of an ordinal,
<turned> encloses a phrase that runs from left to right in a right-to-left text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from engross_weasyprint.text.line_break import get_log_attrs

from engross.editions.typeset.foreign import is_turned_symbol
from engross.editions.typeset.print_text import set_for_print
from engross.editions.typeset.punctuation import isolate_latin_words, set_punctuation
from engross.editions.typeset.ties import tie_symbol
from engross.grammars.language import language_codes, load_language
from engross.grammars.symbol import parse
from engross.model.text import fold, remove_invisible, spell_blocks, spell_inlines
from engross.model.tree import Inline, Masthead, Note, Paragraph, Part, Resolution, Role, Style, Styled, Text
from tests.cases import expect, folders

SEEN: dict[str, int | str | None] = {
    "\u00a0": "<nbsp>",
    "\u202f": "<thin>",
    "\u2060": "<join>",
    "\u2066": "<ltr>",
    "\u2069": "<end>",
}


def resolution(code: str, text: str) -> Resolution:
    """Make a resolution of a language with a paragraph for each line."""
    body = tuple(Paragraph(Role.OPERATIVE, tuple(_inlines(line))) for line in text.splitlines())
    return Resolution(parse("A/RES/80/1"), code, "ga", (Part("80/1.", (), body, id="text"),))


def _inlines(line: str) -> list[Inline]:
    pieces = re.split(r"\[\^(\d+)\]", line)
    inlines = [Note(piece, (), id=f"fn-{piece}") if n % 2 else Text(piece) for n, piece in enumerate(pieces)]
    return [item for item in inlines if item != Text("")]


def seen(shown: Resolution) -> str:
    """Write the paragraphs of a resolution with names for invisible characters."""
    paragraphs = [block for block in shown.parts[0].body if isinstance(block, Paragraph)]
    lines = ["".join(map(_seen, block.content)) for block in paragraphs]
    return "".join(f"{line}\n" for line in lines).translate(str.maketrans(SEEN))


def _seen(item: Inline) -> str:
    if isinstance(item, Note):
        return f"[^{item.number}]"
    if isinstance(item, Styled) and item.style is Style.SUPERSCRIPT:
        return f"<raised>{spell_inlines((item,))}</raised>"
    turned = isinstance(item, Styled) and item.style is Style.TURNED
    return f"<turned>{spell_inlines((item,))}</turned>" if turned else spell_inlines((item,))


@pytest.mark.parametrize("folder", folders("set"), ids=lambda f: f.name)
def test_set(folder: Path, accept: bool) -> None:
    code, text = (folder / "in.txt").read_text("utf-8").split("\n", 1)
    plain = resolution(code, text)
    printed = set_for_print(plain, load_language(code))
    expect(folder / "out.txt", seen(printed), accept)
    assert fold(spell_blocks(printed.parts[0].body)) == fold(spell_blocks(plain.parts[0].body))


@pytest.mark.parametrize("code", language_codes())
def test_dressing_twice_is_dressing_once_where_nothing_is_isolated(code: str) -> None:
    plain = resolution(code, "« Oui » ; non ! 12:30, https://undocs.org/A/RES/80/1: 2 968 000")
    once = set_punctuation(plain, load_language(code))
    if load_language(code).direction == "ltr":
        assert set_punctuation(once, load_language(code)) == once
    assert fold(spell_blocks(once.parts[0].body)) == fold(spell_blocks(plain.parts[0].body))


def test_chinese_mastheads_have_the_gaps_and_the_ties_of_the_text() -> None:
    plain = resolution("zh", "决定在2030年以前拨款。")
    lines = Masthead(agenda_item="议程项目138", adoption="2021年12月24日大会决议")
    masthead = set_for_print(replace(plain, masthead=lines), load_language("zh")).masthead
    assert masthead.agenda_item == "议程项目 138"
    assert masthead.adoption == "2021~年 12~月 24~日大^会决^议".replace("~", "\u00a0").replace("^", "\u2060")


def test_day_and_month_stay_together_in_mastheads() -> None:
    masthead = Masthead(adoption="Résolution du 9 décembre 2025", other=("le 1 mai",))
    shown = set_for_print(replace(resolution("fr", ""), masthead=masthead), load_language("fr")).masthead
    assert (shown.adoption, shown.other) == ("Résolution du 9\u00a0décembre 2025", ("le 1\u00a0mai",))


def test_dressed_notes_are_dressed_too() -> None:
    note = Note("1", (Paragraph(Role.PLAIN, (Text("Voir ci-dessous ;"),)),), id="fn-1")
    empty = resolution("fr", "")
    body = (Paragraph(Role.OPERATIVE, (Text("Décide"), note)),)
    parts = (Part("80/1.", (), body, id="text"),)
    block = set_punctuation(Resolution(empty.symbol, "fr", "ga", parts), load_language("fr")).parts[0].body[0]
    assert isinstance(block, Paragraph)
    assert isinstance(block.content[1], Note)
    assert spell_blocks(block.content[1].blocks) == "Voir ci-dessous\u202f;"


@pytest.mark.parametrize(
    ("text", "whether"),
    [("A/RES/77/213", True), ("A/CONF.157/24 (Part I)", True), ("1325 (2000)", False), ("217 ألف (د-3)", False)],
)
def test_symbols_run_from_left_to_right_in_arabic_and_numbers_do_not(text: str, whether: bool) -> None:
    assert is_turned_symbol(text, load_language("ar")) is whether
    assert is_turned_symbol(text, load_language("fr")) is False


def test_addresses_are_isolated_but_may_break() -> None:
    assert isolate_latin_words("https://undocs.org/ar/A/77/53") == "\u2066https://undocs.org/ar/A/77/53\u2069"


@pytest.mark.parametrize(
    ("symbol", "parts"),
    [
        ("E/CN.4/2001/2-E/CN.4/Sub.2/2000/46", ["E/CN.4/2001/2-", "E/CN.4/Sub.2/2000/46"]),
        ("NPT/CONF.1995/32 (Part I)/Corr.2", ["NPT/", "CONF.1995/32 ", "(Part I)/", "Corr.2"]),
        ("UNEP/GC.23/6/Add.1/Corr.1", ["UNEP/", "GC.23/6/", "Add.1/", "Corr.1"]),
        ("A/RES/80/1", ["A/RES/80/1"]),
    ],
)
def test_long_symbols_are_parted_between_two_or_behind_a_stroke(symbol: str, parts: list[str]) -> None:
    tied = tie_symbol(symbol)
    breaks = [n for n, attrs in enumerate(get_log_attrs(tied, "en")) if n and n < len(tied) and attrs.is_line_break]
    pieces = [remove_invisible(tied[a:b]).replace("\u00a0", " ") for a, b in pairwise([0, *breaks, len(tied)])]
    assert pieces == parts if len(parts) > 1 else tied == symbol
    assert fold(tied) == fold(symbol)
