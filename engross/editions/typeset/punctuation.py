"""Set punctuation as the language asks: non-breaking spaces, and isolates around words of another direction.

* French puts a narrow space before ; ! ? and a full one before : and within « »; no line breaks at them.
* In right-to-left text, Latin words with their figures, slashes and brackets are isolated, so that a bracket or stop
  beside them stays on its side (UAX 9, LRI and PDI).
* A hyphen of the text is U+002D: U+2010 is what a word is divided with.

Only spaces and invisible marks are added. Which marks they stand at is the language's data.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from engross.editions.typeset.digit_groups import GROUP_SPACE, ISOLATE, ISOLATE_END, has_sums_from_start
from engross.editions.typeset.digit_groups import set_digit_groups as with_sums
from engross.editions.typeset.ltr import gather_latin_phrases
from engross.grammars.language import Language
from engross.grammars.language import load_language as language_of
from engross.model.replace_items import replace_items
from engross.model.replace_texts import rewrite_masthead
from engross.model.text import spaced_streams, spell_blocks
from engross.model.tree import (
    Block,
    Inline,
    LineBreak,
    Masthead,
    Note,
    PageBreak,
    Resolution,
    Style,
    Styled,
    Table,
    Text,
    Where,
)
from engross.model.walk import Rewrite, rewrite_blocks, rewrite_resolution_in_context

MASTHEAD_FIELDS = ("issued", "session", "period", "agenda_item", "agenda_title", "adoption", "other")
NARROW_SPACE, FULL_SPACE = "\u202f", "\u00a0"
# A word with a Latin letter in it, its figures and slashes, a bracket that belongs to it, and what follows that:
# A/CONF.157/24 (Part I)/Corr.1.
LATIN_WORD = re.compile(
    r"(?<![\w/])[\w./:&‑–-]*[A-Za-z\u00c0-\u024f](?:[\w./:&@‑–-]*[\w])?"
    r"(?:[ \u00a0\u202f]?\((?:[A-Za-z][A-Za-z0-9 \u00a0\u202f.]*|\d+(?=\)/))\)(?:/[\w./‑-]*\w)?)*"
)
WORD_BREAK = re.compile(r"(?<=[\w)])[ \u00a0\u202f./:&@‑–-]+(?=[\w(])")
# The "and" in a list of numbers, a letter of its own, stays beside the number behind it.
ARABIC_AND = re.compile(r"(?<=\b\u0648) (?=[\d\u2066]|\Z)")
ARABIC_LETTER = re.compile("[\u0600-\u06ff]")

SetText = Callable[[str], str]


def set_punctuation(resolution: Resolution, language: Language) -> Resolution:
    """Return the resolution with its punctuation as ``language`` sets it; the folded text stays the same."""
    rtl = language.direction == "rtl"
    usual_setter = _make_text_setter(language.code, rtl and has_sums_from_start("\n".join(_spaced_texts(resolution))))

    def set_run(content: tuple[Inline, ...], _: Where, from_start: bool = False) -> tuple[Inline, ...]:
        set_text = _make_text_setter(language.code, forth=True) if from_start else usual_setter
        return tuple(
            _set_inline(item, set_text, set_run) for item in (gather_latin_phrases(content) if rtl else content)
        )

    def step_into(block: Block, from_start: bool) -> tuple[bool, bool]:
        return from_start or (rtl and _is_table_with_sums_from_start(block)), from_start

    set_resolution = rewrite_resolution_in_context(resolution, set_run, context=False, step=step_into)
    return replace(set_resolution, masthead=_set_masthead(set_resolution.masthead, language))


def _set_masthead(masthead: Masthead, language: Language) -> Masthead:
    """Return the masthead with its lines set; from right to left they are as they were: they are isolated."""
    if language.direction == "rtl":
        return masthead
    return rewrite_masthead(masthead, MASTHEAD_FIELDS, _make_text_setter(language.code, forth=False))


def _is_table_with_sums_from_start(block: Block) -> bool:
    """Return whether a block is a table that holds its numbers from the beginning, as typed ones do, unlike prose."""
    return isinstance(block, Table) and has_sums_from_start(spell_blocks((block,), calls=False))


def _spaced_texts(resolution: Resolution) -> tuple[str, ...]:
    streams = spaced_streams(resolution, calls=False)
    return (streams.body, *streams.notes)


def _set_inline(item: Inline, set_text: SetText, run: Rewrite) -> Inline:
    match item:
        case Text(text):
            return item if (changed := set_text(text)) == text else Text(changed)
        case Note():
            return replace_items(item, blocks=rewrite_blocks(item.blocks, run))
        case LineBreak() | PageBreak() | Styled(Style.TURNED):
            return item
        case _:
            return replace_items(item, content=tuple(_set_inline(inner, set_text, run) for inner in item.content))


@cache
def _make_text_setter(code: str, forth: bool) -> SetText:
    """Return the function that sets texts of a language; ``forth``: their numbers are held from the beginning."""
    language = language_of(code)
    words = language.words["setting"]
    full = "".join(map(re.escape, words["wide_marks"]))
    narrow = "".join(re.escape(mark) for mark in words["before_marks"] if mark not in words["wide_marks"])
    rules = [*_make_space_rules(narrow, NARROW_SPACE), *_make_space_rules(full, FULL_SPACE)]
    if after := "".join(map(re.escape, words["after_marks"])):
        rules.append((re.compile(rf"(?<=[{after}]){GROUP_SPACE}*(?=\S)"), FULL_SPACE))
    rtl = language.direction == "rtl"

    def set_text(text: str) -> str:
        text = text.replace("\u2010", "-")
        for pattern, space in rules:
            text = pattern.sub(space, text)
        return isolate_latin_words(text, forth) if rtl else text

    return set_text


def _make_space_rules(marks: str, space: str) -> list[tuple[re.Pattern[str], str]]:
    """Return the rule that ``space`` stands before each of ``marks``, unless it is part of an address or a time."""
    if not marks:
        return []
    return [(re.compile(rf"(?:(?<=[\w)\]»”]){GROUP_SPACE}*|^{GROUP_SPACE}+)(?=[{marks}](?![\w/]))"), space)]


def isolate_latin_words(text: str, forth: bool = False) -> str:
    """Return right-to-left ``text`` with its Latin words isolated and its digit groups set (``set_digit_groups``)."""

    def isolate_match(match: re.Match[str]) -> str:
        return match[0] if ARABIC_LETTER.search(match[0]) else f"{ISOLATE}{_join_word_parts(match[0])}{ISOLATE_END}"

    return ARABIC_AND.sub(FULL_SPACE, LATIN_WORD.sub(isolate_match, with_sums(text, forth)))


def _join_word_parts(word: str) -> str:
    """Join a word other than an address so that no line breaks it: its part on the next line would not be isolated."""
    return word if "//" in word or word.startswith("www.") else WORD_BREAK.sub("\u2060\\g<0>\u2060", word)
