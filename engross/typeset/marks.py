"""The model with its marks as the language sets them: spaces that do not break, words of another direction isolated.

* French puts a narrow space before ; ! ? and a full one before : and within « », none of which breaks.
* In a text that runs from right to left, Latin words with their figures, slashes and brackets are isolated, so that
  a bracket or stop beside them stays on its side (UAX 9, LRI and PDI).
* A hyphen of the text is U+002D: U+2010 is what a word is divided with.

Only spaces and invisible marks are added. Which marks, the language's words say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from engross.language import Language
from engross.language import language as language_of
from engross.model import Inline, LineBreak, Note, PageBreak, Resolution, Style, Styled, Table, Text, Where
from engross.text import spaced, spell_blocks
from engross.typeset.ltr import gathered
from engross.typeset.sums import END, ISOLATE, SPACE, held_forth
from engross.typeset.sums import turned as with_sums
from engross.walk import Rewrite, blocks_of, descend, rewrite_blocks, rewrite_resolution

NARROW, FULL = "\u202f", "\u00a0"
# A word with a Latin letter in it, its figures and slashes, a bracket that belongs to it, and what goes on behind that:
# A/CONF.157/24 (Part I)/Corr.1.
LATIN_WORD = re.compile(
    r"(?<![\w/])[\w./:&‑–-]*[A-Za-z\u00c0-\u024f](?:[\w./:&@‑–-]*[\w])?"
    r"(?:[ \u00a0\u202f]?\((?:[A-Za-z][A-Za-z0-9 \u00a0\u202f.]*|\d+(?=\)/))\)(?:/[\w./‑-]*\w)?)*"
)
BREAKS = re.compile(r"(?<=[\w)])[ \u00a0\u202f./:&@‑–-]+(?=[\w(])")
AND = re.compile(
    r"(?<=\b\u0648) (?=[\d\u2066]|\Z)"
)  # the "and" in a list of numbers, a letter of its own, clings to them
ARABIC = re.compile("[\u0600-\u06ff]")

Dress = Callable[[str], str]


def dress(resolution: Resolution, language: Language) -> Resolution:
    """The same resolution with its marks as ``language`` sets them; the folded text is what it was."""
    turned = language.direction == "rtl"
    usual = _dress(language.code, turned and held_forth("\n".join(_texts(resolution))))
    tabled = _tabled(resolution) if turned else frozenset()

    def run(content: tuple[Inline, ...], _: Where) -> tuple[Inline, ...]:
        clothe = _dress(language.code, forth=True) if id(content) in tabled else usual
        return tuple(_one(item, clothe, run) for item in (gathered(content) if turned else content))

    return rewrite_resolution(resolution, run)


def _tabled(resolution: Resolution) -> frozenset[int]:
    """The runs, by identity, of tables that hold their sums from the beginning: figures are typed so beside prose."""
    tables = (block for block in blocks_of(resolution) if isinstance(block, Table))
    typed = (table for table in tables if held_forth(spell_blocks((table,), calls=False)))
    inner = (block for table in typed for block in descend((table,)))
    return frozenset(id(block.content) for block in inner if not isinstance(block, Table))


def _texts(resolution: Resolution) -> tuple[str, ...]:
    whole = spaced(resolution, calls=False)
    return (whole.body, *whole.notes)


def _one(item: Inline, clothe: Dress, run: Rewrite) -> Inline:
    match item:
        case Text(text):
            return Text(clothe(text))
        case Note():
            return replace(item, blocks=rewrite_blocks(item.blocks, run))
        case LineBreak() | PageBreak() | Styled(Style.TURNED):
            return item
        case _:
            return replace(item, content=tuple(_one(inner, clothe, run) for inner in item.content))


@cache
def _dress(code: str, forth: bool) -> Dress:
    """What becomes of a text of a language; ``forth``: its sums are held from their beginning."""
    language = language_of(code)
    words = language.words["setting"]
    full = "".join(map(re.escape, words["wide_marks"]))
    narrow = "".join(re.escape(mark) for mark in words["before_marks"] if mark not in words["wide_marks"])
    rules = [*_before(narrow, NARROW), *_before(full, FULL)]
    if after := "".join(map(re.escape, words["after_marks"])):
        rules.append((re.compile(rf"(?<=[{after}]){SPACE}*(?=\S)"), FULL))
    turned = language.direction == "rtl"

    def clothe(text: str) -> str:
        text = text.replace("\u2010", "-")
        for pattern, space in rules:
            text = pattern.sub(space, text)
        return isolated(text, forth) if turned else text

    return clothe


def _before(marks: str, space: str) -> list[tuple[re.Pattern[str], str]]:
    """The rule that ``space`` stands before each of ``marks``, unless it is part of an address or a time."""
    if not marks:
        return []
    return [(re.compile(rf"(?:(?<=[\w)\]»”]){SPACE}*|^{SPACE}+)(?=[{marks}](?![\w/]))"), space)]


def isolated(text: str, forth: bool = False) -> str:
    """``text`` of a language from right to left with its Latin words isolated, its sums set whole (``sums``)."""

    def isolate(found: re.Match[str]) -> str:
        return found[0] if ARABIC.search(found[0]) else f"{ISOLATE}{_unbroken(found[0])}{END}"

    return AND.sub(FULL, LATIN_WORD.sub(isolate, with_sums(text, forth)))


def _unbroken(word: str) -> str:
    """A word that no line may break: the part on the next line would not be isolated. Addresses are too long for it."""
    return word if "//" in word or word.startswith("www.") else BREAKS.sub("\u2060\\g<0>\u2060", word)
